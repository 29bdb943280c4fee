"""A page of cases on a real office, and colleagues to hand a case to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.benches import TestBench, show
from unionapp.ui.casework.page import CaseworkPage

Opened = Callable[..., CaseworkPage]


@pytest.fixture
def page_of(qtbot: QtBot, bench: TestBench) -> Opened:
    """Return what shows the page: about a subject, or a case."""

    def shown(kind: str = "", id_: str = "") -> CaseworkPage:
        page = CaseworkPage(bench.bench)
        qtbot.addWidget(page)
        show(qtbot, page, 1200)
        page.setFocus()
        if kind:
            page.show_record(kind, id_)
        qtbot.waitUntil(lambda: not bench.bench.tasks.busy())
        return page

    return shown
