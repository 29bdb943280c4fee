"""Makes forms for tests from the rows of a survey, and fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import Loaded, load

NOW = datetime(2024, 5, 17, 10, 20, 30, tzinfo=UTC)

Sheet = Sequence[Sequence[str]]


def markdown(sheets: Mapping[str, Sheet]) -> str:
    """The sheets as Markdown tables; the first row of each is its header."""

    def lines() -> Iterator[str]:
        for name, rows in sheets.items():
            yield f"| {name} |"
            for row in rows:
                yield "| | " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

    return "\n".join(lines()) + "\n"


def read(folder: Path, sheets: Mapping[str, Sheet]) -> Loaded:
    """The form that these sheets make."""
    file = folder / "form.md"
    file.write_text(markdown(sheets), "utf-8")
    return load(file)


def opened(
    folder: Path,
    sheets: Mapping[str, Sheet],
    *,
    zone: tzinfo = UTC,
    now: datetime = NOW,
    preload: Mapping[str, str] | None = None,
    fall_back: bool = True,
    dice: Callable[[], float] = lambda: 0.25,
) -> Form:
    """The form just opened, at a fixed moment and with counted ids."""
    ids = (f"00000000-0000-4000-8000-{at:012d}" for at in range(10_000))
    around = Surrounding(now, zone, lambda: next(ids), preload or {}, dice)
    loaded = read(folder, sheets)
    return Form(loaded.definition, around, graph=loaded.graph, fall_back=fall_back)


def say(form: Form, path: str, text: str) -> None:
    """Answer a question."""
    node = form.node(path)
    assert node is not None, path
    form.set(node, text)


def value(form: Form, path: str) -> str:
    """What an expression reads at a question."""
    node = form.node(path)
    assert node is not None, path
    return node.text


def add(form: Form, path: str) -> None:
    """Add a row to a repeat."""
    above, _, name = path.rpartition("/")
    parent = form.node(above)
    assert parent is not None
    form.add_row(parent.spec.children[name], parent)
