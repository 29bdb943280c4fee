"""The way into printing: which documents there are, and a document's PDF for some records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from unionapp.errors import Problem, UserError, refuse
from unionapp.printing import (
    design_files,
    designs,
    fields,
    fonts,
    preflight,
    profiles,
    seals,
    stocks,
)
from unionapp.printing.compose import Options
from unionapp.printing.designs import Design
from unionapp.printing.fields import Field, Provider
from unionapp.printing.marks import Area, ArtworkMark

if TYPE_CHECKING:
    from unionapp.printing.preflight import Job, Leaf
    from unionapp.printing.render import Page
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
    """A finished file; preview, paper and archive all use these very bytes.

    `sides` is 2 where every second page is the back of the one before; `warnings` tell what was
    printed with a mark in its place, to be put right by hand.
    """

    pdf: bytes
    pages: int
    sha256: str
    sides: int = 1
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """How one run is printed, apart from what and on which stock.

    `start` is the first slot used on the first sheet (from 0); `printer` names the printer whose
    profile corrects the pages; `language` overrides that of the design's labels; `blanks` prints
    □ for what has no glyph, to be written in by hand; `underlay` shows the scan below the design,
    for placing objects only. `providers` know fields that no file lists, by their first part.
    """

    start: int = 0
    printer: str | None = None
    language: str | None = None
    blanks: bool = False
    underlay: bool = False
    providers: Mapping[str, Provider] = field(default_factory=lambda: MappingProxyType({}))


_USUAL = Wishes()
_NO_PROVIDERS: Mapping[str, Provider] = MappingProxyType({})


def available(
    own: Path | None = None, providers: Mapping[str, Provider] | None = None
) -> tuple[DocumentInfo, ...]:
    """Return all documents by code; `own` is the office's folder (`DataDir.own_documents`).

    Own designs lie in that folder, own stocks in a folder `stocks` inside it, own fields in
    `fields`, own fonts in `fonts`, printer profiles in `printers`.

    Raises UserError with every problem of a design file that cannot be read.
    """
    words = vocabulary(own, providers or {})
    found = design_files.listed(_folders(own))
    return tuple(_info(designs.read(found[code], words)) for code in sorted(found))


def vocabulary(own: Path | None, providers: Mapping[str, Provider]) -> Mapping[str, Field]:
    """Return all fields that designs of this office may name."""
    if own is None and not providers:
        return fields.shipped()
    return fields.shipped().with_own((own or Path()) / "fields", providers)


def render(
    document: str,
    records: Sequence[Mapping[str, object]],
    *,
    stock: str | None = None,
    issued: date,
    own: Path | None = None,
    wishes: Wishes = _USUAL,
) -> Rendered:
    """Return the PDF of a document for records of registered fields (`fields`).

    `stock` is one of the design's stocks, by default the first. `issued` is the day that the
    file and the paper bear. Equal input gives equal bytes. Raises UserError with all problems
    of all records before anything is drawn; KeyError or TypeError for a slip of the program.
    """
    run = _Run.of(document, stock, own, wishes)
    return run.drawn(run.checked(records, issued), issued)


@dataclass(frozen=True, slots=True)
class Proof:
    """A design on sheets of its own size; `sides` names the side that each page shows."""

    pdf: bytes
    sides: tuple[str, ...]


def proof(
    design: Design,
    record: Mapping[str, object],
    *,
    issued: date,
    own: Path | None = None,
    wishes: Wishes = _USUAL,
) -> Proof:
    """Return a design, which need not be saved, for one record.

    Raises UserError with all problems of the record.
    """
    words = vocabulary(own, wishes.providers)
    run = _Run(design, stocks.sheet_of(design), fonts.with_own(own), words, None, wishes)
    job = run.checked([record], issued)
    sides = tuple(page.side for leaf in job.leaves for page in leaf)
    return Proof(run.drawn(job, issued).pdf, sides)


def check(
    document: str,
    records: Sequence[Mapping[str, object]],
    *,
    stock: str | None = None,
    issued: date,
    own: Path | None = None,
    wishes: Wishes = _USUAL,
) -> UserError | None:
    """Return what stands in the way of printing, or None; draws nothing."""
    try:
        _Run.of(document, stock, own, wishes).checked(records, issued)
    except UserError as error:
        return error
    return None


@dataclass(frozen=True, slots=True)
class Paper:
    """Which paper a scanned QR text belongs to: the document's code and its number."""

    document: str
    number: str
    hash: str


