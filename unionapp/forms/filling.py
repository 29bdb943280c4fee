"""One filling of a form as somebody at the desk does it: typed answers, undo, open problems."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from unionapp.forms import entry
from unionapp.forms.choices import missing
from unionapp.forms.definition import Spec
from unionapp.forms.entries import entries_of, put
from unionapp.forms.form import Form
from unionapp.forms.kept import Keeper, Kept, Nowhere
from unionapp.forms.marks import Marks, OpenProblem, Trouble
from unionapp.forms.nodes import Node
from unionapp.forms.prefilling import Known, prefill
from unionapp.values.text import whole_characters

_MOST_UNDONE = 200
_NOBODY = frozenset[Node]()

__all__ = ["Answered", "Filling", "Known", "OpenProblem", "Trouble", "answers_of"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an action changed; `rows_at_stake` > 0 when nothing was done because rows with
    answers would go: ask, then say `shrink=True`."""

    changed: frozenset[Node] = _NOBODY
    rows_at_stake: int = 0


_Step = dict[str, tuple[Kept | None, Kept | None]]


class Filling:
    """All that a worker does to a form goes through here, and is kept as it happens."""

    def __init__(
        self,
        form: Form,
        *,
        keeper: Keeper | None = None,
        kept: Mapping[str, Kept] | None = None,
        last: Mapping[str, str] | None = None,
    ) -> None:
        """Begin, or go on with what was `kept`; the form was opened with the same answers.

        `last` are the answers of the record before this one, by path.
        """
        self.form = form
        self._keeper = keeper or Nowhere()
        self._last = last or {}
        self._marks = Marks()
        self._entries: dict[str, Kept] = {}
        self._values: dict[Node, str] = {}
        self._rows: set[Node] = set()
        self._unkept: dict[str, Kept | None] = {}
        self._untold: frozenset[Node] = _NOBODY
        self._undone: list[_Step] = []
        self._redone: list[_Step] = []
        self._problems: dict[Node, tuple[OpenProblem, ...]] = {}
        self._begin(kept or {})

    # --- what a control shows

    def typed(self, node: Node) -> str:
        """What stands in the control of a question: the value, or the text that is none."""
        return self._marks.typed.get(node, node.value)

    def is_mistyped(self, node: Node) -> bool:
        """Whether what stands in the control is no value of the question."""
        return node in self._marks.typed

    def accepted(self, node: Node) -> str:
        """The reason with which a soft check was passed over; "" when it was not."""
        return self._marks.accepted.get(node, "")

    def aside(self, node: Node) -> str:
        """The earlier choice that is not offered any more, "" when there is none."""
        return self._marks.aside.get(node, "")

    def problems(self) -> tuple[OpenProblem, ...]:
        """All open problems, in the order of the form."""
        open_now = self._problems
        walk = self.form.root.walk() if open_now else ()
        found = [one for node in walk if node in open_now for one in open_now[node]]
        for problem in self.form.row_limit_hit:
            above = self.form.node(str(problem.detail["path"]).rpartition("/")[0])
            text = f"{problem.where}: {problem.detail['wanted']} > {problem.detail['most']}"
            found.append(OpenProblem(above or self.form.root, Trouble.ROWS, text))
        return tuple(found)

    def problems_of(self, node: Node) -> tuple[OpenProblem, ...]:
        """The open problems of one question."""
        return self._problems.get(node, ())

    # --- what the worker does

    def answer(self, node: Node, text: str, *, shrink: bool = False) -> Answered:
        """Answer a question with what was typed, or with choice names."""
        return self._do(lambda: self._set(node, text), shrink=shrink)

    def add_row(self, spec: Spec, parent: Node) -> Answered:
        """Add a row at the end of a repeat."""
        return self._do(lambda: self.form.add_row(spec, parent), shrink=True)

    def remove_row(self, node: Node) -> Answered:
        """Take a row out."""
        return self._do(lambda: self.form.remove_row(node), shrink=True)

    def accept(self, node: Node, reason: str) -> Answered:
        """Pass over the soft check of a question, or an answer put aside, with a reason."""
        return self._do(lambda: self._accept(node, reason), shrink=True)

    def repeat_last(self, node: Node) -> Answered:
        """Answer as in the row before, else as in the record before; nothing if both are blank."""
        text = self.last_answer(node)
        return self.answer(node, text) if text else Answered()

    def last_answer(self, node: Node) -> str:
        """The answer of the row before, else of the record before."""
        above = self._in_row_before(node)
        return (above.value if above is not None else "") or self._last.get(node.path, "")

    def speak(self, language: str | None) -> frozenset[Node]:
        """Change the language of labels and messages."""
        changed = self.form.speak(language)
        self._look_again(self.form.root.walk())
        return changed

    def undo(self) -> Answered | None:
        """Take the last action back; None when there is nothing to take back."""
        return self._turn(self._undone, self._redone, before=True)

    def redo(self) -> Answered | None:
        """Do again what was taken back."""
        return self._turn(self._redone, self._undone, before=False)

    def prefill(self, known: Known, but: Container[str] = ()) -> Answered:
        """Answer what the case knows already, except at the paths in `but`; it is told nothing.

        For a filling that just began, or that came into a newer version of its form. What the case
        holds goes before any default.
        """
        changed = prefill(self.form, known, but)
        self._keep(self._settle(changed, rows_gone=True))
        return Answered(changed)

    def finish(self) -> Mapping[str, str]:
        """Set what is known only at the end, and return the answers: relevant nodes only.

        Every row of a repeat has a key of its own.
        """
        self.form.finish()
        return answers_of(self.form)

    def first_blank(self) -> Node | None:
        """The first question without an answer that the worker can give: where one goes on."""
        for node in self.form.root.walk():
            asks = node.spec.control is not None and not node.kids and node.spec.in_body
            is_open = asks and node.relevant and not self.typed(node)
            if is_open and not self.form.is_readonly(node):
                return node
        return None

    # --- how it is done

    def _begin(self, kept: Mapping[str, Kept]) -> None:
        for path, one in kept.items():
            node = self.form.node(path)
            if node is None:
                continue
            self._marks.remember(node, one)
            if one.value != node.value and missing(self.form, node, one.value):
                self._marks.aside[node] = one.value
        self._rows = {node for node in self.form.root.walk() if node.spec.is_repeat}
        self._values = {node: node.value for node in self.form.root.walk() if not node.kids}
        everything = self._kept_of(self.form.root.walk())
        self._entries = {path: one for path, one in everything if one is not None}
        changes: dict[str, Kept | None] = {
            path: one for path, one in self._entries.items() if kept.get(path) != one
        }
        changes |= {path: None for path in kept if path not in self._entries}
        if changes:
            self._keeper.keep(changes)
        self._look_again(self.form.root.walk())

    def _set(self, node: Node, text: str) -> frozenset[Node]:
        self._marks.aside.pop(node, None)
        text = whole_characters(text)
        value = entry.read(text, node.spec, self.form.now)
        if value is None:
            self._marks.typed[node] = text
            return self.form.set(node, "") | {node}
        self._marks.typed.pop(node, None)
        return self.form.set(node, value) | {node}

    def _accept(self, node: Node, reason: str) -> frozenset[Node]:
        if not reason:
            self._marks.accepted.pop(node, None)
        elif node in self._marks.aside:
            del self._marks.aside[node]
        else:
            self._marks.accepted[node] = whole_characters(reason)
        return frozenset((node,))

    def _do(self, act: Callable[[], frozenset[Node]], *, shrink: bool) -> Answered:
        changed = act()
        gone = [row for row in self._rows if not row.alive]
        at_stake = sum(any(self._values.get(node) for node in row.walk()) for row in gone)
        step = self._settle(changed, rows_gone=bool(gone))
        if at_stake and not shrink:
            back = self._put(step, before=True)
            self._settle(back, rows_gone=True)
            return Answered(rows_at_stake=at_stake)
        if step:
            self._undone.append(step)
            del self._undone[:-_MOST_UNDONE]
            self._redone.clear()
        return Answered(self._carry_on(changed, step, step))

    def take_back(self, answers: Mapping[Node, str]) -> frozenset[Node]:
        """Answer what the keeper found out: the ids of records that were made."""
        if not answers:
            return _NOBODY
        changed = self.form.set_all(answers)
        self._keep(self._settle(changed, rows_gone=False))
        return changed

    def keep_up(self) -> None:
        """Keep what could not be kept when it was answered: the disk was full, say.

        Raises what the keeper raises; nothing is forgotten by it.
        """
        self._keep({})

    def _keep(self, step: _Step) -> None:
        self._unkept |= {path: pair[1] for path, pair in step.items()}
        if self._unkept:
            self._keeper.keep(self._unkept)
            self._unkept = {}

    def _carry_on(self, changed: frozenset[Node], step: _Step, happened: _Step) -> frozenset[Node]:
        """Keep what changed and carry it on; the id of a record that was made outlasts undo.

        What an earlier failure left unkept and untold comes along.
        """
        self._untold |= changed
        self._keep(happened)
        changed = frozenset(one for one in self._untold if one.alive) | changed
        made = self._keeper.tell(self, changed)
        self._untold = _NOBODY
        changed |= self.take_back(made)
        if not any(path.endswith("]") for path in step):  # else rows had other places before
            step.update({node.path: (Kept(text), Kept(text)) for node, text in made.items()})
        return changed

    def _settle(self, changed: frozenset[Node], *, rows_gone: bool) -> _Step:
        """Bring entries and problems up to date; returns what changed by path."""
        self._note_lost_choices(changed)
        for node in changed:
            if node in self._marks.accepted and self._values.get(node) != node.value:
                del self._marks.accepted[node]
        found = dict(self._kept_of(changed if not rows_gone else self.form.root.walk()))
        if rows_gone:
            found |= {path: None for path in self._entries if path not in found}
        step = {
            path: (self._entries.get(path), one)
            for path, one in found.items()
            if self._entries.get(path) != one
        }
        for path, (_, one) in step.items():
            if one is None:
                del self._entries[path]
            else:
                self._entries[path] = one
        self._rows = {row for row in self._rows if row.alive}
        self._rows.update(node for node in changed if node.spec.is_repeat and node.alive)
        self._values.update((node, node.value) for node in changed if not node.kids)
        self._look_again(changed)
        return step

    def _kept_of(self, nodes: Iterable[Node]) -> Iterator[tuple[str, Kept | None]]:
        return entries_of(nodes, self._marks)

    def _put(self, step: _Step, *, before: bool) -> frozenset[Node]:
        wanted = {path: pair[0 if before else 1] for path, pair in step.items()}
        return put(self.form, self._marks, wanted)

    def _note_lost_choices(self, changed: Iterable[Node]) -> None:
        """Rule: a choice that the filter took away is shown, never silently dropped."""
        for node in changed:
            control = node.spec.control
            was = self._values.get(node, "")
            if control is None or not control.is_choice or not was or was == node.value:
                continue
            if set(node.value.split()) < set(was.split()) and missing(self.form, node, was):
                self._marks.aside[node] = was

    # --- undo

    def _turn(self, source: list[_Step], other: list[_Step], *, before: bool) -> Answered | None:
        if not source:
            return None
        step = source.pop()
        changed = self._put(step, before=before)
        again = self._settle(changed, rows_gone=True)
        other.append(step)
        return Answered(self._carry_on(changed, step, again))

    # --- problems

    def _look_again(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            found = self._marks.problems_of(self.form, node) if node.alive else ()
            if found:
                self._problems[node] = found
            else:
                self._problems.pop(node, None)
        for node in [one for one in self._problems if not one.alive]:
            del self._problems[node]

    # --- beforehand

    def _in_row_before(self, node: Node) -> Node | None:
        names: list[str] = []
        at: Node | None = node
        while at is not None and not at.spec.is_repeat:
            names.append(at.name)
            at = at.parent
        if at is None or at.index == 0 or at.parent is None:
            return None
        found: Node = at.parent.kids[at.name][at.index - 1]
        for name in reversed(names):
            found = found.kids[name][0]
        return found


def answers_of(form: Form) -> dict[str, str]:
    """Return the relevant answers by path; every row of a repeat has a key with ""."""
    found: dict[str, str] = {}
    for node in form.root.walk():
        if node.relevant and (node.spec.is_repeat or (not node.kids and node.value)):
            found[node.path] = "" if node.spec.is_repeat else node.value
    return found
