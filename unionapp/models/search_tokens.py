"""Makes the tokens that search is built on: for a record to index, and for a query to look up.

Every token begins with one letter that says what it is, so one index column serves all and almost
every query is an exact look-up (reference measurement: 0.4 ms on a million persons, against
287 ms for LIKE):

    n  characters of a name, 1 to 4 in a row      p  letters: pinyin or initials, every prefix
    d  digits: phone, identity number, birth date  a  two characters of an address
    h  building, u  entrance, r  room              x  building-entrance-room, y  entrance-room
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from unionapp.values import names

_GRAM = 4
_PHONE_PREFIX = 3
_TAILS = (4, 6)
_MIDDLE_LETTERS = 6

_WORD = re.compile(r"[0-9]+(?:-[0-9]+)+|[0-9]+[xX]?|[A-Za-z]+|[^\x00-\x7f]+")
_PART = re.compile(r"([0-9]+)(号楼|栋|幢|座|号|楼|单元|门|室|户|层)")
_PART_LETTER = {"单元": "u", "门": "u", "室": "r", "户": "r"}


def fold(text: str) -> str:
    """Return a text as it is indexed: full-width folded to half, letters small."""
    return unicodedata.normalize("NFKC", text).lower() if text.isascii() else _fold(text)


def _fold(text: str) -> str:
    # NFKC only on the full-width forms: it would bend rare name characters.
    return "".join(
        unicodedata.normalize("NFKC", char) if "\uff00" <= char <= "\uffef" else char
        for char in text
    ).lower()


def of_name(name: str) -> Iterator[str]:
    """Yield the tokens of a person's name: characters, and the letters of every reading."""
    plain = "".join(fold(name).split())
    yield from _grams(plain)
    for part in {plain, plain.replace("·", ""), *plain.split("·")}:
        for key in names.pinyin_keys(part) if part else ():
            yield from _prefixes(key)
    for start in range(1, len(plain)):
        yield from _prefixes(_plain_letters(plain[start:]), _MIDDLE_LETTERS + 2)


def of_title(title: str) -> Iterator[str]:
    """Yield the tokens of an employer's, union's or place's name: any part of it is found."""
    plain = "".join(fold(title).split())
    yield from _grams(plain)
    first = "".join(names.readings(char)[0][:1] if names.readings(char) else "" for char in plain)
    for start in range(len(first)):
        yield from _prefixes(first[start : start + _MIDDLE_LETTERS])
    yield from _prefixes(_plain_letters(plain), 12)


def _plain_letters(text: str) -> str:
    return "".join(names.readings(char)[0] if names.readings(char) else char for char in text)


def _grams(text: str) -> Iterator[str]:
    for start in range(len(text)):
        for length in range(1, _GRAM + 1):
            if start + length <= len(text):
                yield "n" + text[start : start + length]


def _prefixes(letters: str, most: int = 32) -> Iterator[str]:
    kept = re.sub("[^a-z]", "", letters)
    for length in range(1, min(len(kept), most) + 1):
        yield "p" + kept[:length]


def of_number(number: str) -> Iterator[str]:
    """Yield the tokens of a phone, identity number or credit code: beginnings and tails."""
    plain = re.sub("[^0-9a-z]", "", fold(number))
    for length in range(_PHONE_PREFIX, len(plain) + 1):
        yield "d" + plain[:length]
    for tail in _TAILS:
        if len(plain) > tail:
            yield "d" + plain[-tail:]


def of_address(parts: Iterable[str]) -> Iterator[str]:
    """Yield the tokens of an address, given from street to door."""
    listed = [fold(part) for part in parts if part]
    for part in listed:
        for start in range(len(part) - 1):
            yield "a" + part[start : start + 2]
        for number, unit in _PART.findall(part):
            yield _PART_LETTER.get(unit, "h") + number


def of_door(building: str | None, entrance: str | None, number: str) -> Iterator[str]:
    """Yield the tokens of a door: its number, and with its entrance and building."""
    room = _digits(number)
    if not room:
        return
    yield "r" + room
    if unit := _digits(entrance or ""):
        yield f"y{unit}-{room}"
        if block := _digits(building or ""):
            yield f"x{block}-{unit}-{room}"
    if block := _digits(building or ""):
        yield f"y{block}-{room}"


def _digits(text: str) -> str:
    found = re.search("[0-9]+", fold(text))
    return found.group() if found else ""


def match_expression(query: str) -> str | None:
    """Return the index's own query for what a person typed, or None when nothing is left of it.

    Words are joined by AND; each word is an OR of the few things that it can be. Every token is
    quoted, so no character of the query is syntax.
    """
    words = [_word(word) for word in _WORD.findall(fold(query))]
    kept = [word for word in words if word]
    return " AND ".join(kept) or None


def _word(word: str) -> str:
    if word.isascii():
        return _any(_ascii_word(word))
    return _chinese_word(word)


def _ascii_word(word: str) -> list[str]:
    if "-" in word:
        return ["x" + word, "y" + word]
    if word[0].isdigit():
        return ["d" + word, "r" + word] + (["h" + word, "u" + word] if len(word) <= 3 else [])
    return ["p" + word]


def _chinese_word(word: str) -> str:
    plain = word.strip("，。、；：·") or word
    if len(plain) == 1:
        # A unit word that was cut off its number ("3号楼" is three words here) says nothing.
        return "" if plain in "号楼栋幢座门室户层" else _any(["n" + plain])
    if plain in ("单元", "号楼"):
        return ""
    name = _all("n" + plain[start : start + _GRAM] for start in _starts(plain, _GRAM))
    address = _all("a" + plain[start : start + 2] for start in range(len(plain) - 1))
    return f"({name} OR {address})"


def _starts(text: str, length: int) -> range:
    return range(max(1, len(text) - length + 1))


def _any(tokens: Iterable[str]) -> str:
    return "(" + " OR ".join(_quoted(token) for token in tokens) + ")"


def _all(tokens: Iterable[str]) -> str:
    return "(" + " AND ".join(_quoted(token) for token in tokens) + ")"


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
