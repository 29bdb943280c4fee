"""A file that is no list is told in one sentence; a list is read with its places."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tests import factories
from tests.workbooks.books import NUMBER, OTHER, book
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import vault
from unionapp.wording import sentence
from unionapp.workbooks import importing, reading

ROWS = [["姓名", "证件号码"], ["王建国", NUMBER], ["李娜", OTHER]]


def test_cells_keep_their_types_and_places(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        [[], [None, "姓名", "日期"], [None, "王建国", date(2026, 1, 2)], [None, 1.5, True]],
        第二页=[["x"]],
    )
    first, second = reading.sheets(path)
    assert first.name == "名册"
    assert first.rows[1] == ("", "姓名", "日期")
    assert first.rows[2] == ("", "王建国", date(2026, 1, 2))
    assert first.rows[3] == ("", 1.5, True)
    assert second.rows == (("x",),)


def test_a_moment_of_excel_is_read_as_one(tmp_path: Path) -> None:
    (sheet,) = reading.sheets(book(tmp_path, [[datetime(2026, 1, 2, 8, 30)]]))
    assert sheet.rows == ((datetime(2026, 1, 2, 8, 30),),)


def test_hidden_sheets_and_photos_are_left_alone(tmp_path: Path) -> None:
    from openpyxl import Workbook

    made = Workbook()
    assert made.active is not None
    made.active.append(["姓名"])
    made.create_sheet("选项").append(["男"])
    made["选项"].sheet_state = "hidden"
    path = tmp_path / "名册.xlsx"
    made.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/photo.jpeg", b"\xff\xd8" * 1000)
    assert [sheet.name for sheet in reading.sheets(path)] == ["Sheet"]


# ---- files that are no list ----------------------------------------------------------------------


def zipped(path: Path, entries: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def bomb(path: Path) -> None:
    zipped(path, {f"xl/worksheets/sheet{n}.xml": b"0" * 60_000_000 for n in range(8)})


def far_cell(path: Path) -> None:
    """One cell in the last corner: the parser would reserve memory for 17 thousand million."""
    whole = book(path.parent, ROWS, name="whole.xlsx")
    with zipfile.ZipFile(whole) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="B3"', b'r="XFD1048576"')
    assert entries["xl/worksheets/sheet1.xml"] != sheet
    zipped(path, entries)


def tall_and_wide(path: Path) -> None:
    whole = book(path.parent, ROWS, name="whole.xlsx")
    with zipfile.ZipFile(whole) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="B3"', b"r='ZZ199999'")
    zipped(path, entries)


def truncated(path: Path) -> None:
    content = book(path.parent, ROWS, name="whole.xlsx").read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def flipped(path: Path) -> None:
    """One bit of the cells themselves, unpacked and packed without mending the check sum."""
    whole = book(path.parent, ROWS, name="whole.xlsx")
    with zipfile.ZipFile(whole) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    content = bytearray(path.read_bytes())
    at = content.find(NUMBER.encode())
    assert at > 0
    content[at + 8] ^= 1
    path.write_bytes(content)


def password(path: Path) -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream + b"\0" * 400)


def locked_entry(path: Path) -> None:
    content = bytearray(book(path.parent, ROWS, name="whole.xlsx").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            flags = struct.unpack_from("<H", content, at + offset)[0]
            struct.pack_into("<H", content, at + offset, flags | 1)
            at = content.find(mark, at + 4)
    path.write_bytes(content)


NO_LISTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "0 bytes": (lambda path: path.write_bytes(b""), "workbook.empty"),
    "a photo": (lambda path: path.write_bytes(b"\xff\xd8\xff\xe0JFIF" * 50), "not_a_workbook"),
    "csv": (lambda path: path.write_text("姓名,证件号码\n", "utf-8"), "workbook.not_a_workbook"),
    "old xls": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900),
        "workbook.old_format",
    ),
    "password": (password, "workbook.locked"),
    "zip password": (locked_entry, "workbook.locked"),
    "another zip": (lambda path: zipped(path, {"a.txt": b"x"}), "workbook.not_a_workbook"),
    "a document": (lambda path: zipped(path, {"word/document.xml": b"<a/>"}), "not_a_workbook"),
    "only a folder xl": (lambda path: zipped(path, {"xl/a.xml": b"<a/>"}), "workbook.damaged"),
    "truncated": (truncated, "workbook.damaged"),
    "one bit flipped": (flipped, "workbook.damaged"),
    "bomb": (bomb, "workbook.too_large"),
    "far cell": (far_cell, "workbook.too_many_rows"),
    "tall and wide": (tall_and_wide, "workbook.too_many_rows"),
    "a thousand entries": (
        lambda path: zipped(path, {f"xl/worksheets/s{n}.xml": b"" for n in range(1000)}),
        "workbook.too_large",
    ),
    "a folder": (lambda path: path.mkdir(), "workbook.missing"),
    "nothing": (lambda path: None, "workbook.missing"),
}


@pytest.mark.parametrize(("make", "code"), NO_LISTS.values(), ids=NO_LISTS)
def test_a_file_that_is_no_list_is_told_in_one_sentence(
    tmp_path: Path, make: Callable[[Path], object], code: str
) -> None:
    path = tmp_path / "名册.xlsx"
    make(path)
    with pytest.raises(UserError) as caught:
        reading.sheets(path)
    (problem,) = caught.value.problems
    assert problem.code.endswith(code)
    assert "名册.xlsx" in sentence(problem, "zh")


# ---- fuzz ----------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path / "office")
    yield made
    vault.lock(made)


def mutated(source: random.Random, whole: bytes, entries: dict[str, bytes]) -> bytes:
    """Damage the file itself, or one of its parts with the archive whole round it."""
    if source.random() < 0.3:
        return _damaged(source, whole)
    import io

    target = io.BytesIO()
    hit = source.choice(list(entries))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, _damaged(source, data) if name == hit else data)
    return target.getvalue()


def _damaged(source: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(source.randint(1, 6)):
        at = source.randrange(len(changed) or 1)
        kind = source.randrange(5)
        if kind == 0 and changed:
            changed[at] ^= 1 << source.randrange(8)
        elif kind == 1:
            del changed[at : at + source.randint(1, 40)]
        elif kind == 2:
            changed[at:at] = bytes(source.randrange(256) for _ in range(source.randint(1, 20)))
        elif kind == 3:
            changed[at:at] = changed[source.randrange(len(changed) or 1) :][:60]
        else:
            digits = [n for n, byte in enumerate(changed) if 48 <= byte <= 57]
            if digits:
                changed[source.choice(digits)] = source.randrange(48, 58)
    return bytes(changed)


def test_a_damaged_workbook_is_refused_in_a_sentence_or_read(tmp_path: Path, desk: Desk) -> None:
    source = random.Random(20261121)
    whole = book(tmp_path, [*ROWS, ["赵䶮", "x", 1.5], [date(2020, 1, 1), True, None]])
    content = whole.read_bytes()
    with zipfile.ZipFile(whole) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "fuzz.xlsx"
    told: list[str] = []
    for _ in range(500):
        path.write_bytes(mutated(source, content, entries))
        try:
            importing.plan_import(desk, "persons", path)
        except UserError as error:
            told.append(sentence(error.problems[0], "zh"))
    assert 50 < len(told) < 500
    assert all(told)
