"""Finds the line on which each key of a TOML text stands, which `tomllib` does not tell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

Path = tuple[str | int, ...]

_SPACE = " \t\r\n"
_BARE_END = ",]}#\r\n"
_KEY_END = "=.]} \t\r\n"
_QUOTES = ('"""', "'''", '"', "'")


def key_lines(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of every key, table and array element of a *valid* TOML text.

    `("switches", "payout", "options", 1, "zh")` is the label of the second option.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest thing around it when it is missing."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    """Walks over a text that `tomllib` has accepted, so it need not find mistakes."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._starts = [i + 1 for i, char in enumerate(text) if char == "\n"]
        self._array_lengths: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._skip(_SPACE):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        line = self._line()
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        path: Path = ()
        parts = self._key()
        for place, part in enumerate(parts):
            path = (*path, part)
            if is_array and place == len(parts) - 1:
                self.lines.setdefault(path, line)
                self._array_lengths[path] = self._array_lengths.get(path, 0) + 1
            if path in self._array_lengths:
                path = (*path, self._array_lengths[path] - 1)
            self.lines.setdefault(path, line)
        self._at += 2 if is_array else 1
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._at += 1  # "="
        self._skip(" \t")
        self._value(path)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip(" \t")
            quote = self._text[self._at]
            start = self._at
            if quote in "\"'":
                self._string(quote)
                parts.append(self._text[start + 1 : self._at - 1])
            else:
                while self._text[self._at] not in _KEY_END:
                    self._at += 1
                parts.append(self._text[start : self._at])
            self._skip(" \t")
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> None:
        for quote in _QUOTES:
            if self._text.startswith(quote, self._at):
                self._string(quote)
                return
        if self._text[self._at] == "[":
            self._array(path)
        elif self._text[self._at] == "{":
            self._inline_table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in _BARE_END:
                self._at += 1

    def _string(self, quote: str) -> None:
        self._at += len(quote)
        while not self._text.startswith(quote, self._at):
            self._at += 2 if quote[0] == '"' and self._text[self._at] == "\\" else 1
        self._at += len(quote)
        # Up to two quotes may stand directly before the three that close a long string.
        while len(quote) == 3 and self._text.startswith(quote[0], self._at):
            self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        place = 0
        while self._skip(_SPACE + ",") and self._text[self._at] != "]":
            self.lines[(*path, place)] = self._line()
            self._value((*path, place))
            place += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip(_SPACE + ",") and self._text[self._at] != "}":
            self._pair(path)
        self._at += 1

    def _skip(self, chars: str) -> bool:
        """Pass over `chars` and comments; say whether anything is left."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in chars:
                self._at += 1
            else:
                return True
        return False

    def _line(self) -> int:
        return bisect_right(self._starts, self._at) + 1
