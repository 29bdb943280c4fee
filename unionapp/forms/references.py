"""Finds which questions an expression reads, without running it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unionapp.forms.definition import Spec
from unionapp.forms.syntax import Call, Chain, Literal, Negative, Number, Path, Step, Tree, parse

_STRUCTURE = frozenset(("count", "position", "name", "local-name"))


@dataclass(frozen=True, slots=True)
class Reference:
    """One question that an expression reads.

    `anchor` is the group that the path goes down from: what stands under one and the same anchor
    reads one another; a path that never leaves a row has its anchor inside that row.
    `structure` holds when only the number of rows matters, not the answer.
    """

    target: Spec
    anchor: Spec
    structure: bool = False
    place: bool = False
    """Only the place of the row matters (`position(..)`)."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a path stands while it is followed: the questions there, and its anchor."""

    specs: tuple[Spec, ...]
    anchor: Spec


def references(tree: Tree, spec: Spec) -> set[Reference]:
    """Return what an expression at `spec` reads."""
    finder = _Finder(spec)
    finder.visit(tree, _Place((spec,), spec))
    return finder.found


class _Finder:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.root = list(spec.lineage())[-1]
        self.found: set[Reference] = set()

    def visit(self, tree: Tree, place: _Place) -> None:
        if isinstance(tree, (Number, Literal)):
            return
        if isinstance(tree, Negative):
            self.visit(tree.operand, place)
        elif isinstance(tree, Chain):
            self.visit(tree.first, place)
            for _, operand in tree.rest:
                self.visit(operand, place)
        elif isinstance(tree, Call):
            self._call(tree, place)
        else:
            self._note(self.follow(tree, place))

    def _call(self, tree: Call, place: _Place) -> None:
        if tree.name == "jr:choice-name" and len(tree.arguments) == 2:
            question = tree.arguments[1]
            if isinstance(question, Literal):
                self.visit(parse(question.value), place)
        for argument in tree.arguments:
            if tree.name in _STRUCTURE and isinstance(argument, Path):
                self._note(
                    self.follow(argument, place), structure=True, place=tree.name == "position"
                )
            else:
                self.visit(argument, place)

    def _note(self, at: _Place | None, *, structure: bool = False, place: bool = False) -> None:
        if at is not None:
            for spec in at.specs:
                self.found.add(Reference(spec, at.anchor, structure, place))

    def follow(self, path: Path, place: _Place) -> _Place | None:
        """Return where a path ends, None when it leaves the answers (lists, files)."""
        at: _Place | None = place
        steps: Sequence[Step] = path.steps
        if path.absolute:
            at = _Place((), self.root)
            at, steps = self._from_top(steps)
        elif path.start is not None:
            at = self._start(path.start, place)
        for step in steps:
            if at is not None:
                at = self._step(step, at)
            for predicate in step.predicates:
                inside = at if at is not None and at.specs else _Place((), self.root)
                self.visit(predicate, inside)
        return at

    def _from_top(self, steps: Sequence[Step]) -> tuple[_Place, Sequence[Step]]:
        """Take the first steps of an absolute path: `/data`, or `//`."""
        root = _Place((self.root,), self.root)
        if not steps:
            return _Place((), self.root), ()
        first = steps[0]
        if first.axis == "child" and first.test not in (self.root.name, "*", "node()"):
            return _Place((), self.root), steps[1:]
        if first.axis == "child":
            for predicate in first.predicates:
                self.visit(predicate, root)
            return root, steps[1:]
        return root, steps

    def _start(self, start: Tree, place: _Place) -> _Place | None:
        if isinstance(start, Call):
            if start.name == "current":
                return _Place((self.spec,), self.spec)
            if start.name == "randomize" and start.arguments:
                for argument in start.arguments[1:]:
                    self.visit(argument, place)
                return self._start(start.arguments[0], place)
            self.visit(start, place)
            return None
        if isinstance(start, Path):
            return self.follow(start, place)
        self.visit(start, place)
        return None

    def _step(self, step: Step, at: _Place) -> _Place | None:
        specs = tuple(dict.fromkeys(one for spec in at.specs for one in _moved(spec, step)))
        anchor = at.anchor
        if step.axis in ("ancestor", "ancestor-or-self"):
            anchor = self.root
        if "sibling" in step.axis:
            anchor = _shallower(anchor, *(spec.parent for spec in at.specs if spec.parent))
        return _Place(specs, _shallower(anchor, *specs))


def _shallower(anchor: Spec, *specs: Spec) -> Spec:
    for spec in specs:
        if spec.depth < anchor.depth:
            anchor = spec
    return anchor


def _moved(spec: Spec, step: Step) -> Iterator[Spec]:
    family: Sequence[Spec]
    if step.axis == "child":
        if step.test in ("*", "node()"):
            yield from (one for one in spec.children.values() if not one.name.startswith("@"))
        elif step.test in spec.children:
            yield spec.children[step.test]
        return
    if step.axis == "attribute":
        one = spec.children.get(f"@{step.test}")
        family = [] if one is None else [one]
    elif step.axis == "self":
        family = [spec]
    elif step.axis == "parent":
        family = [] if spec.parent is None else [spec.parent]
    elif step.axis.startswith("descendant"):
        family = list(spec.walk())[0 if step.axis.endswith("self") else 1 :]
    elif step.axis.startswith("ancestor"):
        family = list(spec.lineage())[0 if step.axis.endswith("self") else 1 :]
    else:
        family = [] if spec.parent is None else list(spec.parent.children.values())
    for one in family:
        if step.test in ("*", "node()", one.name):
            yield one
