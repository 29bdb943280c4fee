"""Papers of people, doors, employers and campaigns say what is on file, and stay checkable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.printing.papers import text_by_pypdf
from tests.services import aid
from unionapp import papermaking
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.records import Consent, Employer, Person
from unionapp.paths import DataDir
from unionapp.printing import documents, fields
from unionapp.services import (
    activities,
    campaigns,
    cases,
    members,
    paper_numbers,
    paper_walk,
    papers,
    people,
    places,
    receipts,
    totals,
    visits,
)
from unionapp.services.paper_reports import paid_id

TODAY = date(2026, 11, 21)
NAME = "赵䶮"
MONTH = (date(2026, 11, 1), date(2026, 11, 30))


@dataclass(frozen=True, slots=True)
class Patch:
    """An office with one record of everything that these papers are about."""

    desk: Desk
    folder: DataDir
    ids: dict[str, str]

    def words(self, document: str) -> dict[str, object]:
        return dict(papers.record_for(self.desk, document, self.ids[document]))

    def text(self, document: str) -> str:
        """The words of the paper as they are read back from its file, without blanks."""
        made = papermaking.preview_paper(self.desk, self.folder, document, [self.ids[document]])
        return "".join(text_by_pypdf(made.pdf).split())


@pytest.fixture(scope="module")
def patch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patch]:
    root = tmp_path_factory.mktemp("office")
    desk = factories.office(root)
    yield Patch(desk, DataDir(root), _fill(desk))
    desk.database.close()


def _fill(desk: Desk) -> dict[str, str]:
    building = factories.building(desk)
    matrix = places.building_matrix(desk, building.id)
    first, second, third, *_ = [door.id for block in matrix.blocks for door in block.doors]
    home = people.add_household(desk, first).household
    person = factories.person(
        desk,
        name=NAME,
        identity_number=aid.IDENTITY,
        phone="13800001234",
        sex="2",
        household_id=home.id,
        workplace="兴华快递站",
        occupation_group="courier",
    )
    spouse = factories.person(desk, name="孙建国", household_id=home.id, relation="10")
    with desk.write() as work:
        work.set_fields("household", home.id, {"head_id": person.id})
    joined = members.apply(desk, person.id, union_id=None, on=date(2026, 11, 1)).membership
    members.record_event(desk, joined.id, "approved", on=date(2026, 11, 2))
    moved = members.record_event(
        desk, joined.id, "transfer_started", on=TODAY, paper="转〔2026〕7号",
        other_union="三台子街道总工会", note="变更工作单位",
    )  # fmt: skip
    factories.add(
        desk,
        Consent(
            id="", home_division=factories.DIVISION, person_id=person.id, scope="会员服务",
            version="1", given_on=date(2026, 11, 2), method="书面",
        ),
    )  # fmt: skip
    missed = visits.record_outcome(
        desk, second, "nobody_home", next_on=date(2026, 11, 24), next_time="18:30"
    ).visit
    visits.record_outcome(desk, first, "met")
    factories.add(
        desk,
        Employer(
            id="", home_division=factories.DIVISION, name="沈阳鸿运达物流有限公司", door_id=third,
            union_state="established", belongs_to="兴华社区", workers=126, women=40,
            eight_group_workers=41, members=98, organising_progress="established",
            surveyed_on=TODAY,
        ),
    )  # fmt: skip
    warm = campaigns.begin(
        desk, programme="warm_visit", name="元旦送温暖", from_on=date(2026, 11, 10),
        each_fen=50_000, goods="米 10 公斤",
    ).campaign  # fmt: skip
    line = campaigns.put_on_roll(desk, warm.id, [("household", home.id)]).entries[0]
    screening = campaigns.begin(
        desk, programme="screening", name="两癌筛查", from_on=date(2026, 11, 12), each_fen=30_000
    ).campaign
    woman = campaigns.put_on_roll(desk, screening.id, [("person", person.id)]).entries[0]
    campaigns.sign(desk, woman.id, signed_on=date(2026, 11, 20))
    ceremony = activities.add(desk, kind="joining", name="集中入会", held_on=TODAY).record
    course = activities.add(
        desk, kind="post_training", name="安全配送", held_on=TODAY, place="职工学校"
    ).record
    for activity in (ceremony, course):
        guests = [activities.Guest(person_id=person.id), activities.Guest(name="来宾")]
        activities.enrol(desk, activity.id, guests)
    activities.enrol(desk, course.id, [activities.Guest(name="周建华", role="教师")])
    return {
        "membership_application": person.id,
        "member_register": person.id,
        "transfer_letter": joined.id,
        "training_enrolment": person.id,
        "own_record": person.id,
        "patch_walk_sheet": building.id,
        "we_called": missed.id,
        "four_answers_ledger": "all",
        "monthly_report": "2026-11",
        "campaign_roll": warm.id,
        "sign_off_list": warm.id,
        "screening_roll": screening.id,
        "settlement_list": screening.id,
        "welfare_receipt": line.id,
        "ceremony_roll": ceremony.id,
        "training_attendance": course.id,
        "class_quality_record": course.id,
        "spouse": spouse.id,
        "moved": moved.event.id,
    }


def codes_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


@pytest.mark.parametrize("document", papers.OFFICE_PAPERS)
def test_every_word_is_one_that_can_be_printed(patch: Patch, document: str) -> None:
    words = patch.words(document)
    fields.check_names(words)
    for name, value in words.items():
        assert fields.shipped()[name].value(words) == value


# What each paper must say, as it is read back from the file; blanks are left out.
SAID = {
    "membership_application": (NAME, "210106197603150021", "兴华快递站", "兴华街道总工会"),
    "member_register": (
        NAME, "同意入会", "批准日期：2026年11月2日", "双兴街3号楼1单元101室", "孙建国", "配偶",
        "快递员",
    ),
    "transfer_letter": (NAME, "三台子街道总工会：", "转〔2026〕7号", "变更工作单位",
                        "2026年11月21日", "210***********0021"),
    "training_enrolment": (NAME, "13800001234", "兴华快递站"),
    "own_record": (NAME, "210***********0021", "138****1234", "会员服务（2026-11-02书面）",
                   "元旦送温暖", "核准入会", "陈晓梅登记"),
    "patch_walk_sheet": ("双兴街3号楼走访单", NAME + "等2人", "11月21日", "家中无人",
                         "约11/24", "沈阳鸿运达物流有限公司", "共12户"),
    "we_called": ("双兴街3号楼1单元102室", "2026年11月24日（星期二）18:30", "陈晓梅"),
    "four_answers_ledger": ("沈阳鸿运达物流有限公司", "兴华社区", "已建", "126", "98", "四清",
                            "单位1"),
    "monthly_report": ("2026年11月", "新发展会员", "填报人：陈晓梅"),
    "campaign_roll": (NAME, "500.00", "人民币伍佰元整", "元旦送温暖发放表"),
    "sign_off_list": (NAME, "米10公斤", "138****1234"),
    "screening_roll": (NAME, "两癌筛查名册", "210***********0021"),
    "settlement_list": (NAME, "2026.11.20", "300.00", "人民币叁佰元整"),
    "welfare_receipt": (NAME, "元旦送温暖", "米10公斤", "500.00"),
    "ceremony_roll": (NAME, "集中入会名册", "女", "来宾", "新会员共2人"),
    "training_attendance": (NAME, "安全配送", "来宾", "授课教师：周建华", "职工学校"),
    "class_quality_record": ("安全配送", "周建华", "陈晓梅"),
}  # fmt: skip


@pytest.mark.parametrize("document", papers.OFFICE_PAPERS)
def test_the_paper_says_what_is_on_file(patch: Patch, document: str) -> None:
    text = patch.text(document)
    assert "\0" not in text
    missing = [said for said in SAID[document] if said.replace(" ", "") not in text]
    assert missing == [], text


SEALED = [one for one in papers.OFFICE_PAPERS if documents.paper_text(one, fields.samples())]


@pytest.mark.parametrize("document", SEALED)
def test_its_code_is_true_and_tells_another_content(patch: Patch, document: str) -> None:
    words = patch.words(document)
    text = documents.paper_text(document, words)
    assert text is not None
    tomorrow = aid.on(patch.desk, datetime(2026, 11, 22, 3, tzinfo=UTC))
    found = papermaking.check_paper(tomorrow, patch.folder, text)
    assert (found.document, found.state) == (document, "same")
    changed = documents.paper_text(document, {**words, "person.name": "另一人", **_other(words)})
    assert papermaking.check_paper(patch.desk, patch.folder, changed or "").state == "changed"


def _other(words: dict[str, object]) -> dict[str, object]:
    """The same lists without their last row."""
    return {name: value[:-1] for name, value in words.items() if isinstance(value, tuple)}


# ---- rolls add up to the receipts --------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    aid.standard(made)
    yield made
    made.database.close()


def rows(words: dict[str, object], name: str) -> list[dict[str, object]]:
    found = words[name]
    assert isinstance(found, tuple)
    return [dict(one) for one in found]


def test_the_roll_of_a_period_adds_up_to_the_receipts_voids_included(desk: Desk) -> None:
    first, second = aid.paid(desk), aid.paid(desk)
    void = receipts.void(desk, first.id, reason="录错").receipt
    roll = rows(dict(papers.record_for(desk, "campaign_roll", paid_id(*MONTH))), "roll.rows")
    assert [one["amount_fen"] for one in roll] == [aid.AMOUNT, aid.AMOUNT, -aid.AMOUNT]
    assert [one["note"] for one in roll] == [
        first.number, second.number, f"作废 {first.number}"
    ]  # fmt: skip
    assert void.amount_fen == -aid.AMOUNT
    whole = totals.of_period(desk, "programme", *MONTH).total_fen
    assert sum(int(str(one["amount_fen"])) for one in roll) == whole == aid.AMOUNT


def test_the_printed_sum_is_that_of_the_receipts(desk: Desk, tmp_path: Path) -> None:
    for _ in range(3):
        aid.paid(desk)
    made = papermaking.preview_paper(desk, DataDir(tmp_path), "campaign_roll", [paid_id(*MONTH)])
    text = "".join(text_by_pypdf(made.pdf).split())
    assert text.count("25,200.00") == 2  # the page's sum and the whole
    assert "贰万伍仟贰佰元整" in text
    report = dict(papers.record_for(desk, "monthly_report", "2026-11"))
    sums = [one for one in rows(report, "report.rows") if one["name"] == "合计（同签收单）"]
    assert [(one["month"], one["money_fen"]) for one in sums] == [(3, 3 * aid.AMOUNT)]


def test_a_line_that_was_paid_says_what_its_receipt_says(desk: Desk) -> None:
    receipt = aid.paid(desk)
    case = aid.case_now(desk, receipt.case_id or "")
    made = campaigns.begin(
        desk, programme="warm_visit", name="送温暖", from_on=TODAY, each_fen=50_000
    ).campaign
    other = factories.person(desk, name="李敏")
    listed = campaigns.put_on_roll(
        desk, made.id, [("household", case.subject_id), ("person", other.id)]
    ).entries
    with desk.write() as work:
        work.set_fields("campaign_entry", listed[0].id, {"case_id": case.id})
    roll = rows(dict(papers.record_for(desk, "campaign_roll", made.id)), "roll.rows")
    assert [(one["amount_fen"], one.get("note")) for one in roll] == [
        (aid.AMOUNT, receipt.number), (50_000, None)
    ]  # fmt: skip


def test_the_month_is_counted_from_the_records(patch: Patch) -> None:
    told = {one["name"]: one for one in rows(patch.words("monthly_report"), "report.rows")}
    counted = {name: (one["month"], one["year"]) for name, one in told.items()}
    assert counted["走访"] == counted["走访门户"] == (2, 2)
    assert counted["见面门户"] == (1, 1)
    assert counted["入会申请"] == counted["新发展会员"] == (1, 1)
    assert counted["会籍转出"] == (0, 0)
    assert counted["排查单位"] == (1, 1)
    assert counted["举办活动"] == (2, 2)
    assert (told["合计（同名册）"]["month"], told["合计（同名册）"]["money_fen"]) == (1, 30_000)
    before = dict(papers.record_for(patch.desk, "monthly_report", "2026-10"))
    assert {one["month"] for one in rows(before, "report.rows")} == {0}


# ---- what is not on file is not printed --------------------------------------------------------


def refused(desk: Desk, document: str, id_: str) -> list[str]:
    with pytest.raises(UserError) as error:
        papers.record_for(desk, document, id_)
    return codes_of(error)


def test_no_slip_where_somebody_was_met(desk: Desk) -> None:
    door = factories.door(desk)
    assert refused(desk, "we_called", door.id) == ["papers.no_such_record"]
    visits.record_outcome(desk, door.id, "nobody_home")
    assert paper_walk.missed_today(desk) != ()
    assert (
        papers.record_for(desk, "we_called", door.id)["called.door"] == "双兴街 3号楼 2单元 201室"
    )
    visits.record_outcome(desk, door.id, "met")
    assert refused(desk, "we_called", door.id) == ["papers.somebody_met"]


def test_a_roll_without_lines_is_refused(desk: Desk) -> None:
    made = campaigns.begin(
        desk, programme="screening", name="筛查", from_on=TODAY, each_fen=30_000
    ).campaign
    assert refused(desk, "campaign_roll", made.id) == ["papers.empty_roll"]
    person = factories.person(desk, sex="2")
    campaigns.put_on_roll(desk, made.id, [("person", person.id)])
    assert refused(desk, "settlement_list", made.id) == ["papers.nobody_screened"]
    assert refused(desk, "sign_off_list", made.id) == ["papers.empty_roll"]
    assert refused(desk, "campaign_roll", paid_id(*MONTH)) == ["papers.empty_roll"]
    assert refused(desk, "four_answers_ledger", "all") == ["papers.no_employers"]
    assert refused(desk, "monthly_report", "2026-13") == ["papers.no_such_record"]


def test_a_transfer_that_was_cancelled_has_no_letter(desk: Desk) -> None:
    person = factories.person(desk)
    membership = members.apply(desk, person.id, union_id=None, on=TODAY).membership
    members.record_event(desk, membership.id, "approved", on=TODAY)
    assert refused(desk, "transfer_letter", person.id) == ["papers.no_such_record"]
    members.record_event(desk, membership.id, "transfer_started", on=TODAY)
    words = papers.record_for(desk, "transfer_letter", person.id)
    assert words["transfer.number"] == paper_numbers.of_id(
        members.view(desk, person.id).events[-1].id
    )
    assert "transfer.to_union" not in words
    members.record_event(desk, membership.id, "transfer_cancelled", on=TODAY)
    assert refused(desk, "transfer_letter", person.id) == ["papers.no_such_record"]


def test_an_applicant_is_registered_without_number_opinion_and_code(
    desk: Desk, tmp_path: Path
) -> None:
    person = factories.person(desk, sex="1")
    members.apply(desk, person.id, union_id=None, on=TODAY)
    words = papers.record_for(desk, "member_register", person.id)
    assert {"member.number", "member.opinion", "member.joined"} & set(words) == set()
    assert words["member.applied"] == TODAY
    assert documents.check("member_register", [words], issued=TODAY) is None


def test_the_family_is_told_as_the_form_s_person_sees_it(patch: Patch) -> None:
    spouse = dict(papers.record_for(patch.desk, "member_register", patch.ids["spouse"]))
    assert rows(spouse, "member.family") == [
        {"name": NAME, "relation": "10", "place": "兴华快递站"}
    ]


def test_doors_are_walked_in_order_and_those_done_are_left_out(patch: Patch) -> None:
    building = patch.ids["patch_walk_sheet"]
    whole = [one["door"] for one in rows(patch.words("patch_walk_sheet"), "walk.rows")]
    assert whole[:3] == ["1单元 101室", "1单元 102室", "1单元 201室"]
    assert whole[6] == "2单元 101室"
    left = dict(papers.record_for(patch.desk, "patch_walk_sheet", building + paper_walk.OPEN))
    assert [one["door"] for one in rows(left, "walk.rows")] == whole[1:]
    day = dict(
        papers.record_for(patch.desk, "patch_walk_sheet", paper_walk.TODAY + patch.desk.worker_id)
    )
    assert rows(day, "walk.rows")[0]["door"] == "双兴街 3号楼 1单元 201室"


def test_a_woman_screened_before_is_shown_with_the_day(desk: Desk) -> None:
    person = factories.person(desk, name="林芳", sex="2")
    for name, day in (("上一轮", date(2023, 5, 12)), ("这一轮", None)):
        made = campaigns.begin(
            desk, programme="screening", name=name, from_on=day or TODAY, each_fen=30_000
        ).campaign
        entry = campaigns.put_on_roll(desk, made.id, [("person", person.id)]).entries[0]
        if day:
            campaigns.sign(desk, entry.id, signed_on=day)
    roll = rows(dict(papers.record_for(desk, "screening_roll", made.id)), "screening.rows")
    assert [(one["name"], one["last_on"]) for one in roll] == [("林芳", date(2023, 5, 12))]


def test_a_number_finds_its_record_and_no_other(desk: Desk) -> None:
    one, other = factories.person(desk), factories.person(desk)
    with desk.read() as reading:
        for person in (one, other):
            number = paper_numbers.of_id(person.id)
            found = paper_numbers.find(reading, Person, number)
            assert found is not None
            assert found.id == person.id
        for wrong in ("", "%", "0000-0000-0000", paper_numbers.of_id(one.id)[:-1] + "_"):
            assert paper_numbers.find(reading, Person, wrong) is None


# ---- what it is noted under --------------------------------------------------------------------


def test_a_further_copy_of_a_slip_bears_its_mark(patch: Patch) -> None:
    slip = patch.ids["welfare_receipt"]
    assert "document.reprint" not in patch.words("welfare_receipt")
    papermaking.make_paper(patch.desk, patch.folder, "welfare_receipt", [slip])
    assert "补打1" in patch.text("welfare_receipt")
    (noted,) = papers.history(patch.desk, slip)
    assert (noted.subject_kind, noted.copy) == ("campaign_entry", 1)


def test_a_course_is_told_by_the_case_of_who_enrols(desk: Desk) -> None:
    person = factories.person(desk, name=NAME)
    assert "training.course" not in papers.record_for(desk, "training_enrolment", person.id)
    assert papers.subject_of(desk, "training_enrolment", person.id) == ("person", person.id)
    application = cases.Application(
        "training", "person", person.id, answers={"course.name": "安全配送"}
    )
    case = cases.open_for(desk, application).case
    for id_ in (person.id, case.id):
        words = papers.record_for(desk, "training_enrolment", id_)
        assert (words["person.name"], words["training.course"]) == (NAME, "安全配送")
        assert papers.subject_of(desk, "training_enrolment", id_) == ("case", case.id)
    lesson = papers.record_for(desk, "class_quality_record", case.id)
    assert (lesson["training.course"], lesson["lesson.plan"]) == ("安全配送", case.number)
