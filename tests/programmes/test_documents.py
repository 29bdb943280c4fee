"""What the background documents say and leave open, programme by programme."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from unionapp.paths import resources
from unionapp.programmes import catalogue
from unionapp.programmes.evaluate import Verdict, try_exit, try_programme
from unionapp.programmes.programme import Programme, Step
from unionapp.values import codes as code_lists

find = cache(catalogue.find)
ON_FILE = {"division": "210106", "category": "deep"}
HOME = {"division": "210106", "people": 3, "annual_income_fen": 0}


def tried(code: str, facts: dict[str, Any], **switches: object) -> Verdict:
    return try_programme(find(code), {"day": "2019-09-01", **facts, "switches": switches})


def warned(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.warnings]


def step(code: str, name: str) -> Step:
    found = find(code).step(name)
    assert found is not None, f"{code}: {name}"
    return found


@pytest.mark.parametrize("programme", catalogue.available(), ids=lambda one: one.code)
def test_every_basis_is_a_document_by_its_title_or_says_what_it_is(programme: Programme) -> None:
    """A title that no document bears must not stand on a proof."""
    assert programme.basis
    for basis in programme.basis:
        assert basis.document.startswith("《") or basis.note, basis.document
        assert basis.number or basis.note, basis.document


@pytest.mark.parametrize(
    ("code", "document"),
    [
        ("eight_groups", "《关于推进全省货车司机等群体入会工作方案》"),
        ("organising_100", "《辽宁省总工会关于集中开展100人以上企业建会攻坚行动方案》"),
        ("model_worker", "《〈全国劳模专项补助资金发放管理办法〉实施细则》"),
        ("model_worker_rest", "《关于进一步加强和规范劳模休养工作的意见》"),
        ("rural_worker", "《中华全国总工会农民工工作规划（2016—2020年）》"),
        ("rural_worker_tickets", "《中华全国总工会农民工工作规划（2016—2020年）》"),
        ("outdoor_station", "《关于规范工会户外劳动者服务站点相关工作的实施办法》"),
        ("commendation", "《辽宁省劳模和先进集体评选管理办法》"),
        ("collective_welfare", "《全省工会职工集体福利三年工作方案》（2018年9月）"),
        ("employment", "《全省工会促进就业服务三年工作方案》（2018年8月）"),
    ],
)
def test_the_documents_that_are_named_are_printed(code: str, document: str) -> None:
    assert document in [basis.document for basis in find(code).basis]


@pytest.mark.parametrize("code", ["home_work", "labour_export", "rest_cure", "cool_summer"])
def test_another_citys_practice_is_called_that(code: str) -> None:
    assert all("外地" in (basis.note.zh if basis.note else "") for basis in find(code).basis)


# --- 困难职工 ----------------------------------------------------------------------------------


def test_a_household_leaves_only_when_the_condition_of_leaving_holds() -> None:
    assert step("hardship_filing", "leave").exits


def test_a_household_comes_back_on_file_by_two_hands() -> None:
    relapse = step("hardship_filing", "relapse")
    assert (relapse.role, relapse.other_than) == ("approver", ("review",))


@pytest.mark.parametrize(("test", "is_out"), [(None, True), ("income_less_rigid_costs", False)])
def test_leaving_is_by_the_per_head_net_income_of_the_documents(
    test: str | None, is_out: bool
) -> None:
    """人均纯收入 is the documents' test of leaving; costs count at the filing."""
    income = {"annual_income_fen": 65500 * 36 + 1, "rigid_costs_fen": 1}
    switches = {"exit_months": 0, **({"poverty_test": test} if test else {})}
    given = {"day": "2018-09-01", "household": {**HOME, **income}, "switches": switches}
    assert try_exit(find("hardship_filing"), given).eligible is is_out


@pytest.mark.parametrize(("test", "eligible"), [(None, True), ("per_head_income", False)])
def test_filing_is_by_the_national_rule(test: str | None, eligible: bool) -> None:
    income = {"annual_income_fen": 65500 * 72, "rigid_costs_fen": 1}
    switches = {"filing_test": test} if test else {}
    verdict = tried("hardship_filing", {"household": {**HOME, **income}}, **switches)
    assert verdict.eligible is eligible


def test_the_costly_school_is_dearer_than_twice_the_local_public_one() -> None:
    found = code_lists.load("exclusion").item("costly_school")
    assert found is not None
    assert "两倍" in found.zh


