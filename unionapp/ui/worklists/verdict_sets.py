"""Sorts what the finder found into what a worker asks: qualifies, just misses, misses, has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unionapp.errors import Problem
from unionapp.programmes.programme import Programme
from unionapp.services.finder import HAS_CASE, Finding, Group
from unionapp.ui.wording import language, tr
from unionapp.wording import known_codes, sentence

ANSWERS = ("qualifies", "close", "has", "misses", "unknown")
_UNTOLD = "programme.fact_missing"


@dataclass(frozen=True, slots=True)
class Hit:
    """One subject in one set: its amount, where there is one, and the codes of the reasons."""

    id: str
    answer: str
    amount_fen: int | None
    codes: tuple[str, ...]


def answer_of(group: Group) -> str:
    """Return the set of a group; who lacks one single condition just misses."""
    if group.eligible:
        return "qualifies"
    if HAS_CASE in group.codes:
        return "has"
    if group.eligible is None:
        return "unknown"
    return "close" if len(group.codes) == 1 else "misses"


def counts(finding: Finding) -> Mapping[str, int]:
    """Return how many subjects are in each set."""
    found = dict.fromkeys(ANSWERS, 0)
    for group in finding.groups:
        found[answer_of(group)] += len(group.ids)
    return found


def hits(finding: Finding, answer: str) -> Iterator[Hit]:
    """Yield the subjects of a set."""
    for group in finding.groups:
        told = answer_of(group)
        if told == answer:
            for id_ in group.ids:
                yield Hit(id_, told, finding.amounts.get(id_), group.codes)


def answer_text(answer: str) -> str:
    """Return what a set is called."""
    names = {
        "qualifies": tr("符合"),
        "close": tr("只差一条"),
        "has": tr("已有"),
        "misses": tr("不够条件"),
        "unknown": tr("缺资料"),
    }
    return names[answer]


def reasons(programme: Programme | None, codes: tuple[str, ...]) -> str:
    """Return the reasons of a set in words; figures stand in the proof of each case."""
    told = dict.fromkeys(_reason(programme, code) for code in codes if code != _UNTOLD)
    return tr("；").join(told)


def _reason(programme: Programme | None, code: str) -> str:
    if code == HAS_CASE:
        return tr("今年已有个案")
    for rule in programme.rules() if programme is not None else ():
        if rule.code == code and rule.label is not None:
            return rule.label.text(language())
    if code in known_codes():
        return sentence(Problem(code), language())
    return code
