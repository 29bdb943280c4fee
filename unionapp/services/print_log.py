"""The log of prints: what went to which printer, and whether it came out right.

A print is one file (a run may hold many papers); the papers in it bear the same content hash.
"""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.models.records import PrintJob


@dataclass(frozen=True, slots=True)
class Logged:
    """A print that was logged, or the answer to whether it came out right."""

    job: PrintJob
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One print; `came_out` is None until somebody has answered."""

    job: PrintJob
    came_out: bool | None


def printed(
    desk: Desk, sha256: str, *, document: str, printer: str, media: str, pages: int
) -> Logged:
    """Log that a file went to a printer; `media` is the printer's name for the paper."""
    with desk.write() as work:
        job = PrintJob(
            id=work.new_id(),
            home_division=work.division,
            document=document,
            printer=printer,
            media=media,
            pages=pages,
            content_hash=sha256,
            at=work.now,
            worker_id=work.worker_id,
        )
        work.add(job)
        detail: audit.Detail = {"document": document, "pages": pages, "sha256": sha256}
        audit.append(work, "printed", "print_job", job.id, detail)
        return Logged(job, frozenset(work.changed))


def failed(
    desk: Desk, sha256: str, *, document: str, printer: str, media: str, pages: int
) -> Logged:
    """Log a print that the printer did not take: it never came out and is no copy."""
    logged = printed(desk, sha256, document=document, printer=printer, media=media, pages=pages)
    return answer(desk, logged.job.id, right=False)


def answer(desk: Desk, job_id: str, *, right: bool) -> Logged:
    """Log whether a print came out right; the first answer stands.

    Raises `papers.no_such_print`, `papers.print_answered`.
    """
    with desk.write() as work:
        job = work.get(PrintJob, job_id)
        if job is None or job.answers_id is not None:
            raise refuse("papers.no_such_print", job_id)
        if work.select(PrintJob, "answers_id = ?", (job_id,), limit=1):
            raise refuse("papers.print_answered", job.document)
        answered = PrintJob(
            id=work.new_id(),
            home_division=work.division,
            document=job.document,
            printer=job.printer,
            media=job.media,
            pages=job.pages,
            content_hash=job.content_hash,
            at=work.now,
            worker_id=work.worker_id,
            answers_id=job.id,
            came_out=right,
        )
        work.add(answered)
        audit.append(work, "print_answered", "print_job", job.id, {"right": right})
        return Logged(answered, frozenset(work.changed))


def of_file(desk: Desk, sha256: str) -> tuple[PrintLine, ...]:
    """Return the prints of one file, the newest first."""
    return _lines(desk, "content_hash = ?", (sha256,), None)


def listing(desk: Desk, *, limit: int | None = None) -> tuple[PrintLine, ...]:
    """Return all prints, the newest first."""
    return _lines(desk, "1 = 1", (), limit)


def _lines(
    desk: Desk, where: str, params: tuple[str, ...], limit: int | None
) -> tuple[PrintLine, ...]:
    with desk.read() as reading:
        jobs = reading.select(
            PrintJob, f"{where} AND answers_id IS NULL", params, order="rid DESC", limit=limit
        )
        answers = {
            one.answers_id: one.came_out
            for one in reading.select(PrintJob, f"{where} AND answers_id IS NOT NULL", params)
        }
    return tuple(PrintLine(job, answers.get(job.id)) for job in jobs)
