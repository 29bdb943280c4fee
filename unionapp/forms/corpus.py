"""The labels and names of one list as one text in which words and pinyin are found.

Nothing is written out for pinyin: the letters typed become a pattern of character classes, one
class for each syllable or initial, that is run over the joined labels. So every usual reading of
every character is found, and an index of 100,000 labels is one text and its offsets.
"""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from unionapp.values import names
from unionapp.values.text import half_width, without_invisible

BETWEEN = "\x1f"  # stands between label and name, so that nothing is found across
_SLICE = 2_000  # rows or characters made ready in one go: a few milliseconds
_SPELLINGS = 8  # ways to read letters as pinyin that are looked for
_MOST_LETTERS = 60
_READINGS = 3  # of a character: rarer ones find what nobody means
_LETTERS = re.compile("([a-z]+)")


def folded(text: str) -> str:
    """Return a text as it is compared: half-width, small letters, no invisible signs."""
    plain = text if text.isascii() else half_width(without_invisible(text))
    return plain.casefold().replace("\n", " ")


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
