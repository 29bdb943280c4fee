"""Forms and answers spoiled by dice: what the engine must answer with problems or a form."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.forms.desk import markdown
from unionapp.errors import Problem, UserError
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import Loaded
from unionapp.forms.snapshot import snapshot
from unionapp.wording import sentence

CASES = Path(__file__).parents[1] / "data" / "forms"
SECONDS = 10
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # for a workbook
WORDS = (
    *("", "a", "b", "g", "r", "1", "-1", "1e9", "${a}", "${b}", "${g}", "${r}", "${zz}", "yes"),
    *("text", "integer", "select_one c", "select_multiple c", "calculate", "begin_group"),
    *("end_group", "begin_repeat", "end_repeat", "note", "date", "image", "range", "rank c"),
    *("${a} + ${b}", "count(${r})", "sum(${a})", "position(..)", "today()", "once(uuid())"),
    *("concat(${a}, ${b})", "if(${a}, ${b}, 1)", "1 div 0", "((", "]]", "'", "//*", ".", ".."),
    *("../..", "/", "${", "${}", "\x00", "\x0b", "😀", "王", "<b>", "&amp;", "x" * 3000),
    *("instance('c')//item[name = ${a}]", "pulldata('c', 'a', 'b', ${a})", "c or_other"),
    *("jr:choice-name(${a}, '${a}')", "regex(., '(a+)+$')", "select_one ${a}", "TRUE", "10000"),
    *("person#name", "search('c')", "regex(., '[')", "minimal", "household", "a#b", "1 or 2"),
    *("start=1 end=5 step=1", "randomize=true", "-", "|", "\\|", "last()", "current()/../a"),
)
COLUMNS = (
    *("type", "name", "label", "hint", "relevant", "constraint", "calculation", "required"),
    *("choice_filter", "repeat_count", "default", "trigger", "read_only", "parameters"),
    *("appearance", "warning", "label::en (en)", "save_to", "bind::jr:preload", "prefill"),
)
SEED_ROWS = (
    {"type": "integer", "name": "a", "label": "A"},
    {"type": "select_one c", "name": "b", "label": "B", "choice_filter": "name != ${a}"},
    {"type": "begin_group", "name": "g", "label": "G", "relevant": "${a} > 1"},
    {"type": "text", "name": "t", "label": "T ${a}"},
    {"type": "end_group"},
    {"type": "begin_repeat", "name": "r", "label": "R", "repeat_count": "${a}"},
    {"type": "calculate", "name": "k", "calculation": "${a} + position(..)"},
    {"type": "end_repeat"},
    {"type": "calculate", "name": "s", "calculation": "sum(${k})"},
)


def spoiled_sheets(dice: random.Random) -> dict[str, list[list[str]]]:
    """The sheets of a small sound form with a few cells, rows or columns spoiled."""
    rows = [dict(row) for row in SEED_ROWS]
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        action = dice.randrange(4)
        if action == 0:
            rows[dice.randrange(len(rows))][dice.choice(COLUMNS)] = dice.choice(WORDS)
        elif action == 1 and len(rows) > 1:
            del rows[dice.randrange(len(rows))]
        elif action == 2:
            rows.insert(dice.randrange(len(rows) + 1), dict(dice.choice(rows)))
        else:
            one, two = dice.randrange(len(rows)), dice.randrange(len(rows))
            rows[one], rows[two] = rows[two], rows[one]
    columns = list(dict.fromkeys(key for row in rows for key in row)) or ["type"]
    survey = [columns, *[[row.get(column, "") for column in columns] for row in rows]]
    choices = [["list_name", "name", "label"], ["c", "1", "One"], ["c", "2", "Two"]]
    if dice.random() < 0.3:
        choices[dice.randrange(3)][dice.randrange(3)] = dice.choice(WORDS)
    sheets = {"survey": survey, "choices": choices}
    if dice.random() < 0.1:
        sheets["settings"] = [
            ["form_id", "subject", "version"],
            [dice.choice(WORDS) for _ in "abc"],
        ]
    if dice.random() < 0.1:
        columns = ["list_name", "label", "entity_id", "create_if", "update_if"]
        sheets["entities"] = [columns, [dice.choice(WORDS) for _ in columns]]
    return sheets


def spoiled_markdown(dice: random.Random, folder: Path) -> Path:
    """A spoiled form as Markdown."""
    file = folder / "form.md"
    file.write_text(markdown(spoiled_sheets(dice)), "utf-8")
    return file


def spoiled_workbook(dice: random.Random, folder: Path) -> Path:
    """A spoiled form as a workbook, some with numbers, truths and dates for text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in spoiled_sheets(dice).items():
        sheet = book.create_sheet(dice.choice((name, name, name, name.upper())))
        for row in rows:
            cells: list[object] = list(row)
            if dice.random() < 0.1 and cells:
                other = (1.5, True, datetime(2026, 1, 1), None, 10**15, "=1+1")
                cells[dice.randrange(len(cells))] = dice.choice(other)
            sheet.append([_UNFIT.sub("", one) if isinstance(one, str) else one for one in cells])
    file = folder / "form.xlsx"
    book.save(file)
    return file


