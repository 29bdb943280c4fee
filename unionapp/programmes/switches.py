"""Labels, and the points that a document leaves open: a switch, its options, its default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from unionapp.values.money import format_fen

SwitchKind = Literal["one", "several", "whole", "money", "day"]
SwitchSource = Literal["document", "office"]
Setting = str | int | date | tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One wording in both languages."""

    zh: str
    en: str

    def text(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a switch. `means` is the word of the rule that it stands for, when it is
    called otherwise: `committee_sum` means `asked`."""

    value: str
    label: Label
    means: str = ""

    @property
    def word(self) -> str:
        return self.means or self.value


@dataclass(frozen=True, slots=True)
class Switch:
    """A point that the documents leave open: its name, its default, and where that comes from.

    `default` is None when neither a document nor custom gives one: the office must enter it.
    `lowest` and `highest` bound a number: those of the rules that read it.
    """

    name: str
    label: Label
    kind: SwitchKind
    default: Setting | None
    source: SwitchSource
    note: Label
    options: tuple[Option, ...] = ()
    lowest: int = 0
    highest: int | None = None

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
            case "whole" | "money":
                return type(value) is int and self._is_within(value)
            case "day":
                return type(value) is date

    def _is_within(self, value: int) -> bool:
        return self.lowest <= value and (self.highest is None or value <= self.highest)

    def meaning(self, value: Setting) -> Setting:
        """Return what a setting stands for in a rule."""
        words = {option.value: option.word for option in self.options}
        if isinstance(value, tuple):
            return tuple(words.get(str(part), str(part)) for part in value)
        return words.get(value, value) if isinstance(value, str) else value

    def value_text(self, value: Setting, language: str = "zh") -> str:
        labels = {option.value: option.label.text(language) for option in self.options}
        if isinstance(value, tuple):
            return ("、" if language == "zh" else ", ").join(labels[str(part)] for part in value)
        if isinstance(value, int) and self.kind == "money":
            return format_fen(value)
        return labels.get(value, value) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class SwitchRef:
    """An argument that is whatever the switch of this name says."""

    name: str


Argument = Setting | SwitchRef


def switches_in(*arguments: Argument | None) -> tuple[str, ...]:
    """Return the names of the switches among some arguments."""
    return tuple(item.name for item in arguments if isinstance(item, SwitchRef))
