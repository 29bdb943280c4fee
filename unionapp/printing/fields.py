"""The words that a document may print: one registry of fields with label, kind and samples.

The registry is data: `resources/fields/<group>.toml`, the group being the first part of a field's
name, and the folder `fields` of an office. A record is a plain mapping from those names to values.
What it leaves out, or holds as `None` or `""`, is *unset*; an object that needs it stops the print
run in preflight.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from unionapp.errors import refuse
from unionapp.paths import resources
from unionapp.printing import checked
from unionapp.printing.checked import Unexpected, key

Kind = Literal["text", "date", "fen", "count", "flag", "choices", "image", "list"]
Record = Mapping[str, object]

_TYPES: Mapping[Kind, type] = {
    "text": str,
    "date": date,
    "fen": int,
    "count": int,
    "flag": bool,
    "choices": str,
    "image": bytes,
    "list": Sequence,
}
_NO_ROW: Mapping[str, Field] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One printable word: its label, a usual value and the hardest that must still fit.

    `codes` names the code list that the value is a code of; `choices` are several codes with a
    blank between. `sealed` fields are facts of the record and go into the hash of its QR code;
    what only tells one sheet from the next (copy name, day of printing, reprint count) does not.
    `source` says where the value comes from: `person.name` is a field of a record, `engine` is
    known here, "" is made by whoever asks for the paper. A list has the fields of its rows in
    `row`.
    """

    name: str
    zh: str
    en: str
    kind: Kind
    sample: object = None
    worst: object = None
    codes: str | None = None
    sealed: bool = True
    source: str = ""
    row: Mapping[str, Field] = field(default_factory=lambda: _NO_ROW)

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def value(self, record: Record) -> object | None:
        """Return the record's value or None when it is unset; raises TypeError for another kind.

        A value of the wrong type is a fault of the program, not of the user.
        """
        value = record.get(self.name)
        if value is None or value == b"" or (isinstance(value, str) and not value.strip()):
            return None
        is_flag = isinstance(value, bool)
        if not isinstance(value, _TYPES[self.kind]) or is_flag != (self.kind == "flag"):
            raise TypeError(f"{self.name} is a {self.kind}, not {type(value).__name__}")
        return value


# Gives a field of a group that no file lists, or None: questions of forms, facts of programmes.
Provider = Callable[[str], Field | None]


class Vocabulary(Mapping[str, Field]):
    """All fields by name; a group's file is read when one of its fields is first asked for."""

    def __init__(
        self, folders: Iterable[Path], providers: Mapping[str, Provider] | None = None
    ) -> None:
        self._folders = tuple(folders)
        self._providers = dict(providers or {})
        self._groups: dict[str, dict[str, Field]] = {}

    def with_own(self, folder: Path, providers: Mapping[str, Provider]) -> Vocabulary:
        """Return a vocabulary that knows an office's own fields and other groups too."""
        return Vocabulary((*self._folders, folder), {**self._providers, **providers})

    def __getitem__(self, name: str) -> Field:
        group = name.partition(".")[0]
        found = self._group(group).get(name)
        if found is None and group in self._providers:
            found = self._providers[group](name)
        if found is None:
            raise KeyError(f"no such printable field: {name}")
        return found

    def __iter__(self) -> Iterator[str]:
        files = (path for folder in self._folders for path in sorted(folder.glob("*.toml")))
        for group in dict.fromkeys(path.stem for path in files):
            yield from self._group(group)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _group(self, group: str) -> dict[str, Field]:
        if group not in self._groups:
            found: dict[str, Field] = {}
            for folder in self._folders:
                found.update(_read(folder / f"{group}.toml"))
            self._groups[group] = found
        return self._groups[group]


@cache
def shipped() -> Vocabulary:
    """Return the fields of resources/fields/."""
    return Vocabulary((resources() / "fields",))


def check_names(record: Record, words: Mapping[str, Field] | None = None) -> None:
    """Raise KeyError when a record holds a name that is not registered: a slip of the program."""
    words = words if words is not None else shipped()
    for name, value in record.items():
        row = words[name].row
        for line in value if row and isinstance(value, Sequence) else ():
            unknown = next((one for one in line if one not in row), None)
            if unknown is not None:
                raise KeyError(f"no such printable field: {name}.{unknown}")


def samples(
    names: Iterable[str] | None = None,
    *,
    worst: bool = False,
    words: Mapping[str, Field] | None = None,
) -> dict[str, object]:
    """Return a record of sample values; with `worst`, the hardest values that must still fit.

    `names` are the fields wanted, by default all that are known.
    """
    words = words if words is not None else shipped()
    found: dict[str, object] = {}
    for name in words if names is None else names:
        known = words[name]
        value = known.worst if worst and known.worst is not None else known.sample
        if value is not None:
            found[name] = value
    return found


# ---- the files ---------------------------------------------------------------------------------


def _value(value: object) -> object:
    """Take a sample as TOML gives it: text, number, date, true and false, or a list of those."""
    if isinstance(value, dict | float):
        raise Unexpected('"…" | 786000 | 2026-03-18 | true')
    return value


def _row(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unexpected("[group.field.row.name]")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A field as its file writes it; `sample` of a row's field may be a list that goes round."""

    zh: str = key(checked.text)
    en: str = key(checked.text)
    kind: str = key(checked.one_of(*get_args(Kind)), "text")
    sample: object = key(_value, None)
    worst: object = key(_value, None)
    codes: str | None = key(checked.text, None)
    sealed: bool = key(checked.flag, True)
    source: str = key(checked.text, "")
    sample_rows: int = key(checked.count, 3)
    worst_rows: int = key(checked.count, 3)
    row: Mapping[str, object] | None = key(_row, None)


def _read(path: Path) -> dict[str, Field]:
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise refuse("printing.not_toml", path.name, reason=str(error)) from error
    entries = data.get(path.stem)
    if set(data) != {path.stem} or not isinstance(entries, dict):
        raise refuse("printing.not_toml", path.name, reason=f"[{path.stem}.…]")
    return {
        f"{path.stem}.{name}": _field(f"{path.stem}.{name}", entry, path.name)
        for name, entry in entries.items()
    }


def _field(name: str, data: object, file: str) -> Field:
    where = f"{file} {name}"
    if not isinstance(data, dict):
        raise refuse("printing.wrong_value", where, key=name, value=data, expected="zh = …")
    entry = checked.read_object(_Entry, data, where)
    row = {one: _field(one, part, where) for one, part in (entry.row or {}).items()}
    kind: Kind = entry.kind  # type: ignore[assignment]  # one_of has checked it
    sample, worst = entry.sample, entry.worst
    if kind == "list":
        sample = sample_rows(row, entry.sample_rows)
        worst = sample_rows(row, entry.worst_rows, worst=True)
    return Field(
        name, entry.zh, entry.en, kind, sample, worst, entry.codes, entry.sealed, entry.source, row
    )


def sample_rows(
    row: Mapping[str, Field], number: int, *, worst: bool = False
) -> tuple[dict[str, object], ...]:
    """Return made-up rows of a list; samples that are lists go round."""
    rows: list[dict[str, object]] = []
    for index in range(number):
        values: dict[str, object] = {}
        for one in row.values():
            value = one.worst if worst and one.worst is not None else one.sample
            if isinstance(value, list):
                value = value[index % len(value)]
            if value is not None:
                values[one.name] = value
        rows.append(values)
    return tuple(rows)
