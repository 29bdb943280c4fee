"""Walks through a form: which line comes next, what has to be unfolded, which page is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from unionapp.forms.definition import Spec
from unionapp.forms.filling import Filling
from unionapp.forms.nodes import Node
from unionapp.ui.questionnaire.lines import LineWidget
from unionapp.ui.questionnaire.outline import Folds, Item, Kind, Outline, Rows
from unionapp.ui.questionnaire.sheet import Key, Sheet
from unionapp.ui.questionnaire.tally import is_question

_SOON = 6  # questions after the keyboard


class Walker:
    """Keeps the sheet showing what the form is now, and takes the keyboard from line to line."""

    def __init__(
        self,
        filling: Filling,
        make: Callable[[Item], LineWidget],
        guess: Callable[[Item], int],
    ) -> None:
        self.filling = filling
        self.folds = Folds()
        self.outline = Outline(filling.form, self.folds)
        self.sheet = Sheet(make, guess, self._soon)
        self.in_pages = "pages" in filling.form.definition.style.split()
        self.page: Spec | None = None
        self.items: list[Item] = []
        self._at: dict[Key, int] = {}
        self._relevant: set[Node] = set()
        self._last = 0
        if self.in_pages:
            self.page = next((one.section for one in self._everything()), None)
        self.show()

    def turn_table(self, rows: Rows, *, table: bool) -> None:
        """Show the rows of a repeat as a table, or one below the other; the keyboard stays."""
        node = self.node_here
        (self.folds.tables.add if table else self.folds.tables.discard)(rows)
        self.show(hold=(Kind.REPEAT, *rows))
        if node is not None and self.table_of(node) == (rows if table else None):
            self.jump(node)
        else:
            self.step(1, Item(Kind.REPEAT, *rows, 0, rows[1]))

    def _soon(self) -> Sequence[Item]:
        """Return the questions after the keyboard that are not asked as things are."""
        here = self.sheet.current
        parent = here.node.parent if here is not None else None
        if here is None or parent is None or here.kind is not Kind.QUESTION:
            return ()
        beside = [node for family in parent.kids.values() for node in family]
        after = beside[beside.index(here.node) + 1 :][:_SOON]
        return [
            Item(Kind.QUESTION, node, node.spec, here.level, here.section)
            for node in after
            if not node.relevant and node.spec.control is not None and not node.spec.is_group
        ]

    # --- what is shown

    def show(self, *, hold: Key | None = None) -> None:
        """Show the lines of the form as it stands."""
        self.outline.forget()
        self._relevant = {node for node in self.filling.form.root.walk() if node.relevant}
        self._show(hold)

    def _show(self, hold: Key | None = None) -> None:
        lines = self.outline.lines(self.page if self.in_pages else None)
        self.items = [one.item for line in lines for one in line]
        self._at = {item.key: at for at, item in enumerate(self.items)}
        self.sheet.show_lines(lines, hold=hold)

    def follow(self, changed: frozenset[Node]) -> None:
        """Show what an action changed: lines come and go only where they have to."""
        if any(map(_has_rows, changed)) or self.outline.watches:
            # A repeat that has no row yet is no node: nobody says that it may have some now.
            self.show()
        else:
            turned = [node for node in changed if node.relevant != (node in self._relevant)]
            if turned:
                self._relevant.symmetric_difference_update(turned)
                self.outline.forget(turned)
                self._show()
        self.sheet.refresh(frozenset(_with_above(changed)))

    @property
    def trunk(self) -> Node:
        """The node whose children are the sections."""
        return self.filling.form.node(self.outline.trunk.path) or self.filling.form.root

    def section_of(self, node: Node) -> Spec | None:
        """The section that a question stands in."""
        at: Node | None = node
        while at is not None:
            if at.parent is self.trunk:
                return self.outline.sections.get(at.spec)
            at = at.parent
        return None

    @property
    def node_here(self) -> Node | None:
        """The question with the keyboard, also in a table."""
        item = self.sheet.current
        line = self.sheet.widget(item.key) if item is not None else None
        return line.node_here if line is not None else None

    @property
    def section(self) -> Spec | None:
        """The section with the keyboard."""
        current = self.sheet.current
        return current.section if current is not None else self.page

    # --- from line to line

    def is_stop(self, item: Item) -> bool:
        """Whether Enter comes to a line."""
        if item.kind is Kind.QUESTION:
            return is_question(item.spec) and not self.filling.form.is_readonly(item.node)
        if item.kind in (Kind.TITLE, Kind.ROW):
            return not item.open
        return item.kind in (Kind.ADD, Kind.TABLE)

    def start(self) -> bool:
        """Go to the first line that asks something."""
        stops = [item for item in self.items if self.is_stop(item)]
        return bool(stops) and self.take(stops[0].key)

    def go_to_blank(self) -> bool:
        """Go to the first question without an answer, on whatever page it stands."""
        blank = self.filling.first_blank()
        return self.resume() if blank is None else self.jump(blank)

    def resume(self) -> bool:
        """Go back to the line that had the keyboard."""
        current = self.sheet.current
        return self.sheet.take_focus(current.key) if current is not None else self.start()

    def step(self, by: int, item: Item | None = None) -> bool:
        """Go on, or back, from a line (the current one); False at the end of the form."""
        item = item or self.sheet.current
        at = self._at.get(item.key) if item is not None else None
        if at is None:
            # It has gone: what took its place comes next.
            at = self._last - (1 if by > 0 else 0)
        for next_at in self._indices(at, by):
            if self.is_stop(self.items[next_at]):
                return self._arrive(self.items[next_at], by)
        return self.in_pages and self._turn_page(by)

    def _indices(self, at: int, by: int) -> Iterator[int]:
        return iter(range(at + 1, len(self.items)) if by > 0 else range(at - 1, -1, -1))

    def _arrive(self, item: Item, by: int) -> bool:
        if item.kind is not Kind.ROW:
            return self.take(item.key)
        self.open_row(item.node)
        inside = [one for one in self.items if self.is_stop(one) and _is_within(one, item.node)]
        if not inside:
            return self.take((Kind.ROW, item.node, item.spec))
        return self.take(inside[0 if by > 0 else -1].key)

    def take(self, key: Key) -> bool:
        """Give a line the keyboard."""
        self._last = self._at.get(key, self._last)
        return self.sheet.take_focus(key)

    def open_row(self, row: Node) -> None:
        """Show the questions of a row; the other rows of its repeat fold up."""
        if row.parent is not None:
            self.folds.rows[row.parent, row.spec] = row
            self.show(hold=(Kind.ROW, row, row.spec))

    def jump(self, node: Node) -> bool:
        """Go to a question wherever it is."""
        section = self.section_of(node)
        if self.in_pages and section is not None and section is not self.page:
            self.page = section
            self.folds.unfold(node)
            self.show()
        elif self.folds.unfold(node):
            self.show()
        key = (Kind.QUESTION, node, node.spec)
        if key in self._at:
            return self.take(key)
        table = self.table_of(node)
        if table is None or not self.take((Kind.TABLE, *table)):
            return False
        line = self.sheet.widget((Kind.TABLE, *table))
        if line is not None:
            line.aim(node)
        return True

    def table_of(self, node: Node) -> Rows | None:
        """The repeat that shows a question in its table."""
        at: Node | None = node
        while at is not None:
            if at.parent is not None and (at.parent, at.spec) in self.folds.tables:
                return at.parent, at.spec
            at = at.parent
        return None

    def toward(self, nodes: Sequence[Node], by: int) -> Node:
        """Of some questions, the next one after the keyboard or before it, round the end."""
        order = {node: at for at, node in enumerate(self.filling.form.root.walk())}
        current = self.sheet.current
        here = self.node_here or (current.node if current is not None else None)
        now = order.get(here, -1) if here is not None else -1
        ahead = [one for one in nodes if (order[one] - now) * by > 0]
        listed = ahead or nodes
        return listed[0] if by > 0 else listed[-1]

    # --- sections and pages

    def _everything(self) -> Iterator[Item]:
        for line in self.outline.lines():
            for one in line:
                yield one.item

    def sections(self) -> list[Spec]:
        """The sections that have lines now, in order."""
        items = self._everything() if self.in_pages else iter(self.items)
        return list(dict.fromkeys(item.section for item in items))

    def step_section(self, by: int) -> bool:
        """Go to the next section, or to the one before; False where there is none."""
        listed = self.sections()
        now = self.section
        at = listed.index(now) + by if now in listed else 0
        return 0 <= at < len(listed) and self.show_section(listed[at])

    def _turn_page(self, by: int) -> bool:
        listed = self.sections()
        at = listed.index(self.page) + by if self.page in listed else -1
        return 0 <= at < len(listed) and self.show_section(listed[at], last=by < 0)

    def show_section(self, section: Spec, *, last: bool = False) -> bool:
        """Show a section from its top, the keyboard on its first question, or its last."""
        if self.in_pages and section is not self.page:
            self.page = section
            self.show()
        inside = [item for item in self.items if item.section is section]
        if not inside:
            return False
        top = self.sheet.index_of(inside[0].key)
        if top is not None:
            self.sheet.show_top(top)
        stops = [item for item in inside if self.is_stop(item)]
        if stops:
            return self._arrive(stops[-1 if last else 0], -1 if last else 1)
        return True

    # --- rows

    def rows_here(self) -> tuple[Rows, Node | None] | None:
        """The innermost repeat around the keyboard that takes rows, and the row in it."""
        item = self.sheet.current
        if item is None:
            return None
        if item.kind in (Kind.ADD, Kind.REPEAT):
            return None if item.spec.fixed_rows else ((item.node, item.spec), None)
        at: Node | None = self.node_here or item.node
        while at is not None:
            if at.spec.is_repeat and at.parent is not None and not at.spec.fixed_rows:
                return (at.parent, at.spec), at
            at = at.parent
        if item.kind is Kind.TABLE and not item.spec.fixed_rows:
            return (item.node, item.spec), None
        return None

    def repeat_here(self) -> Rows | None:
        """The innermost repeat around the keyboard, counted ones as well."""
        item = self.sheet.current
        if item is None:
            return None
        if item.kind in (Kind.ADD, Kind.REPEAT, Kind.TABLE):
            return item.node, item.spec
        at: Node | None = item.node
        while at is not None:
            if at.spec.is_repeat and at.parent is not None:
                return at.parent, at.spec
            at = at.parent
        return None

    def go_to_row(self, row: Node) -> bool:
        """Open a row and go to its first question."""
        return self._arrive(Item(Kind.ROW, row, row.spec, 0, row.spec), 1)

    def step_row(self, by: int) -> bool:
        """Go to the same question in another row of the repeat around the keyboard."""
        here = self.repeat_here()
        item = self.sheet.current
        if here is None or item is None:
            return False
        rows = [row for row in here[0].kids[here[1].name] if row.relevant]
        now = next((row for row in rows if _is_within(item, row)), None)
        at = rows.index(now) + by if now is not None else (0 if by > 0 else len(rows) - 1)
        if not 0 <= at < len(rows):
            return False
        self.open_row(rows[at])
        same = _same_in(item.node, now, rows[at]) if now is not None else None
        if same is not None and (Kind.QUESTION, same, same.spec) in self._at:
            return self.take((Kind.QUESTION, same, same.spec))
        return self.go_to_row(rows[at])


def _has_rows(node: Node) -> bool:
    """Whether rows stand below it: it is told of as changed when one of them comes or goes."""
    return bool(node.kids) and any(child.is_repeat for child in node.spec.children.values())


def _is_within(item: Item, row: Node) -> bool:
    if item.kind is Kind.ROW and item.node is row:
        return False
    at: Node | None = item.node
    while at is not None:
        if at is row:
            return True
        at = at.parent
    return False


def _same_in(node: Node, row: Node, other: Node) -> Node | None:
    """The node of another row that stands where this one does."""
    names: list[str] = []
    at: Node | None = node
    while at is not None and at is not row:
        names.append(at.name)
        at = at.parent
    found = other
    for name in reversed(names):
        family = found.kids.get(name)
        if not family:
            return None
        found = family[0]
    return found


def _with_above(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and all above them: summaries and titles speak of what is in them."""
    seen: set[Node] = set()
    for node in nodes:
        at: Node | None = node
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = at.parent
