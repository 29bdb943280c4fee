"""两癌筛查: the roll of those who are to be screened, and the settlement with the hospital."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import OFFICE_ZONE, Reading
from unionapp.models.records import Campaign, Case
from unionapp.services import paper_numbers
from unionapp.services.case_records import events_of
from unionapp.services.paper_campaigns import Line, campaign_numbered, line, lines, told
from unionapp.services.paper_kind import PaperKind, Words, paper

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Round:
    """A screening campaign, or the cases of a year that belong to none."""

    id: str
    campaign: Campaign | None = None
    year: int | None = None
    deleted_at: datetime | None = None


_SCREENING, _SCREENED = "screening", "screen"
# Both first screenings belong to the programme (辽宁省工会2019年服务职工工作情况).
_ITEM = "宫颈癌、乳腺癌初筛"


def _round(reading: Reading, id_: str) -> _Round | None:
    """Return a screening campaign; of a case without one, the year's cases without one."""
    case = reading.get(Case, id_)
    wanted = case.campaign_id if case else id_
    campaign = reading.get(Campaign, wanted) if wanted else None
    if campaign is not None:
        if campaign.programme != _SCREENING:
            return None
        return _Round(campaign.id, campaign, deleted_at=campaign.deleted_at)
    if case is None or case.programme != _SCREENING or case.opened_on is None:
        return None
    return _of_year(case.opened_on.year)


def _of_year(year: int) -> _Round:
    return _Round(f"{_SCREENING}:{year}", year=year)


def _round_numbered(reading: Reading, number: str) -> _Round | None:
    division, _, year = number.partition("-")
    if division == reading.division and len(year) == 4 and year.isdecimal():
        return _of_year(int(year))
    campaign = campaign_numbered(reading, number)
    return _round(reading, campaign.id) if campaign else None


def _round_lines(reading: Reading, roll: _Round) -> list[Line]:
    if roll.campaign is not None:
        return list(lines(reading, roll.campaign))
    found = reading.select(
        Case,
        "programme = ? AND campaign_id IS NULL AND substr(opened_on, 1, 4) = ? "
        "AND state IN ('open', 'granted', 'paid') AND deleted_at IS NULL",
        (_SCREENING, str(roll.year)),
        order="number, rid",
    )
    return [line(reading, one.subject_kind, one.subject_id, None, one) for one in found]


def _round_head(reading: Reading, roll: _Round) -> Words:
    if roll.campaign is None:
        number, name, day = (
            f"{reading.division}-{roll.year}",
            f"{roll.year}年女职工“两癌”筛查",
            None,
        )
    else:
        number, name = paper_numbers.of_id(roll.campaign.id), roll.campaign.name
        day = roll.campaign.from_on
    return {
        "screening.title": f"{name} 名册",
        "screening.settlement": f"{name} 结算单",
        "screening.number": number,
        "screening.day": day,
    }


def _screening_words(reading: Reading, roll: _Round, folder: Path) -> Words:
    """Return who is to be screened and when she last was; raises `papers.empty_roll`."""
    head = _round_head(reading, roll)
    rows = [
        told(_who_is_screened(one), last_on=_screened_before(reading, one))
        for one in _round_lines(reading, roll)
    ]
    if not rows:
        raise refuse("papers.empty_roll", str(head["screening.title"]))
    return {**head, "screening.rows": tuple(rows)}


def _settlement_words(reading: Reading, roll: _Round, folder: Path) -> Words:
    """Return who was screened, on which day, and what the union pays for her.

    Raises `papers.nobody_screened`.
    """
    head = _round_head(reading, roll)
    done = [(one, _screened_on(reading, one)) for one in _round_lines(reading, roll)]
    rows = [
        told(_who_is_screened(one), item=_ITEM, done_on=on, amount_fen=one.amount_fen)
        for one, on in done
        if on is not None
    ]
    if not rows:
        raise refuse("papers.nobody_screened", str(head["screening.settlement"]))
    return {**head, "screening.rows": tuple(rows)}


def _who_is_screened(line: Line) -> Row:
    person = line.person
    if person is None:
        return {"name": "—"}
    return told({"name": person.name}, identity=person.identity_number, phone=person.phone)


def _screened_on(reading: Reading, line: Line) -> date | None:
    """Return the day of the step 筛查, else the day on which the roll was signed."""
    for event in reversed(events_of(reading, line.case.id)) if line.case else ():
        if event.step == _SCREENED and event.at:
            return event.at.astimezone(OFFICE_ZONE).date()
    return line.entry.signed_on if line.entry else None


def _screened_before(reading: Reading, line: Line) -> date | None:
    """Return when a woman was screened last, in another case or on another roll."""
    if line.person is None:
        return None
    case = line.case.id if line.case else ""
    entry = line.entry.id if line.entry else ""
    found = reading.scalar(_LAST_SCREENED, (line.person.id, case, line.person.id, entry))
    return date.fromisoformat(str(found)) if found else None


_LAST_SCREENED = """
SELECT max(day) FROM (
    SELECT date(e.at, '+8 hours') AS day FROM case_event e JOIN "case" c ON c.id = e.case_id
    WHERE c.programme = 'screening' AND c.subject_id = ? AND c.id != ? AND e.step = 'screen'
    UNION ALL
    SELECT n.signed_on FROM campaign_entry n JOIN campaign g ON g.id = n.campaign_id
    WHERE g.programme = 'screening' AND n.subject_id = ? AND n.id != ?
        AND n.removed_because IS NULL AND n.deleted_at IS NULL)
"""


PAPERS: Mapping[str, PaperKind] = {
    "screening_roll": paper("campaign", _round, _screening_words, maker="screening.maker"),
    "settlement_list": paper(
        "campaign", _round, _settlement_words, _round_numbered, maker="screening.maker"
    ),
}
