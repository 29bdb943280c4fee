"""Whether what a programme file names exists: other programmes, its form, the papers to print.

A file may be read before its neighbours are there, so this is asked when it is checked and not
when it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from unionapp.errors import Problem
from unionapp.paths import resources
from unionapp.programmes import catalogue, load
from unionapp.programmes.programme import Programme
from unionapp.programmes.toml_lines import Path as KeyPath
from unionapp.programmes.toml_lines import key_lines
from unionapp.programmes.toml_tables import Notes


def check(
    file: Path, own_programmes: Path, own_forms: Path, own_documents: Path
) -> tuple[Problem, ...]:
    """Return a problem for each name in a right file that nothing answers to.

    An unknown programme is a mistake: the rule would never apply. A form may be one that the
    office filled in at its window, and a paper may be designed later: those are warnings.
    """
    programme = load.load(file)
    lines = key_lines(file.read_text("utf-8-sig"))
    wrong, open_ones = Notes(file.name, lines), Notes(file.name, lines)
    codes = {one.code for one in catalogue.available(own_programmes)} | {programme.code}
    for path, name in _programmes(programme):
        if name not in codes:
            wrong.add("file_name_unknown", path, value=name)
    forms = _stems(resources() / "forms", own_forms)
    papers = _stems(resources() / "documents", own_documents)
    if programme.form and programme.form not in forms:
        open_ones.add("file_name_unknown", ("form",), value=programme.form)
    for path, name in _papers(programme):
        if name not in papers:
            open_ones.add("file_name_unknown", path, value=name)
    warnings = (replace(problem, warning=True) for problem in open_ones.problems)
    return tuple(sorted((*wrong.problems, *warnings), key=lambda one: (one.row or 0, one.where)))


def _programmes(programme: Programme) -> Iterator[tuple[KeyPath, str]]:
    for place, clash in enumerate(programme.clashes):
        yield ("clash", place, "programme"), clash.programme
    for rule in programme.rules():
        if rule.word == "earlier_grant":
            yield ("eligibility",), str(rule.arguments["programme"])


def _papers(programme: Programme) -> Iterator[tuple[KeyPath, str]]:
    for name in programme.papers:
        yield ("papers",), name
    for place, step in enumerate(programme.steps):
        for name in step.papers:
            yield ("steps", place, "papers"), name
    if programme.campaign and programme.campaign.sign_off:
        yield ("campaign", "sign_off"), programme.campaign.sign_off


def _stems(*folders: Path) -> set[str]:
    return {file.stem for folder in folders if folder.is_dir() for file in folder.iterdir()}
