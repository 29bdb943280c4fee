"""Reads TOML tables strictly: every wrong, missing or unknown key becomes a problem with a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from unionapp.errors import Problem
from unionapp.programmes.switches import Label
from unionapp.programmes.toml_lines import Path, line_of


class Notes:
    """Collects the problems of one file."""

    def __init__(
        self, file: str, lines: Mapping[Path, int], problems: list[Problem] | None = None
    ) -> None:
        self.problems: list[Problem] = [] if problems is None else problems
        self._file = file
        self._lines = lines

    def add(self, code: str, path: Path, **detail: object) -> None:
        """Note a problem of the key at `path`; blanks of the sentence come from `detail`."""
        where = ".".join(str(part) for part in path) or self._file
        line = line_of(self._lines, path)
        blanks = {"file": self._file, "line": line, **detail}
        self.problems.append(Problem(f"programme.{code}", where, blanks, row=line))


class Table:
    """One table of a file. Keys are taken one by one; `finish` refuses those that are left."""

    def __init__(self, values: Mapping[str, object], path: Path, notes: Notes) -> None:
        self.path = path
        self.notes = notes
        self._values = values
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def take(self, key: str, *, required: bool = True) -> object:
        """Return a value as it stands, or None and (when it is required) a problem."""
        self._known.add(key)
        value = self._values.get(key)
        if value is None and required:
            self.notes.add("file_key_missing", (*self.path, key))
        return value

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.take(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.wrong(key, '"…"')
            return ""
        return value.strip()

    def peek(self, key: str) -> object:
        """Return a value without taking it."""
        return self._values.get(key)

    def texts(self, key: str, shape: re.Pattern[str]) -> tuple[str, ...]:
        """Return a list of texts of one shape; nothing when the key is left out."""
        value = self.take(key, required=False)
        if value is None:
            return ()
        if isinstance(value, list) and all(
            isinstance(part, str) and shape.fullmatch(part) for part in value
        ):
            return tuple(value)
        self.wrong(key, '["…"]')
        return ()

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.take(key, required=False)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.wrong(key, "true / false")
        return default

    def day(self, key: str) -> date | None:
        value = self.take(key, required=False)
        if value is None or type(value) is date:
            return value
        self.wrong(key, "2018-09-26")
        return None

    def choice(self, key: str, values: tuple[str, ...]) -> str:
        """Return one of `values`; the first one when it is wrong, so that reading can go on."""
        value = self.take(key)
        if isinstance(value, str) and value in values:
            return value
        if value is not None:
            self.wrong(key, " / ".join(values))
        return values[0]

    def label(self) -> Label:
        return Label(self.text("zh"), self.text("en"))

    def optional_label(self) -> Label | None:
        return self.label() if "zh" in self or "en" in self else None

    def label_in(self, key: str, *, required: bool = True) -> Label | None:
        """Return the label of an inner table: `note = { zh = "…", en = "…" }`."""
        inner = self.table(key, required=required)
        if inner is None:
            return None
        label = inner.label()
        inner.finish()
        return label

    def table(self, key: str, *, required: bool = True) -> Table | None:
        value = self.take(key, required=required)
        if isinstance(value, Mapping):
            return Table(value, (*self.path, key), self.notes)
        if value is not None:
            self.wrong(key, "[…]")
        return None

    def tables(self, key: str, *, required: bool = True) -> Iterator[Table]:
        """Yield the tables of `[[key]]`."""
        value = self.take(key, required=required)
        if value is None:
            return
        if not isinstance(value, list) or (required and not value):
            self.wrong(key, "[[…]]")
            return
        for place, entry in enumerate(value):
            if isinstance(entry, Mapping):
                yield Table(entry, (*self.path, key, place), self.notes)
            else:
                self.notes.add("file_key_wrong", (*self.path, key, place), wanted="{…}")

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def named_tables(self, key: str, *, required: bool = False) -> Iterator[tuple[str, Table]]:
        """Yield name and table of every `[key.name]`."""
        outer = self.table(key, required=required)
        if outer is None:
            return
        for name in outer._values:
            inner = outer.table(name)
            if inner is not None:
                yield name, inner

    def wrong(self, key: str, wanted: str) -> None:
        self.notes.add("file_key_wrong", (*self.path, key), wanted=wanted)

    def finish(self) -> None:
        """Refuse every key that nobody took: a slip of the pen must not pass unread."""
        for key in self._values:
            if key not in self._known:
                wanted = ", ".join(sorted(self._known))
                self.notes.add("file_key_unknown", (*self.path, key), wanted=wanted)
