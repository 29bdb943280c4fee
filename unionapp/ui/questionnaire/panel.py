"""The window of a form: head, sections at the side, the sheet of questions, what is still open."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from unionapp.forms.asking import numbering
from unionapp.forms.filling import Answered, Filling, Trouble
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.controls.tools import Tools
from unionapp.ui.questionnaire.finishing import Finishing
from unionapp.ui.questionnaire.foot import Foot, Look
from unionapp.ui.questionnaire.head import Head
from unionapp.ui.questionnaire.keys import bind, key_hints
from unionapp.ui.questionnaire.lines import LINES, LineWidget, Place, guess
from unionapp.ui.questionnaire.outline import Item, Kind
from unionapp.ui.questionnaire.problem_list import ProblemList
from unionapp.ui.questionnaire.question import Question
from unionapp.ui.questionnaire.rail import Rail
from unionapp.ui.questionnaire.row_deeds import RowDeeds
from unionapp.ui.questionnaire.rows_table import RowsTable
from unionapp.ui.questionnaire.strip import RowsAtStake
from unionapp.ui.questionnaire.tally import tally
from unionapp.ui.questionnaire.time_turner import TimeTurner
from unionapp.ui.questionnaire.views import Views
from unionapp.ui.questionnaire.walker import Walker
from unionapp.ui.shell import KeyHint
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import card, column, row, rule
from unionapp.ui.wording import tr

_COUNT_MS = 120  # the sections are counted when nobody has typed for so long
_NARROW = 900


__all__ = ["FillPanel", "Look"]


class FillPanel(QWidget):
    """Shows one filling and does what the worker says.

    Signals:
        changed: an action changed these nodes.
        finish_wanted: the form is complete and the worker says so.
        closed: Esc; whatever was typed is handed over before.
        printed: Ctrl+P, or the button of a question with the appearance `printer`.
        hints_changed: the keys that do something are others now.
    """

    changed = Signal(object)
    finish_wanted = Signal()
    closed = Signal()
    printed = Signal()
    hints_changed = Signal()

    def __init__(
        self,
        filling: Filling,
        tools: Tools,
        *,
        title: str,
        subtitle: str = "",
        look: Look | None = None,
    ) -> None:
        super().__init__()
        self.filling, self.tools = filling, tools
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._visited: set[Node] = set()
        self._before: Item | None = None
        self._hinted = (False, False)
        self.finishing = self._make_finishing()
        self._place = Place(filling, tools, numbering(filling.form.definition), self, self._is_told)
        self.walker = Walker(filling, self._make_line, guess)
        self.times = TimeTurner(filling, tools.messages, self.commit, self._show_turned, self.jump)
        self.rows = RowDeeds(
            filling, self.walker, tools.messages, self._take, self.commit, self.times.undo
        )
        self.sheet = self.walker.sheet
        self.rail = Rail()
        self.list = ProblemList(filling, self.accept)
        form = filling.form
        self.head = Head(title, subtitle, form.definition.languages, form.language or "")
        self.foot = Foot(look or Look())
        self.views = Views(self.sheet, self.list)
        self._connect()
        self._lay_out()
        self._bind_keys()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COUNT_MS)
        self._timer.timeout.connect(self._count)
        self._count()

    def _make_finishing(self) -> Finishing:
        return Finishing(
            self.filling,
            self.tools.messages,
            commit=self.commit,
            refresh=self._read_all,
            toward=lambda nodes, by: self.walker.toward(nodes, by),
            show_list=self.show_list,
            go=self.jump,
            done=self.finish_wanted.emit,
        )

    def _connect(self) -> None:
        self.sheet.moved.connect(self._moved)
        self.sheet.lost.connect(lambda: self.walker.step(1) or self.walker.step(-1))
        self.sheet.tabbed.connect(lambda forward: self.step(1 if forward else -1))
        self.rail.chosen.connect(self._section_chosen)
        self.list.chosen.connect(self.jump)
        self.list.closed.connect(self.views.show_sheet)
        self.views.turned.connect(self._tell_hints)
        self.views.came_back.connect(self.walker.resume)
        self.head.language_asked.connect(self.next_language)
        self.foot.asked.connect(self._foot_asked)

    def _lay_out(self) -> None:
        frame = card()
        middle = row(self.rail, self.views, gap=0)
        middle.setStretch(1, 1)
        body = column(self.head, rule(), middle, rule(), self.foot, gap=0)
        body.setStretch(2, 1)
        frame.setLayout(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _bind_keys(self) -> None:
        bind(
            self,
            {
                "Shift+Return": lambda: self.step(-1),
                "Shift+Enter": lambda: self.step(-1),
                "PgDown": lambda: self.step_section(1),
                "PgUp": lambda: self.step_section(-1),
                "Ctrl+Down": lambda: self.step_section(1),
                "Ctrl+Up": lambda: self.step_section(-1),
                "Alt+Down": lambda: self.walker.step_row(1),
                "Alt+Up": lambda: self.walker.step_row(-1),
                "Ctrl+Return": self.add_or_finish,
                "Ctrl+Enter": self.add_or_finish,
                "Alt+Del": self.remove_here,
                "Alt+Return": self.ask_reason,
                "Alt+Enter": self.ask_reason,
                "Alt+Left": lambda: self.fold(folded=True),
                "Alt+Right": lambda: self.fold(folded=False),
                "F4": self.finishing.next_problem,
                "Shift+F4": lambda: self.finishing.next_problem(-1),
                "Ctrl+F4": self.toggle_list,
                "F6": self.next_language,
                "F7": self.repeat_last,
                "F8": self.rows.toggle_table,
                "Ctrl+Z": self.times.undo,
                "Ctrl+Y": self.times.redo,
                "Ctrl+Shift+Z": self.times.redo,
                "Ctrl+P": self.print_it,
            },
        )

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys that do something here, for the status bar and F1."""
        here = self.walker.repeat_here()
        return key_hints(
            in_rows=here is not None,
            in_list=self.views.in_list,
            languages=len(self.filling.form.definition.languages),
            several_sections=len(self.walker.sections()) > 1,
        )

    def _tell_hints(self) -> None:
        now = (self.walker.repeat_here() is not None, self.views.in_list)
        if now != self._hinted:
            self._hinted = now
            self.hints_changed.emit()

    # --- lines

    def _make_line(self, item: Item) -> LineWidget:
        if item.kind is Kind.QUESTION:
            return Question(item, self._place)
        if item.kind is Kind.TABLE:
            return RowsTable(item, self._place)
        return LINES[item.kind](item, self._place)

    def _is_told(self, node: Node, trouble: Trouble) -> bool:
        """Rule: a blank is reproached with only after somebody went past it."""
        return self.finishing.strict or trouble is not Trouble.REQUIRED or node in self._visited

    # --- what lines and controls ask for (Acts)

    def answer(self, node: Node, text: str) -> None:
        """Answer a question; asks first when rows with answers would go."""
        done = self.filling.answer(node, text)
        if done.rows_at_stake:
            self._ask_for_rows(node, text, done.rows_at_stake)
        else:
            self._take(done)

    def _ask_for_rows(self, node: Node, text: str, count: int) -> None:
        line = self.sheet.widget((Kind.QUESTION, node, node.spec))
        if not isinstance(line, Question):
            self.tools.messages.info(tr("没有改：会删去 {count} 行已填的内容", count=count))
            return
        line.control.read()
        drop = lambda: self._take(self.filling.answer(node, text, shrink=True))  # noqa: E731
        strip = RowsAtStake(count, drop)
        line.ask(strip)
        # The answer came with leaving its field: the keyboard is brought back when that is over.
        QTimer.singleShot(0, strip, lambda: strip.setFocus(Qt.FocusReason.OtherFocusReason))

    def _take(self, done: Answered) -> None:
        if not done.changed:
            return
        self.finishing.warned = False
        self.walker.follow(done.changed)
        self._timer.start()
        self.changed.emit(done.changed)

    def go_on(self, item: Item) -> None:
        """Go to what comes after a line."""
        line = self.sheet.widget(item.key)
        if isinstance(line, Question) and line.strip is not None:
            line.take_focus()
        elif not self.walker.step(1, item):
            self._visit(item)
            self.foot.finish.setFocus(Qt.FocusReason.TabFocusReason)

    def accept(self, node: Node, reason: str) -> None:
        """Pass over a warning with a reason, or no more with none."""
        self._take(self.filling.accept(node, reason))

    def turn(self, item: Item) -> None:
        """Fold or unfold a group; go to a row; title of a repeat: go to its open row."""
        self.commit()
        if item.kind is Kind.TITLE:
            self.fold(folded=item.open, item=item)
        elif item.kind is Kind.ROW:
            self.walker.go_to_row(item.node)
        elif item.kind is Kind.REPEAT:
            self.rows.turn_table((item.node, item.spec))

    def add(self, item: Item) -> None:
        """Add a row to the repeat of a line, and go there."""
        self.rows.add(item.node, item.spec)

    def remove(self, item: Item) -> None:
        """Take a row out; it can be taken back."""
        self.rows.remove(item.node)

    def print_it(self) -> None:
        """Ask for the paper."""
        self.commit()
        self.printed.emit()

    def rows_changed(self) -> None:
        """Show again which rows there are."""
        self.walker.show()
        self.sheet.refresh()
        self._timer.start()
        self.changed.emit(frozenset(self.filling.form.root.walk()))

    # --- walking

    def step(self, by: int) -> None:
        """Go to the next question, or to the one before."""
        if self.views.in_list:
            self.views.show_sheet()
        elif by > 0 and self.sheet.current is not None:
            self.go_on(self.sheet.current)
        elif self.foot.isAncestorOf(self.focusWidget() or self):
            self.walker.resume()
        else:
            self.walker.step(by)

    def go_to_blank(self) -> None:
        """Go to the first question without an answer, on whatever page: where a filling goes on."""
        self.walker.go_to_blank()

    def step_section(self, by: int) -> None:
        """Go to the next section, or to the one before."""
        self.commit()
        self.views.show_sheet(focus=False)
        if not self.walker.step_section(by) and by > 0:
            self.foot.finish.setFocus(Qt.FocusReason.TabFocusReason)

    def _section_chosen(self, section: object) -> None:
        self.commit()
        self.views.show_sheet(focus=False)
        self.walker.show_section(section)  # type: ignore[arg-type] # the rail hands back a Spec

    def jump(self, node: Node) -> None:
        """Go to a question."""
        self.commit()
        self.views.show_sheet(focus=False)
        self._visited.add(node)
        self.walker.jump(node)

    def fold(self, *, folded: bool, item: Item | None = None) -> None:
        """Fold up the group around a line, or unfold it."""
        item = item or self.sheet.current
        at: Node | None = item.node if item is not None else None
        while at is not None and (not at.kids or at.spec.is_repeat or at.parent is None):
            at = at.parent
        if at is None:
            return
        (self.walker.folds.groups.add if folded else self.walker.folds.groups.discard)(at)
        self.commit()
        self.walker.show()
        self.walker.take((Kind.TITLE, at, at.spec))
        if not folded:
            self.walker.step(1)

    def _moved(self, item: Item | None) -> None:
        if self._before is not None:
            self._visit(self._before)
        self._before = item
        if item is not None:
            self.rail.show_current(item.section)
        self._tell_hints()

    def _visit(self, item: Item) -> None:
        if item.kind is Kind.QUESTION and item.node not in self._visited:
            self._visited.add(item.node)
            if self.filling.problems_of(item.node):
                self.sheet.refresh(frozenset((item.node,)))
                self._timer.start()

    # --- rows

    def add_or_finish(self) -> None:
        """Add a row where there are rows, else finish; in a long text go on."""
        here = self.walker.rows_here()
        if isinstance(self.focusWidget(), QPlainTextEdit) and self.sheet.current is not None:
            self.commit()
            self.go_on(self.sheet.current)
        elif here is not None and not self.foot.isAncestorOf(self.focusWidget() or self):
            (parent, spec), _ = here
            self.rows.add(parent, spec)
        else:
            self.finishing.finish()

    def remove_here(self) -> None:
        """Take out the row with the keyboard."""
        here = self.walker.rows_here()
        line = self.sheet.widget(self.sheet.current.key) if self.sheet.current else None
        if isinstance(line, Question) and isinstance(line.strip, RowsAtStake):
            line.strip.drop()
        elif here is not None and here[1] is not None:
            self.rows.remove(here[1])

    # --- the last answer, undo, language

    def repeat_last(self) -> None:
        """Answer as in the row before, else as in the record before."""
        item, node = self.sheet.current, self.walker.node_here
        if item is None or node is None:
            return
        if self.filling.last_answer(node):
            self.commit()
            self._take(self.filling.repeat_last(node))
            if item.kind is Kind.QUESTION:
                self.go_on(item)
        else:
            self.tools.messages.info(tr("上一条记录里没有这一题的答案"))

    def _show_turned(self, done: Answered) -> None:
        self._take(done)
        self.walker.show()

    def next_language(self) -> None:
        """Show the form in its next language."""
        form = self.filling.form
        languages = form.definition.languages
        if len(languages) < 2:
            return
        self.commit()
        at = languages.index(form.language) if form.language in languages else -1
        spoken = languages[(at + 1) % len(languages)]
        self.filling.speak(spoken)
        self.head.show_language(spoken)
        self._read_all()
        self.tools.messages.info(tr("问卷语言：{language}", language=spoken))

    # --- what is open

    def toggle_list(self) -> None:
        """Show the list of all open problems, or the sheet again."""
        if self.views.in_list:
            self.views.show_sheet()
        else:
            self.show_list()

    def show_list(self) -> None:
        """Show the list of all open problems."""
        self.commit()
        self.views.show_list()

    def ask_reason(self) -> None:
        """Ask why the warning of the current question, or the marked one, is passed over."""
        if self.views.in_list:
            self.list.ask_reason()
            return
        item = self.sheet.current
        line = self.sheet.widget(item.key) if item is not None else None
        if isinstance(line, Question):
            line.commit()
            if not line.ask_reason():
                self.tools.messages.info(tr("这一题没有可以接受的提醒"))

    # --- the rest

    def commit(self) -> None:
        """Hand over what is being typed."""
        for line in self.sheet.widgets():
            line.commit()

    def close_panel(self) -> None:
        """Hand over what is being typed and leave."""
        self.commit()
        self.closed.emit()

    def _foot_asked(self, what: str) -> None:
        {
            "back": lambda: self.step_section(-1),
            "on": lambda: self.step_section(1),
            "list": self.show_list,
            "problem": self.finishing.next_problem,
            "close": self.close_panel,
            "print": self.print_it,
            "finish": self.finishing.finish,
        }[what]()

    def _read_all(self) -> None:
        self.sheet.refresh()
        self._count()

    def _count(self) -> None:
        tallies = tally(
            self.filling, self.walker.outline.sections, self.walker.trunk, self._is_told
        )
        self.rail.show_sections(tallies, self.walker.section)
        self.rail.setVisible(len(tallies) > 1)
        asked = sum(one.asked for one in tallies.values())
        filled = sum(one.filled for one in tallies.values())
        self.head.show_progress(filled, asked)
        errors = sum(one.errors for one in tallies.values())
        warnings = sum(one.warnings for one in tallies.values())
        self.foot.show_open(errors, warnings, several=len(tallies) > 1)
        if self.views.in_list:
            self.list.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key == Qt.Key.Key_Down and not event.modifiers():
            self.step(1)
        elif key == Qt.Key.Key_Up and not event.modifiers():
            self.step(-1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.walker.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        self.commit()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_wide(wide=self.width() >= _NARROW * theme().scale)
