"""What every page of the window is handed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from unionapp.models.desk import Desk
    from unionapp.paths import DataDir
    from unionapp.services.protocols import (
        ExchangePort,
        FormPort,
        ImportPort,
        ListPort,
        PaperPort,
    )
    from unionapp.services.response_subject import About
    from unionapp.settings import Settings
    from unionapp.ui.messages import Messages
    from unionapp.ui.shell import KeyHint
    from unionapp.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Ports:
    """What the composition root hands to the window, so that screens and commands run one code."""

    importing: ImportPort
    exchange: ExchangePort
    papers: PaperPort
    forms: FormPort
    lists: ListPort


@dataclass(frozen=True, slots=True)
class Workbench:
    """An open office, as a page sees it.

    `open(kind, id)` shows a record on the page that it belongs to; `show_page(key)` changes the
    page; `changed(kinds)` tells the other pages which kinds of record a page has written;
    `hints` shows the keys of the moment, `crumbs` where the page is; `fill(form_id, about)` begins
    a form and comes back to this page when it is closed; `aid(kind, id)` shows how somebody
    stands to every programme and comes back likewise.
    """

    desk: Desk
    folder: DataDir
    settings: Settings
    tasks: Tasks
    messages: Messages
    ports: Ports
    open: Callable[[str, str], None]
    show_page: Callable[[str], None]
    changed: Callable[[frozenset[str]], None]
    change_setting: Callable[[str, str | int], None] = lambda _key, _value: None
    hints: Callable[[Sequence[KeyHint]], None] = lambda _hints: None
    crumbs: Callable[[Sequence[str]], None] = lambda _words: None
    fill: Callable[[str, About], None] = lambda _form_id, _about: None
    aid: Callable[[str, str], None] = lambda _kind, _id: None

    def today(self) -> date:
        """Return the calendar day in the office."""
        with self.desk.read() as reading:
            return reading.today


class Page(Protocol):
    """A page of the window; a QWidget beside what is named here."""

    def show_record(self, kind: str, id_: str) -> bool:
        """Show a record; False when it is not one of this page's."""

    def reload(self, kinds: frozenset[str]) -> None:
        """Read again what is shown of these kinds."""
