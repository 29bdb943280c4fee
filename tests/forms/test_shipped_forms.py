"""The questionnaires that come with the program: sound, bilingual, tied to the case, fillable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from unionapp.forms import sheets, survey
from unionapp.forms.choices import missing
from unionapp.forms.filling import Filling, Known, Trouble
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import Loaded, check_file, load
from unionapp.forms.nodes import Node
from unionapp.models.declare import Field, FieldType
from unionapp.models.records import SCHEMA
from unionapp.paths import resources
from unionapp.values import codes

FILES = sorted((resources() / "forms").glob("*.md"))
NAMES = [file.stem for file in FILES]
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
CODE_LISTS = {file.stem for file in (resources() / "codes").glob("*.toml")}
ZH, EN = "::中文 (zh)", "::English (en)"
WORDS = ("label", "hint", "required_message", "constraint_message", "warning_message")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
KINDS = {"door": "place", "household": "household", "person": "person", "employer": "employer"}
# What the case knows beside the fields that the editor shows.
ALWAYS_KNOWN = {f"{kind}#id" for kind in KINDS} | {"door#address"}

Answers = Sequence[tuple[str, str]]


@cache
def loaded(name: str) -> Loaded:
    return load(_file(name))


@cache
def tables(name: str) -> Mapping[str, sheets.Sheet]:
    return sheets.read(_file(name))


def _file(name: str) -> Path:
    return resources() / "forms" / f"{name}.md"


def begun(name: str) -> Filling:
    ids = (f"00000000-0000-4000-8000-{at:012d}" for at in range(1_000))
    around = Surrounding(NOW, UTC, lambda: next(ids))
    return Filling(Form(loaded(name).definition, around, graph=loaded(name).graph))


def node_of(filling: Filling, name: str) -> Node:
    """The question of that name; `name@2` stands in the second row of its repeat."""
    bare, _, row = name.partition("@")
    found = [node for node in filling.form.root.walk() if node.name == bare]
    assert len(found) >= int(row or 1), name
    return found[int(row or 1) - 1]


def say(filling: Filling, answers: Answers, seen: set[tuple[str, bool]] | None = None) -> None:
    """Answer as a worker could: only what is asked, only choices that are offered."""
    for name, text in answers:
        if name == "+":
            parent = filling.form.root
            filling.add_row(parent.spec.children[text], parent)
            continue
        node = node_of(filling, name)
        assert node.relevant, f"{name} is not asked"
        assert not filling.form.is_readonly(node), f"{name} is read-only"
        assert not missing(filling.form, node, text), f"{name}: {text} is not offered"
        filling.answer(node, text)
        if seen is not None:
            seen |= decided(filling)


def decided(filling: Filling) -> set[tuple[str, bool]]:
    """Each question whose group is asked, and whether it is asked itself."""
    return {
        (node.spec.path, node.relevant)
        for node in filling.form.root.walk()
        if node.parent is None or node.parent.relevant
    }


def fields_of(source: str) -> Field:
    kind, _, name = source.partition("#")
    return SCHEMA[KINDS[kind]].field(name)


def test_seven_questionnaires_and_five_drafts_come_with_the_program() -> None:
    drafts = {
        "employer_needs_survey",
        "minimum_wage_survey",
        "point_inspection",
        "redeployed_workers_survey",
        "rural_workers_survey",
    }
    assert set(NAMES) - drafts == {
        "eight_groups_worker",
        "employer_visit",
        "hardship_home_visit",
        "household_visit",
        "legal_aid_intake",
        "service_station",
        "training_enrolment",
    }
    assert drafts < set(NAMES)
    assert all("草稿" in _file(name).read_text("utf-8") for name in drafts)


@pytest.mark.parametrize("name", NAMES)
def test_the_check_finds_nothing(name: str) -> None:
    assert check_file(_file(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_head_names_the_form_its_version_and_its_subject(name: str) -> None:
    (row,) = tables(name)["settings"].rows
    assert row.get("form_id") == name
    assert re.fullmatch(r"20\d{8}", row.get("version"))
    assert row.get("form_title")
    assert row.get("instance_name")
    assert row.get("subject") in KINDS
    assert loaded(name).definition.languages == ("中文 (zh)", "English (en)")


@pytest.mark.parametrize("name", NAMES)
def test_every_word_stands_in_both_languages(name: str) -> None:
    rows = [*tables(name)["survey"].rows, *tables(name)["choices"].rows]
    for row in rows:
        for column in WORDS:
            zh, en = row.get(column + ZH), row.get(column + EN)
            where = f"{row.number} {row.get('name')} {column}"
            assert bool(zh) == bool(en), where
            assert not CHINESE.search(en), where
            assert set(re.findall(r"\$\{\w+\}", zh)) == set(re.findall(r"\$\{\w+\}", en)), where


@pytest.mark.parametrize("name", NAMES)
def test_every_check_says_what_to_do(name: str) -> None:
    for row in tables(name)["survey"].rows:
        for column in ("required", "constraint", "warning"):
            said = row.get(
                "required_message" + ZH if column == "required" else f"{column}_message{ZH}"
            )
            assert bool(row.get(column)) == bool(said), f"{row.get('name')} {column}"


@pytest.mark.parametrize("name", NAMES)
def test_no_name_stands_twice(name: str) -> None:
    names = [one.name for one in survey.questions(tables(name)["survey"]) if not one.ends]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", NAMES)
def test_a_list_named_like_a_code_list_is_that_list(name: str) -> None:
    offered: dict[str, list[tuple[str, str, str]]] = {}
    for row in tables(name)["choices"].rows:
        one = (row.get("name"), row.get("label" + ZH), row.get("label" + EN))
        offered.setdefault(row.get("list_name"), []).append(one)
    for list_name in offered.keys() & CODE_LISTS:
        listed = codes.load(list_name)
        assert offered[list_name] == [
            (item.code, item.zh, item.en) for item in listed if item.valid_on(NOW.date())
        ]


def _tied(name: str) -> Iterator[tuple[str, survey.Question]]:
    for question in survey.questions(tables(name)["survey"]):
        for column in ("prefill", "save_to"):
            if source := question.row.get(column):
                yield source, question


@pytest.mark.parametrize("name", NAMES)
def test_what_is_filled_in_or_saved_is_a_declared_field(name: str) -> None:
    for source, question in _tied(name):
        if source in ALWAYS_KNOWN:
            continue
        field = fields_of(source)
        assert field.section, f"{source} is the program's own"
        if field.type is FieldType.CODE:
            assert question.list_name == field.codes, question.name
        elif field.type is FieldType.BOOLEAN:
            assert question.list_name == "yes_no", question.name
        elif field.type is FieldType.MONEY:
            assert question.type == "decimal", question.name
        elif field.type is FieldType.INTEGER:
            assert question.type == "integer", question.name


@pytest.mark.parametrize("name", NAMES)
def test_what_is_saved_was_filled_in_from_the_same_field(name: str) -> None:
    # else an answer that the worker never saw would write over what the case knows
    for question in survey.questions(tables(name)["survey"]):
        saved = question.row.get("save_to")
        if saved and question.type != "calculate":
            assert question.row.get("prefill") == saved, question.name


@pytest.mark.parametrize("name", NAMES)
def test_every_saved_answer_belongs_to_a_record_whose_id_stands_beside_it(name: str) -> None:
    saved = {spec.path for spec in loaded(name).definition.root.walk() if spec.bind.save_to}
    for entity in loaded(name).definition.entities:
        assert entity.list_name in {"household", "person", "employer"}
        assert entity.create is not None
        assert entity.update is not None
        ids = [
            spec for spec in entity.scope.walk() if spec.bind.prefill == f"{entity.list_name}#id"
        ]
        assert len(ids) == 1
        assert {SCHEMA[entity.list_name].field(one).name for one in entity.properties}
        saved -= {spec.path for spec in entity.properties.values()}
    assert saved == set()


@pytest.mark.parametrize("name", NAMES)
def test_identity_and_credit_numbers_are_checked(name: str) -> None:
    for source, question in _tied(name):
        if source == "person#identity_number":
            assert question.row.get("constraint") == "identity-number(.)"
        elif source == "employer#credit_code":
            assert question.row.get("constraint") == "credit-code(.)"


MAN, WOMAN, CHILD = "210102199003071233", "210102199205112048", "210102201409013017"
CREDIT_CODE = "91210100MA0ABCDE1E"

# Each form filled to its end, often more than once; what a worker says at one door.
FILLINGS: Mapping[str, Sequence[Answers]] = {
    "employer_visit": [
        [
            ("employer_name", "沈阳某机械有限公司"),
            ("visit_result", "met"),
            ("credit_code", CREDIT_CODE),
            ("address", "兴华南街 12 号"),
            ("unit_kind", "170"),
            ("industry", "C"),
            ("contact", "王经理"),
            ("phone", "024-25850000"),
            ("workers", "20"),
            ("union_state", "to_prepare"),
            ("workers", "60"),
            ("workers", "120"),
            ("count_source", "tax"),
            ("count_source", "roster"),
            ("tax_workers", "110"),
            ("women", "40"),
            ("dispatched", "10"),
            ("rural", "30"),
            ("eight_group_workers", "5"),
            ("groups_here", "truck_driver security_guard"),
            ("belongs_to", "兴华街道总工会"),
            ("registered_elsewhere", "yes"),
            ("registered_at", "浑南区"),
            ("organising_progress", "willing"),
            ("no_union_reason", "unknown other"),
            ("other_reason", "刚换负责人"),
            ("planned_on", "2027-03-01"),
            ("want_to_join", "80"),
            ("help_wanted", "talk papers"),
            ("contract_state", "valid"),
            ("contract_until", "2027-12-31"),
            ("women_contract", "none"),
            ("women_checked", "no"),
            ("assembly", "no"),
            ("employer_need", "hiring"),
            ("need_note", "招焊工两名"),
            ("next_on", "2026-12-05"),
            ("note", "门卫登记"),
        ],
        [
            ("employer_name", "某超市"),
            ("visit_result", "met"),
            ("workers", "40"),
            ("women", "25"),
            ("union_state", "established"),
            ("union_count", "1"),
            ("union_name", "某超市工会委员会"),
            ("union_chair", "李某 13804000000"),
            ("elected_on", "2024-05-01"),
            ("women_committee", "yes"),
            ("members", "30"),
            ("belongs_to", "社区联合工会"),
            ("organising_progress", "established"),
        ],
        [("employer_name", "某书店"), ("visit_result", "moved"), ("moved_to", "铁西广场")],
        [("employer_name", "查无"), ("visit_result", "not_found")],
    ],
    "household_visit": [
        [
            ("outcome", "met"),
            ("consent", "yes"),
            ("tenure", "rented"),
            ("phone", "13804000001"),
            ("member_name", "张三"),
            ("relation", "02"),
            ("identity_number", MAN),
            ("mobile", "13804000002"),
            ("health", "disabled"),
            ("disability_kind", "4"),
            ("disability_grade", "3"),
            ("insurance", "employee"),
            ("work_status", "working"),
            ("workplace", "某快递站"),
            ("occupation_group", "courier"),
            ("claims_membership", "no"),
            ("join_wish", "yes"),
            ("+", "member"),
            ("member_name@2", "李四"),
            ("sex@2", "2"),
            ("birth_date@2", "1992-05-11"),
            ("work_status@2", "unemployed"),
            ("job_wish@2", "job training"),
            ("+", "member"),
            ("member_name@3", "张小"),
            ("relation@3", "20"),
            ("identity_number@3", CHILD),
            ("study@3", "basic"),
            ("need", "medical other"),
            ("other_need", "换锁"),
            ("hardship_cause", "6"),
            ("on_dibao", "no"),
            ("wants_file", "yes"),
            ("wishes", "多办培训"),
            ("again", "yes"),
            ("next_on", "2026-11-28"),
            ("next_time", "晚7点后"),
        ],
        [("outcome", "nobody_home"), ("again", "no")],
        [("outcome", "met"), ("consent", "no")],
    ],
    "eight_groups_worker": [
        [
            ("consent", "yes"),
            ("worker_name", "赵六"),
            ("identity_number", MAN),
            ("phone", "13804000003"),
            ("occupation_group", "truck_driver"),
            ("own_vehicle", "yes"),
            ("work_mode", "self"),
            ("paper", "none"),
            ("hours", "10.5"),
            ("rest_days", "4"),
            ("income", "6500.50"),
            ("cover", "commercial"),
            ("accident", "yes"),
            ("accident_on", "2026-08-01"),
            ("paid_by", "self"),
            ("dispute", "wages"),
            ("wages_owed", "3000"),
            ("claims_membership", "no"),
            ("join_wish", "later"),
            ("why_not", "time fee"),
            ("join_wish", "yes"),
            ("applicant_signature", "sign.png"),
            ("service", "station law"),
        ],
        [
            ("consent", "yes"),
            ("worker_name", "孙七"),
            ("sex", "2"),
            ("birth_date", "1992-05-11"),
            ("phone", "13804000004"),
            ("other_group", "ride_hailing"),
            ("own_vehicle", "no"),
            ("dispute", "none"),
            ("claims_membership", "yes"),
            ("union_name", "街道联合工会"),
            ("wants_transfer", "yes"),
        ],
        [("consent", "no")],
    ],
    "hardship_home_visit": [
        [
            ("check_kind", "first"),
            ("can_visit", "yes"),
            ("tenure", "public_rent"),
            ("floor_area", "48.5"),
            ("hukou", "non_agricultural"),
            ("dibao_kind", "urban"),
            ("on_dibao", "no"),
            ("single_parent", "no"),
            ("phone", "13804000005"),
            ("member_name", "张三"),
            ("relation", "02"),
            ("identity_number", MAN),
            ("health", "cancer"),
            ("illness", "肺癌"),
            ("insurance", "employee"),
            ("work_status", "migrant"),
            ("workplace", "某机械厂"),
            ("contract_year", "yes"),
            ("monthly_income", "1965"),
            ("+", "member"),
            ("member_name@2", "李四"),
            ("sex@2", "2"),
            ("birth_date@2", "1992-05-11"),
            ("health@2", "disabled"),
            ("disability_kind@2", "4"),
            ("disability_grade@2", "2"),
            ("monthly_income@2", "0"),
            ("+", "member"),
            ("member_name@3", "张小"),
            ("identity_number@3", CHILD),
            ("studying@3", "yes"),
            ("school@3", "basic"),
            ("school_name@3", "某小学"),
            ("applicant", "张三"),
            ("dibao_line", "2000"),
            ("dibao_line", "655"),
            ("dibao_line", "300"),
            ("dibao_line", "655"),
            ("transfer_income", "0"),
            ("illness_costs", "8000"),
            ("school_costs", "500"),
            ("accident_losses", "20000"),
            ("main_cause", "6"),
            ("further_causes", "9 1"),
            ("focus", "3"),
            ("self_help", "partly"),
            ("papers_seen", "identity medical school"),
            ("excluded", "no"),
            ("exclusion_evidence", "看了房产和车辆查询结果"),
            ("matches", "yes"),
            ("neighbours", "属实"),
            ("opinion", "file"),
            ("category", "deep"),
            ("measures", "living study"),
            ("declared", "OK"),
            ("family_signature", "family.png"),
            ("visitor_one", "王一"),
            ("visitor_one_signature", "one.png"),
            ("visitor_two", "钱二"),
            ("visitor_two_signature", "two.png"),
            ("photo_papers", "papers.jpg"),
        ],
        [
            ("can_visit", "yes"),
            ("member_name", "周八"),
            ("applicant", "周八"),
            ("excluded", "yes"),
            ("exclusions", "private_car"),
            ("matches", "no"),
            ("mismatch", "申报无车，楼下停有登记在本人名下的车"),
            ("opinion", "more"),
            ("missing_papers", "车辆用途证明"),
            ("next_on", "2026-12-01"),
        ],
        [("can_visit", "no"), ("no_visit_reason", "家中无人主事")],
    ],
    "service_station": [
        [
            ("station_name", "铁西广场站"),
            ("station_kind", "outdoor"),
            ("site_state", "open"),
            ("host", "某银行网点"),
            ("manager", "吴某"),
            ("manager_phone", "13804000006"),
            ("sign_grade", "yes"),
            ("place_grade", "yes"),
            ("floor_area", "20"),
            ("groups_served", "courier meal_rider"),
            ("facility_grade", "yes"),
            ("facilities", "seats water power microwave"),
            ("service_grade", "yes"),
            ("services", "rest drink charge"),
            ("visitors", "35"),
            ("rule_grade", "partly"),
            ("rules", "hours person"),
            ("map_grade", "no"),
            ("map_grade", "yes"),
            ("maps", "union"),
            ("location", "41.8057 123.4315"),
            ("mending", "yes"),
            ("to_mend", "补上使用登记"),
            ("mend_by", "2026-12-20"),
            ("manager_signature", "manager.png"),
        ],
        [("station_name", "旧站"), ("site_state", "gone"), ("mending", "no")],
    ],
    "training_enrolment": [
        [
            ("consent", "yes"),
            ("trainee_name", "郑九"),
            ("identity_number", WOMAN),
            ("phone", "13804000007"),
            ("education", "30"),
            ("course", "养老护理员（四级）"),
            ("course_kind", "skill"),
            ("when", "full_time"),
            ("boarding", "no"),
            ("work_status", "working"),
            ("workplace", "某养老院"),
            ("post", "护理员"),
            ("target", "rural veteran"),
            ("claims_membership", "yes"),
            ("level", "5"),
            ("certificate", "养老护理员 2103000000000001"),
            ("after", "raise job"),
            ("wanted_job", "护理员"),
            ("wanted_wage", "4500"),
            ("call_back", "yes"),
            ("portrait", "face.jpg"),
            ("trainee_signature", "sign.png"),
        ],
        [("consent", "no")],
    ],
    "legal_aid_intake": [
        [
            ("consent", "yes"),
            ("applicant_name", "冯十"),
            ("identity_number", MAN),
            ("phone", "13804000008"),
            ("claim", "wages injury"),
            ("facts", "2026 年 9 月起未发工资，10 月 8 日送餐途中受伤。"),
            ("amount", "12000"),
            ("many", "yes"),
            ("how_many", "3"),
            ("employer_name", "某配送公司"),
            ("job_state", "left"),
            ("started_on", "2025-03-01"),
            ("ended_on", "2026-10-31"),
            ("has_contract", "no"),
            ("wage", "6000"),
            ("known_on", "2025-12-01"),
            ("known_on", "2026-10-15"),
            ("injured_on", "2026-10-08"),
            ("injury_filed", "no"),
            ("evidence", "chat wage_slip"),
            ("evidence_photo", "chat.jpg"),
            ("step_taken", "inspection"),
            ("step_result", "已受理"),
            ("aid", "advice arbitration"),
            ("address", "保工街 3 号"),
            ("claims_membership", "yes"),
            ("hardship", "yes"),
            ("papers_given", "identity card"),
            ("handling", "lawyer"),
            ("handed_to", "值班律师"),
            ("handling", "answered"),
            ("answer", "已说明仲裁程序"),
            ("handling", "refuse"),
            ("refusal", "不属劳动争议"),
            ("handling", "accept"),
            ("next_on", "2026-11-26"),
            ("applicant_signature", "sign.png"),
        ],
        [("consent", "no")],
    ],
    "point_inspection": [
        [
            ("point_kind", "library"),
            ("point_name", "某厂职工书屋"),
            ("site_state", "open"),
            ("sign_grade", "yes"),
            ("facility_grade", "partly"),
            ("rule_grade", "yes"),
            ("log_grade", "no"),
            ("poster", "yes"),
            ("visitors", "120"),
            ("mending", "yes"),
            ("to_mend", "补上借阅登记"),
            ("mend_by", "2026-12-20"),
        ],
        [
            ("point_kind", "love_station"),
            ("point_name", "某驿站"),
            ("site_state", "gone"),
            ("mending", "no"),
        ],
    ],
    "minimum_wage_survey": [
        [
            ("consent", "yes"),
            ("sex", "2"),
            ("age", "45"),
            ("work_status", "working"),
            ("monthly_pay", "2300.50"),
            ("knows_minimum", "yes"),
            ("against_minimum", "above"),
            ("included", "overtime meals"),
            ("supported", "2"),
        ],
        [("consent", "no")],
    ],
    "rural_workers_survey": [
        [
            ("consent", "yes"),
            ("from_where", "朝阳县"),
            ("years_in_town", "6"),
            ("trade", "building"),
            ("contract", "oral"),
            ("arrears", "yes"),
            ("insured", "injury"),
            ("dwelling", "site"),
            ("wishes", "pay tickets"),
        ],
        [("consent", "no")],
    ],
    "employer_needs_survey": [
        [
            ("employer_name", "某机械厂"),
            ("hiring", "yes"),
            ("trades", "焊工、数控车工"),
            ("operators", "12"),
            ("technicians", "2"),
            ("managers", "0"),
            ("takes", "laid_off rural"),
            ("courses", "焊工"),
            ("trainees", "20"),
            ("needs", "fair order"),
        ],
        [("employer_name", "某商店"), ("hiring", "no")],
    ],
    "redeployed_workers_survey": [
        [
            ("consent", "yes"),
            ("worker_name", "赵六"),
            ("phone", "13804000009"),
            ("why", "zombie"),
            ("trade", "钳工 四级"),
            ("years", "22"),
            ("way", "hired"),
            ("wanted_job", "维修钳工"),
            ("wanted_pay", "4500"),
            ("elsewhere", "no"),
        ],
        [("consent", "no")],
    ],
}
EACH_FILLING = [
    pytest.param(name, answers, id=f"{name}-{at}")
    for name, all_answers in FILLINGS.items()
    for at, answers in enumerate(all_answers, 1)
]


@pytest.mark.parametrize(("name", "answers"), EACH_FILLING)
def test_a_filling_ends_without_an_open_problem(name: str, answers: Answers) -> None:
    filling = begun(name)
    say(filling, answers)
    assert [(one.node.path, one.trouble, one.text) for one in filling.problems()] == []
    kept = filling.finish()
    written = {question for question, _ in answers if question != "+"}
    assert {path.rpartition("/")[2] for path in kept} & {one.partition("@")[0] for one in written}
    assert kept["/data/meta/instanceName"].strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_branch_can_be_reached_and_left_out(name: str) -> None:
    seen: set[tuple[str, bool]] = set()
    for answers in FILLINGS[name]:
        filling = begun(name)
        seen |= decided(filling)
        say(filling, answers, seen)
    specs = list(loaded(name).definition.root.walk())
    assert [spec.path for spec in specs if (spec.path, True) not in seen] == []
    depends = [spec.path for spec in specs if spec.bind.relevant is not None]
    assert [path for path in depends if (path, False) not in seen] == []


SAID: Mapping[str, Answers] = {
    "employer_visit": [
        ("employer_name", "甲"),
        ("visit_result", "met"),
        ("workers", "50"),
        ("union_state", "established"),
    ],
    "household_visit": [("outcome", "met"), ("consent", "yes"), ("member_name", "乙")],
    "eight_groups_worker": [("consent", "yes")],
    "hardship_home_visit": [("can_visit", "yes"), ("main_cause", "6"), ("visitor_one", "王一")],
    "service_station": [("site_state", "open"), ("facility_grade", "yes")],
    "training_enrolment": [("consent", "yes")],
    "legal_aid_intake": [("consent", "yes"), ("many", "yes"), ("claim", "wages")],
    "minimum_wage_survey": [("consent", "yes")],
}


@pytest.mark.parametrize(
    ("name", "question", "text", "trouble"),
    [
        ("employer_visit", "credit_code", CREDIT_CODE[:-1] + "0", Trouble.CONSTRAINT),
        ("employer_visit", "women", "51", Trouble.CONSTRAINT),
        ("employer_visit", "women", "50", None),
        ("employer_visit", "phone", "1234", Trouble.WARNING),
        ("employer_visit", "phone", "400-123-4567", None),
        ("employer_visit", "members", "51", Trouble.WARNING),
        ("employer_visit", "elected_on", "2021-01-01", Trouble.WARNING),
        ("employer_visit", "organising_progress", "not_contacted", Trouble.WARNING),
        ("employer_visit", "organising_progress", "joint_union", None),
        ("employer_visit", "help_wanted", "talk none", Trouble.CONSTRAINT),
        ("employer_visit", "next_on", "2026-11-20", Trouble.CONSTRAINT),
        ("employer_visit", "next_on", "2026-11-21", None),
        ("employer_visit", "visited_on", "2026-11-22", Trouble.CONSTRAINT),
        ("household_visit", "identity_number", MAN[:-1] + "4", Trouble.CONSTRAINT),
        ("household_visit", "mobile", "024-25850000", Trouble.WARNING),
        ("household_visit", "need", "none job", Trouble.CONSTRAINT),
        ("eight_groups_worker", "identity_number", CHILD, Trouble.WARNING),
        ("eight_groups_worker", "income", "100.005", Trouble.CONSTRAINT),
        ("eight_groups_worker", "income", "-1", Trouble.CONSTRAINT),
        ("eight_groups_worker", "hours", "25", Trouble.CONSTRAINT),
        ("eight_groups_worker", "hours", "17", Trouble.WARNING),
        ("eight_groups_worker", "rest_days", "32", Trouble.CONSTRAINT),
        ("hardship_home_visit", "further_causes", "1 2 3", None),
        ("hardship_home_visit", "further_causes", "1 2 3 4", Trouble.CONSTRAINT),
        ("hardship_home_visit", "further_causes", "6", Trouble.CONSTRAINT),
        ("hardship_home_visit", "visitor_two", "王一", Trouble.CONSTRAINT),
        ("service_station", "facilities", "seats water", Trouble.WARNING),
        ("service_station", "mending", "no", Trouble.WARNING),
        ("minimum_wage_survey", "monthly_pay", "2300.555", Trouble.CONSTRAINT),
        ("minimum_wage_survey", "age", "15", Trouble.CONSTRAINT),
        ("legal_aid_intake", "known_on", "2025-11-20", Trouble.WARNING),
        ("legal_aid_intake", "known_on", "2025-11-21", None),
        ("legal_aid_intake", "how_many", "1", Trouble.CONSTRAINT),
        ("legal_aid_intake", "how_many", "10", Trouble.WARNING),
    ],
)
def test_an_answer_is_judged(name: str, question: str, text: str, trouble: Trouble | None) -> None:
    filling = begun(name)
    say(filling, [*SAID[name], (question, text)])
    found = filling.problems_of(node_of(filling, question))
    assert [one.trouble for one in found] == ([trouble] if trouble else [])
    assert all(one.text for one in found)


def judged(*answers: tuple[str, str]) -> tuple[Filling, set[str]]:
    """A family of three with one wage, and which of the notes on hardship stand."""
    filling = begun("hardship_home_visit")
    say(filling, [("can_visit", "yes"), ("member_name", "张三")])
    for number, who in ((2, "李四"), (3, "张小")):
        say(filling, [("+", "member"), (f"member_name@{number}", who)])
    say(filling, answers)
    notes = {node.name for node in filling.form.root.walk() if node.relevant}
    return filling, notes & {"deep_note", "relative_note", "above_note", "accident_note"}


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ([("monthly_income", "1965")], {"relative_note"}),
        ([("monthly_income", "1965"), ("illness_costs", "0.01")], {"deep_note"}),
        ([("monthly_income", "3930")], {"above_note"}),
        ([("monthly_income", "3930"), ("work_costs", "0.01")], {"relative_note"}),
        (
            [("monthly_income", "3930"), ("accident_losses", "37728")],
            {"above_note"},
        ),
        (
            [("monthly_income", "3930"), ("accident_losses", "37728.01")],
            {"above_note", "accident_note"},
        ),
    ],
)
def test_a_household_is_measured_against_the_line(answers: Answers, notes: set[str]) -> None:
    # 深度困难: below the line; 相对困难: below twice the line (平顶山、青岛市总工会建档标准)
    assert judged(("dibao_line", "655"), *answers)[1] == notes


def test_who_lives_elsewhere_counts_neither_in_people_nor_in_income() -> None:
    filling, _ = judged(
        ("monthly_income", "1000"),
        ("monthly_income@2", "500.50"),
        ("lives_here@3", "no"),
        ("monthly_income@3", "9999"),
        ("other_income", "6"),
        ("school_costs", "12"),
    )
    found = {name: node_of(filling, name).value for name in ("people", "total_income", "per_head")}
    assert found == {"people": "2", "total_income": "18012", "per_head": "750"}


def test_what_the_case_knows_stands_in_the_form() -> None:
    filling = begun("household_visit")
    known = Known(
        {"door#address": "兴华街道 2-302", "household#id": "h1", "household#tenure": "rented"},
        (
            {"person#id": "p1", "person#name": "张三", "person#identity_number": MAN},
            {"person#id": "p2", "person#name": "李四", "person#claims_membership": "yes"},
        ),
    )
    filling.prefill(known)
    say(filling, [("outcome", "met"), ("consent", "yes")])
    assert node_of(filling, "address").value == "兴华街道 2-302"
    assert node_of(filling, "tenure").value == "rented"
    assert [node_of(filling, f"member_name@{at}").value for at in (1, 2)] == ["张三", "李四"]
    assert node_of(filling, "age").value == "36"
    assert node_of(filling, "claims_membership@2").value == "yes"
    assert filling.problems() == ()


@pytest.mark.parametrize("name", ["household_visit", "hardship_home_visit"])
def test_a_door_that_stays_shut_writes_nothing_about_the_people(name: str) -> None:
    filling = begun(name)
    filling.prefill(Known({"household#id": "h1"}, ({"person#id": "p1", "person#name": "张三"},)))
    closed = {"household_visit": ("outcome", "refused"), "hardship_home_visit": ("can_visit", "no")}
    say(filling, [closed[name]])
    updates = [node for node in filling.form.root.walk() if node.name == "@update"]
    assert updates
    assert not any(node.relevant and node.value in ("1", "true") for node in updates)
