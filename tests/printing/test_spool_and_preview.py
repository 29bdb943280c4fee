"""The way out: to a file, to CUPS, to the screen; and what is not imported before."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.printing import papers
from unionapp.errors import UserError
from unionapp.printing import preview, spool, stocks

OPTIONS = "PageSize/Media Size: {}\nDuplex/2-Sided Printing: *None\n"


class Queue:
    """A print system that notes what it is told."""

    def __init__(
        self, media: str = "*A4 A5 CR80", *, known: bool = True, takes: bool = True
    ) -> None:
        self.media, self.known, self.takes = media, known, takes
        self.told: list[tuple[tuple[str, ...], bytes]] = []

    def __call__(self, command: Sequence[str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        self.told.append((tuple(command), stdin))
        if command[0] == "lpoptions":
            return self._answer(self.known, OPTIONS.format(self.media))
        return self._answer(self.takes, "request id is Office-7 (1 file(s))\n")

    def _answer(self, good: bool, text: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], 0 if good else 1, text.encode(), b"lp: no paper")


def test_a_job_goes_out_unscaled_on_its_paper_and_names_nobody() -> None:
    queue = Queue()
    stock = stocks.load("cr80")
    job = spool.print_with_cups(b"%PDF-1", stock, "Office", sides=2, run=queue)
    command, stdin = queue.told[-1]
    assert job == "Office-7"
    assert stdin == b"%PDF-1"
    assert command[-1] == "-"
    assert {"media=CR80", "print-scaling=none", "sides=two-sided-long-edge"} <= set(command)
    assert command[command.index("-t") + 1] == "unionapp"


def test_a_printer_with_own_sizes_is_told_the_size() -> None:
    media = spool.media_for(stocks.load("cr80"), "Office", Queue("*A4 Custom.WIDTHxHEIGHT"))
    assert media == "Custom.85.6x54mm"


@pytest.mark.parametrize(
    ("queue", "code"),
    [
        (Queue("*Letter Legal"), "printing.unsupported_paper"),
        (Queue(known=False), "printing.unknown_printer"),
        (Queue(takes=False), "printing.not_printed"),
    ],
)
def test_what_the_print_system_refuses_is_told(queue: Queue, code: str) -> None:
    with pytest.raises(UserError) as caught:
        spool.print_with_cups(b"%PDF-1", stocks.load("cr80"), "Office", run=queue)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_without_cups_saving_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert spool.printers() == ()
    with pytest.raises(UserError) as caught:
        spool.print_with_cups(b"%PDF-1", stocks.load("cr80"), "Office")
    assert [problem.code for problem in caught.value.problems] == ["printing.no_print_system"]


def test_a_saved_file_has_the_very_bytes(tmp_path: Path) -> None:
    pdf = papers.paper("member_card").pdf
    spool.save(pdf, tmp_path / "卡.pdf")
    assert (tmp_path / "卡.pdf").read_bytes() == pdf
    assert [path.name for path in tmp_path.iterdir()] == ["卡.pdf"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        spool.save(b"%PDF-1", tmp_path / "missing" / "card.pdf")
    assert [problem.code for problem in caught.value.problems] == ["printing.cannot_save"]


def test_nothing_is_left_behind_in_temporary_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and numbers stand in these files: only the printer and the user's file have them."""
    import tempfile

    scratch, target = tmp_path / "scratch", tmp_path / "out" / "paper.pdf"
    scratch.mkdir()
    target.parent.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.chdir(scratch)
    pdf = papers.paper("aid_receipt").pdf
    spool.save(pdf, target)
    spool.print_with_cups(pdf, stocks.load("a5_landscape"), "Office", run=Queue("*A5 A5Rotated"))
    preview.render_page(pdf, 0, dpi=50)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [target]


def test_a_page_is_shown_in_its_size_and_colours() -> None:
    page = preview.render_page(papers.paper("member_card").pdf, 0, dpi=254)
    assert (page.width, page.height) == (856, 540)
    assert len(page.rgb) == page.stride * page.height
    red, green, blue = page.rgb[page.stride * 5 + 15 : page.stride * 5 + 18]
    assert red > 180
    assert green < 60
    assert blue < 60


@pytest.mark.parametrize("number", [-1, 2])
def test_a_page_that_is_not_there_is_refused(number: int) -> None:
    with pytest.raises(UserError) as caught:
        preview.render_page(papers.paper("member_card").pdf, number, dpi=50)
    assert [problem.code for problem in caught.value.problems] == ["printing.no_such_page"]


def test_nothing_heavy_is_imported_before_something_is_drawn() -> None:
    folder = Path(preview.__file__).parent
    # What is made of reportlab's own classes is imported with the first font.
    late = ("__init__", "reportlab_fonts")
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem not in late)
    program = (
        "import importlib, sys\n"
        f"for name in {names}: importlib.import_module('unionapp.printing.' + name)\n"
        "heavy = {'reportlab', 'segno', 'pypdfium2', 'PIL', 'pikepdf', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
