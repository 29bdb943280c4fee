"""Says the value of a fact in words: a code by its label, an amount in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from unionapp.programmes.programme import OwnFact, Programme
from unionapp.programmes.switches import Label
from unionapp.values import codes
from unionapp.values.money import format_fen

CODE_LISTS: Mapping[str, str] = {
    "household.category": "hardship_category",
    "household.dibao_kind": "dibao_kind",
    "household.file_state": "hardship_state",
    "household.main_causes": "hardship_cause",
    "household.further_causes": "hardship_cause",
    "person.sex": "sex",
    "person.work_status": "work_status",
    "person.occupation_group": "eight_groups",
    "person.health": "health",
    "person.education": "education",
    "person.model_worker": "model_worker",
    "membership.status": "membership_status",
    "employer.union_state": "union_state",
}


def told_value(programme: Programme, fact: str, value: object) -> Label:
    """Return a fact's value as a person says it."""
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if value == ():
        return Label("无", "none")
    if isinstance(value, tuple):
        found = [told_code(programme, fact, str(part)) for part in value]
        return Label("、".join(one.zh for one in found), ", ".join(one.en for one in found))
    if isinstance(value, int):
        text = format_fen(value) if _is_money(programme, fact) else str(value)
        return Label(text, text)
    if isinstance(value, date):
        return Label(value.isoformat(), value.isoformat())
    return told_code(programme, fact, str(value))


def _is_money(programme: Programme, fact: str) -> bool:
    own = next((one for one in programme.facts if one.name == fact), None)
    return own.kind == "money" if own is not None else fact.endswith("_fen")


def told_code(programme: Programme, fact: str, code: str) -> Label:
    """Return the label of a fact's code; anything that is no code is itself."""
    own = next((one for one in programme.facts if one.name == fact), None)
    if own is not None and own.options:
        return _option(own, code)
    name = own.codes if own else CODE_LISTS.get(fact, "")
    if not name:
        return Label(code, code)
    known = codes.load(name)
    if code not in known:  # an open list lets it through, so that a rule names and refuses it
        return Label(code, code)
    return Label(known.label(code), known.label(code, "en"))


def _option(fact: OwnFact, code: str) -> Label:
    found = next((option.label for option in fact.options if option.value == code), None)
    return found or Label(code, code)
