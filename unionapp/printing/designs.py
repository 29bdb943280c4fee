"""Designs: what stands where on a document, each a JSON file in resources/documents/.

A design knows no paper (`stocks`) and no printer; it names the stocks that it fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.paths import resources
from unionapp.printing import checked, objects
from unionapp.printing.checked import Unexpected, key
from unionapp.printing.objects import Object

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: what is equal for all records, and what is drawn anew for each on top of it."""

    name: str
    fixed: tuple[Object, ...]
    varying: tuple[Object, ...]


def _schema(value: object) -> int:
    if value != SCHEMA:
        raise Unexpected(str(SCHEMA))
    return SCHEMA


def _sides(value: object) -> tuple[Side, ...]:
    if not isinstance(value, dict) or not value or not set(value) <= {"front", "back"}:
        raise Unexpected('{"front": […], "back": […]}')
    problems: list[Problem] = []
    sides: list[Side] = []
    for name, entries in value.items():
        if not isinstance(entries, list):
            raise Unexpected('{"front": […], "back": […]}')
        found: list[Object] = []
        for number, entry in enumerate(entries, start=1):
            try:
                found.append(objects.read(entry, f"{name} {number}"))
            except UserError as error:
                problems.extend(error.problems)
        fixed = tuple(thing for thing in found if objects.is_fixed(thing))
        varying = tuple(thing for thing in found if not objects.is_fixed(thing))
        sides.append(Side(name=name, fixed=fixed, varying=varying))
    if problems:
        raise UserError(*problems)
    return tuple(sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A document of `width` × `height` mm. The first of `stocks` is the usual one.

    `named_by` is the field by which preflight names a record. `copies` are the names of the
    copies that each record is printed in; `seal` is the short letter code of the document in its
    QR text, and `sealed_by` the field that tells one paper from another there.
    """

    schema: int = key(_schema)
    code: str = key(checked.text)
    zh: str = key(checked.text)
    en: str = key(checked.text)
    width: float = key(checked.size)
    height: float = key(checked.size)
    stocks: tuple[str, ...] = key(checked.texts)
    named_by: str = key(objects.field_name)
    copies: tuple[str, ...] = key(checked.texts, ("",))
    seal: str | None = key(checked.optional(checked.text), None)
    sealed_by: str | None = key(objects.maybe_field, None)
    sides: tuple[Side, ...] = key(_sides)

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def fields(self) -> tuple[str, ...]:
        """Return the names of all fields that the design reads, each once, in drawing order."""
        names = (name for side in self.sides for thing in side.varying
                 for name in objects.fields_of(thing))  # fmt: skip
        return tuple(dict.fromkeys(names))


def read(path: Path) -> Design:
    """Read a design file; raises every problem that it has, each naming side and object."""
    try:
        return checked.read_object(Design, checked.read_file(path), path.name)
    except UserError as error:
        raise UserError(*(_with_file(problem, path.name) for problem in error.problems)) from None


def load(code: str, folders: Iterable[Path] = ()) -> Design:
    """Return a design of the office's own folders or a shipped one.

    Raises `printing.unknown_document` with the codes that are known.
    """
    known = files(folders)
    if code not in known:
        raise refuse("printing.unknown_document", code, known=", ".join(known))
    return read(known[code])


def files(folders: Iterable[Path] = ()) -> dict[str, Path]:
    """Return the design files by code; an office's own file takes the place of a shipped one."""
    found: dict[str, Path] = {}
    for folder in (resources() / "documents", *folders):
        found.update((path.stem, path) for path in sorted(folder.glob("*.json")))
    return found


def _with_file(problem: Problem, file: str) -> Problem:
    where = problem.where if problem.where.startswith(file) else f"{file} {problem.where}"
    return Problem(problem.code, where, problem.detail)
