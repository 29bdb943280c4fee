"""The text in a document's QR code: which paper it is and a hash of what it says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unionapp.printing.fields import FIELDS, Record

PREFIX = "GH1"
# 80 bits: enough that no other content is found for a given paper, short enough for a small code.
_HASH_BYTES = 10
_HASH = re.compile(r"[A-Z2-7]{16}")


@dataclass(frozen=True, slots=True)
class Seal:
    """What a QR text says: short code of the document, number of the paper, hash of its facts."""

    document: str
    number: str
    hash: str


def parse(text: str) -> Seal | None:
    """Return what a scanned text says, or None when it is not one of ours."""
    prefix, _, rest = text.strip().partition(":")
    document, _, rest = rest.partition(":")
    number, _, digest = rest.rpartition(":")
    if prefix != PREFIX or not (document and number and _HASH.fullmatch(digest)):
        return None
    return Seal(document, number, digest)


def text(seal: str, number: str, names: Iterable[str], record: Record) -> str:
    """Return `GH1:<document>:<number>:<hash>`.

    `seal` is the document's short code, `names` are the fields that the paper shows; the hash
    covers those of them that are facts of the record (`Field.sealed`) and are set.
    """
    return f"{PREFIX}:{seal}:{number}:{content_hash(names, record)}"


def content_hash(names: Iterable[str], record: Record) -> str:
    """Return 16 capitals and digits (base 32) that change when a printed fact changes.

    The hashed form is JSON with sorted keys: texts as they are, dates as ISO text, money as fen.
    """
    facts: dict[str, object] = {}
    for name in names:
        field = FIELDS[name]
        value = field.value(record)
        if field.sealed and value is not None and not isinstance(value, bytes):
            facts[name] = value.isoformat() if isinstance(value, date) else value
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode("utf-8")).digest()[:_HASH_BYTES]
    return base64.b32encode(digest).decode("ascii")
