"""`programme list | check FILE | facts CODE | try CODE --facts FACTS.json`: without a database."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from unionapp.commands import worklists
from unionapp.commands.frame import Call
from unionapp.errors import refuse
from unionapp.values import money


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the command to the parser."""
    top: argparse.ArgumentParser = commands.add_parser("programme", help="aid programmes")
    verbs = top.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list").set_defaults(run=_list)
    check = verbs.add_parser("check")
    check.add_argument("file", type=Path)
    check.set_defaults(run=_check)
    facts = verbs.add_parser("facts")
    facts.add_argument("code")
    facts.add_argument("--edition")
    facts.set_defaults(run=_reference)
    attempt = verbs.add_parser("try")
    attempt.add_argument("code")
    attempt.add_argument("--edition")
    attempt.add_argument("--facts", type=Path, required=True)
    attempt.set_defaults(run=_try)
    worklists.add_find_to(verbs)


def _list(call: Call) -> int:
    from unionapp.programmes import catalogue

    found = catalogue.read_all(call.folder.own_programmes)
    listed = [
        {
            "code": one.code,
            "edition": one.edition,
            "label": one.label.text(call.language),
            "area": one.area,
            "subject": one.subject,
            "active": one.active,
        }
        for one in found.programmes
    ]
    call.say({"programmes": listed}, [f"{one['code']}  {one['label']}" for one in listed])
    call.complain(found.problems)
    return 1 if found.problems else 0


def _check(call: Call) -> int:
    from unionapp.programmes import load, neighbours

    file = call.arguments.file
    problems = load.check_file(file)
    if not problems:
        folder = call.folder
        own = (folder.own_programmes, folder.own_forms, folder.own_documents)
        problems = neighbours.check(file, *own)
    said = [call.problem_json(problem) for problem in problems]
    refused = any(not problem.warning for problem in problems)
    call.say({"ok": not refused, "problems": said}, [] if refused else ["OK"])
    call.complain(problems)
    return 1 if refused else 0


def _reference(call: Call) -> int:
    from unionapp.programmes import catalogue, reference

    wanted = call.arguments.code, call.arguments.edition
    programme = catalogue.find(
        wanted[0], extra_folder=call.folder.own_programmes, edition=wanted[1]
    )
    text = reference.as_markdown(programme)
    call.say({"code": programme.code, "edition": programme.edition, "markdown": text}, [text])
    return 0


def _try(call: Call) -> int:
    from unionapp.programmes import catalogue, evaluate

    facts = _facts(call.arguments.facts)
    programme = catalogue.find(
        call.arguments.code,
        extra_folder=call.folder.own_programmes,
        edition=call.arguments.edition,
        day=_day(facts),
    )
    verdict = evaluate.try_programme(programme, facts, language=call.language)
    lines = [*verdict.proof, *(reason.text for reason in verdict.reasons)]
    if verdict.amount_fen is not None:
        lines.append(f"{money.format_fen(verdict.amount_fen)}  {verdict.amount_in_words}")
    call.say(evaluate.as_json(verdict), [*lines, *(one.text for one in verdict.warnings)])
    return 0


def _day(facts: dict[str, object]) -> date | None:
    """The day of decision chooses the edition; one that is wrong is told with the facts."""
    try:
        return date.fromisoformat(str(facts.get("day")))
    except ValueError:
        return None


def _facts(path: Path) -> dict[str, object]:
    try:
        facts = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        raise refuse("commands.no_such_file", path.name) from error
    except (ValueError, RecursionError) as error:
        raise refuse("commands.not_json", path.name, reason=str(error)) from error
    if not isinstance(facts, dict):
        raise refuse("commands.not_json", path.name, reason="{…}")
    return facts


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """JSON lets a later key of the same name win in silence; here it is a mistake."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}” × {names.count(twice)}")
    return found
