"""What an office's own files may not do: reach out of their place, burst, or break a print."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.printing import own, papers
from tests.printing.test_vocabulary import NAME
from unionapp.printing import design_files

ARTWORK: dict[str, Any] = {"type": "artwork", "x": 0, "y": 0, "w": 20, "h": 20, "file": "a.svg"}
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4"/></svg>'
)


def zipped(folder: Path, file: str, content: bytes, **head: Any) -> None:
    data = {**own.HEAD, "sides": {"front": [{**ARTWORK, "file": file}]}, **head}
    with zipfile.ZipFile(folder / "slip.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("design.json", json.dumps(data))
        archive.writestr(file, content)


def test_artwork_of_a_zip_is_printed(tmp_path: Path) -> None:
    zipped(tmp_path, "a.svg", SVG)
    assert own.is_dark(own.printed(tmp_path).pdf, 10, 10)


@pytest.mark.parametrize(
    "file", ["../a.svg", "../../stocks/a4.svg", "/etc/a.svg", "sub/a.svg", "..", "C:\\\\a.svg"]
)
def test_a_zip_cannot_name_what_lies_outside_it(tmp_path: Path, file: str) -> None:
    (tmp_path / "a.svg").write_bytes(SVG)
    (tmp_path / "documents").mkdir()
    zipped(tmp_path / "documents", file, SVG)
    before = sorted(tmp_path.rglob("*"))
    (problem,) = own.problems(tmp_path / "documents")
    assert problem.code == "printing.no_artwork"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(design_files, "_MOST_BYTES", 1000)
    zipped(tmp_path, "a.svg", SVG + b" " * 2000)
    assert (tmp_path / "slip.zip").stat().st_size < 1000
    unpacked: list[str] = []
    read = zipfile.ZipFile.read

    def noted(archive: zipfile.ZipFile, name: str) -> bytes:
        unpacked.append(name)
        return read(archive, name)

    monkeypatch.setattr(zipfile.ZipFile, "read", noted)
    assert [one.code for one in own.problems(tmp_path)] == ["printing.no_artwork"]
    assert "a.svg" not in unpacked


@pytest.mark.parametrize("content", [b"PK", b"PK\x03\x04" + bytes(40), b""])
def test_a_damaged_zip_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "slip.zip").write_bytes(content)
    (problem,) = own.problems(tmp_path)
    assert (problem.code, problem.where) == ("printing.not_json", "slip.zip/design.json")


@pytest.mark.parametrize("allowed", [0x0002, 0x0100, 0x0104, 0x0200])
def test_a_font_that_may_not_be_embedded_is_refused(tmp_path: Path, allowed: int) -> None:
    own.font(tmp_path, allowed=allowed)
    own.design(tmp_path, NAME)
    (problem,) = own.problems(tmp_path)
    assert problem.code == "printing.font_unusable"
    assert problem.detail["reason"] == f"fsType {allowed}"


@pytest.mark.parametrize("allowed", [0x0000, 0x0004, 0x0008])
def test_a_font_that_may_be_embedded_in_prints_is_used(tmp_path: Path, allowed: int) -> None:
    own.font(tmp_path, allowed=allowed)
    own.design(tmp_path, NAME)
    pdf = own.printed(tmp_path, papers.record(person__name="王\U00020000")).pdf
    assert own.texts(pdf) == ["王\U00020000"]


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_half_a_font_is_named_and_not_a_fault_of_the_program(tmp_path: Path, part: float) -> None:
    path = own.font(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    own.design(tmp_path, NAME)
    (problem,) = own.problems(tmp_path, papers.record(person__name="王\U00020000"))
    assert (problem.code, problem.where) == ("printing.font_unusable", "rare.ttf")
