"""An acknowledgement: one chip that is pressed or not."""

from __future__ import annotations

from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.chip_lines import Arrangement
from unionapp.ui.questionnaire.controls.chips import Chips, Option
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import column
from unionapp.ui.wording import tr

_YES = "OK"  # what ODK stores for an acknowledged question (XForms specification, `trigger`)


class Acknowledge(Control):
    """已确认, or nothing."""

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.chips = Chips(Arrangement(), several=False)
        self.setLayout(column(self.chips))
        self.setFocusProxy(self.chips)
        self.chips.picked.connect(self.answered)
        self.chips.next_asked.connect(self.ended)
        self.read()

    def read(self) -> None:
        self.chips.show_options(self.label, [Option(_YES, tr("已确认"))])
        self.chips.show_chosen([_YES] if self.filling.typed(self.node) else [])
        self.chips.lock(self.readonly)
