"""Scenes of questionnaires: filled, read, exported, tried out by whoever writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from unionapp.paths import resources

if TYPE_CHECKING:
    from unionapp.forms.filling import Filling
    from unionapp.ui.stage import Scene, Stage

_FORM = "hardship_home_visit"
_FINISHED = 3
_ANSWERS = {"arrival/can_visit": "yes", "home/phone": "13800001234"}
# What somebody who writes a form may get wrong.
_SPOILED = (
    ["select_one yes_no", "can_visit", "May we come in", "", ""],
    ["integer", "rooms", "Rooms", "${may_visit} = 'yes'", ". < 20"],
    ["select_one houses", "tenure", "Housing", "", ""],
    ["txt", "phone", "Phone", "", ""],
    ["integer", "people", "", "", "."],
    ["decimal", "area", "Area", "", ". < = 2000"],
    ["text", "rooms", "Which rooms", "", ""],
)


def _page(stage: Stage) -> Any:  # noqa: ANN401 - the page of forms
    """Show the page with three responses and a draft."""
    from unionapp.services import questionnaires, responses
    from unionapp.services.response_subject import About

    stage.leave()
    bench = stage.bench
    form = questionnaires.ready(bench.desk, bench.folder, _FORM)
    with bench.desk.read() as reading:
        homes = reading.rows("SELECT id FROM household WHERE door_id IS NOT NULL LIMIT 4")
    for number, (home,) in enumerate(homes):
        session = responses.begin(bench.desk, form, About("household", str(home)))
        _answer(session.filling, rest=number < _FINISHED)
        if number < _FINISHED:
            responses.finish(bench.desk, session)
    bench.changed(frozenset({"response"}))
    page = stage.page("forms")
    page.overview.forms.show_id(_FORM)
    stage.idle()
    page.overview.focus_first()
    return page


def _answer(filling: Filling, *, rest: bool) -> None:
    """Answer a few questions; with `rest` also those that keep it from being finished."""
    for path, text in _ANSWERS.items():
        node = filling.form.node(f"/data/{path}")
        if node is not None:
            filling.answer(node, text)
    while rest and (stops := [one.node for one in filling.problems() if one.stops]):
        offered = filling.form.choices(stops[0], limit=1)
        filling.answer(stops[0], offered[0].value if offered else "1")


def _first_response(stage: Stage) -> str:
    return stage.first("SELECT id FROM response WHERE state = 'finished' LIMIT 1")


def forms(stage: Stage) -> QWidget:
    """Show forms, drafts and responses."""
    _page(stage)
    return stage.window()


def draft_discarded(stage: Stage) -> QWidget:
    """Ask why a draft is discarded."""
    _page(stage)
    stage.typist.press("Del")
    return stage.window()


def form_filled(stage: Stage) -> QWidget:
    """Go on with a draft."""
    _page(stage)
    stage.typist.press("Enter")
    stage.idle()
    return stage.window()


def form_subject(stage: Stage) -> QWidget:
    """Choose whom a form is about."""
    page = _page(stage)
    page.choose_subject(_FORM)
    stage.idle()
    stage.typist.type("wang")
    return stage.window()


def response(stage: Stage) -> QWidget:
    """Read a finished response."""
    page = _page(stage)
    page.show_response(_first_response(stage))
    stage.idle()
    return stage.window()


def response_paper(stage: Stage) -> QWidget:
    """Show a response as it would be printed."""
    response(stage)
    stage.typist.press("F7")
    stage.idle()
    return stage.window()


def responses_exported(stage: Stage) -> QWidget:
    """Ask how responses are to be written into a file."""
    page = _page(stage)
    page.show_export()
    return stage.window()


def author(stage: Stage) -> QWidget:
    """Show the form author's screen before a workbook was chosen."""
    page = _page(stage)
    page.show_author()
    return stage.window()


def author_tries(stage: Stage) -> QWidget:
    """Try a form out beside its values."""
    page = _page(stage)
    page.show_author()
    page.author.open(resources() / "forms" / f"{_FORM}.md")
    stage.idle()
    filling = page.author.checked.filling
    for path, text in _ANSWERS.items():
        page.author.panel.answer(filling.form.node(f"/data/{path}"), text)
    return stage.window()


def author_problems(stage: Stage) -> QWidget:
    """List what is wrong with a form."""
    page = _page(stage)
    file = stage.scratch / f"{_FORM}.xlsx"
    _write_workbook(file)
    page.show_author()
    page.author.open(file)
    stage.idle()
    return stage.window()


def _write_workbook(file: Path) -> None:
    """Write a form in which a name, a list and a type are wrong, and a label is missing."""
    from openpyxl import Workbook

    book = Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "label::English (en)", "relevant", "constraint"])
    for line in _SPOILED:
        survey.append(line)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label::English (en)"])
    choices.append(["yes_no", "yes", "Yes"])
    choices.append(["yes_no", "no", "No"])
    book.save(file)


FORM_SCENES: tuple[Scene, ...] = (
    forms,
    draft_discarded,
    form_filled,
    form_subject,
    response,
    response_paper,
    responses_exported,
    author,
    author_tries,
    author_problems,
)
