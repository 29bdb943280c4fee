"""This laptop's keys and the hub that it knows; both are kept inside the encrypted database."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp import __version__
from unionapp.errors import refuse
from unionapp.files import write_atomically
from unionapp.models import audit, series
from unionapp.models.desk import Desk, Reading, Work
from unionapp.sync import device_keys, enrolment
from unionapp.sync.container import TrustedDevice
from unionapp.sync.device_keys import DeviceKeys, PublicKeys
from unionapp.sync.manifest import ENROL_REQUEST, Facts

_KEYS, _HUB = "device_keys", "hub"
_LABEL_LENGTH = 100
_DISTRICT_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub that this laptop writes to."""

    name: str
    keys: PublicKeys


@dataclass(frozen=True, slots=True)
class Requested:
    """A request that was written; the fingerprint is compared over the telephone."""

    file: Path
    device: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Installed:
    """What the hub's answer brought: its name and keys, number series by purpose."""

    hub: Hub
    series: Mapping[str, str]
    changes: frozenset[str] = frozenset()


def own_keys(work: Work, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> DeviceKeys:
    """Return this device's keys; they are made when they are needed for the first time."""
    keys = stored_keys(work)
    if keys is None:
        keys = device_keys.make(str(work.scalar("SELECT device FROM clock")), random_bytes)
        work.set_meta(_KEYS, keys.to_text())
    return keys


def stored_keys(reading: Reading) -> DeviceKeys | None:
    """Return this device's keys, or None before anybody needed them."""
    text = reading.meta(_KEYS)
    return device_keys.from_text(text) if text else None


def hub_of(reading: Reading) -> Hub | None:
    """Return the hub that knows this laptop, or None before its answer came."""
    text = reading.meta(_HUB)
    if not text:
        return None
    body = json.loads(text)
    keys = PublicKeys(body["device"], bytes.fromhex(body["signing"]), body["recipient"])
    return Hub(body["name"], keys)


def trusted(reading: Reading) -> tuple[TrustedDevice, ...]:
    """Return whose signatures this laptop can check: its own and the hub's."""
    keys, hub = stored_keys(reading), hub_of(reading)
    known = [keys.public] if keys else []
    return tuple(map(TrustedDevice, [*known, *([hub.keys] if hub else [])]))


def facts(work: Work, type_: str, *, sequence: int = 0, previous: str = "") -> Facts:
    """Return what a bundle made now states of this device; heads are not part of it."""
    device, incarnation, hlc = work.rows("SELECT device, incarnation, hlc FROM clock")[0]
    return Facts(
        type=type_,
        bundle=work.new_id(),
        device=str(device),
        incarnation=int(incarnation),
        sequence=sequence,
        previous=previous,
        schema=int(work.scalar("PRAGMA user_version")),
        app=__version__,
        hlc=max(int(hlc), int(work.now.timestamp() * 1000) << 16),
        clock_trusted=False,
    )


def request(desk: Desk, out: Path) -> Requested:
    """Write this laptop's public keys for the hub; `exchange.not_written` when that fails."""
    with desk.write() as work:
        keys = own_keys(work)
        content = enrolment.make_request(
            facts(work, ENROL_REQUEST),
            keys,
            division=work.division.ljust(_DISTRICT_DIGITS, "0"),
            label=(work.meta("office") or keys.device)[:_LABEL_LENGTH],
        )
    write(out, content)
    return Requested(out, keys.device, keys.public.fingerprint)


def install_reply(desk: Desk, data: bytes, *, name: str = "") -> Installed:
    """Take the hub's answer: its keys, and the series that numbers are taken from now on.

    The same answer a second time changes nothing; numbers of the provisional series stay valid.
    Raises `UserError` as `enrolment.read_reply` does, and `exchange.not_requested`.
    """
    with desk.write() as work:
        keys, known = stored_keys(work), hub_of(work)
        if keys is None:
            raise refuse("exchange.not_requested", name)
        reply = enrolment.read_reply(
            data, keys.public, known_hub=known.keys if known else None, name=name
        )
        hub = Hub(reply.hub_name, reply.hub)
        body = {
            "name": hub.name,
            "device": hub.keys.device,
            "signing": hub.keys.signing_key.hex(),
            "recipient": hub.keys.recipient,
        }
        work.set_meta(_HUB, json.dumps(body, ensure_ascii=False))
        for purpose, own_part in reply.series.items():
            if purpose in series.PURPOSES:
                series.install(work, purpose, own_part)
        # A device id can be all decimal digits, which the trail would take for a card number.
        audit.append(work, "hub_installed", detail={"hub": f"device:{hub.keys.device}"})
    return Installed(hub, dict(reply.series))


def write(out: Path, content: bytes) -> str:
    """Write a file for the hub or a laptop; return its SHA-256.

    Raises `UserError` `exchange.not_written` when it cannot be written or read back.
    """
    try:
        return write_atomically(out, content)
    except OSError as error:
        raise refuse(
            "exchange.not_written", out.name, reason=str(error.strerror or error)
        ) from error