def spoiled_bytes(dice: random.Random, folder: Path) -> Path:
    """A real file with some bytes changed, cut off, or doubled."""
    case = dice.choice(sorted(one for one in CASES.iterdir() if one.is_dir()))
    content = bytearray((case / "form.xlsx").read_bytes())
    file = folder / "form.xlsx"
    if dice.random() < 0.5:
        content = bytearray(markdown(spoiled_sheets(dice)).encode())
        file = folder / "form.md"
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        content[dice.randrange(len(content))] = dice.randrange(256)
    if dice.random() < 0.3:
        del content[dice.randrange(len(content)) :]
    file.write_bytes(bytes(content))
    return file


def spoiled_xform(dice: random.Random, folder: Path, sources: list[str]) -> Path:
    """The XForm of a real form with pieces of it exchanged, doubled or left out."""
    text = dice.choice(sources)
    for _ in range(dice.choice((1, 1, 3))):
        pieces = text.split(dice.choice((">", '"', '"', '"', " ", "/")))
        separator = text[len(pieces[0]) : len(pieces[0]) + 1] or " "
        one, two = dice.randrange(len(pieces)), dice.randrange(len(pieces))
        action = dice.randrange(4)
        if action == 0:
            del pieces[one]
        elif action == 1:
            pieces[one], pieces[two] = pieces[two], pieces[one]
        elif action == 2:
            pieces.insert(one, pieces[two])
        else:
            pieces[one] = dice.choice(WORDS)
        text = separator.join(pieces)
    file = folder / "form.xml"
    file.write_text(text, "utf-8", errors="replace")
    return file


def opened_or_refused(read: Callable[[], Loaded], dice: random.Random, rounds: int) -> bool:
    """Load, fill and print a form; whether it could be. Problems must be sentences."""
    began = time.monotonic()
    form: Form | None = None
    problems: tuple[Problem, ...] = ()
    try:
        form = filled(read(), dice, rounds)
    except UserError as error:
        problems = error.problems
    assert (form is None) == bool(problems)
    assert all(sentence(problem) for problem in problems)
    if form is not None:
        json.dumps(snapshot(form, "end"))
        assert all(sentence(problem) for problem in form.row_limit_hit)
    assert time.monotonic() - began < SECONDS
    return form is not None


def filled(loaded: Loaded, dice: random.Random, rounds: int) -> Form:
    """The form after some random answers and rows."""
    around = Surrounding(datetime(2026, 1, 1, tzinfo=UTC), UTC, lambda: "1", {}, dice.random)
    form = Form(loaded.definition, around, graph=loaded.graph)
    for _ in range(rounds):
        node = dice.choice(list(form.root.walk()))
        if node.spec.is_repeat and not node.spec.fixed_rows and node.parent is not None:
            if dice.random() < 0.5 and len(node.parent.kids[node.name]) < 8:
                form.add_row(node.spec, node.parent)
            else:
                form.remove_row(node)
        elif node.spec.control is not None:
            names = [choice.value for choice in form.choices(node)]
            form.set(node, dice.choice([*names, "", "3", "2024-05-17", dice.choice(WORDS)]))
    return form
