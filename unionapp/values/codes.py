"""Code lists: what a stored code means, in Chinese and English, with its period of validity."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from unionapp.errors import refuse
from unionapp.paths import resources
from unionapp.values.text import half_width, without_invisible

Language = Literal["zh", "en"]

# Stands before a code that no list knows, so that the reader sees that it is a raw code.
UNKNOWN_MARK = "?"
_NOTHING: Mapping[str, object] = MappingProxyType({})
_OWN_KEYS = frozenset({"code", "zh", "en", "valid_from", "valid_to", "aliases"})


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One code with its labels; `valid_to` is the last day on which it may be newly chosen.

    `aliases` are other spellings met in imported workbooks. `more` holds what only this list
    needs (the digit of a visit outcome, the colour-blind mark of a state).
    """

    code: str
    zh: str
    en: str
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=lambda: _NOTHING, hash=False)

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list in picker order. `facts` holds what belongs to the list as a whole."""

    name: str
    zh: str
    en: str
    source: str
    items: tuple[CodeItem, ...]
    facts: Mapping[str, object] = field(default_factory=lambda: _NOTHING, hash=False)
    _by_code: Mapping[str, CodeItem] = field(init=False, repr=False, compare=False)
    _by_text: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {item.code: item for item in self.items})
        object.__setattr__(self, "_by_text", _texts(self.items))

    def __iter__(self) -> Iterator[CodeItem]:
        return iter(self.items)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def item(self, code: str) -> CodeItem | None:
        """Return the entry of a code, abolished ones included, or None."""
        return self._by_code.get(code)

    def label(self, code: str | None, language: str = "zh") -> str:
        """Return the label; a code that is not listed is shown as itself with a mark."""
        if not code:
            return ""
        item = self._by_code.get(code)
        return item.label(language) if item is not None else f"{UNKNOWN_MARK}{code}"

    def code_for(self, text: str) -> str | None:
        """Return the code that a cell of an imported workbook means, or None.

        Accepts the code, either label and every alias; spaces, case and full-width letters and
        digits do not matter. A code goes before a label, a label before an alias.
        """
        return self._by_text.get(_folded(text))

    def on(self, day: date) -> tuple[CodeItem, ...]:
        """Return what may be chosen on a day, in picker order."""
        return tuple(item for item in self.items if item.valid_on(day))


@cache
def load(name: str) -> CodeList:
    """Return a shipped code list, such as `load("sex")`; raises `codes.no_such_list`."""
    file = resources() / "codes" / f"{name}.toml"
    if not file.is_file():
        raise refuse("codes.no_such_list", name)
    return read(file)


def names() -> tuple[str, ...]:
    """Return the names of all shipped code lists."""
    return tuple(sorted(file.stem for file in (resources() / "codes").glob("*.toml")))


def read(file: Path) -> CodeList:
    """Read a code list file, shipped or of an office; raises `codes.damaged`.

    The file is TOML with `zh`, `en`, `source`, `items` (each `code`, `zh`, `en`, and optionally
    `valid_from`, `valid_to`, `aliases` and keys of its own) and an optional table `facts`.
    """
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        items = tuple(_item(entry) for entry in data["items"])
        found = CodeList(
            file.stem, data["zh"], data["en"], data["source"], items, data.get("facts", _NOTHING)
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise refuse("codes.damaged", file.name, reason=str(error)) from error
    if len(found._by_code) < len(items):
        codes = [item.code for item in items]
        twice = next(code for code in codes if codes.count(code) > 1)
        raise refuse("codes.listed_twice", file.name, listed=twice)
    return found


def _item(entry: object) -> CodeItem:
    if not isinstance(entry, dict):
        raise TypeError(f"{entry!r}")
    more = {key: value for key, value in entry.items() if key not in _OWN_KEYS}
    aliases = entry.get("aliases", ())
    if not isinstance(aliases, (list, tuple)):
        raise TypeError("aliases")
    return CodeItem(
        code=str(entry["code"]),
        zh=str(entry["zh"]),
        en=str(entry["en"]),
        valid_from=_day(entry.get("valid_from")),
        valid_to=_day(entry.get("valid_to")),
        aliases=tuple(str(alias) for alias in aliases),
        more=more or _NOTHING,
    )


def _day(value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    raise TypeError(f"{value!r}")


def _texts(items: tuple[CodeItem, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spellings in (
        [(item.code, item.code) for item in items],
        [(item.zh, item.code) for item in items],
        [(item.en, item.code) for item in items],
        [(alias, item.code) for item in items for alias in item.aliases],
    ):
        for spelling, code in spellings:
            found.setdefault(_folded(spelling), code)
    return found


def _folded(text: str) -> str:
    return "".join(half_width(without_invisible(text)).split()).casefold()
