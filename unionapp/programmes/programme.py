"""What a programme file says, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Subject = Literal["person", "household", "employer", "union"]
SwitchKind = Literal["one", "several", "whole"]
SwitchSource = Literal["document", "office"]
Setting = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One wording in both languages."""

    zh: str
    en: str

    def text(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the programme rests on; the number stays blank where it is not known."""

    document: str
    number: str = ""
    day: date | None = None
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Switch:
    """A point that the documents leave open: its name, its default, and where that comes from.

    `default` is None when neither a document nor custom gives one: the office must enter it.
    """

    name: str
    label: Label
    kind: SwitchKind
    default: Setting | None
    source: SwitchSource
    note: Label
    options: tuple[Option, ...] = ()

    def accepts(self, value: object) -> bool:
        known = {option.value for option in self.options}
        match self.kind:
            case "one":
                return isinstance(value, str) and value in known
            case "several":
                return (
                    isinstance(value, tuple)
                    and bool(value)
                    and all(isinstance(part, str) and part in known for part in value)
                )
            case "whole":
                return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    def value_text(self, value: Setting, language: str = "zh") -> str:
        labels = {option.value: option.label.text(language) for option in self.options}
        if isinstance(value, tuple):
            return ("、" if language == "zh" else ", ").join(labels[part] for part in value)
        return labels.get(value, value) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class SwitchRef:
    """An argument that is whatever the switch of this name says."""

    name: str


Argument = Setting | SwitchRef


@dataclass(frozen=True, slots=True)
class Rule:
    """One use of a word of the vocabulary, with its arguments and the rules inside it.

    `word` is a predicate, a money rule, or one of `all`, `any`, `not`. `code` and `label` are
    the reason that a failing predicate gives.
    """

    word: str
    arguments: Mapping[str, Argument] = field(default_factory=dict, hash=False)
    parts: tuple[Rule, ...] = ()
    code: str = ""
    label: Label | None = None

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
class Programme:
    """One edition of a programme. `digest` is the SHA-256 of the file that it was read from."""

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
    valid_to: date | None = None
    after_expiry: Argument = "warn"
    digest: str = ""

    def switch(self, name: str) -> Switch | None:
        return next((switch for switch in self.switches if switch.name == name), None)

    def rules(self) -> Iterator[Rule]:
        """Every rule of the programme, the composed ones and those inside them."""
        for root in (self.eligibility, self.amount, self.exit):
            if root is not None:
                yield from root.walk()


def switches_in(*arguments: Argument) -> tuple[str, ...]:
    """Return the names of the switches among some arguments."""
    return tuple(item.name for item in arguments if isinstance(item, SwitchRef))
