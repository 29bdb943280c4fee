"""Printing through Qt, as on Windows, against a private print system: paper and pixels."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.printing import cups, papers
from tests.printing.cups import Cups
from unionapp.printing import preview

pytestmark = pytest.mark.skipif(
    bool(cups.missing()), reason=f"print tests need CUPS; not installed: {cups.missing()}"
)

# Qt asks for the print system when it starts, so each print has a process of its own.
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from unionapp.errors import UserError
from unionapp.printing import stocks
from unionapp.ui.paper import qt_print
app = QApplication([])
try:
    print(qt_print.send(Path(sys.argv[1]).read_bytes(), stocks.load(sys.argv[2]), sys.argv[3],
                        sides=2, grey=sys.argv[4] == "grey"))
except UserError as error:
    print(*(problem.code for problem in error.problems))
"""


@pytest.fixture(scope="module")
def system() -> Iterator[Cups]:
    with cups.running() as found:
        yield found


def sent(system: Cups, folder: Path, pdf: bytes, stock: str, queue: str, ink: str = "") -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    for name in ("office", "letter"):
        (system.folder / f"{name}.out").write_bytes(b"")
    environment = {**os.environ, "CUPS_SERVER": system.server, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file), stock, queue, ink],
        capture_output=True, text=True, check=True, env=environment, timeout=120,
    )  # fmt: skip
    return run.stdout.strip()


@pytest.mark.parametrize(
    ("document", "stock", "ink"),
    [("member_card", "cr80", ""), ("aid_receipt", "a4_halves", "grey")],
)
def test_qt_prints_on_the_exact_paper_what_the_preview_shows(
    system: Cups, tmp_path: Path, document: str, stock: str, ink: str
) -> None:
    pdf = papers.paper(document, stock=stock).pdf
    assert "printing." not in sent(system, tmp_path, pdf, stock, "office", ink)
    out = system.printed("office")
    ours, theirs = preview.page_sizes(pdf), preview.page_sizes(out)
    assert len(ours) == len(theirs)
    for (width, height), (wide, high) in zip(ours, theirs, strict=True):
        assert (wide, high) == pytest.approx((width, height), abs=0.4)
    # The code is read from the very pixels that the printer gets.
    assert papers.scanned(out, 0, 300) == papers.scanned(pdf, 0, 300)


def test_qt_does_not_print_on_a_paper_that_the_queue_lacks(system: Cups, tmp_path: Path) -> None:
    pdf = papers.paper("member_card").pdf
    assert sent(system, tmp_path, pdf, "cr80", "letter") == "printing.unsupported_paper"
    assert not (system.folder / "letter.out").stat().st_size


def test_an_unknown_printer_is_refused(system: Cups, tmp_path: Path) -> None:
    pdf = papers.paper("member_card").pdf
    assert sent(system, tmp_path, pdf, "cr80", "nobody") == "printing.unknown_printer"
