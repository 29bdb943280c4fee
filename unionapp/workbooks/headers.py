"""Finds the header of each sheet and says which column is which declared field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from unionapp.errors import Problem, refuse
from unionapp.models.declare import Field
from unionapp.workbooks.cells import text_of
from unionapp.workbooks.reading import Cell, Sheet

_LOOKED_AT = 12  # offices put a title, a date and a unit above the header
_IN_BRACKETS = re.compile(r"[(（【\[〔].*?[)）】\]〕]|[(（【\[〔].*$")
_ORNAMENT = re.compile(r"[\s　*＊★☆:：]")
_RUNNING_NUMBER = frozenset({"序号", "编号", "序", "no", "no."})


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's header ends and what each known column holds."""

    sheet: Sheet
    row: int
    columns: Mapping[int, Field]
    unknown: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield the lines below the header that fill a known column, with their row numbers."""
        for number, row in self.sheet.numbered():
            if number > self.row and any(
                text_of(row[index]) for index in self.columns if index < len(row)
            ):
                yield number, row


def find_headers(
    sheets: Sequence[Sheet], fields: Sequence[Field], required: Sequence[str]
) -> tuple[Header, ...]:
    """Return the header of every sheet that has one: the line with the most known columns.

    Raises `UserError` `import.no_header` when no sheet names all `required` fields.
    """
    known = {_plain(word): field for field in fields for word in (field.zh, *field.headers)}
    best = [_best(sheet, known) for sheet in sheets]
    found = tuple(one for one in best if one and set(required) <= _names(one))
    if not found:
        nearest = max((one for one in best if one), key=lambda one: len(one.columns), default=None)
        have = _names(nearest) if nearest else set()
        missing = [one.zh for one in fields if one.name in required and one.name not in have]
        where = nearest.sheet.name if nearest else ""
        raise refuse("import.no_header", where, missing="、".join(missing))
    return found


def _names(header: Header) -> set[str]:
    return {field.name for field in header.columns.values()}


def _best(sheet: Sheet, known: Mapping[str, Field]) -> Header | None:
    """Return the line, or the two lines of a merged header, with the most known columns."""
    lines = list(sheet.numbered())[: _LOOKED_AT + 1]
    found: list[Header] = []
    for place, (number, row) in enumerate(lines[:_LOOKED_AT]):
        words = [text_of(cell) for cell in row]
        found.append(_match(sheet, number, words, known))
        below = [text_of(cell) for cell in lines[place + 1][1]] if place + 1 < len(lines) else []
        if _is_second_line(below, known):
            joined = [
                low if _plain(low) in known or not high else high
                for high, low in zip(words, below, strict=True)
            ]
            found.append(_match(sheet, number + 1, joined, known))
    # The first of equally good ones: a header repeated on every printed page stands further down.
    best = max(found, key=lambda one: len(one.columns), default=None)
    return best if best and best.columns else None


def _is_second_line(words: Sequence[str], known: Mapping[str, Field]) -> bool:
    """Tell headings under a merged cell (住址: 楼栋 单元 门牌) from the first line of data."""
    filled = [_plain(word) for word in words if word]
    return bool(filled) and 2 * sum(word in known for word in filled) > len(filled)


def _match(sheet: Sheet, number: int, words: Sequence[str], known: Mapping[str, Field]) -> Header:
    columns: dict[int, Field] = {}
    unknown = []
    for index, word in enumerate(words):
        field = known.get(_plain(word))
        if field is not None and field not in columns.values():
            columns[index] = field
        elif _plain(word) and _plain(word) not in _RUNNING_NUMBER:
            unknown.append(word)
    return Header(sheet, number, columns, tuple(unknown))


def _plain(word: str) -> str:
    """Return a heading without blanks, stars and what stands in brackets: 姓 名*（必填）."""
    return _ORNAMENT.sub("", _IN_BRACKETS.sub("", word)).lower()


def left_out(sheets: Sequence[Sheet], headers: Sequence[Header]) -> Iterator[Problem]:
    """Yield a warning for whatever nobody reads, so that nothing vanishes unseen."""
    read = {header.sheet.name for header in headers}
    for sheet in sheets:
        if sheet.name not in read:
            yield Problem("import.sheet_left_out", sheet.name, sheet=sheet.name, warning=True)
    for header in headers:
        if header.unknown:
            yield Problem(
                "import.unknown_columns",
                "、".join(" ".join(word.split()) for word in header.unknown),
                sheet=header.sheet.name,
                row=header.row,
                warning=True,
            )


def column_letter(index: int) -> str:
    """Return a column's name in Excel: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
