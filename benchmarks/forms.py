"""How fast forms answer a key press, open, take another row, and filter a very long list.

Run: python benchmarks/forms.py. Turning the workbook into an XForm is pyxform's work and is not in
the figures: a form is imported once and filled often.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from unionapp.forms.definition import Definition
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.graph import build
from unionapp.forms.load import load
from unionapp.forms.snapshot import snapshot
from unionapp.forms.xform import read_xform

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HEAD = (
    "| survey |\n| | type | name | label | relevant | constraint | calculation | choice_filter |\n"
)
CHOICES = "| choices |\n| | list_name | name | label | group |\n" + "".join(
    f"| | c | {at} | Choice {at} | {at % 3} |\n" for at in range(9)
)


def row(*cells: str) -> str:
    """Return one line of the survey table."""
    return "| | " + " | ".join([*cells, *[""] * (7 - len(cells))]) + " |\n"


def long_form(questions: int) -> str:
    """Return a form of sections with skips, checks, filters and totals, as real ones have."""
    lines = [HEAD]
    for at in range(questions):
        if at % 30 == 0:
            lines.append(row("begin group", f"g{at // 30}", f"Section {at // 30}"))
        before = "${q" + str(at - 1) + "}" if at else "1"
        kind = at % 5
        if kind == 0:
            lines.append(row("integer", f"q{at}", f"Number {at}", "", ". >= 0 and . < 1000"))
        elif kind == 1:
            lines.append(row("text", f"q{at}", f"Text beside {before}", f"{before} > 2"))
        elif kind == 2:
            lines.append(row("select_one c", f"q{at}", f"One {at}"))
        elif kind == 3:
            lines.append(
                row("select_one c", f"q{at}", "Of the group", "", "", "", f"group = {before}")
            )
        else:
            total = f"coalesce(${{q{at - 4}}}, 0) * 2 + coalesce(${{q{max(at - 9, 4)}}}, 0)"
            if at == 4:
                total = "coalesce(${q0}, 0) * 2"
            lines.append(row("calculate", f"q{at}", "", "", "", total))
        if at % 30 == 29 or at == questions - 1:
            lines.append(row("end group"))
    return "".join(lines) + CHOICES


def wide_form(questions: int) -> str:
    """Return as many calculations as questions, each on three questions, and one on all groups."""
    lines = [HEAD]
    lines += [row("integer", f"q{at}", f"Number {at}") for at in range(questions)]
    for at in range(questions):
        names = [f"${{q{(at * step) % questions}}}" for step in (1, 7, 13)]
        lines.append(row("calculate", f"c{at}", "", "", "", " + ".join(names)))
    return "".join(lines)


def household_form() -> str:
    """Return members of a household with totals over them."""
    return HEAD + "".join(
        (
            row("begin repeat", "m", "Member"),
            row("text", "name", "Name"),
            row("integer", "age", "Age", "", ". < 130"),
            row("select_one c", "kin", "Kin"),
            row("calculate", "no", "", "", "", "position(..)"),
            row("calculate", "adult", "", "", "", "if(${age} >= 18, 1, 0)"),
            row("text", "job", "Work of ${name}", "${adult} = 1"),
            row("end repeat"),
            row("calculate", "adults", "", "", "", "sum(${adult})"),
            row("calculate", "people", "", "", "", "count(${m})"),
            CHOICES,
        )
    )


def list_form() -> str:
    """Return a cascade over a list of 100,000 rows in a file."""
    return (
        HEAD
        + row("text", "street", "Street")
        + row("select_one_from_file doors.csv", "door", "Door", "", "", "", "street = ${street}")
    )


def around() -> Surrounding:
    """Return a fixed world."""
    return Surrounding(NOW, UTC, lambda: "0")


def imported(folder: Path, text: str) -> str:
    """Return the XForm of a form given as Markdown."""
    file = folder / "form.md"
    file.write_text(text, "utf-8")
    return load(file).xform


def opened(xform: str, folder: Path) -> Form:
    """Return the form opened, as after an import: XForm in, first values computed."""
    definition: Definition = read_xform(xform, folder)
    return Form(definition, around(), graph=build(definition))


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds of one action."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def presses(form: Form) -> list[float]:
    """Return the time of a key press in every question: set, recompute, look at what changed."""
    times = []
    dice = random.Random(7)
    for node in list(form.root.walk()):
        if node.spec.control is None or not node.relevant:
            continue

        def press() -> None:
            for changed in form.set(node, str(dice.randrange(9))):  # noqa: B023 - run at once
                if changed.spec.control is not None and changed.relevant:
                    form.error(changed)
                    form.text(changed.spec.control.label, changed)

        times.append(timed(press))
    return times


def row_times(form: Form, rows: int) -> list[float]:
    """Return the time of adding each row and answering its first question."""
    spec = form.definition.root.children["m"]

    def add() -> None:
        form.add_row(spec, form.root)
        form.set(form.root.kids["m"][-1].kids["age"][0], "30")

    return [timed(add) for _ in range(rows)]


def report(name: str, figure: float, limit: float, unit: str = "ms") -> bool:
    """Print one figure beside its limit; return whether it keeps to it."""
    held = figure <= limit
    print(f"{name:<46} {figure:9.2f} {unit}   at most {limit:g}{'' if held else '   TOO SLOW'}")
    return held


def main() -> int:
    """Print all figures; 1 when one is over its limit."""
    held = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = presses(opened(imported(folder, long_form(300)), folder))
        held.append(report("300 questions: key press, mean", statistics.mean(times), 2))
        held.append(report("300 questions: key press, worst", max(times), 16))
        xform = imported(folder, wide_form(1000))
        start = timed(lambda: opened(xform, folder))
        held.append(report("1,000 + 1,000 calculations: open", start, 1000))
        form = opened(xform, folder)
        held.append(report("1,000 + 1,000: key press, worst", max(presses(form)), 50))
        held.append(report("1,000 + 1,000: whole state", timed(lambda: snapshot(form, "x")), 1000))
        rows = row_times(opened(imported(folder, household_form()), folder), 220)
        early, late = statistics.median(rows[:20]), statistics.median(rows[190:210])
        held.append(report("household: a row about the 2nd", early, 100))
        held.append(report("household: a row about the 200th", late, 100))
        # the two totals over all rows are in it; they add 200 numbers instead of 20
        held.append(report("  as a multiple", late / early, 4, "x "))
        held += long_list(folder)
    return 0 if all(held) else 1


def long_list(folder: Path) -> list[bool]:
    """Measure a list of 100,000 doors in a file, filtered by its street."""
    lines = ["name,label,street"]
    lines += [f"d{at},Door {at},s{at % 2000}" for at in range(100_000)]
    (folder / "doors.csv").write_text("\n".join(lines) + "\n", "utf-8")
    xform = imported(folder, list_form())
    tracemalloc.start()
    form = opened(xform, folder)
    grown = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    street, door = form.root.kids["street"][0], form.root.kids["door"][0]
    first = timed(lambda: (form.set(street, "s1"), form.choices(door, limit=50)))
    later = max(
        timed(lambda at=at: (form.set(street, f"s{at}"), form.choices(door, limit=50)))
        for at in range(2, 200)
    )
    answered = timed(lambda: form.set(door, "d199"))
    everything = opened(imported(folder, list_form().replace("street = ${street}", "")), folder)
    every = everything.root.kids["door"][0]
    whole = timed(lambda: (everything.set(every, "d99999"), everything.choices(every, limit=50)))
    return [
        report("100,000 rows: first page, first filter", first, 50),
        report("100,000 rows: first page, later", later, 50),
        report("100,000 rows: an answer is checked", answered, 50),
        report("100,000 rows unfiltered: answer and first page", whole, 50),
        report("100,000 rows: memory of the form", grown, 50, "MB"),
    ]


if __name__ == "__main__":
    sys.exit(main())
