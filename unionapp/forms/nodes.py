"""The trees that expressions walk: the answers of a form, and the lists beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from unionapp.forms.definition import Spec

_NONE: tuple[Tree, ...] = ()


class Tree(Protocol):
    """What an expression may ask of a node of any kind."""

    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> Tree | None: ...
    @property
    def text(self) -> str: ...
    @property
    def hidden_row(self) -> bool:
        """Whether the node stands in a row of a repeat that is not relevant."""
        ...

    def named(self, name: str) -> Sequence[Tree]:
        """The children of that name."""
        ...

    def children(self) -> Sequence[Tree]:
        """All children, in the order of the document."""
        ...

    def place(self) -> int:
        """The place among the siblings of the same name, from 1."""
        ...


class Node:
    """One question, group or row of a repeat in a form that is being filled."""

    __slots__ = (
        "alive",
        "index",
        "kids",
        "own_relevant",
        "parent",
        "relevant",
        "spec",
        "value",
    )

    def __init__(self, spec: Spec, parent: Node | None, value: str = "") -> None:
        self.spec = spec
        self.parent = parent
        self.value = value
        self.kids: dict[str, list[Node]] = {}
        self.relevant = True
        self.own_relevant = True
        self.index = 0
        self.alive = True

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def text(self) -> str:
        """What an expression reads here: nothing while the node is not relevant."""
        if self.kids:
            return "".join(kid.text for kid in self.children()) if self.relevant else ""
        return self.value if self.relevant else ""

    @property
    def hidden_row(self) -> bool:
        node: Node | None = self
        while node is not None:
            if node.spec.is_repeat and not node.own_relevant:
                return True
            node = node.parent
        return False

    def named(self, name: str) -> Sequence[Node]:
        return self.kids.get(name, ())

    def children(self) -> Sequence[Node]:
        return [kid for name, kids in self.kids.items() if not name.startswith("@") for kid in kids]

    def place(self) -> int:
        return self.index + 1

    def above(self, levels: int) -> Node:
        """The ancestor that many levels up."""
        node = self
        for _ in range(levels):
            if node.parent is None:
                break
            node = node.parent
        return node

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the document."""
        yield self
        for kids in self.kids.values():
            for kid in kids:
                yield from kid.walk()

    @property
    def path(self) -> str:
        """The path with the number of every row, as steps files and outputs write it."""
        here = f"/{self.spec.name}" + (f"[{self.index + 1}]" if self.spec.is_repeat else "")
        return here if self.parent is None else self.parent.path + here


class Element:
    """A node of a list or of an attached XML file: it never changes."""

    __slots__ = ("kids", "name", "own", "parent")

    def __init__(self, name: str, parent: Tree | None, own: str = "") -> None:
        self.name = name
        self.parent = parent
        self.own = own
        self.kids: list[Tree] = []

    @property
    def text(self) -> str:
        return "".join(kid.text for kid in self.kids) if self.kids else self.own

    @property
    def hidden_row(self) -> bool:
        return False

    def named(self, name: str) -> Sequence[Tree]:
        return [kid for kid in self.kids if kid.name == name]

    def children(self) -> Sequence[Tree]:
        return [kid for kid in self.kids if not kid.name.startswith("@")]

    def place(self) -> int:
        if self.parent is None:
            return 1
        same = self.parent.named(self.name)
        return next((at for at, kid in enumerate(same, 1) if kid is self), 1)


class Table:
    """A list of rows with the same columns (choices, a CSV file), indexed when asked by equality.

    It is the one node below an `instance('…')`, its rows are the `item`s; they are kept as tuples
    because lists of 100,000 rows are normal.
    """

    __slots__ = ("_index", "columns", "name", "parent", "rows", "searched")

    def __init__(self, columns: Sequence[str], parent: Tree | None = None) -> None:
        self.name = "root"
        self.parent = parent
        self.columns: Mapping[str, int] = {name: at for at, name in enumerate(columns)}
        self.rows: list[Row] = []
        self.searched: dict[tuple[str, str], object] = {}
        """What a search of these rows was made ready with, by the columns that it looks at."""
        self._index: dict[str, dict[str, list[Row]]] = {}

    def add(self, values: tuple[str | None, ...]) -> None:
        """Add a row; None is a cell that is not there."""
        self.rows.append(Row(self, len(self.rows), values))

    @property
    def text(self) -> str:
        return "".join(row.text for row in self.rows)

    @property
    def hidden_row(self) -> bool:
        return False

    def named(self, name: str) -> Sequence[Row]:
        return self.rows if name == "item" else ()

    def children(self) -> Sequence[Row]:
        return self.rows

    def place(self) -> int:
        return 1

    def having(self, column: str, value: str) -> Sequence[Row]:
        """The rows whose cell of that column is exactly this text."""
        index = self._index.get(column)
        if index is None:
            index = {}
            at = self.columns.get(column)
            for row in self.rows if at is not None else ():
                cell = row.values[at or 0]
                if cell is not None:
                    index.setdefault(cell, []).append(row)
            self._index[column] = index
        return index.get(value, ())


class Row:
    """One row of a table: the node `item`."""

    __slots__ = ("at", "table", "values")
    name = "item"

    def __init__(self, table: Table, at: int, values: tuple[str | None, ...]) -> None:
        self.table = table
        self.at = at
        self.values = values

    @property
    def parent(self) -> Tree | None:
        return self.table

    @property
    def text(self) -> str:
        return "".join(value or "" for value in self.values)

    @property
    def hidden_row(self) -> bool:
        return False

    def cell(self, column: str) -> str | None:
        """The text of a column, None when it is not there."""
        at = self.table.columns.get(column)
        return None if at is None else self.values[at]

    def named(self, name: str) -> Sequence[Cell]:
        value = self.cell(name)
        return () if value is None else (Cell(self, name, value),)

    def children(self) -> Sequence[Cell]:
        pairs = zip(self.table.columns, self.values, strict=True)
        return [Cell(self, name, value) for name, value in pairs if value is not None]

    def place(self) -> int:
        return self.at + 1


class Cell:
    """One cell of a row, made when somebody looks at it."""

    __slots__ = ("name", "parent", "text")

    def __init__(self, row: Row, name: str, text: str) -> None:
        self.parent = row
        self.name = name
        self.text = text

    @property
    def hidden_row(self) -> bool:
        return False

    def named(self, name: str) -> Sequence[Tree]:
        return _NONE

    def children(self) -> Sequence[Tree]:
        return _NONE

    def place(self) -> int:
        return 1
