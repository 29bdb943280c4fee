"""Knows the laptops: whose signature counts, and which number series each of them was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from unionapp.errors import refuse
from unionapp.hub.store import Hub
from unionapp.models import audit, series
from unionapp.models.desk import Reading, Work
from unionapp.models.store import instant_text
from unionapp.sync import devices, enrolment
from unionapp.sync.container import TrustedDevice
from unionapp.sync.device_keys import PublicKeys
from unionapp.sync.enrolment import Request
from unionapp.sync.manifest import ENROL_REPLY


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A laptop that the hub knows, and the answer that was written for it."""

    file: Path
    request: Request
    series: Mapping[str, str]


def trusted(reading: Reading) -> tuple[TrustedDevice, ...]:
    """Return every known laptop, revoked ones marked."""
    rows = reading.rows("SELECT device, signing_key, recipient, revoked_at FROM hub_device")
    return tuple(
        TrustedDevice(PublicKeys(device, bytes.fromhex(key), recipient), revoked is not None)
        for device, key, recipient, revoked in rows
    )


def enrol(hub: Hub, data: bytes, out: Path, *, name: str = "") -> Enrolled:
    """Register the laptop that made a request and write the answer.

    The same laptop again gets the same series. Raises `UserError`: `bundle.*` for a bad request,
    `exchange.other_keys`, `exchange.revoked`, `exchange.not_written`.
    """
    request = enrolment.read_request(data, name=name)
    with hub.desk.write() as work:
        own_part = _known_part(work, request, name) or _register(work, hub, request)
        named = dict.fromkeys(series.PURPOSES, own_part)
        stated = replace(devices.facts(work, ENROL_REPLY), clock_trusted=True)
        content = enrolment.make_reply(stated, hub.keys, request, hub_name=hub.name, series=named)
    devices.write(out, content)
    return Enrolled(out, request, named)


def _known_part(work: Work, request: Request, name: str) -> str | None:
    """Return the series of a laptop that is registered with these very keys."""
    keys = request.keys
    rows = work.rows(
        "SELECT device, signing_key, recipient, own_part, revoked_at FROM hub_device "
        "WHERE device = ? OR signing_key = ?",
        (keys.device, keys.signing_key.hex()),
    )
    for device, signing_key, recipient, own_part, revoked_at in rows:
        if (device, signing_key, recipient) != (
            keys.device,
            keys.signing_key.hex(),
            keys.recipient,
        ):
            raise refuse("exchange.other_keys", name, device=device)
        if revoked_at is not None:
            raise refuse("exchange.revoked", name, device=device)
        return str(own_part)
    return None


def _register(work: Work, hub: Hub, request: Request) -> str:
    number = int(work.scalar("SELECT coalesce(max(number), 0) + 1 FROM hub_device"))
    own_part = f"{hub.prefix}{number:02d}"
    keys = request.keys
    work.execute(
        "INSERT INTO hub_device VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            keys.device,
            keys.signing_key.hex(),
            keys.recipient,
            request.division,
            request.label,
            number,
            own_part,
            instant_text(work.now),
        ),
    )
    # A device id can be all decimal digits, which the trail would take for a card number.
    audit.append(
        work, "device_enrolled", detail={"device": f"device:{keys.device}", "series": own_part}
    )
    return own_part
