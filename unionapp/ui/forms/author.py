"""The form author's screen: what is wrong with a workbook, and the form tried out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from unionapp.errors import Problem, UserError
from unionapp.forms import step_files
from unionapp.ui.forms import trial
from unionapp.ui.forms.file_watch import FileWatch
from unionapp.ui.forms.problem_list import ProblemList
from unionapp.ui.forms.trial import Checked, World
from unionapp.ui.forms.values_view import ValuesView
from unionapp.ui.shell import KeyHint
from unionapp.ui.tasks import Handlers
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, card, column, label, restyle, row, wrapping
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.widgets.shortcuts import bind
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.services.questionnaires import Installed
    from unionapp.ui.questionnaire.panel import FillPanel

_SUFFIXES = (".xlsx", ".md", ".xml")


class AuthorScreen(QWidget):
    """Pick a workbook, read all that is wrong with it, try it out, take it in.

    F3 picks the file, F5 reads it again (it is also read when it changes on the disk), F10 goes
    between problems and try-out, F9 takes the form in, Ctrl+S saves the steps, Esc goes back.

    Signals:
        closed: Esc.
        installed: a form was taken in; carries its form id.
    """

    closed = Signal()
    installed = Signal(str)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self.checked: Checked | None = None
        self._asked = 0
        self._script_wanted: Mapping[str, Any] | None = None
        self.panel: FillPanel | None = None
        self.path: Path | None = None
        self._watch = FileWatch(self)
        self._watch.changed.connect(self.reload)
        self.problems = ProblemList()
        self.values = ValuesView()
        self.values.save_asked.connect(self.save_steps)
        self.values.load_asked.connect(self.load_steps)
        self.values.anew_asked.connect(self.start_over)
        self._lay_out()
        self.setAcceptDrops(True)
        bind(self, "F3", self.browse)
        bind(self, "F5", self.reload)
        bind(self, "F10", self.turn)
        bind(self, "F9", self.install)
        bind(self, "Ctrl+S", self.save_steps)
        bind(self, "Ctrl+O", self.load_steps)
        bind(self, "Ctrl+Shift+C", self.problems.copy_all)
        self._show_nothing()

    # ---- look ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._name = ElidedLabel(tr("问卷制作"), 20, bold=True)
        self._verdict = ElidedLabel("", 13, "ink3")
        self._pick = button(tr("选工作簿"), key="F3")
        self._pick.clicked.connect(self.browse)
        self._again = button(tr("重新检查"), key="F5")
        self._again.clicked.connect(self.reload)
        self._turn = button("", key="")
        self._turn.clicked.connect(self.turn)
        self.take_in = button(tr("装入本机"), "primary", key="F9")
        self.take_in.clicked.connect(self.install)
        head = row(
            column(self._name, self._verdict, gap=2),
            None,
            self._pick,
            self._again,
            self._turn,
            self.take_in,
            gap=8,
        )
        self._body = QStackedWidget()
        self._empty = self._make_empty()
        self._left = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(self._left)
        self._split.addWidget(self.values)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        for part in (self._empty, self.problems, self._split):
            self._body.addWidget(part)
        whole = card()
        layout = column(head, self._body, gap=12, margins=(20, 14, 16, 12))
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        self.setLayout(row(whole, margins=(16, 16, 16, 16)))

    def _make_empty(self) -> QWidget:
        made = QWidget()
        said = label(tr("把 Excel 问卷拖到这里，或按 F3 选择"), 18, bold=True)
        more = wrapping(
            tr(
                "支持 XLSForm 工作簿（.xlsx）和同样表格的文本（.md）。全部错误和提醒一次列出；"
                "没有错误就可以马上试填，右边看到每一个值怎样变化。"
            ),
            14,
            "ink2",
        )
        more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._first = button(tr("选工作簿"), "primary", key="F3")
        self._first.clicked.connect(self.browse)
        made.setLayout(
            column(
                None, said, more, row(None, self._first, None), None, gap=12, margins=(24, 0, 24, 0)
            )
        )
        return made

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("F3", tr("选工作簿")),
            KeyHint("F5", tr("重新检查")),
            KeyHint("F10", tr("问题 / 试填")),
            KeyHint("F9", tr("装入本机")),
            KeyHint("Ctrl+S", tr("存步骤")),
            KeyHint("Ctrl+O", tr("载入步骤")),
            KeyHint("Ctrl+Shift+C", tr("复制全部问题")),
            KeyHint("Esc", tr("返回")),
        )

    # ---- which workbook --------------------------------------------------------------------

    def browse(self) -> None:
        """Pick a workbook in the system's own dialog."""
        kinds = tr("问卷（*.xlsx *.md *.xml）")
        name, _ = QFileDialog.getOpenFileName(self, tr("选择问卷"), self._folder(), kinds)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Check another workbook; the steps of the one before are forgotten."""
        self.path = path
        self._script_wanted = None
        self.checked = None
        self._watch.watch(path)
        self.reload()

    def reload(self) -> None:
        """Check the workbook again; what was done in the try-out is done again on the new form."""
        if self.path is None:
            self.browse()
            return
        self._run(self.path, self._script())

    def _run(self, path: Path, script: Mapping[str, Any] | None) -> None:
        self._asked += 1
        asked, world = self._asked, self._world()
        self._say(tr("正在检查……"), "ink3")
        self._watch.seen()
        self._bench.tasks.run(
            lambda _progress: trial.check(path, world, script),
            Handlers(
                lambda checked: self._show(asked, checked),
                failed=lambda problems: self._show(asked, Checked(path, problems)),
            ),
        )

    def _script(self) -> Mapping[str, Any] | None:
        """The steps so far: of the try-out, else those that wait until the form can be filled."""
        if self.checked is not None and self.checked.filling is not None:
            self._commit()
            script = self.checked.filling.script()
            self._script_wanted = script if self.checked.filling.steps else None
        return self._script_wanted

    def _world(self) -> World:
        from unionapp.services.moments import office_time

        now = office_time(self._bench.desk.clock())
        return World(now, now.tzinfo or UTC, self._bench.desk.new_id)

    def _folder(self) -> str:
        return str(self.path.parent if self.path is not None else Path.home())

    # ---- what was found --------------------------------------------------------------------

    def _show(self, asked: int, checked: Checked) -> None:
        if asked != self._asked:
            return
        self.checked = checked
        self.problems.show_problems(checked.problems, checked.refused)
        for one in (self._pick, self._again, self.take_in):
            one.show()
        self.take_in.setEnabled(checked.loaded is not None)
        self._name.setText(_title(checked))
        self._tell_verdict(checked)
        self._put_panel(checked)
        bad = checked.filling is None or bool(checked.refused)
        self._bring(self.problems if bad else self._split)

    def _tell_verdict(self, checked: Checked) -> None:
        warnings = len(checked.problems) - checked.errors
        if checked.errors:
            said = tr(
                "× {errors} 处错误，{warnings} 处提醒：在 Excel 里改好保存，这里自动重新检查",
                errors=checked.errors,
                warnings=warnings,
            )
            self._say(said, "error")
            return
        said = tr("✓ 没有错误") if not warnings else tr("✓ 没有错误，{n} 处提醒", n=warnings)
        if checked.replayed:
            said += tr("；已重做 {count} 步", count=checked.replayed)
        if checked.refused:
            said += tr("，{count} 步做不了", count=len(checked.refused))
        self._say(said, "warning" if warnings or checked.refused else "ok")

    def _put_panel(self, checked: Checked) -> None:
        old, self.panel = self.panel, None
        if old is not None:
            self._left.removeWidget(old)
            old.deleteLater()
        self.values.show_filling(checked.filling)
        if checked.filling is None or checked.loaded is None:
            return
        from unionapp.ui.forms.filling_place import make_panel, media_of
        from unionapp.ui.questionnaire.panel import Look

        title = checked.loaded.definition.title or checked.path.stem
        media = media_of(checked.path.parent)
        look = Look(finish=tr("试填完毕"), close=tr("返回"))
        about = tr("试填，不保存")
        self.panel = make_panel(self._bench, checked.filling, title, about, media, look=look)
        self.panel.changed.connect(self.values.follow)
        self.panel.finish_wanted.connect(self._finished)
        self.panel.closed.connect(self.close_screen)
        self._left.addWidget(self.panel)
        self._left.setCurrentWidget(self.panel)
        wide = max(self._body.width(), theme().px(800))
        self._split.setSizes([wide * 6 // 10, wide * 4 // 10])

    def _finished(self) -> None:
        if self.checked is not None and self.checked.filling is not None:
            answers = self.checked.filling.finish()
            self.values.follow(tuple(self.checked.filling.form.root.walk()))
            self._bench.messages.info(tr("试填完毕：共 {count} 个答案", count=len(answers)))

    def turn(self) -> None:
        """Go between the problems and the try-out."""
        if self.panel is None:
            return
        self._bring(self.problems if self._body.currentWidget() is self._split else self._split)

    def _bring(self, part: QWidget) -> None:
        self._body.setCurrentWidget(part)
        count = len(self.checked.problems) if self.checked is not None else 0
        trying = part is self._split
        words = tr("看问题 {count}", count=count) if trying else tr("试填")
        self._turn.setText(f"{words}  F10")
        self._turn.setAccessibleName(words)
        self._turn.setVisible(self.panel is not None and (count > 0 or not trying))
        if part is self._split and self.panel is not None:
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_nothing(self) -> None:
        self.take_in.setEnabled(False)
        for one in (self._pick, self._again, self._turn, self.take_in):
            one.hide()
        self._say(tr("检查、试填、装入自己的问卷"), "ink3")
        self._body.setCurrentWidget(self._empty)

    def focus_first(self) -> None:
        """Put the focus where work goes on."""
        shown = self._body.currentWidget()
        target = {self._empty: self._first, self._split: self.panel}.get(shown, shown)
        (target or shown).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str, colour: str) -> None:
        self._verdict.setText(text)
        restyle(self._verdict, 13, colour)

    # ---- steps -----------------------------------------------------------------------------

    def save_steps(self, target: Path | None = None) -> None:
        """Save what was done in the try-out as a steps file."""
        if self.checked is None or self.checked.filling is None:
            return
        self._commit()
        if target is None:
            name = str(self.checked.path.with_name(f"{self.checked.path.stem}-steps.json"))
            picked, _ = QFileDialog.getSaveFileName(self, tr("存步骤"), name, "JSON (*.json)")
            if not picked:
                return
            target = Path(picked)
        try:
            step_files.write(target, self.checked.filling.script())
        except UserError as error:
            self._refuse(error.problems)
            return
        self._bench.messages.info(tr("已保存：{file}", file=target.name))

    def load_steps(self, source: Path | None = None) -> None:
        """Carry out the steps of a file on the form, from its beginning."""
        if self.checked is None or self.checked.loaded is None:
            return
        if source is None:
            picked, _ = QFileDialog.getOpenFileName(
                self, tr("载入步骤"), self._folder(), "JSON (*.json)"
            )
            if not picked:
                return
            source = Path(picked)
        try:
            script = step_files.read(source)
        except UserError as error:
            self._refuse(error.problems)
            return
        self._replay(script)

    def start_over(self) -> None:
        """Forget the steps and begin the try-out anew."""
        self._script_wanted = None
        self._replay({})

    def _replay(self, script: Mapping[str, Any]) -> None:
        checked, world = self.checked, self._world()
        if checked is None:
            return
        self._asked += 1
        asked = self._asked
        self._bench.tasks.run(
            lambda _progress: trial.again(checked, world, script),
            Handlers(lambda found: self._show(asked, found), failed=self._refuse),
        )

    # ---- taking the form in ----------------------------------------------------------------

    def install(self) -> None:
        """Take the form into this office: from then on it can be filled."""
        if not self.take_in.isEnabled() or self.path is None:
            return
        from unionapp.services import questionnaires

        desk, folder, path = self._bench.desk, self._bench.folder, self.path
        self.take_in.setEnabled(False)
        self._bench.tasks.run(
            lambda _progress: questionnaires.install(desk, folder, path),
            Handlers(self._taken_in, failed=self._not_taken_in),
        )

    def _taken_in(self, done: Installed) -> None:
        from unionapp.ui.forms.words import told

        self.take_in.setEnabled(True)
        said = tr("「{title}」已装入本机", title=done.form.title)
        if done.differences:
            said += "\n" + told(done.differences)
        self._bench.messages.info(said)
        self.installed.emit(done.form.form_id)

    def _not_taken_in(self, problems: tuple[Problem, ...]) -> None:
        self.take_in.setEnabled(True)
        self._refuse(problems)

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._bench.messages.problems(problems)

    # ---- leaving, dropping -----------------------------------------------------------------

    def commit(self) -> None:
        """Hand over what is being typed."""
        self._commit()

    def _commit(self) -> None:
        if self.panel is not None:
            self.panel.commit()

    def close_screen(self) -> None:
        """Go back to the page."""
        self._commit()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_screen()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open(path)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the form among the files that are dragged."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in _SUFFIXES:
            return path
    return None


def _title(checked: Checked) -> str:
    if checked.loaded is None:
        return checked.path.name
    definition = checked.loaded.definition
    version = f" · {tr('版本 {version}', version=definition.version)}" if definition.version else ""
    return f"{definition.title or checked.path.stem}{version}"
