"""Enrolment: two files by which laptop and hub get to know each other, and no third one."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.sync.samples import (
    FACTS,
    HUB,
    LAPTOP,
    OTHER_HUB,
    OTHER_LAPTOP,
    bundle,
    joined,
    parts,
    stated,
)
from unionapp.errors import UserError
from unionapp.sync import canonical, container, device_keys, enrolment, envelope, manifest
from unionapp.sync.enrolment import Reply, Request

SERIES = {"receipt": "210103-A1", "member": "M-210103-A"}
HUB_FACTS = replace(FACTS, device=HUB.device, receipt_heads={}, audit_head=None)


def request() -> bytes:
    return enrolment.make_request(FACTS, LAPTOP, division="210103001", label="皇姑一号")


def reply(to: bytes | None = None) -> bytes:
    asked = enrolment.read_request(to or request())
    return enrolment.make_reply(HUB_FACTS, HUB, asked, hub_name="沈阳市总工会", series=SERIES)


def test_the_hub_learns_the_laptops_keys() -> None:
    assert enrolment.read_request(request()) == Request(LAPTOP.public, 1, "210103001", "皇姑一号")


def test_the_laptop_learns_the_hubs_keys_and_its_series() -> None:
    found = enrolment.read_reply(reply(), LAPTOP.public)
    assert (found.hub, found.hub_name, found.series) == (HUB.public, "沈阳市总工会", SERIES)
    assert enrolment.read_reply(reply(), LAPTOP.public, known_hub=HUB.public) == found


def test_a_whole_round_ends_in_a_bundle_that_the_hub_opens() -> None:
    asked = enrolment.read_request(request())
    answer = enrolment.read_reply(reply(), LAPTOP.public)
    data = container.pack(FACTS, [], [], LAPTOP, [answer.hub.recipient])
    assert container.open_bundle(data, HUB, [container.TrustedDevice(asked.keys)])


def refused_reply(data: bytes, own: device_keys.DeviceKeys, **known: object) -> str:
    with pytest.raises(UserError) as refused:
        enrolment.read_reply(data, own.public, name="reply.ghb", **known)  # type: ignore[arg-type]  # only known_hub
    assert refused.value.problems[0].where == "reply.ghb"
    return refused.value.problems[0].code


def test_a_reply_to_another_laptop_is_refused() -> None:
    assert refused_reply(reply(), OTHER_LAPTOP) == "bundle.other_device"


def test_a_reply_to_old_keys_of_this_laptop_is_refused() -> None:
    renewed = device_keys.make(LAPTOP.device, Random(999).randbytes)
    assert refused_reply(reply(), renewed) == "bundle.other_device"


def test_a_reply_to_another_device_with_these_keys_is_refused() -> None:
    renamed = device_keys.DeviceKeys("f" * 16, LAPTOP.signing_secret, LAPTOP.age_secret)
    assert refused_reply(reply(), renamed) == "bundle.other_device"


def test_another_hub_cannot_take_over_a_laptop() -> None:
    assert refused_reply(reply(), LAPTOP, known_hub=OTHER_HUB.public) == "bundle.other_hub"


@pytest.mark.parametrize("make", [request, reply])
def test_every_flipped_bit_and_every_cut_is_refused(make: object) -> None:
    assert callable(make)
    data = make()

    def read(changed: bytes) -> Request | Reply:
        if make is request:
            return enrolment.read_request(changed)
        return enrolment.read_reply(changed, LAPTOP.public)

    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(UserError):
            read(bytes(changed))
    for length in range(len(data)):
        with pytest.raises(UserError):
            read(data[:length])
    with pytest.raises(UserError):
        read(data + b"\0")


def signed_as(data: bytes, signer: device_keys.DeviceKeys, **changes: object) -> bytes:
    """Return an enrolment file with another content, signed by `signer`."""
    body = canonical.decode(envelope.read(parts(data)[1]).content)
    inner = body["enrolment"]
    assert isinstance(inner, dict)
    body["enrolment"] = {**inner, **changes}
    return joined(envelope.sign(canonical.encode(body), signer), b"")


def test_keys_that_the_maker_does_not_hold_are_refused() -> None:
    assert enrolment.read_request(signed_as(request(), LAPTOP)).keys == LAPTOP.public
    with pytest.raises(UserError):
        enrolment.read_request(signed_as(request(), OTHER_LAPTOP))


@pytest.mark.parametrize(
    "change",
    [
        {"division": "沈阳"},
        {"label": ""},
        {"label": "a\nb"},
        {"recipient": "age1" + "q" * 58},
        {"recipient": "nobody"},
        {"signing_key": "zz"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_request_with_an_odd_field_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UserError, match=r"bundle\.(damaged|unknown_device)"):
        enrolment.read_request(signed_as(request(), LAPTOP, **change))


@pytest.mark.parametrize(
    "change",
    [{"series": {"receipt": ""}}, {"series": []}, {"device_keys": []}, {"hub_name": 1}, {"x": 1}],
    ids=str,
)
def test_a_reply_with_an_odd_field_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UserError):
        enrolment.read_reply(signed_as(reply(), HUB, **change), LAPTOP.public)


def test_files_of_another_kind_are_named() -> None:
    for data in (bundle(), reply()):
        with pytest.raises(UserError, match=r"bundle\.wrong_type"):
            enrolment.read_request(data)
    assert refused_reply(request(), LAPTOP) == "bundle.wrong_type"
    with pytest.raises(UserError, match=r"bundle\.wrong_type"):
        container.open_bundle(request(), HUB, [container.TrustedDevice(LAPTOP.public)])


def test_an_enrolment_file_carries_nothing_else() -> None:
    """Well signed, but with an encrypted part, or with a manifest that speaks of one."""
    cipher = container._encrypt(b"", [HUB.public.recipient])
    facts = manifest.decode(envelope.read(parts(request())[1]).content).facts
    content = manifest.encode(stated(b"", cipher, recipients=(), facts=facts))
    for carried in (cipher, b""):
        with pytest.raises(UserError, match=r"bundle\.damaged"):
            enrolment.read_request(container._join(content, carried, LAPTOP))
