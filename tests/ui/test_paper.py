"""The paper panel: the very bytes are seen, saved and printed; the note comes before the paper."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests import factories
from tests.printing import cups
from tests.services import aid
from tests.ui.benches import TestBench, focused, make, press, show
from unionapp.errors import Problem, UserError, refuse
from unionapp.models.desk import Desk
from unionapp.models.records import Receipt
from unionapp.paths import DataDir, resources
from unionapp.printing import calibration, preview, profiles, stocks
from unionapp.printing.documents import Rendered
from unionapp.printing.profiles import Profile
from unionapp.services import members, papers, print_log, vault
from unionapp.services.protocols import PaperWishes
from unionapp.ui.forms.form_paper_panel import BLANK, FILLED, FormPaperPanel
from unionapp.ui.paper.output import Printing, this_computer
from unionapp.ui.paper.panel import PaperPanel
from unionapp.ui.settings.printers import Calibrate

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[TestBench]:
    made = make(tmp_path)
    aid.standard(made.desk)
    yield made
    made.bench.tasks.shutdown()
    vault.lock(made.desk)


@pytest.fixture
def receipt(bench: TestBench) -> Receipt:
    return aid.paid(bench.desk)


class Printer:
    """A printer that keeps what it was sent, and how many notes stood by then."""

    def __init__(self, bench: TestBench, receipt: Receipt, *, has_paper: bool = True) -> None:
        self._bench, self._receipt, self._has_paper = bench, receipt, has_paper
        self.sent: list[tuple[bytes, str, str, int]] = []
        self.noted: list[int] = []

    def ways(self) -> Printing:
        return Printing(lambda: ("惠普",), self._accepts, self._send)

    def _accepts(self, stock: str, printer: str) -> str:
        if not self._has_paper:
            raise refuse("printing.unsupported_paper", printer, width="210", height="148")
        return stock

    def _send(self, pdf: bytes, stock: str, printer: str, sides: int) -> str:
        self.noted.append(len(papers.history(self._bench.desk, self._receipt.id)))
        self.sent.append((pdf, stock, printer, sides))
        return "job-1"


def panel_of(
    qtbot: QtBot, bench: TestBench, receipt: Receipt, printing: Printing | None = None
) -> PaperPanel:
    panel = PaperPanel(bench.bench, printing)
    qtbot.addWidget(panel)
    show(qtbot, panel, 640, 640)
    panel.show_paper("aid_receipt", [receipt.id])
    qtbot.waitUntil(lambda: panel.view.pages > 0)
    return panel


def notes(bench: TestBench, receipt: Receipt) -> int:
    return len(papers.history(bench.desk, receipt.id))


def test_a_preview_notes_nothing(qtbot: QtBot, bench: TestBench, receipt: Receipt) -> None:
    panel = panel_of(qtbot, bench, receipt)
    assert panel.view.pages > 0
    assert notes(bench, receipt) == 0


def test_p_prints_after_the_note_and_asks_once(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    printer = Printer(bench, receipt)
    panel = panel_of(qtbot, bench, receipt, printer.ways())
    press(qtbot, "p")
    qtbot.waitUntil(panel.question.isVisible)
    assert printer.noted == [1]
    assert printer.sent[0][0].startswith(b"%PDF")
    assert printer.sent[0][2:] == ("惠普", 1)
    with qtbot.waitSignal(panel.closed):
        press(qtbot, ENTER)
    assert not panel.question.isVisible()
    assert notes(bench, receipt) == 1
    (line,) = print_log.listing(bench.desk)
    assert (line.job.printer, line.job.media, line.job.document, line.came_out) == (
        ("惠普", "a5_landscape", "aid_receipt", True)
    )
    assert line.job.content_hash == hashlib.sha256(printer.sent[0][0]).hexdigest()


def test_no_keeps_the_paper_at_hand(qtbot: QtBot, bench: TestBench, receipt: Receipt) -> None:
    printer = Printer(bench, receipt)
    panel = panel_of(qtbot, bench, receipt, printer.ways())
    press(qtbot, "p")
    qtbot.waitUntil(panel.question.isVisible)
    press(qtbot, "n")
    assert panel.problem.isVisible()
    press(qtbot, "p")
    qtbot.waitUntil(lambda: len(printer.sent) == 2)
    qtbot.waitUntil(panel.question.isVisible)
    assert notes(bench, receipt) == 2
    assert [one.came_out for one in print_log.listing(bench.desk)] == [None, False]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_copy_that_did_not_come_out_makes_no_reprint(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    printer = Printer(bench, receipt)
    panel = panel_of(qtbot, bench, receipt, printer.ways())
    for answer in ("n", "y", ""):
        press(qtbot, "p")
        qtbot.waitUntil(panel.question.isVisible)
        if answer:
            press(qtbot, answer)
    assert ["补打" in text_of(pdf) for pdf, *_ in printer.sent] == [False, False, True]


def test_what_no_printer_and_no_folder_took_is_no_copy(
    qtbot: QtBot, bench: TestBench, receipt: Receipt, tmp_path: Path
) -> None:
    def jammed(*_job: object) -> str:
        raise refuse("printing.no_printer")

    ways = replace(Printer(bench, receipt).ways(), send=jammed)
    panel = panel_of(qtbot, bench, receipt, ways)
    press(qtbot, "p")
    qtbot.waitUntil(panel.problem.isVisible)
    press(qtbot, "s")
    panel.path.set_value(str(tmp_path / "没有" / "签收单.pdf"))
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: "没有文件夹" in panel.problem.words.text())
    panel.path.set_value(str(tmp_path))
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: any(tmp_path.glob("领款签收单-2026-11-21.pdf")))
    (saved,) = tmp_path.glob("领款签收单-2026-11-21.pdf")
    assert "补打" not in text_of(saved.read_bytes())
    assert [one.came_out for one in print_log.listing(bench.desk)] == [False]


def test_a_printer_without_the_paper_is_refused_before_anything_is_noted(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    printer = Printer(bench, receipt, has_paper=False)
    panel = panel_of(qtbot, bench, receipt, printer.ways())
    press(qtbot, "p")
    qtbot.waitUntil(panel.problem.isVisible)
    assert "添加办法" in panel.problem.words.text()
    assert "210 × 148" in panel.problem.words.text()
    assert (printer.sent, notes(bench, receipt)) == ([], 0)


def test_without_a_printer_the_worker_is_told_to_save(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    nothing = Printing(
        tuple, lambda _stock, _printer: "", lambda _pdf, _stock, _printer, _sides: ""
    )
    panel = panel_of(qtbot, bench, receipt, nothing)
    press(qtbot, "p")
    qtbot.waitUntil(panel.problem.isVisible)
    assert "PDF" in panel.problem.words.text()


def test_s_saves_the_bytes_that_were_noted(
    qtbot: QtBot, bench: TestBench, receipt: Receipt, tmp_path: Path
) -> None:
    panel = panel_of(qtbot, bench, receipt)
    target = tmp_path / "签收单.pdf"
    press(qtbot, "s")
    assert focused() is panel.path
    panel.path.clear()
    press(qtbot, str(tmp_path) + "/")
    press(qtbot, "签收单", ".pdf", ENTER)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: bool(bench.said.infos))
    (noted,) = papers.history(bench.desk, receipt.id)
    assert noted.content_hash == hashlib.sha256(target.read_bytes()).hexdigest()


def test_a_folder_that_is_not_there_is_refused_in_words(
    qtbot: QtBot, bench: TestBench, receipt: Receipt, tmp_path: Path
) -> None:
    panel = panel_of(qtbot, bench, receipt)
    press(qtbot, "s")
    panel.path.clear()
    press(qtbot, str(tmp_path / "nowhere" / "x.pdf"), ENTER)
    qtbot.waitUntil(panel.problem.isVisible)


def test_escape_leaves_the_path_then_the_panel(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    panel = panel_of(qtbot, bench, receipt)
    press(qtbot, "s", ESC)
    assert panel.hasFocus()
    with qtbot.waitSignal(panel.closed):
        press(qtbot, ESC)
    assert notes(bench, receipt) == 0


def test_digits_choose_the_stock(qtbot: QtBot, bench: TestBench, receipt: Receipt) -> None:
    printer = Printer(bench, receipt)
    panel = panel_of(qtbot, bench, receipt, printer.ways())
    press(qtbot, "2", "p")
    qtbot.waitUntil(panel.question.isVisible)
    assert printer.sent[0][1] == "a4_halves"


def test_what_cannot_be_printed_says_why_and_offers_no_button(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    panel = PaperPanel(bench.bench)
    qtbot.addWidget(panel)
    show(qtbot, panel, 640, 640)
    panel.show_paper("aid_receipt", ["nobody"])
    qtbot.waitUntil(panel.problem.isVisible)
    press(qtbot, "p", "s")
    assert not panel.path.isVisible()


def members_card(bench: TestBench, name: str) -> str:
    person = factories.person(bench.desk, name=name, identity_number=aid.IDENTITY)
    applied = members.apply(bench.desk, person.id, union_id=None, on=date(2026, 11, 1))
    id_ = applied.membership.id
    members.record_event(bench.desk, id_, "approved", on=date(2026, 11, 2))
    return id_


def left_of(pdf: bytes, words: str) -> float:
    """Return where some words begin on the first page, in mm from the left edge."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    at, _count = page.search(words).get_next()
    return float(page.get_charbox(at)[0]) / 72 * 25.4


