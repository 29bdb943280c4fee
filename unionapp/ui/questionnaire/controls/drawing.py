"""A question that is answered by drawing: a signature, a sketch, marks on a photo."""

from __future__ import annotations

from PySide6.QtCore import QSize

from unionapp.errors import UserError
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls import pictures
from unionapp.ui.questionnaire.controls.asked import words
from unionapp.ui.questionnaire.controls.attachment import Attachment
from unionapp.ui.questionnaire.controls.pad import Pad
from unionapp.ui.questionnaire.controls.surface import Surface
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.widgets.basics import column, label, row
from unionapp.ui.wording import tr

_SIGNATURE, _SKETCH = QSize(480, 150), QSize(560, 360)


class Drawing(Attachment):
    """Paper, and the ways to bring a picture instead.

    The drawing is kept when the focus leaves it or on Enter. Ctrl+Z takes the last stroke back,
    Delete clears the paper. A scanned signature can be pasted or chosen as any photo.
    """

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        self._signs = "signature" in words(node)
        self._marks = "annotate" in words(node)
        self._shown: str | None = None
        super().__init__(filling, node, tools)
        self.pad.left.connect(self.commit)

    def _made_surface(self) -> Surface:
        size, pen = (_SIGNATURE, 2.6) if self._signs else (_SKETCH, 3.2)
        self.pad = Pad(size, pen=pen)
        self.choose_button = self._button(tr("选择文件"), self.choose)
        self.save_button = self._button(tr("另存为"), self.save)
        self.remove_button = self._button(tr("清除 Delete"), self._clear)
        self._says = label("", 12, "ink3")
        tools = (self.choose_button, self.save_button, self.remove_button, self._says, None)
        self.setLayout(column(row(self.pad, None), row(*tools, gap=4), gap=2))
        return self.pad

    def _show(self, name: str, content: bytes | None) -> None:
        if name != self._shown and not self.pad.is_dirty:
            self._shown = name
            image = pictures.read_picture(content, pictures.LONG_EDGE) if content else None
            self.pad.show_picture(image)
        self.pad.invitation = "" if self.readonly else self._invitation()
        self._says.setText(tr("正在处理……") if self.busy else "")
        self.choose_button.setVisible(not self.pad.locked)
        self.save_button.setVisible(content is not None and self.tools.write is not None)
        self.remove_button.setVisible(not self.pad.locked)

    def _invitation(self) -> str:
        if self._signs:
            return tr("在此签名：鼠标、触摸或手写笔")
        if self._marks:
            return tr("空格选择照片，再在上面标注")
        return tr("在此绘图：鼠标、触摸或手写笔")

    def commit(self) -> None:
        """Keep what was drawn."""
        if not self.pad.is_dirty or self.busy:
            return
        image = self.pad.image()
        content, suffix = pictures.png(image), "png"
        if self._marks and self.pad.picture is not None:
            content, suffix = pictures.written(image)
        title = tr("签名") if self._signs else tr("绘图")
        try:
            name = self.tools.files.store(f"{title}.{suffix}", content)
        except UserError as error:
            self.tools.messages.problems(error.problems)
            return
        self._shown = name
        self.pad.show_picture(image)
        self.answered.emit(name)

    def _clear(self) -> None:
        self.pad.show_picture(None)
        self._shown = ""
        self.remove()
