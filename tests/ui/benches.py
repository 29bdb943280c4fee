"""A workbench for the tests of a page: a real office, and everything that the page said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests import factories
from unionapp import form_reading, list_papers, papermaking, settings
from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.models.migrations import STEPS, Step
from unionapp.models.records import SCHEMA, Schema
from unionapp.paths import DataDir
from unionapp.services import vault
from unionapp.services.protocols import (
    AS_USUAL,
    ExchangePort,
    FormPort,
    ImportPort,
    ListPort,
    ListSheet,
    Paper,
    PaperWishes,
)
from unionapp.ui.messages import Offer
from unionapp.ui.tasks import Tasks
from unionapp.ui.workbench import Ports, Workbench
from unionapp.workbooks import lists, responses_source

P = TypeVar("P", bound=QWidget)


@dataclass
class Said:
    """What the page said and asked for."""

    saved: int = 0
    infos: list[str] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    changed: list[frozenset[str]] = field(default_factory=list)
    answer: bool = True

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.wrong]


class Heard:
    """Messages that a test reads."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def saved(self, text: str = "") -> None:
        self._said.saved += 1

    def info(self, text: str, offer: Offer | None = None) -> None:
        self._said.infos.append(text)

    def problems(self, problems: Sequence[Problem]) -> None:
        self._said.wrong += problems

    def ask(self, question: str, yes: str) -> bool:
        return self._said.answer


@dataclass(frozen=True)
class TestBench:
    """A workbench and what was heard at it."""

    __test__ = False

    bench: Workbench
    said: Said

    @property
    def desk(self) -> Desk:
        return self.bench.desk


def make(folder: Path, *, schema: Schema = SCHEMA, steps: tuple[Step, ...] = STEPS) -> TestBench:
    """Return a workbench on a new office."""
    return of_desk(factories.office(folder, schema=schema, steps=steps), DataDir(folder))


def of_desk(desk: Desk, folder: DataDir) -> TestBench:
    """Return a workbench on an office that is open."""
    said = Said()
    bench = Workbench(
        desk=desk,
        folder=folder,
        settings=settings.defaults(),
        tasks=Tasks(),
        messages=Heard(said),
        ports=Ports(
            _no_import(), _no_exchange(), papermaking.port(folder), _forms(), _lists(folder)
        ),
        open=lambda kind, id_: said.opened.append((kind, id_)),
        show_page=lambda _key: None,
        changed=said.changed.append,
    )
    return TestBench(bench, said)


@contextmanager
def at_work(made: TestBench) -> Iterator[TestBench]:
    """Hand a workbench over; afterwards nothing of it runs and its office is locked."""
    yield made
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


def _forms() -> FormPort:
    return FormPort(
        papermaking.form_paper_of,
        papermaking.blank_form_paper,
        responses_source.export_form,
        form_reading.answers,
        form_reading.trail,
    )


def _lists(folder: DataDir) -> ListPort:
    def paper(
        desk: Desk, sheet: ListSheet, *, noted: bool, wishes: PaperWishes = AS_USUAL
    ) -> Paper:
        return list_papers.make(desk, folder, sheet, noted=noted, wishes=wishes)

    return ListPort(lists.export_list, paper)


def _refused(*_given: object) -> None:
    raise AssertionError("a page under test does not do this")


def _no_import() -> ImportPort:
    return ImportPort((), _refused, _refused)  # type: ignore[arg-type] # never called


def _no_exchange() -> ExchangePort:
    return ExchangePort(_refused, _refused, _refused, _refused, _refused)  # type: ignore[arg-type] # never called


# ---- keys ------------------------------------------------------------------------------------


def focused() -> QWidget:
    """Return the widget that has the focus."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def press(qtbot: QtBot, *keys: str | Qt.Key) -> None:
    """Type words and press keys, one after another, into whatever has the focus."""
    for one in keys:
        if isinstance(one, str) and one.isascii():
            qtbot.keyClicks(focused(), one)
        elif isinstance(one, str):
            commit(focused(), one)
        else:
            qtbot.keyClick(focused(), one)


def commit(widget: QWidget, text: str) -> None:
    """Hand over text as an input method does when its candidate was chosen."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def show(qtbot: QtBot, widget: QWidget, width: int = 1000, height: int = 700) -> None:
    """Show a widget as a window and give it the keyboard."""
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)


def page_shown(qtbot: QtBot, bench: TestBench, page: P) -> P:
    """Show a page with the keyboard on it, and return it once all is read."""
    qtbot.addWidget(page)
    show(qtbot, page, 1200)
    page.setFocus()
    qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
    return page


def first_cells(table: QAbstractItemModel) -> list[str]:
    """Return what the first column of a list says."""
    return [str(table.data(table.index(row, 0))) for row in range(table.rowCount())]
