"""The pages of the start window: choose, new office, recovery code, unlock, recover, restore."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from unionapp.ui.start.forms import StartForm, secret_edit
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, label, row, wrapping
from unionapp.ui.widgets.choice_row import ChoiceRow
from unionapp.ui.widgets.code_picker import CodePicker
from unionapp.ui.widgets.text_edit import TextEdit
from unionapp.ui.wording import language, tr
from unionapp.values import divisions


class ChoosePage(QWidget):
    """The first start: try the sample patch, make an office, or bring a backup.

    Signals:
        chosen: `sample`, `new` or `restore`.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(12))
        layout.addWidget(label(tr("欢迎使用"), 20, bold=True))
        layout.addWidget(
            wrapping(
                tr("走访、会员、帮扶、单据都在这一台电脑上，不需要网络。请选择怎样开始："),
                14,
                "ink2",
            )
        )
        self._buttons: list[QPushButton] = []
        choices = (
            ("sample", tr("试用样例片区"), tr("几百户虚构的人家，随便点，随便改")),
            ("new", tr("新建本单位的数据库"), tr("填写单位、姓名和口令，约两分钟")),
            ("restore", tr("从备份恢复"), tr("换了电脑，或数据损坏时使用")),
        )
        for number, (key, title, note) in enumerate(choices, start=1):
            made = button(f"{number}   {title}", "primary" if number == 1 else "", name=title)
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            layout.addWidget(made)
            layout.addWidget(label(note, 12, "ink3"))
            self._buttons.append(made)
        layout.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus on the first choice."""
        self._buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(self._buttons):
            self._buttons[digit].click()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            at = next((i for i, made in enumerate(self._buttons) if made.hasFocus()), 0)
            self._buttons[(at + step) % len(self._buttons)].setFocus()
            return
        super().keyPressEvent(event)


class OfficePage(StartForm):
    """Which office, where, and who sits down first."""

    def __init__(self) -> None:
        super().__init__(
            tr("新建数据库"),
            tr("单位名称会印在会员卡和签收单上，请写全称。"),
            tr("下一步"),
        )
        self.name = TextEdit(tr("单位名称"), longest=50)
        self.name.setPlaceholderText(tr("例如：铁西区兴华街道总工会"))
        cities = [(one.code, one.label(language())) for one in divisions.cities()]
        self.city = CodePicker(tr("所在市"), cities)
        self.district = CodePicker(tr("区县"), [], none_yet=tr("请先选所在市"))
        self.worker = TextEdit(tr("您的姓名"), longest=50)
        self.add(tr("单位名称"), self.name)
        self.add(tr("所在市"), self.city)
        self.add(tr("区县"), self.district)
        self.add(tr("您的姓名"), self.worker)
        self.city.picked.connect(self._fill_districts)
        self.finish()

    def _fill_districts(self, city: str) -> None:
        self.district.set_options(
            [(one.code, one.label(language())) for one in divisions.counties(city)]
        )

    def missing(self) -> str:
        """Return what is still to be filled in, in words; "" when nothing is."""
        wanted = (
            (self.name.text().strip(), tr("单位名称")),
            (self.city.value(), tr("所在市")),
            (self.district.value(), tr("区县")),
            (self.worker.text().strip(), tr("您的姓名")),
        )
        empty = [caption for value, caption in wanted if not value]
        return tr("还没有填写：{fields}", fields="、".join(empty)) if empty else ""

    def focus_empty(self) -> None:
        """Put the cursor into the first field that is still to be filled in."""
        fields = (self.name, self.city, self.district, self.worker)
        next((one for one in fields if not one.text().strip()), self.name).setFocus()


class PassphrasePage(StartForm):
    """A new passphrase, twice."""

    def __init__(self, title: str, action: str) -> None:
        super().__init__(
            title,
            tr(
                "口令保护全部数据，至少 10 个字符。几个不相干的词最好记，"
                "请用拼音、英文或数字：这里打不出汉字。"
            ),
            action,
        )
        self.first = secret_edit(tr("口令"))
        self.second = secret_edit(tr("再输入一次"))
        self.add(tr("口令"), self.first)
        self.add(tr("再输入一次"), self.second)
        self.finish()

    def entered(self) -> str | None:
        """Return the passphrase when both are the same; else say so and return None."""
        if self.first.text() != self.second.text():
            self.tell(tr("两次输入的口令不一样，请重新输入。"), "error")
            self.second.clear()
            self.second.setFocus()
            return None
        return self.first.text()

    def wipe(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()


class RecoveryCodePage(StartForm):
    """The recovery code, shown once.

    Signals:
        print_asked: print or save the page with the code.
    """

    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("恢复码"),
            tr(
                "忘记口令时，只有这个恢复码能打开数据。请打印或抄下来，锁进柜子，不要存在这台电脑里。"
            ),
            tr("我已收好，开始使用"),
            has_back=False,
        )
        self.code = label("", 20, "ink", bold=True)
        self.code.setWordWrap(True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.code.setAccessibleName(tr("恢复码"))
        self.add_widget(self.code)
        paper = button(tr("打印或存为 PDF"), key="P")
        paper.clicked.connect(self.print_asked.emit)
        self.add_widget(paper)
        self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_P:
            self.print_asked.emit()
            return
        super().keyPressEvent(event)


class UnlockPage(StartForm):
    """Who, and the passphrase.

    Signals:
        recover_asked: the passphrase was forgotten.
    """

    recover_asked = Signal()

    def __init__(self, title: str, explanation: str) -> None:
        super().__init__(title, explanation, tr("打开"), has_back=False)
        self.workers = ChoiceRow(tr("工作人员"), [])
        self.passphrase = secret_edit(tr("口令"))
        self._choices: list[tuple[str, str]] = []
        self.recover = button(tr("忘记口令"), "quiet", key="F2")
        self.recover.clicked.connect(self.recover_asked.emit)

    def show_workers(self, workers: Sequence[tuple[str, str]], last: str) -> None:
        """Offer the workers who have a key; the one who was here last is chosen."""
        self._choices = list(workers)
        ids = [id_ for id_, _ in workers]
        if len(workers) > 1:
            self.workers = ChoiceRow(tr("工作人员"), workers)
            self.workers.set_value(last if last in ids else ids[0])
            self.add(tr("工作人员"), self.workers)
        self.add(tr("口令"), self.passphrase)
        self.add_widget(self.recover)
        self.finish()

    def worker_id(self) -> str | None:
        """Return who is at the keyboard."""
        if len(self._choices) == 1:
            return self._choices[0][0]
        return self.workers.value() or None

    def focus_first(self) -> None:
        """Put the cursor into the passphrase: the name is known."""
        self.passphrase.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.recover_asked.emit()
            return
        super().keyPressEvent(event)


class RecoverPage(StartForm):
    """The printed recovery code; it opens the database and gives a new passphrase."""

    def __init__(self) -> None:
        super().__init__(
            tr("用恢复码打开"),
            tr("请输入打印的恢复码。字母大小写、空格和横线都不要紧。"),
            tr("下一步"),
        )
        self.code = TextEdit(tr("恢复码"))
        self.add(tr("恢复码"), self.code)
        self.finish()


class RestorePage(StartForm):
    """A backup file and the passphrase that it was made under."""

    def __init__(self) -> None:
        super().__init__(
            tr("从备份恢复"),
            tr("选择备份文件，输入当时的口令。原有数据会另外保存，不会被覆盖。"),
            tr("恢复"),
        )
        self.file = TextEdit(tr("备份文件"))
        self.passphrase = secret_edit(tr("口令"))
        field = self.add(tr("备份文件"), self.file)
        browse = button(tr("浏览"), key="F3")
        browse.clicked.connect(self.browse)
        field.layout().insertLayout(2, row(browse, None))  # type: ignore[union-attr] # a box layout
        self.add(tr("口令"), self.passphrase)
        self.finish()

    def browse(self) -> None:
        """Pick the file in the system's own dialog."""
        name, _ = QFileDialog.getOpenFileName(self, tr("选择备份文件"), str(Path.home()))
        if name:
            self.file.setText(name)
            self.passphrase.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3:
            self.browse()
            return
        super().keyPressEvent(event)
