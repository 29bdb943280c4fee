"""How the key file is spelt: JSON with a checksum, decoded strictly."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unionapp.errors import refuse

_FORMAT = "unionapp-keys"
_VERSION = 1
_KINDS = ("worker", "recovery")

# A file that asks for more than this was not made by us; it must not exhaust the machine.
_MOST_MEMORY_KIB = 4 * 1024 * 1024
_MOST_PASSES = 64
_MOST_LANES = 16

# What reading foreign JSON as if it were ours can raise.
_NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs (Argon2id, RFC 9106): memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, wrapped for one worker or for the printed code."""

    id: str
    kind: str
    worker_id: str
    worker_name: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One whole copy of the key file."""

    vault: str
    generation: int
    key_check: bytes
    failures: int
    last_failure: datetime | None
    slots: tuple[Slot, ...]


def slot_facts(vault: str, slot: Slot) -> bytes:
    """Return what a slot is bound to: moved to another file or worker it opens nothing."""
    kdf = _kdf(slot)
    facts = {"vault": vault, "id": slot.id, "kind": slot.kind, "worker": slot.worker_id, "kdf": kdf}
    return _canonical(facts)


def encode(file: KeyFile) -> bytes:
    """Return the bytes of one copy."""
    body: dict[str, Any] = {
        "format": _FORMAT,
        "version": _VERSION,
        "vault": file.vault,
        "generation": file.generation,
        "key_check": _text(file.key_check),
        "failures": file.failures,
        "last_failure": file.last_failure.isoformat() if file.last_failure else None,
        "slots": [_slot_json(slot) for slot in file.slots],
    }
    checksum = hashlib.sha256(_canonical(body)).hexdigest()
    return json.dumps({**body, "checksum": checksum}, ensure_ascii=False, indent=1).encode()


def decode(content: bytes, name: str) -> KeyFile:
    """Return what a copy says.

    Raises `UserError`: `keys.damaged` when anything is not as it was written, `keys.newer` when
    a newer program wrote it.
    """
    try:
        body = json.loads(content.decode())
        checksum = body.pop("checksum")
        if body["format"] != _FORMAT or checksum != hashlib.sha256(_canonical(body)).hexdigest():
            raise ValueError("the checksum does not fit")
        version = int(body["version"])
        if version == _VERSION:
            return _file(body)
    except _NOT_OURS as error:
        raise refuse("keys.damaged", name) from error
    raise refuse("keys.newer", name, found=version, known=_VERSION)


def _canonical(value: Mapping[str, object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str, length: int) -> bytes:
    content = base64.b64decode(text, validate=True)
    if len(content) != length:
        raise ValueError("a value of the slot has the wrong length")
    return content


def _kdf(slot: Slot) -> dict[str, object]:
    return {
        "name": "argon2id",
        "version": 19,
        "memory_kib": slot.cost.memory_kib,
        "passes": slot.cost.passes,
        "lanes": slot.cost.lanes,
        "salt": _text(slot.salt),
    }


def _slot_json(slot: Slot) -> dict[str, object]:
    return {
        "id": slot.id,
        "kind": slot.kind,
        "worker_id": slot.worker_id,
        "worker_name": slot.worker_name,
        "kdf": _kdf(slot),
        "cipher": "aes-256-gcm",
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }


def _slot(body: Mapping[str, Any]) -> Slot:
    kdf = body["kdf"]
    if (kdf["name"], kdf["version"], body["cipher"]) != ("argon2id", 19, "aes-256-gcm"):
        raise ValueError("the slot uses another method")
    if body["kind"] not in _KINDS:
        raise ValueError("the slot is of another kind")
    return Slot(
        id=str(body["id"]),
        kind=str(body["kind"]),
        worker_id=str(body["worker_id"]),
        worker_name=str(body["worker_name"]),
        cost=_cost(kdf),
        salt=_bytes(kdf["salt"], 16),
        nonce=_bytes(body["nonce"], 12),
        wrapped=_bytes(body["wrapped"], 32 + 16),
    )


def _cost(kdf: Mapping[str, Any]) -> Cost:
    cost = Cost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
    bounded = (
        1 <= cost.lanes <= _MOST_LANES
        and 8 * cost.lanes <= cost.memory_kib <= _MOST_MEMORY_KIB
        and 1 <= cost.passes <= _MOST_PASSES
    )
    if not bounded:
        raise ValueError("the slot asks for an impossible cost")
    return cost


def _file(body: Mapping[str, Any]) -> KeyFile:
    last = datetime.fromisoformat(body["last_failure"]) if body["last_failure"] else None
    if last is not None and last.tzinfo is None:
        raise ValueError("the last failure has no time zone")
    return KeyFile(
        vault=str(body["vault"]),
        generation=int(body["generation"]),
        key_check=_bytes(body["key_check"], 32),
        failures=int(body["failures"]),
        last_failure=last,
        slots=tuple(_slot(slot) for slot in body["slots"]),
    )
