"""Reads the steps of a programme file, how often it is given, and what it clashes with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast, get_args

from unionapp.programmes.load_rules import RuleReader
from unionapp.programmes.programme import (
    Among,
    Argument,
    Campaign,
    Clash,
    FollowUp,
    Frequency,
    Holder,
    Label,
    Period,
    Step,
)
from unionapp.programmes.toml_tables import Table
from unionapp.programmes.vocabulary import Parameter
from unionapp.values import codes

CODE = re.compile(r"[a-z][a-z0-9_]*")
MAX_DAYS = 3660
_PERIOD = Parameter("period", "choice", get_args(Period))
_MONTHS = Parameter("months", "whole", lowest=1, highest=1200)
_DAYS = Parameter("days", "whole", lowest=1, highest=MAX_DAYS)
_QUOTA = Parameter("quota", "whole", lowest=0, highest=10**9)
_NOTICE = Parameter("notice_days", "whole", lowest=1, highest=60)
_WITHIN = Parameter("within_days", "whole", lowest=1, highest=MAX_DAYS)
_WITHIN_WORKING = Parameter("within_working_days", "whole", lowest=1, highest=MAX_DAYS)


def steps(table: Table, rules: RuleReader) -> tuple[Step, ...]:
    """Return the steps of `[[steps]]`; none where a name of shipped ones stands."""
    if isinstance(table.peek("steps"), str):
        return ()
    return tuple(_step(entry, rules) for entry in table.tables("steps", required=False))


def _step(table: Table, rules: RuleReader) -> Step:
    found = Step(
        code=_code(table, "code"),
        label=table.label(),
        after=table.texts("from", CODE),
        role=_role(table),
        other_than=table.texts("other_than", CODE),
        notice_days=rules.optional(table, _NOTICE),
        during_notice=table.flag("during_notice"),
        within_days=rules.optional(table, _WITHIN),
        within_working_days=rules.optional(table, _WITHIN_WORKING),
        papers=table.texts("papers", CODE),
        decides=table.flag("decides"),
        grants=table.flag("grants"),
        refuses=table.flag("refuses"),
        pays=table.flag("pays"),
        closes=table.flag("closes"),
        exits=table.flag("exits"),
        file_event=_file_event(table),
        needs_reason=table.flag("needs_reason"),
        follow_up=_follow_up(table.table("follow_up", required=False), rules),
    )
    table.finish()
    return found


def _role(table: Table) -> str:
    if "role" not in table:
        return "worker"
    return table.choice("role", tuple(item.code for item in codes.load("worker_role")))


def _file_event(table: Table) -> str:
    if "file_event" not in table:
        return ""
    return table.choice("file_event", tuple(one.code for one in codes.load("hardship_event")))


def _follow_up(table: Table | None, rules: RuleReader) -> FollowUp | None:
    if table is None:
        return None
    found = FollowUp(
        _code(table, "step"), rules.optional(table, _MONTHS), rules.optional(table, _DAYS)
    )
    if (found.months is None) == (found.days is None):
        table.notes.add("file_months_or_days", table.path)
    table.finish()
    return found


def frequency(table: Table | None, rules: RuleReader) -> Frequency | None:
    """Return `[frequency]`."""
    if table is None:
        return None
    times = rules.optional(table, Parameter("times", "whole", lowest=1, highest=1000))
    found = Frequency(
        per=cast(Holder, table.choice("per", get_args(Holder))),
        period=rules.argument(table, _PERIOD),
        months=_months(table, rules),
        times=times if isinstance(times, int) else 1,
    )
    table.finish()
    return found


def _months(table: Table, rules: RuleReader) -> Argument | None:
    """A rolling period says how many months it has."""
    months = rules.optional(table, _MONTHS)
    if months is None and table.peek("period") == "months":
        table.notes.add("file_key_missing", (*table.path, "months"))
    return months


def clashes(table: Table, rules: RuleReader) -> Iterator[Clash]:
    """Yield every `[[clash]]`."""
    for entry in table.tables("clash", required=False):
        yield Clash(
            programme=_code(entry, "programme"),
            period=rules.argument(entry, _PERIOD),
            among=cast(Among, entry.choice("among", get_args(Among))),
            refuses=entry.choice("then", ("refuse", "warn")) == "refuse",
            label=Label(entry.text("zh"), entry.text("en")),
            months=_months(entry, rules),
        )
        entry.finish()


def campaign(table: Table | None, rules: RuleReader) -> Campaign | None:
    """Return `[campaign]`."""
    if table is None:
        return None
    found = Campaign(rules.optional(table, _QUOTA), table.text("sign_off", required=False))
    table.finish()
    return found


def _code(table: Table, key: str) -> str:
    code = table.text(key)
    if code and not CODE.fullmatch(code):
        table.wrong(key, "a-z 0-9 _")
    return code
