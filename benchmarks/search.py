"""Type-ahead on 100,000 persons, by class of query, against LIKE and the bare index look-up.

Goal 4: p95 at most 4 times the bare look-up and at most 1/50 of LIKE on the same file.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks._figures import milliseconds, p95, sample_office, spread
from unionapp.models import finding, search_tokens
from unionapp.models.desk import Reading
from unionapp.values import names

Made = Callable[[dict[str, str]], str]
LIKE = (
    "SELECT p.id FROM person p LEFT JOIN household h ON h.id = p.household_id "
    "LEFT JOIN place d ON d.id = h.door_id WHERE p.deleted_at IS NULL AND "
    "(p.name LIKE ? OR p.phone LIKE ? OR p.identity_number LIKE ? OR d.name LIKE ?) LIMIT 50"
)
BARE = (
    "SELECT e.record, p.name FROM search_index JOIN search_entry e ON e.rid = search_index.rowid "
    "JOIN person p ON p.id = e.record WHERE search_index MATCH ? "
    "ORDER BY search_index.rowid DESC LIMIT 50"
)


def _initials(one: dict[str, str]) -> str:
    return "".join(row[0][0] for row in names.syllables(one["name"]))


def _pinyin(one: dict[str, str]) -> str:
    return "".join(row[0] for row in names.syllables(one["name"]))


CLASSES: dict[str, Made] = {
    "one character": lambda one: one["name"][0],
    "two characters": lambda one: one["name"][:2],
    "full name": lambda one: one["name"],
    "one letter": lambda one: _initials(one)[:1],
    "initials": _initials,
    "full pinyin": _pinyin,
    "pinyin, half typed": lambda one: _pinyin(one)[: len(_pinyin(one)) // 2 + 1],
    "phone tail": lambda one: one["phone"][-4:],
    "phone begun": lambda one: one["phone"][:7],
    "ID tail": lambda one: one["number"][-4:],
    "ID whole": lambda one: one["number"],
    "street": lambda one: one["street"],
    "street and building": lambda one: f"{one['street']} {one['building']}",
    "whole address": lambda one: f"{one['street']} {one['building']} {one['unit']}-{one['door']}",
    "composite": lambda one: f"{one['unit']}-{one['door']}",
    "initials, phone tail": lambda one: f"{_initials(one)[:2]} {one['phone'][-4:]}",
    "character, phone tail": lambda one: f"{one['name'][0]} {one['phone'][-4:]}",
    "character, street": lambda one: f"{one['name'][0]} {one['street']}",
}


def _sought(reading: Reading, count: int) -> list[dict[str, str]]:
    columns = ("name", "phone", "number", "door", "unit", "building", "street")
    rows = reading.rows(
        "SELECT p.name, p.phone, p.identity_number, d.number, u.name, b.name, s.name "
        "FROM person p JOIN household h ON h.id = p.household_id JOIN place d ON d.id = h.door_id "
        "JOIN place u ON u.id = d.parent_id JOIN place b ON b.id = u.parent_id "
        "JOIN place s ON s.id = b.parent_id "
        "WHERE p.phone IS NOT NULL AND p.identity_number IS NOT NULL AND s.kind = 'street'"
    )
    chosen = random.Random(4).sample(rows, min(count, len(rows)))
    found = [dict(zip(columns, row, strict=True)) for row in chosen]
    return [{**one, "unit": "".join(filter(str.isdecimal, one["unit"]))} for one in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200, help="of each class")
    arguments = parser.parse_args()
    with sample_office(arguments.persons) as (desk, seconds):
        print(f"{arguments.persons} persons made in {seconds:.1f} s")
        with desk.read() as reading:
            _report(reading, _sought(reading, arguments.queries))


def _report(reading: Reading, sought: list[dict[str, str]]) -> None:
    size = reading.scalar("SELECT sum(length(block)) FROM search_index_data")
    print(f"index {size / 2**20:.0f} MiB; milliseconds over {len(sought)} queries a class")
    print(f"{'class':24}{'p50':>9}{'p95':>9}{'max':>9}{'bare p95':>9}{'x bare':>8}{'LIKE':>9}")
    all_times: list[float] = []
    all_bare: list[float] = []
    all_like: list[float] = []
    for label, make in CLASSES.items():
        queries = [make(one) for one in sought]
        times = [milliseconds(lambda q=query: finding.find(reading, q)) for query in queries]
        expressions = [search_tokens.match_expression(query) for query in queries]
        bare = [milliseconds(lambda e=one: reading.rows(BARE, (e,))) for one in expressions]
        like = [
            milliseconds(lambda q=f"%{query}%": reading.rows(LIKE, (q, q, q, q)))
            for query in queries[:5]
        ]
        ratio = p95(times) / p95(bare)
        row = f"{label:24}{spread(times)}{p95(bare):9.2f}{ratio:8.1f}{p95(like):9.1f}"
        print(row, flush=True)
        all_times += times
        all_bare += bare
        all_like += like
    print(f"{'all':24}{spread(all_times)}{p95(all_bare):9.2f}", end="")
    print(f"{p95(all_times) / p95(all_bare):8.1f}{p95(all_like):9.1f}")
    print(f"LIKE / find, p95: {p95(all_like) / p95(all_times):.0f} (goal 50)")


if __name__ == "__main__":
    main()
