"""Questions with choices: open as chips while they are few, found by typing when they are many."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from unionapp.forms import choices
from unionapp.forms.definition import Choice
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.asked import asked, columns_of, words
from unionapp.ui.questionnaire.controls.chip_lines import EACH, FITTING, IN_LINE, Arrangement
from unionapp.ui.questionnaire.controls.chips import Chips, Option
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import column, wrapping
from unionapp.ui.wording import tr


def chosen_of(filling: Filling, node: Node) -> tuple[str, ...]:
    """Return the names of the choices made."""
    value = filling.typed(node)
    if asked(node).kind == "select1":
        return (value.strip(),) if value.strip() else ()
    return tuple(value.split())


MOST_OPEN = 10
_MOST_SEVERAL = 20  # several choices have to be seen together to be ticked
_MOST_ARRANGED = 40  # the form says how they lie, so it wants them seen
_CLOSED = {"minimal", "search", "autocomplete"}
_ARRANGED = {"columns", "likert", "list", "list-nolabel", "no-buttons", "columns-pack"}


def is_long(filling: Filling, node: Node) -> bool:
    """Whether the choices are found by typing rather than laid open."""
    said, control = words(node), asked(node)
    if said & _CLOSED:
        return True
    itemset = control.itemset
    if itemset is not None and choices.slow_table(filling.form, itemset) is not None:
        return True
    most = _MOST_SEVERAL if control.kind == "select" else MOST_OPEN
    if said & _ARRANGED or columns_of(node):
        most = _MOST_ARRANGED
    return len(filling.form.choices(node, limit=most + 1)) > most


class ChipsControl(Control):
    """A question whose choices all lie open."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self._quick = "quick" in words(node) and asked(node).kind == "select1"
        self.chips = Chips(_arrangement(node), several=asked(node).kind == "select")
        self.lost = lost_line()
        self._pictures: dict[str, QPixmap | None] = {}
        self.setLayout(column(self.chips, self.lost, gap=4))
        self.setFocusProxy(self.chips)
        self.chips.picked.connect(self._picked)
        self.chips.next_asked.connect(self.ended)
        self.read()

    def read(self) -> None:
        offered = self.filling.form.choices(self.node)
        self.chips.show_options(self.label, [self._option(one) for one in offered])
        self.chips.show_chosen(chosen_of(self.filling, self.node))
        self.chips.lock(self.readonly)
        show_lost(self.lost, self.filling, self.node)

    def _option(self, choice: Choice) -> Option:
        name = choice.media.get("image", "")
        if name and name not in self._pictures:
            self._pictures[name] = picture_of(choice, self.tools)
        return Option(choice.value, choice.label or choice.value, self._pictures.get(name))

    def _picked(self, names: str) -> None:
        self.answered.emit(names)
        if self._quick and names:
            self.ended.emit()


def _arrangement(node: Node) -> Arrangement:
    said = words(node)
    if "list-nolabel" in said:
        return Arrangement(EACH, centred=True, texts=False)
    if said & {"likert", "list"}:
        return Arrangement(EACH, centred=True)
    columns = columns_of(node) or (FITTING if "columns" in said else IN_LINE)
    return Arrangement(columns, digits="no-buttons" not in said)


def picture_of(choice: Choice, tools: Tools) -> QPixmap | None:
    """Return the picture of a choice; None when it has none or the file is not there."""
    name = choice.media.get("image", "").rpartition("/")[2]
    content = tools.media(name) if name else None
    made = QPixmap()
    return made if content and made.loadFromData(content) else None


def lost_of(filling: Filling, node: Node) -> tuple[str, ...]:
    """Return the names of choices that stand, or stood, in the answer and are not offered."""
    one = asked(node).kind == "select1"
    aside = filling.aside(node)
    names = (*chosen_of(filling, node), *((aside,) if one and aside else aside.split()))
    missing = (name for name in names if choices.missing(filling.form, node, name))
    return tuple(dict.fromkeys(missing))


def lost_line() -> QLabel:
    """Return the line for `show_lost`."""
    return wrapping("", 12, "warning")


def show_lost(line: QLabel, filling: Filling, node: Node) -> None:
    """Say which choice of before is not among the options any more."""
    lost = lost_of(filling, node)
    line.setText("\n".join(tr("原值：{value}（不在选项中）", value=one) for one in lost))
    line.setVisible(bool(lost) and line.parentWidget() is not None)
