"""The choices that a question offers: filtered, shuffled, labelled, and a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from unionapp.forms.context import Context
from unionapp.forms.definition import Choice, Itemset
from unionapp.forms.nodes import Node, Row, Tree
from unionapp.forms.paths import row_cells

if TYPE_CHECKING:
    from unionapp.forms.form import Form


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
    rows = _rows(form, question, control.itemset)[offset:end]
    return [_choice(form, question, control.itemset, row) for row in rows]


def names(form: Form, question: Node) -> list[str]:
    """Return the stored names of the choices offered, without making their labels."""
    control = question.spec.control
    if control is None:
        return []
    if control.itemset is None:
        return [value for value, _ in control.inline]
    rows = _rows(form, question, control.itemset)
    return [name or "" for name in row_cells(rows, control.itemset.value)]


def kept(form: Form, question: Node, value: str, *, sort: bool) -> str:
    """Return the part of an answer that is offered; `sort` puts it in the order of the list."""
    control = question.spec.control
    if control is None or not value:
        return value
    chosen = [value.strip()] if control.kind == "select1" else value.split()
    if not sort and len(chosen) == 1 and control.itemset is not None:
        rows = _rows(form, question, control.itemset)
        return value if _find(rows, control.itemset.value, chosen[0]) is not None else ""
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
    rows = _rows(form, question, control.itemset)
    return any(_find(rows, control.itemset.value, name) is None for name in chosen)


def labelled(form: Form, question: Node, value: str) -> Choice | None:
    """Return the choice of that name among those offered."""
    control = question.spec.control
    if control is None or not value:
        return None
    if control.itemset is None:
        found = next((text for name, text in control.inline if name == value), None)
        return Choice(value, form.text(found, question)) if found else None
    row = _find(_rows(form, question, control.itemset), control.itemset.value, value)
    return None if row is None else _choice(form, question, control.itemset, row)


def _find(rows: Sequence[Tree], column: str, value: str) -> Tree | None:
    """Return the first row with that cell.

    Searched, not looked up: an index of 100,000 different names takes longer to make than forty
    searches, and its memory stays.
    """
    if rows and isinstance(rows[0], Row):
        at = rows[0].table.columns.get(column)
        if at is None:
            return None
        return next((row for row in rows if isinstance(row, Row) and row.values[at] == value), None)
    cells = row_cells(rows, column)
    return rows[cells.index(value)] if value in cells else None


def _rows(form: Form, question: Node, itemset: Itemset) -> Sequence[Tree]:
    """Return what the filter lets through; a shuffled list stays as it fell until it changes."""
    standing = form.shuffled.get(question)
    if standing is not None:
        return standing
    value = itemset.nodes.run(Context(question, form))
    rows: Sequence[Tree] = () if isinstance(value, (str, float, bool)) else value
    if "randomize" in itemset.nodes.source:
        form.shuffled[question] = rows
    return rows


def _choice(form: Form, question: Node, itemset: Itemset, row: Tree) -> Choice:
    value, label = row_cells([row], itemset.value)[0], row_cells([row], itemset.label)[0]
    media: Mapping[str, str] = {}
    if itemset.label_is_id and label is not None:
        text = form.definition.texts.get(label)
        media = text.media.get(form.language or "", {}) if text else {}
        label = form.text(text, question) if text else None
    return Choice(value or "", label, media)
