"""Checks a form's file and opens it for a try-out, steps replayed: off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from unionapp.errors import Problem, UserError
from unionapp.forms import load, steps
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import Loaded
from unionapp.ui.forms.recorder import RecordedFilling


@dataclass(frozen=True, slots=True)
class World:
    """Moment, place and ids for a try-out, where its steps file does not say."""

    now: datetime
    zone: tzinfo
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A step of a replay that nobody at the screen could have done; `at` counts from 0."""

    at: int
    reason: str
    step: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say about a form's file; `filling` is None while it has errors.

    `replayed` counts the steps that were carried out before it is shown.
    """

    path: Path
    problems: tuple[Problem, ...]
    loaded: Loaded | None = None
    filling: RecordedFilling | None = None
    replayed: int = 0
    refused: tuple[Refused, ...] = ()

    @property
    def errors(self) -> int:
        """How many problems keep the form from being filled."""
        return sum(not one.warning for one in self.problems)


def check(path: Path, world: World, script: Mapping[str, Any] | None = None) -> Checked:
    """Read a form, list all that is wrong or worth a look, and open it after the steps."""
    try:
        loaded = load.load(path)
    except UserError as error:
        # The list that the loader raised holds no warnings, and stops at the first stage.
        every = load.check_file(path)
        return Checked(path, every if len(every) >= len(error.problems) else error.problems)
    except OSError as error:
        return Checked(path, (Problem("form.unreadable", path.name, {"reason": str(error)}),))
    return _opened(path, loaded, world, script or {})


def again(checked: Checked, world: World, script: Mapping[str, Any]) -> Checked:
    """Open the form anew and carry out the steps, without reading its file again."""
    if checked.loaded is None:
        return checked
    return _opened(checked.path, checked.loaded, world, script)


def _opened(path: Path, loaded: Loaded, world: World, script: Mapping[str, Any]) -> Checked:
    preload = {str(key): str(value) for key, value in script.get("preload", {}).items()}
    around = Surrounding(
        now=steps.moment_of(script.get("now"), world.now),
        zone=steps.zone_of(script.get("timezone"), world.zone),
        new_id=world.new_id,
        preload=preload,
    )
    form = Form(loaded.definition, around, graph=loaded.graph)
    wanted: Sequence[Mapping[str, Any]] = script.get("steps", [])
    refused = _replay(form, wanted)
    skipped = {one.at for one in refused}
    done = [
        {str(key): str(value) for key, value in step.items()}
        for at, step in enumerate(wanted)
        if at not in skipped
    ]
    filling = RecordedFilling(form, done)
    return Checked(path, loaded.warnings, loaded, filling, len(done), refused)


def _replay(form: Form, wanted: Sequence[Mapping[str, Any]]) -> tuple[Refused, ...]:
    if not wanted:
        return ()
    answer: Any = steps.run_steps(form, wanted)["refused"]
    return tuple(Refused(one["step"], one["reason"], wanted[one["step"]]) for one in answer)
