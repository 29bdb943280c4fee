"""The way back from an office's own design to the one that came with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.printing import own_designs
from unionapp.ui.wording import language, tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.printing.own_designs import Listed


def is_hidden_by(found: Listed | None) -> bool:
    """Return whether an office's own design stands before a shipped one."""
    return found is not None and found.is_own and own_designs.is_shipped(found.files.code)


def bring_back(bench: Workbench, own: Path, found: Listed | None) -> bool:
    """Put an office's own design aside when that is meant; raises `printing.cannot_save`."""
    if found is None or not is_hidden_by(found):
        bench.messages.info(tr("这种文书没有可恢复的原版式。"))
        return False
    question = tr(
        "「{name}」改回随程序的原版式？本单位的版式不删除，另存备查。", name=found.label(language())
    )
    if not bench.messages.ask(question, tr("恢复原版式")):
        return False
    kept = own_designs.set_aside(found.files, own, bench.today())
    where = f"{kept.parent.name}/{kept.name}"
    bench.messages.info(tr("已恢复原版式；本单位的版式留在 {file}", file=where))
    return True
