"""The list of all programmes, own ones and older editions included, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from unionapp.errors import Problem
from unionapp.models.desk import Desk
from unionapp.programmes.programme import Programme
from unionapp.services import programme_files, programme_settings
from unionapp.ui.programmes import course
from unionapp.ui.programmes.panel import Shown
from unionapp.ui.widgets.list_view import Column
from unionapp.ui.wording import language, tr
from unionapp.values.names import pinyin_keys

COLUMNS = (
    Column("name", "项目", "Programme"),
    Column("area", "类别", "Field", 88),
    Column("subject", "对象", "For", 96),
    Column("edition", "版本", "Edition", 72),
    Column("state", "状态", "State", 92),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Every programme by "code edition", and what is wrong with files that were left out."""

    shown: Mapping[str, Shown]
    problems: tuple[Problem, ...]

    def programmes(self) -> Mapping[str, Programme]:
        """Return the programmes by code, the newest edition of each."""
        return {one.programme.code: one.programme for one in self.shown.values() if one.newest}


def filters() -> tuple[tuple[str, str], ...]:
    """Return what the list can be narrowed to."""
    return (
        ("all", tr("全部")),
        ("on", tr("已启用")),
        ("open", tr("待确定")),
        ("own", tr("本单位")),
        ("off", tr("未启用")),
    )


def read(desk: Desk) -> Listed:
    """Read every programme, with what the office decided about each."""
    folder = programme_files.own_folder(desk)
    found = programme_files.read_all(folder)
    shipped = {(one.code, one.edition) for one in programme_files.read_all(None).programmes}
    with desk.read() as reading:
        in_force = set(programme_files.in_force(desk, reading.today))
        shown = {
            key_of(one): Shown(
                one,
                programme_settings.settings(reading, one),
                programme_files.is_active(reading, one),
                (one.code, one.edition) not in shipped,
                one in in_force,
            )
            for one in found.programmes
        }
    return Listed(shown, found.problems)


def key_of(programme: Programme) -> str:
    """Return what a programme goes by in the list."""
    return f"{programme.code} {programme.edition}"


def wanted(listed: Listed, chosen: str, text: str) -> Sequence[str]:
    """Return the keys to list, by field of work and name."""
    sought = text.strip().casefold()
    fits: Mapping[str, Callable[[Shown], bool]] = {
        "on": lambda one: one.active,
        "off": lambda one: not one.active,
        "own": lambda one: one.own,
        "open": lambda one: bool(programme_settings.open_points(one.programme, one.decided)),
    }
    fit = fits.get(chosen)
    found = [
        key
        for key, one in listed.shown.items()
        if (fit is None or fit(one)) and (not sought or _is_meant(one.programme, sought))
    ]
    areas = ("hardship", "welfare", "jobs", "rights", "services", "organising")
    return sorted(found, key=lambda key: areas.index(listed.shown[key].programme.area))


def words(one: Shown) -> Mapping[str, str]:
    """Return the row of a programme."""
    programme = one.programme
    waiting = programme_settings.open_points(programme, one.decided)
    state = tr("已启用") if one.active else tr("○ 未启用")
    if one.active and waiting:
        state = tr("! 待确定 {count}", count=len(waiting))
    if not one.newest:
        state = tr("旧版")
    return {
        "name": programme.label.text(language()),
        "area": course.area(programme.area),
        "subject": course.subject(programme),
        "edition": programme.edition,
        "state": state,
    }


def _is_meant(programme: Programme, sought: str) -> bool:
    names = (programme.label.zh, programme.label.en.casefold(), programme.code)
    if any(sought in one for one in names):
        return True
    return any(key.startswith(sought) for key in pinyin_keys(programme.label.zh))
