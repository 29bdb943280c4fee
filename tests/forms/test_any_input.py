"""Spoiled forms and fillings: always a list of problems or a form, never a crash or a hang.

The main suite tries a few hundred; `dev.py test --faults` tries 10,000.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forms.spoiled import (
    CASES,
    filled,
    opened_or_refused,
    spoiled_bytes,
    spoiled_markdown,
    spoiled_workbook,
    spoiled_xform,
)
from unionapp.forms.load import Loaded, load
from unionapp.forms.snapshot import snapshot

Spoil = Callable[[random.Random, Path], Path]
ALL = sorted(one.name for one in CASES.iterdir() if one.is_dir())
PARTS = 8
KINDS: dict[str, tuple[Spoil, int, int]] = {
    # how many in the suite, and how many at length
    "markdown": (spoiled_markdown, 320, 4000),
    "workbook": (spoiled_workbook, 80, 2000),
    "bytes": (spoiled_bytes, 80, 1000),
}


def tried(spoil: Spoil, folder: Path, kind: str, part: int, count: int) -> int:
    """How many of these spoiled forms could still be filled."""
    opened = 0
    for seed in range(part * count // PARTS, (part + 1) * count // PARTS):
        dice = random.Random(f"{kind} {seed}")
        file = spoil(dice, folder)
        try:
            opened += opened_or_refused(lambda file=file: load(file), dice, 5)  # type: ignore[misc] # bound at once
        except Exception as error:
            raise AssertionError(f"{kind} {seed}") from error
    return opened


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", KINDS)
def test_a_spoiled_form_gives_problems_or_a_form(tmp_path: Path, kind: str, part: int) -> None:
    spoil, few, _ = KINDS[kind]
    assert tried(spoil, tmp_path, kind, part, few) < few // PARTS


@pytest.mark.faults
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_spoiled_forms(tmp_path: Path, kind: str, part: int) -> None:
    spoil, _, many = KINDS[kind]
    assert 0 < tried(spoil, tmp_path, kind, part, many) < many // PARTS


@pytest.fixture(scope="module")
def xforms() -> list[str]:
    """The XForms of all cases."""
    return [load(CASES / case / "form.xlsx").xform for case in ALL]


def tried_xforms(folder: Path, xforms: list[str], count: int) -> int:
    """How many of these spoiled XForms could still be filled."""
    return tried(
        lambda dice, to: spoiled_xform(dice, to, xforms), folder, "xform", 0, count * PARTS
    )


def test_a_spoiled_xform_gives_problems_or_a_form(tmp_path: Path, xforms: list[str]) -> None:
    assert 0 < tried_xforms(tmp_path, xforms, 80) < 80


@pytest.mark.faults
def test_thousands_of_spoiled_xforms(tmp_path: Path, xforms: list[str]) -> None:
    assert 0 < tried_xforms(tmp_path, xforms, 2000) < 2000


@pytest.fixture(scope="module")
def loaded() -> dict[str, Loaded]:
    """All cases, ready to be filled."""
    return {case: load(CASES / case / "form.xlsx") for case in ALL}


@pytest.mark.parametrize("case", ALL)
def test_random_answers_leave_a_form_that_agrees_with_itself(
    case: str, loaded: dict[str, Loaded]
) -> None:
    agrees_with_itself(loaded[case], random.Random(case), 40)


@pytest.mark.faults
@pytest.mark.parametrize("case", ALL)
def test_many_fillings_agree_with_themselves(case: str, loaded: dict[str, Loaded]) -> None:
    for seed in range(1000 // len(ALL)):
        agrees_with_itself(loaded[case], random.Random(f"{case} {seed}"), 60)


def agrees_with_itself(loaded: Loaded, dice: random.Random, rounds: int) -> None:
    """After any filling, computing everything anew changes nothing that is not a hand edit."""
    form = filled(loaded, dice, rounds)
    json.dumps(snapshot(form, "end"))
    for node in form.root.walk():
        relevant = node.spec.bind.relevant
        if relevant is not None:
            assert node.own_relevant == form._holds(relevant, node), node.path
        if node.parent is not None:
            assert node.relevant == (node.own_relevant and node.parent.relevant), node.path
