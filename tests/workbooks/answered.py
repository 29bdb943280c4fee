"""Makes forms and responses to them for the tests of what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.forms.desk import Sheet, read
from unionapp.forms.definition import Definition
from unionapp.workbooks.responses import ExportedResponse

HEAD = ("type", "name", "label::中文 (zh)", "label::English (en)", "calculation", "choice_filter")
SURVEY = [
    HEAD,
    ("begin group", "who", "住户", "Household", "", ""),
    ("text", "name", "户主姓名", "Name of the head", "", ""),
    ("text", "number", "证件号码", "ID number", "", ""),
    ("end group", "", "", "", "", ""),
    ("integer", "rooms", "房间数", "Rooms", "", ""),
    ("decimal", "area", "面积", "Area", "", ""),
    ("date", "moved", "搬入日期", "Moved in", "", ""),
    ("dateTime", "seen", "见面时间", "Seen at", "", ""),
    ("select_one sex", "sex", "性别", "Sex", "", ""),
    ("select_multiple need", "needs", "困难", "Needs", "", ""),
    ("geopoint", "place", "位置", "Place", "", ""),
    ("begin repeat", "member", "家庭成员", "Member", "", ""),
    ("text", "name1", "成员姓名", "Name", "", ""),
    ("begin group", "career", "工作", "Work", "", ""),
    ("begin repeat", "job", "工作经历", "Job", "", ""),
    ("text", "employer", "单位", "Employer", "", ""),
    ("end repeat", "", "", "", "", ""),
    ("end group", "", "", "", "", ""),
    ("end repeat", "", "", "", "", ""),
    ("calculate", "total", "", "", "count(${member}) + ${rooms}", ""),
    ("calculate", "copied", "", "", "${number}", ""),
    ("select_one ${name1}", "spokesperson", "代表", "Spokesperson", "", ""),
]
CHOICES = [
    ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
    ("sex", "1", "男", "male"),
    ("sex", "2", "女", "female"),
    ("need", "rent", "房租", "rent"),
    ("need", "ill", "看病", "illness"),
    ("need", "school", "上学", "school"),
]
SETTINGS = [("form_id", "form_title", "version"), ("household", "入户调查", "2026112001")]

LONG_NAME = "阿不都热合曼·买买提依明江·吐尔逊尼亚孜·吾甫尔江"  # 25 characters
ANSWERS = {
    "/data/who/name": "欧阳𠮷",
    "/data/who/number": "210106199003070011",
    "/data/rooms": "3",
    "/data/area": "62.50",
    "/data/moved": "2019-03-01",
    "/data/seen": "2026-11-20T09:30:00.000+08:00",
    "/data/sex": "2",
    "/data/needs": "rent school",
    "/data/place": "41.8 123.4 50 6.5",
    "/data/member[1]": "",
    "/data/member[1]/name1": "李🙂",
    "/data/member[1]/career/job[1]": "",
    "/data/member[1]/career/job[1]/employer": "甲厂",
    "/data/member[1]/career/job[2]": "",
    "/data/member[2]": "",
    "/data/total": "5",
    "/data/copied": "210106199003070011",
    "/data/spokesperson": "李🙂",
    "/data/meta/instanceID": "uuid:1",
}


def household(folder: Path, survey: Sheet = SURVEY, version: str = "2026112001") -> Definition:
    """A form with groups, a repeat in a repeat, and all kinds of answers."""
    settings = [SETTINGS[0], (*SETTINGS[1][:2], version)]
    sheets = {"survey": survey, "choices": CHOICES, "settings": settings}
    return read(folder, sheets).definition


def response(
    answers: Mapping[str, str] = ANSWERS, *, id: str = "r1", version: str = "2026112001"
) -> ExportedResponse:
    """One finished response."""
    return ExportedResponse(
        id=id,
        form_id="household",
        version=version,
        worker="张敏",
        door="双兴街3号楼1单元301",
        subject=LONG_NAME,
        visit_id="v1",
        started_at=datetime(2026, 11, 20, 1, 20, tzinfo=UTC),
        ended_at=datetime(2026, 11, 20, 1, 45, tzinfo=UTC),
        state="finished",
        answers=answers,
    )
