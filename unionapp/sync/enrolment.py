"""How a laptop and a hub get to know each other: docs/bundle-format.md, section 7."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from unionapp.errors import refuse
from unionapp.sync import manifest
from unionapp.sync.container import (
    TrustedDevice,
    check_cipher,
    naming,
    pack_open,
    split,
    verified,
)
from unionapp.sync.device_keys import DeviceKeys, PublicKeys, key_id
from unionapp.sync.manifest import ENROL_REPLY, ENROL_REQUEST, Facts, Fields, Manifest

_DEVICE = re.compile(r"[0-9a-f]{16}")
_SIGNING_KEY = _KEY_ID = re.compile(r"[0-9a-f]{64}")
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_LABEL = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
_DIVISION = re.compile(r"\d{6,12}")
_SERIES = re.compile(r"[^\x00-\x20\x7f]{1,60}")


@dataclass(frozen=True, slots=True)
class Request:
    """A laptop that wants to be known, with keys that it has proved to hold."""

    keys: PublicKeys
    incarnation: int
    division: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a hub answered: its own keys, the number series by purpose, and whom it answers."""

    hub: PublicKeys
    hub_name: str
    series: Mapping[str, str]
    device: str
    device_keys: tuple[str, ...]


def make_request(facts: Facts, signer: DeviceKeys, *, division: str, label: str) -> bytes:
    """Return the file that a laptop sends before the hub knows it.

    `facts` may have any type and sequence; `label` tells laptops of one office apart.
    """
    keys = signer.public
    enrolment = {
        "division": division,
        "label": label,
        "recipient": keys.recipient,
        "signing_key": keys.signing_key.hex(),
    }
    stated = replace(facts, type=ENROL_REQUEST, sequence=0, previous="", enrolment=enrolment)
    return pack_open(stated, signer)


def read_request(data: bytes, *, name: str = "") -> Request:
    """Return the request after checking that its maker holds the key that it names."""
    with naming(name):
        found, enrolment, keys = _self_signed(data, ENROL_REQUEST)
        request = Request(
            keys=keys,
            incarnation=found.facts.incarnation,
            division=enrolment.text("division", _DIVISION),
            label=enrolment.text("label", _LABEL),
        )
        _nothing_left(enrolment)
        return request


def make_reply(
    facts: Facts, signer: DeviceKeys, request: Request, *, hub_name: str, series: Mapping[str, str]
) -> bytes:
    """Return the hub's answer to one request; `series` are number series by purpose."""
    keys = signer.public
    enrolment = {
        "device": request.keys.device,
        "device_keys": list(_key_ids(request.keys)),
        "hub_name": hub_name,
        "recipient": keys.recipient,
        "series": dict(series),
        "signing_key": keys.signing_key.hex(),
    }
    stated = replace(facts, type=ENROL_REPLY, sequence=0, previous="", enrolment=enrolment)
    return pack_open(stated, signer)


def read_reply(
    data: bytes, own: PublicKeys, *, known_hub: PublicKeys | None = None, name: str = ""
) -> Reply:
    """Return the hub's answer to this laptop.

    Raises `UserError`: `bundle.other_device` when another laptop, or this one before it was given
    new keys, is answered; `bundle.other_hub` when a hub is known already and this is not it.
    """
    with naming(name):
        reply = inspect_reply(data)
        if reply.device != own.device or reply.device_keys != _key_ids(own):
            raise refuse("bundle.other_device", device=reply.device)
        if known_hub is not None and reply.hub != known_hub:
            raise refuse("bundle.other_hub")
        return reply


def inspect_reply(data: bytes) -> Reply:
    """Return what a reply says, whomever it answers; only its own signature is checked."""
    _, enrolment, hub = _self_signed(data, ENROL_REPLY)
    reply = Reply(
        hub=hub,
        hub_name=enrolment.text("hub_name", _LABEL),
        series=_series(enrolment),
        device=enrolment.text("device", _DEVICE),
        device_keys=enrolment.sorted_texts("device_keys", _KEY_ID),
    )
    _nothing_left(enrolment)
    return reply


def _self_signed(data: bytes, wanted: str) -> tuple[Manifest, Fields, PublicKeys]:
    """Return an enrolment file that is signed by the key that stands in it."""
    unverified = manifest.decode(split(data).envelope.content)
    if unverified.facts.type != wanted:
        raise refuse("bundle.wrong_type", found=unverified.facts.type)
    enrolment = Fields(unverified.facts.enrolment or {})
    signing_key = bytes.fromhex(enrolment.text("signing_key", _SIGNING_KEY))
    keys = PublicKeys(unverified.facts.device, signing_key, enrolment.text("recipient", _RECIPIENT))
    found, cipher = verified(data, [TrustedDevice(keys)])
    check_cipher(found, cipher)
    if cipher or found.recipients:
        raise refuse("bundle.damaged")
    _check_recipient(keys.recipient)
    return found, enrolment, keys


def _check_recipient(text: str) -> None:
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise refuse("bundle.damaged") from error


def _key_ids(keys: PublicKeys) -> tuple[str, ...]:
    return tuple(sorted((key_id(keys.signing_key), key_id(keys.recipient))))


def _series(enrolment: Fields) -> Mapping[str, str]:
    fields = enrolment.nested("series")
    return {purpose: fields.text(purpose, _SERIES) for purpose in fields.names()}


def _nothing_left(fields: Fields) -> None:
    if fields.names():
        raise refuse("bundle.damaged")
