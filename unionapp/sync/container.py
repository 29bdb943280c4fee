"""The bundle file: made in one piece, opened in one piece or not at all.

The layout, the caps and the order of the checks are docs/bundle-format.md, sections 1, 5 and 6.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from unionapp.errors import UserError, refuse
from unionapp.sync import envelope, manifest, payload
from unionapp.sync.device_keys import DeviceKeys, PublicKeys, key_id
from unionapp.sync.manifest import Digest, Facts, Manifest, Range
from unionapp.sync.payload import Records

SUFFIX = ".ghb"
MAGIC = b"\x89GHB\r\n\x1a\n"
MAX_ENVELOPE = 96 * 1024
MAX_CIPHER = payload.MAX_PAYLOAD + 4 * 1024 * 1024

_LEVEL = 9
_HEAD = struct.Struct(">8sHI")
MAX_FILE = _HEAD.size + MAX_ENVELOPE + MAX_CIPHER
_NOTHING = Digest(0, hashlib.sha256().hexdigest())


@dataclass(frozen=True, slots=True)
class TrustedDevice:
    """A device whose signature counts; a revoked one is known by name but no longer heard."""

    keys: PublicKeys
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that passed every check."""

    manifest: Manifest
    records: Records
    sha256: str

    @property
    def operations(self) -> tuple[Mapping[str, object], ...]:
        """The operations, in the order of the sender's log."""
        return self.records.operations

    @property
    def results(self) -> tuple[Mapping[str, object], ...]:
        """The answers of an `ack`."""
        return self.records.results

    @property
    def attachments(self) -> Mapping[str, bytes]:
        """The attachments by SHA-256."""
        return self.records.attachments


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file taken apart: the envelope is well formed, nothing is verified yet."""

    envelope: envelope.Envelope
    cipher: bytes


def file_hash(data: bytes) -> str:
    """Return the SHA-256 of a whole file: what the next bundle names as `previous`."""
    return hashlib.sha256(data).hexdigest()


def pack(
    facts: Facts,
    operations: Iterable[Mapping[str, object]],
    attachments: Iterable[bytes],
    signer: DeviceKeys,
    recipients: Iterable[str],
    *,
    results: Iterable[Mapping[str, object]] = (),
) -> bytes:
    """Return the bytes of a bundle for the age `recipients` (at least one).

    Raises `UserError` `bundle.record_too_large` or `bundle.too_large`; `ValueError` for facts
    that are not the signer's or values that canonical JSON cannot hold.
    """
    _check_signer(facts, signer)
    readers = sorted(set(recipients))
    if not readers:
        raise ValueError("a bundle needs somebody who can open it")
    records = payload.collect(operations, results, attachments)
    plain = payload.encode(records)
    cipher = _encrypt(_compress(plain), readers)
    content = manifest.encode(
        Manifest(
            facts=facts,
            recipients=tuple(sorted(map(key_id, readers))),
            operations=records.range,
            results=len(records.results),
            attachments=len(records.attachments),
            attachment_bytes=records.attachment_bytes,
            plain=_digest(plain),
            cipher=_digest(cipher),
        )
    )
    return _join(content, cipher, signer)


def pack_open(facts: Facts, signer: DeviceKeys) -> bytes:
    """Return the bytes of a file that carries nothing but its manifest: enrolment."""
    _check_signer(facts, signer)
    content = manifest.encode(
        Manifest(
            facts=facts,
            recipients=(),
            operations=Range(),
            results=0,
            attachments=0,
            attachment_bytes=0,
            plain=_NOTHING,
            cipher=_NOTHING,
        )
    )
    return _join(content, b"", signer)


def open_bundle(
    data: bytes, recipient: DeviceKeys, trusted: Iterable[TrustedDevice], *, name: str = ""
) -> Opened:
    """Return what a bundle holds, after every check and with nothing written anywhere.

    Raises `UserError` with one problem `bundle.*` about the file called `name`.
    """
    with naming(name):
        found, cipher = verified(data, trusted)
        if found.facts.type not in (manifest.CHANGES, manifest.ACK):
            raise refuse("bundle.wrong_type", found=found.facts.type)
        if key_id(recipient.public.recipient) not in found.recipients:
            raise refuse("bundle.other_hub")
        check_cipher(found, cipher)
        plain = _decompress(_decrypt(cipher, recipient), found.plain.length)
        if _digest(plain) != found.plain:
            raise refuse("bundle.damaged")
        records = payload.decode(plain)
        _check_counts(found, records)
        return Opened(found, records, file_hash(data))


def split(data: bytes) -> Sealed:
    """Take a file apart (checks 1 and the form of the envelope)."""
    if not data.startswith(MAGIC):
        raise refuse("bundle.not_a_bundle")
    if len(data) > MAX_FILE:
        raise refuse("bundle.too_large", limit=MAX_FILE)
    if len(data) < _HEAD.size:
        raise refuse("bundle.damaged")
    _, version, length = _HEAD.unpack_from(data)
    if version != manifest.FORMAT:
        raise refuse("bundle.newer_version", found=version, known=manifest.FORMAT)
    end = _HEAD.size + length
    if length > MAX_ENVELOPE or end > len(data):
        raise refuse("bundle.damaged")
    return Sealed(envelope.read(data[_HEAD.size : end]), data[end:])


def verified(data: bytes, trusted: Iterable[TrustedDevice]) -> tuple[Manifest, bytes]:
    """Return manifest and ciphertext of a file signed by a trusted device (checks 1 to 3)."""
    sealed = split(data)
    by_key = {key_id(device.keys.signing_key): device for device in trusted}
    sender = by_key.get(sealed.envelope.key_id)
    if sender is None:
        raise refuse("bundle.unknown_device")
    if sender.revoked:
        raise refuse("bundle.revoked_device", device=sender.keys.device)
    sealed.envelope.verify(sender.keys.signing_key)
    found = manifest.decode(sealed.envelope.content)
    if found.facts.device != sender.keys.device:
        raise refuse("bundle.damaged")
    return found, sealed.cipher


def check_cipher(found: Manifest, cipher: bytes) -> None:
    """Refuse a file whose age part is not the one that was signed (check 5)."""
    if len(cipher) > MAX_CIPHER or _digest(cipher) != found.cipher:
        raise refuse("bundle.damaged")


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Say in every refusal which file it is about."""
    try:
        yield
    except UserError as error:
        raise UserError(*(replace(problem, where=name) for problem in error.problems)) from error


