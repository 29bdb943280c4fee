"""Facts and files that contradict themselves, overrun a bound or cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.programmes.cases import LIVING_AID, facts, programme_from, standard, written
from unionapp import cli
from unionapp.errors import UserError
from unionapp.paths import resources
from unionapp.programmes import catalogue, load
from unionapp.programmes.evaluate import try_programme
from unionapp.programmes.programme import Programme

ON_FILE = {"division": "210106", "category": "deep"}


def told(given: dict[str, Any], programme: Programme = LIVING_AID) -> list[tuple[str, str]]:
    with pytest.raises(UserError) as refused:
        try_programme(programme, given, [standard()])
    return [(one.code, one.where) for one in refused.value.problems]


@pytest.mark.parametrize("percent", [0, 101, 120])
def test_a_setting_outside_the_bounds_of_its_rule_is_refused(percent: int) -> None:
    """A share of 120 % would pay more than what is left of the bills."""
    medical = {"total_fen": "100.00"}
    given = {"day": "2018-09-01", "household": ON_FILE, "medical": medical}
    switches = {"hardly_bearable": "share", "share_percent": percent}
    medical_aid = catalogue.find("medical_aid")
    assert told({**given, "switches": switches}, medical_aid)[0] == (
        "programme.fact_wrong",
        "switches.share_percent",
    )


def test_a_setting_is_held_to_the_bounds_by_the_switch_itself() -> None:
    switch = catalogue.find("medical_aid").switch("share_percent")
    assert switch is not None
    assert [switch.accepts(value) for value in (0, 1, 100, 101)] == [False, True, True, False]


def test_a_default_outside_the_bounds_is_a_mistake_of_the_file(tmp_path: Path) -> None:
    text = (resources() / "programmes" / "living_aid.toml").read_text("utf-8")
    own = text.replace("n = 12", 'n = { switch = "n" }') + _switch("n", 13)
    assert [(one.code, one.where) for one in load.check_file(written(tmp_path, own))] == [
        ("programme.file_key_wrong", "switches.n.default")
    ]


def _switch(name: str, default: int) -> str:
    said = f'zh = "月数"\nen = "Months"\nkind = "whole"\ndefault = {default}\nsource = "office"\n'
    return f'\n[switches.{name}]\n{said}note = {{ zh = "无", en = "None" }}\n'


def test_a_fact_said_in_two_ways_must_be_the_same_in_both() -> None:
    given = {**facts(), "household.people": 7}
    assert ("programme.fact_twice", "household.people") in told(given)
    given["household.people"] = 3
    assert try_programme(LIVING_AID, given, [standard()]).eligible


def test_one_exclusion_has_one_answer() -> None:
    entries = [
        {"code": "two_homes", "applies": True, "evidence": "查询单"},
        {"code": "two_homes", "applies": False, "evidence": "本人说明"},
    ]
    assert told(facts(exclusions=entries)) == [("programme.fact_twice", "exclusions.1.code")]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"valid_to": "2018-06-30"}, "standards.0.valid_to"),
        ({"amount_fen": 0}, "standards.0.amount_fen"),
    ],
)
def test_a_standard_has_an_amount_and_ends_after_it_began(
    change: dict[str, object], where: str
) -> None:
    row = {"division": "2101", "kind": "urban", "valid_from": "2018-07-01", "amount_fen": 65500}
    assert told(facts(standards=[{**row, **change}])) == [("programme.fact_wrong", where)]


@pytest.mark.parametrize("day", ["20180901", "2018-W35-6", "2018-9-1", "2019-02-29", 20180901])
def test_a_day_is_written_in_one_way(day: object) -> None:
    assert ("programme.fact_wrong", "day") in told(facts(day=day))


@pytest.mark.parametrize(("known", "warned"), [("2018-09-01", False), ("2018-09-02", True)])
def test_a_day_after_the_decision_is_told(known: str, warned: bool) -> None:
    given = {"day": "2018-09-01", "matter": {"kind": "pay", "known_since": known}}
    warnings = try_programme(catalogue.find("mediation"), given).warnings
    assert ("programme.day_ahead" in [one.code for one in warnings]) is warned


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = cli.run(["programme", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out or "{}")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"day": "2018-09-01", "day": "2018-06-01"}'])
def test_facts_that_cannot_be_read_safely_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    code, said = run(
        capsys, "try", "living_aid", "--facts", str(written(tmp_path, text, "facts.json"))
    )
    assert code == 1
    assert [one["code"] for one in said["problems"]] == ["commands.not_json"]


@pytest.mark.parametrize("nested", ["n = " + "[" * 5000 + "]" * 5000, "a = " + "{b=" * 5000 + "1"])
def test_a_file_nested_without_end_is_told(tmp_path: Path, nested: str) -> None:
    problems = load.check_file(written(tmp_path, nested))
    assert [one.code for one in problems] == ["programme.file_unreadable"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """The notepad of Windows writes one before a text in UTF-8."""
    text = (resources() / "programmes" / "living_aid.toml").read_text("utf-8")
    assert programme_from(tmp_path, "\ufeff" + text).code == "living_aid"


def test_an_unknown_kind_is_named_as_it_was_written() -> None:
    given = {"day": "2018-09-01", "welfare": {"kind": "旅游", "amount_fen": "1.00"}}
    reasons = try_programme(catalogue.find("collective_welfare"), given).reasons
    assert any("：旅游，" in one.text for one in reasons)


def test_the_proof_prints_only_the_switches_that_decided() -> None:
    given = {
        "day": "2018-09-01",
        "welfare": {"kind": "marriage", "amount_fen": "600.00", "form": "goods"},
    }
    proof = "\n".join(try_programme(catalogue.find("collective_welfare"), given).proof)
    assert "结婚慰问上限：600.00（文件规定）" in proof
    assert "再婚：每次结婚（本单位决定）" in proof
    assert [word for word in ("住院慰问次数", "双胞胎", "没有上限的类别") if word in proof] == []


def test_a_cap_held_against_each_member_prints_no_denominator() -> None:
    welfare = {"kind": "festival", "amount_fen": "5.00", "member_year_fen": "5.00"}
    for test, printed in (("union_mean", True), ("per_member", False)):
        given = {"day": "2018-09-01", "welfare": welfare, "union": {"members": 3}}
        switches = {"festival_test": test}
        programme = catalogue.find("collective_welfare")
        proof = try_programme(programme, {**given, "switches": switches}).proof
        assert any("人均的分母" in line for line in proof) is printed


def test_a_check_tells_names_that_nothing_answers_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A slip in the name of another programme would switch a clash rule off without a word."""
    text = (resources() / "programmes" / "golden_autumn.toml").read_text("utf-8")
    wrong = text.replace('"study_aid_higher"', '"study_aid_heigher"').replace(
        'subject = "person"', 'subject = "person"\nform = "no_form"\npapers = ["no_paper"]'
    )
    code, said = run(capsys, "check", str(written(tmp_path, wrong)))
    assert (code, said["ok"]) == (1, False)
    assert [one["code"] for one in said["problems"]] == ["programme.file_name_unknown"] * 3
    row = text.splitlines().index('programme = "study_aid_higher"') + 1 + 2
    assert row in [one["row"] for one in said["problems"]]


def test_every_shipped_file_names_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    for file in sorted((resources() / "programmes").glob("*.toml")):
        code, said = run(capsys, "check", str(file))
        assert (code, said["ok"]) == (0, True), file.name
