"""Every worked example and threshold of the documents: one fen below, at it, and one above."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from unionapp.errors import UserError
from unionapp.programmes import catalogue
from unionapp.programmes.evaluate import Verdict, try_programme

find = cache(catalogue.find)
ON_FILE = {"division": "210106", "category": "deep"}
HIGHER = {"stage": "higher", "enrolled": True}
SCHOOL = {"stage": "high_school", "enrolled": True}
BILLS = {
    "total_fen": "100000.00",
    "basic_fen": "60000.00",
    "major_fen": "15000.00",
    "supplement_fen": "5000.00",
    "mutual_fen": "3000.00",
    "reason": "家庭负担重",
    "illness": "cancer",
}


def tried(code: str, facts: dict[str, Any], **switches: object) -> Verdict:
    given = {"day": "2018-09-01", **facts, "switches": switches}
    return try_programme(find(code), given)


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def rows(fen: int, since: str = "2018-07-01") -> list[dict[str, object]]:
    return [{"division": "2101", "kind": "urban", "valid_from": since, "amount_fen": fen}]


def test_higher_education_is_ten_months_of_the_standard() -> None:
    verdict = tried("study_aid_higher", {"household": ON_FILE, "study": HIGHER})
    assert (verdict.eligible, verdict.amount_fen) == (True, 655000)
    assert "10 × 655.00 = 6,550.00" in verdict.proof


@pytest.mark.parametrize(
    ("standard", "amount"),
    [(65500, 458500), (42800, 300000), (42857, 300000), (42858, 300006), (42900, 300300)],
)
def test_high_school_is_seventy_per_cent_and_three_thousand_at_least(
    standard: int, amount: int
) -> None:
    given = {"household": ON_FILE, "study": SCHOOL, "standards": rows(standard)}
    assert tried("study_aid_school", given).amount_fen == amount


@pytest.mark.parametrize(("switch", "amount"), [("keep", 300000), ("cap", 200000)])
def test_the_office_says_whether_the_floor_may_be_above_higher_education(
    switch: str, amount: int
) -> None:
    given = {"household": ON_FILE, "study": SCHOOL, "standards": rows(20000)}
    assert tried("study_aid_school", given, floor_above_higher=switch).amount_fen == amount


@pytest.mark.parametrize(
    ("study", "eligible"),
    [
        ({"stage": "special_education", "disabled": True}, True),
        ({"stage": "special_education", "disabled": False}, False),
        ({"stage": "vocational"}, True),
        ({"stage": "higher"}, False),
    ],
)
def test_special_education_is_for_a_child_with_a_disability(
    study: dict[str, object], eligible: bool
) -> None:
    given = {"household": ON_FILE, "study": {"enrolled": True, **study}}
    assert tried("study_aid_school", given).eligible is eligible


@pytest.mark.parametrize(
    ("earlier", "switch", "eligible"),
    [
        ("2018-08-31", "academic", True),
        ("2018-09-01", "academic", False),
        ("2018-08-31", "calendar", False),
        ("2017-12-31", "calendar", True),
    ],
)
def test_study_aid_is_given_once_an_academic_or_calendar_year(
    earlier: str, switch: str, eligible: bool
) -> None:
    given = {"household": ON_FILE, "study": HIGHER, "earlier": [{"day": earlier}]}
    verdict = tried("study_aid_higher", given, year=switch)
    assert verdict.eligible is eligible
    assert ("programme.had_already" in codes(verdict)) is not eligible


@pytest.mark.parametrize(
    ("judged", "amount"),
    [("16999.99", 1_699_999), ("17000.00", 1_700_000), ("17000.01", None)],
)
def test_medical_aid_never_exceeds_what_is_left_after_the_cascade(
    judged: str, amount: int | None
) -> None:
    verdict = tried(
        "medical_aid", {"household": ON_FILE, "medical": {**BILLS, "judged_fen": judged}}
    )
    assert (verdict.eligible, verdict.amount_fen) == (amount is not None, amount)
    assert "职工互助保障支付为 20,000.00 − 3,000.00 = 17,000.00" in verdict.proof
    assert ("programme.above_bound" in codes(verdict)) is (amount is None)


@pytest.mark.parametrize(
    ("switches", "amount"),
    [
        ({"hardly_bearable": "full_residual"}, 1_700_000),
        ({"hardly_bearable": "share", "share_percent": 33}, 561_000),
    ],
)
def test_the_office_says_how_the_part_hard_to_bear_is_found(
    switches: dict[str, object], amount: int
) -> None:
    given = {"household": ON_FILE, "medical": BILLS}
    assert tried("medical_aid", given, **switches).amount_fen == amount


def test_a_share_without_a_percentage_waits_for_the_office() -> None:
    with pytest.raises(UserError) as refused:
        tried("medical_aid", {"household": ON_FILE, "medical": BILLS}, hardly_bearable="share")
    assert [problem.where for problem in refused.value.problems] == ["switches.share_percent"]


def test_a_judged_sum_needs_its_reason() -> None:
    blank = {**BILLS, "judged_fen": "1000.00", "reason": " "}
    assert "programme.no_reason" in codes(
        tried("medical_aid", {"household": ON_FILE, "medical": blank})
    )


@pytest.mark.parametrize(
    ("spent", "eligible"), [("17999.99", True), ("18000.00", True), ("18000.01", False)]
)
def test_festivals_are_held_to_the_mean_of_the_union(spent: str, eligible: bool) -> None:
    verdict = welfare("festival", spent)
    assert verdict.eligible is eligible
    assert ("programme.mean_above_cap" in codes(verdict)) is not eligible


def welfare(kind: str, amount: str, union: dict[str, object] | None = None, **more: Any) -> Verdict:
    switches = more.pop("switches", {})
    given = {"kind": kind, "amount_fen": amount, **more}
    facts = {"welfare": given, "union": union or {"members": 10}}
    return tried("collective_welfare", facts, **switches)


def test_one_member_above_the_cap_is_a_warning_where_the_mean_is_not() -> None:
    verdict = welfare("festival", "18000.00", member_year_fen="1900.00")
    assert verdict.eligible
    assert "programme.member_above_cap" in [warning.code for warning in verdict.warnings]


@pytest.mark.parametrize(
    ("most", "eligible"), [("1799.99", True), ("1800.00", True), ("1800.01", False)]
)
def test_the_office_may_hold_the_cap_against_each_member(most: str, eligible: bool) -> None:
    switches = {"festival_test": "per_member"}
    assert welfare("festival", most, member_year_fen=most, switches=switches).eligible is eligible


@pytest.mark.parametrize(("spent", "eligible"), [("18150.00", True), ("18150.01", False)])
def test_a_monthly_mean_is_compared_without_dividing(spent: str, eligible: bool) -> None:
    months = 11 * 10 + 11
    assert welfare("festival", spent, member_months=months).eligible is eligible


@pytest.mark.parametrize(
    ("kind", "amount", "eligible"),
    [
        ("marriage", "599.99", True),
        ("marriage", "600.00", True),
        ("marriage", "600.01", False),
        ("birth", "1000.00", True),
        ("birth", "1000.01", False),
        ("illness", "1000.00", True),
        ("illness", "1000.01", False),
        ("retirement", "0.01", False),
        ("birthday", "0.01", False),
        ("旅游", "1.00", False),
    ],
)
def test_welfare_has_seven_kinds_and_their_caps(kind: str, amount: str, eligible: bool) -> None:
    assert welfare(kind, amount).eligible is eligible


@pytest.mark.parametrize(
    ("switches", "eligible"),
    [
        ({}, False),
        ({"no_cap": "warn"}, True),
        ({"no_cap": "allow"}, True),
        ({"cap_birthday": "300.00"}, True),
        ({"cap_birthday": "299.99"}, False),
    ],
)
def test_a_kind_without_a_cap_waits_for_the_office(
    switches: dict[str, object], eligible: bool
) -> None:
    verdict = welfare("birthday", "300.00", switches=switches)
    assert verdict.eligible is eligible
    warned = "programme.no_price" in [warning.code for warning in verdict.warnings]
    assert warned is (switches.get("no_cap") == "warn")


def test_an_eighth_kind_is_refused_with_the_rule() -> None:
    assert "collective_welfare.eighth_kind" in codes(welfare("旅游", "1.00"))


@pytest.mark.parametrize(
    ("per", "before", "eligible"),
    [
        ("stay", {"stay": "a"}, True),
        ("stay", {"stay": "b"}, False),
        ("illness", {"illness": "x"}, False),
        ("year", {"day": "2017-12-31"}, True),
        ("year", {"day": "2018-01-01"}, False),
        ("year", {"day": "2018-01-01", "kind": "birth"}, True),
    ],
)
def test_a_hospital_stay_is_counted_as_the_office_says(
    per: str, before: dict[str, object], eligible: bool
) -> None:
    grant = {"day": "2018-02-01", "kind": "illness", **before}
    facts = {
        "welfare": {"kind": "illness", "amount_fen": "500.00"},
        "earlier": [grant],
        "occasion": {"stay": "b", "illness": "x", "event": "e"},
    }
    assert tried("collective_welfare", facts, hospital_per=per).eligible is eligible


@pytest.mark.parametrize(
    ("last", "day", "eligible"),
    [
        ("2016-03-01", "2019-02-28", False),
        ("2016-03-01", "2019-03-01", True),
        ("2016-02-29", "2019-02-27", False),
        ("2016-02-29", "2019-02-28", True),
        ("2017-01-31", "2020-01-30", False),
    ],
)
def test_screening_is_due_after_three_years_to_the_day(last: str, day: str, eligible: bool) -> None:
    facts = {"day": day, "person": {"sex": "女"}, "earlier": [{"day": last}]}
    assert tried("screening", facts).eligible is eligible


def test_screening_pays_three_hundred_a_woman() -> None:
    facts: dict[str, Any] = {"person": {"sex": "2"}, "screening": {"women": 123}}
    assert tried("screening", facts).amount_fen == 3_690_000
    facts["screening"] = {"bill_fen": "280.00"}
    assert tried("screening", facts, subsidy="ceiling").amount_fen == 28000
    facts["screening"] = {"bill_fen": "300.01"}
    assert tried("screening", facts, subsidy="ceiling").amount_fen == 30000
    assert not tried("screening", {"person": {"sex": "1"}}).eligible


@pytest.mark.parametrize(
    ("base", "line"),
    [(10003, "2001 + 6002 + 2000 = 10003"), (12, "3 + 7 + 2 = 12"), (0, "0 + 0 + 0 = 0")],
)
def test_the_plan_is_split_so_that_its_parts_make_the_base(base: int, line: str) -> None:
    verdict = tried("exit_plan", {"plan": {"base": base, "new_cases": 5}})
    assert (verdict.eligible, verdict.amount_fen) == (True, None)
    assert line in verdict.proof


@pytest.mark.parametrize(
    ("main", "further", "eligible"),
    [(1, 0, True), (1, 3, True), (2, 0, False), (0, 0, False), (1, 4, False)],
)
def test_a_file_has_one_main_cause_and_three_others_at_most(
    main: int, further: int, eligible: bool
) -> None:
    causes = {"main_causes": ["1", "2"][:main], "further_causes": ["3", "4", "5", "6"][:further]}
    assert tried("hardship_filing", {"household": {**ON_FILE, **causes}}).eligible is eligible


@pytest.mark.parametrize(("posts", "eligible"), [(52017, True), (52016, False), (52018, False)])
def test_the_ledger_of_a_fair_adds_up(posts: int, eligible: bool) -> None:
    fair = {"posts": posts, "operator": 27573, "technical": 12081, "management": 12363}
    assert tried("job_fair", {"fair": fair}).eligible is eligible


@pytest.mark.parametrize(("workers", "eligible"), [(99, False), (100, True), (101, True)])
def test_a_hundred_workers_are_a_hundred(workers: int, eligible: bool) -> None:
    employer = {"workers": workers, "union_state": "none"}
    assert tried("organising_100", {"employer": employer}).eligible is eligible


@pytest.mark.parametrize(("joined", "missed"), [(54, 2), (55, 1), (79, 1), (80, 0)])
def test_a_joining_rate_is_a_target_and_no_gate(joined: int, missed: int) -> None:
    verdict = tried("eight_groups", {"groups": {"counted": 100, "joined": joined}})
    assert verdict.eligible
    missing = [one for one in verdict.warnings if one.code.startswith("eight_groups.")]
    assert len(missing) == missed


@pytest.mark.parametrize(("count", "eligible"), [(5, False), (6, True)])
def test_a_station_has_all_of_the_six(count: int, eligible: bool) -> None:
    six = ["name", "layout", "equipment", "services", "rules", "map"]
    assert tried("outdoor_station", {"station": {"has": six[:count]}}).eligible is eligible


@pytest.mark.parametrize("ban", ["prepaid_card", "disguised_tourism", "disguised_allowance"])
def test_a_ban_names_the_rule_that_it_keeps(ban: str) -> None:
    allowed = {"prepaid_card": False, "disguised_tourism": False, "disguised_allowance": False}
    given = {"spending": {"kind": "travel", **allowed}, "grant": {"amount_fen": "100.00"}}
    assert tried("spending_ban", given).amount_fen == 10000
    given["spending"] = {"kind": "travel", **allowed, ban: True}
    assert f"spending_ban.{ban}" in codes(tried("spending_ban", given))


@pytest.mark.parametrize(
    ("since", "eligible"), [("2017-09-01", True), ("2017-09-02", False), ("2016-02-29", True)]
)
def test_a_rural_worker_has_a_labour_relation_of_a_year(since: str, eligible: bool) -> None:
    person = {"is_rural_worker": True, "labour_since": since}
    facts = {
        "household": ON_FILE,
        "person": person,
        "membership": {"status": "member"},
        "grant": {"amount_fen": "500.00"},
    }
    assert tried("rural_worker", facts).eligible is eligible


@pytest.mark.parametrize(("day", "warned"), [("2019-09-01", False), ("2019-09-02", True)])
def test_a_limitation_that_may_have_run_out_is_a_warning(day: str, warned: bool) -> None:
    matter = {"kind": "pay", "papers_complete": True, "known_since": "2018-09-01"}
    verdict = tried("legal_aid", {"day": day, "matter": matter})
    assert verdict.eligible
    assert ("legal_aid.limitation" in [one.code for one in verdict.warnings]) is warned


@pytest.mark.parametrize(
    ("pot", "year", "total", "eligible"),
    [
        ("annual", 2_000_000_000, 9_000_000_000, True),
        ("annual", 2_000_000_001, 0, False),
        ("one_pot", 0, 2_000_000_001, False),
        ("off", 9_000_000_000, 9_000_000_000, True),
    ],
)
def test_the_fund_is_annual_or_one_pot_as_the_office_says(
    pot: str, year: int, total: int, eligible: bool
) -> None:
    facts = {"fund": {"year_fen": year, "total_fen": total}}
    assert tried("funding_pot", facts, pot=pot).eligible is eligible


@pytest.mark.parametrize(
    ("kind", "grant", "switches", "eligible"),
    [
        ("marriage", {"event": "first"}, {}, True),
        ("marriage", {"event": "now"}, {}, False),
        ("marriage", {"event": "first"}, {"repeat_marriage": "once"}, False),
        ("birth", {"event": "now", "child": "elder twin"}, {}, False),
        ("birth", {"event": "now", "child": "elder twin"}, {"twins": "per_child"}, True),
        ("birth", {"event": "now", "child": "younger twin"}, {"twins": "per_child"}, False),
        ("birth", {"event": "now", "among": "spouse"}, {}, True),
        ("birth", {"event": "now", "among": "spouse"}, {"both_spouses": "one"}, False),
    ],
)
def test_marriages_twins_and_spouses_are_counted_as_the_office_says(
    kind: str, grant: dict[str, object], switches: dict[str, object], eligible: bool
) -> None:
    facts = {
        "welfare": {"kind": kind, "amount_fen": "500.00"},
        "earlier": [{"day": "2010-01-01", "kind": kind, **grant}],
        "occasion": {"event": "now", "child": "younger twin"},
    }
    assert tried("collective_welfare", facts, **switches).eligible is eligible


@pytest.mark.parametrize(("counted_for", "eligible"), [("person", True), ("household", False)])
def test_medical_aid_is_counted_per_person_or_household(counted_for: str, eligible: bool) -> None:
    facts = {
        "household": ON_FILE,
        "medical": {**BILLS, "judged_fen": "1000.00"},
        "earlier": [{"day": "2018-01-02", "among": "household"}],
    }
    assert tried("medical_aid", facts, counted_for=counted_for).eligible is eligible


THIRTEEN = {
    "living_aid": ["living_unit", "partial_year", "payout", "eligible_categories"],
    "hardship_filing": ["poverty_test", "exit_comparison", "exit_months", "standard_place"],
    "study_aid_higher": ["year", "place", "standard_kind", "standard_day"],
    "study_aid_school": ["floor_above_higher", "special_grades"],
    "medical_aid": ["hardly_bearable", "counted_for", "bill_period"],
    "exit_plan": ["cut_off_2018", "cut_off_2019", "cut_off_2020", "count_new", "after_expiry"],
    "collective_welfare": [
        *["festival_test", "denominator", "no_cap", "both_spouses", "twins", "repeat_marriage"],
        *["hospital_per", "close_relatives"],
    ],
    "screening": ["cycle", "subsidy", "employer_check", "priority_evidence", "priority_years"],
    "organising_100": ["head_count"],
    "eight_groups": ["denominator"],
    "funding_pot": ["pot", "after_expiry"],
    "employment": ["call_back_days"],
}


@pytest.mark.parametrize("code", THIRTEEN)
def test_what_the_documents_leave_open_is_a_switch_with_its_source(code: str) -> None:
    programme = find(code)
    for name in THIRTEEN[code]:
        switch = programme.switch(name)
        assert switch is not None, name
        assert switch.note.zh
        assert switch.note.en


def test_what_has_no_value_in_the_documents_has_no_default() -> None:
    unset = {
        ("hardship_filing", "exit_months"),
        ("employment", "call_back_days"),
        ("collective_welfare", "cap_birthday"),
        ("collective_welfare", "cap_death"),
        ("collective_welfare", "cap_retirement"),
        ("exit_plan", "cut_off_2018"),
        ("exit_plan", "cut_off_2019"),
    }
    for code, name in unset:
        switch = find(code).switch(name)
        assert switch is not None
        assert switch.default is None
