"""Keeps what was told for a case that is not decided yet; a decided case stays as it was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from unionapp.models.desk import Work
from unionapp.models.records import Case
from unionapp.services import case_decision, case_facts, case_occasion, programme_files
from unionapp.services.case_records import OPEN


def is_open(case: Case) -> bool:
    """Say whether anything can still be told for a case."""
    return case.state == OPEN and case.decided_on is None


def keep(work: Work, folder: Path, case: Case, answers: Mapping[str, Any]) -> Case:
    """Write facts over what was told before, and gather those of the case anew."""
    kept = case_occasion.merged(case.answers or {}, answers)
    told = replace(case, answers=kept)
    programme = programme_files.of_case(folder, case)
    facts = case_facts.gather(work, programme, case_decision.about(told), work.today)
    work.set_fields("case", case.id, {"answers": kept, "facts": facts})
    return replace(told, facts=facts)
