"""The first card of a process that runs already but has imported nothing of printing.

Goal: 0.5 s. Beside it: a process that only imports reportlab and parses the same two fonts.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

ENGINE = """
import sys, time
from datetime import date
import unionapp.paths, unionapp.errors
record = {"person.name": "王秀兰", "person.identity": "210106197603150021",
          "member.number": "GH2101060001234", "member.joined": date(2021, 5, 1),
          "member.union": "工人村社区联合工会", "member.card_issued": date(2026, 3, 18),
          "office.name": "沈阳市铁西区工人村街道总工会", "office.hotline": "12351"}
began = time.perf_counter()
from unionapp.printing import documents
made = documents.render("member_card", [record], issued=date(2026, 3, 18))
assert made.pages == 2
print(time.perf_counter() - began)
"""
BARE = """
import io, time
began = time.perf_counter()
from unionapp.paths import resources
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfbase import pdfmetrics, ttfonts
canvas = Canvas(io.BytesIO())
for name in ("GHSans-Regular", "GHSans-Bold", "GHSong-Regular"):
    pdfmetrics.registerFont(ttfonts.TTFont(name, str(resources() / "fonts" / f"{name}.ttf")))
    canvas.setFont(name, 9)
    canvas.drawString(20, 20, "王秀兰")
canvas.save()
print(time.perf_counter() - began)
"""
MOST = 0.5


def seconds(program: str, runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
        found.append(float(run.stdout))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    ours, bare = seconds(ENGINE, runs), seconds(BARE, runs)
    print(f"first card     {statistics.median(ours):8.3f} s   slowest {max(ours):.3f}, goal {MOST}")
    print(f"bare reportlab {statistics.median(bare):8.3f} s   slowest {max(bare):.3f}")
    return 0 if statistics.median(ours) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
