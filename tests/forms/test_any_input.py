"""Mutated forms and fillings: always a list of problems or a form, never a crash or a hang."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.forms.desk import markdown
from unionapp.errors import UserError
from unionapp.forms.form import Form, Surrounding
from unionapp.forms.load import Loaded, load
from unionapp.forms.snapshot import snapshot
from unionapp.wording import sentence

CASES = Path(__file__).parents[1] / "data" / "forms"
SECONDS = 10
WORDS = (
    *("", "a", "b", "g", "r", "1", "-1", "1e9", "${a}", "${b}", "${g}", "${r}", "${zz}", "yes"),
    *("text", "integer", "select_one c", "select_multiple c", "calculate", "begin_group"),
    *("end_group", "begin_repeat", "end_repeat", "note", "date", "image", "range", "rank c"),
    *("${a} + ${b}", "count(${r})", "sum(${a})", "position(..)", "today()", "once(uuid())"),
    *("concat(${a}, ${b})", "if(${a}, ${b}, 1)", "1 div 0", "((", "]]", "'", "//*", ".", ".."),
    *("../..", "/", "${", "${}", "\x00", "\x0b", "😀", "王", "<b>", "&amp;", "x" * 3000),
    *("instance('c')//item[name = ${a}]", "pulldata('c', 'a', 'b', ${a})", "c or_other"),
    *("jr:choice-name(${a}, '${a}')", "regex(., '(a+)+$')", "select_one ${a}", "TRUE", "10000"),
    *("start=1 end=5 step=1", "randomize=true", "-", "|", "\\|", "last()", "current()/../a"),
)
COLUMNS = (
    *("type", "name", "label", "hint", "relevant", "constraint", "calculation", "required"),
    *("choice_filter", "repeat_count", "default", "trigger", "read_only", "parameters"),
    *("appearance", "warning", "label::en (en)", "save_to", "bind::jr:preload"),
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


def mutated(dice: random.Random) -> str:
    """A small sound form with a few cells, rows or columns spoiled."""
    rows = [dict(row) for row in SEED_ROWS]
    for _ in range(dice.randrange(1, 6)):
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
    return markdown({"survey": survey, "choices": choices})


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


@pytest.mark.parametrize("part", range(8))
def test_a_spoiled_form_gives_problems_or_a_form(tmp_path: Path, part: int) -> None:
    file = tmp_path / "form.md"
    opened = 0
    for seed in range(part * 50, part * 50 + 50):
        dice = random.Random(seed)
        file.write_text(mutated(dice), "utf-8")
        start = time.monotonic()
        form, problems = None, ()
        try:
            form = filled(load(file), dice, 5)
        except UserError as error:
            problems = error.problems
        assert (form is None) == bool(problems), seed
        assert all(sentence(problem) for problem in problems)
        if form is not None:
            opened += 1
            json.dumps(snapshot(form, "end"))
        assert time.monotonic() - start < SECONDS, seed
    assert 0 < opened < 50


@pytest.mark.parametrize("case", sorted(one.name for one in CASES.iterdir() if one.is_dir()))
def test_random_answers_leave_a_form_that_agrees_with_itself(case: str) -> None:
    """After any filling, computing everything anew changes nothing that is not a hand edit."""
    loaded = load(CASES / case / "form.xlsx")
    dice = random.Random(case)
    form = filled(loaded, dice, 40)
    state = snapshot(form, "end")
    json.dumps(state)
    for node in form.root.walk():
        bind = node.spec.bind
        if bind.relevant is not None:
            wanted = form._holds(bind.relevant, node)
            assert node.own_relevant == wanted, node.path
        if node.parent is not None:
            assert node.relevant == (node.own_relevant and node.parent.relevant), node.path
