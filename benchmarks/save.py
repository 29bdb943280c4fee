"""One field saved when focus leaves it, against a bare UPDATE with the same commit to the disk.

Goal 2: with validation, capture and search at most 6 times the bare save (both with
`synchronous = FULL` in the same encrypted file).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks._figures import milliseconds, sample_office, spread
from unionapp.models.desk import Desk
from unionapp.services import records

FIELDS = {"note": "周末在家 {}", "phone": "138{:08d}", "name": "王建{}", "workplace": "甲厂 {}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--saves", type=int, default=300, help="of each field")
    arguments = parser.parse_args()
    with sample_office(arguments.persons) as (desk, _):
        _report(desk, arguments.saves)


def _report(desk: Desk, saves: int) -> None:
    with desk.read() as now:
        people = [row[0] for row in now.rows("SELECT id FROM person")]
    chosen = random.Random(2).choices(people, k=saves)
    with desk.database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE bare (id TEXT PRIMARY KEY, note TEXT)")
        connection.exec_driver_sql("INSERT INTO bare SELECT id, note FROM person")

    def bare(number: int, id_: str) -> None:
        with desk.database.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE bare SET note = ? WHERE id = ?", (f"周末在家 {number}", id_)
            )

    limit = [milliseconds(lambda n=n, i=i: bare(n, i)) for n, i in enumerate(chosen)]
    print(f"{'milliseconds':24}{'p50':>9}{'p95':>9}{'max':>9}{'x bare':>9}")
    print(f"{'bare UPDATE':24}{spread(limit)}")
    for name, text in FIELDS.items():
        times = [
            milliseconds(
                lambda n=n, i=i, f=name, t=text: records.save_field(
                    desk, "person", i, f, t.format(n)
                )
            )
            for n, i in enumerate(chosen)
        ]
        ratio = statistics.median(times) / statistics.median(limit)
        print(f"{'save ' + name:24}{spread(times)}{ratio:9.1f}")
    print("goal: 6 times bare at p50")


if __name__ == "__main__":
    main()