@pytest.mark.parametrize(("lives", "eligible"), [(True, True), (False, False), (None, True)])
def test_a_rural_worker_in_hardship_lives_in_the_city(lives: bool | None, eligible: bool) -> None:
    facts = {
        "household": ON_FILE,
        "person": {"is_rural_worker": True, "labour_since": "2018-09-01"},
        "membership": {"status": "member"},
        "grant": {"amount_fen": "500.00"},
        "rural": {"lives_in_city": lives},
    }
    verdict = tried("rural_worker", facts)
    assert verdict.eligible is eligible
    assert ("programme.fact_open" in warned(verdict)) is (lives is None)


@pytest.mark.parametrize("code", ["rural_worker", "rural_worker_tickets"])
def test_the_plan_for_rural_workers_ends_with_2020(code: str) -> None:
    given = {"day": "2021-01-01", "person": {"is_rural_worker": True}}
    if code == "rural_worker":
        given |= {
            "person": {"is_rural_worker": True, "labour_since": "2018-09-01"},
            "household": ON_FILE,
            "membership": {"status": "member"},
            "grant": {"amount_fen": "500.00"},
        }
    assert "programme.expired" in warned(try_programme(find(code), given))
    assert "programme.expired" not in warned(
        try_programme(find(code), {**given, "day": "2020-12-31"})
    )


def test_a_city_may_add_households_to_its_plan() -> None:
    proof = tried("exit_plan", {"plan": {"base": 12, "city_added": 3}}).proof
    assert "3 + 7 + 2 = 12" in proof
    assert any("市自行增加的户数" in line and "3" in line for line in proof)


def illness(verdict_switches: dict[str, object] | None = None, **medical: object) -> Verdict:
    known = {"total_fen": "100.00", "judged_fen": "50.00", "reason": "家庭负担重", **medical}
    given = {"household": ON_FILE, "medical": known}
    return tried("medical_aid", given, **(verdict_switches or {}))


@pytest.mark.parametrize(
    ("medical", "switches", "eligible"),
    [
        ({"illness": "cancer"}, {}, True),
        ({"illness": "minor_illness"}, {}, False),
        ({"illness": "judged"}, {}, True),
        ({"illness": "diabetes"}, {"serious_illnesses": ["cancer", "judged"]}, False),
        ({}, {}, True),
    ],
)
def test_serious_illnesses_are_a_list_of_the_office(
    medical: dict[str, object], switches: dict[str, object], eligible: bool
) -> None:
    verdict = illness(switches, **medical)
    assert verdict.eligible is eligible
    assert ("programme.fact_open" in warned(verdict)) is (not medical)


@pytest.mark.parametrize(
    ("item", "asked", "category", "eligible"),
    [
        ("living", "7860.00", "deep", True),
        ("living", "7860.01", "deep", False),
        ("living", "1.00", "relative", False),
        ("medical", "17.00", "deep", True),
        ("medical", "17.01", "deep", False),
        ("study", "5000.00", "deep", True),
        ("study", "5000.01", "deep", False),
        ("legal_aid", "9999.00", "deep", True),
        ("travel", "1.00", "deep", False),
    ],
)
def test_the_central_funds_limits_are_an_example_that_is_off(
    item: str, asked: str, category: str, eligible: bool
) -> None:
    assert find("central_fund_example").active is False
    fund = {
        "item": item,
        "amount_fen": asked,
        "own_part_fen": "17.00",
        "living_ten_months_fen": "5000.00",
    }
    household = {**ON_FILE, "category": category}
    given = {"day": "2018-09-01", "household": household, "fund": fund}
    assert try_programme(find("central_fund_example"), given).eligible is eligible


@pytest.mark.parametrize(
    ("year", "line"),
    [
        ("academic", "10 × 655.00 = 6,550.00"),
        ("calendar", "6 × 635.00 + 4 × 655.00 = 6,430.00"),
    ],
)
def test_the_months_of_an_academic_year_begin_in_september(year: str, line: str) -> None:
    """Month by month, ten months of school are September to June, not January to October."""
    standards = [
        {"division": "2101", "kind": "urban", "valid_from": since, "amount_fen": fen}
        for since, fen in (("2017-07-01", 63500), ("2018-07-01", 65500))
    ]
    study = {"stage": "higher", "enrolled": True}
    given = {"day": "2018-09-20", "household": ON_FILE, "study": study, "standards": standards}
    switches = {"standard_day": "month_wise", "year": year}
    verdict = try_programme(find("study_aid_higher"), {**given, "switches": switches})
    assert line in verdict.proof


