"""Reads a programme file into a frozen `Programme`, or tells everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypedDict, cast, get_args

from unionapp.errors import Problem, UserError
from unionapp.paths import resources
from unionapp.programmes import load_steps, load_terms, sound, standard_days
from unionapp.programmes.fact_names import known_names
from unionapp.programmes.load_rules import RuleReader
from unionapp.programmes.programme import (
    Area,
    Basis,
    Exclusion,
    Gives,
    Programme,
    Rule,
    StandardChoice,
    Subject,
)
from unionapp.programmes.standards import KINDS
from unionapp.programmes.switches import Label
from unionapp.programmes.toml_lines import key_lines
from unionapp.programmes.toml_tables import Notes, Table
from unionapp.programmes.vocabulary import Parameter
from unionapp.values import codes

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SYNTAX_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_STANDARD = (
    Parameter("place", "choice", standard_days.PLACES),
    Parameter("kind", "choice", KINDS),
    Parameter("day", "choice", standard_days.DAYS),
)
_VALID_TO = Parameter("valid_to", "day")
_AFTER_EXPIRY = Parameter("after_expiry", "choice", ("warn", "refuse", "continue"), default="warn")


def load(path: Path) -> Programme:
    """Return the programme of a file; raises `UserError` with all its problems.

    A file that is wrong anywhere loads nowhere.
    """
    programme, problems = _read(path)
    if programme is None or problems:
        raise UserError(*problems)
    return programme


def check_file(path: Path) -> tuple[Problem, ...]:
    """Return everything that is wrong with a file; `row` is the line, `where` the key."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Programme | None, tuple[Problem, ...]]:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")  # the notepad of Windows puts a mark before the text
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_syntax_problem(path, text, str(error)),)
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        detail = {"reason": type(error).__name__}
        return None, (Problem("programme.file_unreadable", path.name, detail),)
    notes = Notes(path.name, key_lines(text))
    digest = hashlib.sha256(content)
    table = Table(values, (), notes)
    shared = _shared_steps(table, digest)
    programme = _programme(table, shared, digest.hexdigest())
    return programme, tuple(sorted(notes.problems, key=lambda one: (one.row or 0, one.where)))


def _syntax_problem(path: Path, text: str, message: str) -> Problem:
    """Take the line out of tomllib's message; without one it is the last."""
    found = _SYNTAX_PLACE.search(message)
    line = int(found.group(1)) if found and found.group(1) else len(text.splitlines()) or 1
    detail = {"line": line, "reason": _SYNTAX_PLACE.sub("", message).strip()}
    return Problem("programme.file_syntax", path.name, detail, row=line)


def _shared_steps(table: Table, digest: hashlib._Hash) -> Table | None:
    """Return the shipped steps that `steps = "name"` names; they count for the digest too."""
    name = table.peek("steps")
    if not isinstance(name, str):
        return None
    table.take("steps")
    folder = resources() / "programmes" / "steps"
    file = folder / f"{name}.toml"
    if not _CODE.fullmatch(name) or not file.is_file():
        table.wrong("steps", " / ".join(sorted(path.stem for path in folder.glob("*.toml"))))
        return None
    content = file.read_bytes()
    digest.update(content)
    text = content.decode("utf-8")
    notes = Notes(f"steps/{file.name}", key_lines(text), table.notes.problems)
    return Table(tomllib.loads(text), (), notes)


def _programme(table: Table, shared: Table | None, digest: str) -> Programme:
    switches = (*load_terms.switches(table), *(load_terms.switches(shared) if shared else ()))
    facts = tuple(load_terms.facts(table))
    rules = RuleReader(switches, known_names(facts))
    found = replace(
        _header(table, rules, digest),
        **_conditions(table, rules),
        standard=_standard(table, rules),
        exclusions=tuple(_exclusions(table)),
        facts=facts,
        steps=load_steps.steps(shared or table, rules),
        frequency=load_steps.frequency(table.table("frequency", required=False), rules),
        clashes=tuple(load_steps.clashes(table, rules)),
        campaign=load_steps.campaign(table.table("campaign", required=False), rules),
        papers=table.texts("papers", load_steps.CODE),
    )
    found = replace(found, switches=rules.switches)
    for inner in (table, shared):
        if inner is not None:
            inner.finish()
    _check_whole(found, rules, table)
    for code, place, key, detail in sound.flaws(found.steps, has_exit=found.exit is not None):
        (shared or table).notes.add(code, ("steps", place, key), **detail)
    return found


