"""What the benchmarks share: a fresh office on the disk, and figures in one table."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import sample, vault


@contextmanager
def sample_office(persons: int, seed: int = 1) -> Iterator[tuple[Desk, float]]:
    """Give an office of made-up people, and the seconds that it took to make."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        made = sample.make_office(
            DataDir(Path(folder)), passphrase=sample.PASSPHRASE, persons=persons, seed=seed
        )
        try:
            yield made.desk, time.perf_counter() - began
        finally:
            vault.lock(made.desk)


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def spread(times: Sequence[float]) -> str:
    """Return median, 95th percentile and maximum of milliseconds as three columns."""
    ranked = sorted(times)
    return f"{statistics.median(ranked):9.2f}{p95(ranked):9.2f}{ranked[-1]:9.2f}"


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    ranked = sorted(times)
    return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
