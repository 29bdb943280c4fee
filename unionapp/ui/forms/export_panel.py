"""Writes the responses of a form into Excel, CSV or XForms records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from unionapp.errors import Problem
from unionapp.ui.file_places import proposed_file, typed_path
from unionapp.ui.messages import text_of
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers, Progress
from unionapp.ui.widgets.basics import beside, button, column, label, restyle, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.field import FormField
from unionapp.ui.widgets.scrolling import Scrolling
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.services.protocols import ExportedResponses

Style = Literal["xlsx", "csv", "xml"]
_ENDINGS: dict[str, tuple[Style, str]] = {
    "xlsx": ("xlsx", ".xlsx"),
    "csv": ("csv", ".zip"),
    "xml": ("xml", ".zip"),
}


class ExportPanel(QFrame):
    """Which kind of file, names or words, whole numbers or masked, and where.

    Signal `closed`: Esc, or the file is written.
    """

    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bench, self._form_id = bench, ""
        self._running: Progress | None = None
        self._title = label(tr("导出答卷"), 20, bold=True)
        self.style_row = ChoiceRow(
            tr("文件"), [("xlsx", "Excel"), ("csv", "CSV"), ("xml", "XForms XML")]
        )
        self.words = ChoiceRow(tr("写什么"), [("names", tr("代码")), ("labels", tr("文字"))])
        self.numbers = ChoiceRow(
            tr("证件号和电话"), [("masked", tr("打码")), ("full", tr("完整（留痕）"))]
        )
        self.path = TextEdit(tr("保存到"))
        browse = button(tr("浏览"))
        browse.clicked.connect(self._browse)
        self.write = button(tr("导出"), "primary", key="Enter")
        self.write.clicked.connect(self.export)
        back = button(tr("返回"), key="Esc")
        back.clicked.connect(self.close_panel)
        self._said = wrapping("", 13, "ink3")
        self.style_row.picked.connect(lambda _style: self._propose())
        self.style_row.next_asked.connect(self.words.setFocus)
        self.words.next_asked.connect(self.numbers.setFocus)
        self.numbers.next_asked.connect(self.path.setFocus)
        self.path.next_asked.connect(self.export)
        body = QWidget()
        body.setLayout(
            column(
                FormField(tr("文件"), self.style_row),
                FormField(tr("写什么"), self.words),
                FormField(tr("证件号和电话"), self.numbers),
                FormField(tr("保存到"), beside(self.path, browse)),
                gap=8,
                margins=(2, 0, 8, 0),
            )
        )
        self.setLayout(
            column(
                self._title,
                Scrolling(body, tr("导出答卷")),
                self._said,
                None,
                row(back, None, self.write),
                gap=8,
                margins=(24, 16, 24, 16),
            )
        )

    def show_form(self, form_id: str, title: str) -> None:
        """Ask how the responses of a form are to be written."""
        self._form_id = form_id
        self._title.setText(tr("导出答卷 · {title}", title=title))
        self.style_row.set_value("xlsx")
        self.words.set_value("labels")
        self.numbers.set_value("masked")
        self._say(tr("每个重复组一张表；一行一份答卷。"), "ink3")
        self._propose()
        self.style_row.setFocus(Qt.FocusReason.OtherFocusReason)

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of the panel."""
        return (
            KeyHint("1–3", tr("选项")),
            KeyHint("Enter", tr("下一项 / 导出")),
            KeyHint("Esc", tr("返回")),
        )

    def _propose(self) -> None:
        ending = _ENDINGS[self.style_row.value() or "xlsx"][1]
        self.path.set_value(str(proposed_file(self._form_id, self._bench.today(), ending)))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("导出答卷"), self.path.text())
        if name:
            self.path.set_value(name)

    def export(self) -> None:
        """Write the file, whole or not at all."""
        if self._running is not None or not self.path.text().strip():
            return
        style, ending = _ENDINGS[self.style_row.value() or "xlsx"]
        target = typed_path(self.path.text(), ending)
        labels, full = self.words.value() == "labels", self.numbers.value() == "full"
        desk, forms, form_id, spoken = (
            self._bench.desk,
            self._bench.ports.forms,
            self._form_id,
            language(),
        )
        self.write.setEnabled(False)
        self._say(tr("正在导出……"), "ink2")
        self._running = self._bench.tasks.run(
            lambda progress: forms.export(
                desk,
                form_id,
                target,
                style=style,
                labels=labels,
                language=spoken,
                full=full,
                progress=progress,
            ),
            Handlers(
                self._exported,
                failed=self._failed,
                cancelled=self._stopped,
                progress=lambda done, of: self._say(
                    tr("正在导出……{done} / {of}", done=done, of=of or "?"), "ink2"
                ),
            ),
        )

    def _exported(self, made: ExportedResponses) -> None:
        self._idle()
        said = tr("已导出 {count} 份：{file}", count=made.responses, file=made.file.name)
        if made.moved:
            said += tr("；{count} 处长文字另在 MORE 表", count=made.moved)
        if made.long_numbers:
            said += tr(
                "。其中 {count} 个长号码：Excel 直接打开会显示成 2.1E+17 并丢掉末几位，"
                "请在 Excel 里用「数据 → 自文本/CSV」导入，或改导出为工作簿。",
                count=made.long_numbers,
            )
        self._bench.messages.info(said)
        self.closed.emit()

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        self._idle()
        self._say(text_of(problems), "error")
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stopped(self) -> None:
        self._idle()
        self._say(tr("已停止，没有写文件。"), "ink3")

    def _idle(self) -> None:
        self._running = None
        self.write.setEnabled(True)

    def close_panel(self) -> None:
        """Stop an export that runs; else go back."""
        if self._running is not None:
            self._running.cancel()
        else:
            self.closed.emit()

    def _say(self, text: str, colour: str) -> None:
        self._said.setText(text)
        restyle(self._said, 13, colour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.export()
        else:
            super().keyPressEvent(event)
