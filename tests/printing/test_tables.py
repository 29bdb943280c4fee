"""Tables on paper: heads on every page, sums that add up, rows that are all there."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from tests.printing import own, papers
from unionapp.printing import fields, preview

COLUMNS = [
    {"w": 15, "head": "序号", "number": True},
    {"w": 40, "head": "姓名", "field": "name", "min_size": 5, "same_size": True},
    {"w": 40, "head": "金额", "field": "amount_fen", "align": "right", "sum": True, "min_size": 6},
    {"w": 40, "head": "签名"},
]
TABLE: dict[str, Any] = {
    "type": "table", "x": 20, "y": 40, "h": 230, "further_y": 20, "further_h": 250,
    "last_bottom": 240, "field": "roll.rows", "row_h": 8, "columns": COLUMNS,
    "page_sum": "小计", "total": "合计", "size": 9,
}  # fmt: skip


def roll(count: int, **row: object) -> dict[str, object]:
    rows = [
        {"name": f"王{number:04d}", "amount_fen": 100 + number, **row} for number in range(count)
    ]
    return {**papers.record(), "roll.rows": rows}


def test_every_row_is_printed_once_under_a_head_on_every_page(tmp_path: Path) -> None:
    own.design(tmp_path, TABLE)
    pages = own.texts(own.printed(tmp_path, roll(1000)).pdf)
    whole = "".join(pages)
    assert all(whole.count(f"王{number:04d}") == 1 for number in range(1000))
    assert all("序号姓名金额签名" in page for page in pages)
    assert all("小计" in page for page in pages)
    assert ["合计" in page for page in pages] == [False] * (len(pages) - 1) + [True]


@pytest.mark.parametrize("count", [1, 100, 1000])
def test_the_sums_of_the_pages_make_the_grand_total(tmp_path: Path, count: int) -> None:
    own.design(tmp_path, TABLE)
    pages = own.texts(own.printed(tmp_path, roll(count)).pdf)
    sums = [page.partition("小计")[2].partition("合计")[0] for page in pages]
    total = pages[-1].partition("合计")[2]
    fen = [int(one.replace(",", "").replace(".", "")) for one in sums]
    assert sum(fen) == int(total.replace(",", "").replace(".", ""))
    assert sum(fen) == sum(100 + number for number in range(count))


@pytest.mark.parametrize("count", [*range(20, 32), 50, 51, 52, 53, 54, 55, 56, 57, 58])
def test_the_last_page_has_a_row_and_leaves_its_room(tmp_path: Path, count: int) -> None:
    own.design(tmp_path, TABLE)
    pdf = own.printed(tmp_path, roll(count)).pdf
    last = papers.plumbed(pdf)[-1]
    assert f"王{count - 1:04d}" in own.texts(pdf)[-1]
    assert max(papers.mm(one["bottom"]) for one in last["lines"]) <= 240.05


def test_rows_stand_a_row_apart_to_a_twentieth_of_a_millimetre(tmp_path: Path) -> None:
    own.design(tmp_path, TABLE)
    pdf = own.printed(tmp_path, roll(10)).pdf
    tops = [y for _, y in own.places(pdf, "王")]
    assert [below - above for above, below in itertools.pairwise(tops)] == pytest.approx(
        [8.0] * 9, abs=0.05
    )
    lines = papers.plumbed(pdf)[0]["lines"]
    left = min(papers.mm(one["x0"]) for one in lines)
    right = max(papers.mm(one["x1"]) for one in lines)
    assert (left, right) == pytest.approx((20, 155), abs=0.05)


def test_all_rows_have_the_size_of_the_one_that_needs_the_smallest(tmp_path: Path) -> None:
    own.design(tmp_path, TABLE)
    record = roll(5)
    rows = record["roll.rows"]
    assert isinstance(rows, list)
    rows[3] = {**rows[3], "name": papers.LONGEST}
    pdf = own.printed(tmp_path, record).pdf
    sizes = {round(float(str(one["size"])), 2) for one in papers.plumbed(pdf)[0]["chars"]
             if one["text"] in "王古"}  # fmt: skip
    assert len(sizes) == 1
    assert sizes.pop() < 9


def test_a_row_grows_in_whole_lines_where_a_cell_wraps(tmp_path: Path) -> None:
    columns = [{"w": 30, "head": "备注", "field": "note", "wrap": True}]
    own.design(tmp_path, {**TABLE, "columns": columns, "page_sum": None, "total": None,
                          "max_row_h": 30})  # fmt: skip
    rows = [{"note": "甲"}, {"note": "乙" * 30}, {"note": "丙"}]
    pdf = own.printed(tmp_path, {**papers.record(), "roll.rows": rows}).pdf
    levels = sorted({round(papers.mm(one["top"]), 2) for one in papers.plumbed(pdf)[0]["lines"]
                     if abs(papers.mm(one["x1"]) - papers.mm(one["x0"])) > 20})  # fmt: skip
    heights = [b - a for a, b in itertools.pairwise(levels)]
    assert heights[1] == pytest.approx(8, abs=0.05)
    assert 8 < heights[2] <= 30
    assert heights[3] == pytest.approx(8, abs=0.05)


def test_too_many_rows_for_a_single_page_are_refused(tmp_path: Path) -> None:
    own.design(tmp_path, {**TABLE, "further_y": None})
    (problem,) = own.problems(tmp_path, roll(500))
    assert problem.code == "printing.too_many_rows"
    assert problem.detail["count"] == 500
    fits = problem.detail["fits"]
    assert isinstance(fits, int)
    assert own.problems(tmp_path, roll(fits)) == ()
    assert own.problems(tmp_path, roll(fits + 1)) != ()


def test_a_cell_that_does_not_fit_names_its_row_and_column(tmp_path: Path) -> None:
    own.design(tmp_path, TABLE)
    record = {**papers.record(), "roll.rows": [{"name": "王", "amount_fen": 1},
                                               {"name": "名" * 60, "amount_fen": 1}]}  # fmt: skip
    (problem,) = own.problems(tmp_path, record)
    assert (problem.code, problem.where) == ("printing.too_long", "1 王秀兰 #2")
    assert problem.detail["label"] == "姓名"


def test_an_empty_list_leaves_rows_to_write_in(tmp_path: Path) -> None:
    own.design(tmp_path, {**TABLE, "fill": True, "page_sum": None})
    pdf = own.printed(tmp_path, {**papers.record(), "roll.rows": []}).pdf
    lines = papers.plumbed(pdf)[0]["lines"]
    assert len({round(papers.mm(one["top"]), 1) for one in lines}) > 20
    assert preview.page_sizes(pdf)[0] == pytest.approx((210, 297), abs=0.01)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"field": "person.name"}, "printing.wrong_kind"),
        ({"columns": [{"w": 10, "field": "nothing"}]}, "printing.unknown_field"),
        ({"columns": [{"w": 10, "field": "name", "sum": True}]}, "printing.wrong_kind"),
        ({"columns": [{"w": 10, "field": "name", "format": "money"}]}, "printing.wrong_format"),
        ({"columns": [{"w": 10, "sum": True}]}, "printing.column_needs_field"),
        ({"columns": [{"wide": 10}]}, "printing.unknown_key"),
    ],
)
def test_a_wrong_table_is_refused_at_load(tmp_path: Path, change: Any, code: str) -> None:
    own.design(tmp_path, {**TABLE, **change})
    assert code in {one.code for one in own.problems(tmp_path, roll(1))}


def test_sums_and_counts_stand_outside_the_table_too(tmp_path: Path) -> None:
    place = {"type": "text", "x": 20, "w": 150, "h": 8, "size": 10}
    own.design(
        tmp_path,
        {**place, "y": 20, "sum_of": "roll.rows.amount_fen", "format": "money_caps"},
        {**place, "y": 30, "count_of": "roll.rows", "before": "共", "after": "人"},
    )
    (text,) = own.texts(own.printed(tmp_path, roll(12)).pdf)
    assert "共12人" in text
    assert "人民币壹拾贰元陆角陆分" in text


def test_samples_of_a_list_go_round() -> None:
    rows = fields.samples(["roll.rows"])["roll.rows"]
    assert isinstance(rows, tuple)
    assert len({row["name"] for row in rows}) == 5