# --- 集体福利、就业、维权 -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hospital", "switches", "eligible"),
    [
        (True, {}, True),
        (False, {}, False),
        (False, {"illness_at_home": "within_cap"}, True),
        (None, {}, True),
    ],
)
def test_an_illness_without_a_hospital_stay_waits_for_the_office(
    hospital: bool | None, switches: dict[str, object], eligible: bool
) -> None:
    """The kind is 生病, the cap speaks of 住院: what lies between is the office's to say."""
    welfare = {"kind": "illness", "amount_fen": "1000.00", "form": "money", "hospital": hospital}
    assert tried("collective_welfare", {"welfare": welfare}, **switches).eligible is eligible


def test_close_relatives_may_reach_two_generations() -> None:
    welfare = {"kind": "death", "amount_fen": "500.00", "deceased": "grandparent"}
    switches = {"cap_death": "1000.00", "close_relatives": ["spouse", "grandparent"]}
    assert tried("collective_welfare", {"welfare": welfare}, **switches).eligible


@pytest.mark.parametrize(
    ("valid_to", "after", "day", "eligible", "code"),
    [
        (None, "warn", "2030-01-01", True, None),
        ("2021-09-30", "warn", "2021-09-30", True, None),
        ("2021-09-30", "warn", "2021-10-01", True, "programme.expired"),
        ("2021-09-30", "refuse", "2021-10-01", False, None),
    ],
)
def test_the_office_says_when_the_three_years_of_the_welfare_plan_end(
    valid_to: str | None, after: str, day: str, eligible: bool, code: str | None
) -> None:
    welfare = {"kind": "marriage", "amount_fen": "600.00", "form": "goods"}
    switches = {"after_expiry": after, **({"valid_to": valid_to} if valid_to else {})}
    given = {"day": day, "welfare": welfare, "switches": switches}
    verdict = try_programme(find("collective_welfare"), given)
    assert verdict.eligible is eligible
    assert warned(verdict) == ([code] if code else [])


@pytest.mark.parametrize("code", ["model_worker", "model_worker_rest"])
@pytest.mark.parametrize(
    ("level", "switches", "eligible"),
    [
        ("national", {}, True),
        ("provincial", {}, True),
        ("city", {}, False),
        ("city", {"levels": ["national", "provincial", "city"]}, True),
        ("none", {}, False),
    ],
)
def test_the_subsidies_are_those_of_the_state_and_the_province(
    code: str, level: str, switches: dict[str, object], eligible: bool
) -> None:
    facts = {"person": {"model_worker": level}, "grant": {"amount_fen": "500.00"}}
    if code == "model_worker_rest":
        del facts["grant"]
    assert tried(code, facts, **switches).eligible is eligible


@pytest.mark.parametrize(
    ("own", "dispatched", "eligible"),
    [(99, "counted", True), (99, "not_counted", False), (100, "not_counted", True)],
)
def test_the_office_says_whether_dispatched_workers_count(
    own: int, dispatched: str, eligible: bool
) -> None:
    facts = {
        "employer": {"workers": 100, "union_state": "none"},
        "count": {"without_dispatched": own},
    }
    assert tried("organising_100", facts, dispatched=dispatched).eligible is eligible


def test_more_joined_than_there_are_is_told() -> None:
    verdict = tried("eight_groups", {"groups": {"counted": 3, "joined": 5}})
    assert "eight_groups.more_than_all" in warned(verdict)


@pytest.mark.parametrize(
    ("fair", "eligible", "warning"),
    [
        ({"posts": 1604, "firms": 408, "visitors": 6430, "intents": 2217}, True, None),
        ({"posts": 1604, "firms": 408, "visitors": 10, "intents": 11}, True, "job_fair.intents"),
        ({"posts": 52017, "operator": 27573, "technical": 12081, "management": 12363}, True, None),
        ({"posts": 52018, "operator": 27573, "technical": 12081, "management": 12363}, False, None),
        ({"posts": 5, "operator": 6}, False, None),
        ({"posts": 10, "visitors": 4000, "hired": 118, "intents": 990}, True, None),
    ],
)
def test_a_fair_may_know_its_posts_by_kind_or_not(
    fair: dict[str, object], eligible: bool, warning: str | None
) -> None:
    """2019-04-14: 408 firms, 1,604 posts, 6,430 visitors, 2,217 intents; no posts by kind."""
    verdict = tried("job_fair", {"fair": fair})
    assert verdict.eligible is eligible
    assert [one for one in warned(verdict) if one.startswith("job_fair")] == (
        [warning] if warning else []
    )


