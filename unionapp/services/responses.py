"""Begins, resumes, finishes, corrects and discards responses to questionnaires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from unionapp.errors import refuse
from unionapp.forms.definition import Spec
from unionapp.forms.filling import Filling, answers_of
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.kept import Kept
from unionapp.forms.load import Loaded
from unionapp.models.desk import OFFICE_ZONE, Desk, Reading, Work
from unionapp.models.records import FormVersion, Response, ResponseEvent
from unionapp.services import (
    attachments,
    form_changes,
    questionnaires,
    response_drafts,
    response_subject,
)
from unionapp.services.case_answers import CaseAnswers
from unionapp.services.form_changes import FormChange
from unionapp.services.response_drafts import DraftKeeper
from unionapp.services.response_subject import About, Subject

__all__ = [
    "About",
    "Finished",
    "ResponseFiles",
    "Session",
    "abandon_correction",
    "begin",
    "correct",
    "discard",
    "finish",
    "read_only",
    "resume",
]


@dataclass(frozen=True, slots=True)
class ResponseFiles:
    """The photos and signatures of a response."""

    desk: Desk
    response_id: str

    def store(self, name: str, content: bytes) -> str:
        """Keep a file; returns the name under which it is the answer."""
        with self.desk.write() as work:
            return attachments.put(work, "response", self.response_id, name, content).name

    def load(self, name: str) -> bytes | None:
        """Return the bytes of a file."""
        return attachments.read(self.desk, self.response_id, name)


@dataclass(frozen=True, slots=True)
class Session:
    """A response that is being filled or corrected.

    `title` is the form's, `subtitle` the door and whom it is about; `moved` lists what changed
    when a draft opened in a newer version of its form; `resumed` when it had been begun before.
    """

    filling: Filling
    response: Response
    loaded: Loaded
    title: str
    subtitle: str
    files: ResponseFiles
    case: CaseAnswers
    moved: tuple[FormChange, ...] = ()
    resumed: bool = False

    @property
    def correcting(self) -> bool:
        """Whether the response had been finished before."""
        return self.response.state == "finished"


@dataclass(frozen=True, slots=True)
class Finished:
    """A response as it now stands."""

    response: Response
    changes: frozenset[str]


def begin(desk: Desk, form: FormVersion, about: About) -> Session:
    """Begin a response, or go on with the worker's own draft of the same form about the same.

    Raises `responses.no_subject`.
    """
    loaded = questionnaires.loaded(desk, form.id)
    with desk.write() as work:
        subject = response_subject.resolve(work, about)
        standing = _own_draft(work, form, subject)
        if standing is None:
            response = _new(work, form, subject, about)
    if standing is not None:
        return resume(desk, standing.id)
    session = _open(desk, response, subject, loaded, {})
    with desk.read() as reading:
        known = response_subject.known(reading, subject)
    session.filling.prefill(known)
    return session


def resume(desk: Desk, response_id: str) -> Session:
    """Go on with a draft, or with a correction in hand; a draft moves to its form's newest version.

    Answers that have no place in it are kept in `aside`. Raises `responses.missing`,
    `responses.discarded`.
    """
    response = _standing(desk, response_id)
    moved: tuple[FormChange, ...] = ()
    newest = questionnaires.newest(desk, response.form_id)
    if response.state == "draft" and newest and newest.id != response.form_version_id:
        response, moved = _move(desk, response, newest)
    with desk.read() as reading:
        kept = response_drafts.of(reading, response.id)
        subject = response_subject.of_response(reading, response)
    if not kept and response.state == "finished":
        return correct(desk, response_id)
    loaded = questionnaires.loaded(desk, response.form_version_id)
    session = _open(desk, response, subject, loaded, kept)
    return replace(session, moved=moved, resumed=True)


def correct(desk: Desk, response_id: str) -> Session:
    """Open a finished response for correction; what is changed stands as a draft until it is done.

    Raises `responses.missing`, `responses.not_finished`.
    """
    response = _standing(desk, response_id)
    if response.state != "finished":
        raise refuse("responses.not_finished", response_id)
    loaded = questionnaires.loaded(desk, response.form_version_id)
    with desk.read() as reading:
        kept = response_drafts.of(reading, response.id)
        subject = response_subject.of_response(reading, response)
    if kept:
        return replace(_open(desk, response, subject, loaded, kept), resumed=True)
    whole = as_kept(response, loaded)
    return _open(desk, response, subject, loaded, whole, first=whole)


def read_only(desk: Desk, response_id: str) -> Session:
    """Return a response to look at or to print: nothing that is done to it is kept."""
    with desk.read() as reading:
        response = _get(reading, response_id)
        kept = response_drafts.of(reading, response.id) if response.state == "draft" else {}
        subject = response_subject.of_response(reading, response)
    loaded = questionnaires.loaded(desk, response.form_version_id)
    kept = kept or as_kept(response, loaded)
    form = _form(desk, loaded, kept, response.finished_at)
    files = ResponseFiles(desk, response.id)
    case = CaseAnswers(desk, subject)
    title = loaded.definition.title
    return Session(
        Filling(form, kept=kept), response, loaded, title, _subtitle(subject), files, case
    )


def finish(desk: Desk, session: Session, *, reason: str | None = None) -> Finished:
    """Finish a response, or a correction, which needs a reason.

    Raises `responses.open_problems`, `responses.reason_wanted`.
    """
    open_now = [one for one in session.filling.problems() if one.stops]
    if open_now:
        raise refuse("responses.open_problems", count=len(open_now))
    if session.correcting:
        return _finish_correction(desk, session, (reason or "").strip())
    answers = session.filling.finish()
    with desk.write() as work:
        _get(work, session.response.id)
        work.set_fields(
            "response",
            session.response.id,
            {
                "state": "finished",
                "finished_at": work.now,
                "answers": _pairs(answers),
                "accepted": _reasons(session),
            },
        )
        response_drafts.drop(work, session.response.id)
        _note(work, session.response.id, "finished")
        return _finished(work, session)


def _finish_correction(desk: Desk, session: Session, reason: str) -> Finished:
    answers = answers_of(session.filling.form)
    before = answers_in(session.response)
    detail = _differences(session, before, answers)
    if detail and not reason:
        raise refuse("responses.reason_wanted", count=len(detail))
    with desk.write() as work:
        if detail:
            work.set_fields(
                "response",
                session.response.id,
                {"answers": _pairs(answers), "accepted": _reasons(session)},
            )
            _note(work, session.response.id, "corrected", reason, detail)
        response_drafts.drop(work, session.response.id)
        return _finished(work, session)


def abandon_correction(desk: Desk, response_id: str) -> frozenset[str]:
    """Let a correction in hand go; the finished response stays as it was."""
    with desk.write() as work:
        if _get(work, response_id).state == "finished":
            response_drafts.drop(work, response_id)
        return frozenset({"response"})


def discard(desk: Desk, response_id: str, reason: str) -> frozenset[str]:
    """Take a draft or a finished response out of use, with a reason; its answers stay readable.

    Raises `responses.reason_wanted`, `responses.missing`.
    """
    if not reason.strip():
        raise refuse("responses.reason_wanted", count=1)
    with desk.write() as work:
        response = _get(work, response_id)
        values: dict[str, object] = {"state": "discarded"}
        if response.state == "draft":
            kept = response_drafts.of(work, response_id)
            values["answers"] = [
                [path, one.typed or one.value]
                for path, one in sorted(kept.items())
                if not path.endswith("[0]")
            ]
        work.set_fields("response", response_id, values)
        response_drafts.drop(work, response_id)
        _note(work, response_id, "discarded", reason.strip())
        return frozenset(work.changed)


def answers_in(response: Response) -> dict[str, str]:
    """Return the answers of a response by path, in the order of the form."""
    return {str(path): str(text) for path, text in response.answers or ()}


def as_kept(response: Response, loaded: Loaded) -> dict[str, Kept]:
    """Return the answers of a finished response as a filling is opened with them."""
    accepted = response.accepted or {}
    found = {
        path: Kept(text, accepted=accepted.get(path, ""))
        for path, text in answers_in(response).items()
    }
    for spec in loaded.definition.root.walk():
        outermost = spec.is_repeat and not any(one.is_repeat for one in _above(spec))
        if outermost and not any(path.startswith(f"{spec.path}[") for path in found):
            found[f"{spec.path}[0]"] = Kept()
    return found


# ---- how it is done ------------------------------------------------------------------------------


def _above(spec: Spec) -> Iterator[Spec]:
    return spec.parent.lineage() if spec.parent is not None else iter(())


def _open(
    desk: Desk,
    response: Response,
    subject: Subject,
    loaded: Loaded,
    kept: Mapping[str, Kept],
    first: Mapping[str, Kept] | None = None,
) -> Session:
    case = CaseAnswers(desk, subject, Linker(desk, response.id))
    keeper = DraftKeeper(desk, response.id, case, dict(first or {}), waiting=first is not None)
    form = _form(desk, loaded, kept, None)
    filling = Filling(form, keeper=keeper, kept=kept, last=_last_answers(desk, response))
    keeper.waiting = False
    return Session(
        filling,
        response,
        loaded,
        loaded.definition.title,
        _subtitle(subject),
        ResponseFiles(desk, response.id),
        case,
    )


def _form(desk: Desk, loaded: Loaded, kept: Mapping[str, Kept], moment: datetime | None) -> Form:
    with desk.read() as reading:
        worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (desk.worker_id,)) or ""
        device = reading.scalar("SELECT device FROM clock") or ""
    preload = {"username": str(worker), "deviceid": str(device)}
    around = Surrounding(moment or desk.clock(), OFFICE_ZONE, desk.new_id, preload)
    answers = {path: one.value for path, one in kept.items()}
    return Form(loaded.definition, around, graph=loaded.graph, answers=answers)


def _subtitle(subject: Subject) -> str:
    parts = [subject.address, subject.title]
    return " · ".join(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Linker:
    """Hangs a response on the record that one of its answers made, when it had none yet."""

    desk: Desk
    response_id: str

    def __call__(self, kind: str, id_: str) -> None:
        with self.desk.write() as work:
            response = _get(work, self.response_id)
            if getattr(response, f"{kind}_id", id_) is None:
                work.set_fields("response", self.response_id, {f"{kind}_id": id_})


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
    _note(work, response.id, "begun")
    return response


def _own_draft(work: Work, form: FormVersion, subject: Subject) -> Response | None:
    wanted = subject.references()
    found = work.select(
        Response,
        "form_id = ? AND state = 'draft' AND worker_id = ? AND "
        + " AND ".join(f"{name} IS ?" for name in wanted),
        (form.form_id, work.worker_id, *wanted.values()),
        order="rid DESC",
        limit=1,
    )
    return found[0] if found else None


def _last_answers(desk: Desk, response: Response) -> Mapping[str, str]:
    """Return the answers of the worker's last finished response to the same form."""
    with desk.read() as reading:
        found = reading.select(
            Response,
            "form_id = ? AND state = 'finished' AND worker_id = ? AND id <> ?",
            (response.form_id, desk.worker_id, response.id),
            order="finished_at DESC",
            limit=1,
        )
    return answers_in(found[0]) if found else {}


