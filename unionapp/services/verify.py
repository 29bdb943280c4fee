"""Checks everything in a case database that can be checked, and reports it line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from unionapp.errors import Problem
from unionapp.models import audit, consistency
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import Case
from unionapp.services import (
    attachments,
    case_repeats,
    cases,
    programme_files,
    receipts,
    totals,
)
from unionapp.wording import sentence


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked into; `detail` holds what was found, warnings included."""

    name: str
    zh: str
    en: str
    ok: bool
    detail: tuple[Problem, ...] = ()

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def texts(self, language: str = "zh") -> tuple[str, ...]:
        """Return what was found, in sentences."""
        return tuple(sentence(problem, language) for problem in self.detail)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome; a warning alone does not make it wrong."""

    ok: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    zh: str
    en: str
    ask: Callable[[Reading], Iterable[Problem]]


def check_everything(desk: Desk, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Check the open database; changes nothing. `progress(done, of)` is told before each check.

    All but the first look at one and the same moment, whatever is saved meanwhile.
    """
    tell = progress or (lambda done, of: None)
    of = len(_QUESTIONS) + 1
    tell(0, of)
    damage = (Problem("verify.damaged", line) for line in desk.database.damage())
    checks = [_answer("file", "数据文件完好", "The file is sound", damage)]
    own = partial(case_repeats.verify, folder=programme_files.own_folder(desk))
    with desk.read() as reading:
        for done, one in enumerate(_QUESTIONS, start=1):
            question = replace(one, ask=own) if one.ask is case_repeats.verify else one
            tell(done, of)
            found = _asked(question, reading)
            checks.append(_answer(question.name, question.zh, question.en, found))
    tell(of, of)
    return Report(all(check.ok for check in checks), tuple(checks))


def _asked(question: _Question, reading: Reading) -> tuple[Problem, ...]:
    """Return what was found; pages that cannot be read are a finding too."""
    from sqlalchemy.exc import DatabaseError

    try:
        return tuple(question.ask(reading))
    except DatabaseError as error:
        return (Problem("verify.damaged", str(error.orig)),)


def _answer(name: str, zh: str, en: str, found: Iterable[Problem]) -> Check:
    detail = tuple(found)
    return Check(name, zh, en, all(problem.warning for problem in detail), detail)


def _decisions(reading: Reading) -> Iterator[Problem]:
    for case in reading.select(Case, "state != 'open'"):
        if cases.is_altered(case):
            yield Problem("verify.decision_altered", case.number)


def _member_numbers(reading: Reading) -> Iterator[Problem]:
    """Numbers are told apart, and the own series are there from 1 to the last."""
    for number, have in reading.rows(
        "SELECT number, count(*) FROM membership WHERE number IS NOT NULL "
        "GROUP BY number HAVING count(*) > 1"
    ):
        yield Problem("verify.member_number_twice", number, {"have": have})
    for name, last, have in reading.rows(
        "SELECT s.series, s.last, count(DISTINCT m.number) FROM series s "
        "LEFT JOIN membership m ON m.number LIKE s.series || '-%' "
        "WHERE s.purpose = 'member' GROUP BY s.series"
    ):
        if have != last:
            yield Problem("verify.member_number_gap", name, {"last": last, "have": have})


_QUESTIONS: tuple[_Question, ...] = (
    _Question("guards", "保护触发器齐全", "The guards stand", consistency.guards),
    _Question("audit", "审计记录连续未改", "The audit trail is whole", audit.verify),
    _Question("operations", "改动记录连续", "The change log has no gap", consistency.operations),
    _Question("rows", "记录与改动记录相符", "Records fit the change log", consistency.rows),
    _Question("receipts", "签收单连号未改", "Receipts are whole", receipts.verify_chain),
    _Question("totals", "合计与签收单相符", "Totals fit the receipts", totals.verify),
    _Question("repeats", "同一救助没有重复批准", "No aid is granted twice", case_repeats.verify),
    _Question("decisions", "个案决定未改", "Decisions are as decided", _decisions),
    _Question("files", "附件完好", "Attached files are whole", attachments.verify),
    _Question("member_numbers", "会员编号连续", "Member numbers are whole", _member_numbers),
    _Question("references", "引用都有着落", "References lead somewhere", consistency.references),
    _Question("search", "查找索引齐全", "The search index is whole", consistency.search_index),
)
