"""Reads a response in words: its questions and answers, numbers masked until they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from unionapp import form_answers, form_paper
from unionapp.forms.asking import is_note
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.models.audit import append
from unionapp.models.desk import Desk
from unionapp.printing.questionnaire import Language
from unionapp.services import form_homes, response_list
from unionapp.services.protocols import AnswerLine
from unionapp.services.response_list import TrailLine
from unionapp.services.response_session import read_only

_HIDDEN = "…"


def answers(desk: Desk, response_id: str, language: str, *, reveal: bool) -> tuple[AnswerLine, ...]:
    """Return the answers of a response in words; to see numbers whole is noted in the audit."""
    session = read_only(desk, response_id)
    form = session.filling.form
    if reveal:
        with desk.write() as work:
            append(work, "value_revealed", "response", response_id, {"field": "answers"})
    spoken = form_paper.speak(form, language)
    reasons = dict(session.response.accepted or {})
    lines = list(_lines(form, form.root, spoken, reveal, reasons, 0))
    for path, label, text in session.response.aside or ():
        lines.append(AnswerLine(0, str(label or path), str(text)))
    return tuple(lines)


def trail(desk: Desk, response_id: str, language: str, *, reveal: bool) -> tuple[TrailLine, ...]:
    """Return what was done with a response, newest first, corrected answers in words.

    Numbers are masked unless `reveal`; `answers` notes in the audit that they were seen.
    """
    form = read_only(desk, response_id).filling.form
    spoken = form_paper.speak(form, language)

    def said(path: str, text: str) -> str:
        node = form.node(path) or _alike(form, path)
        if node is not None:
            return form_answers.in_words(form, node, text, spoken, reveal)
        return text if reveal or not text else _HIDDEN

    return tuple(
        replace(one, before=said(one.path, one.before), after=said(one.path, one.after))
        if one.path
        else one
        for one in response_list.history(desk, response_id)
    )


# ---- how it is done ------------------------------------------------------------------------------


def _alike(form: Form, path: str) -> Node | None:
    """Return the same question in another row, for an answer whose row is gone."""
    wanted = form_homes.without_rows(path)
    found = (node for node in form.root.walk() if node.spec.path == wanted)
    return next(found, None)


def _lines(
    form: Form,
    node: Node,
    language: Language,
    reveal: bool,
    reasons: Mapping[str, str],
    level: int,
) -> Iterator[AnswerLine]:
    for child in node.children():
        control = child.spec.control
        if not child.relevant or not child.spec.in_body:
            continue
        if child.kids:
            inside = list(_lines(form, child, language, reveal, reasons, level + 1))
            title = form_answers.plain(form.text(child.spec.label, child) or "")
            number = f" {child.index + 1}" if child.spec.is_repeat else ""
            if inside and (title or number):
                yield AnswerLine(level, f"{title}{number}".strip(), None)
            yield from inside
        elif control is not None and not is_note(child.spec):
            label = form_answers.plain(form.text(control.label, child) or "") or child.name
            said = form_answers.answer(form, child, language, reveal)
            yield AnswerLine(level, label, said, reasons.get(child.path, ""))
