"""Programme files: what a wrong one is told, and what a right one does without any Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programmes.cases import facts, programme_from, standard, written
from unionapp.errors import UserError
from unionapp.programmes import catalogue, load
from unionapp.programmes.amounts import divided
from unionapp.programmes.evaluate import try_programme
from unionapp.programmes.words import MONEY_RULES, PREDICATES
from unionapp.wording import LANGUAGES, known_codes, sentence

STUDY_AID = """
code = "study_aid_school"
edition = "test"
zh = "高中助学"
en = "School aid"
subject = "person"

[[basis]]
document = "测试文件"

[standard]
place = "residence"
kind = "urban"
day = "decision"

[[eligibility.any]]
predicate = "household_category"
categories = ["deep"]
code = "own.deep"
zh = "非深度"
en = "Not deep"

[[eligibility.any]]
code = "own.not"
zh = "否"
en = "No"
not = { predicate = "no_exclusion", code = "own.free", zh = "无", en = "none" }

[amount]
rule = "share"
percent = 70
floor = 300000

[amount.of]
rule = "n_times_standard"
n = 10
"""

WRONG = """\
code = "Own Aid"
edition = "1"
zh = "自办"
subject = "dog"
colour = "red"

[[basis]]
document = "文件"
dated = 2018-01-01

[switches.unit]
zh = "单位"
en = "Unit"
kind = "one"
default = "per_dog"
source = "office"
note = { zh = "无", en = "none" }
options = [
  { value = "per_person", zh = "人", en = "Person" },
  { value = "per_street", zh = "街", en = "Street" },
  { value = "per_street", zh = "街", en = "Street" },
]

[eligibility]
any = [
  { predicate = "is_nice", code = "own.nice", zh = "好", en = "nice" },
  { predicate = "household_category", categories = ["rich"], code = "No", zh = "", en = "c"},
  { },
]

