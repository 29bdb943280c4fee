"""Importing 20,000 persons from Excel, against reading the cells and inserting bare rows.

Goal 7: at most 3.5 times the limit (the same reader, `executemany` into the same encrypted table
without triggers) with checks, duplicates, search and capture. Every stage is told by itself, in
seconds of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks._figures import sample_office
from unionapp.models import search
from unionapp.models.desk import Desk
from unionapp.services.sample_numbers import Numbers
from unionapp.workbooks import importing, reading

HEADINGS = (
    *("序号", "姓名", "身份证号码", "手机号", "性别", "出生日期", "住址", "与户主关系"),
    *("工作单位", "职业群体", "是否会员", "民族", "文化程度", "籍贯", "政治面貌", "婚姻状况"),
    *("健康状况", "职务", "月工资", "备注"),
)


def _lines(count: int, streets: list[str]) -> Iterator[list[object]]:
    source, numbers = random.Random(5), Numbers()
    for running in range(1, count + 1):
        born = date(1950, 1, 1) + timedelta(days=source.randrange(20_000))
        sex = source.choice("12")
        number, born = numbers.identity("210106", born, sex)
        given = "".join(source.choices("建国秀英丽华志强玉兰明军桂芳海涛晓梅文博", k=2))
        building, unit, floor = (source.randrange(1, 10) for _ in range(3))
        yield [
            *(
                running,
                source.choice("王李张刘陈杨赵黄周吴单解曾") + given,
                number,
                numbers.phone(),
            ),
            *("男" if sex == "1" else "女", born.isoformat()),
            f"{source.choice(streets)}{building}号楼{unit}单元{floor}0{source.randrange(1, 3)}",
            *("户主", "兴华机械厂", None, source.choice("是否"), "汉族", "大专", "辽宁沈阳"),
            *("群众", "已婚", "健康", "职员", 3000 + running % 4000, None),
        ]


def _write(path: Path, lines: Iterator[list[object]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(list(HEADINGS))
    for line in lines:
        sheet.append(line)
    book.save(path)


def _limit(desk: Desk, path: Path) -> tuple[float, float]:
    """Return the seconds of reading the cells, and of inserting them bare, 5 indexes standing."""
    import python_calamine

    began = time.process_time()
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = sheet.to_python()
    read = time.process_time() - began
    columns = "id, home_division, name, identity_number, phone, sex, birth_date, address, "
    columns += "workplace, ethnicity, education, native_place, post, monthly_wage_fen"
    kept = (1, 2, 3, 4, 5, 6, 8, 11, 12, 13, 17, 18)
    values = [
        (f"bare-{number}", "210106", *(row[index] for index in kept))
        for number, row in enumerate(rows[1:])
    ]
    marks = ",".join("?" * (len(kept) + 2))
    with desk.database.writing() as connection:
        # The same table with its indexes, but no trigger; rolled back below.
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person'"
        ).fetchall():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        began = time.process_time()
        connection.exec_driver_sql(f"INSERT INTO person ({columns}) VALUES ({marks})", values)
        insert = time.process_time() - began
        connection.rollback()
    return read, insert


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--present", type=int, default=20_000, help="persons on file before")
    arguments = parser.parse_args()
    with sample_office(arguments.present) as (desk, _), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.xlsx"
        with desk.read() as now:
            streets = [row[0] for row in now.rows("SELECT name FROM place WHERE kind = 'street'")]
        _write(path, _lines(arguments.rows, streets))
        _report(desk, path)


def _report(desk: Desk, path: Path) -> None:
    read, insert = _limit(desk, path)
    began = time.process_time()
    reading.sheets(path)
    read_ours = time.process_time() - began
    began = time.process_time()
    plan = importing.plan_import(desk, "persons", path)
    planned = time.process_time() - began
    indexed = [0.0]
    index = search.index_marked

    def timed(work: object) -> None:
        start = time.process_time()
        index(work)  # type: ignore[arg-type] # handed through
        indexed[0] = time.process_time() - start

    search.index_marked = timed
    began = time.process_time()
    importing.apply_import(desk, plan)
    applied = time.process_time() - began
    search.index_marked = index
    with desk.read() as now:
        assert search.missing(now) == 0
    told = f"{plan.rows} rows: {plan.created} created, {plan.refused} refused"
    print(f"{told}, {sum(one.warning for one in plan.problems)} warnings")
    limit, ours = read + insert, planned + applied
    print(f"limit     {limit:7.2f} s   read {read:.2f}, bare insert {insert:.2f}")
    print(
        f"import    {ours:7.2f} s   read and check the file {read_ours:.2f}, "
        f"plan {planned - read_ours:.2f}, write and capture {applied - indexed[0]:.2f}, "
        f"index {indexed[0]:.2f}"
    )
    print(f"ratio     {ours / limit:7.1f}     (goal 3.5)")


if __name__ == "__main__":
    main()
