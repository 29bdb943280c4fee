"""Makes a paper from a record: words from the services, bytes from the printing engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from unionapp import form_paper, paper_words
from unionapp.form_paper import Particulars
from unionapp.forms.form import Form, Surrounding
from unionapp.models.desk import OFFICE_ZONE, Desk
from unionapp.models.records import FormVersion
from unionapp.paths import DataDir
from unionapp.printing import designs, documents
from unionapp.printing.documents import Wishes
from unionapp.printing.questionnaire import HeadLine, Language
from unionapp.services import (
    paper_check,
    papers,
    print_log,
    questionnaires,
    response_subject,
    vault,
)
from unionapp.services.protocols import AS_USUAL, PaperPort, PaperWishes
from unionapp.services.response_session import Session, subtitle
from unionapp.services.response_subject import About, Subject

_USUAL = Wishes()


def make_paper(
    desk: Desk,
    folder: DataDir,
    document: str,
    ids: Sequence[str],
    stock: str | None = None,
    wishes: Wishes = _USUAL,
) -> documents.Rendered:
    """Return the PDF of a document about some records, and note that it was made.

    Everything is checked before the first mark is drawn; the note is committed before the bytes
    leave, so a paper without its record cannot exist. Raises `UserError` with all problems.
    """
    records = [_record(desk, folder, document, id_) for id_ in ids]
    with desk.read() as reading:
        issued = reading.today
    rendered = documents.render(
        document,
        records,
        stock=stock,
        issued=issued,
        own=folder.own_documents,
        wishes=_with_words(folder, wishes),
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
    wishes: Wishes = _USUAL,
) -> documents.Rendered:
    """Return the PDF as it would be made now, without noting it."""
    records = [_record(desk, folder, document, id_) for id_ in ids]
    with desk.read() as reading:
        issued = reading.today
    return documents.render(
        document,
        records,
        stock=stock,
        issued=issued,
        own=folder.own_documents,
        wishes=_with_words(folder, wishes),
    )


def available(folder: DataDir) -> tuple[documents.DocumentInfo, ...]:
    """Return all documents, an office's own that name answers and facts among them."""
    return documents.available(folder.own_documents, paper_words.providers(folder))


def stocks_of(folder: DataDir, document: str) -> tuple[str, ...]:
    """Return the stocks of a document, the usual one first; other designs may be damaged.

    Raises `printing.unknown_document`, and every problem of the design.
    """
    own = folder.own_documents
    words = documents.vocabulary(own, paper_words.providers(folder))
    return designs.load(document, (own,) if own.is_dir() else (), words).stocks


def port(folder: DataDir) -> PaperPort:
    """Return the papers of an office as the window asks for them."""

    def preview(
        desk: Desk,
        document: str,
        ids: Sequence[str],
        stock: str | None = None,
        wishes: PaperWishes = AS_USUAL,
    ) -> documents.Rendered:
        return preview_paper(desk, folder, document, ids, stock, _wishes(wishes))

    def make(
        desk: Desk,
        document: str,
        ids: Sequence[str],
        stock: str | None = None,
        wishes: PaperWishes = AS_USUAL,
    ) -> documents.Rendered:
        return make_paper(desk, folder, document, ids, stock, _wishes(wishes))

    return PaperPort(
        preview,
        make,
        lambda document: stocks_of(folder, document),
        lambda: paper_words.providers(folder),
    )


def _wishes(said: PaperWishes) -> Wishes:
    return Wishes(start=said.start, printer=said.printer, blanks=said.blanks)


# What a further copy shows: how many came before it.
_REPRINTS = ("receipt.reprint", "document.reprint")


def _record(desk: Desk, folder: DataDir, document: str, id_: str) -> Mapping[str, object]:
    """Return the words of a paper; copies that did not come out of the printer are not counted.

    A design of the office's own gets the facts and answers of the case that it names.
    """
    words = papers.record_for(desk, document, id_)
    kind, subject = papers.subject_of(desk, document, id_)
    if kind in ("case", "receipt"):
        words = {**_further(desk, folder, document, subject), **words}
    shown = [name for name in _REPRINTS if name in words]
    if not shown:
        return words
    files = [one.content_hash for one in papers.history(desk, subject) if one.document == document]
    copies = sum(not _failed(desk, file) for file in files)
    kept = {name: value for name, value in words.items() if name not in shown}
    return {**kept, **dict.fromkeys(shown, copies)} if copies else kept


def _further(desk: Desk, folder: DataDir, document: str, id_: str) -> dict[str, object]:
    """Return what a design names of its case beside the usual words; ours name nothing of it."""
    own = folder.own_documents
    if not own.is_dir():
        return {}
    words = documents.vocabulary(own, paper_words.providers(folder))
    return paper_words.of_case(desk, id_, designs.load(document, (own,), words).fields())


