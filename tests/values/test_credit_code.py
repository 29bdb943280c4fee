"""Unified social credit codes: unions and employers of Liaoning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionapp.values import codes, credit_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code_of(kind: str, division: str = "210102", organisation: str = "MA0P1XYQ") -> str:
    inner = credit_code.organisation_check_character(organisation)
    body = f"{kind}{division}{organisation}{inner}"
    return body + credit_code.check_character(body)


def codes_of(result: credit_code.CreditCodeResult) -> list[str]:
    return [problem.code for problem in result.problems]


well_formed = st.builds(
    code_of,
    st.sampled_from([item.code for item in codes.load("registration_kind")]),
    st.sampled_from(["210102", "210122", "110105", "440300", "100000"]),
    st.text(ALPHABET, min_size=8, max_size=8),
).filter(lambda code: all(char in ALPHABET for char in code))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # GB 32100-2015, annex B prints 91350100M000100Y43.
        ("91350100M000100Y43", "91"),
        ("91350100m000100y43", "91"),
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91"),
        ("913501 00M000-100Y43", "91"),
        (code_of("81"), "81"),
        (code_of("92"), "92"),
        (code_of("54"), "54"),
        (code_of("N2"), "N2"),
    ],
)
def test_real_codes_are_accepted_as_people_type_them(text: str, kind: str) -> None:
    result = credit_code.check(text)
    assert (result.verdict, result.kind, result.department) == ("ok", kind, kind[0])


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        ("", "error", "credit_code.empty"),
        ("0" * 18, "error", "credit_code.no_such_department"),
        (code_of("99"), "error", "credit_code.no_such_kind"),
        (code_of("82"), "error", "credit_code.no_such_kind"),
        (code_of("N7"), "warning", "credit_code.no_such_kind"),
        (code_of("B1"), "error", "credit_code.no_such_department"),
        ("91350100M000100Y42", "error", "credit_code.bad_check_digit"),
        ("91350100M000100Y4", "error", "credit_code.too_short"),
        ("210100000012345", "error", "credit_code.too_short"),
        ("91350100M000100Y433", "error", "credit_code.too_long"),
        ("91350100M0001OOY43", "error", "credit_code.illegal_character"),
        ("9135O100M000100Y43", "error", "credit_code.illegal_character"),
        (code_of("91", "219999"), "warning", "credit_code.division_unknown"),
        (code_of("91", "990000"), "warning", "credit_code.division_unknown"),
    ],
)
def test_what_is_wrong_is_named(text: str, verdict: str, code: str) -> None:
    result = credit_code.check(text)
    assert result.verdict == verdict
    assert code in codes_of(result)


def test_a_wrong_inner_organisation_check_is_only_a_warning() -> None:
    good = code_of("91")
    other = "1" if good[16] != "1" else "2"
    body = good[:16] + other
    result = credit_code.check(body + credit_code.check_character(body))
    assert (result.verdict, codes_of(result)) == ("warning", ["credit_code.inner_check"])


def test_an_abolished_county_stays_without_a_word() -> None:
    assert credit_code.check(code_of("91", "210122")).problems == ()


@given(well_formed)
def test_a_well_formed_code_is_never_an_error(code: str) -> None:
    assert credit_code.check(code).verdict == "ok"


@given(well_formed, st.integers(0, 17), st.integers(1, 30))
def test_each_single_wrong_character_is_caught(code: str, place: int, shift: int) -> None:
    changed = ALPHABET[(ALPHABET.index(code[place]) + shift) % 31]
    assert credit_code.check(code[:place] + changed + code[place + 1 :]).verdict == "error"


@given(st.text(max_size=25))
def test_no_text_makes_the_check_raise(text: str) -> None:
    assert credit_code.check(text).verdict in ("ok", "warning", "error")
