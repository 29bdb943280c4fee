"""The text in a document's QR code: which paper it is and a hash of what it says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

from unionapp.printing.fields import Field, Record

PREFIX = "UA1"
# Papers of the first days; they are printed no more and stay checkable.
_OLD_PREFIX = "GH1"
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
    plain = text.strip()
    if plain.startswith(f"{_OLD_PREFIX}:"):
        document, _, rest = plain.removeprefix(f"{_OLD_PREFIX}:").partition(":")
        number, _, digest = rest.rpartition(":")
    else:
        parts = plain.split("|")
        if len(parts) != 4 or parts[0] != PREFIX:
            return None
        document, number, digest = parts[1], unquote(parts[2]), parts[3]
    if not (document and number and _HASH.fullmatch(digest)):
        return None
    return Seal(document, number, digest)


def text(
    seal: str, number: str, names: Iterable[str], record: Record, words: Mapping[str, Field]
) -> str:
    """Return `UA1|<document>|<number>|<hash>`.

    `seal` is the document's short code, `names` are the fields that the paper shows; the hash
    covers those of them that are facts of the record (`Field.sealed`) and are set.
    """
    escaped = quote(number, safe=" :/+,;=@()") if number.isascii() else number.replace("|", "%7C")
    return f"{PREFIX}|{seal}|{escaped}|{content_hash(names, record, words)}"


def content_hash(names: Iterable[str], record: Record, words: Mapping[str, Field]) -> str:
    """Return 16 capitals and digits (base 32) that change when a printed fact changes.

    The hashed form is JSON with sorted keys: texts as they are, dates as ISO text, money as fen,
    lists as their rows.
    """
    canonical = json.dumps(
        _facts([words[name] for name in names], record),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(canonical.encode("utf-8")).digest()[:_HASH_BYTES]
    return base64.b32encode(digest).decode("ascii")


def _facts(fields: Iterable[Field], record: Record) -> dict[str, object]:
    facts: dict[str, object] = {}
    for field in fields:
        value = field.value(record)
        if not field.sealed or value is None or isinstance(value, bytes):
            continue
        if isinstance(value, date):
            facts[field.name] = value.isoformat()
        elif field.kind == "list" and isinstance(value, Sequence):
            facts[field.name] = [_facts(field.row.values(), row) for row in value]
        else:
            facts[field.name] = value
    return facts
