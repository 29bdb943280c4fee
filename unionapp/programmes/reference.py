"""Writes the reference of a programme: its facts and switches, as the documentation prints them."""

from __future__ import annotations

from unionapp.programmes.describe import AskedFact, facts_asked
from unionapp.programmes.programme import OwnFact, Programme
from unionapp.programmes.switches import Setting, Switch, SwitchRef
from unionapp.values.money import format_fen

_HEAD = ("| fact | kind | meaning | asked for |", "| --- | --- | --- | --- |")


def as_markdown(programme: Programme) -> str:
    """Return the section of one programme: about whom, how often, its facts, its switches."""
    own = {fact.name: fact for fact in programme.facts}
    rows = [_row(fact, own.get(fact.name)) for fact in facts_asked(programme)]
    parts = [f"### `{programme.code}` {programme.label.zh}", _about(programme)]
    if rows:
        parts.append("\n".join((*_HEAD, *rows)))
    if programme.switches:
        told = "; ".join(_switch(switch) for switch in programme.switches)
        parts.append(f"Switches (default): {told}.")
    return "\n\n".join(parts)


def _about(programme: Programme) -> str:
    article = "an" if programme.subject == "employer" else "a"
    told = [f"About {article} {programme.subject}"]
    often = programme.frequency
    if often is not None:
        period = often.period
        said = f"switch `{period.name}`" if isinstance(period, SwitchRef) else str(period)
        told.append(f"once per {often.per} and {said}")
    if not programme.active:
        told.append("off until the office turns it on")
    return "; ".join(told) + "."


def _row(asked: AskedFact, own: OwnFact | None) -> str:
    meaning = asked.label.zh
    if own is not None and own.codes:
        meaning += f", codes of `{own.codes}`"
    if own is not None and own.options:
        meaning += ": " + ", ".join(f"`{option.value}`" for option in own.options)
    if own is not None and own.default is not None:
        meaning += f"; {own.default} when left out"
    if own is not None and own.printed:
        meaning += "; printed"
    needed = "" if asked.optional else "yes"
    return f"| `{asked.name}` | {asked.kind} | {meaning} | {needed} |"


def _switch(switch: Switch) -> str:
    return f"`{switch.name}` ({_setting(switch, switch.default)})"


def _setting(switch: Switch, value: Setting | None) -> str:
    if value is None:
        return "no default"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return format_fen(value) if switch.kind == "money" and isinstance(value, int) else str(value)
