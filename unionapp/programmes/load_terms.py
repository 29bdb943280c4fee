"""Reads what a programme file defines for its rules: switches, their options, its own facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import cast, get_args

from unionapp.programmes.fact_kinds import WrongValue, own_name
from unionapp.programmes.fact_names import CASE_FACTS, OTHER_FACTS, SHARED_FACTS
from unionapp.programmes.programme import FactKind, OwnFact
from unionapp.programmes.switches import (
    Label,
    Option,
    Setting,
    Switch,
    SwitchKind,
    SwitchSource,
)
from unionapp.programmes.toml_tables import Table
from unionapp.values import codes

_FACT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_KEPT = {name.split(".")[0] for name in OTHER_FACTS} | {fact.name for fact in CASE_FACTS}
_SHARED = {fact.name for fact in SHARED_FACTS}
_PLAIN = {"day": "2018-09-26"}


def switches(table: Table) -> Iterator[Switch]:
    for name, entry in table.named_tables("switches"):
        kind = cast(SwitchKind, entry.choice("kind", get_args(SwitchKind)))
        options = tuple(_options(entry)) if kind in ("one", "several") else ()
        default = entry.take("default", required=False)
        setting = cast(Setting | None, tuple(default) if isinstance(default, list) else default)
        switch = Switch(
            name=name,
            label=entry.label(),
            kind=kind,
            default=setting,
            source=cast(SwitchSource, entry.choice("source", get_args(SwitchSource))),
            note=entry.label_in("note") or Label("", ""),
            options=options,
        )
        entry.finish()
        if setting is not None and not switch.accepts(setting):
            listed = " / ".join(option.value for option in options)
            entry.wrong("default", listed or _PLAIN.get(kind, "0, 1, 2 …"))
        yield switch


def _options(table: Table) -> Iterator[Option]:
    seen: set[str] = set()
    for entry in table.tables("options"):
        option = Option(entry.text("value"), entry.label(), entry.text("means", required=False))
        if option.value in seen:
            entry.notes.add("file_listed_twice", (*entry.path, "value"), value=option.value)
        seen.add(option.value)
        entry.finish()
        yield option


def facts(table: Table) -> Iterator[OwnFact]:
    """Yield every `[facts."group.name"]`."""
    for name, entry in table.named_tables("facts"):
        kind = cast(FactKind, entry.choice("kind", get_args(FactKind)))
        default = entry.take("default", required=False)
        fact = OwnFact(
            name=name,
            kind=kind,
            label=entry.label(),
            codes=entry.text("codes", required=False),
            options=tuple(_options(entry)) if "options" in entry else (),
            default=_default(default),
            open=entry.flag("open"),
            printed=entry.flag("printed"),
        )
        entry.finish()
        _check(entry, fact)
        yield fact


def _default(value: object) -> Setting | bool | None:
    found = tuple(value) if isinstance(value, list) else value
    return found if isinstance(found, (str, int, date, tuple)) else None


def _check(table: Table, fact: OwnFact) -> None:
    group = fact.name.split(".")[0]
    if not _FACT.fullmatch(fact.name) or group in _KEPT or fact.name in _SHARED:
        table.notes.add("file_fact_name", table.path)
    if fact.codes and fact.codes not in codes.names():
        table.wrong("codes", " / ".join(codes.names()))
    elif fact.kind in ("code", "codes") and not (fact.codes or fact.options):
        table.wrong("kind", "codes / options")
    elif fact.default is not None:
        try:
            own_name(fact).read(fact.default)
        except WrongValue as wrong:
            table.wrong("default", str(wrong))
