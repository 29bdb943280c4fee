"""The names that FACTS takes for every programme; a programme file may declare more of its own."""

from __future__ import annotations

from collections.abc import Mapping

from unionapp.errors import Problem
from unionapp.programmes.categories import CATEGORIES, FILE_STATES
from unionapp.programmes.fact_kinds import (
    FactName,
    WrongValue,
    coded,
    day,
    division,
    fen,
    own_name,
    several,
    text,
    whole,
    yes_no,
)
from unionapp.programmes.programme import OwnFact
from unionapp.programmes.standards import KINDS
from unionapp.programmes.switches import Label

CASE_FACTS = (
    FactName("day", "day", day, Label("审批日", "Day of decision")),
    FactName("year", "whole", whole(1949, 2999), Label("救助年度", "Year aided")),
    FactName("payment_day", "day", day, Label("发放日", "Day of payment")),
)
_CAUSES = several(coded("hardship_cause"))
HOUSEHOLD_FACTS = (
    FactName("id", "text", text, Label("家庭编号", "Household")),
    FactName("people", "whole", whole(1, 99), Label("家庭人口", "People")),
    FactName(
        "annual_income_fen", "money", fen, Label("家庭年可支配收入", "Year's disposable income")
    ),
    FactName("rigid_costs_fen", "money", fen, Label("刚性支出", "Rigid costs")),
    FactName("accident_losses_fen", "money", fen, Label("意外损失", "Accident losses")),
    FactName(
        "struck",
        "yes_no",
        yes_no,
        Label("是否遭受灾害、事故或疫情", "Struck by disaster, accident or epidemic"),
    ),
    FactName(
        "still_in_difficulty",
        "yes_no",
        yes_no,
        Label("救助后是否仍有困难", "Still in difficulty"),
    ),
    FactName("division", "text", division, Label("居住地区划", "Division of residence")),
    FactName("hukou", "text", division, Label("户籍地区划", "Division of registration")),
    FactName(
        "filing_union", "text", division, Label("建档工会区划", "Division of the filing union")
    ),
    FactName("school", "text", division, Label("学校所在地区划", "Division of the school")),
    FactName(
        "dibao_kind", "code", coded("dibao_kind", KINDS), Label("低保类别", "Kind of standard")
    ),
    FactName(
        "category",
        "code",
        coded("hardship_category", CATEGORIES),
        Label("困难类别", "Hardship category"),
    ),
    FactName("on_file_since", "day", day, Label("建档日期", "On file since")),
    FactName("main_causes", "codes", _CAUSES, Label("主要致困原因", "Main cause")),
    FactName("further_causes", "codes", _CAUSES, Label("次要致困原因", "Further causes")),
    FactName(
        "months_above_standard",
        "whole",
        whole(0, 1200),
        Label("连续高于低保的月数", "Months above the standard"),
    ),
    FactName(
        "file_state",
        "code",
        coded("hardship_state", FILE_STATES),
        Label("困难档案状态", "State of the hardship file"),
    ),
)
OTHER_SUBJECTS = (
    FactName("person.id", "text", text, Label("人员编号", "Person")),
    FactName("person.sex", "code", coded("sex"), Label("性别", "Sex")),
    FactName("person.birth_date", "day", day, Label("出生日期", "Born")),
    FactName("person.work_status", "code", coded("work_status"), Label("工作状态", "Work status")),
    FactName(
        "person.occupation_group",
        "code",
        coded("eight_groups"),
        Label("职业群体", "Occupational group"),
    ),
    FactName("person.health", "code", coded("health"), Label("健康状况", "Health")),
    FactName("person.education", "code", coded("education"), Label("学历", "Education")),
    FactName(
        "person.model_worker", "code", coded("model_worker"), Label("劳模类型", "Model worker")
    ),
    FactName("person.is_rural_worker", "yes_no", yes_no, Label("是否农民工", "Rural worker")),
    FactName("person.labour_since", "day", day, Label("劳动关系起始日", "Labour relation since")),
    FactName(
        "membership.status", "code", coded("membership_status"), Label("会籍状态", "Membership")
    ),
    FactName("membership.since", "day", day, Label("入会日期", "Member since")),
    FactName("employer.workers", "whole", whole(), Label("职工数", "Workers")),
    FactName(
        "employer.union_state", "code", coded("union_state"), Label("建会状态", "Union state")
    ),
    FactName("union.id", "text", text, Label("工会编号", "Union")),
    FactName("union.members", "whole", whole(), Label("会员数", "Members")),
)
STANDARD_FACTS = (
    FactName("division", "text", division, Label("区划代码", "Division code")),
    FactName("kind", "code", coded("dibao_kind", KINDS), Label("低保类别", "Kind of standard")),
    FactName("valid_from", "day", day, Label("起始日期", "First day")),
    FactName("valid_to", "day", day, Label("截止日期", "Last day")),
    FactName("amount_fen", "money", fen, Label("标准金额", "Amount")),
    FactName("document", "text", text, Label("文件", "Document")),
    FactName("source", "text", text, Label("来源", "Source")),
)
EXCLUSION_FACTS = (
    FactName("code", "text", text, Label("排除情形代码", "Code")),
    FactName("applies", "yes_no", yes_no, Label("是否属于", "Applies")),
    FactName("evidence", "text", text, Label("依据", "Evidence")),
)


