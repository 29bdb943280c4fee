"""The whole closed vocabulary: every predicate and every money rule, by name."""

from __future__ import annotations

from collections.abc import Mapping

from unionapp.programmes.amounts import AMOUNT_WORDS
from unionapp.programmes.bounded_amounts import BOUNDED_WORDS
from unionapp.programmes.fact_tests import FACT_WORDS
from unionapp.programmes.predicates import HOUSEHOLD_WORDS
from unionapp.programmes.sum_tests import SUM_WORDS
from unionapp.programmes.vocabulary import Amount, Finding, Word

PREDICATES: Mapping[str, Word[Finding]] = {
    word.name: word for word in (*HOUSEHOLD_WORDS, *FACT_WORDS, *SUM_WORDS)
}
MONEY_RULES: Mapping[str, Word[Amount]] = {
    word.name: word for word in (*AMOUNT_WORDS, *BOUNDED_WORDS)
}
