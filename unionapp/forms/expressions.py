"""Compiles the tree of an expression to closures: parsed once, run at every key press."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from unionapp.forms import coercion, syntax
from unionapp.forms.coercion import Value, number, string, truth
from unionapp.forms.context import Context, Run
from unionapp.forms.functions import FUNCTIONS, LAZY
from unionapp.forms.nodes import Tree
from unionapp.forms.paths import ListFilter, compile_path, list_filter
from unionapp.forms.problems import ExpressionError
from unionapp.forms.syntax import Call, Chain, Literal, Negative, Number, Path

Binary = Callable[[Value, Value, tzinfo], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; `run` gives its value in a context."""

    source: str
    tree: syntax.Tree
    run: Run
    rows: ListFilter | None = None
    """What a path to the rows of a list is made of."""

    def text(self, context: Context) -> str:
        """Its value as text."""
        return string(self.run(context))

    def holds(self, context: Context) -> bool:
        """Its value as truth."""
        return truth(self.run(context))


def compiled(source: str) -> Expression:
    """Return the expression that a text writes; `ExpressionError` when it cannot be understood."""
    try:
        tree = syntax.parse(source)
        return Expression(source, tree, compile_tree(tree), list_filter(tree, compile_tree))
    except RecursionError as error:
        raise ExpressionError("form.expression_too_deep", most=syntax.DEEPEST) from error


def compile_tree(tree: syntax.Tree) -> Run:
    """Return the closure for a tree."""
    if isinstance(tree, Number):
        value: Value = tree.value
        return lambda context: value
    if isinstance(tree, Literal):
        text = tree.value
        return lambda context: text
    if isinstance(tree, Negative):
        operand = compile_tree(tree.operand)
        return lambda context: -number(operand(context), context.zone)
    if isinstance(tree, Chain):
        return _chain(tree)
    if isinstance(tree, Path):
        return compile_path(tree, compile_tree)
    return _call(tree)


def _chain(tree: Chain) -> Run:
    first = compile_tree(tree.first)
    rest = [(operator, compile_tree(operand)) for operator, operand in tree.rest]
    operators = {operator for operator, _ in rest}
    if operators <= {"or", "and"}:
        terms = [first, *(operand for _, operand in rest)]
        if operators == {"or"}:
            return lambda context: any(truth(term(context)) for term in terms)
        return lambda context: all(truth(term(context)) for term in terms)
    if operators == {"|"}:
        return _union([first, *(operand for _, operand in rest)])
    return _from_left(first, [(_BINARY[operator], operand) for operator, operand in rest])


def _from_left(first: Run, rest: Sequence[tuple[Binary, Run]]) -> Run:
    """Apply operators one after the other: a loop, for sums of thousands of terms occur."""
    if len(rest) == 1:
        only, other = rest[0]
        return lambda context: only(first(context), other(context), context.zone)

    def run(context: Context) -> Value:
        value = first(context)
        for operator, operand in rest:
            value = operator(value, operand(context), context.zone)
        return value

    return run


def _union(terms: Sequence[Run]) -> Run:
    def run(context: Context) -> Value:
        found: dict[int, Tree] = {}
        for term in terms:
            value = term(context)
            if isinstance(value, (str, float, bool)):
                continue
            found.update((id(node), node) for node in value)
        return list(found.values())

    return run


def _arithmetic(combine: Callable[[float, float], float]) -> Binary:
    return lambda left, right, zone: combine(number(left, zone), number(right, zone))


def _compared(holds: Callable[[float, float], bool]) -> Binary:
    def compare(left: Value, right: Value, zone: tzinfo) -> Value:
        others = coercion.comparables(right, zone)
        return any(
            holds(one, other) for one in coercion.comparables(left, zone) for other in others
        )

    return compare


def _divided(left: float, right: float) -> float:
    if right:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.inf * math.copysign(1, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.fmod(left, right)


def _times(left: float, right: float) -> float:
    return left * right


_BINARY: dict[str, Binary] = {
    "+": _arithmetic(lambda left, right: left + right),
    "-": _arithmetic(lambda left, right: left - right),
    "*": _arithmetic(_times),
    "div": _arithmetic(_divided),
    "mod": _arithmetic(_remainder),
    "<": _compared(lambda left, right: left < right),
    "<=": _compared(lambda left, right: left <= right),
    ">": _compared(lambda left, right: left > right),
    ">=": _compared(lambda left, right: left >= right),
    "=": coercion.equal,
    "!=": coercion.different,
}


def _call(tree: Call) -> Run:
    arguments = [compile_tree(argument) for argument in tree.arguments]
    lazy = LAZY.get(tree.name)
    known = lazy or FUNCTIONS.get(tree.name)
    if known is None:
        raise ExpressionError("form.function_unknown", function=tree.name)
    least, most = known.least, known.most
    if len(arguments) < least or (most is not None and len(arguments) > most):
        raise ExpressionError(
            "form.function_arguments",
            function=tree.name,
            least=least,
            most="…" if most is None else most,
            given=len(arguments),
        )
    if lazy is not None:
        return lazy.make(tree, arguments)
    function = FUNCTIONS[tree.name].run
    if len(arguments) == 1:
        only = arguments[0]
        return lambda context: function(context, (only(context),))
    return lambda context: function(context, [argument(context) for argument in arguments])
