"""The finder says in sets what a programme says of each, and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import aid
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.programmes import read_facts
from unionapp.programmes.programme import Programme
from unionapp.services import (
    campaigns,
    case_decision,
    case_facts,
    cases,
    finder,
    hardship,
    programme_files,
    sample,
    vault,
)
from unionapp.services.case_facts import About
from unionapp.services.cases import Application
from unionapp.services.facts_in_sets import Everybody

PLAIN = """
code = "plain_{subject}"
edition = "1"
zh = "试办"
en = "Plain"
subject = "{subject}"

[[basis]]
document = "《试办办法》"

[eligibility]
predicate = "no_exclusion"
code = "plain.never"
zh = "不会"
en = "Never"
"""
SUBJECTS = ("person", "household", "employer", "union")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A patch of 250 persons in which some were granted aid, or signed for a gift."""
    folder = tmp_path_factory.mktemp("patch")
    made = sample.make_office(
        DataDir(folder), passphrase=sample.PASSPHRASE, persons=250, seed=3
    ).desk
    own = DataDir(folder).own_programmes
    own.mkdir()
    for subject in SUBJECTS:
        (own / f"{subject}.toml").write_text(PLAIN.format(subject=subject), "utf-8")
    for _ in range(2):
        case = cases.open_case(made, aid.family(made).file.id).case
        cases.decide(made, case.id)
    cases.decide(made, cases.open_for(made, visited(made)).case.id)
    roll = campaigns.begin(made, programme="gift_pack", name="礼包", from_on=aid.TODAY).campaign
    signer = aid.family(made)
    both = [("person", signer.head.id), ("household", signer.household.id)]
    for entry in campaigns.put_on_roll(made, roll.id, both).entries:
        campaigns.sign(made, entry.id)
    aid.family(made, people=None)
    family = aid.family(made, exclusions=("car",))
    with made.write() as work:
        work.set_fields("person", family.head.id, {"relation": "02"})
    yield made
    vault.lock(made)


def visited(desk: Desk) -> Application:
    """A visit that says all that a grant can say of itself."""
    campaign = campaigns.begin(desk, programme="warm_visit", name="送温暖", from_on=aid.TODAY)
    return Application(
        "warm_visit",
        "household",
        aid.family(desk).household.id,
        concern="春节",
        campaign_id=campaign.campaign.id,
        answers={"grant.amount_fen": 50_000, "grant.kind": "festival", "occasion.stay": "三月"},
    )


def programme(desk: Desk, code: str) -> Programme:
    with desk.read() as reading:
        return programme_files.find(programme_files.own_folder(desk), code, reading.today)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_facts_in_sets_are_the_facts_of_each(desk: Desk, kind: str) -> None:
    plain = programme(desk, f"plain_{kind}")
    compared = 0
    with desk.read() as reading:
        day = reading.today
        for id_, facts in Everybody(reading, day, ()).of(kind):
            one = read_facts.read(case_facts.gather(reading, plain, About(kind, id_), day), plain)
            assert facts.household == one.household
            assert dict(facts.values) == dict(one.values)
            assert facts.earlier == one.earlier
            compared += 1
    assert compared > 0


def test_answers_to_exclusions_are_those_of_the_file(desk: Desk) -> None:
    living = programme(desk, "living_aid")
    listed = tuple(one.code for one in living.exclusions)
    answered = 0
    with desk.read() as reading:
        day = reading.today
        for id_, facts in Everybody(reading, day, listed).of("household"):
            about = About("household", id_)
            one = read_facts.read(case_facts.gather(reading, living, about, day), living)
            assert facts.exclusions == one.exclusions
            answered += bool(facts.exclusions)
    assert answered >= 3


def test_verdicts_in_sets_are_those_of_each(desk: Desk) -> None:
    found = finder.everybody(desk)
    assert len(found.findings) > 4
    with desk.read() as reading:
        for one in found.findings:
            if one.subject != "household":
                continue
            rule = programme(desk, one.programme)
            for group in one.groups:
                about = About("household", group.ids[0])
                facts = case_facts.gather(reading, rule, about, found.day)
                try:
                    verdict = case_decision.verdict_on(rule, facts)
                except UserError:
                    continue  # a missing fact or standard has no verdict
                if group.eligible is not None and finder.HAS_CASE not in group.codes:
                    assert verdict.eligible is group.eligible, (one.programme, group)
                    assert verdict.amount_fen == one.amounts.get(group.ids[0])


def test_everybody_is_answered_once_by_each_programme(desk: Desk) -> None:
    found = finder.everybody(desk)
    for one in found.findings:
        ids = [id_ for group in one.groups for id_ in group.ids]
        assert len(ids) == len(set(ids)) == found.subjects[one.subject]


def test_who_was_granted_it_is_not_found_again(desk: Desk) -> None:
    (living,) = [one for one in finder.everybody(desk).findings if one.programme == "living_aid"]
    with desk.read() as reading:
        rows = reading.rows("SELECT subject_id FROM 'case' WHERE programme = 'living_aid'")
    granted = {row[0] for row in rows}
    assert granted
    assert not granted & set(living.ids(True))


def test_progress_is_told_and_cancels(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    finder.everybody(desk, progress=lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)

    class Stop(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        finder.everybody(desk, progress=stop)


def test_a_household_sees_what_it_has_what_it_may_have_and_what_it_misses(desk: Desk) -> None:
    family = aid.family(desk)
    before = {one.programme: one for one in finder.of_household(desk, family.household.id)}
    assert before["living_aid"].answer == "qualifies"
    assert before["living_aid"].amount_fen
    asked = Application("living_aid", "household", family.household.id)
    opened = cases.open_for(desk, asked).case
    after = {one.programme: one for one in finder.of_household(desk, family.household.id)}
    assert after["living_aid"].answer == "has"
    assert after["living_aid"].case == opened


def test_a_household_that_misses_is_told_why(desk: Desk) -> None:
    family = aid.family(desk, annual_income_fen=9_000_000)
    (living,) = [
        one
        for one in finder.of_household(desk, family.household.id)
        if one.programme == "living_aid"
    ]
    assert living.answer == "misses"
    assert any("困难类别" in reason.text for reason in living.reasons)


def test_what_nobody_told_is_named(desk: Desk) -> None:
    family = aid.family(desk, annual_income_fen=None)
    assert hardship.file_of(desk, family.household.id) is not None
    (living,) = [
        one
        for one in finder.of_household(desk, family.household.id)
        if one.programme == "living_aid"
    ]
    assert (living.answer, living.missing) == ("unknown", ("household.annual_income_fen",))


def test_the_folder_of_the_office_counts(desk: Desk) -> None:
    assert (Path(programme_files.own_folder(desk)) / "person.toml").is_file()
    assert "plain_person" in {one.programme for one in finder.everybody(desk).findings}
