"""Takes in, on a laptop, what the hub sent."""

from __future__ import annotations

from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import Desk
from unionapp.sync import container, devices, manifest
from unionapp.sync.devices import Installed
from unionapp.sync.manifest import ACK, CHANGES, ENROL_REPLY, ENROL_REQUEST

_REFUSED = {
    CHANGES: "exchange.for_the_hub",
    ENROL_REQUEST: "exchange.for_the_hub",
    ACK: "exchange.not_yet",
}


def read(file: Path) -> bytes:
    """Return the bytes of a file that somebody named.

    Raises `UserError` `exchange.no_such_file`, or `bundle.too_large` before anything is read.
    """
    try:
        if file.stat().st_size > container.MAX_FILE:
            raise refuse("bundle.too_large", file.name, limit=container.MAX_FILE)
        return file.read_bytes()
    except OSError as error:
        raise refuse("exchange.no_such_file", file.name) from error


def import_bundle(desk: Desk, data: bytes, *, name: str = "") -> Installed:
    """Take a file from the hub; today that is its answer to this laptop's request.

    Raises `UserError`: `exchange.for_the_hub` for a laptop's own file, `exchange.not_yet` for a
    receipt, `bundle.*` for anything broken or meant for somebody else.
    """
    with container.naming(name):
        type_ = manifest.decode(container.split(data).envelope.content).facts.type
        if type_ != ENROL_REPLY:
            raise refuse(_REFUSED[type_])
    return devices.install_reply(desk, data, name=name)
