"""Telephone numbers: tidied, named by kind, and warned about, but never refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem

Verdict = Literal["ok", "warning"]
Kind = Literal["mobile", "landline", "service", "short", "foreign", "unknown"]


@dataclass(frozen=True, slots=True)
class PhoneResult:
    verdict: Verdict
    kind: Kind
    number: str
    problems: tuple[Problem, ...] = ()


def normalise(text: str) -> str:
    raise NotImplementedError


def check(text: str) -> PhoneResult:
    raise NotImplementedError


def mask(number: str) -> str:
    raise NotImplementedError
