"""The records inside a bundle: framed, ordered, capped (docs/bundle-format.md, section 5)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from unionapp.errors import refuse
from unionapp.sync import canonical
from unionapp.sync.manifest import Range

MAX_PAYLOAD = 512 * 1024 * 1024
MAX_RECORD = 1024 * 1024

_OPERATION, _RESULT, _ATTACHMENT, _PART = 1, 2, 3, 4
_FRAME = struct.Struct(">BI")
_ATTACHMENT_HEAD = struct.Struct(">32sQ")


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that a bundle carries; attachments by SHA-256 in hexadecimal digits."""

    operations: tuple[Mapping[str, object], ...] = ()
    results: tuple[Mapping[str, object], ...] = ()
    attachments: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def range(self) -> Range:
        """Return count, first and last id of the operations."""
        if not self.operations:
            return Range()
        first, last = self.operations[0]["id"], self.operations[-1]["id"]
        return Range(len(self.operations), str(first), str(last))

    @property
    def attachment_bytes(self) -> int:
        """Return the size of all attachments together."""
        return sum(map(len, self.attachments.values()))


def collect(
    operations: Iterable[Mapping[str, object]],
    results: Iterable[Mapping[str, object]],
    attachments: Iterable[bytes],
) -> Records:
    """Return the records in the order of the format; an attachment given twice counts once."""
    named = {hashlib.sha256(content).hexdigest(): content for content in attachments}
    return Records(tuple(operations), tuple(results), dict(sorted(named.items())))


def encode(records: Records) -> bytes:
    """Return the framed records.

    Raises `UserError`: `bundle.record_too_large` names the operation, `bundle.too_large`.
    """
    content = bytearray()
    for kind, body in _frames(records):
        if len(content) + _FRAME.size + len(body) > MAX_PAYLOAD:
            raise refuse("bundle.too_large", limit=MAX_PAYLOAD)
        content += _FRAME.pack(kind, len(body))
        content += body
    return bytes(content)


def _frames(records: Records) -> Iterator[tuple[int, bytes]]:
    for kind, values in ((_OPERATION, records.operations), (_RESULT, records.results)):
        for value in values:
            body = canonical.encode(value)
            if len(body) > MAX_RECORD:
                raise refuse("bundle.record_too_large", id=value.get("id"), limit=MAX_RECORD)
            yield kind, body
    for name, attachment in records.attachments.items():
        if not attachment:
            raise ValueError("an attachment has at least one byte")
        yield _ATTACHMENT, _ATTACHMENT_HEAD.pack(bytes.fromhex(name), len(attachment))
        for at in range(0, len(attachment), MAX_RECORD):
            yield _PART, attachment[at : at + MAX_RECORD]


def decode(content: bytes) -> Records:
    """Return the records; `UserError` `bundle.damaged` for anything that `encode` never writes."""
    operations: list[Mapping[str, object]] = []
    results: list[Mapping[str, object]] = []
    attachments: dict[str, bytes] = {}
    frames = _read_frames(content)
    reached = _OPERATION
    for kind, body in frames:
        if kind < reached:
            raise refuse("bundle.damaged")
        reached = kind
        if kind == _OPERATION:
            operations.append(_operation(body))
        elif kind == _RESULT:
            results.append(canonical.decode(body))
        elif kind == _ATTACHMENT:
            name, attachment = _attachment(body, frames)
            if attachments and name <= next(reversed(attachments)):
                raise refuse("bundle.damaged")
            attachments[name] = attachment
        else:
            raise refuse("bundle.damaged")
    return Records(tuple(operations), tuple(results), attachments)


def _read_frames(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        if at + _FRAME.size > len(content):
            raise refuse("bundle.damaged")
        kind, length = _FRAME.unpack_from(content, at)
        at += _FRAME.size
        if length > MAX_RECORD or at + length > len(content):
            raise refuse("bundle.damaged")
        yield kind, content[at : at + length]
        at += length


def _operation(body: bytes) -> Mapping[str, object]:
    operation = canonical.decode(body)
    if not isinstance(operation.get("id"), str):
        raise refuse("bundle.damaged")
    return operation


def _attachment(head: bytes, frames: Iterator[tuple[int, bytes]]) -> tuple[str, bytes]:
    if len(head) != _ATTACHMENT_HEAD.size:
        raise refuse("bundle.damaged")
    digest, length = _ATTACHMENT_HEAD.unpack(head)
    content = bytearray()
    while len(content) < length:
        kind, part = next(frames, (0, b""))
        wanted = min(MAX_RECORD, length - len(content))
        if kind != _PART or len(part) != wanted:
            raise refuse("bundle.damaged")
        content += part
    if not content or hashlib.sha256(content).digest() != digest:
        raise refuse("bundle.damaged")
    return digest.hex(), bytes(content)
