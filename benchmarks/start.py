"""How long a start takes, beside a bare window, and how long a large office opens.

Run: python benchmarks/start.py [--persons 100000] [--data-dir DIR]. Without a folder a sample
office is made first (a minute). Each figure is the median of processes of their own; the derivation
of the key, which is slow on purpose (0.5 to 1 s), is measured in the same run and counted in.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from unionapp.models import keyslots
from unionapp.paths import DataDir
from unionapp.services import sample, vault

PROBE = Path(__file__).with_name("_start_probe.py")
ROUNDS = 5
GOAL_SECONDS = 2.0


def events(*words: str) -> dict[str, float]:
    """Run the probe; return seconds since its process was started, by event."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "UNIONAPP_PASSPHRASE": sample.PASSPHRASE,
    }
    began = time.time()
    found = subprocess.run(
        [sys.executable, str(PROBE), *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )
    lines = [json.loads(line) for line in found.stdout.splitlines()]
    return {line["event"]: line["at"] - began for line in lines}


def median(what: str, until: str, since: str = "", *words: str) -> float:
    """Measure, print and return the median of the seconds between two events."""
    took = []
    for _ in range(ROUNDS):
        at = events(*words)
        took.append(at[until] - at.get(since, 0.0))
    middle = statistics.median(took)
    print(f"{what:<58} {middle:6.3f} s   {min(took):.3f} to {max(took):.3f}", flush=True)
    return middle


def derivation(folder: DataDir) -> float:
    """Return the median seconds of turning the passphrase into the key."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        keyslots.unlock(folder.key_slots, sample.PASSPHRASE, None, now=vault.wall_clock())
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def measure(folder: DataDir, persons: int) -> None:
    """Print one line for each figure."""
    there = str(folder.root)
    bare = median(
        "process start -> a bare QMainWindow painted (reference)", "painted", "", "--hello"
    )
    with tempfile.TemporaryDirectory() as empty:
        first = median("process start -> first start painted", "start_painted", "", empty)
    unlock = median("process start -> passphrase page painted", "start_painted", "", there)
    print(f"    beside the bare window: {first / bare:.2f} and {unlock / bare:.2f}")
    key = derivation(folder)
    print(f"{'passphrase -> key, alone (slow on purpose)':<58} {key:6.3f} s")
    print(f"{persons:,} people:")
    settled = ("entered", there, "--open", "--settled")
    median("passphrase -> window with its first page painted", "page_painted", *settled)
    opened = median("passphrase -> today's list and all badges stand", "counted", *settled)
    at_once = "    typed at the instant of the first paint"
    median(at_once, "counted", "entered", there, "--open")
    print(f"    goal {GOAL_SECONDS} s: {'met' if opened <= GOAL_SECONDS else 'MISSED'}")


def main() -> None:
    """Make the sample where none is given, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--data-dir", type=Path)
    given = parser.parse_args()
    if given.data_dir:
        measure(DataDir(given.data_dir), given.persons)
        return
    with tempfile.TemporaryDirectory() as folder:
        office = DataDir(Path(folder) / "office")
        began = time.perf_counter()
        vault.lock(sample.make_office(office, persons=given.persons).desk)
        print(f"sample of {given.persons:,} people made in {time.perf_counter() - began:.0f} s")
        measure(office, given.persons)


if __name__ == "__main__":
    main()
