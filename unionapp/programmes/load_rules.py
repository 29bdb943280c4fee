"""Reads the rules of a programme file against the closed vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from unionapp.programmes.fact_kinds import FactName, WrongValue
from unionapp.programmes.programme import Rule
from unionapp.programmes.switches import Argument, Setting, Switch, SwitchKind, SwitchRef
from unionapp.programmes.toml_lines import Path
from unionapp.programmes.toml_tables import Table
from unionapp.programmes.vocabulary import MAX_FEN, PRICE, Parameter, ParameterKind, Word
from unionapp.programmes.words import MONEY_RULES, PREDICATES

_OWN_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
COMPOSERS = ("all", "any", "not")
_SWITCH_KIND: Mapping[ParameterKind, SwitchKind] = {
    "choice": "one",
    "said": "one",
    "several": "several",
    "values": "several",
    "whole": "whole",
    "money": "money",
    "day": "day",
}


class RuleReader:
    """Reads conditions and money rules, and remembers which switches they use."""

    def __init__(self, switches: Iterable[Switch], facts: Mapping[str, FactName]) -> None:
        self.used_switches: set[str] = set()
        self.used_facts: set[str] = set()
        self.needing_standard: list[Path] = []
        self._switches = {switch.name: switch for switch in switches}
        self._facts = facts

    @property
    def switches(self) -> tuple[Switch, ...]:
        """The switches, each within the bounds of the rules that were read with it."""
        return tuple(self._switches.values())

    def condition(self, table: Table) -> Rule:
        """Read `all`, `any`, `not` or a predicate; exactly one of them stands in a table."""
        named = [key for key in (*COMPOSERS, "predicate") if key in table]
        if len(named) != 1:
            table.notes.add("file_condition", table.path)
            return Rule("")
        composer = named[0]
        if composer == "predicate":
            return self._predicate(table)
        parts: tuple[Rule, ...]
        if composer == "not":
            inner = table.table("not")
            parts = (self.condition(inner),) if inner else ()
        else:
            parts = tuple(self.condition(entry) for entry in table.tables(composer))
        rule = Rule(
            composer,
            parts=parts,
            code=_own_code(table, required=False),
            label=table.optional_label(),
            warns=table.flag("warn"),
        )
        table.finish()
        return rule

    def _predicate(self, table: Table) -> Rule:
        word = _word(table, "predicate", PREDICATES)
        rule = Rule(
            word.name if word else "",
            self._arguments(table, word) if word else {},
            code=_own_code(table, required=True),
            label=table.label(),
            warns=table.flag("warn"),
        )
        if word:
            table.finish()
        return rule

    def money(self, table: Table) -> Rule:
        """Read a money rule and the rules that it is made from (`of`)."""
        word = _word(table, "rule", MONEY_RULES)
        if word is None:
            return Rule("")
        arguments = self._arguments(table, word)
        keys, parts = self._parts(table, word)
        table.finish()
        return Rule(word.name, arguments, parts, keys=keys)

    def _parts(self, table: Table, word: Word[Any]) -> tuple[tuple[str, ...], tuple[Rule, ...]]:
        match word.parts:
            case "none":
                return (), ()
            case "one":
                inner = table.table("of")
                return (), (self.money(inner),) if inner else ()
            case "many":
                return (), tuple(self.money(entry) for entry in table.tables("of"))
            case "keyed":
                named = dict(table.named_tables("of", required=True))
                return tuple(named), tuple(self.money(entry) for entry in named.values())

    def _arguments(self, table: Table, word: Word[Any]) -> Mapping[str, Argument]:
        if word.needs_standard:
            self.needing_standard.append(table.path)
        found: dict[str, Argument] = {}
        for parameter in word.parameters:
            if parameter.kind == "prices":
                found |= self._prices(table, parameter)
            elif not parameter.optional or parameter.name in table:
                found[parameter.name] = self.argument(table, parameter)
            self._check_facts(table, parameter, found)
        return found

    def _prices(self, table: Table, parameter: Parameter) -> Mapping[str, Argument]:
        inner = table.table(parameter.name)
        if inner is None:
            return {}
        money = {key: Parameter(key, "money", lowest=0, highest=MAX_FEN) for key in inner.names()}
        return {PRICE + key: self.argument(inner, one) for key, one in money.items()}

    def _check_facts(
        self, table: Table, parameter: Parameter, found: Mapping[str, Argument]
    ) -> None:
        """A named fact must exist and be of a kind that fits; its codes must be its own."""
        given = found.get(parameter.name)
        path = (*table.path, parameter.name)
        if parameter.kind in ("fact", "facts"):
            for name in given if isinstance(given, tuple) else (given,):
                fact = self._facts.get(str(name))
                self.used_facts.add(str(name))
                if name and (fact is None or fact.kind not in parameter.fact_kinds):
                    wanted = " / ".join(parameter.fact_kinds)
                    table.notes.add("file_fact_unknown", path, value=name, wanted=wanted)
        elif parameter.kind == "values" and given is not None:
            fact = self._facts.get(str(found.get("fact")))
            for value in self._codes(given):
                _check_code(table, path, fact, value)

    def _codes(self, given: Argument) -> tuple[object, ...]:
        if isinstance(given, SwitchRef):
            switch = self._switches.get(given.name)
            return tuple(option.word for option in switch.options) if switch else ()
        return given if isinstance(given, tuple) else (given,)

    def optional(self, table: Table, parameter: Parameter) -> Argument | None:
        """Read an argument that may be left out."""
        return self.argument(table, parameter) if parameter.name in table else None

    def argument(self, table: Table, parameter: Parameter) -> Argument:
        """Read one argument: a value, or `{ switch = "name" }` when the office decides."""
        given = table.take(parameter.name, required=parameter.default is None)
        if given is None:
            return parameter.default if parameter.default is not None else ""
        if isinstance(given, Mapping):
            return self._switch(table, parameter, given)
        value = tuple(given) if isinstance(given, list) else given
        if not parameter.accepts(value):
            table.wrong(parameter.name, parameter.wanted)
        return cast(Setting, value)

    def _switch(self, table: Table, parameter: Parameter, given: Mapping[str, object]) -> Argument:
        name = given.get("switch")
        if set(given) != {"switch"} or not isinstance(name, str):
            table.wrong(parameter.name, '{ switch = "…" }')
            return ""
        self.used_switches.add(name)
        switch = self._switches.get(name)
        path = (*table.path, parameter.name)
        if switch is None:
            wanted = " / ".join(self._switches) or "—"
            table.notes.add("file_switch_unknown", path, value=name, wanted=wanted)
        elif switch.kind != _SWITCH_KIND.get(parameter.kind) or not all(
            parameter.kind in ("values", "said") or option.word in parameter.values
            for option in switch.options
        ):
            table.notes.add("file_switch_unfit", path, value=name, wanted=parameter.wanted)
        elif parameter.kind in ("whole", "money"):
            self._switches[name] = _bounded(switch, parameter)
        return SwitchRef(name)


def _bounded(switch: Switch, parameter: Parameter) -> Switch:
    """A number that an office sets keeps within what each rule that reads it allows."""
    highest = parameter.highest if switch.highest is None else switch.highest
    return replace(
        switch,
        lowest=max(switch.lowest, parameter.lowest),
        highest=min(highest, parameter.highest),
    )


def _check_code(table: Table, path: Path, fact: FactName | None, value: object) -> None:
    if fact is None:
        return
    try:
        fact.read([value] if fact.kind == "codes" else value)
    except WrongValue as wrong:
        table.notes.add("file_key_wrong", path, wanted=str(wrong))


def _word(table: Table, key: str, known: Mapping[str, Word[Any]]) -> Word[Any] | None:
    name = table.take(key)
    word = known.get(name) if isinstance(name, str) else None
    if name is not None and word is None:
        wanted = " / ".join(known)
        table.notes.add("file_word_unknown", (*table.path, key), value=name, wanted=wanted)
    return word


def _own_code(table: Table, *, required: bool) -> str:
    """Read the code of a file's own reason; `programme.…` is kept for the engine's."""
    code = table.text("code", required=required)
    if code and (not _OWN_CODE.fullmatch(code) or code.startswith("programme.")):
        table.wrong("code", "a-z 0-9 _ .")
    return code