def _failed(desk: Desk, sha256: str) -> bool:
    """Say whether a file went to printers only, and came out of none of them."""
    prints = print_log.of_file(desk, sha256)
    return bool(prints) and all(one.came_out is False for one in prints)


def _with_words(folder: DataDir, wishes: Wishes) -> Wishes:
    return replace(wishes, providers={**paper_words.providers(folder), **wishes.providers})


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the printing engine knows of QR texts, with an office's own designs."""

    desk: Desk
    folder: DataDir

    def read(self, text: str) -> documents.Paper:
        own, words = self.folder.own_documents, paper_words.providers(self.folder)
        return documents.paper_of(text, own, words)

    def hash_of(self, document: str, record: Mapping[str, object], id_: str) -> str | None:
        own, words = self.folder.own_documents, paper_words.providers(self.folder)
        whole = {**_further(self.desk, self.folder, document, id_), **record}
        text = documents.paper_text(document, whole, own, words)
        return self.read(text).hash if text is not None else None


def check_paper(desk: Desk, folder: DataDir, text: str) -> paper_check.PaperCheck:
    """Return what a scanned QR text says against the case; raises `printing.not_a_paper`."""
    return paper_check.check(desk, text, _Reader(desk, folder))


def form_paper_of(
    desk: Desk,
    session: Session,
    *,
    filled: bool,
    language: str,
    wishes: PaperWishes = AS_USUAL,
    own: Path | None = None,
) -> documents.Rendered:
    """Return a response on paper, or the blank form for the same door and person.

    Both bear the same QR, so that answers that come back on paper find their place. A form has its
    sheet to itself, and always prints what has no glyph as a blank: of the wishes only the printer
    matters; `own` is the office's folder of documents, where its profile lies.
    """
    form = session.filling.form
    words = form_paper.language_of(form, language)
    with desk.read() as reading:
        today = reading.today
    return form_paper.render(
        form,
        filled=filled,
        language=words,
        issued=today,
        beside=_particulars(desk, session, words, filled=filled),
        own=own,
        printer=wishes.printer,
    )


def _particulars(desk: Desk, session: Session, words: Language, *, filled: bool) -> Particulars:
    """Return what a response has beside its answers: worker, day, subject, pictures, reasons."""
    response = session.response
    ids = {name: getattr(response, name) for name in _SUBJECTS.values()}
    with desk.read() as reading:
        worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (response.worker_id,))
    moment = response.finished_at or response.started_at
    day = moment.astimezone(OFFICE_ZONE).date() if moment and filled else None
    names = form_paper.media_names(session.filling.form)
    media = {name: session.files.load(name) for name in names}
    kind, id_ = _named(session.loaded.definition.subject, ids)
    return Particulars(
        head=_head(desk, words, session.subtitle, str(worker or ""), day),
        subject_kind=kind,
        subject_id=id_,
        media={name: content for name, content in media.items() if content is not None},
        reasons=form_paper.reasons_in(session.filling),
        reveal=False,
    )


def blank_form_paper(
    desk: Desk,
    form_version: FormVersion,
    about: About | None,
    language: str,
    wishes: PaperWishes = AS_USUAL,
    *,
    own: Path | None = None,
) -> documents.Rendered:
    """Return a blank form to carry along: for whom `about` names, or for nobody yet.

    The QR names form and version, and the subject where there is one; no response is begun.
    Raises `responses.no_subject`, `questionnaires.unknown`.
    """
    loaded = questionnaires.loaded(desk, form_version.id)
    form = Form(
        loaded.definition,
        Surrounding(desk.clock(), OFFICE_ZONE, desk.new_id),
        graph=loaded.graph,
    )
    words = form_paper.speak(form, language)
    with desk.read() as reading:
        subject = response_subject.resolve(reading, about) if about is not None else Subject()
        today = reading.today
    kind, id_ = _named(loaded.definition.subject, subject.references())
    beside = Particulars(
        head=_head(desk, words, subtitle(subject), "", None), subject_kind=kind, subject_id=id_
    )
    return form_paper.render(
        form,
        filled=False,
        language=words,
        issued=today,
        beside=beside,
        own=own,
        printer=wishes.printer,
    )


# The kinds that a paper can name, the most particular first, with their reference fields.
_SUBJECTS = {
    "person": "person_id",
    "employer": "employer_id",
    "household": "household_id",
    "door": "door_id",
}


def _named(wanted: str, ids: Mapping[str, str | None]) -> tuple[str, str]:
    """Return kind and id of the record that a QR names: the form's own kind where it is known."""
    for kind in (wanted, *_SUBJECTS):
        id_ = ids.get(_SUBJECTS.get(kind, ""))
        if id_:
            return kind, id_
    return "", ""


def _head(desk: Desk, words: Language, place: str, worker: str, day: date | None) -> list[HeadLine]:
    values = (vault.office_of(desk).name, place, worker, day.isoformat() if day else "")
    labels = form_paper.head_labels(words)
    return [HeadLine(label, value) for label, value in zip(labels, values, strict=True)]
