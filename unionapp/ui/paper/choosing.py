"""Offers the papers that can be made of what is in hand, in the box that Ctrl+K uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from unionapp.ui.widgets.palette import Command, Palette
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """One paper: what it is called here, its document, and what it is about."""

    name: str
    document: str
    ids: tuple[str, ...]


def monthly_offers(today: date) -> tuple[PaperOffer, ...]:
    """Return the reports of this month and of the one before."""
    before = today.replace(day=1) - timedelta(days=1)
    return tuple(
        PaperOffer(tr("{month} 月报表", month=f"{day:%Y-%m}"), "monthly_report", (f"{day:%Y-%m}",))
        for day in (today, before)
    )


Chosen = Callable[[PaperOffer], None]


class PaperChooser(QObject):
    """Ctrl+P: lists the papers of what is in hand; the only one is taken without asking."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._widget = bench, parent
        self.palette: Palette | None = None

    def ask(self, offers: Sequence[PaperOffer], chosen: Chosen) -> None:
        """Open the box; `chosen` is called with the paper that was picked."""
        able = [one for one in offers if one.ids]
        if not able:
            self._bench.messages.info(tr("这里没有可以打印的文书。"))
        elif len(able) == 1:
            chosen(able[0])
        else:
            self._open([Command(one.name, "", partial(chosen, one)) for one in able])

    def _open(self, commands: Sequence[Command]) -> None:
        if self.palette is not None:
            self.palette.setParent(None)
            self.palette.deleteLater()
        self.palette = Palette(
            self._widget.window(),
            lambda _text: (),
            title=tr("打印哪一种文书"),
            sought=tr("名称 / 拼音首字母"),
        )
        self.palette.set_commands(commands)
        self.palette.open()
