"""Finds choices by what is typed: any part of the label or name, pinyin, initials.

Nothing is written out for pinyin: the letters typed become a pattern of character classes, one
class for each syllable or initial, that is run over the joined labels. So every reading of every
character is found, and an index of 100,000 labels is one text and its offsets.
"""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from unionapp.forms import choices
from unionapp.forms.definition import Choice, Itemset
from unionapp.forms.nodes import Node, Row, Table, Tree
from unionapp.values import names
from unionapp.values.text import half_width, without_invisible

if TYPE_CHECKING:
    from unionapp.forms.form import Form

_SLICE = 2_000  # rows or characters made ready in one go: a few milliseconds
_TRIED_ONE_BY_ONE = 12_000  # rows of a filtered list; from there on the whole list is searched
_SPELLINGS = 8  # ways to read letters as pinyin that are looked for
_MOST_LETTERS = 60
_READINGS = 3  # of a character: rarer ones find what nobody means
_BETWEEN = "\x1f"  # stands between label and name, so that nothing is found across
_LETTERS = re.compile("([a-z]+)")


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
    for _ in corpus.grow(f"{one.label or ''}{_BETWEEN}{one.value}" for one in offered):
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


def folded(text: str) -> str:
    """Return a text as it is compared: half-width, small letters, no invisible signs."""
    plain = text if text.isascii() else half_width(without_invisible(text))
    return plain.casefold().replace("\n", " ")


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
        shown[at] = folded(f"{choice.label or ''}{_BETWEEN}{choice.value}")
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
        yield f"{label}{_BETWEEN}{name}"


# --- searching


@dataclass(frozen=True, slots=True)
class Word:
    """One word typed: as it stands, and what its letters may mean as pinyin."""

    literal: str
    spoken: tuple[re.Pattern[str], ...]

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether it is found in that part of a text."""
        if text.find(self.literal, start, end) >= 0:
            return True
        return any(pattern.search(text, start, end) for pattern in self.spoken)


class Corpus:
    """The labels and names of one list as one text, and how its characters are spoken."""

    __slots__ = ("alive", "known", "language", "spoken", "starts", "text")

    def __init__(self, language: str = "") -> None:
        self.language = language
        self.text = ""
        self.starts = array("L")
        self.alive: set[int] = set()
        """Lines whose labels show answers: they are read when somebody searches."""
        self.known: set[str] = set()
        self.spoken: dict[str, str] = {}
        """The characters of the list by their readings."""

    def grow(self, lines: Iterable[str], count: int = 1) -> Iterator[float]:
        """Take in all lines, in slices; yields how far it is."""
        parts: list[str] = []
        signs: set[str] = set()
        at = place = 0
        rest = iter(lines)
        while some := [folded(line) for line in islice(rest, _SLICE)]:
            for line in some:
                self.starts.append(place)
                place += len(line) + 1
            parts.append("\n".join(some))
            signs.update(parts[-1])
            at += len(some)
            yield min(0.9, 0.9 * at / count)
        self.text = "\n".join(parts)
        new = sorted(signs)
        for start in range(0, len(new), _SLICE):
            self.learn(new[start : start + _SLICE])
            yield 1.0

    def learn(self, signs: Iterable[str]) -> None:
        """Note how characters are spoken."""
        for sign in signs:
            if sign in self.known:
                continue
            self.known.add(sign)
            for reading in names.readings(sign)[:_READINGS] if sign > "\x7f" else ():
                self.spoken[reading] = self.spoken.get(reading, "") + sign

    def word(self, word: str) -> Word:
        """Return what to look for."""
        return Word(word, tuple(re.compile(one) for one in self._patterns(word[:_MOST_LETTERS])))

    def _patterns(self, word: str) -> Iterator[str]:
        """Yield the patterns that a word may stand for as pinyin; other signs stay as they are."""
        parts = [
            list(islice(self._spellings(part), _SPELLINGS)) if at % 2 else [re.escape(part)]
            for at, part in enumerate(_LETTERS.split(word))
        ]
        if len(parts) > 1:
            yield from dict.fromkeys(islice(map("".join, product(*parts)), _SPELLINGS))

    def _spellings(self, letters: str, before: str = "") -> Iterator[str]:
        """Yield whole syllables with the beginning of one more, or with initials."""
        if begun := self._begins(letters):
            yield f"{before}[{begun}]"
        initials = [self._begins(letter) for letter in letters]
        if len(letters) > 1 and all(initials):
            yield before + "".join(f"[{one}]" for one in initials)
        for end in range(min(6, len(letters) - 1), 0, -1):
            if signs := self.spoken.get(letters[:end]):
                yield from self._spellings(letters[end:], f"{before}[{re.escape(signs)}]")

    def _begins(self, letters: str) -> str:
        """Return the characters, as a class, with a reading that begins so."""
        signs = {
            sign
            for reading, some in self.spoken.items()
            if reading.startswith(letters)
            for sign in some
        }
        if letters in self.known:
            signs.add(letters)  # B座 is found by bz
        return re.escape("".join(sorted(signs)))

    def fits(self, at: int, words: Sequence[Word]) -> bool:
        """Whether a line fits every word."""
        start, end = self.starts[at], self._end(at)
        return all(word.fits(self.text, start, end) for word in words)

    def hits(self, words: Sequence[Word], alive: Collection[int] = ()) -> Iterator[int]:
        """Yield the numbers of the lines that fit every word; of `alive`, those given."""
        first, *others = sorted(words, key=lambda word: -len(word.literal))
        ways = [self._literal(first.literal), *(self._spoken(one) for one in first.spoken)]
        last = -1
        for at in heapq.merge(self._fitting(ways, others), sorted(alive)):
            if at != last:
                yield at
            last = at

    def _fitting(self, ways: Sequence[Iterator[int]], others: Sequence[Word]) -> Iterator[int]:
        for at in heapq.merge(*ways):
            if at not in self.alive and self.fits(at, others):
                yield at

    def _literal(self, part: str) -> Iterator[int]:
        place = self.text.find(part)
        while place >= 0:
            at = self._line(place)
            yield at
            place = self.text.find(part, self._end(at))

    def _spoken(self, pattern: re.Pattern[str]) -> Iterator[int]:
        found = pattern.search(self.text)
        while found is not None:
            at = self._line(found.start())
            yield at
            found = pattern.search(self.text, self._end(at))

    def _line(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1

    def _end(self, at: int) -> int:
        return self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.text)
