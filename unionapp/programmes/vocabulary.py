"""What a word of the vocabulary is: its parameters, the facts it needs, and what it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from unionapp.errors import Problem
from unionapp.programmes.facts import Facts
from unionapp.programmes.programme import Argument, Programme, Rule, Setting, SwitchRef
from unionapp.programmes.standards import Standard

ParameterKind = Literal["choice", "several", "whole"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named parameter: one of `values`, several of them, or a whole number in a range."""

    name: str
    kind: ParameterKind
    values: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0
    default: Setting | None = None

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
            case "whole":
                if not isinstance(value, int) or isinstance(value, bool):
                    return False
                return self.lowest <= value <= self.highest

    @property
    def wanted(self) -> str:
        return " / ".join(self.values) or f"{self.lowest} … {self.highest}"


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one rule, switches filled in."""

    values: Mapping[str, Setting]

    def text(self, name: str) -> str:
        return str(self.values[name])

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values[name]
        return value if isinstance(value, tuple) else (str(value),)

    def whole(self, name: str) -> int:
        value = self.values[name]
        if not isinstance(value, int):
            raise TypeError(f"{name} is no whole number")
        return value


@dataclass(frozen=True, slots=True)
class Case:
    """One try: a programme, the facts, and the rows of standards that count."""

    programme: Programme
    facts: Facts
    standards: tuple[Standard, ...]

    def value(self, argument: Argument) -> Setting:
        if isinstance(argument, SwitchRef):
            return self.facts.settings[argument.name]
        return argument

    def arguments(self, rule: Rule) -> Arguments:
        return Arguments({name: self.value(given) for name, given in rule.arguments.items()})


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a predicate holds, why, and the lines by which a person checks it."""

    holds: bool
    reasons: tuple[Problem, ...] = ()
    proof: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in fen with its proof; `refusal` says why there is none."""

    fen: int
    proof: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    refusal: Problem | None = None


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Word(Generic[Result]):
    """A predicate or a money rule.

    `run` gets the case, the filled-in arguments and the results of the rules inside. `missing`
    names the facts that it needs and that are not there. `parts` is how many rules it holds.
    """

    name: str
    run: Callable[[Case, Arguments, tuple[Result, ...]], Result]
    parameters: tuple[Parameter, ...] = ()
    missing: Callable[[Facts, Arguments], tuple[str, ...]] = lambda facts, arguments: ()
    needs_standard: bool = False
    parts: int = 0

    def parameter(self, name: str) -> Parameter | None:
        return next((known for known in self.parameters if known.name == name), None)
