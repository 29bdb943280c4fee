"""Whatever stands in facts or in a file: a verdict or a list of problems, never a crash."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programmes.cases import LIVING_AID, facts, standard
from unionapp.errors import Problem, UserError
from unionapp.paths import resources
from unionapp.programmes import catalogue, load
from unionapp.programmes.evaluate import Verdict, try_programme
from unionapp.programmes.fact_names import (
    CASE_FACTS,
    EXCLUSION_FACTS,
    HOUSEHOLD_FACTS,
    OTHER_FACTS,
    SHARED_FACTS,
    STANDARD_FACTS,
)
from unionapp.programmes.programme import Programme
from unionapp.wording import LANGUAGES, sentence

NAMES = sorted(
    {name.name for name in (*CASE_FACTS, *HOUSEHOLD_FACTS, *STANDARD_FACTS, *EXCLUSION_FACTS)}
    | {name.split(".")[-1] for name in OTHER_FACTS}
    | {switch.name for switch in LIVING_AID.switches}
    | {fact.name for one in catalogue.available() for fact in (*SHARED_FACTS, *one.facts)}
    | {"earlier", "occasion", "person", "welfare", "medical", "study", "grant"}
    | {"household", "household.people", "id", "identity_number", "two_homes", "a..b", ""}
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**7),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.sampled_from(
        ["2018-09-01", "210106", "urban", "deep", "655.00", "deep", "per_person", "month_wise"]
    ),
)
ANY = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=12,
)
PROGRAMMES = catalogue.available()
SHIPPED = sorted((resources() / "programmes").glob("*.toml"))


@settings(max_examples=300, deadline=None)
@given(
    given=st.dictionaries(st.sampled_from(NAMES), ANY, max_size=6),
    household=st.dictionaries(st.sampled_from(NAMES), ANY, max_size=4),
    programme=st.sampled_from(PROGRAMMES),
)
def test_any_facts_give_a_verdict_or_problems_with_sentences(
    given: dict[str, object], household: dict[str, object], programme: Programme
) -> None:
    changed = {**facts(household), **given}
    problems, verdict = _tried(programme, changed)
    assert (verdict is None) is bool(problems)
    for problem in problems:
        assert all(sentence(problem, language) for language in LANGUAGES)
    if verdict is not None and verdict.amount_fen is not None:
        assert verdict.eligible
        assert verdict.amount_fen > 0


def _tried(
    programme: Programme, given: dict[str, object]
) -> tuple[tuple[Problem, ...], Verdict | None]:
    try:
        return (), try_programme(programme, given, [standard()])
    except UserError as error:
        return error.problems, None


@settings(max_examples=100, deadline=None)
@given(file=st.sampled_from(SHIPPED), data=st.data())
def test_any_damage_to_a_file_is_told_with_a_line(file: Path, data: st.DataObject) -> None:
    lines = file.read_text("utf-8").splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    left, sign, _ = lines[place].partition("=")
    junk = data.draw(
        st.sampled_from(['""', "0", "-1", "[]", "{}", "[{}]", "true", '["x", {}]', ""])
    )
    lines[place] = f"{left}{sign} {junk}" if sign else junk
    text = "\n".join(lines) + "\n"
    problems = _checked(text)
    for problem in problems:
        assert problem.row is not None
        assert 1 <= problem.row <= len(lines)
        assert str(problem.row) in sentence(problem)


def _checked(text: str) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "own.toml"
        file.write_text(text, "utf-8")
        problems = load.check_file(file)
        with contextlib.suppress(UserError):
            load.load(file)
            assert problems == ()
        return problems


@pytest.mark.parametrize("members", [5, "a", [1], {"a": 1}])
def test_members_of_another_shape_are_refused(members: object) -> None:
    with pytest.raises(UserError):
        try_programme(LIVING_AID, facts({"people": None, "members": members}))