def _among(value: object) -> str:
    if value in ("own", "household", "spouse", "union"):
        return str(value)
    raise WrongValue("own / household / spouse / union")


EARLIER_FACTS = (
    FactName("programme", "text", text, Label("项目代码", "Programme")),
    FactName("day", "day", day, Label("享受日期", "Day")),
    FactName("amount_fen", "money", fen, Label("金额", "Amount")),
    FactName("among", "code", _among, Label("享受人", "Given to")),
    FactName("person", "text", text, Label("人员编号", "Person")),
    FactName("household", "text", text, Label("家庭编号", "Household")),
    FactName("union", "text", text, Label("工会编号", "Union")),
    FactName("kind", "text", text, Label("类别", "Kind")),
    FactName("round", "text", text, Label("轮次", "Round")),
    FactName("illness", "text", text, Label("疾病", "Illness")),
    FactName("child", "text", text, Label("子女", "Child")),
    FactName("stay", "text", text, Label("住院", "Hospital stay")),
    FactName("event", "text", text, Label("事项", "Event")),
)
# What a grant is told apart by, when the period is no stretch of time.
OCCASION_FACTS = tuple(
    FactName(f"occasion.{fact.name}", "text", text, fact.label)
    for fact in EARLIER_FACTS
    if fact.name in ("round", "illness", "child", "stay", "event")
)
SHARED_FACTS = (*OTHER_SUBJECTS, *OCCASION_FACTS)
# Read by rules of their own, in `facts`.
OTHER_FACTS = (
    "household.head",
    "household.members",
    "exclusions",
    "standards",
    "switches",
    "earlier",
)


def known_names(own: tuple[OwnFact, ...] = ()) -> Mapping[str, FactName]:
    """Return every fact that a rule may name, by its dotted name."""
    named = {fact.name: fact for fact in (*CASE_FACTS, *SHARED_FACTS)}
    named |= {f"household.{fact.name}": fact for fact in HOUSEHOLD_FACTS}
    return named | {fact.name: own_name(fact) for fact in own}


def label_of(name: str, own: tuple[OwnFact, ...] = ()) -> Label:
    """Return what a person calls a fact: `household.people`."""
    fact = known_names(own).get(name)
    return fact.label if fact else Label(name, name)


def missing_fact(where: str, label: Label) -> Problem:
    return Problem("programme.fact_missing", where, {"zh": label.zh, "en": label.en})
