"""Says in words when a question is asked, where its relevance is simple enough to be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unionapp.forms.definition import Spec
from unionapp.forms.expressions import Expression
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.forms.references import references
from unionapp.forms.syntax import Call, Chain, Literal, Number, Path, Tree
from unionapp.printing.questionnaire import Language
from unionapp.wording import Words

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


# How a comparison is called in the words: `chosen_is`, `compared_at_most`.
_CALLED = {"=": "is", "!=": "is_not", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}
_EQUALITY = ("=", "!=")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says conditions on a form whose questions are numbered on paper."""

    form: Form
    numbers: Mapping[Spec, int]
    language: Language

    def condition(self, asked: Iterable[tuple[Spec, Expression]]) -> str:
        """Return "仅当第 3 题选「是」" for conditions that all have to hold.

        Returns "" without conditions, and when one of them cannot be said in full: no words are
        better than wrong ones.
        """
        found: list[str] = []
        for spec, expression in asked:
            said = self._said(expression.tree, spec, inside=True)
            if said is None:
                return ""
            found.append(said)
        words = self._words
        if len(found) == 1:
            left, right = words("inside").split("{what}")
            found = [found[0].removeprefix(left).removesuffix(right)]
        return words("only_if", what=words("joined_and").join(found)) if found else ""

    @property
    def _words(self) -> Words:
        return Words("form_paper", self.language)

    def _said(self, tree: Tree, spec: Spec, *, inside: bool = False) -> str | None:
        if isinstance(tree, Chain):
            return self._chain(tree, spec, inside=inside)
        if not isinstance(tree, Call):
            return None
        if tree.name == "selected" and len(tree.arguments) == 2:
            return self._comparison(tree.arguments[0], "=", tree.arguments[1], spec, among=True)
        inner = tree.arguments[0] if tree.name == "not" and len(tree.arguments) == 1 else None
        if isinstance(inner, Call) and inner.name == "selected" and len(inner.arguments) == 2:
            return self._comparison(inner.arguments[0], "!=", inner.arguments[1], spec, among=True)
        return None

    def _chain(self, tree: Chain, spec: Spec, *, inside: bool) -> str | None:
        operators = {operator for operator, _ in tree.rest}
        if operators <= {"and"} or operators <= {"or"}:
            parts = [
                self._said(part, spec, inside=True)
                for part in (tree.first, *(operand for _, operand in tree.rest))
            ]
            said = [part for part in parts if part is not None]
            if len(said) < len(parts):
                return None
            joined = self._words(f"joined_{operators.pop()}").join(said)
            return self._words("inside", what=joined) if inside else joined
        if len(tree.rest) == 1:
            operator, operand = tree.rest[0]
            if isinstance(operand, Path):
                return self._comparison(operand, _MIRRORED.get(operator, ""), tree.first, spec)
            return self._comparison(tree.first, operator, operand, spec)
        return None

    def _comparison(
        self, path: Tree, operator: str, value: Tree, spec: Spec, *, among: bool = False
    ) -> str | None:
        """Say one comparison; `among`: the value is one of those chosen, not the whole answer."""
        target = self._target(path, spec)
        if target is None or not isinstance(value, Literal | Number):
            return None
        number = self.numbers[target]
        text = value.value if isinstance(value, Literal) else f"{value.value:.15g}"
        if target.control is not None and target.control.is_choice:
            if not text:
                return self._blank(operator, number)
            if not among and target.control.kind != "select1":
                return None
            label = self.form.choice_label(_ghost(target), text)
            return self._is("chosen", operator, number, label) if label else None
        if isinstance(value, Number):
            return self._is("compared", operator, number, text)
        if not text:
            return self._blank(operator, number)
        return self._is("written", operator, number, text)

    def _is(self, verb: str, operator: str, number: int, value: str) -> str | None:
        """Say that an answer is, or is not, something; only numbers are more or less."""
        if operator not in (_CALLED if verb == "compared" else _EQUALITY):
            return None
        return self._words(f"{verb}_{_CALLED[operator]}", number=number, value=value)

    def _blank(self, operator: str, number: int) -> str | None:
        if operator not in _EQUALITY:
            return None
        return self._words("blank" if operator == "=" else "not_blank", number=number)

    def _target(self, tree: Tree, spec: Spec) -> Spec | None:
        """Return the numbered question that a plain path leads to, if it is one answer."""
        if not isinstance(tree, Path) or any(step.predicates for step in tree.steps):
            return None
        read = list(references(tree, spec))
        if len(read) != 1 or read[0].structure or read[0].target not in self.numbers:
            return None
        target = read[0].target
        rows = [one for one in target.lineage() if one.is_repeat]
        return target if all(spec.is_within(one) for one in rows) else None


def _ghost(spec: Spec) -> Node:
    """Return a node of a question that nobody answered, for the labels of its choices."""
    return Node(spec, None if spec.parent is None else _ghost(spec.parent))
