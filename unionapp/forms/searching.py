"""The appearance `search('file', …)`: choices from a file, as ODK had them before its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unionapp.forms.problems import ExpressionError

_CALL = re.compile(r"(?:^|\s)search\s*\(", re.IGNORECASE)
_HOW = {"contains": "contains", "startswith": "starts-with", "endswith": "ends-with"}


@dataclass(frozen=True, slots=True)
class Search:
    """The file that a search names, and the path to the rows that it lets through."""

    file: str
    nodes: str


def search_in(appearance: str) -> Search | None:
    """Return the search that an appearance writes, None without one.

    `search(file)`, `search(file, how, columns, text)` and further `…, column, value`; `how` is
    contains, startswith, endswith or matches (ODK documentation, "Dynamic selects from
    pre-loaded data"). Raises `ExpressionError` when it is written otherwise.
    """
    found = _CALL.search(appearance)
    if found is None:
        return None
    given = list(_arguments(appearance[found.end() :]))
    file = _name(given[0]).removesuffix(".csv")
    terms = []
    if len(given) in (4, 6):
        terms.append(_fits(_name(given[1]).lower(), _name(given[2]), given[3]))
    if len(given) == 6:
        terms.append(f"{_name(given[4])} = {given[5]}")
    if len(given) not in (1, 4, 6) or "'" in file:
        raise ExpressionError("form.search_wrong")
    rows = f"instance('{file}')/root/item"
    return Search(file, rows + (f"[{' and '.join(terms)}]" if terms else ""))


def _fits(how: str, columns: str, text: str) -> str:
    names = [name.strip() for name in columns.split(",")]
    if how == "matches":
        terms = [f"{name} = {text}" for name in names]
    elif how in _HOW:
        terms = [f"{_HOW[how]}({name}, {text})" for name in names]
    else:
        raise ExpressionError("form.search_wrong")
    return terms[0] if len(terms) == 1 else f"({' or '.join(terms)})"


def _name(argument: str) -> str:
    """Return what stands between quotation marks."""
    if len(argument) < 3 or argument[0] not in "'\"" or argument[-1] != argument[0]:
        raise ExpressionError("form.search_wrong")
    return argument[1:-1]


def _arguments(text: str) -> Iterator[str]:
    """Yield the arguments up to the bracket that closes the call."""
    depth, quote, start = 0, "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif not depth and sign in ",)":
            yield text[start:at].strip()
            start = at + 1
            if sign == ")":
                return
        elif sign in ")]":
            depth -= 1
    raise ExpressionError("form.search_wrong")
