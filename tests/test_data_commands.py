"""The data commands do what the functions do, print one JSON object, and keep the exit statuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.workbooks.books import NUMBER, OTHER, book
from unionapp import cli
from unionapp.commands.frame import PASSPHRASE_VARIABLE
from unionapp.models.records import Person
from unionapp.paths import DataDir
from unionapp.services import vault
from unionapp.workbooks import importing

HEAD = ["姓名", "证件号码", "手机号"]
LINES = [
    ["王建国", NUMBER, 13812345678],
    ["李娜", int(OTHER), None],
    ["赵䶮", None, "024-25851234"],
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "office"
    vault.lock(factories.office(folder))
    monkeypatch.setenv(PASSPHRASE_VARIABLE, factories.PASSPHRASE)
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*words: object) -> tuple[int, dict[str, Any], str]:
        status = cli.run(["--data-dir", str(home), "--json", *map(str, words)])
        said = capsys.readouterr()
        return status, json.loads(said.out), said.err

    return command


def people(home: Path) -> set[tuple[str, str | None, str | None]]:
    desk = vault.open_office(DataDir(home), factories.PASSPHRASE)
    try:
        with desk.read() as reading:
            return {(one.name, one.identity_number, one.phone) for one in reading.select(Person)}
    finally:
        vault.lock(desk)


def test_a_dry_run_tells_all_and_writes_nothing(run: Any, home: Path, tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, *LINES])
    status, answer, errors = run("import", "persons", path, "--dry-run")
    counted = {key: answer[key] for key in ("rows", "created", "updated", "unchanged", "refused")}
    assert status == 0
    assert counted == {"rows": 3, "created": 2, "updated": 0, "unchanged": 0, "refused": 1}
    (problem,) = answer["problems"]
    assert {key: problem[key] for key in ("sheet", "row", "column", "code")} == {
        "sheet": "名册",
        "row": 3,
        "column": "B",
        "code": "import.number_not_text",
    }
    assert problem["text"] in errors
    assert people(home) == set()


def test_the_command_does_what_the_function_does(run: Any, home: Path, tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, *LINES])
    assert run("import", "persons", path)[1]["created"] == 2
    other = tmp_path / "other"
    desk = factories.office(other)
    importing.import_workbook(desk, "persons", path)
    vault.lock(desk)
    assert people(home) == people(other) != set()
    assert run("import", "persons", path)[1]["unchanged"] == 2


def test_find_prints_masked_hits(run: Any, tmp_path: Path) -> None:
    run("import", "persons", book(tmp_path, [HEAD, *LINES]))
    status, answer, _ = run("find", "wjg 5678")
    assert status == 0
    (hit,) = answer["hits"]
    assert (hit["kind"], hit["title"]) == ("person", "王建国")
    assert hit["subtitle"] == "138****5678 · 210***********9011"
    assert isinstance(answer["ms"], float)


def test_export_writes_a_file_that_comes_back_unchanged(run: Any, tmp_path: Path) -> None:
    run("import", "persons", book(tmp_path, [HEAD, *LINES]))
    out = tmp_path / "出.xlsx"
    assert run("export", "persons", out, "--full")[1] == {"file": str(out), "rows": 2, "moved": 0}
    assert run("import", "persons", out)[1]["unchanged"] == 2


def test_what_the_user_can_mend_ends_with_1_and_a_sentence(run: Any, tmp_path: Path) -> None:
    status, answer, errors = run("import", "persons", tmp_path / "nowhere.xlsx")
    assert status == 1
    assert answer["problems"][0]["code"] == "workbook.missing"
    assert "nowhere.xlsx" in errors


def test_no_passphrase_is_told(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run("find", "王")[1]["problems"][0]["code"] == "commands.no_passphrase"


@pytest.mark.parametrize("words", [["import", "flowers", "a.xlsx"], ["find"], ["export"], ["nix"]])
def test_wrong_usage_ends_with_2(
    home: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["--data-dir", str(home), *words])
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_lines_for_a_person_without_json(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path, [HEAD, *LINES])
    assert cli.run(["--data-dir", str(home), "import", "persons", str(path)]) == 0
    said = capsys.readouterr()
    assert "created: 2" in said.out
    assert "[名册 3:B]" in said.err


def test_a_reader_that_has_read_enough_is_no_fault() -> None:
    """`unionapp programme list | head -1`: what comes after is thrown away without a word."""
    command = [sys.executable, "-m", "unionapp", "programme", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
