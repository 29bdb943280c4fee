"""Draws who lives and works behind a door: a row a person, a row an employer."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from unionapp.models.records import Employer, Person
from unionapp.services.doors import PersonLine
from unionapp.ui.widgets.basics import avatar, chip, column, row
from unionapp.ui.widgets.elided import ElidedLabel
from unionapp.ui.wording import language, tr
from unionapp.values import codes

_ON_ROLL = ("ok", "ok_tint")
_UNDER_WAY = ("primary", "primary_tint")
_OUTSIDE = ("warning", "warning_tint")
_WORKING_AGE = 16  # 劳动法 15: nobody younger is employed, nor joins a union


def person_row(line: PersonLine, today: date) -> QWidget:
    """Return the row of a person with the chip of the membership."""
    person = line.person
    name = person.name or tr("（未填姓名）")
    mark = membership_chip(line, today)
    return _row(name[:1], name, about_person(line, today), *([chip(*mark)] if mark else []))


def employer_row(employer: Employer) -> QWidget:
    """Return the row of an employer with the chip of its union."""
    name = employer.name or tr("（未填单位名称）")
    parts = [tr("单位"), employer.contact or ""]
    if employer.workers:
        parts.append(tr("{count} 名职工", count=employer.workers))
    return _row(name[:1], name, _joined(parts), chip(*union_chip(employer)))


def membership_chip(line: PersonLine, today: date) -> tuple[str, str, str] | None:
    """Return words and colours for a membership; None for a child."""
    if line.status:
        said = codes.load("membership_status").label(line.status, language())
        look = _ON_ROLL if line.on_roll else _UNDER_WAY if line.status == "applicant" else _OUTSIDE
        return (said, *look)
    age = age_on(line.person, today)
    return None if age is not None and age < _WORKING_AGE else (tr("未入会"), *_OUTSIDE)


def union_chip(employer: Employer) -> tuple[str, str, str]:
    """Return words and colours for whether an employer has a union."""
    if employer.union_state is None:
        return (tr("未问建会"), *_OUTSIDE)
    said = codes.load("union_state").label(employer.union_state, language())
    return (said, *(_ON_ROLL if employer.union_state == "established" else _OUTSIDE))


def about_person(line: PersonLine, today: date) -> str:
    """Return the words under a name: 户主 · 外卖配送员 · 41 岁."""
    person = line.person
    relation = codes.load("family_relation").label(person.relation, language())
    work = codes.load("eight_groups").label(person.occupation_group, language())
    age = age_on(person, today)
    return _joined(
        [
            tr("户主") if line.is_head else relation,
            work or person.workplace or "",
            tr("{age} 岁", age=age) if age is not None else "",
        ]
    )


def age_on(person: Person, today: date) -> int | None:
    """Return the age in whole years; None when the birth date is not known."""
    born = person.birth_date
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _row(first: str, name: str, about: str, *chips: QWidget) -> QWidget:
    made = QWidget()
    title, below = (
        ElidedLabel(name, 14, "ink", bold=True),
        ElidedLabel(about or tr("还没有登记详情"), 12, "ink3"),
    )
    layout = row(avatar(first, "ink2", "page"), gap=10)
    layout.addLayout(column(title, below, gap=1), 1)
    for one in chips:
        layout.addWidget(one)
    made.setLayout(layout)
    made.setAccessibleName(_joined([name, about]))
    return made


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
