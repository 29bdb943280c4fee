"""1,000 two-sided cards with photos beside a bare reportlab loop that draws the same marks.

Goal: at most 1.5 times the loop's CPU time (the codes' computation counted in both), at most 27 kB
a card with a photo of 21 kB, at most 300 MB of memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import _bare
from tests.printing import papers
from unionapp.printing import designs, documents, fonts, preflight, qr, reportlab_patches, stocks

RATIO, MOST_BYTES, MOST_MB = 1.5, 27_000, 300
DAY = date(2026, 3, 18)


def cpu(act: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return the CPU seconds of one call and what it gives."""
    qr.path.cache_clear()
    began = time.process_time()
    made = act()
    return time.process_time() - began, made


def records(count: int) -> list[dict[str, object]]:
    names = ("王秀兰", "丁一", papers.LONG, papers.RARE, "欧阳建国")
    return [
        papers.record(
            person__name=names[number % len(names)],
            member__number=f"GH21010600{number:05d}",
            person__photo=papers.grainy_photo(number),
        )
        for number in range(count)
    ]


def bare(cards: list[dict[str, object]]) -> Callable[[], bytes]:
    """Lay out the cards, and return the loop that only draws them."""
    design, stock = designs.load("member_card"), stocks.load("cr80")
    shipped = fonts.shipped()
    job = preflight.check(design, stock, cards, shipped, issued=DAY)
    pages = [
        (page.layer, _bare.steps(page.marks, shipped, stock.height))
        for leaf in job.leaves
        for page in leaf
    ]

    def loop() -> bytes:
        mm = reportlab_patches.POINTS_PER_MM
        canvas, buffer = reportlab_patches.new_canvas(
            font=shipped.name("sans"), issued=DAY, title="bare"
        )
        canvas.setPageSize((stock.width * mm, stock.height * mm))
        for name in job.layers:
            canvas.beginForm(name, 0, 0, stock.width * mm, stock.height * mm)
            canvas.rect(0, 0, 10, 10)
            canvas.endForm()
        for layer, found in pages:
            canvas.doForm(layer)
            _bare.draw(canvas, found)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return loop


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=1000)
    count = parser.parse_args().cards
    cards = records(count)
    photo = sum(len(one["person.photo"]) for one in cards) / count  # type: ignore[arg-type, misc]  # bytes
    documents.render("member_card", cards[:2], issued=DAY)
    ours, pdf = cpu(lambda: documents.render("member_card", cards, issued=DAY).pdf)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    loop = bare(cards)
    reference, _ = cpu(loop)
    design = designs.load("member_card")
    texts = [preflight.seal_of(design, card) or "" for card in cards]
    codes, _ = cpu(lambda: b"".join(str(qr.path(text, "M")[0]).encode() for text in texts))
    size = len(pdf) / count
    print(f"cards                   {count:10d}    photos of {photo:,.0f} bytes")
    print(f"engine                  {ours:10.2f} CPU s")
    print(f"bare loop               {reference:10.2f} CPU s")
    print(f"  codes in either       {codes:10.2f} CPU s")
    print(f"ratio                   {ours / reference:10.2f}    at most {RATIO}")
    rest = (ours - codes) / (reference - codes)
    print(f"  without the codes     {rest:10.2f}    (the engine also lays out and checks)")
    print(f"bytes a card            {size:10,.0f}    at most {MOST_BYTES:,}")
    print(f"peak                    {peak:10.0f} MB at most {MOST_MB}")
    held = ours <= RATIO * reference and size <= MOST_BYTES and peak <= MOST_MB
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
