"""Compiles the tree of an expression to closures: parsed once, run at every key press."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unionapp.forms import coercion, syntax
from unionapp.forms.coercion import Value, number, string, truth
from unionapp.forms.context import Context, Run
from unionapp.forms.functions import FUNCTIONS, LAZY
from unionapp.forms.nodes import Tree
from unionapp.forms.paths import compile_path
from unionapp.forms.problems import ExpressionError
from unionapp.forms.syntax import Call, Chain, Literal, Negative, Number, Path


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; `run` gives its value in a context."""

    source: str
    tree: syntax.Tree
    run: Run

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
        return Expression(source, tree, compile_tree(tree))
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
    run = first
    for operator, operand in rest:
        run = _BINARY[operator](run, operand)
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


def _arithmetic(combine: Callable[[float, float], float]) -> Callable[[Run, Run], Run]:
    def make(left: Run, right: Run) -> Run:
        def run(context: Context) -> Value:
            zone = context.zone
            return combine(number(left(context), zone), number(right(context), zone))

        return run

    return make


def _compared(holds: Callable[[float, float], bool]) -> Callable[[Run, Run], Run]:
    def make(left: Run, right: Run) -> Run:
        def run(context: Context) -> Value:
            ones = coercion.comparables(left(context), context.zone)
            others = coercion.comparables(right(context), context.zone)
            return any(holds(one, other) for one in ones for other in others)

        return run

    return make


def _equality(compare: Callable[..., bool]) -> Callable[[Run, Run], Run]:
    def make(left: Run, right: Run) -> Run:
        return lambda context: compare(left(context), right(context), context.zone)

    return make


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


_BINARY: dict[str, Callable[[Run, Run], Run]] = {
    "+": _arithmetic(lambda left, right: left + right),
    "-": _arithmetic(lambda left, right: left - right),
    "*": _arithmetic(_times),
    "div": _arithmetic(_divided),
    "mod": _arithmetic(_remainder),
    "<": _compared(lambda left, right: left < right),
    "<=": _compared(lambda left, right: left <= right),
    ">": _compared(lambda left, right: left > right),
    ">=": _compared(lambda left, right: left >= right),
    "=": _equality(coercion.equal),
    "!=": _equality(coercion.different),
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
