"""Turns how somebody stands to the programmes into the lines of a list, grouped by the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from unionapp.models.records import Case
from unionapp.programmes.fact_names import known_names
from unionapp.programmes.programme import Programme
from unionapp.services.case_bundle import BundleLine
from unionapp.services.case_pages import Aid
from unionapp.services.finder import Standing
from unionapp.services.signed_lines import SignedLine
from unionapp.ui.casework import words
from unionapp.ui.wording import language, tr
from unionapp.values import money

# A number, then how it stands to another: 90,000.00 ≥ 2 × 700.00 × 12 × 1 = 16,800.00
_COMPARED = re.compile(r"\d[^：:]*[≥≤<>]")
_NUMBER = re.compile(r"\d")
ANSWERS = ("qualifies", "misses", "has", "unknown", "fails")


@dataclass(frozen=True, slots=True)
class AidRow:
    """One line: a programme for one or several people, a case that stands, or a signed roll.

    `standings` are those that the line opens a case for, `case` the one that it shows, `signed`
    the line of a campaign. `digit` is the key that acts on it, "" for none.
    """

    answer: str
    title: str
    people: str
    about: str
    right: str
    standings: tuple[Standing, ...]
    case: Case | None = None
    digit: str = ""
    signed: SignedLine | None = None

    @property
    def key(self) -> str:
        """What tells this line from every other, also after a new reading."""
        if self.case is not None:
            return self.case.id
        if self.signed is not None:
            return self.signed.entry.id
        first = self.standings[0]
        return f"{first.programme} {first.subject_id} {first.person_id or ''}"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a group with what it comes to."""

    answer: str
    title: str
    count: int
    right: str


Line = AidRow | Heading


def lines(aid: Aid) -> tuple[Line, ...]:
    """Return the groups under their headings; the first nine lines have a digit."""
    groups = {answer: list(_group(aid, answer)) for answer in ANSWERS}
    found: list[Line] = []
    number = 0
    for answer in ANSWERS:
        if not groups[answer]:
            continue
        found.append(_heading(aid, answer, groups[answer]))
        for row in groups[answer]:
            number += 1
            found.append(replace(row, digit=str(number)) if number <= 9 else row)
    return tuple(found)


def _heading(aid: Aid, answer: str, rows: list[AidRow]) -> Heading:
    titles = {
        "qualifies": tr("能办理"),
        "misses": tr("差一点"),
        "has": tr("已有（帮扶套餐）"),
        "unknown": tr("还缺资料"),
        "fails": tr("不符合"),
    }
    right = ""
    if answer == "has" and aid.bundle is not None:
        parts = [
            tr("已发 {yuan} 元", yuan=money.format_fen(aid.bundle.paid_fen)),
            *(
                [tr("实物 {yuan} 元", yuan=money.format_fen(aid.bundle.in_kind_fen))]
                if aid.bundle.in_kind_fen
                else []
            ),
        ]
        right = " · ".join(parts)
    return Heading(answer, titles[answer], len(rows), right)


def _group(aid: Aid, answer: str) -> Iterator[AidRow]:
    if answer == "has":
        yield from _cases(aid)
        return
    found = (one for one in aid.standings if answer_of(one) == answer)
    for standings in _together(sorted(found, key=lambda one: _far(aid, one))):
        first = standings[0]
        yield AidRow(
            answer=answer,
            title=first.label.text(language()),
            people=words.between([name for one in standings if (name := _whom(aid, one))]),
            about=_why(aid.programmes.get(first.programme), first),
            right=words.yuan(first.amount_fen),
            standings=standings,
        )


def _far(aid: Aid, one: Standing) -> bool:
    """Aid in hardship stands before the services that anybody may ask for."""
    programme = aid.programmes.get(one.programme)
    return programme is None or programme.area != "hardship"


def answer_of(one: Standing) -> str:
    """Return the group of a standing: only what misses by a number is a near miss."""
    if one.answer != "misses":
        return one.answer
    told = (reason.text for reason in one.reasons)
    near = by_how_much(one) or any(_NUMBER.search(text) for text in told)
    return "misses" if near else "fails"


def _together(found: Iterable[Standing]) -> list[tuple[Standing, ...]]:
    """Put people with the same answer of the same programme into one line."""
    groups: dict[tuple[object, ...], list[Standing]] = {}
    for one in found:
        key = (one.programme, one.subject_kind, one.amount_fen, one.reasons, one.missing)
        groups.setdefault(key, []).append(one)
    return [tuple(group) for group in groups.values()]


def _cases(aid: Aid) -> Iterator[AidRow]:
    if aid.bundle is not None:
        for line in aid.bundle.lines:
            yield _case_row(line.case, line.programme.text(language()), line.person, line)
        for roll in aid.bundle.signed:
            yield _roll_row(roll.line, roll.programme.text(language()), roll.person)
        return
    for one in aid.standings:
        if one.case is not None:
            yield _case_row(one.case, one.label.text(language()), "", None)
        elif one.signed is not None:
            yield _roll_row(one.signed, one.label.text(language()), "")


def _case_row(case: Case, title: str, person: str, line: BundleLine | None) -> AidRow:
    day = case.decided_on or case.opened_on
    goods = [
        f"{item.name} ×{item.quantity}{item.unit or ''}" for item in (line.items if line else ())
    ]
    told = [case.number, words.state(case), day.isoformat() if day else "", *goods]
    return AidRow(
        answer="has",
        title=title,
        people=person,
        about=" · ".join(one for one in told if one),
        right=words.yuan(case.amount_fen),
        standings=(),
        case=case,
    )


def _roll_row(line: SignedLine, title: str, person: str) -> AidRow:
    entry = line.entry
    told = [
        line.campaign.name,
        tr("花名册签收"),
        entry.signed_on.isoformat() if entry.signed_on else "",
        entry.goods or "",
    ]
    return AidRow(
        answer="has",
        title=title,
        people=person,
        about=" · ".join(one for one in told if one),
        right=words.yuan(entry.amount_fen),
        standings=(),
        signed=line,
    )


def _whom(aid: Aid, one: Standing) -> str:
    if one.person_id or one.subject_kind == "person":
        return aid.people.get(one.person_id or one.subject_id, "")
    return ""


def _why(programme: Programme | None, one: Standing) -> str:
    if one.answer == "unknown":
        return missing_words(programme, one)
    told = (*(reason.text for reason in one.reasons), *by_how_much(one), *_sum(one))
    return "；".join(told)


def _sum(one: Standing) -> tuple[str, ...]:
    """Return the last line that reckons the amount."""
    if not one.amount_fen:
        return ()
    return tuple(line for line in one.proof if "=" in line)[-1:]


def by_how_much(one: Standing) -> tuple[str, ...]:
    """Return the lines of the proof in which a number is held against a limit."""
    if one.answer != "misses":
        return ()
    return tuple(line for line in one.proof if _COMPARED.search(line))


def missing_words(programme: Programme | None, one: Standing) -> str:
    """Name the facts that nobody has told; whatever else stands in the way, in its own words."""
    known = known_names(programme.facts) if programme is not None else {}
    named = [known[name].label.text(language()) for name in one.missing if name in known]
    others = [
        reason.text
        for reason, name in zip(one.reasons, one.missing, strict=False)
        if name not in known
    ]
    told = [tr("还缺：{names}", names=words.between(named))] if named else []
    return "；".join((*told, *others))
