"""A response at the desk: its filling, its files, and how both are opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from unionapp.errors import refuse
from unionapp.forms.definition import Spec
from unionapp.forms.filling import Filling
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.kept import Kept
from unionapp.forms.load import Loaded
from unionapp.models.desk import OFFICE_ZONE, Desk, Reading, Work
from unionapp.models.records import Response, ResponseEvent
from unionapp.services import (
    attachments,
    form_changes,
    form_homes,
    questionnaires,
    response_drafts,
    response_subject,
)
from unionapp.services.case_answers import CaseAnswers
from unionapp.services.form_changes import FormChange
from unionapp.services.response_drafts import DraftKeeper
from unionapp.services.response_subject import Subject


@dataclass(frozen=True, slots=True)
class ResponseFiles:
    """The photos and signatures of a response.

    Two laptops may correct the same response, so that a file of a correction is named by its
    content too: one name never stands for two photos.
    """

    desk: Desk
    response_id: str
    correcting: bool = False

    def store(self, name: str, content: bytes) -> str:
        """Keep a file; returns the name under which it is the answer."""
        if self.correcting:
            stem, dot, suffix = name.rpartition(".")
            mark = hashlib.sha256(content).hexdigest()[:8]
            name = f"{stem}-{mark}{dot}{suffix}" if dot else f"{name}-{mark}"
        with self.desk.write() as work:
            return attachments.put(work, "response", self.response_id, name, content).name

    def load(self, name: str) -> bytes | None:
        """Return the bytes of a file."""
        return attachments.read(self.desk, self.response_id, name)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An answer of a draft in whose place the case held something newer, which now stands."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Session:
    """A response that is being filled or corrected.

    `title` is the form's, `subtitle` the door and whom it is about; `moved` lists what changed
    when a draft opened in a newer version of its form, `overtaken` what the case knew better;
    `resumed` when it had been begun before.
    """

    filling: Filling
    response: Response
    loaded: Loaded
    title: str
    subtitle: str
    files: ResponseFiles
    case: CaseAnswers
    moved: tuple[FormChange, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()
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


def read_only(desk: Desk, response_id: str) -> Session:
    """Return a response to look at or to print: nothing that is done to it is kept."""
    with desk.read() as reading:
        response = response_of(reading, response_id)
        kept = response_drafts.of(reading, response.id) if response.state == "draft" else {}
        subject = response_subject.of_response(reading, response)
    loaded = questionnaires.loaded(desk, response.form_version_id)
    kept = kept or as_kept(response, loaded)
    form = _form(desk, loaded, kept, response.finished_at)
    files = ResponseFiles(desk, response.id)
    case = CaseAnswers(desk, subject)
    title = loaded.definition.title
    return Session(
        Filling(form, kept=kept), response, loaded, title, subtitle(subject), files, case
    )


def open_session(
    desk: Desk,
    response: Response,
    subject: Subject,
    loaded: Loaded,
    kept: Mapping[str, Kept],
    first: Mapping[str, Kept] | None = None,
) -> Session:
    is_draft = response.state == "draft"
    case = CaseAnswers(desk, subject, Linker(desk, response.id), is_draft, response.id)
    keeper = DraftKeeper(desk, response, case, dict(first or {}), waiting=first is not None)
    with desk.read() as reading:
        kept_at = response_drafts.moments(reading, response.id)
    form = _form(desk, loaded, kept, None)
    filling = Filling(form, keeper=keeper, kept=kept, last=_last_answers(desk, response))
    keeper.waiting = False
    overtaken: tuple[Overtaken, ...] = ()
    if is_draft:
        overtaken = _take_over_newer(desk, response, filling, case, kept_at)
        case.agree_on_told(form, kept_at)
    else:
        case.agree_on_all(_form(desk, loaded, as_kept(response, loaded), None))
    return Session(
        filling,
        response,
        loaded,
        loaded.definition.title,
        subtitle(subject),
        ResponseFiles(desk, response.id, correcting=not is_draft),
        case,
        overtaken=overtaken,
    )


def _take_over_newer(
    desk: Desk,
    response: Response,
    filling: Filling,
    case: CaseAnswers,
    kept_at: Mapping[str, int],
) -> tuple[Overtaken, ...]:
    """Answer with what the case holds where that is newer; the trail keeps the draft's answer.

    Otherwise a response would say one thing and the case another, and nobody would know.
    """
    newer = case.overtaken(filling, kept_at)
    definition = filling.form.definition
    found = tuple(
        Overtaken(node.path, form_changes.label_of(definition, node.spec), node.value, text)
        for node, text in newer.items()
    )
    if found:
        with desk.write() as work:
            note(work, response.id, "overtaken", None, [asdict(one) for one in found])
        filling.take_back(newer)
    return found


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
    rows = [path for path in found if path.endswith("]")]
    for spec in loaded.definition.root.walk():
        if spec.is_repeat:
            outer = next((one.path for one in _above(spec) if one.is_repeat), "")
            around = [row for row in rows if form_homes.without_rows(row) == outer]
            for row in around if outer else [""]:
                path = f"{row}{spec.path.removeprefix(outer)}"
                if f"{path}[1]" not in found:
                    found[f"{path}[0]"] = Kept()
    return found


def standing(desk: Desk, response_id: str) -> Response:
    with desk.read() as reading:
        response = response_of(reading, response_id)
    if response.state == "discarded":
        raise refuse("responses.discarded", response_id)
    return response


def response_of(reading: Reading, response_id: str) -> Response:
    response = reading.get(Response, response_id)
    if response is None or response.deleted_at is not None:
        raise refuse("responses.missing", response_id)
    return response


def note(
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


def reasons(session: Session) -> dict[str, str] | None:
    filling = session.filling
    found = {
        node.path: filling.accepted(node)
        for node in filling.form.root.walk()
        if filling.accepted(node)
    }
    return found or None


def pairs(answers: Mapping[str, str]) -> list[list[str]]:
    return [[path, text] for path, text in answers.items()]


def finished(work: Work, session: Session) -> Finished:
    changes = frozenset(work.changed) | session.case.changes
    return Finished(response_of(work, session.response.id), changes)


@dataclass(frozen=True, slots=True)
class Linker:
    """Hangs a response on the record that one of its answers made, when it had none yet."""

    desk: Desk
    response_id: str

    def __call__(self, kind: str, id_: str) -> None:
        with self.desk.write() as work:
            response = response_of(work, self.response_id)
            if getattr(response, f"{kind}_id", id_) is None:
                work.set_fields("response", self.response_id, {f"{kind}_id": id_})


def _above(spec: Spec) -> Iterator[Spec]:
    return spec.parent.lineage() if spec.parent is not None else iter(())


def _form(desk: Desk, loaded: Loaded, kept: Mapping[str, Kept], moment: datetime | None) -> Form:
    with desk.read() as reading:
        worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (desk.worker_id,)) or ""
        device = reading.scalar("SELECT device FROM clock") or ""
    preload = {"username": str(worker), "deviceid": str(device)}
    around = Surrounding(moment or desk.clock(), OFFICE_ZONE, desk.new_id, preload)
    answers = {path: one.value for path, one in kept.items()}
    return Form(loaded.definition, around, graph=loaded.graph, answers=answers)


def subtitle(subject: Subject) -> str:
    """Return the door and whom it is about, in one line."""
    parts = [subject.address, subject.title]
    return " · ".join(dict.fromkeys(part for part in parts if part))


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
