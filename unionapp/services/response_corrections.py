"""Corrects finished responses: with a reason, old and new value of each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from unionapp.errors import refuse
from unionapp.forms.filling import answers_of
from unionapp.models.desk import Desk
from unionapp.services import (
    case_form,
    form_changes,
    form_homes,
    questionnaires,
    response_drafts,
    response_size,
    response_subject,
)
from unionapp.services.response_session import (
    Finished,
    Session,
    answers_in,
    as_kept,
    finished,
    note,
    open_session,
    pairs,
    reasons,
    response_of,
    standing,
)


def correct(desk: Desk, response_id: str) -> Session:
    """Open a finished response for correction; what is changed stands as a draft until it is done.

    Raises `responses.missing`, `responses.not_finished`.
    """
    response = standing(desk, response_id)
    if response.state != "finished":
        raise refuse("responses.not_finished", response_id)
    loaded = questionnaires.loaded(desk, response.form_version_id)
    with desk.read() as reading:
        kept = response_drafts.of(reading, response.id)
        subject = response_subject.of_response(reading, response)
    if kept:
        return replace(open_session(desk, response, subject, loaded, kept), resumed=True)
    whole = as_kept(response, loaded)
    return open_session(desk, response, subject, loaded, whole, first=whole)


def finish_correction(desk: Desk, session: Session, reason: str) -> Finished:
    before = answers_in(session.response)
    detail = _differences(session, before, answers_of(session.filling.form))
    if detail and not reason:
        raise refuse("responses.reason_wanted", count=len(detail))
    session.filling.take_back(session.case.carry_waiting(session.filling))
    answers = response_size.checked(pairs(answers_of(session.filling.form)))
    with desk.write() as work:
        if detail:
            work.set_fields(
                "response",
                session.response.id,
                {"answers": answers, "accepted": reasons(session)},
            )
            note(work, session.response.id, "corrected", reason, response_size.told(detail))
            now = {str(path): str(text) for path, text in answers}
            case_form.tell(work, desk, session.response.id, session.loaded.definition, before, now)
        response_drafts.drop(work, session.response.id)
        return finished(work, session)


def abandon(desk: Desk, response_id: str) -> frozenset[str]:
    """Let a correction in hand go; the finished response stays as it was."""
    with desk.write() as work:
        if response_of(work, response_id).state == "finished":
            response_drafts.drop(work, response_id)
        return frozenset({"response"})


def _differences(
    session: Session, before: Mapping[str, str], after: Mapping[str, str]
) -> list[dict[str, str]]:
    definition = session.loaded.definition
    found = []
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) == after.get(path):
            continue
        spec = definition.spec(form_homes.without_rows(path))
        if spec is not None and spec.bind.calculate is not None:
            continue
        label = form_changes.label_of(definition, spec) if spec is not None else path
        found.append(
            {
                "path": path,
                "label": label,
                "before": before.get(path, ""),
                "after": after.get(path, ""),
            }
        )
    return found
