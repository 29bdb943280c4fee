"""Functions on numbers (ODK XForms specification, "XPath functions")."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from types import MappingProxyType

from unionapp.forms import moments
from unionapp.forms.coercion import NAN, Value, number, number_in, string, truth
from unionapp.forms.context import Context, Function, Run
from unionapp.forms.syntax import Call, Path


def to_number(context: Context, given: Sequence[Value]) -> Value:
    """`number(x?)`; a date stays a date, which counts as its days wherever a number is needed.

    ODK Web Forms does so too: `number(today()) + 1` is then the next day in every time zone.
    """
    value = given[0] if given else context.node.text
    text = string(value)
    if moments.is_date(text):
        return text
    return number(value, context.zone)


def whole(context: Context, given: Sequence[Value]) -> Value:
    """`int(x)`: towards zero."""
    value = number(given[0], context.zone)
    return float(math.trunc(value)) if math.isfinite(value) else value


def rounded(context: Context, given: Sequence[Value]) -> Value:
    """`round(x, places?)`: halves go up, also below zero, as in XPath 1.0; places may be negative.

    Worked in decimals as written, so that 1.005 rounds to 1.01 and not to what is stored for it.
    """
    value = number(given[0], context.zone)
    places = number(given[1], context.zone) if len(given) > 1 else 0.0
    if not math.isfinite(value) or math.isnan(places):
        return value if len(given) == 1 or not math.isnan(places) else NAN
    at = Decimal(10) ** -int(max(-30, min(30, places)))
    try:
        half = Decimal(repr(value)) / at + Decimal("0.5")
        return float(half.to_integral_value(ROUND_FLOOR) * at)
    except InvalidOperation:
        return value


def floor(context: Context, given: Sequence[Value]) -> Value:
    """`floor(x)`."""
    return _integral(number(given[0], context.zone), ROUND_FLOOR)


def ceiling(context: Context, given: Sequence[Value]) -> Value:
    """`ceiling(x)`."""
    return _integral(number(given[0], context.zone), ROUND_CEILING)


def _integral(value: float, rounding: str) -> float:
    if not math.isfinite(value):
        return value
    return float(Decimal(value).to_integral_value(rounding))


def power(context: Context, given: Sequence[Value]) -> Value:
    """`pow(x, y)`."""
    return _careful(math.pow, *(number(value, context.zone) for value in given))


def atan2(context: Context, given: Sequence[Value]) -> Value:
    """`atan2(y, x)`."""
    return _careful(math.atan2, *(number(value, context.zone) for value in given))


def _careful(function: Callable[..., float], *values: float) -> float:
    try:
        return function(*values)
    except OverflowError:
        return math.inf
    except (ValueError, ZeroDivisionError):
        return NAN


def _logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else function(value)


def _of_one(function: Callable[[float], float]) -> Function:
    return lambda context, given: _careful(function, number(given[0], context.zone))


ONE_NUMBER: Mapping[str, Function] = MappingProxyType(
    {
        "abs": _of_one(math.fabs),
        "sqrt": _of_one(math.sqrt),
        "exp": _of_one(math.exp),
        "exp10": _of_one(lambda value: math.pow(10.0, value)),
        "log": _of_one(_logarithm(math.log)),
        "log10": _of_one(_logarithm(math.log10)),
        "sin": _of_one(math.sin),
        "cos": _of_one(math.cos),
        "tan": _of_one(math.tan),
        "asin": _of_one(math.asin),
        "acos": _of_one(math.acos),
        "atan": _of_one(math.atan),
    }
)


# --- sum, min, max: blanks as in JavaRosa


def _addends(context: Context, given: Sequence[Value], strict: bool) -> list[float]:
    """Return the numbers of all arguments; blank nodes do not count (JavaRosa, ODK Collect).

    JavaRosa gives no answer for a `*` path or a row that is itself not relevant; there a blank
    is NaN as in ODK Web Forms.
    """
    found: list[float] = []
    for value in given:
        if isinstance(value, (str, float, bool)):
            found.append(number(value, context.zone))
            continue
        for node in value:
            text = node.text.strip()
            if text:
                found.append(number_in(text, context.zone))
            elif strict or node.hidden_row:
                found.append(NAN)
    return found


def _is_strict(tree: Call) -> bool:
    return any(
        isinstance(argument, Path) and any(step.test == "*" for step in argument.steps)
        for argument in tree.arguments
    )


def _folded(fold: Callable[[list[float]], float]) -> Callable[[Call, Sequence[Run]], Run]:
    def make(tree: Call, arguments: Sequence[Run]) -> Run:
        strict = _is_strict(tree)

        def run(context: Context) -> Value:
            values = [argument(context) for argument in arguments]
            return fold(_addends(context, values, strict))

        return run

    return make


def _added(values: list[float]) -> float:
    """Sums of decimals are exact to the last digit shown: 0.1 + 0.2 is 0.30000000000000004."""
    total = 0.0
    for value in values:
        total += value
    return total


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[list[float]], float]:
    def fold(values: list[float]) -> float:
        if not values or any(math.isnan(value) for value in values):
            return NAN
        return choose(values)

    return fold


make_sum = _folded(_added)
make_max = _folded(_extreme(max))
make_min = _folded(_extreme(min))


# --- checklists


def checklist(context: Context, given: Sequence[Value]) -> Value:
    """`checklist(least, most, truth, …)`: whether that many hold; -1 is no bound."""
    held = sum(_truths(given[2:]))
    return _within(context, given, float(held))


def weighted_checklist(context: Context, given: Sequence[Value]) -> Value:
    """`weighted-checklist(least, most, truth, weight, …)`: the weights of those that hold."""
    weight = 0.0
    for held, value in zip(given[2::2], given[3::2], strict=False):
        if all(_truths([held])):
            weight += number(value, context.zone)
    return _within(context, given, weight)


def _truths(given: Sequence[Value]) -> list[bool]:
    found: list[bool] = []
    for value in given:
        if isinstance(value, (str, float, bool)):
            found.append(truth(value))
        else:
            found.extend(node.text.strip() not in ("", "0", "false") for node in value)
    return found


def _within(context: Context, given: Sequence[Value], value: float) -> bool:
    least, most = number(given[0], context.zone), number(given[1], context.zone)
    return (least < 0 or value >= least) and (most < 0 or value <= most)
