"""What a word of the vocabulary is: its parameters, the facts it needs, and what it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from unionapp.errors import Problem
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import FactKind, Programme, Rule
from unionapp.programmes.standards import Standard
from unionapp.programmes.switches import Argument, Label, Setting, SwitchRef, switches_in

ParameterKind = Literal[
    "choice",
    "several",
    "whole",
    "money",
    "day",
    "wholes",
    "text",
    "texts",
    "fact",
    "facts",
    "values",
    "prices",
    "said",
]
Parts = Literal["none", "one", "many", "keyed"]
MAX_FEN = 10**12
PRICE = "price."
# What happens to a code without a price; idle where there is one.
NO_PRICE = "no_price"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named parameter of a word.

    `choice` is one of `values` and `several` some of them; `whole`, `money` (fen) and `wholes`
    are numbers in a range; `fact` and `facts` name facts of one of `fact_kinds`; `values` are
    codes of the fact that the parameter `fact` names, `texts` are plain; `said` is what any switch
    says; `prices` is a table of code and fen, where a code may be without a value. `only_if` names
    another parameter and the words for which this one is needed at all.
    """

    name: str
    kind: ParameterKind
    values: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0
    default: Setting | None = None
    fact_kinds: tuple[FactKind, ...] = ()
    optional: bool = False
    may_be_unset: bool = False
    only_if: tuple[str, tuple[str, ...]] | None = None

    def accepts(self, value: object) -> bool:
        match self.kind:
            case "choice":
                return isinstance(value, str) and value in self.values
            case "several":
                return (
                    isinstance(value, tuple)
                    and bool(value)
                    and all(part in self.values for part in value)
                )
            case "whole" | "money":
                return _is_whole(value, self.lowest, self.highest)
            case "wholes":
                return (
                    isinstance(value, tuple)
                    and bool(value)
                    and all(_is_whole(part, self.lowest, self.highest) for part in value)
                )
            case "day":
                return type(value) is date
            case "text" | "fact" | "said":
                return isinstance(value, str) and bool(value.strip())
            case "facts" | "values" | "texts":
                return (
                    isinstance(value, tuple)
                    and bool(value)
                    and all(isinstance(part, str) for part in value)
                )
            case "prices":
                return False

    @property
    def wanted(self) -> str:
        plain = {"day": "2018-09-26", "text": '"…"', "fact": '"…"', "said": '{ switch = "…" }'}
        listed = {"facts": '["…"]', "values": '["…"]', "texts": '["…"]', "prices": "{…}"}
        found = plain.get(self.kind) or listed.get(self.kind)
        return found or " / ".join(self.values) or f"{self.lowest} … {self.highest}"


def _is_whole(value: object, lowest: int, highest: int) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return lowest <= value <= highest


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one rule, switches filled in; one without a value is not there."""

    values: Mapping[str, Setting]

    def text(self, name: str) -> str:
        return str(self.values[name])

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, ())
        return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)

    def whole(self, name: str) -> int:
        value = self.values[name]
        if not isinstance(value, int):
            raise TypeError(f"{name} is no whole number")
        return value

    def wholes(self, name: str) -> tuple[int, ...]:
        value = self.values[name]
        return tuple(map(int, value)) if isinstance(value, tuple) else (self.whole(name),)

    def optional_whole(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def optional_day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Case:
    """One try: a programme, the facts, and the rows of standards that count.

    `rows` remembers which row is in force for a place, kind and day.
    """

    programme: Programme
    facts: Facts
    standards: tuple[Standard, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict, hash=False)
    rows: dict[tuple[str, str, date], Standard | Problem] = field(
        default_factory=dict, hash=False, compare=False
    )

    def value(self, argument: Argument) -> Setting | None:
        """Return what an argument says; None for a switch that nobody has set."""
        if not isinstance(argument, SwitchRef):
            return argument
        setting = self.settings.get(argument.name)
        switch = self.programme.switch(argument.name)
        return setting if setting is None or switch is None else switch.meaning(setting)

    def last_day(self) -> date | None:
        """Return the last day of the programme, where one is known."""
        given = self.programme.valid_to
        last = None if given is None else self.value(given)
        return last if isinstance(last, date) else None

    def arguments(self, rule: Rule) -> Arguments:
        found = {name: self.value(given) for name, given in rule.arguments.items()}
        return Arguments({name: value for name, value in found.items() if value is not None})

    def unset(self, rule: Rule, word: Word[Any]) -> tuple[str, ...]:
        """Return the switches that the rule needs and that have no value.

        A price, and a parameter that may be unset, need none: the rule itself judges that.
        """
        lenient = {one.name for one in word.parameters if one.may_be_unset}
        return tuple(
            given.name
            for name, given in self._in_play(rule, word)
            if isinstance(given, SwitchRef)
            and self.value(given) is None
            and name not in lenient
            and not name.startswith(PRICE)
        )

    def switches_of(self, rule: Rule, word: Word[Any]) -> tuple[str, ...]:
        """Return the switches that count for this case: no other code's price, no idle one."""
        price = PRICE + str(self.facts.get(str(rule.arguments.get("fact") or "day")))
        priced = price in rule.arguments and self.value(rule.arguments[price]) is not None
        return switches_in(
            *(
                given
                for name, given in self._in_play(rule, word)
                if (not name.startswith(PRICE) or name == price)
                and not (priced and name == NO_PRICE)
            )
        )

    def _in_play(self, rule: Rule, word: Word[Any]) -> list[tuple[str, Argument]]:
        """Return the arguments but those that another one makes idle."""
        idle = {
            one.name
            for one in word.parameters
            if one.only_if
            and self.value(rule.arguments.get(one.only_if[0], "")) not in one.only_if[1]
        }
        return [(name, given) for name, given in rule.arguments.items() if name not in idle]

    def label(self, fact: str) -> Label:
        """Return what a person calls a fact."""
        own = next((one for one in self.programme.facts if one.name == fact), None)
        return own.label if own else _shared_label(fact)


def _shared_label(fact: str) -> Label:
    from unionapp.programmes.fact_names import label_of

    return label_of(fact)


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a predicate holds, why, and the lines by which a person checks it."""

    holds: bool
    reasons: tuple[Problem, ...] = ()
    proof: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in fen with its proof; `refusal` says why there is none.

    `unbounded` is a bound that does not bind: the office lets a kind without a price pass.
    """

    fen: int
    proof: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    refusal: Problem | None = None
    unbounded: bool = False


Result = TypeVar("Result")
# Says whether a predicate holds, and nothing else; None when a fact is missing.
Quick = Callable[[Facts], "bool | None"]


@dataclass(frozen=True, slots=True)
class Word(Generic[Result]):
    """A predicate or a money rule.

    `run` gets the case, the filled-in arguments and the results of the rules inside. `missing`
    names the facts that it needs and that are not there. `parts` tells which rules it holds.
    `quick` prepares the bare test of a predicate for one programme on one day.
    """

    name: str
    run: Callable[[Case, Arguments, tuple[Result, ...]], Result]
    parameters: tuple[Parameter, ...] = ()
    missing: Callable[[Facts, Arguments], tuple[str, ...]] = lambda facts, arguments: ()
    needs_standard: bool = False
    parts: Parts = "none"
    quick: Callable[[Case, Arguments], Quick] | None = None

    def parameter(self, name: str) -> Parameter | None:
        return next((known for known in self.parameters if known.name == name), None)
