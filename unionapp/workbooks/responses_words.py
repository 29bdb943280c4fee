"""The words of questions and choices, and what kind of value an answer is, without a filling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from unionapp.forms import syntax
from unionapp.forms.definition import Control, Definition, Spec, Text
from unionapp.forms.expressions import Expression
from unionapp.forms.nodes import Table, Tree

_NUMBERS = frozenset(("int", "integer", "long", "decimal"))
_NUMERIC_CALLS = frozenset(
    (
        *("sum", "count", "number", "int", "round", "floor", "ceiling", "abs", "pow", "sqrt"),
        *("min", "max", "position", "count-selected", "string-length", "count-non-empty"),
        *("decimal-date-time", "decimal-time", "random", "exp", "log", "log10"),
    )
)
_ARITHMETIC = frozenset(("+", "-", "*", "div", "mod"))
_CODE = re.compile(r"\(([\w-]+)\)\s*$")
_ROW = re.compile(r"\[\d+\]")
_DEEPEST = 20


class Words:
    """The texts of one version of a form in one language."""

    def __init__(self, definition: Definition, language: str | None) -> None:
        self._definition = definition
        self._languages = (_chosen(definition.languages, language), definition.default_language)

    def question(self, spec: Spec) -> str:
        """The label of a question or group; its name when it has none."""
        text = spec.control.label if spec.control is not None else spec.label
        return self._said(text, {}).strip() or spec.name

    def choice(self, spec: Spec, path: str, name: str, answers: Mapping[str, str]) -> str:
        """The label of a choice of the question at `path`; its name when it has none."""
        control = spec.control
        if control is None:
            return name
        if control.itemset is None:
            texts = dict(control.inline)
            return self._said(texts.get(name), answers) or name
        if control.itemset.nodes.tree and (table := self._list(control)) is not None:
            row = _row(table, control.itemset.value, name)
            return self._cell(control, row, answers) or name
        return self._chosen_row(spec, path, name, answers) or name

    def choices(self, spec: Spec) -> Sequence[str]:
        """The names of all choices that a question can ever offer; none when only answers tell."""
        control = spec.control
        if control is None:
            return ()
        if control.itemset is None:
            return tuple(dict.fromkeys(name for name, _ in control.inline))
        table = self._list(control)
        if table is None:
            return ()
        column = control.itemset.value
        found = (_text(row, column) for row in table.named("item"))
        return tuple(dict.fromkeys(name for name in found if name))

    def _list(self, control: Control) -> Tree | None:
        """The list of `instance('…')/root/item[…]`; nothing for choices made of answers."""
        path = _unwrapped(control)
        if path is None or not isinstance(path.start, syntax.Call):
            return None
        named = path.start.arguments[:1]
        if path.start.name != "instance" or not named or not isinstance(named[0], syntax.Literal):
            return None
        holder = self._definition.lists.get(named[0].value)
        return holder.kids[0] if holder is not None and holder.kids else None

    def _cell(self, control: Control, row: Tree | None, answers: Mapping[str, str]) -> str:
        if row is None or control.itemset is None:
            return ""
        label = _text(row, control.itemset.label)
        if control.itemset.label_is_id:
            return self._said(self._definition.texts.get(label), answers)
        return label

    def _chosen_row(self, spec: Spec, path: str, name: str, answers: Mapping[str, str]) -> str:
        """The label of a choice that is a row of a repeat: the row nearest to the question."""
        control = spec.control
        nodes = _unwrapped(control) if control is not None else None
        repeat = resolved(nodes, spec, self._definition) if nodes is not None else None
        if repeat is None or control is None or control.itemset is None:
            return ""
        value, label = control.itemset.value, control.itemset.label
        rows = [
            key.removesuffix(f"/{value}")
            for key, text in answers.items()
            if text == name and _ROW.sub("", key) == f"{repeat.path}/{value}"
        ]
        nearest = max(rows, key=lambda row: _shared(row, path), default="")
        return answers.get(f"{nearest}/{label}", "")

    def _said(self, text: Text | None, answers: Mapping[str, str]) -> str:
        if text is None:
            return ""
        parts = text.plain
        for language in self._languages if parts is None else ():
            parts = text.by_language.get(language or "")
            if parts not in (None, (), ("-",)):
                break
        return "".join(
            part if isinstance(part, str) else _filled(part, answers) for part in parts or ()
        )


def _chosen(languages: Sequence[str], wanted: str | None) -> str | None:
    """Return the form's language of that name (`中文 (zh)`) or code (`zh`)."""
    for language in languages:
        code = _CODE.search(language)
        if wanted and (language == wanted or (code is not None and code[1] == wanted)):
            return language
    return None


