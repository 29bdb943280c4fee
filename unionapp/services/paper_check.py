"""What a scanned QR text says against the case: which paper, still true, voided, printed when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Case, IssuedDocument, Membership, Receipt
from unionapp.services import papers, programme_files
from unionapp.services.case_records import WITHDRAWN


class ScannedPaper(Protocol):
    """What the text itself says: document, number, hash of what was printed."""

    @property
    def document(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def hash(self) -> str: ...


class PaperReader(Protocol):
    """The printing engine, which knows what a QR text is made of."""

    def read(self, text: str) -> ScannedPaper:
        """Return what a text says; raises `printing.not_a_paper`."""

    def hash_of(self, document: str, record: Mapping[str, object], id_: str) -> str | None:
        """Return the hash that the paper of a record, by its words and id, would bear now."""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """The answer: `state` is `same`, `changed` or `unknown` (no such record here).

    `voided_by` is the number of the receipt that voids this one; `withdrawn` tells that the case
    of the paper was taken back. `issued` are the papers of the record that were made, the newest
    first.
    """

    document: str
    number: str
    state: str
    voided_by: str | None = None
    withdrawn: bool = False
    issued: tuple[IssuedDocument, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the paper may be taken at its word."""
        return self.state == "same" and self.voided_by is None and not self.withdrawn


@dataclass(frozen=True, slots=True)
class _Found:
    """The record that a number belongs to, and what its paper says now."""

    id: str
    words: Mapping[str, object] | None
    voided_by: str | None = None


def check(desk: Desk, text: str, reader: PaperReader) -> PaperCheck:
    """Return what a scanned text says; changes nothing. Raises `printing.not_a_paper`."""
    scanned = reader.read(text)
    find = _BY_NUMBER.get(scanned.document)
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        if find is not None:
            found = find(reading, scanned.number, folder)
        else:
            now_said = papers.words_now(reading, scanned.document, scanned.number, folder)
            found = _Found(*now_said) if now_said is not None else None
        if found is None:
            return PaperCheck(scanned.document, scanned.number, "unknown")
        issued = reading.select(
            IssuedDocument,
            "document = ? AND subject_id = ?",
            (scanned.document, found.id),
            order="rid DESC",
        )
        case = reading.get(Case, found.id)
        words = papers.with_office(reading, found.words) if found.words is not None else None
    now = reader.hash_of(scanned.document, words, found.id) if words is not None else None
    state = "same" if now == scanned.hash else "changed"
    return PaperCheck(
        scanned.document,
        scanned.number,
        state,
        found.voided_by,
        case is not None and case.state == WITHDRAWN,
        tuple(issued),
    )


def _receipt(reading: Reading, number: str, folder: Path) -> _Found | None:
    found = reading.select(Receipt, "number = ? AND voids_id IS NULL", (number,), limit=1)
    if not found:
        return None
    void = papers.void_of(reading, found[0].id)
    words = papers.receipt_words(reading, found[0])
    return _Found(found[0].id, words, void.number if void else None)


def _membership(reading: Reading, number: str, folder: Path) -> _Found | None:
    found = reading.select(Membership, "number = ?", (number,), limit=1)
    if not found:
        return None
    # A member who has left has no card any more: what the paper says is no longer so.
    return _Found(found[0].id, papers.card_words(reading, found[0]))


# Papers that are still found and said otherwise than when they are made: a voided receipt, the card
# of somebody who has left. All others are found as `papers` makes them (`PaperKind.numbered`).
_BY_NUMBER: Mapping[str, Callable[[Reading, str, Path], _Found | None]] = {
    **dict.fromkeys(papers.RECEIPTS, _receipt),
    "member_card": _membership,
}
