"""Makes the ids of records and devices."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from random import Random


def new_id() -> str:
    """Return a UUIDv7: sorts by the moment it was made, collides nowhere."""
    import uuid_utils

    return str(uuid_utils.uuid7())


def new_device() -> str:
    """Return a device id: 16 hexadecimal digits."""
    return secrets.token_hex(8)


def seeded_ids(seed: int, milliseconds: int) -> Callable[[], str]:
    """Return a source of UUIDv7s that is the same for the same seed: for made-up patches."""
    source = Random(seed)  # noqa: S311 - made-up data, nothing secret
    count = 0

    def make() -> str:
        nonlocal count
        count += 1
        moment = (milliseconds + count) & (1 << 48) - 1
        value = moment << 80 | 0x7 << 76 | source.getrandbits(12) << 64
        value |= 0b10 << 62 | source.getrandbits(62)
        return str(uuid.UUID(int=value))

    return make
