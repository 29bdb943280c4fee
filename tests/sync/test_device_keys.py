"""Device keys: made from given randomness, told apart, never shown by accident."""

from __future__ import annotations

from random import Random

import pyrage
import pytest

from tests.sync.samples import HUB, LAPTOP
from unionapp.sync import bech32, device_keys


def test_the_same_randomness_makes_the_same_keys() -> None:
    made = [device_keys.make("0" * 16, Random(4).randbytes) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].public != device_keys.make("0" * 16, Random(5).randbytes).public


def test_keys_read_back_from_their_text() -> None:
    assert device_keys.from_text(LAPTOP.to_text()) == LAPTOP
    assert device_keys.from_text(LAPTOP.to_text()).public == LAPTOP.public


def test_secrets_are_not_in_the_repr() -> None:
    shown = repr(LAPTOP)
    assert LAPTOP.age_secret not in shown
    assert LAPTOP.signing_secret.hex() not in shown
    assert repr(LAPTOP.signing_secret) not in shown


def test_bech32_spells_keys_as_the_age_library_does() -> None:
    for _ in range(20):
        text = str(pyrage.x25519.Identity.generate())
        assert bech32_again(text) == text


def bech32_again(text: str) -> str:
    """Read a key with a second, plain reading of BIP 173 and spell it with ours."""
    data = ["qpzry9x8gf2tvdw0s3jn54khce6mua7l".index(c) for c in text.lower().split("-1")[1]][:-6]
    bits = "".join(f"{value:05b}" for value in data)
    content = bytes(int(bits[at : at + 8], 2) for at in range(0, 256, 8))
    return bech32.encode("age-secret-key-", content).upper()


def test_what_is_written_to_the_public_key_opens_with_the_secret() -> None:
    recipient = pyrage.x25519.Recipient.from_str(HUB.public.recipient)
    identity = pyrage.x25519.Identity.from_str(HUB.age_secret)
    assert pyrage.decrypt(pyrage.encrypt(b"words", [recipient]), [identity]) == b"words"


def test_a_fingerprint_is_thirty_digits_and_covers_both_keys() -> None:
    public = LAPTOP.public
    groups = public.fingerprint.split()
    assert [len(group) for group in groups] == [5] * 6
    assert public.fingerprint.replace(" ", "").isdigit()
    mixed = device_keys.PublicKeys(public.device, public.signing_key, HUB.public.recipient)
    assert len({public.fingerprint, mixed.fingerprint, HUB.public.fingerprint}) == 3


@pytest.mark.parametrize("device", ["", "xyz", "0" * 15, "A" * 16])
def test_a_device_id_has_sixteen_hexadecimal_digits(device: str) -> None:
    with pytest.raises(ValueError, match="16"):
        device_keys.make(device, Random(1).randbytes)
