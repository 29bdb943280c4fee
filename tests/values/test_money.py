"""Amounts: the official examples, and that nothing is ever rounded or misread."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unionapp.errors import UserError
from unionapp.values import money

# 正确填写票据和结算凭证的基本规定 and cases met in the field.
WORDS = [
    (0, "零元整"),
    (5, "伍分"),
    (50, "伍角"),
    (78, "柒角捌分"),
    (1000, "壹拾元整"),
    (1200, "壹拾贰元整"),
    (11000, "壹佰壹拾元整"),
    (32504, "叁佰贰拾伍元零肆分"),
    (140950, "壹仟肆佰零玖元伍角"),
    (168032, "壹仟陆佰捌拾元零叁角贰分"),
    (600714, "陆仟零柒元壹角肆分"),
    (1640902, "壹万陆仟肆佰零玖元零贰分"),
    (10700053, "壹拾万柒仟元零伍角叁分"),
    (786000, "柒仟捌佰陆拾元整"),
    (655000, "陆仟伍佰伍拾元整"),
    (40901050, "肆拾万玖仟零壹拾元零伍角"),
    (100000000, "壹佰万元整"),
    (90000820057, "玖亿零捌仟贰佰元伍角柒分"),
    (10000000005, "壹亿元零伍分"),
    (10**12, "壹佰亿元整"),
    (
        money.LIMIT - 1,
        "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    ),
]


@pytest.mark.parametrize(("fen", "words"), WORDS)
def test_amounts_are_written_as_the_rule_prints_them(fen: int, words: str) -> None:
    assert money.in_words(fen) == f"人民币{words}"


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("人民币壹仟陆佰捌拾元叁角贰分", 168032),
        ("壹拾万零柒仟元伍角叁分", 10700053),
        ("壹拾万柒仟元伍角叁分", 10700053),
        ("玖亿捌仟贰佰元伍角柒分", 90000820057),
        ("玖亿零捌仟贰佰元零伍角柒分", 90000820057),
        ("壹仟肆佰零玖元伍角整", 140950),
        ("壹仟肆佰零玖元伍角正", 140950),
        ("人民币 壹佰圆正", 10000),
        ("壹佰元", 10000),
        ("伍角整", 50),
        ("零元整", 0),
        ("零元", 0),
    ],
)
def test_every_allowed_form_is_read(words: str, fen: int) -> None:
    assert money.from_words(words) == fen


@pytest.mark.parametrize(
    "words",
    [
        "",
        "元整",
        "人民币",
        "壹万伍元整",
        "壹仟零零伍元整",
        "伍伍元整",
        "拾元整",
        "壹佰整",
        "伍分整",
        "零伍角",
        "叁拾伍佰元整",
        "一百元整",
        "壹佰元整整",
        "100元",
        "壹佰元零伍角叁",
    ],
)
def test_words_that_the_rule_does_not_allow_are_refused(words: str) -> None:
    with pytest.raises(UserError) as refused:
        money.from_words(words)
    assert [problem.code for problem in refused.value.problems] == ["money.words_malformed"]


@given(st.integers(0, 10**12))
@example(10**12)
@example(10**10 + 10**6)
def test_every_amount_comes_back_from_its_words(fen: int) -> None:
    words = money.in_words(fen)
    assert words.startswith("人民币")
    assert "零零" not in words
    assert money.from_words(words) == fen


@given(st.integers(0, money.LIMIT - 1))
def test_every_amount_comes_back_from_its_figures(fen: int) -> None:
    assert money.parse(money.format_fen(fen)) == fen
    assert money.parse(f"￥{money.format_fen(fen).replace(',', '')}元") == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,800.00", 180000),
        ("1800", 180000),
        ("1800.5", 180050),
        ("１，８００．００", 180000),
        ("¥1,800", 180000),
        ("￥ 1800 元", 180000),
        ("人民币12元", 1200),
        ("600 圆", 60000),
        (" 0.05 ", 5),
        (".5", 50),
        ("5.", 500),
        ("12。5", 1250),
        ("+3", 300),
        ("-0.00", 0),
        ("007", 700),
        ("4.35", 435),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, fen: int) -> None:
    assert money.parse(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.empty"),
        ("  元", "money.empty"),
        ("1.005", "money.third_decimal"),
        ("1.995", "money.third_decimal"),
        ("0.009", "money.third_decimal"),
        ("1.500", "money.third_decimal"),
        ("-1", "money.negative"),
        ("－0.01", "money.negative"),
        ("18,00", "money.bad_grouping"),
        ("1,8000.00", "money.bad_grouping"),
        ("1e5", "money.not_a_number"),
        ("１２a", "money.not_a_number"),
        ("1.2.3", "money.not_a_number"),
        ("٣", "money.not_a_number"),
        ("NaN", "money.not_a_number"),
        ("1.5万", "money.not_a_number"),
        (".", "money.not_a_number"),
        ("1000000000000", "money.too_large"),
        ("9" * 5000, "money.too_large"),
    ],
)
def test_amounts_that_cannot_be_kept_exactly_are_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        money.parse(text)
    assert [problem.code for problem in refused.value.problems] == [code]


@given(st.text(st.sampled_from("0123456789.,-¥元 a"), max_size=12))
def test_whatever_is_typed_is_an_amount_or_a_refusal(text: str) -> None:
    try:
        fen = money.parse(text)
    except UserError:
        return
    assert 0 <= fen < money.LIMIT


@pytest.mark.parametrize(
    ("fen", "code"), [(-1, "money.negative"), (money.LIMIT, "money.too_large")]
)
def test_amounts_without_words_are_refused(fen: int, code: str) -> None:
    with pytest.raises(UserError) as refused:
        money.in_words(fen)
    assert refused.value.problems[0].code == code


def test_a_float_is_never_taken_for_fen() -> None:
    with pytest.raises(TypeError, match="float"):
        money.in_words(435.0)  # type: ignore[arg-type]  # the mistake is the test
    with pytest.raises(TypeError, match="float"):
        money.format_fen(435.0)  # type: ignore[arg-type]  # the mistake is the test


@pytest.mark.parametrize(
    ("fen", "figures"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (180000, "1,800.00"),
        (10**12, "10,000,000,000.00"),
        (-150, "-1.50"),
    ],
)
def test_figures_have_two_decimals_and_grouped_thousands(fen: int, figures: str) -> None:
    assert money.format_fen(fen) == figures


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 12), "贰零贰陆年零贰月壹拾贰日"),
        (date(2026, 1, 15), "贰零贰陆年零壹月壹拾伍日"),
        (date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
        (date(2026, 1, 10), "贰零贰陆年零壹月零壹拾日"),
        (date(2026, 1, 30), "贰零贰陆年零壹月零叁拾日"),
        (date(2026, 3, 9), "贰零贰陆年叁月零玖日"),
        (date(2026, 11, 11), "贰零贰陆年壹拾壹月壹拾壹日"),
        (date(2026, 12, 31), "贰零贰陆年壹拾贰月叁拾壹日"),
        (date(2019, 7, 21), "贰零壹玖年柒月贰拾壹日"),
    ],
)
def test_cheque_dates_take_zero_where_the_rule_wants_it(day: date, words: str) -> None:
    assert money.cheque_date(day) == words
