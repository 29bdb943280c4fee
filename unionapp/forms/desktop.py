"""What a form may ask that a desktop cannot do: said when the form is read, with what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionapp.errors import Problem
from unionapp.forms.problems import ExpressionError
from unionapp.forms.searching import search_in
from unionapp.forms.survey import Question

_TYPES = frozenset(
    (
        *("geotrace", "geoshape", "background-audio", "background-geopoint"),
        *("start-geopoint", "bearing"),
    )
)
_KNOWN = frozenset(
    (
        *("minimal", "autocomplete", "search", "quick", "quickcompact", "compact", "columns"),
        *("columns-pack", "columns-flex", "no-buttons", "likert", "list", "list-nolabel", "label"),
        *("table-list", "field-list", "multiline", "numbers", "thousands-sep", "counter", "url"),
        *("hidden-answer", "masked", "printer", "signature", "draw", "annotate", "rating"),
        *("picker", "month-year", "year", "no-calendar", "first-column", "horizontal"),
        *("horizontal-compact", "analog-scale", "textarea", "none", "default"),
    )
)
_NUMBERED = re.compile(r"(?:w|columns-|compact-|quickcompact-)\d+")
# What stands for each instead is in the sentence of its code.
_INSTEAD = {
    **dict.fromkeys(("map", "maps", "placement-map"), "form.appearance_map"),
    **dict.fromkeys(("new", "new-front", "new-rear", "front"), "form.appearance_camera"),
    **dict.fromkeys(("vertical", "no-ticks"), "form.appearance_slider"),
    **dict.fromkeys(
        ("ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"),
        "form.appearance_calendar",
    ),
    "image-map": "form.appearance_picture",
    "bearing": "form.appearance_bearing",
}


def check(question: Question) -> Iterator[Problem]:
    """Yield warnings for types and appearances that come out otherwise than the form says.

    A search that is written wrongly is no warning: its choices would be nonsense.
    """
    if question.type in _TYPES:
        yield _warning("form.not_on_desktop", question, "type", question.type)
    try:
        search_in(question.row.get("appearance"))
    except ExpressionError as error:
        where = question.row.get("appearance")
        yield Problem(error.code, where, {}, "survey", question.row.number, "appearance")
    for word in _words(question.row.get("appearance")):
        code = _code(word)
        if code is not None:
            yield _warning(code, question, "appearance", word)


def _code(word: str) -> str | None:
    if word.startswith(("ex:", "intent:")):
        return "form.appearance_app"
    if word in _INSTEAD:
        return _INSTEAD[word]
    known = word in _KNOWN or word.startswith("printer:") or _NUMBERED.fullmatch(word)
    return None if known else "form.appearance_unknown"


def _words(appearance: str) -> Iterator[str]:
    """Yield the words of an appearance without what stands in brackets."""
    plain, depth = "", 0
    for sign in appearance:
        depth += sign == "("
        if not depth:
            plain += sign
        depth -= sign == ")" and depth > 0
    yield from plain.lower().split()


def _warning(code: str, question: Question, column: str, where: str) -> Problem:
    return Problem(code, where, {}, "survey", question.row.number, column, warning=True)
