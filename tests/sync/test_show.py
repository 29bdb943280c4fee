"""What a person is told about a file, in both languages and without opening it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.sync.samples import FACTS, HUB, LAPTOP, TRUSTED, bundle
from tests.sync.test_enrolment import reply, request
from unionapp.errors import UserError
from unionapp.sync import container, show
from unionapp.sync.container import TrustedDevice


def told(data: bytes, trusted: tuple[TrustedDevice, ...] = TRUSTED, language: str = "zh") -> str:
    return "\n".join(show.lines(show.look(data, trusted), language))


def test_a_bundle_is_told_in_plain_words() -> None:
    text = told(bundle())
    for words in (
        "向市级中心上报的变更",
        f"设备 {LAPTOP.device}（第 1 代），第 3 包",
        "2027-01-15 16:00",
        "时钟已与中心核对",
        "变更 5 条",
        "附件 2 个，共 195 KB",
        "收据序列 210103-A1-2027：最新编号 7",
        "截至第 41 条",
        "签名有效，来自已登记的设备",
    ):
        assert words in text


def test_english_says_as_much_as_chinese() -> None:
    for data in (bundle(), request(), reply()):
        chinese, english = told(data), told(data, language="en")
        assert len(chinese.splitlines()) == len(english.splitlines())
        assert english.isascii() or "皇姑" in english or "沈阳" in english


def test_an_unknown_signer_is_said_to_be_unchecked() -> None:
    assert show.look(bundle(), ()).signature == "unknown"
    assert "签名未能核对" in told(bundle(), ())
    revoked = (TrustedDevice(LAPTOP.public, revoked=True),)
    assert "已被停用" in told(bundle(), revoked)


@pytest.mark.parametrize("at", [12, 30, 700, -1])
def test_a_broken_file_is_refused_even_when_the_signer_is_unknown(at: int) -> None:
    changed = bytearray(bundle())
    changed[at] ^= 1
    with pytest.raises(UserError, match=r"bundle\."):
        show.look(bytes(changed), (), name="x.ghb")


def test_a_forged_signature_of_a_known_device_is_refused() -> None:
    from tests.sync.samples import OTHER_LAPTOP

    facts = replace(FACTS, device=OTHER_LAPTOP.device)
    data = container.pack(facts, [], [], OTHER_LAPTOP, [HUB.public.recipient])
    wrong = TrustedDevice(replace(OTHER_LAPTOP.public, device=LAPTOP.device))
    with pytest.raises(UserError, match=r"bundle\.damaged"):
        show.look(data, [wrong])


def test_enrolment_files_show_the_fingerprint_of_their_maker() -> None:
    asked, answered = told(request()), told(reply())
    assert LAPTOP.public.fingerprint in asked
    assert "皇姑一号" in asked
    assert HUB.public.fingerprint in answered
    assert "编号序列（receipt）：210103-A1" in answered


def test_a_nonsense_clock_is_no_crash() -> None:
    data = container.pack(replace(FACTS, hlc=2**63 - 1), [], [], LAPTOP, [HUB.public.recipient])
    assert "生成时间" in told(data)