def _check_signer(facts: Facts, signer: DeviceKeys) -> None:
    if facts.device != signer.device:
        raise ValueError("the facts are of another device than the signer")


def _join(content: bytes, cipher: bytes, signer: DeviceKeys) -> bytes:
    signed = envelope.sign(content, signer)
    if len(signed) > MAX_ENVELOPE or len(cipher) > MAX_CIPHER:
        raise refuse("bundle.too_large", limit=MAX_FILE)
    return _HEAD.pack(MAGIC, manifest.FORMAT, len(signed)) + signed + cipher


def _digest(content: bytes) -> Digest:
    return Digest(len(content), hashlib.sha256(content).hexdigest())


def _compress(plain: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(
        level=_LEVEL, write_checksum=True, write_content_size=True
    ).compress(plain)


def _decompress(compressed: bytes, length: int) -> bytes:
    """Return the one zstd frame's content, which must have exactly `length` bytes.

    The decoder writes into a buffer of that length, so that a bomb stops where the buffer ends.
    """
    import zstandard

    if length > payload.MAX_PAYLOAD:
        raise refuse("bundle.too_large", limit=payload.MAX_PAYLOAD)
    try:
        frame = zstandard.get_frame_parameters(compressed)
        if frame.content_size != length or not frame.has_checksum:
            raise refuse("bundle.damaged")
        return zstandard.ZstdDecompressor().decompress(
            compressed, read_across_frames=False, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise refuse("bundle.damaged") from error


def _encrypt(compressed: bytes, recipients: Iterable[str]) -> bytes:
    import pyrage

    readers = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    cipher: bytes = pyrage.encrypt(compressed, readers)
    return cipher


def _decrypt(cipher: bytes, recipient: DeviceKeys) -> bytes:
    import pyrage

    identity = pyrage.x25519.Identity.from_str(recipient.age_secret)
    try:
        plain: bytes = pyrage.decrypt(cipher, [identity])
    except (pyrage.DecryptError, OSError) as error:
        # WORKAROUND(pyrage 1.4): a bad last chunk raises OSError and not DecryptError.
        raise refuse("bundle.damaged") from error
    return plain


def _check_counts(found: Manifest, records: Records) -> None:
    stated = (found.operations, found.results, found.attachments, found.attachment_bytes)
    counted = (
        records.range,
        len(records.results),
        len(records.attachments),
        records.attachment_bytes,
    )
    if stated != counted:
        raise refuse("bundle.damaged")
