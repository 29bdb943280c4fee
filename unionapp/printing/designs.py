"""Designs: what stands where on a document, each a JSON file in resources/documents/.

A design knows no paper (`stocks`) and no printer; it names the stocks that it fits.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.printing import artwork, checked, design_files, fields, kinds
from unionapp.printing.checked import Unexpected, key
from unionapp.printing.design_files import DesignFiles
from unionapp.printing.fields import Field
from unionapp.printing.kinds import Object
from unionapp.printing.objects import Artwork, maybe_field
from unionapp.printing.tables import Table

SCHEMA = 1
LANGUAGES = ("zh", "en", "both")
_SIDES = '{"front": […], "back": […]}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: what is equal for all records, and what is drawn anew for each on top of it."""

    name: str
    fixed: tuple[Object, ...]
    varying: tuple[Object, ...]

    @property
    def table(self) -> Table | None:
        """The table that may need further pages."""
        return next((one for one in self.varying if isinstance(one, Table)), None)


def _schema(value: object) -> int:
    if value != SCHEMA:
        raise Unexpected(str(SCHEMA))
    return SCHEMA


def _sides(value: object) -> tuple[Side, ...]:
    """The sides are read by `_sides_of`, which knows the fields."""
    if not isinstance(value, tuple):
        raise Unexpected(_SIDES)
    return value


def _copies(value: object) -> tuple[str, ...]:
    found = checked.texts(value)
    if not found:
        raise Unexpected('["第一联 存根", "第二联 交领款人"]')
    return found


checked.SCHEMAS[_schema] = {"const": SCHEMA}
checked.SCHEMAS[_copies] = {"type": "array", "items": {"type": "string"}, "minItems": 1}
checked.SCHEMAS[_sides] = {"$ref": "#/$defs/sides"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A document of `width` × `height` mm. The first of `stocks` is the usual one.

    `named_by` is the field by which preflight names a record. `copies` are the names of the
    copies that each record is printed in; `seal` is the short letter code of the document in its
    QR text, and `sealed_by` the field that tells one paper from another there. `labels` is the
    language of the labels that have English words. `underlay` is a scan that lies under the design
    while it is made. `foot` is what a roll keeps white below the last mark. `files` gives artwork.
    """

    schema: int = key(_schema)
    code: str = key(checked.text)
    zh: str = key(checked.text)
    en: str = key(checked.text)
    width: float = key(checked.size)
    height: float = key(checked.size)
    stocks: tuple[str, ...] = key(checked.texts)
    named_by: str = key(checked.text)
    copies: tuple[str, ...] = key(_copies, ("",))
    seal: str | None = key(checked.optional(checked.text), None)
    sealed_by: str | None = key(maybe_field, None)
    labels: str = key(checked.one_of(*LANGUAGES), "zh")
    underlay: str | None = key(checked.optional(checked.text), None)
    foot: float = key(checked.number, 5.0)
    sides: tuple[Side, ...] = key(_sides)
    files: DesignFiles | None = None

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    @property
    def is_two_sided(self) -> bool:
        """Whether the second side goes to the back of the first, not to a sheet of its own."""
        return any(side.name == "back" for side in self.sides)

    def fields(self) -> tuple[str, ...]:
        """Return the names of all fields that the design reads, each once, in drawing order."""
        names = (name for side in self.sides for thing in side.varying
                 for name in kinds.fields_of(thing))  # fmt: skip
        return tuple(dict.fromkeys(names))


def read(files: DesignFiles | Path, words: Mapping[str, Field] | None = None) -> Design:
    """Read a design; raises every problem that it has, each naming file, line and object.

    `words` are the fields that are known, by default the shipped ones.
    """
    if isinstance(files, Path):
        files = DesignFiles(files.stem, files)
    words = words if words is not None else fields.shipped()
    text = files.text()
    data = checked.parsed(text, files.name)
    try:
        return _design(data, words, files)
    except UserError as error:
        raise checked.with_lines(error, files.name, text) from None


def load(
    code: str, folders: Iterable[Path] = (), words: Mapping[str, Field] | None = None
) -> Design:
    """Return a design of the office's own folders or a shipped one.

    Raises `printing.unknown_document` with the codes that are known.
    """
    known = design_files.listed(folders)
    if code not in known:
        raise refuse("printing.unknown_document", code, known=", ".join(known))
    return read(known[code], words)


def _design(data: Mapping[str, object], words: Mapping[str, Field], files: DesignFiles) -> Design:
    problems: list[Problem] = []
    head = {name: value for name, value in data.items() if name not in ("sides", "pages")}
    try:
        sides = _sides_of(data, words)
    except UserError as error:
        problems += error.problems
        sides = ()
    for name in ("named_by", "sealed_by"):
        asked = data.get(name)
        if isinstance(asked, str) and asked not in words:
            problems.append(Problem("printing.unknown_field", "", {"field": asked, "key": name}))
    for side in sides:
        for thing in (*side.fixed, *side.varying):
            if isinstance(thing, Artwork):
                problems += _of_artwork(files, side.name, thing)
    try:
        design = checked.read_object(Design, {**head, "sides": sides}, "")
    except UserError as error:
        problems += error.problems
    if problems:
        raise UserError(*problems)
    return dataclasses.replace(design, files=files)


def _of_artwork(files: DesignFiles, side: str, thing: Artwork) -> tuple[Problem, ...]:
    """Return what stands in the way of a drawing: nothing is found out when cards are waiting."""
    try:
        artwork.check(thing.file, files.artwork(thing.file), thing.page)
    except UserError as error:
        return tuple(Problem(one.code, side, one.detail) for one in error.problems)
    return ()


def _sides_of(data: Mapping[str, object], words: Mapping[str, Field]) -> tuple[Side, ...]:
    given = [name for name in ("sides", "pages") if name in data]
    if len(given) != 1:
        raise refuse("printing.sides_or_pages", key="sides")
    value = data[given[0]]
    if given == ["pages"] and isinstance(value, list) and value:
        named = {f"pages {number}": entries for number, entries in enumerate(value, start=1)}
    elif given == ["sides"] and isinstance(value, dict) and "front" in value:
        named = value
    else:
        raise refuse("printing.wrong_value", key=given[0], value="…", expected=_SIDES)
    problems: list[Problem] = []
    sides: list[Side] = []
    for name, entries in named.items():
        try:
            sides.append(_side(name, entries, words))
        except UserError as error:
            problems.extend(error.problems)
    unknown = [name for name in named if given == ["sides"] and name not in ("front", "back")]
    problems += [
        Problem("printing.unknown_key", "", {"key": name, "known": "front, back"})
        for name in unknown
    ]
    if problems:
        raise UserError(*problems)
    return tuple(sides)


def _side(name: str, entries: object, words: Mapping[str, Field]) -> Side:
    if not isinstance(entries, list):
        raise refuse("printing.wrong_value", name, key=name, value="…", expected=_SIDES)
    problems: list[Problem] = []
    found: list[Object] = []
    for number, entry in enumerate(entries, start=1):
        try:
            found.extend(kinds.read(entry, f"{name} {number}", words))
        except UserError as error:
            problems.extend(error.problems)
    if problems:
        raise UserError(*problems)
    fixed = tuple(thing for thing in found if kinds.is_fixed(thing))
    varying = tuple(thing for thing in found if not kinds.is_fixed(thing))
    side = Side(name=name, fixed=fixed, varying=varying)
    if sum(isinstance(thing, Table) for thing in varying) > 1 and any(
        isinstance(thing, Table) and thing.further_y is not None for thing in varying
    ):
        raise refuse("printing.two_flowing_tables", name)
    return side
