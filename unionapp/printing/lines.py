"""Finds the line of a JSON file on which an object or a key of it stands."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
# These only hold the numbered things that a place is named by.
_SILENT = frozenset({"sides"})


def lines_of(text: str) -> dict[str, int]:
    """Return the line (from 1) of every key and entry of sound JSON by its place.

    A place is what a problem calls it: `front 12`, `front 12 colour`, `front 12 columns 3 w`.
    """
    found: dict[str, int] = {}
    path: list[str | int] = []
    expects_key: list[bool] = []
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", at, token.start())
        at = token.start()
        word = token[0]
        if word in "{[":
            _note(found, path, line)
            path.append("" if word == "{" else 1)
            expects_key.append(word == "{")
        elif word in "}]":
            path.pop()
            expects_key.pop()
        elif word == ",":
            last = path[-1]
            if isinstance(last, int):
                path[-1] = last + 1
            else:
                expects_key[-1] = True
        elif word == ":":
            expects_key[-1] = False
        elif expects_key and expects_key[-1]:
            path[-1] = json.loads(word)
            _note(found, path, line)
        else:
            _note(found, path, line)
    return found


def _note(found: dict[str, int], path: list[str | int], line: int) -> None:
    found.setdefault(" ".join(str(step) for step in path if step not in _SILENT), line)