def _filled(expression: Expression, answers: Mapping[str, str]) -> str:
    """Return the answer that a text shows; `${name}` where that takes a filling."""
    source = expression.source.strip()
    return answers.get(source) or f"${{{source.rpartition('/')[2]}}}"


def _unwrapped(control: Control) -> syntax.Path | None:
    """Return the path to the rows of a list: of `randomize(…)` what is shuffled."""
    tree = control.itemset.nodes.tree if control.itemset is not None else None
    if isinstance(tree, syntax.Call) and tree.name == "randomize" and tree.arguments:
        tree = tree.arguments[0]
    return tree if isinstance(tree, syntax.Path) else None


def _row(table: Tree, column: str, value: str) -> Tree | None:
    if isinstance(table, Table):
        return next(iter(table.having(column, value)), None)
    return next((row for row in table.named("item") if _text(row, column) == value), None)


def _shared(one: str, other: str) -> int:
    """Return how many steps two paths share from the root on."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), len(one))


def _text(row: Tree, column: str) -> str:
    return next((cell.text for cell in row.named(column)), "")


def resolved(path: syntax.Path, spec: Spec, definition: Definition) -> Spec | None:
    """Return the question, group or repeat that a path names as seen from `spec`."""
    at: Spec | None = definition.root if path.absolute else spec
    steps = path.steps[1:] if path.absolute else path.steps
    if path.start is not None and not _is_current(path.start):
        return None
    for step in steps:
        if at is None or step.axis not in ("child", "parent", "self"):
            return None
        if step.axis == "parent":
            at = at.parent
        elif step.axis == "child":
            at = at.children.get(step.test)
    return at


def _is_current(tree: syntax.Tree) -> bool:
    return isinstance(tree, syntax.Call) and tree.name == "current"


def is_number(spec: Spec, definition: Definition, deep: int = 0) -> bool:
    """Say whether a question's answers are numbers: by its type, or by what computes it.

    A calculation has no type in an XForm. `concat(…)` of digits is text, whatever it looks like.
    """
    if spec.bind.kind in _NUMBERS:
        return True
    calculate = spec.bind.calculate
    if calculate is None or spec.control is not None or deep > _DEEPEST:
        return False
    return all(_computes(tree, spec, definition, deep) for tree in _outcomes(calculate.tree))


def _outcomes(tree: syntax.Tree) -> Iterator[syntax.Tree]:
    """Yield the expressions whose value a calculation may take; an empty text counts as none."""
    if isinstance(tree, syntax.Call) and tree.name in ("if", "coalesce", "once"):
        for argument in tree.arguments[tree.name == "if" :]:
            yield from _outcomes(argument)
    elif tree != syntax.Literal(""):
        yield tree


def _computes(tree: syntax.Tree, spec: Spec, definition: Definition, deep: int) -> bool:
    if isinstance(tree, (syntax.Number, syntax.Negative)):
        return True
    if isinstance(tree, syntax.Chain):
        return all(operator in _ARITHMETIC for operator, _ in tree.rest)
    if isinstance(tree, syntax.Call):
        return tree.name in _NUMERIC_CALLS
    if isinstance(tree, syntax.Path):
        source = resolved(tree, spec, definition)
        return source is not None and is_number(source, definition, deep + 1)
    return False
