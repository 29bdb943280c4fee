"""Reads what is known about one case into typed facts, and tells everything that is wrong at once.

The names are documented in `docs/programme-file.md`; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from unionapp.errors import Problem, UserError
from unionapp.programmes.fact_kinds import WANTED_MONEY, FactName, WrongValue, own_name
from unionapp.programmes.fact_kinds import day as read_day
from unionapp.programmes.fact_kinds import fen as read_fen
from unionapp.programmes.fact_names import (
    CASE_FACTS,
    EARLIER_FACTS,
    EXCLUSION_FACTS,
    HOUSEHOLD_FACTS,
    OTHER_FACTS,
    SHARED_FACTS,
    STANDARD_FACTS,
    missing_fact,
)
from unionapp.programmes.facts import ExclusionAnswer, Facts, Grant, Household
from unionapp.programmes.programme import Label, Programme, Setting, Switch
from unionapp.programmes.standards import Standard
from unionapp.values import identity


def read(given: Mapping[str, object], programme: Programme) -> Facts:
    """Return the facts of a mapping; raises `UserError` with every problem."""
    facts, problems = read_what_can_be(given, programme)
    if problems:
        raise UserError(*problems)
    return facts


def read_what_can_be(
    given: Mapping[str, object], programme: Programme
) -> tuple[Facts, tuple[Problem, ...]]:
    """Return the facts of a mapping as JSON gives it, and what is wrong with the others.

    Nested objects and dotted names ("household.people") mean the same. A fact that is wrong is
    not known, so that the caller can go on looking for what is missing.
    """
    nested, twice = _nested(given)
    return _Reader(programme, twice).facts(nested)


class _Reader:
    """Collects what is wrong while it reads, so that all of it is told at once."""

    def __init__(self, programme: Programme, twice: Iterable[str]) -> None:
        self._programme = programme
        self._problems: list[Problem] = [Problem("programme.fact_twice", name) for name in twice]

    def facts(self, given: Mapping[str, object]) -> tuple[Facts, tuple[Problem, ...]]:
        own = tuple(own_name(fact) for fact in self._programme.facts)
        named = (*SHARED_FACTS, *own)
        groups = {name.name.split(".")[0] for name in named}
        others = groups | {name.split(".")[0] for name in OTHER_FACTS}
        case = self._known(given, CASE_FACTS, "", required=("day",), others=others)
        facts: dict[str, Any] = {
            "household": self._household(given.get("household")),
            "exclusions": self._exclusions(given.get("exclusions")),
            "earlier": self._earlier(given.get("earlier")),
            "values": self._values(given, groups, named),
            "standards": self._standards(given.get("standards")),
            "settings": self._settings(given.get("switches")),
        }
        case.setdefault("day", date.min)
        case.setdefault("year", case["day"].year)
        warnings = tuple(problem for problem in self._problems if problem.warning)
        refusals = tuple(problem for problem in self._problems if not problem.warning)
        return Facts(**case, **facts, warnings=warnings), refusals

    def _household(self, given: object) -> Household:
        if given is None:
            return Household()
        table = self._table(given, "household")
        known = self._known(table, HOUSEHOLD_FACTS, "household.", others={"head", "members"})
        counted = self._count(table)
        if counted is not None and known.setdefault("people", counted) != counted:
            self._wrong("people_differ", "household.people", counted=counted, given=known["people"])
        return Household(**known)

    def _values(
        self, given: Mapping[str, object], groups: Iterable[str], named: Iterable[FactName]
    ) -> dict[str, Any]:
        """Read the facts of the other subjects and the programme's own, with their defaults."""
        found: dict[str, Any] = {
            fact.name: fact.default for fact in self._programme.facts if fact.default is not None
        }
        for group in sorted(groups):
            table = given.get(group)
            if table is None:
                continue
            dotted = {f"{group}.{key}": value for key, value in self._table(table, group).items()}
            found.update(self._known(dotted, named, ""))
        return found

    def _earlier(self, given: object) -> tuple[Grant, ...]:
        grants = []
        for place, entry in enumerate(self._list(given, "earlier")):
            where = f"earlier.{place}."
            table = self._table(entry, where[:-1])
            known = self._known(table, EARLIER_FACTS, where, required=("day",))
            if "day" in known:
                grants.append(Grant(**{"programme": self._programme.code, **known}))
        return tuple(grants)

    def _count(self, table: Mapping[str, object]) -> int | None:
        """Count head and members, each once however often they are listed."""
        if table.get("members") is None:
            return None
        people = [
            self._table(entry, f"household.members.{place}")
            for place, entry in enumerate(self._list(table["members"], "household.members"))
        ]
        if table.get("head") is not None:
            people.append(self._table(table["head"], "household.head"))
        return count_people(people)

    def _exclusions(self, given: object) -> tuple[ExclusionAnswer, ...]:
        listed = {one.code: one.label for one in self._programme.exclusions}
        answers: list[ExclusionAnswer] = []
        for place, entry in enumerate(self._exclusion_entries(given)):
            where = f"exclusions.{place}."
            known = self._known(entry, EXCLUSION_FACTS, where, required=("code", "applies"))
            if "code" not in known or "applies" not in known:
                continue
            answer = ExclusionAnswer(**known)
            if any(one.code == answer.code and one != answer for one in answers):
                self._wrong("fact_twice", f"{where}code")
            if listed and answer.code not in listed:
                wanted = " / ".join(sorted(listed))
                self._wrong_value(f"{where}code", answer.code, wanted)
            if answer.applies and not answer.evidence:
                label = listed.get(answer.code, Label(answer.code, answer.code))
                self._wrong("exclusion_without_evidence", answer.code, zh=label.zh, en=label.en)
            answers.append(answer)
        return tuple(answers)

    def _exclusion_entries(self, given: object) -> list[Mapping[str, object]]:
        """Exclusions come as a list, or as a table by code."""
        if isinstance(given, Mapping):
            return [
                {"code": code, **self._table(entry, f"exclusions.{code}")}
                for code, entry in given.items()
            ]
        return [
            self._table(entry, f"exclusions.{place}")
            for place, entry in enumerate(self._list(given, "exclusions"))
        ]

    def _standards(self, given: object) -> tuple[Standard, ...] | None:
        if given is None:
            return None
        rows = []
        for place, entry in enumerate(self._list(given, "standards")):
            where = f"standards.{place}."
            required = ("division", "kind", "valid_from", "amount_fen")
            known = self._known(
                self._table(entry, where[:-1]), STANDARD_FACTS, where, required=required
            )
            if known.get("amount_fen") == 0:
                self._wrong_value(f"{where}amount_fen", 0, WANTED_MONEY)
            if all(name in known for name in required):
                row = Standard(**{"valid_to": None, "document": "", "source": "", **known})
                if row.valid_to and row.valid_to < row.valid_from:
                    self._wrong_value(f"{where}valid_to", row.valid_to, f"≥ {row.valid_from}")
                rows.append(row)
        return tuple(rows)

    def _settings(self, given: object) -> dict[str, Setting]:
        settings: dict[str, Setting] = {
            switch.name: switch.default
            for switch in self._programme.switches
            if switch.default is not None
        }
        for name, value in self._table({} if given is None else given, "switches").items():
            switch = self._programme.switch(name)
            setting: Any = _setting(switch, value)
            if switch is None:
                wanted = " / ".join(known.name for known in self._programme.switches)
                self._wrong("switch_unknown", f"switches.{name}", wanted=wanted)
            elif switch.accepts(setting):
                settings[name] = setting
            else:
                label = switch.label
                self._wrong_value(f"switches.{name}", value, _wanted(switch), label.zh, label.en)
        return settings

    def _known(
        self,
        table: Mapping[str, object],
        names: Iterable[FactName],
        where: str,
        *,
        required: Iterable[str] = (),
        others: Iterable[str] = (),
    ) -> dict[str, Any]:
        """Read every known name of a table; a null is a fact that is not known."""
        known = {name.name: name for name in names}
        found: dict[str, Any] = {}
        for name, value in table.items():
            if name in others or value is None:
                continue
            if name not in known:
                unknown = Problem("programme.fact_unknown", where + name, warning=True)
                self._problems.append(unknown)
                continue
            try:
                found[name] = known[name].read(value)
            except WrongValue as wrong:
                label = known[name].label
                self._wrong_value(where + name, value, str(wrong), label.zh, label.en)
        for name in required:
            if table.get(name) is None:
                self._problems.append(missing_fact(where + name, known[name].label))
        return found

    def _table(self, value: object, where: str) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        self._wrong_value(where, value, "{…}")
        return {}

    def _list(self, value: object, where: str) -> Sequence[object]:
        if value is None:
            return ()
        if isinstance(value, (list, tuple)):
            return value
        self._wrong_value(where, value, "[…]")
        return ()

    def _wrong_value(
        self, where: str, value: object, wanted: str, zh: str = "", en: str = ""
    ) -> None:
        detail = {"value": value, "wanted": wanted, "zh": zh or where, "en": en or where}
        self._problems.append(Problem("programme.fact_wrong", where, detail))

    def _wrong(self, name: str, where: str, **detail: object) -> None:
        self._problems.append(Problem(f"programme.{name}", where, detail))


