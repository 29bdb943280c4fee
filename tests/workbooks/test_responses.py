"""Finished responses leave as flat tables: every digit and every answer arrives."""

from __future__ import annotations

import csv
import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from tests.forms.desk import read
from tests.workbooks.answered import ANSWERS, HEAD, LONG_NAME, SURVEY, household, response
from tests.workbooks.test_exporting import HOSTILE
from unionapp.errors import UserError
from unionapp.workbooks.responses import ExportedResponse, export_responses

Sheets = Mapping[str, list[list[Any]]]


def sheets(path: Path) -> Sheets:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def records(rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def tables(path: Path) -> dict[str, list[dict[str, str]]]:
    """The CSV files in a zip, by name."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8-sig")
            found[name] = records(list(csv.reader(io.StringIO(text, newline=""))))
    return found


def refusal(*args: Any, **named: Any) -> str:
    with pytest.raises(UserError) as caught:
        export_responses(*args, **named)
    return caught.value.problems[0].code


def test_a_record_and_each_repeat_have_a_table_joined_by_keys(tmp_path: Path) -> None:
    form = household(tmp_path)
    path = tmp_path / "a.zip"
    made = export_responses([(form, [response()])], path, style="csv")
    found = tables(path)
    assert tuple(found) == made.names
    assert made.names == ("household.csv", "household-member.csv", "household-job.csv")
    assert (made.responses, made.rows, made.moved) == (1, 5, 0)
    (main,), members, jobs = found.values()
    assert (main["KEY"], main["who-name"], main["SET-OF-member"]) == (
        "uuid:1",
        "欧阳𠮷",
        "uuid:1/member",
    )
    assert [row["KEY"] for row in members] == ["uuid:1/member[1]", "uuid:1/member[2]"]
    assert {row["PARENT_KEY"] for row in members} == {"uuid:1"}
    assert {row["SET-OF-member"] for row in members} == {main["SET-OF-member"]}
    assert members[0]["SET-OF-career-job"] == jobs[0]["SET-OF-career-job"]
    assert members[0]["SET-OF-career-job"] == "uuid:1/member[1]/career/job"
    assert members[1]["SET-OF-career-job"] == ""
    assert [(row["PARENT_KEY"], row["KEY"], row["employer"]) for row in jobs] == [
        ("uuid:1/member[1]", "uuid:1/member[1]/career/job[1]", "甲厂"),
        ("uuid:1/member[1]", "uuid:1/member[1]/career/job[2]", ""),
    ]


def test_the_columns_stand_in_the_order_of_the_form(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    export_responses([(household(tmp_path), [response()])], path, style="xlsx")
    assert sheets(path)["household"][0] == [
        *("SubmissionDate", "who-name", "who-number", "rooms", "area", "moved", "seen"),
        *("sex", "needs", "place-Latitude", "place-Longitude", "place-Altitude"),
        *("place-Accuracy", "total", "copied", "spokesperson", "meta-instanceID"),
        *("KEY", "SubmitterName", "Status", "FormVersion", "StartedAt", "Door", "Subject"),
        *("VisitID", "ResponseID", "SET-OF-member"),
    ]


def test_numbers_are_numbers_and_numbers_of_persons_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    export_responses([(household(tmp_path), [response()])], path, style="xlsx")
    (line,) = records(sheets(path)["household"])
    assert line["who-number"] == line["copied"] == "210106199003070011"
    assert (line["rooms"], line["area"], line["total"]) == (3.0, 62.5, 5.0)
    assert line["moved"] == date(2019, 3, 1)
    assert line["seen"] == datetime(2026, 11, 20, 9, 30)
    assert line["StartedAt"] == datetime(2026, 11, 20, 9, 20)
    assert [line[f"place-{part}"] for part in ("Latitude", "Accuracy")] == [41.8, 6.5]
    assert (line["Subject"], len(line["Subject"])) == (LONG_NAME, 25)
    cell = openpyxl.load_workbook(path)["household"]["C2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("210106199003070011", "s", "@")
    assert openpyxl.load_workbook(path)["household"]["F2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("0", 0.0),
        ("-7", -7.0),
        ("13812345678", 13812345678.0),
        ("007", "007"),
        ("-0", "-0"),
        ("138123456789", "138123456789"),
        ("210106199003070011", "210106199003070011"),
        ("NaN", "NaN"),
        ("1e5", "1e5"),
    ],
)
def test_a_whole_number_that_excel_would_bend_is_text(
    tmp_path: Path, text: str, cell: object
) -> None:
    path = tmp_path / "a.xlsx"
    answers = {"/data/rooms": text}
    export_responses([(household(tmp_path), [response(answers)])], path, style="xlsx")
    assert records(sheets(path)["household"])[0]["rooms"] == cell


def test_labels_stand_for_names_in_the_language_asked_for(tmp_path: Path) -> None:
    form = household(tmp_path)
    for language, expected in (
        ("zh", ("女", "房租、上学", "入户调查", "入户调查-家庭成员")),
        ("en", ("female", "rent、school", "入户调查", "入户调查-Member")),
        (None, ("女", "房租、上学", "入户调查", "入户调查-家庭成员")),
    ):
        path = tmp_path / "a.xlsx"
        forms = [(form, [response()])]
        export_responses(forms, path, style="xlsx", labels=True, language=language)
        found = sheets(path)
        (line,) = records(found["入户调查"])
        sex, needs = ("Sex", "Needs") if language == "en" else ("性别", "困难")
        assert (line[sex], line[needs], *tuple(found)[:2]) == expected
        assert ("Door" in line, "地址" in line) == (language == "en", language != "en")


def test_a_choice_made_of_answers_is_found_among_them(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    survey = [
        *SURVEY[:13],
        ("text", "name1", "姓名", "Name", "", ""),
        ("end repeat", "", "", "", "", ""),
        ("select_one ${name1}", "boss", "代表", "Boss", "", ""),
    ]
    form = household(tmp_path, survey)
    spec = form.spec("/data/boss")
    assert spec is not None
    assert spec.control is not None
    assert spec.control.itemset is not None
    spec.control = replace(spec.control, itemset=replace(spec.control.itemset, label="trade"))
    answers = {
        "/data/member[1]": "",
        "/data/member[1]/name1": "甲",
        "/data/member[1]/trade": "工人",
    }
    some = [response(answers | {"/data/boss": name}, id=name) for name in ("甲", "乙")]
    export_responses([(form, some)], path, style="csv", labels=True)
    assert [row["代表"] for row in tables(path)["入户调查.csv"]] == ["工人", "乙"]


def test_of_two_rows_with_one_name_the_nearer_is_meant(tmp_path: Path) -> None:
    survey = [
        HEAD,
        ("begin repeat", "home", "户", "Home", "", ""),
        ("begin repeat", "person", "人", "Person", "", ""),
        ("text", "who", "姓名", "Name", "", ""),
        ("text", "title", "称呼", "Title", "", ""),
        ("end repeat", "", "", "", "", ""),
        ("select_one ${who}", "head", "户主", "Head", "", ""),
        ("end repeat", "", "", "", "", ""),
    ]
    form, path = household(tmp_path, survey), tmp_path / "a.zip"
    control = form.root.children["home"].children["head"].control
    assert control is not None
    assert control.itemset is not None
    labelled = replace(control, itemset=replace(control.itemset, label="title"))
    form.root.children["home"].children["head"].control = labelled
    answers = {}
    for number, title in ((1, "老王"), (2, "小王")):
        home = f"/data/home[{number}]"
        answers |= {home: "", f"{home}/person[1]": "", f"{home}/person[1]/who": "王"}
        answers |= {f"{home}/person[1]/title": title, f"{home}/head": "王"}
    export_responses([(form, [response(answers)])], path, style="csv", labels=True)
    assert [row["户主"] for row in tables(path)["入户调查-户.csv"]] == ["老王", "小王"]


@pytest.mark.parametrize(
    ("calculation", "text", "cell"),
    [
        ("${rooms}", "3", 3.0),
        ("if(${rooms} > 2, ${rooms} * 2, '')", "6", 6.0),
        ("coalesce(${a}, 0)", "6", 6.0),
        ("once(count-selected(${needs}))", "2", 2.0),
        ("concat(${rooms}, '1')", "31", "31"),
        ("if(${rooms} > 2, ${name}, 5)", "5", "5"),
        ("${rooms} > 2", "true", "true"),
        ("${name}", "024", "024"),
        ("${name}", "24", "24"),
    ],
)
def test_what_computes_an_answer_tells_whether_it_is_a_number(
    tmp_path: Path, calculation: str, text: str, cell: object
) -> None:
    survey = [
        *SURVEY,
        ("calculate", "a", "", "", "${rooms} + 1", ""),
        ("calculate", "b", "", "", calculation, ""),
    ]
    path = tmp_path / "a.xlsx"
    forms = [(household(tmp_path, survey), [response({"/data/b": text})])]
    export_responses(forms, path, style="xlsx")
    assert records(sheets(path)["household"])[0]["b"] == cell


def test_several_answers_are_split_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    some = [response(), response({"/data/rooms": "1"}, id="r2")]
    export_responses([(household(tmp_path), some)], path, style="xlsx", split=True)
    one, two = records(sheets(path)["household"])
    assert one["needs"] == "rent school"
    assert [one[f"needs/{name}"] for name in ("rent", "ill", "school")] == [1.0, 0.0, 1.0]
    assert two["needs/rent"] == ""


def test_versions_share_a_table_and_nothing_of_the_older_is_lost(tmp_path: Path) -> None:
    old = household(
        tmp_path,
        [
            HEAD,
            ("text", "gone", "旧题", "Gone", "", ""),
            ("integer", "rooms", "房间", "Rooms", "", ""),
            ("begin repeat", "pet", "宠物", "Pet", "", ""),
            ("text", "kind", "种类", "Kind", "", ""),
            ("end repeat", "", "", "", "", ""),
        ],
        "1",
    )
    answers = {
        "/data/gone": "旧",
        "/data/rooms": "2",
        "/data/pet[1]": "",
        "/data/pet[1]/kind": "猫",
    }
    stray = {
        "/data/rooms": "1",
        "/data/nowhere": "无处",
        "/data/lost[1]": "",
        "/data/lost[1]/x": "y",
    }
    path = tmp_path / "a.xlsx"
    forms = [
        (old, [response(answers, id="r0", version="1")]),
        (household(tmp_path), [response(), response(stray, id="r2")]),
    ]
    made = export_responses(forms, path, style="xlsx")
    found = sheets(path)
    main = found["household"]
    assert main[0].index("gone") == main[0].index("meta-instanceID") + 1
    assert [(row["gone"], row["rooms"], row["FormVersion"]) for row in records(main)] == [
        ("旧", 2.0, "1"),
        ("", 3.0, "2026112001"),
        ("", 1.0, "2026112001"),
    ]
    assert records(found["household-pet"])[0]["kind"] == "猫"
    assert made.moved == 2
    assert found["MORE"] == [
        ["KEY", "PATH", "PART", "TEXT"],
        ["uuid:r2", "/data/nowhere", 1.0, "无处"],
        ["uuid:r2/lost[1]", "/data/lost[1]/x", 1.0, "y"],
    ]


def test_names_that_would_be_the_same_get_a_number(tmp_path: Path) -> None:
    long = "非常长的问题分组名称用来超过工作表名字的长度限制"
    survey = [
        HEAD,
        ("text", "KEY", "姓名", "Key", "", ""),
        ("begin group", "a", "", "A", "", ""),
        ("text", "b-c", "姓名", "One", "", ""),
        ("end group", "", "", "", "", ""),
        ("begin group", "a-b", "", "B", "", ""),
        ("text", "c", "姓名", "Two", "", ""),
        ("end group", "", "", "", "", ""),
        ("begin repeat", f"{long}一二三四五六七", "甲", "R", "", ""),
        ("text", "x", "X", "X", "", ""),
        ("end repeat", "", "", "", "", ""),
        ("begin repeat", f"{long}一二三四五六八", "[甲]*", "S", "", ""),
        ("text", "y", "Y", "Y", "", ""),
        ("end repeat", "", "", "", "", ""),
    ]
    form, path = household(tmp_path, survey), tmp_path / "a.xlsx"
    made = export_responses([(form, [response({"/data/KEY": "k"})])], path, style="xlsx")
    heading = sheets(path)["household"][0]
    assert heading[1:4] == ["KEY~2", "a-b-c", "a-b-c~2"]
    assert len({name.casefold() for name in made.names}) == 3
    assert all(len(name) <= 31 for name in made.names)
    made = export_responses([(form, [])], path, style="xlsx", labels=True)
    assert sheets(path)["入户调查"][0][1:4] == ["姓名", "姓名~2", "姓名~3"]
    assert made.names == ("入户调查", "入户调查-甲", "入户调查-_甲__")
    written = export_responses([(form, [])], tmp_path / "out", style="csv").names
    assert set(written) == {file.name for file in (tmp_path / "out").iterdir()}


def test_no_answer_is_run_as_a_formula(tmp_path: Path) -> None:
    form, path = household(tmp_path), tmp_path / "a.xlsx"
    some = [response({"/data/who/name": text}, id=f"r{at}") for at, text in enumerate(HOSTILE)]
    export_responses([(form, some)], path, style="xlsx")
    with zipfile.ZipFile(path) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert "<f " not in written
    assert [row["who-name"] for row in records(sheets(path)["household"])] == HOSTILE
    export_responses([(form, some)], tmp_path / "a.zip", style="csv")
    for text, row in zip(HOSTILE, tables(tmp_path / "a.zip")["household.csv"], strict=True):
        runs = text[0] in "=+-@\t\r\n＝＋－＠"
        assert row["who-name"] == (f"'{text}" if runs else text)


def test_a_negative_number_is_no_formula(tmp_path: Path) -> None:
    form, path = household(tmp_path), tmp_path / "a.zip"
    some = response({"/data/rooms": "-3", "/data/moved": "2019-03-01", "/data/who/name": "-3"})
    export_responses([(form, [some])], path, style="csv")
    (row,) = tables(path)["household.csv"]
    assert (row["rooms"], row["moved"], row["who-name"]) == ("-3", "2019-03-01", "'-3")
    assert row["StartedAt"] == "2026-11-20T09:20:00.000+08:00"


@pytest.mark.parametrize(
    "text", ["长" * 32_768, "𠮷" * 16_384, "a" * 100_001, "\U0001f642é" * 30_000]
)
def test_a_text_longer_than_a_cell_stands_whole_in_another_sheet(tmp_path: Path, text: str) -> None:
    form, path = household(tmp_path), tmp_path / "a.xlsx"
    made = export_responses([(form, [response({"/data/who/name": text})])], path, style="xlsx")
    found = sheets(path)
    cut = records(found["household"])[0]["who-name"]
    assert cut.endswith("……【全文见工作表 MORE】")
    parts = records(found["MORE"])
    assert made.moved == 1
    assert "".join(row["TEXT"] for row in parts) == text
    assert {(row["KEY"], row["PATH"]) for row in parts} == {("uuid:r1", "who-name")}
    for piece in (cut, *(row["TEXT"] for row in parts)):
        assert len(piece.encode("utf-16-le")) // 2 <= 32_767
    export_responses(
        [(form, [response({"/data/who/name": text})])], tmp_path / "a.zip", style="csv"
    )
    assert tables(tmp_path / "a.zip")["household.csv"][0]["who-name"] == text


def test_a_text_that_just_fits_stays_where_it_is(tmp_path: Path) -> None:
    path, text = tmp_path / "a.xlsx", "长" * 32_765 + "𠮷"
    some = response({"/data/who/name": text})
    made = export_responses([(household(tmp_path), [some])], path, style="xlsx")
    assert made.moved == 0
    assert records(sheets(path)["household"])[0]["who-name"] == text


def test_control_characters_and_rare_signs_arrive_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    text = "a\x01b\x0bc\x1f_x0041_\r\n\t𰻝\U0001f469\u200d\U0001f33e\ue863"
    some = response({"/data/who/name": text, "/data/who/number": "x\ud800\uffff"})
    export_responses([(household(tmp_path), [some])], path, style="xlsx")
    (row,) = records(sheets(path)["household"])
    assert (row["who-name"], row["who-number"]) == (text, "x\ufffd\ufffd")


def test_a_csv_opens_right_in_excel(tmp_path: Path) -> None:
    path = tmp_path / "flat.csv"
    form = read(tmp_path, {"survey": [("type", "name", "label"), ("text", "q", "Q")]}).definition
    some = response({"/data/q": '一,"二"\n三'})
    export_responses([(form, [some])], path, style="csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfSubmissionDate,q,")
    assert content.endswith(b"\r\n")
    (row,) = records(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))))
    assert row["q"] == '一,"二"\n三'


def test_a_csv_holds_every_digit_and_says_that_excel_would_not_show_them(tmp_path: Path) -> None:
    path = tmp_path / "flat.csv"
    form = read(tmp_path, {"survey": [("type", "name", "label"), ("text", "q", "Q")]}).definition
    some = [response({"/data/q": text}) for text in ("210106199003079011", "13812345678")]
    made = export_responses([(form, some)], path, style="csv")
    rows = records(list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))))
    assert [row["q"] for row in rows] == ["210106199003079011", "13812345678"]
    assert made.long_numbers == 1


@pytest.mark.parametrize(
    ("name", "style", "code"),
    [
        ("a.xls", "xlsx", "export.wrong_ending"),
        ("a.csv", "csv", "export.several_files"),
        ("a.xml", "xml", "export.several_files"),
        ("a.txt", "xml", "export.wrong_ending"),
        ("nowhere/a.xlsx", "xlsx", "export.cannot_write"),
        ("nowhere/a.zip", "csv", "export.cannot_write"),
        ("nowhere/a", "csv", "export.cannot_write"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, style: Any, code: str) -> None:
    forms = [(household(tmp_path), [response(), response(id="r2")])]
    assert refusal(forms, tmp_path / name, style=style) == code


def test_nothing_chosen_is_told(tmp_path: Path) -> None:
    assert refusal([], tmp_path / "a.xlsx", style="xlsx") == "export.no_forms"
    assert refusal([], tmp_path / "a.zip", style="csv") == "export.no_forms"


@pytest.mark.parametrize(
    ("name", "style"), [("a.xlsx", "xlsx"), ("a.zip", "csv"), ("b.zip", "xml")]
)
def test_a_stopped_export_leaves_what_was_there(tmp_path: Path, name: str, style: Any) -> None:
    class Stopped(Exception):
        pass

    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if done == 2:
            raise Stopped

    form, path = household(tmp_path), tmp_path / name
    path.write_bytes(b"before")
    before = {file.name for file in tmp_path.iterdir()}
    some = [response(id=f"r{at}") for at in range(5)]
    with pytest.raises(Stopped):
        export_responses([(form, some)], path, style=style, progress=progress)
    assert told == [(1, 5), (2, 5)]
    assert path.read_bytes() == b"before"
    assert {file.name for file in tmp_path.iterdir()} == before


def test_answers_lie_in_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    seen: set[str] = set()

    def progress(_done: int, _of: int) -> None:
        seen.update(file.name for file in temporary.iterdir())

    forms = [(household(tmp_path), [response()])]
    export_responses(forms, tmp_path / "a.xlsx", style="xlsx", progress=progress)
    export_responses(forms, tmp_path / "a.zip", style="csv", progress=progress)
    assert seen == set()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "style"), [("a.xlsx", "xlsx"), ("a.zip", "csv")])
def test_memory_stays_level_over_thousands_of_responses(
    tmp_path: Path, name: str, style: Any
) -> None:
    form = household(tmp_path)

    def some(count: int) -> Iterator[ExportedResponse]:
        for at in range(count):
            answers = ANSWERS | {"/data/who/number": f"{210106199003070011 + at}"}
            yield response(answers | {"/data/meta/instanceID": f"uuid:{at}"}, id=f"r{at}")

    def peak(count: int) -> int:
        tracemalloc.start()
        export_responses([(form, some(count))], tmp_path / name, style=style)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(1_500) - peak(300) < 1_200 * 1_500
