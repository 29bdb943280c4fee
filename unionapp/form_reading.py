"""Reads a response in words: its questions and answers, numbers masked until they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unionapp import form_answers, form_paper
from unionapp.forms.asking import is_note
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.models.audit import append
from unionapp.models.desk import Desk
from unionapp.printing.questionnaire import Language
from unionapp.services.protocols import AnswerLine
from unionapp.services.response_session import read_only


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


# ---- how it is done ------------------------------------------------------------------------------


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
