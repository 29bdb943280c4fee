"""Gives the printing engine what a document says, and notes every paper that was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionapp.models.desk import Desk
from unionapp.models.records import IssuedDocument

DOCUMENTS = ("member_card", "aid_receipt")


@dataclass(frozen=True, slots=True)
class Noted:
    """A paper that was noted; `mark` is what a further copy must show (补打 1), "" on the first."""

    issued: IssuedDocument
    mark: str
    changes: frozenset[str]


def record_for(desk: Desk, document: str, id_: str) -> Mapping[str, object]:
    """Return the words of a document by the names of the printing field registry.

    `member_card` takes a membership or a person, `aid_receipt` a receipt. Raises
    `papers.no_such_document`, `papers.no_such_record`, `papers.no_number`, `receipts.voided`.
    """
    raise NotImplementedError


def subject_of(desk: Desk, document: str, id_: str) -> tuple[str, str]:
    """Return kind and id of the record that a paper is noted under."""
    raise NotImplementedError


def note_issued(
    desk: Desk, document: str, subject_kind: str, subject_id: str, sha256: str
) -> Noted:
    """Append that a paper was made; call it before the printer is asked."""
    raise NotImplementedError
