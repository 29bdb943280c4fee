"""Makes a paper from a record: words from the services, bytes from the printing engine."""

from __future__ import annotations

from collections.abc import Sequence

from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.printing import documents
from unionapp.services import papers


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
