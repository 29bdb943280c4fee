"""A question that is answered with a file: chosen, pasted, or dragged here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QSizePolicy
from shiboken6 import isValid

from unionapp.errors import Problem, UserError, refuse
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.messages import Offer
from unionapp.ui.questionnaire.controls import brought, pictures
from unionapp.ui.questionnaire.controls.asked import parameter
from unionapp.ui.questionnaire.controls.brought import Brought
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.surface import Surface
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, column, label, restyle, row, wrapping
from unionapp.ui.wording import tr

_THUMBNAIL = 96
_WIDTH = 560


class Attachment(Control):
    """A photo or any other file.

    Space chooses a file, Ctrl+V pastes, Delete takes it away. A file is opened outside only after
    it was saved where the worker says.
    """

    def __init__(self, filling: Filling, node: Node, tools: Tools) -> None:
        super().__init__(filling, node, tools)
        self.picture = parameter(node, "mediatype").startswith("image")
        self.ask_open: Callable[[], str] = self._ask_open
        self.ask_save: Callable[[str], str] = self._ask_save
        self._busy = False
        self._loaded = ""
        self._content: bytes | None = None
        self.surface = self._made_surface()
        self.setFocusProxy(self.surface)
        self.surface.brought.connect(self._brought)
        self.surface.wanted.connect(self.choose)
        self.surface.erased.connect(self.remove)
        self.surface.next_asked.connect(self._ended)
        self.read()

    # --- how it is laid out

    def _made_surface(self) -> Surface:
        made = Surface()
        self._thumbnail = QLabel()
        self._name = wrapping("", 14)
        self._about = label("", 12, "ink3")
        self.choose_button = self._button(tr("选择文件"), self.choose)
        self.save_button = self._button(tr("另存为"), self.save)
        self.remove_button = self._button(tr("移除"), self.remove)
        words = column(None, self._name, self._about, None, gap=2)
        buttons = row(self.choose_button, self.save_button, self.remove_button, gap=4)
        line = row(self._thumbnail, gap=10, margins=(10, 6, 8, 6))
        line.addLayout(words, 1)
        line.addLayout(buttons)
        made.setLayout(line)
        made.setMaximumWidth(theme().px(_WIDTH))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        policy.setHorizontalStretch(1000)
        made.setSizePolicy(policy)
        self.setLayout(row(made, None))
        return made

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        made = button(text, "quiet", name=f"{self.label} {text}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(act)
        return made

    # --- what it shows

    @property
    def busy(self) -> bool:
        return self._busy

    def read(self) -> None:
        name = self.filling.typed(self.node)
        if name != self._loaded:
            self._loaded = name
            self._content = self.tools.files.load(name) if name else None
        self.surface.setAccessibleName(self.label)
        self.surface.setAccessibleDescription(name or tr("没有文件"))
        self.surface.locked = self.readonly or self._busy
        self._show(name, self._content)

    def _show(self, name: str, content: bytes | None) -> None:
        restyle(self._name, 14, "ink" if name else "ink3")
        if self._busy:
            self._name.setText(tr("正在处理……"))
        else:
            self._name.setText(name or (tr("没有文件") if self.readonly else self._invitation()))
        self._about.setText(self._size_of(name, content))
        self._about.setVisible(bool(name))
        self._show_thumbnail(content)
        self.choose_button.setVisible(not self.surface.locked)
        self.save_button.setVisible(content is not None and self.tools.write is not None)
        self.remove_button.setVisible(bool(name) and not self.surface.locked)

    def _invitation(self) -> str:
        if self.picture:
            return tr("空格选择照片，Ctrl+V 粘贴，或拖到这里")
        return tr("空格选择文件，Ctrl+V 粘贴，或拖到这里（不超过 20 MB）")

    def _size_of(self, name: str, content: bytes | None) -> str:
        if not name:
            return ""
        if content is None:
            return tr("这台电脑上没有这个文件")
        return tr("{size} KB", size=max(1, len(content) // 1024))

    def _show_thumbnail(self, content: bytes | None) -> None:
        look = theme()
        side = look.px(_THUMBNAIL)
        image = pictures.read_picture(content, 2 * side) if content and self.picture else None
        self._thumbnail.setVisible(image is not None)
        if image is not None:
            shown = QPixmap.fromImage(image)
            shown.setDevicePixelRatio(2)
            self._thumbnail.setPixmap(shown)

    def show_state(self, state: str) -> None:
        self.surface.show_state(state)

    # --- what the worker does

    def choose(self) -> None:
        """Let the worker choose a file."""
        chosen = "" if self.surface.locked else self.ask_open()
        if chosen:
            self.take(Path(chosen))

    def _brought(self, data: QMimeData) -> None:
        found = brought.in_mime(data)
        if found is not None:
            self.take(found)
        else:
            self.tools.messages.problems([Problem("answer_file.nothing_to_paste")])

    def take(self, found: Brought) -> None:
        """Make a file fit and keep it, off the screen's thread."""
        if self.surface.locked:
            return
        picture, longest, files = self.picture, self.longest(), self.tools.files
        title = tr("照片")

        def work(_progress: object) -> str:
            name, content = brought.made_fit(found, picture=picture, longest=longest, title=title)
            return files.store(name, content)

        self._busy = True
        self.read()
        self.tools.tasks.run(work, Handlers(done=self._kept, failed=self._failed))

    def longest(self) -> int:
        """Return the long edge in pixels that the form asks for."""
        asked_for = parameter(self.node, "max-pixels")
        return int(asked_for) if asked_for.isdecimal() and int(asked_for) else pictures.LONG_EDGE

    def _kept(self, name: str) -> None:
        if isValid(self):
            self._busy = False
            self.answered.emit(name)
            self.read()

    def _failed(self, problems: tuple[Problem, ...]) -> None:
        if isValid(self):
            self._busy = False
            self.read()
        self.tools.messages.problems(problems)

    def remove(self) -> None:
        """Answer with no file; undo brings it back."""
        if not self.surface.locked and self.filling.typed(self.node):
            self.answered.emit("")
            self.read()

    def save(self) -> None:
        """Write the file where the worker says, and offer to open it there."""
        name = self.filling.typed(self.node)
        content = self._content
        write = self.tools.write
        chosen = self.ask_save(name) if content is not None and write is not None else ""
        if content is None or write is None or not chosen:
            return
        try:
            write(Path(chosen), content)
        except UserError as error:
            self.tools.messages.problems(error.problems)
        except OSError as error:
            problem = refuse("answer_file.not_saved", Path(chosen).name, reason=str(error))
            self.tools.messages.problems(problem.problems)
        else:
            said = tr("已另存为 {name}", name=Path(chosen).name)
            self.tools.messages.info(said, Offer(tr("打开"), lambda: _open(chosen)))

    def _ended(self) -> None:
        self.commit()
        self.ended.emit()

    # --- asking where

    def _ask_open(self) -> str:
        kinds = {"image": tr("图片") + " (*.jpg *.jpeg *.png *.bmp *.gif *.webp)"}
        kind = parameter(self.node, "mediatype").partition("/")[0]
        shown = ";;".join([one for one in (kinds.get(kind),) if one] + [tr("所有文件") + " (*)"])
        return QFileDialog.getOpenFileName(self.window(), self.label, "", shown)[0]

    def _ask_save(self, name: str) -> str:
        return QFileDialog.getSaveFileName(self.window(), tr("另存为"), name)[0]


def _open(file: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(file))
