"""The choices that a question offers: filtered, shuffled, labelled, and a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from unionapp.forms.context import Context
from unionapp.forms.definition import Choice, Itemset
from unionapp.forms.nodes import Node, Row, Table, Tree
from unionapp.forms.paths import row_cells

if TYPE_CHECKING:
    from unionapp.forms.form import Form

_FEW = 1_000  # rows that any filter goes through in no time
_SLICE = 1_000


def offered(
    form: Form, question: Node, *, offset: int = 0, limit: int | None = None
) -> list[Choice]:
    """Return the choices in the order offered; `limit` cuts a page out of a long list."""
    control = question.spec.control
    if control is None:
        return []
    end = None if limit is None else offset + limit
    if control.itemset is None:
        page = control.inline[offset:end]
        return [Choice(value, form.text(text, question)) for value, text in page]
    rows = rows_of(form, question, control.itemset)[offset:end]
    return [choice_of(form, question, control.itemset, row) for row in rows]


def names(form: Form, question: Node) -> list[str]:
    """Return the stored names of the choices offered, without making their labels."""
    control = question.spec.control
    if control is None:
        return []
    if control.itemset is None:
        return [value for value, _ in control.inline]
    rows = rows_of(form, question, control.itemset)
    return [name or "" for name in row_cells(rows, control.itemset.value)]


def kept(form: Form, question: Node, value: str, *, sort: bool) -> str:
    """Return the part of an answer that is offered; `sort` puts it in the order of the list."""
    control = question.spec.control
    if control is None or not value:
        return value
    chosen = [value.strip()] if control.kind == "select1" else value.split()
    if not sort and len(chosen) == 1 and control.itemset is not None:
        row = _row(form, question, control.itemset, chosen[0])
        return value if row is not None else ""
    known = names(form, question)
    if sort:
        wanted = set(chosen)
        return " ".join(dict.fromkeys(name for name in known if name in wanted))
    there = set(known)
    return " ".join(name for name in chosen if name in there)


def missing(form: Form, question: Node, value: str) -> bool:
    """Return whether an answer names a choice that is not offered."""
    control = question.spec.control
    if control is None or not control.is_choice or not value.strip():
        return False
    chosen = [value.strip()] if control.kind == "select1" else value.split()
    if control.itemset is None:
        there = {name for name, _ in control.inline}
        return any(name not in there for name in chosen)
    itemset = control.itemset
    return any(_row(form, question, itemset, name) is None for name in chosen)


def labelled(form: Form, question: Node, value: str) -> Choice | None:
    """Return the choice of that name among those offered."""
    control = question.spec.control
    if control is None or not value:
        return None
    if control.itemset is None:
        found = next((text for name, text in control.inline if name == value), None)
        return Choice(value, form.text(found, question)) if found else None
    row = _row(form, question, control.itemset, value)
    return None if row is None else choice_of(form, question, control.itemset, row)


def _row(form: Form, question: Node, itemset: Itemset, value: str) -> Tree | None:
    """Return the first row offered that bears this name."""
    plain = itemset.nodes.rows
    table = None if plain is None else plain.table(form.lists)
    if plain is None or table is None or plain.looked_up or plain.by_place:
        return next(_named(rows_of(form, question, itemset), itemset.value, value), None)
    # a slow filter is asked about the rows of that name alone, not about the whole list
    rows: Sequence[Tree] = list(_named(table.rows, itemset.value, value))
    for keep in plain.keeps:
        rows = keep(Context(question, form), rows)
    return rows[0] if rows else None


def _named(rows: Sequence[Tree], column: str, value: str) -> Iterator[Tree]:
    """Yield the rows with that cell.

    Searched, not looked up: an index of 100,000 different names takes longer to make than forty
    searches, and its memory stays.
    """
    if rows and isinstance(rows[0], Row):
        at = rows[0].table.columns.get(column)
        if at is not None:
            yield from (row for row in rows if isinstance(row, Row) and row.values[at] == value)
        return
    for row, cell in zip(rows, row_cells(rows, column), strict=True):
        if cell == value:
            yield row


def rows_of(form: Form, question: Node, itemset: Itemset) -> Sequence[Tree]:
    """Return what the filter lets through.

    A shuffled list stays as it fell until its filter changes, and so do the rows of a long list
    that no index helps to filter.
    """
    standing = form.shuffled.get(question)
    if standing is not None and not isinstance(standing, Unfinished):
        return standing
    value = itemset.nodes.run(Context(question, form))
    rows: Sequence[Tree] = () if isinstance(value, (str, float, bool)) else value
    if "randomize" in itemset.nodes.source or slow_table(form, itemset) is not None:
        form.shuffled[question] = rows
    return rows


class Unfinished(tuple[Tree, ...]):
    """Stands for rows that are being filtered; gone when the filter changes meanwhile."""

    __slots__ = ()


def slow_table(form: Form, itemset: Itemset) -> Table | None:
    """Return the list that takes long to filter because every row is tried; else None."""
    plain = itemset.nodes.rows
    if plain is None or plain.looked_up or not plain.keeps:
        return None
    table = plain.table(form.lists)
    return table if table is not None and len(table.rows) > _FEW else None


def filtered(form: Form, question: Node, itemset: Itemset) -> Iterator[float]:
    """Filter a long list in slices, so that `rows_of` has it at once; yields how far it is.

    Runs on the thread of the form; an answer that the filter reads may change between two slices,
    then it begins again.
    """
    plain, table = itemset.nodes.rows, slow_table(form, itemset)
    if plain is None or table is None or plain.by_place:
        return
    while question.alive and question not in form.shuffled:
        mark = Unfinished((question,))
        form.shuffled[question] = mark
        found: list[Tree] = []
        for start in range(0, len(table.rows), _SLICE):
            rows: Sequence[Tree] = table.rows[start : start + _SLICE]
            for keep in plain.keeps:
                rows = keep(Context(question, form), rows)
            found.extend(rows)
            yield min(1.0, (start + _SLICE) / len(table.rows))
            if form.shuffled.get(question) is not mark:
                break
        else:
            form.shuffled[question] = found
            return


def choice_of(form: Form, question: Node, itemset: Itemset, row: Tree) -> Choice:
    value, label = row_cells([row], itemset.value)[0], row_cells([row], itemset.label)[0]
    media: Mapping[str, str] = {}
    if itemset.label_is_id and label is not None:
        text = form.definition.texts.get(label)
        media = text.media.get(form.language or "", {}) if text else {}
        label = form.text(text, question) if text else None
    return Choice(value or "", label, media)
