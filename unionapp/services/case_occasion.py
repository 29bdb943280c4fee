"""Says what a case is for, by which one gift is told from another where no period does.

What was told for the case (`occasion.round` …) goes first. Else the round is the campaign, the
child whom the aid is for, and illness, hospital stay and event are the case's concern (事由). An
earlier grant says it by the same rule, so that both are compared like with like.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

# The last part of the fact in which a programme asks of which kind a gift is: `welfare.kind`.
_KIND = "kind"


def occasion(
    campaign_id: str | None,
    concern: str | None,
    person_id: str | None,
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what a case is for, under the names of the facts `occasion.…`; gaps are left out."""
    told = merged({}, answers).get("occasion")
    known = {
        "round": campaign_id,
        "illness": concern,
        "child": person_id,
        "stay": concern,
        "event": concern,
    }
    if isinstance(told, Mapping):
        known = {name: told.get(name, value) for name, value in known.items()}
    return {name: value for name, value in known.items() if value is not None}


def of_grant(
    campaign_id: str | None, concern: str | None, person_id: str | None, answers: str | None
) -> dict[str, Any]:
    """Return what an earlier grant was for, and of which kind it was.

    `answers` is the JSON that was kept with the case, or None.
    """
    told = json.loads(answers) if answers else {}
    kind = _kind(merged({}, told))
    known = occasion(campaign_id, concern, person_id, told)
    if kind is not None:
        known[_KIND] = kind
    return {name: str(value) for name, value in known.items()}


def _kind(told: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as it was told
    tables = (table for table in told.values() if isinstance(table, Mapping))
    return next((table[_KIND] for table in tables if table.get(_KIND)), None)


def merged(facts: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with answers over them; dotted names and nested tables mean the same."""
    found = dict(facts)
    for name, value in answers.items():
        first, dot, rest = name.partition(".")
        inner = found.get(first)
        table = dict(inner) if isinstance(inner, Mapping) else {}
        if dot:
            found[first] = merged(table, {rest: value})
        elif isinstance(value, Mapping):
            found[first] = merged(table, value)
        else:
            found[first] = value
    return found
