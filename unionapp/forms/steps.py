"""Carries out the steps of a steps file on a form, as somebody at the screen could."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from unionapp.errors import refuse
from unionapp.forms import choices
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.forms.snapshot import snapshot

Answer = dict[str, object]
_LAST_NUMBER = re.compile(r"\[\d+\]$")


def run_steps(form: Form, steps: Sequence[Mapping[str, Any]]) -> Answer:
    """Return the output of `form run`: snapshots, and the steps that nobody could do."""
    refused: list[Answer] = []
    snapshots: list[Answer] = []
    for at, step in enumerate(steps):
        if "snapshot" in step:
            snapshots.append(snapshot(form, str(step["snapshot"])))
            continue
        reason = _do(form, step)
        if reason is not None:
            refused.append({"step": at, "reason": reason})
    form.finish()
    snapshots.append(snapshot(form, "end"))
    return {
        "title": form.definition.title,
        "languages": list(form.definition.languages),
        "refused": refused,
        "snapshots": snapshots,
    }


def _do(form: Form, step: Mapping[str, Any]) -> str | None:
    if "set" in step:
        return _set(form, str(step["set"]), str(step.get("value") or ""))
    if "add" in step:
        return _add(form, str(step["add"]))
    if "remove" in step:
        return _remove(form, str(step["remove"]))
    if "language" in step:
        return _speak(form, str(step["language"]))
    return "unknown step"


def _set(form: Form, path: str, value: str) -> str | None:
    node = form.node(path)
    reason = _unanswerable(form, node)
    if reason is not None or node is None:
        return reason
    if choices.missing(form, node, value):
        return "no such choice"
    form.set(node, value)
    return None


def _unanswerable(form: Form, node: Node | None) -> str | None:
    if node is None or node.spec.is_group or node.spec.control is None:
        return "no such question"
    if not node.relevant:
        return "not relevant"
    return "read-only" if form.is_readonly(node) else None


def _add(form: Form, path: str) -> str | None:
    above, _, name = path.rpartition("/")
    parent = form.node(above)
    spec = None if parent is None else parent.spec.children.get(name)
    if parent is None or spec is None or not spec.is_repeat:
        return "no such repeat"
    if spec.fixed_rows:
        return "repeat_count"
    if not parent.relevant:
        return "not relevant"
    form.add_row(spec, parent)
    return None


def _remove(form: Form, path: str) -> str | None:
    node = form.node(path)
    if node is None or not node.spec.is_repeat or not _LAST_NUMBER.search(path):
        return "no such row"
    if node.spec.fixed_rows:
        return "repeat_count"
    if not node.relevant:
        return "not relevant"
    form.remove_row(node)
    return None


def _speak(form: Form, language: str) -> str | None:
    if language not in form.definition.languages:
        return "no such language"
    form.speak(language)
    return None


def moment_of(text: str | None, otherwise: datetime) -> datetime:
    """Return the `now` of a steps file."""
    if text is None:
        return otherwise
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise refuse("form.steps_now", text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def zone_of(name: str | None, otherwise: tzinfo) -> tzinfo:
    """Return the `timezone` of a steps file."""
    if name is None:
        return otherwise
    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise refuse("form.steps_timezone", name) from error
