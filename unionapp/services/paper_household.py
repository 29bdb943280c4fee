"""How a household stands to the standard, in the figures that papers print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from unionapp.errors import Problem
from unionapp.programmes import standards as rules
from unionapp.programmes.categories import Category, Measure, category_code, counted_income
from unionapp.programmes.facts import Household as HouseholdFacts

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class HouseholdStanding:
    """Category, monthly income a head (never below nothing), and the standard, in fen."""

    category: Category | None
    monthly_fen: int
    standard_fen: int | None


def of_facts(facts: Mapping[str, Any], day: date | None) -> HouseholdStanding | None:
    """Return how the household of a case's facts stands on a day; None where income is not told.

    The standard is the one that stands among the facts, so that a decided case says for ever what
    it said.
    """
    home = facts.get("household") or {}
    people, income = home.get("people"), home.get("annual_income_fen")
    if not people or income is None:
        return None
    told = HouseholdFacts(
        people=people,
        annual_income_fen=income,
        rigid_costs_fen=home.get("rigid_costs_fen") or 0,
        accident_losses_fen=home.get("accident_losses_fen") or 0,
        file_state=home.get("file_state"),
    )
    switches = facts.get("switches") or {}
    measure = cast(Measure, switches.get("poverty_test", "income_less_rigid_costs"))
    monthly = max(0, counted_income(told, measure)) // (_MONTHS * people)
    standard = _standard(facts, home, day)
    if standard is None:
        return HouseholdStanding(None, monthly, None)
    return HouseholdStanding(category_code(told, standard, measure), monthly, standard)


def _standard(facts: Mapping[str, Any], home: Mapping[str, Any], day: date | None) -> int | None:
    if day is None:
        return None
    rows = [
        rules.Standard(
            division=row["division"],
            kind=row["kind"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None,
            amount_fen=row["amount_fen"],
            document=row.get("document") or "",
            source="",
        )
        for row in facts.get("standards") or ()
    ]
    kind = cast(rules.StandardKind, home.get("dibao_kind") or "urban")
    found = rules.in_force(rows, str(home.get("division", "")), kind, day)
    return None if isinstance(found, Problem) else found.amount_fen
