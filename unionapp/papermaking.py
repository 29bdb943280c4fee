"""Makes a paper from a record: words from the services, bytes from the printing engine."""

from __future__ import annotations

from collections.abc import Sequence

from unionapp import form_paper
from unionapp.form_paper import Particulars
from unionapp.models.desk import OFFICE_ZONE, Desk
from unionapp.paths import DataDir
from unionapp.printing import documents
from unionapp.printing.questionnaire import HeadLine
from unionapp.services import papers, vault
from unionapp.services.response_session import Session


def make_paper(
    desk: Desk,
    folder: DataDir,
    document: str,
    ids: Sequence[str],
    stock: str | None = None,
) -> documents.Rendered:
    """Return the PDF of a document about some records, and note that it was made.

    Everything is checked before the first mark is drawn; the note is committed before the bytes
    leave, so a paper without its record cannot exist. Raises `UserError` with all problems.
    """
    records = [papers.record_for(desk, document, id_) for id_ in ids]
    with desk.read() as reading:
        issued = reading.today
    rendered = documents.render(
        document, records, stock=stock, issued=issued, own=folder.own_documents
    )
    for id_ in ids:
        kind, subject = papers.subject_of(desk, document, id_)
        papers.note_issued(desk, document, kind, subject, rendered.sha256)
    return rendered


def preview_paper(
    desk: Desk,
    folder: DataDir,
    document: str,
    ids: Sequence[str],
    stock: str | None = None,
) -> documents.Rendered:
    """Return the PDF as it would be made now, without noting it."""
    records = [papers.record_for(desk, document, id_) for id_ in ids]
    with desk.read() as reading:
        issued = reading.today
    return documents.render(document, records, stock=stock, issued=issued, own=folder.own_documents)


def form_paper_of(
    desk: Desk, session: Session, *, filled: bool, language: str
) -> documents.Rendered:
    """Return a response on paper, or the blank form for the same door and person.

    Both bear the same QR, so that answers that come back on paper find their place.
    """
    form = session.filling.form
    words = form_paper.language_of(form, language)
    response = session.response
    subjects = {
        "person": response.person_id,
        "employer": response.employer_id,
        "household": response.household_id,
        "door": response.door_id,
    }
    wanted = session.loaded.definition.subject
    kind = wanted if subjects.get(wanted) else next((k for k, id_ in subjects.items() if id_), "")
    with desk.read() as reading:
        today = reading.today
        worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (response.worker_id,))
    moment = response.finished_at or response.started_at
    day = moment.astimezone(OFFICE_ZONE).date() if moment and filled else None
    values = (
        vault.office_of(desk).name,
        session.subtitle,
        str(worker or ""),
        day.isoformat() if day else "",
    )
    labels = form_paper.head_labels(words)
    media = {name: session.files.load(name) for name in form_paper.media_names(form)}
    beside = Particulars(
        head=[HeadLine(label, value) for label, value in zip(labels, values, strict=True)],
        subject_kind=kind,
        subject_id=subjects.get(kind) or "",
        media={name: content for name, content in media.items() if content is not None},
        reasons=form_paper.reasons_in(session.filling),
        reveal=False,
    )
    return form_paper.render(form, filled=filled, language=words, issued=today, beside=beside)
