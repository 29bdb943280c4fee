"""Unified social credit codes of employers and unions (GB 32100-2015)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem

Verdict = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class CreditCodeResult:
    verdict: Verdict
    number: str
    department: str | None = None
    kind: str | None = None
    division: str | None = None
    problems: tuple[Problem, ...] = ()


def check(text: str) -> CreditCodeResult:
    raise NotImplementedError
