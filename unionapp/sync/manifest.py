"""What a bundle says about itself, in the clear and signed: docs/bundle-format.md, section 4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from unionapp.errors import refuse
from unionapp.sync import canonical

FORMAT = 1
ALGORITHM = "ed25519+age-x25519+zstd"
CHANGES, ACK = "changes", "ack"
ENROL_REQUEST, ENROL_REPLY = "enrol_request", "enrol_reply"
TYPES = (CHANGES, ACK, ENROL_REQUEST, ENROL_REPLY)
MAX_MANIFEST = 64 * 1024

_DEVICE = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA256_OR_NONE = re.compile(r"([0-9a-f]{64})?")
_ID = re.compile(r"[0-9a-f-]{36}")
_ANY = re.compile(r".{0,200}")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of a hash chain: its number and hash."""

    last: int
    hash: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Length and SHA-256 of a run of bytes."""

    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Range:
    """How many operations, and the ids of the first and last one; empty ids when there are none."""

    count: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the maker of a bundle states; everything else in the manifest is measured.

    `previous` is the SHA-256 of the whole file of the bundle before, empty for the first one.
    `hlc` is milliseconds since 1970 in UTC times 65,536 plus a counter.
    """

    type: str
    bundle: str
    device: str
    incarnation: int
    sequence: int
    previous: str
    schema: int
    app: str
    hlc: int
    clock_trusted: bool
    audit_head: Head | None = None
    receipt_heads: Mapping[str, Head] = field(default_factory=dict)
    enrolment: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole manifest. `unknown` keeps the fields of a newer program as they are."""

    facts: Facts
    recipients: tuple[str, ...]
    operations: Range
    results: int
    attachments: int
    attachment_bytes: int
    plain: Digest
    cipher: Digest
    unknown: Mapping[str, object] = field(default_factory=dict)


def encode(manifest: Manifest) -> bytes:
    """Return the canonical bytes that are signed; `UserError` `bundle.too_large` over 64 KiB."""
    facts = manifest.facts
    body: dict[str, object] = {
        **manifest.unknown,
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "type": facts.type,
        "bundle": facts.bundle,
        "device": facts.device,
        "incarnation": facts.incarnation,
        "sequence": facts.sequence,
        "previous": facts.previous,
        "schema": facts.schema,
        "app": facts.app,
        "hlc": facts.hlc,
        "clock_trusted": facts.clock_trusted,
        "audit_head": _head_json(facts.audit_head) if facts.audit_head else None,
        "receipt_heads": {name: _head_json(head) for name, head in facts.receipt_heads.items()},
        "recipients": list(manifest.recipients),
        "operations": {
            "count": manifest.operations.count,
            "first": manifest.operations.first,
            "last": manifest.operations.last,
        },
        "results": manifest.results,
        "attachments": {"count": manifest.attachments, "bytes": manifest.attachment_bytes},
        "plain": _digest_json(manifest.plain),
        "cipher": _digest_json(manifest.cipher),
    }
    if facts.enrolment is not None:
        body["enrolment"] = dict(facts.enrolment)
    content = canonical.encode(body)
    if len(content) > MAX_MANIFEST:
        raise refuse("bundle.too_large", limit=MAX_MANIFEST)
    return content


def decode(content: bytes) -> Manifest:
    """Return the manifest of verified bytes.

    Raises `UserError`: `bundle.newer_version` for another format, algorithm or type,
    `bundle.damaged` for anything that the format does not allow, `bundle.too_large`.
    """
    fields = Fields(canonical.decode(content))
    _check_version(fields)
    facts = _facts(fields)
    operations, attachments = fields.nested("operations"), fields.nested("attachments")
    manifest = Manifest(
        facts=facts,
        recipients=fields.sorted_texts("recipients", _SHA256),
        operations=Range(
            operations.number("count"), operations.text("first"), operations.text("last")
        ),
        results=fields.number("results"),
        attachments=attachments.number("count"),
        attachment_bytes=attachments.number("bytes"),
        plain=_digest(fields.nested("plain")),
        cipher=_digest(fields.nested("cipher")),
        unknown=fields.left(),
    )
    # What a nested object holds beyond its fields would be lost on the way through.
    if encode(manifest) != content:
        raise refuse("bundle.damaged")
    return manifest


class Fields:
    """Takes the fields of one object out, each by type; what does not fit is `bundle.damaged`."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self._body = dict(body)

    def take(self, name: str) -> object:
        """Return the value of a field that must be there."""
        if name not in self._body:
            raise refuse("bundle.damaged")
        return self._body.pop(name)

    def text(self, name: str, pattern: re.Pattern[str] = _ANY) -> str:
        """Return text that matches as a whole."""
        value = self.take(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refuse("bundle.damaged")
        return value

    def number(self, name: str, least: int = 0) -> int:
        """Return a whole number that is not below `least`."""
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise refuse("bundle.damaged")
        return value

    def boolean(self, name: str) -> bool:
        """Return true or false."""
        value = self.take(name)
        if not isinstance(value, bool):
            raise refuse("bundle.damaged")
        return value

    def nested(self, name: str) -> Fields:
        """Return the fields of a nested object."""
        value = self.take(name)
        if not isinstance(value, dict):
            raise refuse("bundle.damaged")
        return Fields(value)

    def names(self) -> tuple[str, ...]:
        """Return the names that have not been taken."""
        return tuple(self._body)

    def sorted_texts(self, name: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """Return a list of different texts in rising order."""
        value = self.take(name)
        if not isinstance(value, list) or not all(
            isinstance(item, str) and pattern.fullmatch(item) for item in value
        ):
            raise refuse("bundle.damaged")
        if sorted(set(value)) != value:
            raise refuse("bundle.damaged")
        return tuple(value)

    def left(self) -> Mapping[str, object]:
        """Return what nobody took."""
        return dict(self._body)


def _check_version(fields: Fields) -> None:
    found = (fields.number("format"), fields.text("algorithm"))
    if found != (FORMAT, ALGORITHM):
        raise refuse("bundle.newer_version", found=found[0], known=FORMAT)


def _facts(fields: Fields) -> Facts:
    type_ = fields.text("type")
    if type_ not in TYPES:
        raise refuse("bundle.newer_version", found=type_, known=FORMAT)
    heads = fields.nested("receipt_heads")
    audit = fields.take("audit_head")
    if audit is not None and not isinstance(audit, dict):
        raise refuse("bundle.damaged")
    enrols = type_ in (ENROL_REQUEST, ENROL_REPLY)
    return Facts(
        type=type_,
        bundle=fields.text("bundle", _ID),
        device=fields.text("device", _DEVICE),
        incarnation=fields.number("incarnation", 1),
        sequence=fields.number("sequence", 0 if enrols else 1),
        previous=fields.text("previous", _SHA256_OR_NONE),
        schema=fields.number("schema"),
        app=fields.text("app"),
        hlc=fields.number("hlc"),
        clock_trusted=fields.boolean("clock_trusted"),
        audit_head=_head(Fields(audit)) if audit is not None else None,
        receipt_heads={name: _head(heads.nested(name)) for name in heads.names()},
        enrolment=fields.nested("enrolment").left() if enrols else None,
    )


def _head(fields: Fields) -> Head:
    return Head(fields.number("last"), fields.text("hash"))


def _head_json(head: Head) -> dict[str, object]:
    return {"last": head.last, "hash": head.hash}


def _digest(fields: Fields) -> Digest:
    return Digest(fields.number("length"), fields.text("sha256", _SHA256))


def _digest_json(digest: Digest) -> dict[str, object]:
    return {"length": digest.length, "sha256": digest.sha256}
