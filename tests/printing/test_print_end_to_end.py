"""Prints to a private print system and judges what would go to the printer: paper and content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.printing import cups, papers
from tests.printing.cups import Cups
from unionapp.errors import UserError
from unionapp.printing import documents, preview, spool, stocks

pytestmark = pytest.mark.skipif(
    bool(cups.missing()), reason=f"print tests need CUPS; not installed: {cups.missing()}"
)


@pytest.fixture(scope="module")
def system() -> Iterator[Cups]:
    with cups.running() as found:
        yield found


@pytest.fixture
def fresh(system: Cups) -> Cups:
    for queue in ("office", "letter"):
        (system.folder / f"{queue}.out").write_bytes(b"")
    return system


@pytest.mark.parametrize(
    ("document", "stock"),
    [("member_card", "cr80"), ("member_card", "a4_cards_10"), ("aid_receipt", "a4_halves")],
)
def test_the_print_system_gets_the_page_in_its_size_with_vectors_and_fonts(
    fresh: Cups, document: str, stock: str
) -> None:
    paper = stocks.load(stock)
    pdf = papers.paper(document, stock=stock).pdf
    spool.print_with_cups(pdf, paper, "office", sides=2, run=fresh.run)
    out = fresh.printed("office")
    for width, height in preview.page_sizes(out):
        assert (width, height) == pytest.approx((paper.width, paper.height), abs=0.2)
    assert "王秀兰" in papers.text_by_pdfium(out)
    assert all(papers.embedded_fonts(out).values())
    ours, theirs = (papers.plumbed(one)[0]["chars"] for one in (pdf, out))
    first, again = (next(one for one in chars if one["text"] == "秀") for chars in (ours, theirs))
    for edge in ("x0", "top", "x1", "bottom"):
        assert papers.mm(again[edge]) == pytest.approx(papers.mm(first[edge]), abs=0.05)


def test_a_size_that_has_no_name_is_printed_by_its_measures(fresh: Cups) -> None:
    pdf = papers.paper("aid_receipt").pdf
    paper = stocks.load("roll80")
    media = spool.media_for(paper, "office", fresh.run, height=123.4)
    assert media == "Custom.80x123.4mm"
    assert spool.media_for(stocks.load("form_241x93"), "office", fresh.run) == "Form241x93"
    assert pdf


def test_a_queue_without_the_paper_is_refused_and_prints_nothing(fresh: Cups) -> None:
    with pytest.raises(UserError) as caught:
        spool.print_with_cups(
            papers.paper("member_card").pdf, stocks.load("cr80"), "letter", run=fresh.run
        )
    assert [one.code for one in caught.value.problems] == ["printing.unsupported_paper"]
    assert not (fresh.folder / "letter.out").stat().st_size


def test_a_card_is_read_off_what_would_be_printed(fresh: Cups) -> None:
    record = papers.record(person__name="阿卜杜热合曼·艾力")
    pdf = documents.render("member_card", [record], issued=papers.ISSUED).pdf
    spool.print_with_cups(pdf, stocks.load("cr80"), "office", sides=2, run=fresh.run)
    out = fresh.printed("office")
    assert papers.scanned(out, 0, 300) == papers.scanned(pdf, 0, 300)
