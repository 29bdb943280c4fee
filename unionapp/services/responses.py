"""Begins, resumes, finishes and discards responses to questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from unionapp.errors import refuse
from unionapp.forms.kept import Kept
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import FormVersion, Response
from unionapp.services import (
    case_form,
    form_homes,
    questionnaires,
    response_corrections,
    response_drafts,
    response_moves,
    response_size,
    response_subject,
)
from unionapp.services.form_changes import FormChange
from unionapp.services.response_session import (
    Finished,
    Session,
    finished,
    note,
    open_session,
    pairs,
    reasons,
    response_of,
    standing,
)
from unionapp.services.response_subject import About, Subject

_NOTHING: case_form.Told = MappingProxyType({})

__all__ = [
    "About",
    "Finished",
    "Session",
    "begin",
    "discard",
    "finish",
    "resume",
]


def begin(desk: Desk, form: FormVersion, about: About) -> Session:
    """Begin a response, or go on with the worker's own draft of the same form about the same.

    Of a case that names a response already, that one is opened: to be gone on with, or corrected.

    Raises `responses.no_subject`, and `responses.which_household` where several families live
    behind the door and `about` does not say which is meant.
    """
    loaded = questionnaires.loaded(desk, form.id)
    with desk.write() as work:
        subject = response_subject.resolve(work, about)
        several = response_subject.which_family(work, loaded.definition, about, subject)
        if several:
            raise refuse("responses.which_household", subject.address, count=len(several))
        standing = case_form.standing_response(work, about, form.form_id)
        standing = standing or _own_draft(work, form, subject, about)
        if standing is None:
            response = _new(work, form, subject, about)
        case_form.link(work, about, (standing or response).id)
    if standing is not None:
        return resume(desk, standing.id)
    session = open_session(desk, response, subject, loaded, {})
    with desk.read() as reading:
        told = case_form.told_before(reading, desk, about, loaded.definition)
    _prefill(desk, session, subject, {}, told)
    return session


def resume(desk: Desk, response_id: str) -> Session:
    """Go on with a draft, or with a correction in hand; a draft moves to its form's newest version.

    Answers that have no place in it are kept in `aside`. Raises `responses.missing`,
    `responses.discarded`.
    """
    response = standing(desk, response_id)
    with desk.read() as reading:
        _see_that_it_is_here(reading, response)
    moved: tuple[FormChange, ...] = ()
    newest = questionnaires.newest(desk, response.form_id)
    if response.state == "draft" and newest and newest.id != response.form_version_id:
        response, moved = response_moves.move(desk, response, newest)
    with desk.read() as reading:
        kept = response_drafts.of(reading, response.id)
        subject = response_subject.of_response(reading, response)
    if not kept and response.state == "finished":
        return response_corrections.correct(desk, response_id)
    loaded = questionnaires.loaded(desk, response.form_version_id)
    session = open_session(desk, response, subject, loaded, kept)
    if moved:  # what the newer version asks besides is filled beforehand, as when it is begun
        _prefill(desk, session, subject, kept)
    return replace(session, moved=moved, resumed=True)


def finish(desk: Desk, session: Session, *, reason: str | None = None) -> Finished:
    """Finish a response, or a correction, which needs a reason.

    Raises `responses.open_problems`, `responses.reason_wanted`, `responses.changed_elsewhere`,
    `responses.too_large`.
    """
    with desk.read() as reading:
        response_drafts.unchanged(reading, session.response)
    open_now = [one for one in session.filling.problems() if one.stops]
    if open_now:
        raise refuse("responses.open_problems", count=len(open_now))
    if session.correcting:
        return response_corrections.finish_correction(desk, session, (reason or "").strip())
    session.filling.take_back(session.case.carry_waiting(session.filling))
    answers = response_size.checked(pairs(session.filling.finish()))
    with desk.write() as work:
        work.set_fields(
            "response",
            session.response.id,
            {
                "state": "finished",
                "finished_at": work.now,
                "answers": answers,
                "accepted": reasons(session),
            },
        )
        response_drafts.drop(work, session.response.id)
        note(work, session.response.id, "finished")
        told = {str(path): str(text) for path, text in answers}
        case_form.tell(work, desk, session.response.id, session.loaded.definition, {}, told)
        return finished(work, session)


def discard(desk: Desk, response_id: str, reason: str) -> frozenset[str]:
    """Take a draft or a finished response out of use, with a reason; its answers stay readable.

    Raises `responses.reason_wanted`, `responses.missing`, `responses.too_large`.
    """
    if not reason.strip():
        raise refuse("responses.reason_wanted", count=1)
    with desk.write() as work:
        response = response_of(work, response_id)
        _see_that_it_is_here(work, response)
        values: dict[str, object] = {"state": "discarded"}
        if response.state == "draft":
            kept = response_drafts.of(work, response_id)
            values |= _as_it_stood(response, kept)
        work.set_fields("response", response_id, values)
        response_drafts.drop(work, response_id)
        note(work, response_id, "discarded", reason.strip())
        return frozenset(work.changed)


def _prefill(
    desk: Desk,
    session: Session,
    subject: Subject,
    kept: Mapping[str, Kept],
    told: case_form.Told = _NOTHING,
) -> None:
    with desk.read() as reading:
        known = replace(response_subject.known(reading, subject), told=told)
    form = session.filling.form
    done = session.filling.prefill(known, kept)
    session.case.agree_on_prefilled(form, done.changed if kept else frozenset(form.root.walk()))


def _new(work: Work, form: FormVersion, subject: Subject, about: About) -> Response:
    response = Response(
        id=work.new_id(),
        home_division=work.division,
        form_version_id=form.id,
        form_id=form.form_id,
        state="draft",
        visit_id=about.visit_id or None,
        worker_id=work.worker_id,
        started_at=work.now,
        **subject.references(),  # type: ignore[arg-type] # the reference fields alone
    )
    work.add(response)
    note(work, response.id, "begun")
    return response


def _see_that_it_is_here(reading: Reading, response: Response) -> None:
    """Raise `responses.missing` for the draft of another laptop: its answers are there alone."""
    if response.state == "draft" and not response_drafts.is_here(reading, response):
        raise refuse("responses.missing", response.id)


def _as_it_stood(response: Response, kept: Mapping[str, Kept]) -> dict[str, object]:
    """Return what a draft held as the fields of a response: in order, and nothing left out."""
    order = sorted(kept, key=form_homes.row_order)
    accepted = {path: kept[path].accepted for path in order if kept[path].accepted}
    aside = [[path, path, kept[path].aside] for path in order if kept[path].aside]
    answers = [
        [path, kept[path].typed or kept[path].value] for path in order if not path.endswith("[0]")
    ]
    return {
        "answers": response_size.checked(answers),
        "accepted": accepted or None,
        "aside": [*(list(one) for one in response.aside or ()), *aside] or None,
    }


# Responses of other cases than one.
_OF_CASES = 'SELECT response_id FROM "case" WHERE response_id IS NOT NULL AND id != ?'


def _own_draft(work: Work, form: FormVersion, subject: Subject, about: About) -> Response | None:
    """Return the worker's draft of the form about the subject, but none that is another case's."""
    wanted = subject.references()
    found = work.select(
        Response,
        f"form_id = ? AND state = 'draft' AND worker_id = ? AND id NOT IN ({_OF_CASES}) AND "
        + " AND ".join(f"{name} IS ?" for name in wanted),
        (form.form_id, work.worker_id, about.case_id, *wanted.values()),
        order="rid DESC",
    )
    return next((one for one in found if response_drafts.is_here(work, one)), None)
