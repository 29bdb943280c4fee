"""Declares a record's fields once; tables, editor, import, history and operations read it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class FieldType(StrEnum):
    """What kind of value a field holds; decides its column, its control and its checks."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    IDENTITY = "identity"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    INTEGER = "integer"
    MONEY = "money"  # integer fen
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"  # aware, UTC
    CODE = "code"  # one item of a code list
    CODES = "codes"  # several items, in the order chosen
    REFERENCE = "reference"  # the id of another record
    JSON = "json"  # a mapping or list, for answers and frozen contents


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field.

    `section` is where it stands in the editor ("" = the program's own, never shown); `headers`
    are further spellings of its column in an office's workbook; `mask` names how lists and
    prints show it (`identity`, `phone`, `account`). A `past` date tells what has happened, so it
    cannot lie ahead.
    """

    name: str
    type: FieldType
    zh: str
    en: str
    section: str = ""
    required: bool = False
    codes: str | None = None
    refers: str | None = None
    mask: str | None = None
    headers: tuple[str, ...] = ()
    help_zh: str = ""
    help_en: str = ""
    past: bool = False

    def label(self, language: str = "zh") -> str:
        """Return the words beside the control, in `zh` or `en`."""
        return self.en if language == "en" else self.zh


_KEY = "declared"


def declare(
    type_: FieldType,
    zh: str,
    en: str,
    section: str = "",
    *,
    required: bool = False,
    default: object = None,
    codes: str | None = None,
    refers: str | None = None,
    mask: str | None = None,
    headers: Sequence[str] = (),
    help_zh: str = "",
    help_en: str = "",
    past: bool = False,
) -> Any:
    """Return a dataclass field that carries its declaration."""
    declared = Field(
        "",
        type_,
        zh,
        en,
        section,
        required,
        codes,
        refers,
        mask,
        tuple(headers),
        help_zh,
        help_en,
        past,
    )
    return field(default=default, metadata={_KEY: declared})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every travelling record has.

    `home_division` is set at creation and never changed: it is the hub's distribution key.
    `deleted_at` is the tombstone; rows are never removed.
    """

    id: str
    home_division: str
    deleted_at: datetime | None = declare(FieldType.INSTANT, "删除时间", "Deleted at")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One kind of record: its name, its class, its fields in declared order.

    `searched` names the fields that the search index is made of; a change of any other field
    leaves the index alone.
    """

    kind: str
    zh: str
    en: str
    record: type[Record]
    append_only: bool = False
    title: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    fields: tuple[Field, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", declared_fields(self.record))

    def field(self, name: str) -> Field:
        """Return the field of that name; `KeyError` when the kind has none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(f"{self.kind}.{name}")

    def sections(self) -> Mapping[str, tuple[Field, ...]]:
        """Return the fields that a person sees, by section in declared order."""
        found: dict[str, tuple[Field, ...]] = {}
        for one in self.fields:
            if one.section:
                found[one.section] = (*found.get(one.section, ()), one)
        return MappingProxyType(found)

    def label(self, language: str = "zh") -> str:
        """Return the kind's name in `zh` or `en`."""
        return self.en if language == "en" else self.zh


def declared_fields(record: type[Record]) -> tuple[Field, ...]:
    """Return the declared fields of a record class, in declared order."""
    return tuple(
        dataclasses.replace(one.metadata[_KEY], name=one.name)
        for one in dataclasses.fields(record)
        if _KEY in one.metadata
    )


class Schema:
    """The declarations that a database is made of; looked up by kind or by record class."""

    def __init__(self, declarations: Sequence[Declaration]) -> None:
        self.declarations = tuple(declarations)
        self._by_kind = {one.kind: one for one in self.declarations}
        self._by_record = {one.record: one for one in self.declarations}

    def __getitem__(self, kind: str) -> Declaration:
        return self._by_kind[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in self._by_kind

    def of(self, record: type[Record]) -> Declaration:
        """Return the declaration of a record class, or of the class that it extends."""
        for known in record.__mro__:
            if known in self._by_record:
                return self._by_record[known]
        for known_class, declaration in self._by_record.items():
            if issubclass(known_class, record):
                return declaration
        raise KeyError(record.__name__)

    def with_declaration(self, changed: Declaration) -> Schema:
        """Return a schema in which one kind is declared otherwise."""
        return Schema([changed if one.kind == changed.kind else one for one in self.declarations])
