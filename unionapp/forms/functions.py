"""The functions of the ODK XForms specification, by name, with how many arguments each takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from unionapp.forms import functions_china as china
from unionapp.forms import functions_dates as dates
from unionapp.forms import functions_nodes as nodes
from unionapp.forms import functions_numbers as numbers
from unionapp.forms import functions_text as text
from unionapp.forms.coercion import Value, string, truth
from unionapp.forms.context import Context, Function, Run
from unionapp.forms.syntax import Call


@dataclass(frozen=True, slots=True)
class Known:
    """A function whose arguments are worked out first."""

    run: Function
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Lazy:
    """A function that works its arguments out itself, or looks at how they are written."""

    make: Callable[[Call, Sequence[Run]], Run]
    least: int = 0
    most: int | None = None


def _if(_: Call, arguments: Sequence[Run]) -> Run:
    condition, then, otherwise = arguments
    return lambda context: then(context) if truth(condition(context)) else otherwise(context)


def _coalesce(_: Call, arguments: Sequence[Run]) -> Run:
    """The first argument that is not blank; NaN is blank too, for it is stored as nothing."""

    def run(context: Context) -> Value:
        for argument in arguments[:-1]:
            value = argument(context)
            found = string(value)
            if found not in ("", "NaN"):
                return value
        return arguments[-1](context)

    return run


def _once(_: Call, arguments: Sequence[Run]) -> Run:
    """The value that stands already; without one, the argument's."""
    only = arguments[0]

    def run(context: Context) -> Value:
        standing = context.current.text
        return standing if standing else only(context)

    return run


LAZY: Mapping[str, Lazy] = MappingProxyType(
    {
        "if": Lazy(_if, 3, 3),
        "coalesce": Lazy(_coalesce, 1),
        "once": Lazy(_once, 1, 1),
        "sum": Lazy(numbers.make_sum, 1),
        "max": Lazy(numbers.make_max, 1),
        "min": Lazy(numbers.make_min, 1),
        "indexed-repeat": Lazy(nodes.make_indexed_repeat, 3),
        "jr:choice-name": Lazy(nodes.make_choice_name, 2, 2),
    }
)

FUNCTIONS: Mapping[str, Known] = MappingProxyType(
    {
        # text
        "string": Known(text.to_string, 0, 1),
        "concat": Known(text.concat),
        "join": Known(text.join, 1),
        "substr": Known(text.substr, 2, 3),
        "substring": Known(text.substring, 2, 3),
        "substring-before": Known(text.substring_before, 2, 2),
        "substring-after": Known(text.substring_after, 2, 2),
        "translate": Known(text.translate, 3, 3),
        "string-length": Known(text.string_length, 0, 1),
        "normalize-space": Known(text.normalize_space, 0, 1),
        "contains": Known(text.contains, 2, 2),
        "starts-with": Known(text.starts_with, 2, 2),
        "ends-with": Known(text.ends_with, 2, 2),
        "lower-case": Known(text.lower_case, 1, 1),
        "upper-case": Known(text.upper_case, 1, 1),
        "regex": Known(text.regex, 2, 2),
        "uuid": Known(text.uuid, 0, 1),
        "digest": Known(text.digest, 2, 3),
        "base64-decode": Known(text.base64_decode, 1, 1),
        "selected": Known(text.selected, 2, 2),
        "is-selected": Known(text.selected, 2, 2),
        "selected-at": Known(text.selected_at, 2, 2),
        "count-selected": Known(text.count_selected, 1, 1),
        # truth
        "true": Known(lambda context, given: True, 0, 0),
        "false": Known(lambda context, given: False, 0, 0),
        "boolean": Known(lambda context, given: truth(given[0]), 1, 1),
        "boolean-from-string": Known(text.boolean_from_string, 1, 1),
        "not": Known(lambda context, given: not truth(given[0]), 1, 1),
        "checklist": Known(numbers.checklist, 2),
        "weighted-checklist": Known(numbers.weighted_checklist, 4),
        # numbers
        "number": Known(numbers.to_number, 0, 1),
        "int": Known(numbers.whole, 1, 1),
        "round": Known(numbers.rounded, 1, 2),
        "floor": Known(numbers.floor, 1, 1),
        "ceiling": Known(numbers.ceiling, 1, 1),
        "random": Known(lambda context, given: context.form.random(), 0, 0),
        **{name: Known(run, 1, 1) for name, run in numbers.ONE_NUMBER.items()},
        "pow": Known(numbers.power, 2, 2),
        "atan2": Known(numbers.atan2, 2, 2),
        "pi": Known(lambda context, given: 3.141592653589793, 0, 0),
        # dates
        "today": Known(dates.today, 0, 0),
        "now": Known(dates.now, 0, 0),
        "date": Known(dates.date, 1, 1),
        "date-time": Known(dates.date, 1, 1),
        "format-date": Known(dates.format_date, 2, 2),
        "format-date-time": Known(dates.format_date, 2, 2),
        "decimal-date-time": Known(dates.decimal_date_time, 1, 1),
        "decimal-time": Known(dates.decimal_time, 1, 1),
        "decimal-date": Known(dates.decimal_date_time, 1, 1),
        # nodes
        "count": Known(nodes.count, 1, 1),
        "count-non-empty": Known(nodes.count_non_empty, 1, 1),
        "position": Known(nodes.position, 0, 1),
        "last": Known(lambda context, given: float(context.size), 0, 0),
        "name": Known(nodes.name, 0, 1),
        "local-name": Known(nodes.name, 0, 1),
        "current": Known(lambda context, given: (context.current,), 0, 0),
        "instance": Known(nodes.instance, 1, 1),
        "randomize": Known(nodes.randomize, 1, 2),
        "pulldata": Known(nodes.pulldata, 4, 4),
        "jr:itext": Known(nodes.itext, 1, 1),
        "area": Known(nodes.area, 1, 1),
        "distance": Known(nodes.distance, 1),
        # our own: Chinese numbers as checks
        "identity-number": Known(china.identity_number, 1, 1),
        "credit-code": Known(china.credit_code, 1, 1),
        "mobile-number": Known(china.mobile_number, 1, 1),
    }
)