[amount]
rule = "n_times_standard"
n = 13
unit = { switch = "unit" }
payout = { switch = "nowhere" }
partial = "full"
"""


@pytest.mark.parametrize("file", sorted((Path("resources") / "programmes").glob("*.toml")))
def test_shipped_files_are_right(file: Path) -> None:
    assert load.check_file(file) == ()


def test_a_wrong_file_is_told_everything_with_line_and_key(tmp_path: Path) -> None:
    problems = load.check_file(written(tmp_path, WRONG))
    assert [(problem.row, problem.where, problem.code) for problem in problems] == [
        (1, "code", "programme.file_key_wrong"),
        (1, "en", "programme.file_key_missing"),
        (4, "subject", "programme.file_key_wrong"),
        (5, "colour", "programme.file_key_unknown"),
        (9, "basis.0.dated", "programme.file_key_unknown"),
        (15, "switches.unit.default", "programme.file_key_wrong"),
        (21, "switches.unit.options.2.value", "programme.file_listed_twice"),
        (26, "eligibility.any.0.predicate", "programme.file_word_unknown"),
        (27, "eligibility.any.1", "programme.file_no_standard"),
        (27, "eligibility.any.1.categories", "programme.file_key_wrong"),
        (27, "eligibility.any.1.code", "programme.file_key_wrong"),
        (27, "eligibility.any.1.zh", "programme.file_key_wrong"),
        (28, "eligibility.any.2", "programme.file_condition"),
        (31, "amount", "programme.file_no_standard"),
        (33, "amount.n", "programme.file_key_wrong"),
        (34, "amount.unit", "programme.file_switch_unfit"),
        (35, "amount.payout", "programme.file_switch_unknown"),
        (36, "amount.partial", "programme.file_key_unknown"),
    ]


def test_every_problem_of_a_wrong_file_has_a_sentence_with_its_line(tmp_path: Path) -> None:
    for problem in load.check_file(written(tmp_path, WRONG)):
        for language in LANGUAGES:
            text = sentence(problem, language)
            assert str(problem.row) in text
            assert problem.where in text
            assert "—" not in text.replace("现有：—", "")


def test_a_wrong_file_never_loads(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        load.load(written(tmp_path, WRONG))


@pytest.mark.parametrize(
    ("text", "line"), [('code = "a"\nzh = "b\n', 2), ("[switches\n", 1), ("code = 1\ncode = 2", 2)]
)
def test_a_slip_of_the_pen_is_found_on_its_line(tmp_path: Path, text: str, line: int) -> None:
    (problem,) = load.check_file(written(tmp_path, text))
    assert (problem.code, problem.row) == ("programme.file_syntax", line)


def test_a_file_that_is_no_text_or_not_there_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe")
    for name in ("own.toml", "none.toml"):
        (problem,) = load.check_file(tmp_path / name)
        assert problem.code == "programme.file_unreadable"


def test_a_switch_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    unused = """
[switches.idle]
zh = "闲"
en = "Idle"
kind = "whole"
source = "office"
note = { zh = "无", en = "none" }
"""
    (problem,) = load.check_file(written(tmp_path, STUDY_AID + unused))
    assert (problem.code, problem.where) == ("programme.file_switch_unused", "switches.idle")


@pytest.mark.parametrize(
    ("dibao", "amount"),
    [(65500, 458500), (42800, 300000), (42857, 300000), (42858, 300006), (42900, 300300)],
)
def test_a_file_alone_adds_a_programme_with_share_and_floor(
    tmp_path: Path, dibao: int, amount: int
) -> None:
    programme = programme_from(tmp_path, STUDY_AID)
    household = facts({"category": "deep"})
    verdict = try_programme(programme, household, [standard(dibao)])
    assert verdict.amount_fen == amount


def test_the_steps_of_a_share_are_written_out(tmp_path: Path) -> None:
    programme = programme_from(tmp_path, STUDY_AID)
    proof = try_programme(programme, facts({"category": "deep"}), [standard(42800)]).proof
    assert "10 × 428.00 = 4,280.00" in proof
    assert "4,280.00 × 70% = 2,996.00" in proof
    assert "2,996.00 低于下限，按 3,000.00 计" in proof


@pytest.mark.parametrize(
    ("day", "after", "is_eligible", "codes"),
    [
        ("2017-12-31", "warn", False, []),
        ("2018-01-01", "warn", True, []),
        ("2020-12-31", "refuse", True, []),
        ("2021-01-01", "refuse", False, []),
        ("2021-01-01", "warn", True, ["programme.expired"]),
        ("2021-01-01", "continue", True, []),
    ],
)
def test_a_period_of_validity_is_kept_to_the_day(
    tmp_path: Path, day: str, after: str, is_eligible: bool, codes: list[str]
) -> None:
    period = f'valid_from = 2018-01-01\nvalid_to = 2020-12-31\nafter_expiry = "{after}"\n'
    programme = programme_from(tmp_path, period + STUDY_AID)
    rows = [standard(valid_from=programme.valid_from.replace(year=int(day[:4]), month=1))]
    rows.append(standard(valid_from=programme.valid_from.replace(year=2017)))
    verdict = try_programme(programme, facts({"category": "deep"}, day=day), rows)
    assert verdict.eligible is is_eligible
    assert [warning.code for warning in verdict.warnings] == codes


def test_the_catalogue_lists_shipped_and_own_files_and_leaves_out_wrong_ones(
    tmp_path: Path,
) -> None:
    written(tmp_path, STUDY_AID)
    written(tmp_path, WRONG, "wrong.toml")
    shipped = catalogue.available()
    found = catalogue.read_all(tmp_path)
    assert {programme.code for programme in shipped} >= {"living_aid", "hardship_filing"}
    assert len(found.programmes) == len(shipped) + 1
    assert found.problems
    assert catalogue.find("study_aid_school", extra_folder=tmp_path).edition == "test"


def test_editions_stand_side_by_side_and_the_newest_that_has_begun_is_found(tmp_path: Path) -> None:
    for edition in ("2018", "2021"):
        text = f"valid_from = {edition}-01-01\n" + STUDY_AID.replace('"test"', f'"{edition}"')
        written(tmp_path, text, f"{edition}.toml")
    first = catalogue.find("study_aid_school", extra_folder=tmp_path)
    assert first.edition == "2021"
    day = first.valid_from.replace(year=2020)
    assert catalogue.find("study_aid_school", extra_folder=tmp_path, day=day).edition == "2018"


def test_two_files_of_one_edition_are_refused(tmp_path: Path) -> None:
    text = STUDY_AID.replace('"study_aid_school"', '"own_study_aid"')
    written(tmp_path, text)
    written(tmp_path, text, "twin.toml")
    (problem,) = catalogue.read_all(tmp_path).problems
    assert (problem.code, problem.where) == ("programme.edition_twice", "twin.toml")


@pytest.mark.parametrize(("begins", "told"), [("2018-01-01", True), ("2019-01-01", False)])
def test_two_editions_that_begin_on_one_day_are_told(
    tmp_path: Path, begins: str, told: bool
) -> None:
    """Which of them counts would be chosen in silence."""
    for name, edition, day in (("one", "a", "2018-01-01"), ("two", "b", begins)):
        text = STUDY_AID.replace('"test"', f'"{edition}"').replace('"study_aid_school"', '"twice"')
        written(
            tmp_path, text.replace("subject =", f"valid_from = {day}\nsubject ="), f"{name}.toml"
        )
    found = catalogue.read_all(tmp_path)
    assert [one.edition for one in found.programmes if one.code == "twice"] == ["a", "b"]
    assert [one.code for one in found.problems] == (["programme.edition_same_day"] if told else [])


def test_an_unknown_programme_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UserError) as refused:
        catalogue.find("pony_aid")
    assert "living_aid" in sentence(refused.value.problems[0])


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    first = programme_from(tmp_path, STUDY_AID).digest
    assert programme_from(tmp_path, STUDY_AID + "# later\n").digest != first


def test_the_documentation_names_the_whole_vocabulary() -> None:
    text = (Path(__file__).parents[2] / "docs" / "programme-file.md").read_text("utf-8")
    for word in (*PREDICATES.values(), *MONEY_RULES.values()):
        for name in (word.name, *(parameter.name for parameter in word.parameters)):
            assert f"`{name}`" in text


def test_every_code_of_the_engine_has_a_sentence() -> None:
    import re

    folder = Path(__file__).parents[2] / "unionapp" / "programmes"
    used = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"(programme\.[a-z_]+)"', file.read_text("utf-8"))
    }
    assert used
    assert used <= known_codes()


@pytest.mark.parametrize(
    ("total", "by", "expected"), [(1, 2, 1), (1, 3, 0), (2, 3, 1), (49, 100, 0), (50, 100, 1)]
)
def test_half_a_fen_is_rounded_up(total: int, by: int, expected: int) -> None:
    assert divided(total, by) == expected
