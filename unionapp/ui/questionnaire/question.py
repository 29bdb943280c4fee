"""One question on the sheet: its words, its control, and beneath it what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from unionapp.forms.asking import is_header, is_note
from unionapp.forms.definition import Text
from unionapp.forms.filling import OpenProblem
from unionapp.ui.questionnaire.controls.control import Control
from unionapp.ui.questionnaire.controls.make import make_control
from unionapp.ui.questionnaire.lines import INDENT, Column, LineWidget, Place
from unionapp.ui.questionnaire.marks import mark_label
from unionapp.ui.questionnaire.outline import Item
from unionapp.ui.questionnaire.sayings import plain, problem_text, rich
from unionapp.ui.questionnaire.strip import Reason, Strip
from unionapp.ui.theme import theme
from unionapp.ui.widgets.basics import button, row, wrapping
from unionapp.ui.wording import tr

_WIDEST_PICTURE = 480
_SIDE_BY_SIDE = {"label", "list-nolabel"}


class Caption(QLabel):
    """Words that wrap at the width they get.

    Qt's label lays its text out at several widths to propose one; the sheet has given it already.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(320), look.px(20))

    def minimumSizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(80), look.px(20))


class Question(LineWidget):
    """A question, or a note."""

    def __init__(self, item: Item, place: Place) -> None:
        super().__init__(item, place)
        self.control: Control = make_control(place.filling, item.node, place.tools)
        self._is_note = is_note(item.spec)
        self._is_header = is_header(item.spec)
        self._caption = Caption()
        self._said: tuple[tuple[OpenProblem, ...], str] = ((), "")
        self.strip: Strip | None = None
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(theme().px(4))
        self._lay_out()
        self.setFocusProxy(self.control)
        self.control.answered.connect(self._answered)
        self.control.ended.connect(self._ended)
        self.control.print_wanted.connect(place.acts.print_it)
        self._text = ""
        self._tell()
        self._tell_problems()

    def _lay_out(self) -> None:
        look, item = theme(), self.item
        outer = Column(self)
        outer.moved.connect(self.grown)
        left = look.px(10 + INDENT * max(0, item.level - 1))
        outer.setContentsMargins(left, look.px(8), look.px(8), look.px(8))
        outer.setSpacing(look.px(6))
        appearance = item.spec.control.appearance.split() if item.spec.control else []
        if _SIDE_BY_SIDE & set(appearance):
            outer.setContentsMargins(left, look.px(2), look.px(8), look.px(2))
            line = QHBoxLayout()
            line.setSpacing(look.px(12))
            line.addWidget(self._caption, 2)
            line.addWidget(self.control, 3)
            outer.addLayout(line)
        else:
            outer.addWidget(self._caption)
            picture = self._picture()
            if picture is not None:
                outer.addWidget(picture)
            outer.addWidget(self.control)
        outer.addLayout(self._below)
        outer.addStretch(1)  # beside a taller question it stays at the top

    def _picture(self) -> QLabel | None:
        control, form = self.item.spec.control, self.place.filling.form
        label = control.label if control is not None else None
        files = (
            label.media.get(form.language or "") or next(iter(label.media.values()), {})
            if label
            else {}
        )
        name = files.get("image", "").rpartition("/")[2]
        content = self.place.tools.media(name) if name else None
        made = QPixmap()
        if not content or not made.loadFromData(content):
            return None
        widest = theme().px(_WIDEST_PICTURE)
        if made.width() > widest:
            made = made.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)
        shown = QLabel()
        shown.setPixmap(made)
        shown.setAccessibleName(tr("题目的图片"))
        return shown

    # --- what it shows

    def refresh(self) -> None:
        self._tell()
        self._tell_problems()
        self.control.read()

    def _tell(self) -> None:
        """Show number, label, mark and hint as one text that wraps as one."""
        form, node, look = self.place.filling.form, self.item.node, theme()
        control = self.item.spec.control
        if control is None:
            return
        ink = look.colours
        label = "" if self._is_header else rich(self._of(control.label) or node.name)
        number = self.place.numbers.get(self.item.spec)
        parts = []
        if number is not None:
            parts.append(_span(str(number), ink["ink3"], look.px(13)) + "&nbsp; ")
        parts.append(label if self._is_note else f"<span style='font-weight:600'>{label}</span>")
        if not self._is_note and form.is_required(node):
            parts.append("&nbsp; " + _span(tr("必填"), ink["ink3"], look.px(12)))
        hint = rich(self._of(control.hint))
        if hint:
            gap = "<br>" if len(hint) > 40 else "&nbsp;&nbsp; "
            parts.append(gap + _span(hint, ink["ink2"], look.px(12)))
        guidance = rich(self._of(control.guidance))
        if guidance:
            parts.append("<br>" + _span(guidance, ink["ink3"], look.px(12)))
        text = "".join(parts)
        if text != self._text:
            self._text = text
            self._caption.setText(text)
            self.control.setAccessibleDescription(plain(self._of(control.hint)))

    def _of(self, text: Text | None) -> str:
        return self.place.filling.form.text(text, self.item.node) or ""

    def _tell_problems(self) -> None:
        filling, node = self.place.filling, self.item.node
        told = tuple(
            one for one in filling.problems_of(node) if self.place.is_told(node, one.trouble)
        )
        reason = filling.accepted(node)
        if (told, reason) == self._said:
            return
        self._said = (told, reason)
        state = ""
        if told:
            state = "error" if any(one.stops for one in told) else "warning"
        self.control.show_state(state)
        self._clear()
        for one in told:
            self._below.addLayout(self._message(one))
        if reason:
            self._below.addLayout(self._accepted(reason))
        self.grown.emit()

    def _message(self, problem: OpenProblem) -> QBoxLayout:
        state = "error" if problem.stops else "warning"
        said = wrapping(problem_text(self.place.filling, problem), 12, state)
        said.setAccessibleName(said.text())
        if problem.stops:
            made = row(mark_label(state), said, gap=6)
            made.setStretch(1, 1)
            return made
        accept = button(tr("接受并说明理由"), "quiet", key="Alt+Enter")
        accept.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        accept.clicked.connect(self.ask_reason)
        made = row(mark_label(state), said, accept, gap=6)
        made.setStretch(1, 1)
        return made

    def _accepted(self, reason: str) -> QBoxLayout:
        said = wrapping(tr("提醒已接受：{reason}", reason=reason), 12, "ok")
        back = button(tr("收回"), "quiet")
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        node = self.item.node
        back.clicked.connect(lambda: self.place.acts.accept(node, ""))
        made = row(mark_label("ok"), said, back, gap=6)
        made.setStretch(1, 1)
        return made

    def _clear(self) -> None:
        at = 0
        while at < self._below.count():
            taken = self._below.itemAt(at)
            layout: QLayout | None = taken.layout() if taken is not None else None
            if layout is None:  # the strip stays
                at += 1
                continue
            self._below.takeAt(at)
            while layout.count():
                inner = layout.takeAt(0)
                widget = inner.widget() if inner is not None else None
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()

    # --- what the worker does

    def _answered(self, text: str) -> None:
        self.place.acts.answer(self.item.node, text)

    def _ended(self) -> None:
        self.place.acts.go_on(self.item)

    def commit(self) -> None:
        self.control.commit()

    def take_focus(self) -> None:
        if self.strip is not None:
            self.strip.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.control.focus_first()

    def ask_reason(self) -> bool:
        """Ask why a warning is passed over; False when there is none."""
        passable = any(not one.stops for one in self._said[0])
        if passable:
            node = self.item.node
            self.ask(Reason(lambda reason: self.place.acts.accept(node, reason)))
        return passable

    def ask(self, strip: Strip) -> None:
        """Ask something beneath the answer; the keyboard goes there."""
        self.leave_strip()
        self.strip = strip
        strip.closed.connect(self._strip_closed)
        self._below.addWidget(strip)
        strip.show()
        self.grown.emit()
        strip.setFocus(Qt.FocusReason.TabFocusReason)

    def leave_strip(self) -> None:
        """Take the question away that was asked."""
        if self.strip is not None:
            self.strip.hide()
            self._below.removeWidget(self.strip)
            self.strip.deleteLater()
            self.strip = None
            self.grown.emit()

    def _strip_closed(self) -> None:
        self.leave_strip()
        self.control.focus_first()

    @property
    def busy(self) -> bool:
        return self.control.busy or self.strip is not None

    def caption(self) -> str:
        """Number, label, mark and hint as they are shown, in rich text."""
        return self._text

    def messages(self) -> list[str]:
        """What stands beneath the answer as wrong or worth another look."""
        return [problem_text(self.place.filling, one) for one in self._said[0]]

    # --- the keyboard inside it

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through a control that has several parts before it goes on."""
        now: QWidget | None = QApplication.focusWidget()
        at = now
        while at is not None and self.isAncestorOf(at):
            following: QWidget | None = at.nextInFocusChain() if next else at.previousInFocusChain()
            if following is None or following is now or not self.isAncestorOf(following):
                break
            if _takes_tab(following):
                following.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            at = following
        parent = self.parentWidget()
        return bool(parent.focusNextPrevChild(next)) if parent is not None else False


def _takes_tab(widget: QWidget) -> bool:
    return bool(
        widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    )


def _span(text: str, ink: str, size: int) -> str:
    return f"<span style='color:{ink};font-size:{size}px;font-weight:400'>{text}</span>"
