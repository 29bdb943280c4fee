"""The first card of a process that runs already but has imported nothing of printing.

Goal: 0.5 s. Beside it, run by run: a process that only imports reportlab and draws a name in the
same three fonts. Judged is the CPU time, which other work on the machine leaves alone, against the
goal and against that process.
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
began = time.process_time(), time.perf_counter()
from unionapp.printing import documents
made = documents.render("member_card", [record], issued=date(2026, 3, 18))
assert made.pages == 2
print(time.process_time() - began[0], time.perf_counter() - began[1])
"""
BARE = """
import io, time
began = time.process_time(), time.perf_counter()
from unionapp.paths import resources
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfbase import pdfmetrics, ttfonts
canvas = Canvas(io.BytesIO())
for name in ("GHSans-Regular", "GHSans-Bold", "GHSong-Regular"):
    pdfmetrics.registerFont(ttfonts.TTFont(name, str(resources() / "fonts" / f"{name}.ttf")))
    canvas.setFont(name, 9)
    canvas.drawString(20, 20, "王秀兰")
canvas.save()
print(time.process_time() - began[0], time.perf_counter() - began[1])
"""
MOST, RATIO = 0.5, 2.0


def seconds(program: str) -> tuple[float, float]:
    """Return CPU and wall seconds of a program that prints both."""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    cpu, wall = run.stdout.split()
    return float(cpu), float(wall)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    seconds(ENGINE)  # fonts and modules are in the system's cache, as on any day but the first
    pairs = [(seconds(ENGINE), seconds(BARE)) for _ in range(runs)]
    engine = statistics.median(ours for (ours, _), _ in pairs)
    bare = statistics.median(theirs for _, (theirs, _) in pairs)
    ratio = statistics.median(ours / theirs for (ours, _), (theirs, _) in pairs)
    walls = [wall for (_, wall), _ in pairs]
    print(f"first card     {engine:8.3f} CPU s  at most {MOST}")
    print(f"  on the clock {statistics.median(walls):8.3f} s      slowest {max(walls):.3f}")
    print(f"bare reportlab {bare:8.3f} CPU s")
    print(f"ratio          {ratio:8.2f}        at most {RATIO}")
    return 0 if engine <= MOST and ratio <= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
