"""Devices, facts and operations that the tests of bundles share; everything from seeds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import zstandard

from unionapp.sync import container, device_keys, manifest
from unionapp.sync.container import TrustedDevice
from unionapp.sync.device_keys import DeviceKeys
from unionapp.sync.manifest import Facts, Head, Manifest

Operation = dict[str, object]


@cache
def device(number: int) -> DeviceKeys:
    """Return the keys of one made-up device."""
    return device_keys.make(f"{number:016x}", Random(number).randbytes)


LAPTOP, OTHER_LAPTOP, HUB, OTHER_HUB = device(1), device(2), device(100), device(200)
TRUSTED = (TrustedDevice(LAPTOP.public), TrustedDevice(OTHER_LAPTOP.public))

FACTS = Facts(
    type=manifest.CHANGES,
    bundle="01950000-0000-7000-8000-000000000001",
    device=LAPTOP.device,
    incarnation=1,
    sequence=3,
    previous="ab" * 32,
    schema=1,
    app="0.1.0",
    hlc=1_800_000_000_000 << 16,
    clock_trusted=True,
    audit_head=Head(41, "cd" * 32),
    receipt_heads={"210103-A1-2027": Head(7, "ef" * 32)},
)


def operation(counter: int, **fields: object) -> Operation:
    """Return one operation of the laptop."""
    return {
        "id": f"{LAPTOP.device}:1:{counter}",
        "device": LAPTOP.device,
        "incarnation": 1,
        "counter": counter,
        "hlc": FACTS.hlc + counter,
        "author": "w1",
        "kind": "person",
        "record": "01950000-0000-7000-8000-0000000000aa",
        "home_division": "210103001",
        "fields": fields or {"name": "䶮㛃", "phone": None},
        "replaces": {},
    }


OPERATIONS = [operation(counter) for counter in range(1, 6)]
PHOTOS = [Random(7).randbytes(200_000), b"small"]


@cache
def bundle() -> bytes:
    """Return one sound bundle of the laptop for the hub."""
    return container.pack(FACTS, OPERATIONS, PHOTOS, LAPTOP, [HUB.public.recipient])


def opened(data: bytes) -> container.Opened:
    """Open a bundle as the hub does."""
    return container.open_bundle(data, HUB, TRUSTED, name="day.ghb")


def parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Return head, envelope and age file."""
    end = 14 + int.from_bytes(data[10:14])
    return data[:14], data[14:end], data[end:]


def joined(envelope: bytes, cipher: bytes) -> bytes:
    """Put a file together with a head that fits."""
    return container.MAGIC + (1).to_bytes(2) + len(envelope).to_bytes(4) + envelope + cipher


def stated(plain: bytes, cipher: bytes, /, **changes: object) -> Manifest:
    """Return a true manifest about these bytes, for a sender who then lies in one place."""
    true = Manifest(
        facts=FACTS,
        recipients=(device_keys.key_id(HUB.public.recipient),),
        operations=manifest.Range(),
        results=0,
        attachments=0,
        attachment_bytes=0,
        plain=container._digest(plain),
        cipher=container._digest(cipher),
    )
    return replace(true, **changes)  # type: ignore[arg-type]  # the caller names real fields


def crafted(
    plain: bytes,
    /,
    *,
    compressed: bytes | None = None,
    readers: tuple[DeviceKeys, ...] = (HUB,),
    **changes: object,
) -> bytes:
    """Return a well-signed file of a registered device with any inside that a test wants."""
    inner = container._compress(plain) if compressed is None else compressed
    cipher = container._encrypt(inner, [reader.public.recipient for reader in readers])
    return container._join(manifest.encode(stated(plain, cipher, **changes)), cipher, LAPTOP)


def frame(kind: int, body: bytes) -> bytes:
    """Return one record."""
    return bytes([kind]) + len(body).to_bytes(4) + body


def zstd(content: bytes, **options: object) -> bytes:
    """Compress with other options than ours."""
    return zstandard.ZstdCompressor(**options).compress(content)  # type: ignore[arg-type]  # options are named by the test
