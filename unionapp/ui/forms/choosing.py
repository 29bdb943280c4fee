"""Chooses a form for somebody, or somebody for a form, in the box that Ctrl+K uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from unionapp.models.records import Household, Person, Place
from unionapp.services import finding, today
from unionapp.services.today import TodayLine
from unionapp.ui.forms import words
from unionapp.ui.tasks import Handlers
from unionapp.ui.widgets.palette import Command, Palette, PaletteHit
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:  # the form engine stands behind them
    from unionapp.services.questionnaires import Questionnaire
    from unionapp.services.response_subject import About

_MOST = 30
_MOST_DOORS = 8
# Whoever stands behind a door can be asked at that door, on file or not.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "door": ("place",),
    "household": ("person", "place"),
    "person": ("person", "place"),
    "employer": ("employer", "place"),
}
Chosen = Callable[["About"], None]


class SubjectChooser(QObject):
    """Asks whom a form is about: type a name, initials, a number; today's doors stand below."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._widget = bench, parent
        self.palette: Palette | None = None

    def ask(
        self, subject: str, chosen: Chosen, nobody: Command | None = None, *, title: str = ""
    ) -> None:
        """Open the box; `chosen` is called with what the form is about.

        `nobody` stands first where a form need not be about anybody; `title` says what for.
        """
        desk = self._bench.desk
        self._bench.tasks.run(
            lambda _progress: today.today_list(desk, most=_MOST_DOORS).lines[:_MOST_DOORS],
            Handlers(
                lambda lines: self._open(subject, lines, chosen, nobody, title),
                failed=self._bench.messages.problems,
            ),
        )

    def _open(
        self,
        subject: str,
        lines: Sequence[TodayLine],
        chosen: Chosen,
        nobody: Command | None,
        title: str,
    ) -> None:
        desk = self._bench.desk

        def search(text: str) -> Sequence[PaletteHit]:
            hits = finding.find(desk, text, kinds=_KINDS[subject], limit=_MOST).hits
            doors = _doors_among(self._bench, [hit.id for hit in hits if hit.kind == "place"])
            return [
                PaletteHit(hit.kind, hit.id, hit.title, hit.subtitle)
                for hit in hits
                if hit.kind != "place" or hit.id in doors
            ]

        def take(kind: str, id_: str) -> None:
            chosen(about_of(self._bench, subject, kind, id_))

        _drop(self.palette)
        self.palette = Palette(
            self._widget.window(),
            search,
            title=title or tr("这份问卷填的是谁"),
            sought=tr("姓名 / 拼音首字母 / 电话 / 门牌号"),
        )
        self.palette.chosen.connect(take)
        doors = [Command(line.address, "", partial(take, "place", line.door_id)) for line in lines]
        self.palette.set_commands([nobody, *doors] if nobody is not None else doors)
        self.palette.open()


class FormChooser(QObject):
    """Offers the forms that fit what is in hand; the one that is chosen is begun."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._widget = bench, parent
        self.palette: Palette | None = None

    def ask(self, abouts: Mapping[str, About]) -> None:
        """Open the box with the forms about these kinds of subject."""
        desk, folder = self._bench.desk, self._bench.folder

        def listing(_progress: object) -> Sequence[Questionnaire]:
            from unionapp.services import questionnaires

            return questionnaires.listing(desk, folder)

        self._bench.tasks.run(
            listing,
            Handlers(lambda forms: self._open(forms, abouts), failed=self._bench.messages.problems),
        )

    def _open(self, forms: Sequence[Questionnaire], abouts: Mapping[str, About]) -> None:
        fitting = [one for one in forms if one.subject in abouts]
        if not fitting:
            self._bench.messages.info(tr("没有适合这里的问卷。在「问卷」页可以装入。"))
            return
        _drop(self.palette)
        self.palette = Palette(
            self._widget.window(),
            lambda _text: (),
            title=tr("填哪一份问卷"),
            sought=tr("名称 / 拼音首字母"),
        )
        self.palette.set_commands(
            [
                Command(
                    one.title,
                    words.about(one.subject),
                    partial(self._bench.fill, one.form_id, abouts[one.subject]),
                )
                for one in fitting
            ]
        )
        self.palette.open()


class FamilyChooser(QObject):
    """Asks which of the families behind a door a form is about."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._widget = bench, parent
        self.palette: Palette | None = None

    def ask(self, about: About, chosen: Chosen) -> None:
        """Open the box with the families; `chosen` is called with the one that is meant."""
        from unionapp.services import response_subject

        with self._bench.desk.read() as reading:
            door = about.door_id or about.subject_id
            families = response_subject.families(reading, door)
        offered = [
            Command(
                tr(
                    "{names}（第 {number} 户）", number=at, names="、".join(one.names) or tr("无人")
                ),
                "",
                partial(chosen, replace(about, household_id=one.household_id)),
            )
            for at, one in enumerate(families, start=1)
        ]
        new = Command(tr("另立一户"), "", partial(chosen, replace(about, new_household=True)))
        _drop(self.palette)
        self.palette = Palette(
            self._widget.window(),
            lambda _text: (),
            title=tr("这个门里的哪一户"),
            sought=tr("姓名 / 拼音首字母"),
        )
        self.palette.set_commands([*offered, new])
        self.palette.open()


def about_of(bench: Workbench, subject: str, kind: str, id_: str) -> About:
    """Return what a form about a kind of subject is filled about, when a record was chosen."""
    from unionapp.services.response_subject import About

    if kind == subject:
        return About(subject, id_)
    if kind == "place":
        return About(subject, id_ if subject == "door" else "", door_id=id_)
    abouts = abouts_of(bench, kind, id_)
    return abouts.get(subject, About(subject))


def abouts_of(bench: Workbench, kind: str, id_: str) -> dict[str, About]:
    """Return what forms of every subject can be about, starting from a person or employer."""
    from unionapp.services.response_subject import About

    found: dict[str, About] = {}
    with bench.desk.read() as reading:
        record = reading.by_kind(kind, id_)
        home = None
        if isinstance(record, Person):
            found["person"] = About("person", id_)
            home = reading.get(Household, record.household_id) if record.household_id else None
        elif isinstance(record, Household):
            home = record
        elif kind == "employer" and record is not None:
            found["employer"] = About("employer", id_)
        door_id = str(getattr(home or record, "door_id", None) or "")
    if home is not None:
        found["household"] = About("household", home.id)
    if door_id:
        found["door"] = About("door", door_id)
    return found


def at_door(door_id: str, visit_id: str, kind: str = "", id_: str = "") -> dict[str, About]:
    """Return what forms can be about at a door, the record in focus first."""
    from unionapp.services.response_subject import About

    found = {
        subject: About(subject, "", door_id, visit_id)
        for subject in ("household", "person", "employer")
    }
    found["door"] = About("door", door_id, door_id, visit_id)
    if kind in found and id_:
        found[kind] = About(kind, id_, door_id, visit_id)
    return found


def _doors_among(bench: Workbench, ids: Sequence[str]) -> set[str]:
    with bench.desk.read() as reading:
        return {id_ for id_, one in reading.by_ids(Place, ids).items() if one.kind == "door"}


def _drop(palette: Palette | None) -> None:
    if palette is not None:
        palette.setParent(None)
        palette.deleteLater()