@pytest.mark.parametrize(
    ("fund", "year", "eligible"),
    [
        ("jobs", 2_000_000_001, False),
        ("skills", 2_000_000_000, True),
        ("skills", 2_000_000_001, False),
    ],
)
def test_jobs_and_skills_have_twenty_million_each(fund: str, year: int, eligible: bool) -> None:
    facts = {"fund": {"which": fund, "year_fen": year, "total_fen": year}}
    assert tried("funding_pot", facts).eligible is eligible


def test_the_answer_to_an_application_for_legal_aid_is_due_in_days_that_can_be_set() -> None:
    switch = find("legal_aid").switch("answer_days")
    assert switch is not None
    assert (switch.default, switch.source) == (5, "office")


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("labour_export", ["call_back", "change_post"]),
        ("home_work", ["materials", "sample", "pay"]),
        ("commendation", ["nominate", "notice", "recommend"]),
        ("spending_ban", ["ask", "grant", "refuse", "spend"]),
    ],
)
def test_a_case_goes_the_way_that_is_named(code: str, steps: list[str]) -> None:
    assert [step(code, name).code for name in steps] == steps


def test_outlays_are_not_signed_for_like_a_welfare_visit() -> None:
    for one in find("spending_ban").steps:
        assert "welfare_receipt" not in one.papers
        assert "慰问" not in one.label.zh


def test_enrolling_in_mutual_insurance_pays_nothing_and_a_claim_needs_it() -> None:
    enrolment = tried("mutual_enrolment", {"mutual": {"period": "2020年度"}})
    assert (enrolment.eligible, enrolment.amount_fen) == (True, None)


# --- registers ---------------------------------------------------------------------------------


def test_registers_use_the_shared_code_lists() -> None:
    lists = {
        ("outdoor_station", "station.has"): "six_haves",
        ("service_point", "point.kind"): "point_kind",
        ("in_kind_aid", "aid.kind"): "aid_item",
    }
    for (code, name), wanted in lists.items():
        fact = next(one for one in find(code).facts if one.name == name)
        assert fact.codes == wanted


def test_a_station_has_all_six_or_is_told_what_is_missing() -> None:
    six = [item.code for item in code_lists.load("six_haves")]
    assert len(six) == 6
    assert tried("outdoor_station", {"station": {"has": six}}).eligible
    assert not tried("outdoor_station", {"station": {"has": six[1:]}}).eligible


@pytest.mark.parametrize(
    "label",
    [
        *["户外劳动者服务站点", "扫码入会服务站", "职工书屋", "爱心驿站", "司机之家", "骑手之家"],
        *["妈咪小屋", "劳动关系监测点"],
    ],
)
def test_every_place_that_the_documents_name_is_a_kind_of_point(label: str) -> None:
    assert code_lists.load("point_kind").code_for(label)


@pytest.mark.parametrize(
    "label",
    [
        *["技能大赛", "劳动竞赛", "岗位练兵", "师徒帮教", "送技能进企业", "宣讲", "送文化"],
        *["读书征文", "文体活动", "网络答题", "法治宣传", "民主管理走访", "疗休养", "春秋游"],
    ],
)
def test_every_activity_that_the_documents_name_is_a_kind_of_activity(label: str) -> None:
    assert code_lists.load("activity_kind").code_for(label)


def test_tickets_to_a_park_are_no_annual_pass() -> None:
    kinds = next(one for one in find("dalian_measures").facts if one.name == "measure.kind")
    labels = {option.value: option.label.zh for option in kinds.options}
    assert labels["park_tickets"] == "公园门票"


@pytest.mark.parametrize(("members", "joint"), [(24, True), (25, False)])
def test_a_committee_of_its_own_takes_twenty_five_members(members: int, joint: bool) -> None:
    verdict = tried("union_founding", {"founding": {"members": members}})
    assert verdict.eligible
    assert ("union_founding.joint_union" in warned(verdict)) is joint


@pytest.mark.parametrize(
    ("kind", "form", "eligible"),
    [
        ("festival", "goods", True),
        ("festival", "money", False),
        ("marriage", "money", False),
        ("birth", "money", False),
        ("illness", "goods", False),
        ("illness", "money", True),
    ],
)
def test_each_kind_is_given_in_its_form(kind: str, form: str, eligible: bool) -> None:
    welfare = {"kind": kind, "form": form, "amount_fen": "100.00", "policy_birth": True}
    facts = {"welfare": {**welfare, "hospital": True}, "union": {"members": 10}}
    assert tried("collective_welfare", facts).eligible is eligible


def test_a_birth_that_does_not_conform_to_policy_is_refused() -> None:
    welfare = {"kind": "birth", "form": "goods", "amount_fen": "100.00", "policy_birth": False}
    assert not tried("collective_welfare", {"welfare": welfare}).eligible


