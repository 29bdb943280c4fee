"""Scenes of programmes, their registers and the work lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from unionapp.paths import resources

if TYPE_CHECKING:
    from unionapp.ui.stage import Scene, Stage


def programmes(stage: Stage) -> QWidget:
    """Show the list of programmes and one of them."""
    stage.leave()
    page = stage.page("programmes")
    page.show_record("programme", "living_aid")
    stage.idle()
    return stage.window()


def programme_open_points(stage: Stage) -> QWidget:
    """Show what the documents of a programme leave open."""
    page = stage.page("programmes")
    page.show_record("programme", "collective_welfare")
    stage.idle()
    page.parts.part("catalogue").list.focus_list()
    stage.typist.press("Enter")
    return stage.window()


def programme_decides(stage: Stage) -> QWidget:
    """Ask for a cap and the reason for it."""
    programme_open_points(stage)
    stage.typist.press("Enter")
    stage.typist.type("300")
    stage.typist.press("Enter")
    return stage.window()


def programme_checked(stage: Stage) -> QWidget:
    """List what is wrong with a file of the office's own."""
    page = stage.page("programmes")
    file = resources() / "programmes" / "steps" / "aid.toml"  # steps alone make no programme
    part = page.parts.bring("catalogue")
    part.show_check()
    part.check.path.set_value(str(file))
    part.check.check()
    stage.idle()
    return stage.window()


def campaign(stage: Stage) -> QWidget:
    """Show a campaign with its roll, partly signed for."""
    from datetime import timedelta

    from unionapp.services import campaigns

    page = stage.page("programmes")
    bench = stage.bench
    today = bench.today()
    made = campaigns.begin(
        bench.desk,
        programme="warm_visit",
        name="2027 年元旦送温暖",
        from_on=today - timedelta(days=2),
        to_on=today + timedelta(days=40),
        quota=20,
        budget_fen=2_000_000,
        each_fen=50_000,
        goods="米 10 公斤，油 5 升",
    ).campaign
    with bench.desk.read() as reading:
        homes = reading.rows("SELECT household_id FROM hardship_file LIMIT 6")
    on_roll = campaigns.put_on_roll(
        bench.desk, made.id, [("household", str(home)) for (home,) in homes]
    )
    for entry in on_roll.entries[:2]:
        campaigns.sign(bench.desk, entry.id)
    page.show_record("campaign", made.id)
    stage.idle()
    return stage.window()


def campaign_begun(stage: Stage) -> QWidget:
    """Ask for a new campaign."""
    page = stage.page("programmes")
    page.parts.bring("campaigns")
    stage.idle()
    page.parts.part("campaigns").start()
    return stage.window()


def activity(stage: Stage) -> QWidget:
    """Show an activity with its roll and expenses."""
    from unionapp.services import activities
    from unionapp.services.activities import Guest

    page = stage.page("programmes")
    desk, today = stage.bench.desk, stage.bench.today()
    made = activities.add(
        desk, kind="skill_contest", name="街道技能大赛", held_on=today, head_count=40
    ).record
    activities.enrol(
        desk, made.id, [Guest(one, team="一队") for one in ("王秀兰", "丁一", "赵立新")]
    )
    activities.spend(desk, made.id, item="奖品", amount_fen=120_000)
    page.show_record("activity", made.id)
    stage.idle()
    return stage.window()


def point(stage: Stage) -> QWidget:
    """Show a station that lacks two of its six requirements."""
    from unionapp.services import points

    page = stage.page("programmes")
    desk = stage.bench.desk
    points.add(desk, kind="library", name="工人村职工书屋", address="和顺街 18 号")
    made = points.add(
        desk,
        kind="outdoor_station",
        name="工人村户外劳动者服务站点",
        address="劳模巷 2 号楼底商",
        keeper="刘建国",
    ).record
    points.inspect(
        desk,
        made.id,
        met=("name", "layout", "services", "map"),
        finding="微波炉损坏，没有上墙制度",
    )
    page.show_record("point", made.id)
    stage.idle()
    return stage.window()


def point_inspected(stage: Stage) -> QWidget:
    """Ask what an inspection found."""
    point(stage)
    stage.page("programmes").parts.part("points").inspect()
    return stage.window()


def worklists(stage: Stage) -> QWidget:
    """Show the work lists."""
    stage.page("worklists")
    stage.idle()
    return stage.window()


def finder(stage: Stage) -> QWidget:
    """Try every programme on everybody."""
    page = stage.page("worklists")
    part = page.parts.bring("finder")
    part.search_all()
    stage.idle()
    part.findings.show_id("living_aid")
    stage.idle()
    return stage.window()


def totals(stage: Stage) -> QWidget:
    """Show what was given."""
    _pay_some(stage)
    page = stage.page("worklists")
    page.parts.bring("totals")
    stage.idle()
    return stage.window()


def _pay_some(stage: Stage) -> None:
    """Grant living aid to whom it is due, and pay it."""
    from unionapp.errors import UserError
    from unionapp.services import cases, papers, receipts, records

    desk = stage.bench.desk
    with desk.read() as reading:
        files = reading.rows("SELECT id FROM hardship_file ORDER BY rid")
    for (file,) in files:
        records.save_field(desk, "hardship_file", str(file), "exclusion_evidence", "看了查询结果")
        try:
            case = cases.decide(desk, cases.open_case(desk, str(file)).case.id).case
            papers.note_issued(desk, "approval_sheet", "case", case.id, sha256="a" * 64)
            receipts.issue(desk, case.id)
        except UserError:  # it has a case already, or is not due any
            continue
    stage.bench.changed(frozenset({"receipt"}))


PROGRAMME_SCENES: tuple[Scene, ...] = (
    programmes,
    programme_open_points,
    programme_decides,
    programme_checked,
    campaign,
    campaign_begun,
    activity,
    point,
    point_inspected,
    worklists,
    finder,
    totals,
)
