"""Scenes of programmes, their registers and the work lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from unionapp.ui.stage import Scene, Stage


def programmes(stage: Stage) -> QWidget:
    """Show the list of programmes and one of them."""
    stage.leave()
    page = stage.page("programmes")
    page.show_record("programme", "living_aid")
    stage.idle()
    window: QWidget = stage.shell
    return window


def programme_open_points(stage: Stage) -> QWidget:
    """Show what the documents of a programme leave open."""
    page = stage.page("programmes")
    page.show_record("programme", "collective_welfare")
    stage.idle()
    page.parts.part("catalogue").list.focus_list()
    stage.typist.press("Enter")
    window: QWidget = stage.shell
    return window


def programme_decides(stage: Stage) -> QWidget:
    """Ask for a cap and the reason for it."""
    programme_open_points(stage)
    stage.typist.press("Enter")
    stage.typist.type("300")
    stage.typist.press("Enter")
    window: QWidget = stage.shell
    return window


def programme_checked(stage: Stage) -> QWidget:
    """List what is wrong with a file of the office's own."""
    page = stage.page("programmes")
    file = stage.scratch / "own.toml"
    file.write_text(_SPOILED, "utf-8")
    part = page.parts.bring("catalogue")
    part.show_check()
    part.check.path.set_value(str(file))
    part.check.check()
    stage.idle()
    window: QWidget = stage.shell
    return window


def worklists(stage: Stage) -> QWidget:
    """Show the work lists."""
    stage.page("worklists")
    stage.idle()
    window: QWidget = stage.shell
    return window


def finder(stage: Stage) -> QWidget:
    """Try every programme on everybody."""
    page = stage.page("worklists")
    part = page.parts.bring("finder")
    part.search_all()
    stage.idle()
    part.findings.show_id("living_aid")
    stage.idle()
    window: QWidget = stage.shell
    return window


def totals(stage: Stage) -> QWidget:
    """Show what was given."""
    page = stage.page("worklists")
    page.parts.bring("totals")
    stage.idle()
    window: QWidget = stage.shell
    return window


_SPOILED = """code = "Own Aid"
edition = "1"
zh = "试办"
en = "Trial"
subject = "family"

[[basis]]
document = "《试办办法》"

[eligibility]
predicate = "is_rich"
code = "own.rich"
zh = "不符合"
en = "No"

[amount]
rule = "n_times_standard"
n = 13
"""

PROGRAMME_SCENES: tuple[Scene, ...] = (
    programmes,
    programme_open_points,
    programme_decides,
    programme_checked,
    worklists,
    finder,
    totals,
)
