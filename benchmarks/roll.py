"""A roll of 1,000 rows beside a bare reportlab loop that draws the same marks.

Goal: at most 1.5 times the loop's CPU time, layout, sums and checks included.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import _bare
from unionapp.printing import (
    designs,
    documents,
    fields,
    fonts,
    preflight,
    reportlab_patches,
    stocks,
)

RATIO = 1.5
DAY = date(2026, 3, 18)
DESIGN = {
    "schema": 1, "code": "roll", "zh": "发放名册", "en": "Roll", "width": 210, "height": 297,
    "stocks": ["a4"], "named_by": "roll.title", "pages": [[
        {"type": "text", "x": 15, "y": 12, "w": 180, "h": 12, "field": "roll.title", "size": 18,
         "font": "song", "min_size": 11, "align": "center", "on": "first"},
        {"type": "table", "x": 15, "y": 30, "h": 250, "further_y": 15, "further_h": 265,
         "last_bottom": 255, "field": "roll.rows", "row_h": 7.5, "page_sum": "本页小计",
         "total": "合计", "size": 9, "columns": [
             {"w": 11, "head": "序号", "number": True},
             {"w": 28, "head": "姓名", "field": "name", "font": "kai", "min_size": 5,
              "same_size": True},
             {"w": 36, "head": "证件号码", "field": "identity", "format": "mask_id",
              "min_size": 7},
             {"w": 24, "head": "手机号", "field": "phone", "format": "mask_phone", "min_size": 7},
             {"w": 27, "head": "所属工会", "field": "union", "min_size": 6},
             {"w": 22, "head": "金额", "field": "amount_fen", "align": "right", "sum": True,
              "min_size": 6},
             {"w": 16, "head": "备注", "field": "note", "min_size": 6},
             {"w": 16, "head": "签名"}]},
        {"type": "text", "x": 15, "y": 285, "w": 180, "h": 5, "field": "document.page", "size": 8,
         "before": "第 ", "after": " 页", "align": "center"},
    ]],
}  # fmt: skip


def record(rows: int) -> dict[str, object]:
    """Return a roll of people with names, numbers and amounts that are all different."""
    row = fields.shipped()["roll.rows"].row
    made = fields.sample_rows(row, rows)
    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
    given = "秀英华丽强伟芳娜敏静军杰涛明超勇艳磊洋霞"
    for number, one in enumerate(made):
        one["name"] = surnames[number % 20] + given[number // 20 % 20] + given[number // 7 % 20]
        one["identity"] = f"2101061976{number:07d}X"
        one["phone"] = f"138{number:08d}"
        one["amount_fen"] = 50_000 + 37 * number
    return {"roll.title": "2026年春节送温暖慰问金发放名册", "roll.rows": made}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    count = parser.parse_args().rows
    roll = record(count)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder)
        (own / "roll.json").write_text(json.dumps(DESIGN, ensure_ascii=False), "utf-8")
        documents.render("roll", [record(20)], issued=DAY, own=own)
        began = time.process_time()
        made = documents.render("roll", [roll], issued=DAY, own=own)
        ours = time.process_time() - began
        reference = bare(own, roll)
    print(f"rows        {count:10d}    {made.pages} pages, {len(made.pdf):,} bytes")
    print(f"engine      {ours:10.3f} CPU s")
    print(f"bare loop   {reference:10.3f} CPU s")
    print(f"ratio       {ours / reference:10.2f}    at most {RATIO}")
    return 0 if ours <= RATIO * reference else 1


def bare(own: Path, roll: dict[str, object]) -> float:
    """Lay the roll out, then return the CPU seconds of the loop that only draws it."""
    design, stock, shipped = designs.load("roll", [own]), stocks.load("a4"), fonts.shipped()
    job = preflight.check(design, stock, [roll], shipped, issued=DAY)
    pages = [_bare.steps(leaf[0].marks, shipped, stock.height) for leaf in job.leaves]
    mm = reportlab_patches.POINTS_PER_MM
    began = time.process_time()
    canvas, buffer = reportlab_patches.new_canvas(
        font=shipped.name("sans"), issued=DAY, title="bare"
    )
    canvas.setPageSize((stock.width * mm, stock.height * mm))
    for found in pages:
        _bare.draw(canvas, found)
        canvas.showPage()
    canvas.save()
    spent = time.process_time() - began
    if not buffer.getvalue().startswith(b"%PDF"):
        raise ValueError("the bare loop made no file")
    return spent


if __name__ == "__main__":
    sys.exit(main())
