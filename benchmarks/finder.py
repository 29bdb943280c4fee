"""The finder over everybody against the bare SQL that reads the same facts, in one run.

Goal: every programme over a patch of 100,000 persons in at most 20 s on 2 cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks._figures import milliseconds, sample_office
from unionapp.models.desk import Desk
from unionapp.services import facts_in_sets, finder

GOAL_SECONDS = 20


def _bare(desk: Desk) -> int:
    """Read the rows that the finder reads, and nothing else."""
    with desk.read() as reading:
        return sum(len(reading.rows(statement)) for statement in facts_in_sets.STATEMENTS)


def main() -> int:
    """Print seconds, verdicts and the verdicts a second; exit 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with sample_office(wanted.persons, wanted.seed) as (desk, made):
        print(f"patch of {wanted.persons:,} persons made in {made:.1f} s")
        bare = min(milliseconds(lambda: _bare(desk)) for _ in range(3)) / 1000
        began, worked = time.perf_counter(), time.process_time()
        found = finder.everybody(desk)
        took, worked = time.perf_counter() - began, time.process_time() - worked
    verdicts = sum(len(group.ids) for one in found.findings for group in one.groups)
    eligible = sum(len(one.ids(True)) for one in found.findings)
    print(f"bare SQL of the same facts {bare:8.2f} s")
    print(f"finder                     {took:8.2f} s   {took / bare:.1f} times the bare SQL")
    print(f"finder, CPU                {worked:8.2f} s   the rest is waiting on a busy machine")
    print(f"{len(found.findings)} programmes, {verdicts:,} verdicts, {eligible:,} eligible")
    print(f"{verdicts / took:,.0f} verdicts a second; goal {GOAL_SECONDS} s")
    return 0 if took <= GOAL_SECONDS or wanted.persons < 100_000 else 1


if __name__ == "__main__":
    sys.exit(main())
