"""Reads an expression (XPath 1.0 as the ODK XForms specification narrows it) into a small tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unionapp.forms.problems import ExpressionError

MOST_CHARACTERS = 100_000
DEEPEST = 120
AXES = frozenset(
    (
        *("ancestor", "ancestor-or-self", "attribute", "child", "descendant"),
        *("descendant-or-self", "following-sibling", "parent", "preceding-sibling", "self"),
    )
)
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d](?:[\w.\-·]*)(?::(?!:)[^\W\d][\w.\-·]*)?)
    | (?P<sign>::|//|\.\.|!=|<=|>=|[()\[\]@,/|+\-=<>*.])
    )""",
    re.VERBOSE,
)
_OPERATOR_SIGNS = frozenset(("=", "!=", "<", "<=", ">", ">=", "+", "-", "|"))
_ANY = "*"
_OPERATOR_NAMES = frozenset(("and", "or", "div", "mod"))
_BEFORE_OPERAND = frozenset(
    ("@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=")
)


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    value: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one level, from left to right: `first`, then (operator, operand) pairs."""

    first: Tree
    rest: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Tree


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: an axis, a name (or `*`, `node()`), and the predicates."""

    axis: str
    test: str
    predicates: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path: from the root, from the value of `start`, or (both unset) from the context."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Tree | None = None


Tree = Number | Literal | Chain | Negative | Call | Path

_LEVELS = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)


def calls(tree: Tree) -> Iterator[Call]:
    """Yield every call of a function in a tree."""
    if isinstance(tree, Call):
        yield tree
        inner: Iterable[Tree] = tree.arguments
    elif isinstance(tree, Chain):
        inner = (tree.first, *(operand for _, operand in tree.rest))
    elif isinstance(tree, Negative):
        inner = (tree.operand,)
    elif isinstance(tree, Path):
        predicates = [one for step in tree.steps for one in step.predicates]
        inner = predicates if tree.start is None else (tree.start, *predicates)
    else:
        inner = ()
    for one in inner:
        yield from calls(one)


def parse(text: str) -> Tree:
    """Return the tree of an expression; `ExpressionError` says what is wrong with it."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError("form.expression_too_long", most=MOST_CHARACTERS)
    reader = _Reader(_tokens(text))
    tree = reader.level(0)
    if reader.kind != "end":
        raise ExpressionError("form.expression_unexpected", token=reader.token)
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) pairs; `*` and the names `and or div mod` are told apart (3.7)."""
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise ExpressionError("form.expression_unexpected", token=text[at:].strip()[:20])
        kind, token = match.lastgroup, match[match.lastgroup]
        before = found[-1] if found else None
        operand_before = before is not None and (
            before[0] != "operator" and not (before[0] == "sign" and before[1] in _BEFORE_OPERAND)
        )
        found.append(("operator" if _operates(kind, token, operand_before) else kind, token))
        at = match.end()
    return [*found, ("end", "")]


def _operates(kind: str, token: str, operand_before: bool) -> bool:
    if operand_before and (token == _ANY or (kind == "name" and token in _OPERATOR_NAMES)):
        return True
    return kind == "sign" and token in _OPERATOR_SIGNS


class _Reader:
    """A recursive descent over the tokens."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def token(self) -> str:
        return self.tokens[self.at][1]

    def take(self) -> str:
        token = self.token
        self.at += 1
        return token

    def is_sign(self, sign: str) -> bool:
        return self.kind in ("sign", "operator") and self.token == sign

    def is_operator(self, signs: tuple[str, ...]) -> bool:
        return self.kind == "operator" and self.token in signs

    def next_is(self, sign: str) -> bool:
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)] == ("sign", sign)

    def expect(self, sign: str) -> None:
        if not self.is_sign(sign):
            raise ExpressionError("form.expression_expected", sign=sign, token=self.token or "…")
        self.at += 1

    def level(self, at: int) -> Tree:
        """Read operators of this level and all that bind more tightly."""
        if at == 0:
            self.depth += 1
            if self.depth > DEEPEST:
                raise ExpressionError("form.expression_too_deep", most=DEEPEST)
        if at == len(_LEVELS):
            return self.unary()
        first = self.level(at + 1)
        rest: list[tuple[str, Tree]] = []
        while self.is_operator(_LEVELS[at]):
            operator = self.take()
            rest.append((operator, self.level(at + 1)))
        if at == 0:
            self.depth -= 1
        return Chain(first, tuple(rest)) if rest else first

    def unary(self) -> Tree:
        negative = False
        while self.is_operator(("-",)):
            self.take()
            negative = not negative
        operand = self.union()
        return Negative(operand) if negative else operand

    def union(self) -> Tree:
        first = self.path()
        rest: list[tuple[str, Tree]] = []
        while self.is_operator(("|",)):
            self.take()
            rest.append(("|", self.path()))
        return Chain(first, tuple(rest)) if rest else first

    def path(self) -> Tree:
        if self.is_sign("/") or self.is_sign("//"):
            return Path(self.steps(), absolute=True)
        start = self.primary()
        if start is None:
            return Path((self.step(), *self.steps()))
        predicates = self.predicates()
        steps = self.steps()
        if predicates:
            steps = (Step("self", "node()", predicates), *steps)
            return Path(steps, start=start)
        return Path(steps, start=start) if steps else start

    def primary(self) -> Tree | None:
        """Read what is no path: a literal, a number, a bracket, a call; None when a step begins."""
        if self.kind == "number":
            return Number(float(self.take()))
        if self.kind == "literal":
            return Literal(self.take()[1:-1])
        if self.is_sign("("):
            self.take()
            inner = self.level(0)
            self.expect(")")
            return inner
        if self.kind == "name" and self.next_is("(") and self.token not in ("node", "text"):
            return self.call()
        return None

    def call(self) -> Tree:
        name = self.take()
        self.expect("(")
        arguments: list[Tree] = []
        while not self.is_sign(")"):
            arguments.append(self.level(0))
            if not self.is_sign(","):
                break
            self.take()
        self.expect(")")
        return Call(name, tuple(arguments))

    def steps(self) -> tuple[Step, ...]:
        """Read `/step/step…`; a lone `/` is the root."""
        found: list[Step] = []
        while self.is_sign("/") or self.is_sign("//"):
            if self.take() == "//":
                found.append(Step("descendant-or-self", "node()"))
            elif not found and not self.begins_step():
                break
            found.append(self.step())
        return tuple(found)

    def begins_step(self) -> bool:
        return self.kind == "name" or (self.kind == "sign" and self.token in (".", "..", "@", "*"))

    def step(self) -> Step:
        if self.is_sign("."):
            self.take()
            return Step("self", "node()", self.predicates())
        if self.is_sign(".."):
            self.take()
            return Step("parent", "node()", self.predicates())
        axis = "child"
        if self.is_sign("@"):
            self.take()
            axis = "attribute"
        elif self.kind == "name" and self.next_is("::"):
            axis = self.take()
            self.take()
            if axis not in AXES:
                raise ExpressionError("form.axis_unknown", axis=axis)
        return Step(axis, self.test(), self.predicates())

    def test(self) -> str:
        if self.is_sign("*"):
            return self.take()
        if self.kind != "name":
            raise ExpressionError("form.expression_unexpected", token=self.token or "…")
        name = self.take()
        if name in ("node", "text") and self.is_sign("("):
            self.take()
            self.expect(")")
            return f"{name}()"
        return name

    def predicates(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.is_sign("["):
            self.take()
            found.append(self.level(0))
            self.expect("]")
        return tuple(found)
