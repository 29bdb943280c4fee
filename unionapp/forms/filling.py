"""One filling of a form as somebody at the desk does it: typed answers, undo, open problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from unionapp.forms import entry
from unionapp.forms.choices import missing
from unionapp.forms.definition import Spec
from unionapp.forms.form import Form
from unionapp.forms.kept import Keeper, Kept, Nowhere
from unionapp.forms.nodes import Node
from unionapp.values.text import whole_characters

_MOST_UNDONE = 200
_MOST_SHOWN = 100  # characters of a text that is no value
_NOBODY = frozenset[Node]()


class Trouble(StrEnum):
    """Why a question is on the list of open problems."""

    TYPED = "typed"  # what was typed is no value of the question
    ASIDE = "aside"  # an earlier choice that is not offered any more
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    WARNING = "warning"  # a soft check; passed over with a reason
    ROWS = "rows"  # more rows are wanted than a form can have; the text says how many


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """One open problem; `text` is the form's own words, "" where it has none."""

    node: Node
    trouble: Trouble
    text: str

    @property
    def stops(self) -> bool:
        """Whether the filling cannot be finished with it."""
        return self.trouble is not Trouble.WARNING and self.trouble is not Trouble.ASIDE


@dataclass(frozen=True, slots=True)
class Answered:
    """What an action changed; `rows_at_stake` > 0 when nothing was done because rows with
    answers would go: ask, then say `shrink=True`."""

    changed: frozenset[Node] = _NOBODY
    rows_at_stake: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows when a form is opened: `values` by `kind#field`, `people` one a row."""

    values: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Mapping[str, str]] = ()


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
        self._typed: dict[Node, str] = {}
        self._accepted: dict[Node, str] = {}
        self._aside: dict[Node, str] = {}
        self._entries: dict[str, Kept] = {}
        self._values: dict[Node, str] = {}
        self._rows: set[Node] = set()
        self._undone: list[_Step] = []
        self._redone: list[_Step] = []
        self._problems: dict[Node, tuple[OpenProblem, ...]] = {}
        self._begin(kept or {})

    # --- what a control shows

    def typed(self, node: Node) -> str:
        """What stands in the control of a question: the value, or the text that is none."""
        return self._typed.get(node, node.value)

    def is_mistyped(self, node: Node) -> bool:
        """Whether what stands in the control is no value of the question."""
        return node in self._typed

    def accepted(self, node: Node) -> str:
        """The reason with which a soft check was passed over; "" when it was not."""
        return self._accepted.get(node, "")

    def aside(self, node: Node) -> str:
        """The earlier choice that is not offered any more, "" when there is none."""
        return self._aside.get(node, "")

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

    def prefill(self, known: Known) -> Answered:
        """Answer what the case knows already; only for a filling that just began.

        What the case holds goes before any default; it is told nothing.
        """
        changed = self._prefill(known)
        step = self._settle(changed, rows_gone=True)
        self._keeper.keep({path: pair[1] for path, pair in step.items()})
        return Answered(changed)

    def finish(self) -> Mapping[str, str]:
        """Set what is known only at the end, and return the answers: relevant nodes only.

        Every row of a repeat has a key of its own.
        """
        self.form.finish()
        return answers_of(self.form)

    # --- how it is done

    def _begin(self, kept: Mapping[str, Kept]) -> None:
        for path, one in kept.items():
            node = self.form.node(path)
            if node is None:
                continue
            self._remember(node, one)
            if one.value != node.value and missing(self.form, node, one.value):
                self._aside[node] = one.value
        self._rows = {node for node in self.form.root.walk() if node.spec.is_repeat}
        self._values = {node: node.value for node in self.form.root.walk() if not node.kids}
        self._entries = self._all_entries()
        changes: dict[str, Kept | None] = {
            path: one for path, one in self._entries.items() if kept.get(path) != one
        }
        changes |= {path: None for path in kept if path not in self._entries}
        if changes:
            self._keeper.keep(changes)
        self._look_again(self.form.root.walk())

    def _set(self, node: Node, text: str) -> frozenset[Node]:
        self._aside.pop(node, None)
        text = whole_characters(text)
        value = entry.read(text, node.spec, self.form.now)
        if value is None:
            self._typed[node] = text
            return self.form.set(node, "") | {node}
        self._typed.pop(node, None)
        return self.form.set(node, value) | {node}

    def _accept(self, node: Node, reason: str) -> frozenset[Node]:
        if not reason:
            self._accepted.pop(node, None)
        elif node in self._aside:
            del self._aside[node]
        else:
            self._accepted[node] = whole_characters(reason)
        return frozenset((node,))

    def _do(self, act: Callable[[], frozenset[Node]], *, shrink: bool) -> Answered:
        changed = act()
        gone = [row for row in self._rows if not row.alive]
        at_stake = sum(any(self._values.get(node) for node in row.walk()) for row in gone)
        step = self._settle(changed, rows_gone=bool(gone))
        if at_stake and not shrink:
            back = self._put({path: pair[0] for path, pair in step.items()})
            self._settle(back, rows_gone=True)
            return Answered(rows_at_stake=at_stake)
        if step:
            self._undone.append(step)
            del self._undone[:-_MOST_UNDONE]
            self._redone.clear()
            self._keeper.keep({path: pair[1] for path, pair in step.items()})
        return Answered(self._tell(changed, step))

    def take_back(self, answers: Mapping[Node, str]) -> frozenset[Node]:
        """Answer what the keeper found out: the ids of records that were made."""
        if not answers:
            return _NOBODY
        changed = self.form.set_all(answers)
        step = self._settle(changed, rows_gone=False)
        self._keeper.keep({path: pair[1] for path, pair in step.items()})
        return changed

    def _tell(self, changed: frozenset[Node], step: _Step) -> frozenset[Node]:
        """Carry on what changed; the id of a record that was made outlasts undo and redo."""
        made = self._keeper.tell(self, changed)
        changed |= self.take_back(made)
        if not any(path.endswith("]") for path in step):  # else rows had other places before
            step.update({node.path: (Kept(text), Kept(text)) for node, text in made.items()})
        return changed

    def _settle(self, changed: frozenset[Node], *, rows_gone: bool) -> _Step:
        """Bring entries and problems up to date; returns what changed by path."""
        self._note_lost_choices(changed)
        for node in changed:
            if node in self._accepted and self._values.get(node) != node.value:
                del self._accepted[node]
        step: _Step = {}
        if rows_gone:
            entries = self._all_entries()
            for path in self._entries.keys() | entries.keys():
                pair = (self._entries.get(path), entries.get(path))
                if pair[0] != pair[1]:
                    step[path] = pair
            self._entries = entries
        else:
            for path, one in self._entries_of(changed):
                pair = (self._entries.get(path), one)
                if pair[0] == one:
                    continue
                step[path] = pair
                if one is None:
                    del self._entries[path]
                else:
                    self._entries[path] = one
        self._rows = {row for row in self._rows if row.alive}
        self._rows.update(node for node in changed if node.spec.is_repeat and node.alive)
        self._values.update((node, node.value) for node in changed if not node.kids)
        self._look_again(changed)
        return step

    def _note_lost_choices(self, changed: Iterable[Node]) -> None:
        """Rule: a choice that the filter took away is shown, never silently dropped."""
        for node in changed:
            control = node.spec.control
            was = self._values.get(node, "")
            if control is None or not control.is_choice or not was or was == node.value:
                continue
            if set(node.value.split()) < set(was.split()) and missing(self.form, node, was):
                self._aside[node] = was

    # --- what is kept

    def _all_entries(self) -> dict[str, Kept]:
        entries = self._entries_of(self.form.root.walk())
        return {path: one for path, one in entries if one is not None}

    def _entries_of(self, nodes: Iterable[Node]) -> Iterable[tuple[str, Kept | None]]:
        """Give the entry of each node; a repeat without rows is kept as its row 0."""
        for node in nodes:
            if not node.alive:
                continue
            spec = node.spec
            for child in spec.children.values():
                if child.is_repeat:
                    none = f"{node.path}/{child.name}[0]"
                    yield none, None if node.kids.get(child.name) else Kept()
            if spec.is_repeat:
                if node.index == 0:
                    yield f"{node.path[: node.path.rindex('[')]}[0]", None
                yield node.path, Kept()
            elif not node.kids and _is_answer(spec):
                yield (
                    node.path,
                    Kept(
                        node.value,
                        self._typed.get(node, ""),
                        self._accepted.get(node, ""),
                        self._aside.get(node, ""),
                    ),
                )

    def _remember(self, node: Node, one: Kept) -> None:
        for store, text in (
            (self._typed, one.typed),
            (self._accepted, one.accepted),
            (self._aside, one.aside),
        ):
            if text:
                store[node] = text
            else:
                store.pop(node, None)

    # --- undo

    def _turn(self, source: list[_Step], other: list[_Step], *, before: bool) -> Answered | None:
        if not source:
            return None
        step = source.pop()
        changed = self._put({path: pair[0 if before else 1] for path, pair in step.items()})
        again = self._settle(changed, rows_gone=True)
        other.append(step)
        self._keeper.keep({path: pair[1] for path, pair in again.items()})
        return Answered(self._tell(changed, step))

    def _put(self, wanted: Mapping[str, Kept | None]) -> frozenset[Node]:
        """Bring the form to hold what is wanted: rows first, then values."""
        changed: set[Node] = set()
        for path, one in sorted(wanted.items(), key=lambda pair: _depth_and_row(pair[0])):
            if one is not None and path.endswith("]") and self.form.node(path) is None:
                changed |= self._grow_to(path)
        for path, one in sorted(wanted.items(), key=lambda pair: _depth_and_row(pair[0]))[::-1]:
            row = self.form.node(path) if one is None and path.endswith("]") else None
            if row is not None:
                changed |= self.form.remove_row(row)
        values = {}
        for path, one in wanted.items():
            node = self.form.node(path)
            if one is not None and node is not None and not node.kids:
                values[node] = one.value
                self._remember(node, one)
        return frozenset(changed) | self.form.set_all(values)

    def _grow_to(self, path: str) -> frozenset[Node]:
        repeat = path[: path.rindex("[")]
        above, _, name = repeat.rpartition("/")
        parent = self.form.node(above)
        number = int(path[path.rindex("[") + 1 : -1])
        if parent is None or number == 0:
            return _NOBODY
        changed: frozenset[Node] = _NOBODY
        while len(parent.kids[name]) < number:
            changed |= self.form.add_row(parent.spec.children[name], parent)
        return changed

    # --- problems

    def _look_again(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            found = self._problems_at(node) if node.alive else ()
            if found:
                self._problems[node] = found
            else:
                self._problems.pop(node, None)
        for node in [one for one in self._problems if not one.alive]:
            del self._problems[node]

    def _problems_at(self, node: Node) -> tuple[OpenProblem, ...]:
        if node.kids or node.spec.control is None or not node.relevant:
            return ()
        if node in self._typed:
            return (OpenProblem(node, Trouble.TYPED, self._typed[node][:_MOST_SHOWN]),)
        found = []
        if node in self._aside:
            found.append(OpenProblem(node, Trouble.ASIDE, self._aside[node]))
        error = self.form.error(node)
        if error is not None:
            trouble = Trouble.REQUIRED if error == "required" else Trouble.CONSTRAINT
            found.append(OpenProblem(node, trouble, self.form.message(node, error) or ""))
        elif node not in self._accepted and (words := self.form.warning(node)) is not None:
            found.append(OpenProblem(node, Trouble.WARNING, words))
        return tuple(found)

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

    def _prefill(self, known: Known) -> frozenset[Node]:
        changed = _NOBODY
        values: dict[Node, str] = {}
        for spec in self.form.definition.root.walk():
            if spec.bind.prefill and _repeat_of(spec) is None:
                text = known.values.get(spec.bind.prefill, "")
                node = self.form.node(spec.path)
                if node is not None and text:
                    values[node] = text
        changed |= self.form.set_all(values)
        for repeat in self.form.definition.root.walk():
            if repeat.is_repeat and not repeat.fixed_rows and known.people and _asks_person(repeat):
                changed |= self._prefill_rows(repeat, known.people)
        return changed

    def _prefill_rows(self, repeat: Spec, people: Sequence[Mapping[str, str]]) -> frozenset[Node]:
        parent = self.form.node(repeat.path.rpartition("/")[0])
        if parent is None:
            return _NOBODY
        changed = _NOBODY
        while len(parent.kids[repeat.name]) < len(people):
            changed |= self.form.add_row(repeat, parent)
        values = {
            node: person[node.spec.bind.prefill]
            for row, person in zip(parent.kids[repeat.name], people, strict=False)
            for node in row.walk()
            if person.get(node.spec.bind.prefill)
        }
        return changed | self.form.set_all(values)


def answers_of(form: Form) -> dict[str, str]:
    """Return the relevant answers by path; every row of a repeat has a key with ""."""
    found: dict[str, str] = {}
    for node in form.root.walk():
        if node.relevant and (node.spec.is_repeat or (not node.kids and node.value)):
            found[node.path] = "" if node.spec.is_repeat else node.value
    return found


def _is_answer(spec: Spec) -> bool:
    """Whether a question's value has to be kept: it does not follow from the others."""
    calculate = spec.bind.calculate
    return not spec.is_group and (calculate is None or "once(" in calculate.source)


def _repeat_of(spec: Spec) -> Spec | None:
    return next((one for one in spec.lineage() if one.is_repeat), None)


def _asks_person(repeat: Spec) -> bool:
    return any(
        spec.bind.prefill.startswith("person#") and _repeat_of(spec) is repeat
        for spec in repeat.walk()
    )


def _depth_and_row(path: str) -> tuple[int, str, int]:
    head, _, number = path.rpartition("[")
    return path.count("/"), head, int(number[:-1]) if path.endswith("]") else 0
