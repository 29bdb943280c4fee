"""The way into printing: which documents there are, and a document's PDF for some records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.errors import UserError, refuse
from unionapp.printing import designs, fonts, preflight, seals, stocks
from unionapp.printing.designs import Design

if TYPE_CHECKING:
    from unionapp.printing.stocks import Stock


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document that can be printed: labels, stocks (the usual one first), fields it reads."""

    code: str
    zh: str
    en: str
    stocks: tuple[str, ...]
    fields: tuple[str, ...]

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file; preview, paper and archive all use these very bytes."""

    pdf: bytes
    pages: int
    sha256: str


def available(own: Path | None = None) -> tuple[DocumentInfo, ...]:
    """Return all documents by code; `own` is the office's folder (`DataDir.own_documents`).

    Own designs lie in that folder, own stocks in a folder `stocks` inside it.

    Raises UserError with every problem of a design file that cannot be read.
    """
    found = designs.files(_folders(own)).values()
    return tuple(_info(designs.read(path)) for path in sorted(found, key=lambda path: path.stem))


def render(
    document: str,
    records: Sequence[Mapping[str, object]],
    *,
    stock: str | None = None,
    issued: date,
    own: Path | None = None,
) -> Rendered:
    """Return the PDF of a document for records of registered fields (`fields.FIELDS`).

    `stock` is one of the design's stocks, by default the first. `issued` is the day that the
    file and the paper bear. Equal input gives equal bytes. Raises UserError with all problems
    of all records before anything is drawn; KeyError or TypeError for a slip of the program.
    """
    folders = _folders(own)
    design = designs.load(document, folders)
    paper = stocks.load(stock or design.stocks[0], _stock_folders(own))
    shipped = fonts.shipped()
    job = preflight.check(design, paper, records, shipped, issued=issued)
    return _drawn(design, paper, job, issued)


def check(
    document: str,
    records: Sequence[Mapping[str, object]],
    *,
    stock: str | None = None,
    issued: date,
    own: Path | None = None,
) -> UserError | None:
    """Return what stands in the way of printing, or None; draws nothing."""
    folders = _folders(own)
    try:
        design = designs.load(document, folders)
        paper = stocks.load(stock or design.stocks[0], _stock_folders(own))
        preflight.check(design, paper, records, fonts.shipped(), issued=issued)
    except UserError as error:
        return error
    return None


@dataclass(frozen=True, slots=True)
class Paper:
    """Which paper a scanned QR text belongs to: the document's code and its number."""

    document: str
    number: str
    hash: str


def paper_of(text: str, own: Path | None = None) -> Paper:
    """Return which paper a scanned text belongs to; raises `printing.not_a_paper`."""
    seal = seals.parse(text)
    for path in designs.files(_folders(own)).values() if seal else ():
        design = designs.read(path)
        if seal and design.seal == seal.document:
            return Paper(design.code, seal.number, seal.hash)
    raise refuse("printing.not_a_paper", text[:40])


def paper_text(document: str, record: Mapping[str, object], own: Path | None = None) -> str | None:
    """Return the QR text that a record's paper bears now, None for a document without one.

    A scanned text that differs was printed when the record said something else.
    """
    return preflight.seal_of(designs.load(document, _folders(own)), record)


def _drawn(design: Design, stock: Stock, job: preflight.Job, issued: date) -> Rendered:
    from unionapp.printing.render import Page

    page = Page(fonts.shipped(), stock, role=_first_role(design), issued=issued, title=design.zh)
    for side, marks in job.fixed.items():
        page.keep(side, marks)
    pages = 0
    for papers in _sheets(job.papers, stock.slots):
        for side in job.fixed:
            page.sheet(side, [paper[side] for paper in papers], back=side == "back")
            pages += 1
    pdf = page.finish()
    return Rendered(pdf, pages, hashlib.sha256(pdf).hexdigest())


def _sheets(
    papers: tuple[preflight.Paper, ...], slots: int
) -> Iterator[tuple[preflight.Paper, ...]]:
    for start in range(0, len(papers), slots):
        yield papers[start : start + slots]


def _first_role(design: Design) -> str:
    """Return a role that the design uses, so that no font is embedded for nothing."""
    things = (thing for side in design.sides for thing in (*side.fixed, *side.varying))
    return next((thing.font for thing in things if hasattr(thing, "font")), "sans")


def _folders(own: Path | None) -> tuple[Path, ...]:
    return (own,) if own is not None and own.is_dir() else ()


def _stock_folders(own: Path | None) -> tuple[Path, ...]:
    return tuple(folder / "stocks" for folder in _folders(own))


def _info(design: Design) -> DocumentInfo:
    return DocumentInfo(design.code, design.zh, design.en, design.stocks, design.fields())
