"""Telephone numbers are tidied and doubted, never refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionapp.values import phone


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("13812341234", "mobile", "13812341234"),
        ("+86 138-1234-1234", "mobile", "13812341234"),
        ("0086 13812341234", "mobile", "13812341234"),
        ("１３８１２３４１２３４", "mobile", "13812341234"),
        ("16212341234", "mobile", "16212341234"),
        ("17412341234", "mobile", "17412341234"),
        ("14012341234", "mobile", "14012341234"),
        ("14912341234", "mobile", "14912341234"),
        ("19212341234", "mobile", "19212341234"),
        ("024-22222222", "landline", "02422222222"),
        ("(0411) 8234567", "landline", "04118234567"),
        ("0429-2123456 转 801", "landline", "04292123456转801"),
        ("400-810-1234", "service", "4008101234"),
        ("12351", "short", "12351"),
        ("12333", "short", "12333"),
        ("110", "short", "110"),
        ("96123", "short", "96123"),
        ("+1 650 253 0000", "foreign", "+16502530000"),
        ("", "unknown", ""),
    ],
)
def test_usual_numbers_are_told_by_kind(text: str, kind: str, number: str) -> None:
    result = phone.check(text)
    assert (result.verdict, result.kind, result.number) == ("ok", kind, number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1381234123", "phone.mobile_length"),
        ("138123412345", "phone.mobile_length"),
        ("22222222", "phone.no_area_code"),
        ("12", "phone.unusual"),
        ("没有电话", "phone.unusual"),
        ("024123", "phone.unusual"),
    ],
)
def test_unusual_numbers_are_warned_about(text: str, code: str) -> None:
    result = phone.check(text)
    assert result.verdict == "warning"
    assert [(found.code, found.warning) for found in result.problems] == [(code, True)]


@given(st.text(max_size=20))
def test_no_text_is_refused(text: str) -> None:
    assert phone.check(text).verdict in ("ok", "warning")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812341234", "138****1234"),
        ("02422221234", "024****1234"),
        ("22221234", "****1234"),
        ("02422221234转801", "024****1234转801"),
        ("12351", "12351"),
        ("", ""),
    ],
)
def test_masks_hide_the_middle(number: str, masked: str) -> None:
    assert phone.mask(number) == masked