def count_people(people: Iterable[Mapping[str, object]]) -> int:
    """Count persons; entries that share an `id` or an `identity_number` are one person."""
    known: list[set[str]] = []
    for person in people:
        keys = _person_keys(person)
        same = [others for others in known if others & keys]
        known = [others for others in known if not others & keys]
        known.append(keys.union(*same))
    return len(known)


def _person_keys(person: Mapping[str, object]) -> set[str]:
    number = person.get("identity_number")
    keys = {f"number {identity.normalise(number)}"} if isinstance(number, str) and number else set()
    if person.get("id"):
        keys.add(f"id {person['id']}")
    return keys


def _setting(switch: Switch | None, value: object) -> object:
    """Read a setting as JSON gives it: a list is several options, a text may be a day or yuan."""
    if isinstance(value, list):
        return tuple(value)
    readers = {"day": read_day, "money": read_fen}
    reader = readers.get(switch.kind) if switch else None
    if reader is None:
        return value
    try:
        return reader(value)
    except WrongValue:
        return value


def _wanted(switch: Switch) -> str:
    if switch.options:
        return " / ".join(option.value for option in switch.options)
    bounds = "" if switch.highest is None else f"{switch.lowest} … {switch.highest}"
    return {"day": "YYYY-MM-DD", "money": WANTED_MONEY}.get(switch.kind, bounds)


def _nested(given: Mapping[str, object]) -> tuple[dict[str, Any], list[str]]:
    """Turn dotted names into nested tables; name what is said in both ways and differs."""
    found: dict[str, Any] = {}
    twice: list[str] = []
    for name, value in given.items():
        *outer, last = name.split(".")
        table = found
        for part in outer:
            inner = table.get(part)
            table[part] = table = dict(inner) if isinstance(inner, Mapping) else {}
        twice += _differing(table.get(last), value, name)
        inner = table.get(last)
        if isinstance(value, Mapping) and isinstance(inner, Mapping):
            table[last] = {**inner, **value}
        else:
            table[last] = value
    return found, twice


def _differing(before: object, value: object, name: str) -> list[str]:
    if isinstance(before, Mapping) and isinstance(value, Mapping):
        both = [key for key in value if key in before]
        return [f"{name}.{key}" for key in both if before[key] != value[key]]
    return [] if before is None or before == value else [name]