def _standing(desk: Desk, response_id: str) -> Response:
    with desk.read() as reading:
        response = _get(reading, response_id)
    if response.state == "discarded":
        raise refuse("responses.discarded", response_id)
    return response


def _get(reading: Reading, response_id: str) -> Response:
    response = reading.get(Response, response_id)
    if response is None or response.deleted_at is not None:
        raise refuse("responses.missing", response_id)
    return response


def _move(
    desk: Desk, response: Response, newest: FormVersion
) -> tuple[Response, tuple[FormChange, ...]]:
    """Carry a draft over to the newest version of its form; what has no place is set aside."""
    old = questionnaires.loaded(desk, response.form_version_id).definition
    new = questionnaires.loaded(desk, newest.id).definition
    changes = form_changes.between(old, new)
    homes = form_changes.homes_of(old, new)
    with desk.write() as work:
        kept = response_drafts.of(work, response.id)
        placed, homeless = form_changes.carried(kept, homes, old, new, work.now)
        response_drafts.drop(work, response.id)
        response_drafts.put(work, response.id, placed)
        aside = [*(list(one) for one in response.aside or ()), *(list(one) for one in homeless)]
        values = {"form_version_id": newest.id, "aside": aside or None}
        work.set_fields("response", response.id, values)
        told = [
            {"path": one.path, "label": one.label, "before": one.was, "after": one.change.value}
            for one in changes
        ]
        _note(work, response.id, "moved", None, told)
        return _get(work, response.id), changes


def _reasons(session: Session) -> dict[str, str] | None:
    filling = session.filling
    found = {
        node.path: filling.accepted(node)
        for node in filling.form.root.walk()
        if filling.accepted(node)
    }
    return found or None


def _pairs(answers: Mapping[str, str]) -> list[list[str]]:
    return [[path, text] for path, text in answers.items()]


def _differences(
    session: Session, before: Mapping[str, str], after: Mapping[str, str]
) -> list[dict[str, str]]:
    definition = session.loaded.definition
    found = []
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) == after.get(path):
            continue
        spec = definition.spec(form_changes.without_rows(path))
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


def _note(
    work: Work,
    response_id: str,
    event: str,
    reason: str | None = None,
    detail: Sequence[Mapping[str, str]] | None = None,
) -> None:
    work.add(
        ResponseEvent(
            id=work.new_id(),
            home_division=work.division,
            response_id=response_id,
            event=event,
            at=work.now,
            worker_id=work.worker_id,
            reason=reason or None,
            detail=detail or None,
        )
    )


def _finished(work: Work, session: Session) -> Finished:
    changes = frozenset(work.changed) | session.case.changes
    return Finished(_get(work, session.response.id), changes)
