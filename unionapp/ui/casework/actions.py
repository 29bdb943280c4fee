"""Says what can be done with a case now, the next thing first: what its page offers as buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unionapp.errors import Problem
from unionapp.programmes.programme import Label
from unionapp.services.case_pages import CasePage, usual
from unionapp.services.case_records import GRANTED, OPEN, PAID, WITHDRAWN
from unionapp.services.case_rules import StepOffer

Doing = Literal["step", "decide", "facts", "goods", "pay", "paper", "form", "withdraw", "void"]
# Problems of facts that the worker can mend on the page of the case itself.
_FACTS = ("programme.fact_missing", "programme.fact_wrong")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do; `offer` is the step of the programme that it takes.

    `why_not` stands in its way, `notes` are let pass and kept in the case. `document` and
    `subject_id` are those of a paper.
    """

    doing: Doing
    offer: StepOffer | None = None
    document: str = ""
    subject_id: str = ""
    title: Label | None = None

    @property
    def why_not(self) -> tuple[Problem, ...]:
        return self.offer.why_not if self.offer is not None else ()

    @property
    def notes(self) -> tuple[Problem, ...]:
        return self.offer.notes if self.offer is not None else ()

    @property
    def needs_reason(self) -> bool:
        return self.doing in ("withdraw", "void") or (
            self.offer is not None and self.offer.step.needs_reason
        )


@dataclass(frozen=True, slots=True)
class Actions:
    """What is next (None: the case is over), and everything else that can be done."""

    next: Action | None
    others: tuple[Action, ...]


def of(page: CasePage) -> Actions:
    """Return what can be done with a case; nothing with one that was withdrawn."""
    if page.case.state == WITHDRAWN:
        return Actions(None, ())
    found = list(dict.fromkeys((*_papers(page), *_first(page), *_steps(page), *_rest(page))))
    following = next((one for one in found if _is_next(page, one)), None)
    return Actions(following, tuple(one for one in found if one is not following))


def _papers(page: CasePage) -> Iterator[Action]:
    """A paper of a step that was taken and was not made yet."""
    for line in page.papers:
        if line.waited and line.makeable and line.issued is None:
            yield Action("paper", None, line.document, line.subject_id, line.title)


def _first(page: CasePage) -> Iterator[Action]:
    """What the next step cannot do without."""
    if page.case.state == OPEN and any(one.code in _FACTS for one in page.missing):
        yield Action("facts")
    paying = _paying(page)
    if paying is not None and page.programme is not None and page.programme.in_kind:
        yield Action("goods")


def _steps(page: CasePage) -> Iterator[Action]:
    case = page.case
    money = bool(case.amount_fen) and not (page.programme is not None and page.programme.in_kind)
    if not case.step:
        if case.state == OPEN:
            yield Action("decide")
        elif case.state == GRANTED and money:
            yield Action("pay")
        return
    for offer in _in_order(page):
        doing: Doing = "pay" if offer.step.pays and money else "step"
        yield Action(doing, offer)


def _in_order(page: CasePage) -> list[StepOffer]:
    """The step that the verdict asks for stands first, those that give up last."""
    wanted = usual([offer.step for offer in page.offers])
    refused = page.verdict is not None and not page.verdict.eligible
    deciding = any(offer.step.grants for offer in page.offers)

    def rank(offer: StepOffer) -> int:
        step = offer.step
        if refused and deciding and step.refuses:
            return 0
        if step == wanted:
            return 1
        return 3 if step.needs_reason else 2

    return sorted(page.offers, key=rank)


def _rest(page: CasePage) -> Iterator[Action]:
    case, programme = page.case, page.programme
    if case.state == OPEN and programme is not None:
        yield Action("facts")
        if programme.form:
            yield Action("form")
    for line in page.papers:
        if line.makeable and (line.issued is not None or not line.waited):
            yield Action("paper", None, line.document, line.subject_id, line.title)
    if page.items and case.state in (GRANTED, PAID):
        yield Action("goods")
    if case.state == PAID and page.standing_receipt is not None:
        yield Action("void")
    ends = any(offer.step.code == "withdraw" for offer in page.offers)
    if case.state in (OPEN, GRANTED) and not ends:
        yield Action("withdraw")


def _is_next(page: CasePage, action: Action) -> bool:
    """Whether this is what the biggest button does; the first that is, is."""
    if action.doing == "paper":
        return _waits_for(page, action.document)
    if action.doing == "facts":
        following = usual([offer.step for offer in page.offers])
        return bool(page.missing) and (following is None or following.decides)
    if action.doing == "goods":
        return not page.items
    if action.doing in ("decide", "pay"):
        return True
    return action.doing == "step" and action.offer is not None and not _gives_up(page, action)


def _waits_for(page: CasePage, document: str) -> bool:
    line = next((one for one in page.papers if one.document == document), None)
    return line is not None and line.waited and line.issued is None


def _gives_up(page: CasePage, action: Action) -> bool:
    """A step that refuses is next only where the programme says no."""
    offer = action.offer
    if offer is None or not offer.step.needs_reason:
        return False
    return not (offer.step.refuses and page.verdict is not None and not page.verdict.eligible)


def _paying(page: CasePage) -> StepOffer | None:
    return next((offer for offer in page.offers if offer.step.pays), None)
