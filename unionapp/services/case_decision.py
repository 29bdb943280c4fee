"""Decides on a case: tries its programme on the facts of the day and freezes what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from unionapp.errors import UserError, refuse
from unionapp.models.desk import Reading
from unionapp.models.records import Case
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.programme import Programme
from unionapp.services import case_facts, hardship
from unionapp.services.case_facts import About
from unionapp.services.case_records import GRANTED, decision_hash
from unionapp.wording import sentence

# What a decision writes into the case.
FROZEN = ("edition", "state", "facts", "decided_on", "amount_fen", "proof", "decision_hash")

_NO_STANDARD = frozenset({"programme.no_standard", "programme.standard_twice"})


def about(case: Case) -> About:
    """Return what a case is about; the case itself is no earlier grant of its own."""
    return About(
        case.subject_kind,
        case.subject_id,
        case.person_id,
        case.concern,
        case.answers or {},
        case.id,
        case.campaign_id,
    )


def refuse_day(case: Case, on: date, today: date) -> None:
    """Nothing is decided on a day to come, nor before it was applied for.

    Raises `cases.day_ahead`, `cases.day_before_application`.
    """
    if on > today:
        raise refuse("cases.day_ahead", case.number, day=on.isoformat())
    if case.opened_on is not None and on < case.opened_on:
        opened = case.opened_on.isoformat()
        raise refuse("cases.day_before_application", case.number, day=on.isoformat(), opened=opened)


def facts_of(reading: Reading, case: Case, programme: Programme, on: date) -> dict[str, Any]:
    """Return the facts of a case on a day.

    Raises `cases.subject_missing` where whom it is about was taken off the records meanwhile;
    `hardship.file_missing` and every problem of an unfinished file, where the programme rests on
    one.
    """
    for kind, id_ in ((case.subject_kind, case.subject_id), ("person", case.person_id)):
        found = reading.by_kind(kind, id_) if id_ else None
        if id_ and (found is None or found.deleted_at is not None):
            raise refuse("cases.subject_missing", case.number)
    if programme.subject == "household" and programme.exclusions:
        file = case_facts.file_of(reading, case.subject_id)
        if file is None:
            raise refuse("hardship.file_missing", case.subject_id)
        hardship.refuse_unfinished(file)
    return case_facts.gather(reading, programme, about(case), on)


def verdict_on(programme: Programme, facts: Mapping[str, Any], language: str = "zh") -> Verdict:
    """Try the programme; a standard that is not there is no reason to refuse anybody.

    Raises `cases.no_standard`, and `programme.*` for every missing or wrong fact.
    """
    verdict = try_programme(programme, facts, language=language)
    if any(reason.code in _NO_STANDARD for reason in verdict.reasons):
        where = str((facts.get("household") or {}).get("division", "—"))
        raise refuse("cases.no_standard", where, day=facts["day"])
    return verdict


def frozen(
    case: Case,
    programme: Programme,
    facts: Mapping[str, Any],
    verdict: Verdict | UserError,
    state: str,
    on: date,
) -> Case:
    """Return the case as decided; reasons and warnings stand with the proof lines.

    A refusal may rest on facts that are missing: then they are its reasons.
    """
    amount = None
    if isinstance(verdict, UserError):
        said = tuple(sentence(problem, "zh") for problem in verdict.problems)
    else:
        reasons = (one.text for one in (*verdict.reasons, *verdict.warnings))
        said = (*verdict.proof, *reasons)
        amount = verdict.amount_fen if state == GRANTED else None
    decided = replace(
        case,
        edition=programme.edition,
        state=state,
        facts={**facts, "programme_digest": programme.digest},
        decided_on=on,
        amount_fen=amount,
        proof=tuple(dict.fromkeys(said)),
    )
    return replace(decided, decision_hash=decision_hash(decided))
