"""Reads the rules of a programme file against the closed vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from unionapp.programmes.amounts import MONEY_RULES
from unionapp.programmes.predicates import PREDICATES
from unionapp.programmes.programme import Argument, Rule, Setting, Switch, SwitchKind, SwitchRef
from unionapp.programmes.toml_lines import Path
from unionapp.programmes.toml_tables import Table
from unionapp.programmes.vocabulary import Parameter, ParameterKind, Word

_OWN_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
COMPOSERS = ("all", "any", "not")
_SWITCH_KIND: Mapping[ParameterKind, SwitchKind] = {
    "choice": "one",
    "several": "several",
    "whole": "whole",
}


class RuleReader:
    """Reads conditions and money rules, and remembers which switches they use."""

    def __init__(self, switches: Iterable[Switch]) -> None:
        self.used_switches: set[str] = set()
        self.needing_standard: list[Path] = []
        self._switches = {switch.name: switch for switch in switches}

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
        parts: tuple[Rule, ...] = ()
        if word.parts:
            inner = table.table("of")
            parts = (self.money(inner),) if inner else ()
        table.finish()
        return Rule(word.name, arguments, parts)

    def _arguments(self, table: Table, word: Word[Any]) -> Mapping[str, Argument]:
        if word.needs_standard:
            self.needing_standard.append(table.path)
        return {parameter.name: self.argument(table, parameter) for parameter in word.parameters}

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
        elif switch.kind != _SWITCH_KIND[parameter.kind] or not all(
            option.value in parameter.values for option in switch.options
        ):
            table.notes.add("file_switch_unfit", path, value=name, wanted=parameter.wanted)
        return SwitchRef(name)


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
