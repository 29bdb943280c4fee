"""The signature round a manifest: DSSE with one Ed25519 signature.

Source: https://github.com/secure-systems-lab/dsse, protocol version 1.0.2; RFC 8032.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.sync import canonical
from unionapp.sync.device_keys import DeviceKeys, key_id

PAYLOAD_TYPE = "application/vnd.unionapp.bundle+json"
_SIGNATURE_BYTES = 64
_KEY_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A manifest's bytes and who claims to have signed them; not verified yet."""

    content: bytes
    key_id: str
    signature: bytes

    def verify(self, signing_key: bytes) -> None:
        """Raise `UserError` `bundle.damaged` unless `signing_key` signed exactly this content."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            key = Ed25519PublicKey.from_public_bytes(signing_key)
            key.verify(self.signature, pre_authentication(PAYLOAD_TYPE, self.content))
        except (InvalidSignature, ValueError) as error:
            raise refuse("bundle.damaged") from error


def pre_authentication(payload_type: str, content: bytes) -> bytes:
    """Return what is really signed (PAE): both parts with their lengths, so that none slides."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(content), content)


def sign(content: bytes, signer: DeviceKeys) -> bytes:
    """Return the envelope's bytes."""
    signature = signer.sign(pre_authentication(PAYLOAD_TYPE, content))
    return _encode(Envelope(content, key_id(signer.public.signing_key), signature))


def read(data: bytes) -> Envelope:
    """Return the envelope; `UserError` `bundle.damaged` unless it is spelt as `sign` spells it."""
    body = canonical.decode(data)
    match body:
        case {
            "payload": str(payload),
            "signatures": [{"keyid": str(signer), "sig": str(signature)}],
        } if _KEY_ID.fullmatch(signer):
            envelope = Envelope(_bytes(payload), signer, _bytes(signature))
        case _:
            raise refuse("bundle.damaged")
    # Also refuses another type, members that nobody asked for, base64 with stray bits at its end.
    if len(envelope.signature) != _SIGNATURE_BYTES or _encode(envelope) != data:
        raise refuse("bundle.damaged")
    return envelope


def _encode(envelope: Envelope) -> bytes:
    signature = {"keyid": envelope.key_id, "sig": _text(envelope.signature)}
    return canonical.encode(
        {
            "payload": _text(envelope.content),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [signature],
        }
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise refuse("bundle.damaged") from error
