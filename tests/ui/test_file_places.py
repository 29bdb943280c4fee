"""A typed path is never taken for one beside the program; a proposal is never in the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unionapp.ui import file_places

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(file_places, "documents_folder", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "ending", "meant"),
    [
        ("三月名单", ".xlsx", "三月名单.xlsx"),
        ("名单.csv", ".xlsx", "名单.csv"),
        ("帮扶/n", ".pdf", "帮扶/n.pdf"),
        ("签收单2026.11.21", ".pdf", "签收单2026.11.21.pdf"),
        (' "收据.pdf" ', ".pdf", "收据.pdf"),
        ("", "", "."),
    ],
)
def test_a_bare_name_stands_among_the_documents(
    typed: str, ending: str, meant: str, documents: Path
) -> None:
    assert file_places.typed_path(typed, ending) == documents / meant


def test_a_whole_path_is_taken_as_it_is(documents: Path) -> None:
    whole = documents.parent / "stick" / "a.pdf"
    assert file_places.typed_path(str(whole), ".pdf") == whole
    assert file_places.typed_path("~/a.pdf").is_absolute()


def test_what_is_proposed_stands_nowhere_yet(documents: Path) -> None:
    first = file_places.proposed_file("aid_receipt", DAY, ".pdf")
    assert first == documents / "aid_receipt-2026-11-21.pdf"
    first.touch()
    second = file_places.proposed_file("aid_receipt", DAY, ".pdf")
    second.touch()
    third = file_places.proposed_file("aid_receipt", DAY, ".pdf")
    assert [second.name, third.name] == [
        "aid_receipt-2026-11-21-2.pdf",
        "aid_receipt-2026-11-21-3.pdf",
    ]
