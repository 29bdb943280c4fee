"""`form check` and `form run`: their answers, their exit status, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forms.desk import markdown
from unionapp.cli import run

SHEETS = {
    "survey": [
        ("type", "name", "label", "relevant", "repeat_count", "read_only"),
        ("integer", "n", "N", "", "", ""),
        ("text", "a", "A", "${n} > 1", "", ""),
        ("text", "fixed", "Fixed", "", "", "yes"),
        ("select_one c", "c", "C", "", "", ""),
        ("begin_repeat", "r", "R", "", "", ""),
        ("text", "b", "B", "", "", ""),
        ("end_repeat", "", "", "", "", ""),
        ("begin_repeat", "k", "K", "", "2", ""),
        ("text", "d", "D", "", "", ""),
        ("end_repeat", "", "", "", "", ""),
        ("hidden", "h", "", "", "", ""),
    ],
    "choices": [("list_name", "name", "label"), ("c", "x", "X")],
}


def answer(
    folder: Path, capsys: pytest.CaptureFixture[str], script: object | None = None
) -> tuple[int, dict[str, Any]]:
    (folder / "form.md").write_text(markdown(SHEETS), "utf-8")
    words = ["form", "run", str(folder / "form.md")]
    if script is not None:
        (folder / "steps.json").write_text(json.dumps(script), "utf-8")
        words += ["--steps", str(folder / "steps.json")]
    status = run(words)
    return status, json.loads(capsys.readouterr().out)


def test_without_steps_the_form_is_shown_as_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = answer(tmp_path, capsys)
    assert status == 0
    assert [one["name"] for one in said["snapshots"]] == ["end"]
    nodes = {one["path"]: one for one in said["snapshots"][0]["nodes"]}
    assert nodes["/data/a"] == {"path": "/data/a", "value": "", "relevant": False}
    assert nodes["/data/h"] == {"path": "/data/h", "value": "", "relevant": True}
    assert nodes["/data/c"]["choices"] == [{"value": "x", "label": "X"}]


def test_what_nobody_could_do_is_refused_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = [
        {"set": "/data/nothing", "value": "1"},
        {"set": "/data/a", "value": "1"},
        {"set": "/data/fixed", "value": "1"},
        {"set": "/data/c", "value": "y"},
        {"set": "/data/h", "value": "1"},
        {"set": "/data/r[2]/b", "value": "1"},
        {"add": "/data/k"},
        {"remove": "/data/k[1]"},
        {"remove": "/data/r[4]"},
        {"remove": "/data/r"},
        {"add": "/data/n"},
        {"language": "French (fr)"},
        {"dance": "x"},
        {"set": "/data/n", "value": "2"},
        {"set": "/data/a", "value": "ok"},
        {"add": "/data/r"},
        {"set": "/data/r[2]/b", "value": "two"},
        {"remove": "/data/r[1]"},
        {"set": "/data/c", "value": "x"},
        {"set": "/data/c", "value": ""},
    ]
    status, said = answer(tmp_path, capsys, {"steps": steps})
    assert status == 0
    assert [one["step"] for one in said["refused"]] == list(range(13))
    assert all(one["reason"] for one in said["refused"])
    values = {one["path"]: one["value"] for one in said["snapshots"][-1]["nodes"]}
    assert values["/data/r[1]/b"] == "two"
    assert values["/data/c"] == ""
    assert values["/data/k[2]/d"] == ""


@pytest.mark.parametrize(
    "script",
    [
        [],
        {"steps": {}},
        {"steps": [1]},
        {"preload": []},
        {"now": "yesterday"},
        {"timezone": "Mars/Olympus"},
    ],
)
def test_a_wrong_steps_file_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], script: object
) -> None:
    status, said = answer(tmp_path, capsys, script)
    assert status == 2
    assert list(said) == ["error"]
    assert said["error"]


def test_a_form_that_cannot_be_opened_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["form", "run", str(tmp_path / "none.xlsx")]) == 2
    assert "none.xlsx" in json.loads(capsys.readouterr().out)["error"]


def test_check_says_all_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "form.md"
    file.write_text("| survey |\n| | type | name | label |\n| | blah | a | A |\n", "utf-8")
    assert run(["--json", "form", "check", str(file)]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["problems"][0]["row"] == 2
    file.write_text("| survey |\n| | type | name | label |\n| | text | a | A |\n", "utf-8")
    assert run(["form", "check", str(file)]) == 0
    assert capsys.readouterr().out == "OK\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_text_with_a_byte_order_mark_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: bytes
) -> None:
    file = tmp_path / "visit.md"
    text = "| survey |\n| | type | name | label |\n| | text | a | 姓名 |\n"
    file.write_bytes(mark + text.encode())
    assert run(["form", "run", str(file)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["snapshots"][0]["nodes"][0]["label"] == "姓名"
    assert said["title"] == ("data" if mark else "visit")