def paper_of(
    text: str, own: Path | None = None, providers: Mapping[str, Provider] = _NO_PROVIDERS
) -> Paper:
    """Return which paper a scanned text belongs to; raises `printing.not_a_paper`."""
    seal = seals.parse(text)
    words = vocabulary(own, providers)
    for files in design_files.listed(_folders(own)).values() if seal else ():
        try:
            design = designs.read(files, words)
        except UserError:  # another document's file is no reason to know nothing of this one
            continue
        if seal and design.seal == seal.document:
            return Paper(design.code, seal.number, seal.hash)
    raise refuse("printing.not_a_paper", text[:40])


def paper_text(
    document: str,
    record: Mapping[str, object],
    own: Path | None = None,
    providers: Mapping[str, Provider] = _NO_PROVIDERS,
) -> str | None:
    """Return the QR text that a record's paper bears now, None for a document without one.

    A scanned text that differs was printed when the record said something else.
    """
    words = vocabulary(own, providers)
    return preflight.seal_of(designs.load(document, _folders(own), words), record, words)


# ---- one run -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    design: Design
    paper: Stock
    shipped: fonts.Fonts
    words: Mapping[str, Field]
    profile: profiles.Profile | None
    wishes: Wishes

    @classmethod
    def of(cls, document: str, stock: str | None, own: Path | None, wishes: Wishes) -> _Run:
        words = vocabulary(own, wishes.providers)
        design = designs.load(document, _folders(own), words)
        paper = stocks.load(stock or design.stocks[0], _inside(own, "stocks"))
        if not 0 <= wishes.start < paper.slots:
            raise refuse("printing.no_such_slot", paper.code, slot=wishes.start + 1,
                         slots=paper.slots)  # fmt: skip
        profile = None
        for folder in _inside(own, "printers") if wishes.printer else ():
            profile = profiles.load(folder, wishes.printer or "", paper.code)
        return cls(design, paper, fonts.with_own(own), words, profile, wishes)

    def checked(self, records: Sequence[Mapping[str, object]], issued: date) -> Job:
        options = Options(self.wishes.language or self.design.labels, self.wishes.blanks)
        return preflight.check(
            self.design,
            self.paper,
            records,
            self.shipped,
            issued=issued,
            words=self.words,
            options=options,
        )

    def drawn(self, job: Job, issued: date) -> Rendered:
        from unionapp.printing.render import Page

        profile = self.profile
        page = Page(
            self.shipped,
            self.paper,
            role=_first_role(self.design),
            issued=issued,
            title=self.design.zh,
            front=profile.matrix() if profile else None,
            back=profile.matrix(back=True) if profile else None,
        )
        for name, marks in job.layers.items():
            page.keep(name, marks)
        pages = sum(self._sheet(page, leaves, first) for first, leaves in self._sheets(job))
        pdf = page.finish()
        sides = max((len(leaf) for leaf in job.leaves), default=1)
        return Rendered(pdf, pages, hashlib.sha256(pdf).hexdigest(), sides)

    def _sheets(self, job: Job) -> Iterator[tuple[int, Sequence[Leaf]]]:
        """Yield the first slot of each sheet and the leaves that lie on it."""
        slots, start = self.paper.slots, self.wishes.start
        leaves = job.leaves
        yield start, leaves[: slots - start]
        for at in range(slots - start, len(leaves), slots):
            yield 0, leaves[at : at + slots]

    def _sheet(self, page: Page, leaves: Sequence[Leaf], first: int) -> int:
        """Draw a sheet's front and, for a two-sided design, its back; return how many pages."""
        sides = max((len(leaf) for leaf in leaves), default=0)
        for side in range(sides):
            filled = [(leaf[side].layer, leaf[side].marks) for leaf in leaves if side < len(leaf)]
            height = leaves[0][side].height if self.paper.roll else None
            below = self._underlay() if self.wishes.underlay else ()
            page.slots(filled, back=side == 1, first=first, height=height, below=below)
        return sides

    def _underlay(self) -> tuple[ArtworkMark, ...]:
        file, files = self.design.underlay, self.design.files
        if file is None or files is None:
            return ()
        area = Area(0, 0, self.design.width, self.design.height)
        return (ArtworkMark(area, files.artwork(file), file, fit="stretch"),)


def _info(design: Design) -> DocumentInfo:
    return DocumentInfo(design.code, design.zh, design.en, design.stocks, design.fields())


def _first_role(design: Design) -> str:
    """Return a role that the design uses, so that no font is embedded for nothing."""
    things = (thing for side in design.sides for thing in (*side.fixed, *side.varying))
    found = (getattr(thing, "font", None) for thing in things)
    return next((str(role) for role in found if role is not None), "sans")


def _folders(own: Path | None) -> tuple[Path, ...]:
    return (own,) if own is not None and own.is_dir() else ()


def _inside(own: Path | None, name: str) -> tuple[Path, ...]:
    return tuple(folder / name for folder in _folders(own))
