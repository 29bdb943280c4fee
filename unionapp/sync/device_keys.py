"""The two key pairs of a laptop or a hub: Ed25519 to sign with, X25519 (age) to be written to.

They are made from injected randomness and turned into text here; where the secrets are kept
(inside the encrypted database) is another module's business.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from unionapp.sync import bech32

_SECRET_BYTES = 32
_SECRET_PREFIX = "age-secret-key-"  # noqa: S105 - the name of the format, nothing secret
_FORM = 1
_DEVICE = re.compile(r"[0-9a-f]{16}")
_GROUPS, _GROUP_DIGITS = 6, 5


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know of a device: its id, 32 bytes Ed25519, an age recipient `age1…`."""

    device: str
    signing_key: bytes
    recipient: str

    @property
    def fingerprint(self) -> str:
        """Thirty digits in groups of five, to be compared over the telephone."""
        both = f"{signing_text(self.signing_key)}\n{self.recipient}".encode()
        number = int.from_bytes(hashlib.sha256(both).digest()) % 10 ** (_GROUPS * _GROUP_DIGITS)
        digits = f"{number:0{_GROUPS * _GROUP_DIGITS}d}"
        starts = range(0, len(digits), _GROUP_DIGITS)
        return " ".join(digits[at : at + _GROUP_DIGITS] for at in starts)


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """Both secrets of one device in one incarnation."""

    device: str
    signing_secret: bytes = field(repr=False)
    age_secret: str = field(repr=False)

    @property
    def public(self) -> PublicKeys:
        """Return the public halves."""
        import pyrage
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        signing = Ed25519PrivateKey.from_private_bytes(self.signing_secret).public_key()
        recipient = pyrage.x25519.Identity.from_str(self.age_secret).to_public()
        return PublicKeys(self.device, signing.public_bytes_raw(), str(recipient))

    def sign(self, content: bytes) -> bytes:
        """Return the Ed25519 signature, 64 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing_secret).sign(content)

    def to_text(self) -> str:
        """Return both secrets as JSON, for the encrypted database only."""
        body = {
            "form": _FORM,
            "device": self.device,
            "signing": self.signing_secret.hex(),
            "age": self.age_secret,
        }
        return json.dumps(body)


def make(device: str, random_bytes: Callable[[int], bytes]) -> DeviceKeys:
    """Return new keys; `random_bytes` is `secrets.token_bytes` but for tests."""
    if not _DEVICE.fullmatch(device):
        raise ValueError("a device id has 16 hexadecimal digits")
    signing, secret = random_bytes(_SECRET_BYTES), random_bytes(_SECRET_BYTES)
    return DeviceKeys(device, signing, bech32.encode(_SECRET_PREFIX, secret).upper())


def from_text(text: str) -> DeviceKeys:
    """Return what `to_text` wrote."""
    body = json.loads(text)
    if body["form"] != _FORM:
        raise ValueError("the device keys have another form")
    return DeviceKeys(body["device"], bytes.fromhex(body["signing"]), body["age"])


def signing_text(signing_key: bytes) -> str:
    """Return the text form of a signing key."""
    return f"ed25519:{signing_key.hex()}"


def key_id(key: bytes | str) -> str:
    """Return the id of a signing key (bytes) or an age recipient (text)."""
    text = signing_text(key) if isinstance(key, bytes) else key
    return hashlib.sha256(text.encode()).hexdigest()