@pytest.mark.parametrize(
    ("years", "switches", "waits"),
    [
        (["2016", "2017", "2018"], {}, False),
        (["2017"], {}, True),
        (["2017"], {"priority_years": "any"}, False),
        ([], {"priority_years": "any"}, True),
    ],
)
def test_priority_of_screening_is_no_gate(
    years: list[str], switches: dict[str, object], waits: bool
) -> None:
    facts = {"person": {"sex": "2"}, "screening": {"years_without_check": years}}
    verdict = tried("screening", facts, **switches)
    assert verdict.eligible
    assert ("screening.not_priority" in warned(verdict)) is waits


def test_women_of_units_without_a_union_are_not_screened() -> None:
    facts = {"person": {"sex": "2"}, "employer": {"union_state": "none"}}
    assert not tried("screening", facts).eligible


@pytest.mark.parametrize(("jobs", "told"), [(0, True), (1, False), (None, False)])
def test_start_up_guidance_tells_the_jobs_that_it_brought(jobs: int | None, told: bool) -> None:
    verdict = tried("startup_guidance", {"startup": {"project": "家政", "jobs": jobs}})
    assert verdict.eligible
    assert ("startup_guidance.no_jobs" in warned(verdict)) is told


def options(code: str, name: str) -> set[str]:
    fact = next(one for one in find(code).facts if one.name == name)
    return {option.label.zh for option in fact.options}


def test_every_target_group_of_the_documents_is_there() -> None:
    told = "".join(options("employment", "job.groups"))
    named = ["产能", "环保督查关停", "厂办大集体改革", "僵尸企业", "城市困难职工", "高校毕业生"]
    named += ["转移劳动力", "下岗", "农民工", "在档困难职工", "家庭成员", "退役军人", "零就业家庭"]
    assert [word for word in named if word not in told] == []


@pytest.mark.parametrize("code", ["legal_aid", "mediation"])
def test_the_four_hot_issues_can_be_taken_in(code: str) -> None:
    hot = {"劳动关系认定", "劳动报酬支付", "工伤损害赔偿", "缴纳社保申请"}
    assert hot < options(code, "matter.kind")


@pytest.mark.parametrize(("can_work", "eligible"), [(True, False), (False, True)])
def test_who_can_work_is_helped_into_work(can_work: bool, eligible: bool) -> None:
    facts = {"household": ON_FILE, "household_work": {"can_work": can_work}}
    assert tried("government_relief", facts).eligible is eligible


def test_the_form_of_a_station_tells_the_six_by_their_codes() -> None:
    text = (resources() / "forms" / "service_station.md").read_text("utf-8")
    told = next(line for line in text.splitlines() if "| station.has |" in line)
    codes_told = re.findall(r"= 'yes', '(\w+) ?'", told)
    assert codes_told == [item.code for item in code_lists.load("six_haves")]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("screening", ["多方推进", "知情自愿", "分级负责", "属地服务", "招标"]),
        ("warm_visit", ["100%"]),
        ("contact_person", ["一帮到底"]),
        ("hardship_filing", ["抽查", "30%", "10年", "街道", "100%"]),
    ],
)
def test_principles_without_a_rule_stand_on_the_programmes_page(
    code: str, words: list[str]
) -> None:
    note = find(code).note
    assert note is not None
    assert [word for word in words if word not in note.zh] == []


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("exit_plan", ["制定计划", "登记进度", "完成计划"]),
        ("eight_groups", ["制定计划", "登记进度", "完成计划"]),
        ("eight_groups_member", ["列入对象", "上门宣传", "填表、宣誓、发卡入会", "暂缓"]),
        ("grid_survey", ["列入排查", "上门走访", "四清齐全", "暂缓"]),
        ("job_fair", ["筹备", "举办", "核对台账", "办结", "取消"]),
        ("government_relief", ["登记", "推送政府救助", "跟踪", "办结", "撤回"]),
    ],
)
def test_the_steps_are_called_what_is_done(code: str, labels: list[str]) -> None:
    """A plan is not called on, a fair is not 受理: the words of another way mislead."""
    told = [one.label.zh for one in find(code).steps]
    assert [label for label in labels if label not in told] == []


@pytest.mark.parametrize(
    ("status", "eligible"), [("prospect", True), ("applicant", True), ("member", False)]
)
def test_who_has_applied_may_still_join(status: str, eligible: bool) -> None:
    facts = {"person": {"occupation_group": "courier"}, "membership": {"status": status}}
    assert tried("eight_groups_member", facts).eligible is eligible
