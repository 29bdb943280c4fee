"""A filling that notes what is done to it as the steps of a steps file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from unionapp.forms.definition import Spec
from unionapp.forms.filling import Answered, Filling
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node

Step = dict[str, str]
ZONE = "Asia/Shanghai"
_NUMBER = re.compile(r"\[(\d+)\]$")


class RecordedFilling(Filling):
    """A try-out: nothing is kept, every action is noted in `steps`.

    An action that is taken back is noted as the steps that lead back: a snapshot between the two
    stays true.
    """

    def __init__(self, form: Form, steps: Sequence[Step] = ()) -> None:
        """Go on with a form on which `steps` were carried out already."""
        super().__init__(form)
        self.steps: list[Step] = [dict(step) for step in steps]

    def answer(self, node: Node, text: str, *, shrink: bool = False) -> Answered:
        before = node.value
        done = super().answer(node, text, shrink=shrink)
        if not done.rows_at_stake and node.value != before:
            self.steps.append({"set": node.path, "value": node.value})
        return done

    def add_row(self, spec: Spec, parent: Node) -> Answered:
        rows = len(parent.kids[spec.name])
        done = super().add_row(spec, parent)
        if len(parent.kids[spec.name]) > rows:
            self.steps.append({"add": f"{parent.path}/{spec.name}"})
        return done

    def remove_row(self, node: Node) -> Answered:
        path = node.path
        done = super().remove_row(node)
        if not node.alive:
            self.steps.append({"remove": path})
        return done

    def speak(self, language: str | None) -> frozenset[Node]:
        if language and language != self.form.language:
            self.steps.append({"language": language})
        return super().speak(language)

    def undo(self) -> Answered | None:
        before = _state(self.form)
        done = super().undo()
        self.steps += _between(before, self.form)
        return done

    def redo(self) -> Answered | None:
        before = _state(self.form)
        done = super().redo()
        self.steps += _between(before, self.form)
        return done

    def snapshot(self, name: str) -> None:
        """Note that the output of a replay shows the form as it is here."""
        self.steps.append({"snapshot": name})

    def script(self) -> dict[str, object]:
        """Return the whole steps file: the moment and the place of the try-out, and the steps."""
        around = self.form.around
        found: dict[str, object] = {
            "now": around.now.isoformat(timespec="milliseconds"),
            "timezone": str(getattr(around.zone, "key", "")) or ZONE,
        }
        if around.preload:
            found["preload"] = dict(around.preload)
        return {**found, "steps": self.steps}


# ---- the steps that lead from one state to another ---------------------------------------------


def _state(form: Form) -> dict[str, str]:
    """Return what a worker can have done: rows by path with "", and answers."""
    return {
        node.path: "" if node.spec.is_repeat else node.value
        for node in form.root.walk()
        if node.spec.is_repeat or _is_asked(node)
    }


def _is_asked(node: Node) -> bool:
    return not node.kids and node.spec.control is not None and node.spec.bind.calculate is None


def _between(before: Mapping[str, str], form: Form) -> Iterator[Step]:
    """Yield the steps from `before` to what stands now: rows out, rows in, then answers."""
    rows = [node for node in form.root.walk() if node.spec.is_repeat and not node.spec.fixed_rows]
    now = {node.path for node in form.root.walk()}
    gone = [path for path in before if path not in now and _NUMBER.search(path)]
    for path in reversed(gone):  # the last row first: the numbers of the others stay
        if not any(path.startswith(f"{other}/") for other in gone) and not _is_fixed(form, path):
            yield {"remove": path}
    for row in rows:
        if row.path not in before:
            yield {"add": _NUMBER.sub("", row.path)}
    for node in form.root.walk():
        differs = _is_asked(node) and node.value != before.get(node.path, node.spec.default)
        if differs and node.relevant and not form.is_readonly(node):
            yield {"set": node.path, "value": node.value}


def _is_fixed(form: Form, path: str) -> bool:
    spec = form.definition.spec(re.sub(r"\[\d+\]", "", path))
    return spec is None or spec.fixed_rows
