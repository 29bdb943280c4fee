"""The one place where a value of one kind becomes another: text, number, truth, node-set.

Sources: XPath 1.0, section 4 (conversions); ODK XForms specification, "Data types". Numbers are
read and written as JavaScript does, for ODK Web Forms stores what that engine prints.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, tzinfo
from decimal import Decimal
from typing import TypeGuard

from unionapp.forms import moments
from unionapp.forms.nodes import Tree

Value = str | float | bool | Sequence[Tree]
NAN = math.nan

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Infinity)")
_RADIX = re.compile(r"0(?:[xX][0-9a-fA-F]+|[bB][01]+|[oO][0-7]+)")
_WHOLE = re.compile(r"[+-]?\d+")


def number(value: Value, zone: tzinfo) -> float:
    """Return the number: NaN for what is none, days since 1970 for a date."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return number_in(value, zone)
    return number_in(value[0].text, zone) if value else NAN


def number_in(text: str, zone: tzinfo) -> float:
    """Return the number that a text writes, blanks around it allowed."""
    if text.isdecimal() and text.isascii():
        return float(text)
    text = text.strip()
    if not text:
        return NAN
    if _DECIMAL.fullmatch(text):
        return float(text.replace("Infinity", "inf"))
    moment = moments.read(text, zone)
    if moment is not None:
        return moments.days(moment)
    if _RADIX.fullmatch(text):
        return float(int(text, 0))
    return NAN


def string(value: Value) -> str:
    """Return the text: of the first node of a node-set, `true` or `false`, the shortest number."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text if value else ""


def number_text(value: float) -> str:
    """Return a number as text: `5`, not `5.0`; `NaN`; `Infinity`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)), "f")
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa}e{int(exponent):+d}"


def truth(value: Value) -> bool:
    """Return the truth: a number that is neither 0 nor NaN, a text or node-set that is not empty.

    The text `false` is therefore true (XPath 1.0, 4.3).
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return len(value) > 0


def stored(value: Value, kind: str, zone: tzinfo) -> str:
    """Return a result as an answer of a type keeps it: NaN and what the type cannot be is ""."""
    if isinstance(value, float) and math.isnan(value):
        return ""
    text = string(value)
    if not text:
        return ""
    if kind in ("int", "integer", "long"):
        return _whole(text, zone)
    if kind == "decimal":
        result = number_in(text, zone)
        return "" if math.isnan(result) else number_text(result)
    if kind == "date":
        moment = moments.read(text, zone)
        return moment.date().isoformat() if moment else ""
    if kind == "dateTime":
        return text if moments.read(text, zone) else ""
    if kind == "time":
        return _clock(text, zone)
    return text


def _whole(text: str, zone: tzinfo) -> str:
    if _WHOLE.fullmatch(text.strip()):
        return str(int(text)) if len(text) < 1000 else ""
    result = number_in(text, zone)
    return "" if math.isnan(result) or math.isinf(result) else str(math.trunc(result))


def _clock(text: str, zone: tzinfo) -> str:
    if moments.read_time(text, zone, date(2000, 1, 1)) is not None:
        return text
    moment = moments.read(text, zone)
    return moments.written(moment).partition("T")[2] if moment else ""


def equal(left: Value, right: Value, zone: tzinfo) -> bool:
    """Return whether two values are equal; of node-sets, whether some node is (XPath 1.0, 3.4)."""
    if _is_nodes(left):
        if _is_nodes(right):
            texts = {node.text for node in right}
            return any(node.text in texts for node in left)
        return _some_equal(left, right, zone)
    if _is_nodes(right):
        return _some_equal(right, left, zone)
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return number(left, zone) == number(right, zone)
    return left == right


def different(left: Value, right: Value, zone: tzinfo) -> bool:
    """Return whether two values differ; of node-sets, whether some node does."""
    if _is_nodes(left) and _is_nodes(right):
        texts = {node.text for node in right}
        return any(texts - {node.text} for node in left)
    if _is_nodes(left) and not isinstance(right, bool):
        return any(not equal(node.text, right, zone) for node in left)
    if _is_nodes(right) and not isinstance(left, bool):
        return any(not equal(node.text, left, zone) for node in right)
    return not equal(left, right, zone)


def _some_equal(nodes: Sequence[Tree], other: Value, zone: tzinfo) -> bool:
    if isinstance(other, bool):
        return bool(nodes) == other
    if isinstance(other, float):
        return any(number_in(node.text, zone) == other for node in nodes)
    return any(node.text == other for node in nodes)


def _is_nodes(value: Value) -> TypeGuard[Sequence[Tree]]:
    return not isinstance(value, (str, float, bool))


def comparables(value: Value, zone: tzinfo) -> list[float]:
    """Return the numbers that `<` compares: one, or one a node; times as parts of the day."""
    if _is_nodes(value):
        return [_comparable(node.text, zone) for node in value]
    if isinstance(value, str):
        return [_comparable(value, zone)]
    return [number(value, zone)]


def _comparable(text: str, zone: tzinfo) -> float:
    if len(text) >= 5 and text[2] == ":":
        at = moments.read_time(text, zone, date(2000, 1, 1))
        if at is not None:
            return moments.day_fraction(at)
    return number_in(text, zone)
