"""Reads and writes steps files: what was done to a form, to be done again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unionapp.errors import refuse
from unionapp.files import write_atomically


def read(path: Path) -> Mapping[str, Any]:
    """Return a steps file; raises `forms.no_steps_file`, `forms.not_steps`."""
    try:
        script = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise refuse("forms.no_steps_file", path.name) from error
    except ValueError as error:
        raise refuse("forms.not_steps", path.name, part="JSON") from error
    if not isinstance(script, dict):
        raise refuse("forms.not_steps", path.name, part="{…}")
    steps = script.get("steps", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise refuse("forms.not_steps", path.name, part="steps")
    if not isinstance(script.get("preload", {}), dict):
        raise refuse("forms.not_steps", path.name, part="preload")
    for name in ("now", "timezone"):
        if not isinstance(script.get(name, ""), str):
            raise refuse("forms.not_steps", path.name, part=name)
    return script


def write(path: Path, script: Mapping[str, object]) -> None:
    """Write a steps file whole or not at all; raises `forms.cannot_write`."""
    try:
        write_atomically(path, to_text(script).encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise refuse("forms.cannot_write", path.name, reason=reason) from error


def to_text(script: Mapping[str, object]) -> str:
    """Return a steps file as text, one step a line, so that two of them can be compared."""
    head = [
        f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in script.items()
        if key != "steps"
    ]
    steps = script.get("steps")
    found = steps if isinstance(steps, list) else []
    body = ",\n".join(f"  {json.dumps(one, ensure_ascii=False)}" for one in found)
    tail = f' "steps": [\n{body}\n ]' if found else ' "steps": []'
    return "{\n" + ",\n".join([*head, tail]) + "\n}\n"
