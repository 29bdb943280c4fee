"""Finds choices by what is typed: any part of the label or name, pinyin, initials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from unionapp.forms import choices
from unionapp.forms.corpus import BETWEEN, Corpus, folded
from unionapp.forms.definition import Choice, Itemset
from unionapp.forms.nodes import Node, Row, Table, Tree

if TYPE_CHECKING:
    from unionapp.forms.form import Form

_TRIED_ONE_BY_ONE = 12_000  # rows of a filtered list; from there on the whole list is searched


def find(
    form: Form, question: Node, text: str, *, offset: int = 0, limit: int = 50
) -> list[Choice]:
    """Return a page of the choices offered that fit every word of `text`, in their order.

    A word fits anywhere in the label or in the name; letters fit pinyin too: whole syllables,
    initials, or syllables followed by initials (`zhongshan`, `zsl`, `zhongsl`). A long list that
    `prepare` has not made ready is made ready now.
    """
    words = folded(text).split()
    control = question.spec.control
    if control is None or not words:
        return choices.offered(form, question, offset=offset, limit=limit)
    if control.itemset is not None:
        rows = choices.rows_of(form, question, control.itemset)
        table = _table_of(rows)
        if table is not None:
            found = _in_table(form, question, control.itemset, table, rows, words)
            page = islice(found, offset, offset + limit)
            return [choices.choice_of(form, question, control.itemset, row) for row in page]
    offered = choices.offered(form, question)
    corpus = Corpus()
    for _ in corpus.grow(f"{one.label or ''}{BETWEEN}{one.value}" for one in offered):
        pass
    hits = corpus.hits([corpus.word(word) for word in words])
    return [offered[at] for at in islice(hits, offset, offset + limit)]


def prepare(form: Form, question: Node) -> Iterator[float]:
    """Make a search of this question ready in slices of some milliseconds; yields 0 to 1.

    Runs on the thread of the form, or on another while nobody answers there. The first search
    of all loads the pinyin tables at once.
    """
    control = question.spec.control
    itemset = control.itemset if control is not None else None
    if itemset is None:
        return
    plain = itemset.nodes.rows
    table = None if plain is None else plain.table(form.lists)
    for done in choices.filtered(form, question, itemset):
        yield done / 2
    if table is not None and _standing(form, itemset, table) is None:
        for done in _corpus_of(form, itemset, table):
            yield 0.5 + done / 2


# --- the rows of one list


def _table_of(rows: Sequence[Tree]) -> Table | None:
    """Return the list that all rows come from."""
    table = rows[0].table if rows and isinstance(rows[0], Row) else None
    if table is None or rows is table.rows:
        return table
    whole = all(isinstance(row, Row) and row.table is table for row in rows)
    return table if whole else None


def _in_table(
    form: Form,
    question: Node,
    itemset: Itemset,
    table: Table,
    rows: Sequence[Tree],
    words: Sequence[str],
) -> Iterator[Row]:
    """Yield the rows among `rows` that fit, in their order."""
    corpus = _standing(form, itemset, table)
    if corpus is None:
        for _ in _corpus_of(form, itemset, table):
            pass
        corpus = _standing(form, itemset, table) or Corpus()
    shown = {}
    for at in corpus.alive:
        choice = choices.choice_of(form, question, itemset, table.rows[at])
        shown[at] = folded(f"{choice.label or ''}{BETWEEN}{choice.value}")
    corpus.learn({sign for line in shown.values() for sign in line})
    wanted = [corpus.word(word) for word in words]
    alive = {
        at for at, line in shown.items() if all(word.fits(line, 0, len(line)) for word in wanted)
    }
    if rows is table.rows:
        yield from (table.rows[at] for at in corpus.hits(wanted, alive))
        return
    ordered = [row for row in rows if isinstance(row, Row)]
    if len(ordered) <= _TRIED_ONE_BY_ONE:
        yield from (row for row in ordered if row.at in alive or corpus.fits(row.at, wanted))
    elif itemset.nodes.rows is None:  # shuffled
        there = frozenset(corpus.hits(wanted, alive))
        yield from (row for row in ordered if row.at in there)
    else:
        offered = bytearray(len(table.rows))
        for row in ordered:
            offered[row.at] = 1
        yield from (table.rows[at] for at in corpus.hits(wanted, alive) if offered[at])


def _standing(form: Form, itemset: Itemset, table: Table) -> Corpus | None:
    kept = table.searched.get((itemset.label, itemset.value))
    if isinstance(kept, Corpus) and (not itemset.label_is_id or kept.language == form.language):
        return kept
    return None


def _corpus_of(form: Form, itemset: Itemset, table: Table) -> Iterator[float]:
    """Make the corpus of a list in slices and leave it with the list."""
    corpus = Corpus(form.language or "")
    yield from corpus.grow(_lines(form, itemset, table, corpus), len(table.rows))
    table.searched[itemset.label, itemset.value] = corpus


def _lines(form: Form, itemset: Itemset, table: Table, corpus: Corpus) -> Iterator[str]:
    label_at, value_at = table.columns.get(itemset.label), table.columns.get(itemset.value)
    for row in table.rows:
        label = "" if label_at is None else row.values[label_at] or ""
        name = "" if value_at is None else row.values[value_at] or ""
        if itemset.label_is_id:
            text = form.definition.texts.get(label)
            if text is not None and any(True for _ in text.expressions()):
                corpus.alive.add(row.at)
                yield ""
                continue
            label = (form.text(text, form.root) or "") if text is not None else ""
        yield f"{label}{BETWEEN}{name}"
