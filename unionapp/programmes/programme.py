"""What a programme file says, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from unionapp.programmes.switches import (
    Argument,
    Label,
    Option,
    Setting,
    Switch,
    SwitchKind,
    SwitchRef,
    SwitchSource,
    switches_in,
)

Subject = Literal["person", "household", "employer", "union"]
Area = Literal["organising", "hardship", "welfare", "jobs", "rights", "services"]
Gives = Literal["money", "goods", "either", "service"]
FactKind = Literal["yes_no", "whole", "money", "day", "text", "code", "codes"]
Holder = Literal["person", "student", "household", "employer", "union"]
Period = Literal[
    "calendar_year",
    "academic_year",
    "months",
    "fixed_round",
    "life",
    "illness",
    "child",
    "stay",
    "event",
]
Among = Literal["own", "household", "spouse", "union"]


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the programme rests on; the number stays blank where it is not known."""

    document: str
    number: str = ""
    day: date | None = None
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class OwnFact:
    """A fact that only this programme asks for: `medical.total_fen`.

    `codes` names a shipped code list, `options` are the file's own codes; `default` is what
    counts when nobody says anything (None: it is asked for). `open` lets codes through that are
    not listed, so that a rule refuses them with its own words. `printed`: no rule reads it, the
    programme's papers print it.
    """

    name: str
    kind: FactKind
    label: Label
    codes: str = ""
    options: tuple[Option, ...] = ()
    default: Setting | bool | None = None
    open: bool = False
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One use of a word of the vocabulary, with its arguments and the rules inside it.

    `word` is a predicate, a money rule, or one of `all`, `any`, `not`. `code` and `label` are
    the reason that a failing predicate gives; with `warns` failing is a warning and no refusal.
    `keys` are the codes under which the rules inside stand (`chosen`).
    """

    word: str
    arguments: Mapping[str, Argument] = field(default_factory=dict, hash=False)
    parts: tuple[Rule, ...] = ()
    code: str = ""
    label: Label | None = None
    warns: bool = False
    keys: tuple[str, ...] = ()

    def walk(self) -> Iterator[Rule]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class StandardChoice:
    """Which standard counts: whose place, which kind, and on which day."""

    place: Argument
    kind: Argument
    day: Argument


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What bars a household; each one is looked into and ticked, with its evidence."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is due next: the step that must be done so many months or days after this one.

    A switch without a value means that the office has not yet said when.
    """

    step: str
    months: Argument | None = None
    days: Argument | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case. The state of a case is the last step that was done.

    `after` are the steps before it (empty: it opens the case); a step that names itself may be
    repeated. `other_than` are earlier steps whose worker must be somebody else. `notice_days`:
    this step starts a public notice of so many working days, which must have ended before a
    following step, unless that is `during_notice` (an objection). A step that `exits` is taken
    once the programme's `exit` condition holds; `file_event` (a code of `hardship_event`) is what
    it does to the household's hardship file. `within_days` and `within_working_days` is the time it
    may take after the step before. At a step that `decides`, facts, proof and edition are frozen
    with the case.
    """

    code: str
    label: Label
    after: tuple[str, ...] = ()
    role: str = "worker"
    other_than: tuple[str, ...] = ()
    notice_days: Argument | None = None
    during_notice: bool = False
    within_days: Argument | None = None
    within_working_days: Argument | None = None
    papers: tuple[str, ...] = ()
    decides: bool = False
    grants: bool = False
    refuses: bool = False
    pays: bool = False
    closes: bool = False
    exits: bool = False
    file_event: str = ""
    needs_reason: bool = False
    follow_up: FollowUp | None = None

    @property
    def opens(self) -> bool:
        return not self.after


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: so many `times` per holder and period; `months` is that of a rolling period.

    `period` is a word of `Period` or a switch whose options mean one.
    """

    per: Holder
    period: Argument
    months: Argument | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Clash:
    """Another programme that may not be had beside this one in a period, or only knowingly."""

    programme: str
    period: Argument
    among: Among
    refuses: bool
    label: Label
    months: Argument | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A programme that is given on a roll, with a quota and a list that everybody signs."""

    quota: Argument | None
    sign_off: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """One edition of a programme. `digest` is the SHA-256 of the file that it was read from,
    and of the shipped steps that it names.

    `active` tells whether it is on before the office has said anything. `papers` may be made of
    a case at any step; no step waits for them. `valid_to` may be a switch where the document names
    no last day: without a value none is known.
    """

    code: str
    edition: str
    label: Label
    subject: Subject
    basis: tuple[Basis, ...]
    eligibility: Rule
    amount: Rule | None = None
    exit: Rule | None = None
    standard: StandardChoice | None = None
    switches: tuple[Switch, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    valid_from: date | None = None
    valid_to: Argument | None = None
    after_expiry: Argument = "warn"
    digest: str = ""
    area: Area = "hardship"
    active: bool = True
    gives: Gives = "money"
    form: str = ""
    note: Label | None = None
    facts: tuple[OwnFact, ...] = ()
    steps: tuple[Step, ...] = ()
    frequency: Frequency | None = None
    clashes: tuple[Clash, ...] = ()
    campaign: Campaign | None = None
    papers: tuple[str, ...] = ()

    @property
    def in_kind(self) -> bool:
        return self.gives in ("goods", "either")

    def switch(self, name: str) -> Switch | None:
        return next((switch for switch in self.switches if switch.name == name), None)

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)

    def next_steps(self, state: str = "") -> tuple[Step, ...]:
        """Return the steps that may follow a state; those that open a case when there is none."""
        if not state:
            return tuple(step for step in self.steps if step.opens)
        return tuple(step for step in self.steps if state in step.after)

    def timed(self) -> tuple[Frequency | Clash, ...]:
        """Everything that is counted over a period."""
        return (*self.clashes, *((self.frequency,) if self.frequency else ()))

    def rules(self) -> Iterator[Rule]:
        """Every rule of the programme, the composed ones and those inside them."""
        for root in (self.eligibility, self.amount, self.exit):
            if root is not None:
                yield from root.walk()


__all__ = [
    "Among",
    "Area",
    "Argument",
    "Basis",
    "Campaign",
    "Clash",
    "Exclusion",
    "FactKind",
    "FollowUp",
    "Frequency",
    "Gives",
    "Holder",
    "Label",
    "Option",
    "OwnFact",
    "Period",
    "Programme",
    "Rule",
    "Setting",
    "StandardChoice",
    "Step",
    "Subject",
    "Switch",
    "SwitchKind",
    "SwitchRef",
    "SwitchSource",
    "switches_in",
]
