"""How far a form is: questions asked and answered, errors and warnings of each section. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unionapp.forms.asking import is_header, is_note
from unionapp.forms.definition import Spec
from unionapp.forms.filling import Filling, OpenProblem, Trouble
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.sayings import label_of
from unionapp.ui.wording import tr


@dataclass(slots=True)
class Tally:
    """One section, in numbers."""

    title: str
    asked: int = 0
    filled: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def blank(self) -> int:
        """Questions without an answer."""
        return self.asked - self.filled


def tally(
    filling: Filling,
    sections: Mapping[Spec, Spec],
    trunk: Node,
    is_told: Callable[[Node, Trouble], bool],
) -> dict[Spec, Tally]:
    """Count the sections that have anything to show, in order."""
    found: dict[Spec, Tally] = {}
    waits: dict[Spec, bool] = {}
    for part, section in sections.items():
        one = found.get(section)
        if one is None:
            one = found[section] = Tally(_title(filling, section, sections, trunk))
        for top in trunk.kids.get(part.name, ()):
            _count(filling, top, one, waits, is_told)
    return {section: one for section, one in found.items() if one.asked or _shown(section, trunk)}


def _count(
    filling: Filling,
    node: Node,
    one: Tally,
    waits: dict[Spec, bool],
    is_told: Callable[[Node, Trouble], bool],
) -> None:
    if not node.relevant:
        return
    if node.kids:
        for family in node.kids.values():
            for kid in family:
                _count(filling, kid, one, waits, is_told)
        return
    spec = node.spec
    waiting = waits.get(spec)
    if waiting is None:
        waiting = waits[spec] = is_question(spec)
    if not waiting:
        return
    one.asked += 1
    one.filled += bool(node.value) or filling.is_mistyped(node)
    for problem in filling.problems_of(node):
        if is_told(node, problem.trouble):
            one.errors += problem.stops
            one.warnings += not problem.stops


def is_question(spec: Spec) -> bool:
    """Whether somebody answers it: no note, no calculated value."""
    if spec.control is None or spec.bind.calculate is not None:
        return False
    return not is_note(spec) and not is_header(spec)


def _title(filling: Filling, section: Spec, sections: Mapping[Spec, Spec], trunk: Node) -> str:
    if not section.is_group:
        # Questions beside groups are a section without a title of its own.
        beside = [part for part, whole in sections.items() if whole is section]
        if len(beside) == 1:
            return label_of(filling.form, next(iter(trunk.kids[section.name]), trunk), section)
        return tr("开头") if section is next(iter(sections.values())) else tr("其他")
    if section.label is None:
        # A group in a table of choices has its title in a note of its own.
        first = next((one for one in section.walk() if one.control is not None), section)
        node = filling.form.node(first.path)
        return label_of(filling.form, node) if node is not None else tr("未命名的一组")
    if section.is_repeat:
        fixed = not any(section.label.expressions())
        return label_of(filling.form, trunk, section) if fixed else tr("各行")
    node = next(iter(trunk.kids.get(section.name, ())), trunk)
    return label_of(filling.form, node, section)


def _shown(section: Spec, trunk: Node) -> bool:
    """Whether a section without questions is still there: a repeat without rows, words alone."""
    tops = trunk.kids.get(section.name, ())
    return any(one.relevant for one in tops) if tops else section.is_repeat


def counted(problems: tuple[OpenProblem, ...]) -> tuple[int, int]:
    """Return how many problems stop the filling, and how many only warn."""
    stops = sum(one.stops for one in problems)
    return stops, len(problems) - stops
