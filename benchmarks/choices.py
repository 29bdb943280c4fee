"""How fast one choice is found among 100,000: text, initials, pinyin, with and without a filter.

Run: python benchmarks/choices.py. Beside each figure stands a bare loop over the same labels: for
text `in`, for letters a comparison of pinyin and initials written out beforehand, which takes the
memory that the search does without.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from unionapp.forms import choice_search
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.graph import build
from unionapp.forms.load import load
from unionapp.forms.nodes import Node
from unionapp.forms.xform import read_xform
from unionapp.values import names

ROWS = 100_000
STREETS = (
    *("兴华街道", "建设大路", "重庆路", "中山路", "北二中路", "南十西路", "云峰北街", "保工南街"),
    *("长江街", "崇山东路", "黄河南大街", "文化路", "青年大街", "三好街", "五爱街", "小西路"),
)
QUARTERS = ("和平里", "勤俭", "艳粉", "工人村", "启工", "笃工", "霁虹", "路官", "凌空", "重工")
FORM = """
| survey |
| | type | name | label | choice_filter |
| | text | street | Street | |
| | select_one_from_file doors.csv | any | Any | |
| | select_one_from_file doors.csv | of_street | Of the street | street = ${street} |
| | select_one_from_file doors.csv | slow | Any other filter | starts-with(street, ${street}) |
"""
FIRST_PAGE_MS, MEMORY_MB, STALL_MS = 50, 50, 100


def rows() -> list[tuple[str, str, str]]:
    """Return name, label and street of every door."""
    dice = random.Random(3)
    made = []
    for at in range(ROWS):
        street = at % 20
        label = (
            f"沈阳市铁西区{dice.choice(STREETS)}{dice.choice(QUARTERS)}社区"
            f"{dice.randrange(1, 60)}号楼{dice.randrange(1, 6)}单元{dice.randrange(101, 3000)}室"
        )
        made.append((f"d{at}", label, f"s{street}"))
    return made


def opened(folder: Path) -> Form:
    """Return the form, as a worker opens it."""
    file = folder / "form.md"
    file.write_text(FORM, "utf-8")
    definition = read_xform(load(file).xform, folder)
    around = Surrounding(datetime(2026, 3, 2, tzinfo=UTC), UTC, lambda: "0")
    return Form(definition, around, graph=build(definition))


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds of one action."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def slices(form: Form, node: Node) -> list[float]:
    """Return how long each slice of making a search ready takes."""
    times, began = [], time.perf_counter()
    for _ in choice_search.prepare(form, node):
        now = time.perf_counter()
        times.append((now - began) * 1000)
        began = now
    return times or [0.0]


def report(name: str, figure: float, limit: float, bare: float | None = None) -> bool:
    """Print one figure beside its limit and the bare loop; return whether it keeps to it."""
    held = figure <= limit
    beside = "" if bare is None else f"   bare loop {bare:8.1f}"
    print(f"{name:<44} {figure:8.2f}   at most {limit:g}{beside}{'' if held else '   TOO SLOW'}")
    return held


def main() -> int:
    """Print all figures; 1 when one is over its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder, doors = Path(name), rows()
        lines = ["name,label,street", *(",".join(door) for door in doors)]
        (folder / "doors.csv").write_text("\n".join(lines), "utf-8")
        form = opened(folder)
        held = [*getting_ready(form), *searches(form, doors)]
    return 0 if all(held) else 1


def getting_ready(form: Form) -> list[bool]:
    """Measure what the first search of a list needs."""
    names.readings("中")  # loads the pinyin tables, which the search for people shares
    any_, slow = form.root.kids["any"][0], form.root.kids["slow"][0]
    tracemalloc.start()
    for _ in choice_search.prepare(form, any_):
        pass
    grown = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    form.definition.lists["doors"].kids[0].searched.clear()  # type: ignore[attr-defined] # a table
    ready = slices(form, any_)
    filtering = slices(form, slow)
    return [
        report("ready to search, all slices, ms", sum(ready), 3_000),
        report("  longest slice, ms", max(ready), STALL_MS),
        report("  memory, MB", grown, MEMORY_MB),
        report("any other filter, all slices, ms", sum(filtering), 3_000),
        report("  longest slice, ms", max(filtering), STALL_MS),
    ]


def searches(form: Form, doors: Sequence[tuple[str, str, str]]) -> list[bool]:
    """Measure first pages."""
    keys = [" ".join(names.pinyin_keys(label[6:12])) for _, label, _ in doors]
    kids = form.root.kids
    form.set(kids["street"][0], "s1")
    for _ in choice_search.prepare(form, kids["slow"][0]):
        pass
    texts = ("中山路", "59号楼5单元", "没有这样的门牌", "d99999", "重工 502")
    letters = ("zsl", "cql", "zhongshanlu", "zhongsl", "hhndj", "zzzzz", "xianyi", "gr 2999")
    held = []
    for kind, asked in (("text", texts), ("pinyin, initials", letters)):
        for question in ("any", "of_street", "slow"):
            node = kids[question][0]
            times = [timed(lambda t=t, n=node: choice_search.find(form, n, t)) for t in asked]
            bare = [timed(lambda t=t, f=question != "any": loop(doors, keys, t, f)) for t in asked]
            name = f"{kind}: {question}, worst of {len(asked)}, ms"
            held.append(report(name, max(times), FIRST_PAGE_MS, statistics.median(bare)))
    return held


def loop(
    doors: Sequence[tuple[str, str, str]], keys: Sequence[str], text: str, filtered: bool
) -> list[tuple[str, str, str]]:
    """Search as a plain loop does."""
    return [
        door
        for door, key in zip(doors, keys, strict=True)
        if (not filtered or door[2].startswith("s1"))
        and (text in door[1] or text in door[0] or text in key)
    ]


if __name__ == "__main__":
    sys.exit(main())
