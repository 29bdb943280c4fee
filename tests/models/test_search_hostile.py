"""No text that anybody types breaks the search, and it answers as plain Python would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from unionapp.models import finding
from unionapp.models.desk import Desk, Reading
from unionapp.services import vault
from unionapp.values import names

ALL = settings(
    max_examples=700,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class Filed:
    """A person as the naive filter knows them: without a token in sight."""

    name: str
    phone: str
    number: str = ""

    @property
    def spelled(self) -> tuple[tuple[str, ...], ...]:
        """Return the readings of each character; three of one that is no surname."""
        first, *rest = (row for row in names.syllables(self.name) if row[0].isascii())
        return (first, *(row[:3] for row in rest))


PEOPLE = [
    Filed("王建国", "13812343821", "210106199003071233"),
    Filed("王建军", "13912340001", "210106198805120011"),
    Filed("单雄信", "15800001111"),
    Filed("李𬱖", "", "21010219650101002X"),
    Filed("艾力·买买提", "18640020002"),
    Filed("国伟", "02425851234"),
    Filed("张%_", "1"),
]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    desk: Desk = factories.office(tmp_path_factory.mktemp("hostile"))
    for one in PEOPLE:
        factories.person(desk, name=one.name, phone=one.phone, identity_number=one.number or None)
    with desk.read() as opened:
        yield opened
    vault.lock(desk)


def naively(query: str) -> set[str]:
    """Return the names that a plain filter finds; every word of the query has to be met."""
    folded = unicodedata.normalize("NFKC", query).lower()[:100]
    words = re.findall("[0-9]+|[a-z]+|[^\x00-\x7f]+", folded)
    return {one.name for one in PEOPLE if words and all(_has(one, word) for word in words)}


def _has(one: Filed, word: str) -> bool:
    if not word.isascii():
        return word in one.name
    if word.isdigit():
        numbers = [one.phone, one.number.lower()]
        begins = len(word) >= 3 and any(number.startswith(word) for number in numbers)
        return begins or (
            4 <= len(word) <= 6
            and any(len(number) > len(word) and number.endswith(word) for number in numbers)
        )
    return any(_spells(word, one.spelled[start:]) for start in range(len(one.spelled)))


def _spells(word: str, rows: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether full letters, initials, or the first syllable with initials begin so."""

    def join(rows: tuple[tuple[str, ...], ...], first: bool, full: bool) -> Iterator[str]:
        if not rows:
            yield ""
            return
        for reading in rows[0]:
            for rest in join(rows[1:], False, full):
                yield (reading if full or first else reading[0]) + rest

    forms = [*join(rows, True, True), *join(rows, True, False), *join(rows, False, False)]
    return any(form.startswith(word) for form in forms)


CHARACTERS = st.text(alphabet="王建国军单雄信李𬱖艾力买提伟张", min_size=1, max_size=4)
LETTERS = st.text(alphabet="wangjiuoshdxelmtz", min_size=1, max_size=6)
KNOWN = st.sampled_from(
    (
        *("wang", "wjg", "wjj", "sxx", "dxs", "shanxx", "jianguo", "guowei", "alm", "limai"),
        *("3821", "1381234", "13812343821", "210106", "0001", "12340001", "0241", "1111"),
    )
)
DIGITS = st.text(alphabet="0123489", min_size=4, max_size=6)
WORDS = st.lists(CHARACTERS | LETTERS | KNOWN | DIGITS, min_size=1, max_size=3).map(" ".join)
NOISE = st.text(alphabet="%_\"'*()^:{}[]+,.;!?~<>=|&$#@\\`\x00\n\t", max_size=6)


@ALL
@given(st.tuples(NOISE, WORDS, NOISE).map(" ".join))
def test_hits_are_those_of_a_plain_filter(reading: Reading, query: str) -> None:
    hits = finding.find(reading, query, kinds=["person"]).hits
    assert {hit.title for hit in hits} == naively(query)


SYNTAX = st.sampled_from(
    (
        *("NEAR(", "AND", "OR", "NOT", "tokens:", "^", '"', '""', "*", "-", "--", "%", "_", "\x00"),
        *("'; DROP TABLE person; --", "王*", "-王", '"王', "(", ")", "{a b}:", "\ud800", "\u202e"),
        *("😀", "é", "١٢٣", "²", "ﬁ", "\ufeff", "x" * 200, "1" * 200, "王" * 200, "1-" * 80),
        "w1" * 60,
    )
)
HOSTILE = st.lists(SYNTAX | st.text(max_size=12) | WORDS, max_size=8).map("".join)


@ALL
@given(HOSTILE)
def test_nothing_that_is_typed_breaks_the_search(reading: Reading, query: str) -> None:
    found = finding.find(reading, query)
    assert len(found.hits) <= 50
    if not re.search(r"[0-9a-zA-Z]|[^\x00-\x7f]", query):
        assert found.hits == (), "signs alone ask for nothing"


def test_the_plain_filter_itself_finds_somebody() -> None:
    assert naively("王 3821") == {"王建国"}
    assert naively("danx") == {"单雄信"}
    assert naively("%") == set()