def test_a_missing_glyph_is_left_blank_when_the_worker_says_so(
    qtbot: QtBot, bench: TestBench
) -> None:
    member = members_card(bench, "王\U0002ffff兰")
    panel = PaperPanel(bench.bench)
    qtbot.addWidget(panel)
    show(qtbot, panel, 640, 640)
    panel.show_paper("member_card", [member])
    qtbot.waitUntil(panel.problem.isVisible)
    assert panel.view.pages == 0
    press(qtbot, "b")
    qtbot.waitUntil(lambda: panel.view.pages > 0)


def test_plus_begins_at_a_later_place_of_the_sheet(qtbot: QtBot, bench: TestBench) -> None:
    printer = Printer(bench, aid.paid(bench.desk))
    panel = PaperPanel(bench.bench, printer.ways())
    qtbot.addWidget(panel)
    show(qtbot, panel, 640, 640)
    panel.show_paper("member_card", [members_card(bench, "王秀兰")], "a4_cards_10")
    qtbot.waitUntil(lambda: panel.view.pages > 0)
    assert panel.start_slot.isVisible()
    press(qtbot, "+", "+", "-", "p")
    qtbot.waitUntil(panel.question.isVisible)
    assert left_of(printer.sent[0][0], "王秀兰") > 105


def test_an_offices_own_design_that_prints_answers_is_shown(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    own = bench.bench.folder.own_documents
    own.mkdir()
    design = json.loads((resources() / "documents" / "aid_receipt.json").read_text("utf-8"))
    design["sides"]["front"].append(
        {"type": "text", "x": 14, "y": 2, "w": 60, "h": 6, "size": 9, "optional": True,
         "field": "fact.household.people"}
    )  # fmt: skip
    (own / "aid_receipt.json").write_text(json.dumps(design), "utf-8")
    (own / "broken.json").write_text("{", "utf-8")
    panel = panel_of(qtbot, bench, receipt)
    assert not panel.problem.isVisible()


def test_d_leads_to_the_design(qtbot: QtBot, bench: TestBench, receipt: Receipt) -> None:
    panel_of(qtbot, bench, receipt)
    press(qtbot, "d")
    assert bench.said.opened == [("design", "aid_receipt")]


def test_r_takes_another_printer_whose_profile_corrects_the_page(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    printer = Printer(bench, receipt)
    two = replace(printer.ways(), printers=lambda: ("惠普", "佳能"))
    folder = bench.bench.folder.own_documents / "printers"
    profiles.save(folder, Profile(printer="佳能", stock="a5_landscape", dx=5.0))
    panel = panel_of(qtbot, bench, receipt, two)
    usual = left_of(panel.view._pdf, "领款")
    press(qtbot, "r", "p")
    qtbot.waitUntil(panel.question.isVisible)
    assert printer.sent[0][2] == "佳能"
    assert left_of(printer.sent[0][0], "领款") == pytest.approx(usual + 5, abs=0.05)


@pytest.mark.skipif(
    bool(cups.missing()), reason=f"print tests need CUPS; not installed: {cups.missing()}"
)
def test_the_panel_prints_through_the_print_system(
    qtbot: QtBot, bench: TestBench, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cups.running() as system:
        monkeypatch.setenv("CUPS_SERVER", system.server)
        panel = panel_of(qtbot, bench, receipt)
        if panel.printer != "office":
            press(qtbot, "r")
        press(qtbot, "p")
        qtbot.waitUntil(panel.question.isVisible, timeout=20_000)
        sizes = preview.page_sizes(system.printed("office"))
    (line,) = print_log.listing(bench.desk)
    assert (line.job.printer, line.job.pages, line.came_out) == ("office", len(sizes), None)
    # A sheet that lies across goes into the printer upright.
    assert sorted(sizes[0]) == pytest.approx([148, 210], abs=0.4)


def test_without_cups_qt_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unionapp.ui.paper.qt_print.printers", lambda: ("Qt 打印机",))
    monkeypatch.setattr("shutil.which", lambda _name: None)
    ways = this_computer(DataDir(tmp_path))
    assert ways.printers() == ("Qt 打印机",)
    with pytest.raises(UserError) as error:
        ways.accepts("a4", "nobody")
    assert error.value.problems[0].code == "printing.unknown_printer"


# ---- calibration -------------------------------------------------------------------------------


def test_a_printer_is_calibrated_by_keys(
    qtbot: QtBot, bench: TestBench, receipt: Receipt, tmp_path: Path
) -> None:
    printer = Printer(bench, receipt)
    form = Calibrate(bench.bench, printer.ways())
    qtbot.addWidget(form)
    show(qtbot, form, 900, 400)
    form.open_form()
    qtbot.waitUntil(lambda: form.printer.value() == "惠普")
    press(qtbot, ENTER, ENTER)
    qtbot.waitUntil(form.readings[0].hasFocus)
    assert printer.sent[0][1:] == ("a4", "惠普", 1)
    # A cross at 20 / 20 and one at 190 / 277 come out a millimetre too far to the right.
    assert "C 190 / 20" in form.wanted.text()
    press(qtbot, "21", ENTER, "20", ENTER, "191", ENTER, "277", ENTER)
    # The third cross may be left out; plain A4 has no back to measure.
    press(qtbot, ENTER)
    assert "-1.00" in form.said.text()
    folder = bench.bench.folder.own_documents / "printers"
    for stock in ("a4", "a4_cards_10"):
        found = profiles.load(folder, "惠普", stock)
        assert found is not None
        assert (found.dx, found.dy) == (pytest.approx(-1), pytest.approx(0))


def test_the_third_cross_and_the_back_are_measured_too(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    form = Calibrate(bench.bench, Printer(bench, receipt).ways())
    qtbot.addWidget(form)
    show(qtbot, form, 900, 400)
    form.open_form()
    qtbot.waitUntil(lambda: form.printer.value() == "惠普")
    form.stock.set_value("a4_cards_10")
    form.readings[0].setFocus()
    # Twice as much too far at the bottom as at the top is no shift but a scale; the back is apart.
    press(qtbot, "21", ENTER, "20", ENTER, "191", ENTER, "277.5", ENTER)
    press(qtbot, "191", ENTER, "20", ENTER, "x", ENTER, "22", ENTER)
    assert form.readings[6].hasFocus()
    form.readings[6].clear()
    press(qtbot, "18", ENTER, ENTER)
    folder = bench.bench.folder.own_documents / "printers"
    found = profiles.load(folder, "惠普", "a4_cards_10")
    assert found is not None
    assert found.scale_x == pytest.approx(1)
    assert found.scale_y == pytest.approx(257 / 257.5)
    assert found.matrix(back=True).at(18, 22) == pytest.approx((20, 20))
    assert "背面左右 +2.00" in form.said.text()
    # A new measure of the front alone leaves the back as it is.
    form.stock.set_value("a4")
    form.readings[0].setFocus()
    for one in form.readings:
        one.clear()
    press(qtbot, "20", ENTER, "20", ENTER, "190", ENTER, "277", ENTER, ENTER)
    kept = profiles.load(folder, "惠普", "a4_cards_10")
    assert kept is not None
    assert (kept.dx, kept.back_dx) == (pytest.approx(0), pytest.approx(2))


def test_a_reading_that_is_no_number_is_asked_for_again(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    form = Calibrate(bench.bench, Printer(bench, receipt).ways())
    qtbot.addWidget(form)
    show(qtbot, form, 900, 400)
    form.open_form()
    qtbot.waitUntil(lambda: form.printer.value() == "惠普")
    form.readings[0].setFocus()
    press(qtbot, "21", ENTER, "x", ENTER, "191", ENTER, "277", ENTER, ENTER)
    assert form.readings[1].hasFocus()
    assert not (bench.bench.folder.own_documents / "printers").exists()


# ---- a form ------------------------------------------------------------------------------------


def test_a_form_is_made_for_the_printer_and_says_what_is_to_be_written_in(
    qtbot: QtBot, bench: TestBench, receipt: Receipt
) -> None:
    asked: list[PaperWishes] = []
    pdf = calibration.sheet(stocks.load("a4"), issued=bench.bench.today()).pdf
    detail = {"label": "1. 姓名", "character": "𠀀", "code_point": "U+20000"}
    missing = Problem("printing.glyph_left_blank", "登记表", detail, warning=True)

    def make(_desk: Desk, _filled: bool, wishes: PaperWishes) -> Rendered:
        asked.append(wishes)
        return Rendered(pdf, 1, "", warnings=(missing,) if len(asked) == 1 else ())

    panel = FormPaperPanel(bench.bench, Printer(bench, receipt).ways())
    qtbot.addWidget(panel)
    show(qtbot, panel, 640, 640)
    panel._make = make
    panel._show_choices((FILLED, BLANK), FILLED)
    qtbot.waitUntil(panel.caution.isVisible)
    assert "U+20000" in panel.caution.words.text()
    assert [one.printer for one in asked] == ["惠普"]
    press(qtbot, "2")
    qtbot.waitUntil(lambda: len(asked) == 2 and not bench.bench.tasks.busy())
    assert not panel.caution.isVisible()