def _header(table: Table, rules: RuleReader, digest: str) -> Programme:
    """What a programme is, whom it is about, on what it rests and from when to when."""
    return Programme(
        code=_code(table, "code"),
        edition=table.text("edition"),
        label=table.label(),
        subject=cast(Subject, table.choice("subject", get_args(Subject))),
        basis=tuple(_basis(entry) for entry in table.tables("basis")),
        eligibility=Rule(""),
        valid_from=table.day("valid_from"),
        valid_to=rules.optional(table, _VALID_TO),
        after_expiry=rules.argument(table, _AFTER_EXPIRY),
        digest=digest,
        area=cast(Area, table.choice("area", get_args(Area))) if "area" in table else "hardship",
        active=table.flag("active", default=True),
        gives=cast(Gives, table.choice("gives", get_args(Gives))) if "gives" in table else "money",
        form=_code(table, "form") if "form" in table else "",
        note=table.label_in("note", required=False),
    )


class _Conditions(TypedDict):
    eligibility: Rule
    amount: Rule | None
    exit: Rule | None


def _conditions(table: Table, rules: RuleReader) -> _Conditions:
    """Whom it is for, how much, and when a case may leave it."""
    eligibility = table.table("eligibility")
    amount = table.table("amount", required=False)
    leave = table.table("exit", required=False)
    return {
        "eligibility": rules.condition(eligibility) if eligibility else Rule(""),
        "amount": rules.money(amount) if amount else None,
        "exit": rules.condition(leave) if leave else None,
    }


def _check_whole(programme: Programme, rules: RuleReader, table: Table) -> None:
    """What no single table can tell: period, missing standard, switches that nothing reads."""
    first, last = programme.valid_from, programme.valid_to
    if first and isinstance(last, date) and last < first:
        table.wrong("valid_to", f">= {first.isoformat()}")
    if programme.standard is None:
        for path in rules.needing_standard:
            table.notes.add("file_no_standard", path)
    for switch in programme.switches:
        path = ("switches", switch.name)
        if switch.name not in rules.used_switches:
            table.notes.add("file_switch_unused", path)
        elif type(switch.default) is int and not switch.accepts(switch.default):
            wanted = f"{switch.lowest} … {switch.highest}"
            table.notes.add("file_key_wrong", (*path, "default"), wanted=wanted)
    for fact in programme.facts:
        if fact.name not in rules.used_facts and not fact.printed:
            table.notes.add("file_fact_unused", ("facts", fact.name))


def _code(table: Table, key: str) -> str:
    code = table.text(key)
    if code and not _CODE.fullmatch(code):
        table.wrong(key, "a-z 0-9 _")
    return code


def _basis(table: Table) -> Basis:
    found = Basis(
        document=table.text("document"),
        number=table.text("number", required=False),
        day=table.day("day"),
        note=table.label_in("note", required=False),
    )
    table.finish()
    return found


def _standard(table: Table, rules: RuleReader) -> StandardChoice | None:
    inner = table.table("standard", required=False)
    if inner is None:
        return None
    place, kind, day = (rules.argument(inner, parameter) for parameter in _STANDARD)
    inner.finish()
    return StandardChoice(place, kind, day)


def _exclusions(table: Table) -> Iterator[Exclusion]:
    """`exclusions` names a shipped code list, or lists the office's own."""
    named = table.take("exclusions", required=False)
    if isinstance(named, str):
        if named not in codes.names():
            table.wrong("exclusions", " / ".join(codes.names()))
            return
        for item in codes.load(named):
            yield Exclusion(item.code, Label(item.zh, item.en))
        return
    seen: set[str] = set()
    for entry in table.tables("exclusions", required=False):
        exclusion = Exclusion(_code(entry, "code"), entry.label())
        if exclusion.code in seen:
            entry.notes.add("file_listed_twice", (*entry.path, "code"), value=exclusion.code)
        seen.add(exclusion.code)
        entry.finish()
        yield exclusion
