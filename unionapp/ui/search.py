"""Ctrl+K: finds and jumps anywhere; people, doors, employers, pages and commands in one box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from unionapp.services import finding
from unionapp.ui.shell import Shell, page_key
from unionapp.ui.widgets.palette import Command, Palette, PaletteHit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

_MOST = 30


def make_palette(shell: Shell, bench: Workbench, lock: Callable[[], None]) -> Palette:
    """Return the palette of an open office; it lies over the window until Esc."""

    def search(text: str) -> Sequence[PaletteHit]:
        hits = finding.find(bench.desk, text, limit=_MOST).hits
        return [PaletteHit(hit.kind, hit.id, hit.title, hit.subtitle) for hit in hits]

    palette = Palette(shell, search)
    pages = [
        Command(entry.title, page_key(number), partial(bench.show_page, entry.key))
        for number, entry in enumerate(shell.entries(), start=1)
    ]
    palette.set_commands(
        [
            *pages,
            Command(tr("锁屏"), "Ctrl+L", lock),
            Command(tr("全部按键"), "F1", shell.help_asked.emit),
        ]
    )
    palette.chosen.connect(bench.open)
    return palette
