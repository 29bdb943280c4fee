"""Identity numbers: real people are never refused, slips of the keys are caught."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionapp.errors import Problem
from unionapp.values import divisions, identity

TODAY = date(2026, 11, 21)


def number_of(division: str, born: date, sequence: int) -> str:
    body = f"{division}{born:%Y%m%d}{sequence:03d}"
    return body + identity.check_character(body)


def codes_of(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


LIAONING_COUNTIES = [
    county.code for city in divisions.cities() for county in divisions.counties(city.code)
]

well_formed = st.builds(
    number_of,
    st.sampled_from(LIAONING_COUNTIES),
    st.dates(date(1917, 1, 1), TODAY),
    st.integers(0, 999),
)


def test_the_printed_example_of_gb_11643_is_read() -> None:
    # GB 11643-1999, annex A: 11010519491231002X.
    result = identity.check("11010519491231002X", today=TODAY)
    assert result == identity.IdentityResult(
        "ok", "resident18", "11010519491231002X", date(1949, 12, 31), "2", "110105"
    )


@pytest.mark.parametrize("county", LIAONING_COUNTIES)
@pytest.mark.parametrize("year", [1940, 1970, 1985, 1990, 2000, 2017])
def test_every_liaoning_county_is_accepted_in_every_birth_year(county: str, year: int) -> None:
    result = identity.check(number_of(county, date(year, 6, 15), 123), today=TODAY)
    assert (result.verdict, result.division) == ("ok", county)


@pytest.mark.parametrize(
    ("text", "verdict", "kind"),
    [
        (number_of("210102", date(1970, 1, 1), 1), "ok", "resident18"),
        (number_of("810000", date(1990, 1, 1), 1), "ok", "hk_macau_taiwan"),
        (number_of("820000", date(1990, 1, 1), 1), "ok", "hk_macau_taiwan"),
        (number_of("830000", date(1990, 1, 1), 1), "ok", "hk_macau_taiwan"),
        (number_of("911124", date(1981, 8, 3), 2), "ok", "foreign"),
        ("USA110012345678", "ok", "foreign_old"),
        ("210102700101123", "ok", "resident15"),
        (number_of("210122", date(1970, 1, 1), 1), "warning", "resident18"),
        ("E12345678", "warning", "other"),
        ("H1234567801", "warning", "other"),
    ],
)
def test_each_kind_of_document_is_told_and_none_refused(text: str, verdict: str, kind: str) -> None:
    result = identity.check(text, today=TODAY)
    assert (result.verdict, result.kind) == (verdict, kind)


@pytest.mark.parametrize("code", ["110101", "230103", "310115", "440305", "659001", "460105"])
def test_counties_of_other_provinces_are_not_doubted(code: str) -> None:
    assert identity.check(number_of(code, date(1988, 2, 29), 7), today=TODAY).problems == ()


def test_an_abolished_county_is_named() -> None:
    result = identity.check(number_of("210122", date(1970, 1, 1), 1), today=TODAY)
    (problem,) = result.problems
    assert (problem.code, problem.warning) == ("identity.division_abolished", True)
    assert problem.detail["name"] == "辽中县(已撤销)"
    assert problem.detail["year"] == 2016


@pytest.mark.parametrize("code", ["219999", "210199", "000000", "830101", "770101"])
def test_an_unknown_division_warns_and_does_not_refuse(code: str) -> None:
    result = identity.check(number_of(code, date(1970, 1, 1), 1), today=TODAY)
    assert result.verdict == "warning"
    assert codes_of(result.problems) == ["identity.division_unknown"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.empty"),
        ("   ", "identity.empty"),
        ("11010519491231002", "identity.too_short"),
        ("1101051949123100", "identity.too_short"),
        ("11010519491231002XX", "identity.too_long"),
        ("11010519491231O02X", "identity.illegal_character"),
        ("1101051949123100２Ⅹ", "identity.illegal_character"),
        ("21010270010112X", "identity.illegal_character"),
        ("110105194912310021", "identity.bad_check_digit"),
        ("210102700230123", "identity.no_such_date"),
    ],
)
def test_what_cannot_be_right_is_an_error(text: str, code: str) -> None:
    result = identity.check(text, today=TODAY)
    assert result.verdict == "error"
    assert code in codes_of(result.problems)


def test_a_short_number_says_how_many_characters_it_has() -> None:
    (problem,) = identity.check("1101051949123100X", today=TODAY).problems
    assert (problem.code, dict(problem.detail)) == ("identity.too_short", {"have": 17, "need": 18})


def test_a_day_that_does_not_exist_is_an_error_even_with_a_right_check_digit() -> None:
    body = "21010219900230123"
    result = identity.check(body + identity.check_character(body), today=TODAY)
    assert codes_of(result.problems) == ["identity.no_such_date"]
    assert (result.verdict, result.birth_date) == ("error", None)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (TODAY, []),
        (TODAY + timedelta(days=1), ["identity.future_birth"]),
        (date(1916, 11, 21), []),
        (date(1916, 11, 20), ["identity.very_old"]),
        (date(2099, 1, 1), ["identity.future_birth"]),
    ],
)
def test_birth_dates_are_doubted_beyond_today_and_110_years(
    born: date, expected: list[str]
) -> None:
    result = identity.check(number_of("210102", born, 5), today=TODAY)
    assert codes_of(result.problems) == expected
    assert result.verdict == ("warning" if expected else "ok")


@pytest.mark.parametrize(
    "text",
    [
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002x",
        "110105-19491231-002X",
        "'11010519491231002X",
        "\ufeff11010519491231002X\u200b",
    ],
)
def test_full_width_blanks_hyphens_and_small_x_are_folded(text: str) -> None:
    result = identity.check(text, today=TODAY)
    assert (result.verdict, result.number) == ("ok", "11010519491231002X")


@given(well_formed)
def test_a_well_formed_number_is_never_an_error(number: str) -> None:
    result = identity.check(number, today=TODAY)
    assert result.verdict in ("ok", "warning")
    assert result.number == number
    assert result.sex == ("1" if int(number[16]) % 2 else "2")


@given(well_formed)
def test_the_check_character_is_that_of_iso_7064(number: str) -> None:
    # The standard's own condition: the weighted sum of all 18 is 1 modulo 11, X counting 10.
    values = [10 if char == "X" else int(char) for char in number]
    assert sum(value << (17 - place) for place, value in enumerate(values)) % 11 == 1


@given(well_formed, st.integers(0, 17), st.integers(1, 9))
def test_each_single_wrong_digit_is_caught(number: str, place: int, shift: int) -> None:
    old = 10 if number[place] == "X" else int(number[place])
    changed = number[:place] + str((old + shift) % 10) + number[place + 1 :]
    if changed != number:
        assert identity.check(changed, today=TODAY).verdict == "error"


@given(well_formed, st.integers(0, 16))
def test_each_swap_of_neighbours_is_caught(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert identity.check(swapped, today=TODAY).verdict == "error"


@given(st.text(max_size=25))
def test_no_text_makes_the_check_raise(text: str) -> None:
    assert identity.check(text, today=TODAY).verdict in ("ok", "warning", "error")


@given(well_formed)
def test_a_15_digit_number_grows_into_the_18_of_the_same_person(number: str) -> None:
    if number[6:8] == "19":
        assert identity.upgraded(number[:6] + number[8:17]) == number


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("210102199003072017", "210***********2017"),
        ("210102900307201", "210********7201"),
        ("E12345678", "*****5678"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_masks_keep_three_and_four_characters(number: str, masked: str) -> None:
    assert identity.mask(number) == masked


def test_typed_sex_and_birth_that_differ_are_warned_about() -> None:
    result = identity.check("11010519491231002X", today=TODAY)
    found = identity.matches_typed(result, sex="1", birth_date=date(1949, 12, 30))
    assert codes_of(found) == ["identity.sex_differs", "identity.birth_differs"]
    assert all(problem.warning for problem in found)


@pytest.mark.parametrize("sex", ["2", "0", "9", None, ""])
def test_a_sex_that_is_right_or_not_stated_disagrees_with_nothing(sex: str | None) -> None:
    result = identity.check("11010519491231002X", today=TODAY)
    assert identity.matches_typed(result, sex=sex, birth_date=date(1949, 12, 31)) == ()
