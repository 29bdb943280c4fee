"""`form check | run | print FILE`: no database, no passphrase; its other verbs need the office."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionapp.commands import questionnaires
from unionapp.commands.frame import Call
from unionapp.errors import Problem, UserError, refuse
from unionapp.wording import sentence

if TYPE_CHECKING:
    from unionapp.forms.form import Form


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the command to the parser."""
    top: argparse.ArgumentParser = commands.add_parser("form", help="survey forms (XLSForm)")
    verbs = top.add_subparsers(dest="verb", required=True)
    for verb, function in (("check", _check), ("run", _run), ("print", _print_paper)):
        parser = verbs.add_parser(verb)
        parser.add_argument("file", type=Path)
        parser.add_argument("--media", type=Path, metavar="FOLDER", help="the files it names")
        parser.set_defaults(run=function)
        if verb != "check":
            parser.add_argument("--steps", type=Path, metavar="STEPS.json")
        if verb == "print":
            parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
            parser.add_argument(
                "--language", dest="form_language", metavar="NAME", help="one of the form's"
            )
            parser.add_argument("--reveal", action="store_true", help="identity numbers whole")
    questionnaires.add_to(verbs)


def _check(call: Call) -> int:
    from unionapp.forms import load
    from unionapp.services.questionnaires import case_fields

    arguments = call.arguments
    problems = load.check_file(arguments.file, arguments.media, case_fields=case_fields())
    errors = [problem for problem in problems if not problem.warning]
    said = [{**call.problem_json(problem), "warning": problem.warning} for problem in problems]
    call.say({"ok": not errors, "problems": said}, [] if errors else ["OK"])
    call.complain(problems)
    return 2 if errors else 0


def _run(call: Call) -> int:
    """Print what the form looks like after the steps; the output is JSON with or without --json."""
    try:
        answer = _answer(call)
    except UserError as error:
        call.complain(error.problems)
        _print(call, {"error": _why(call, error.problems)})
        return 2
    _print(call, answer)
    return 0


def _answer(call: Call) -> Mapping[str, object]:
    from unionapp.forms import steps

    form, script = _opened(call, fall_back=False)
    return steps.run_steps(form, script.get("steps", []))


def _print_paper(call: Call) -> int:
    """Make the PDF of a form: blank, or filled with the answers of the steps."""
    from unionapp import form_paper
    from unionapp.files import write_atomically
    from unionapp.forms import steps

    arguments = call.arguments
    form, script = _opened(call, fall_back=True)
    filled = arguments.steps is not None
    refused = steps.run_steps(form, script.get("steps", []))["refused"] if filled else []
    if arguments.form_language is not None:
        known = form.definition.languages
        if arguments.form_language not in known:
            raise refuse(
                "printing.no_such_language", arguments.form_language, known=", ".join(known) or "—"
            )
        form.speak(arguments.form_language)
    made = form_paper.render(
        form,
        filled=filled,
        language=form_paper.language_of(form, call.language),
        issued=form.now.date(),
        beside=form_paper.Particulars(
            media=form_paper.media_in(form, arguments.media), reveal=arguments.reveal
        ),
    )
    call.complain(made.warnings)
    try:
        write_atomically(arguments.out, made.pdf)
    except OSError as error:
        raise refuse("printing.cannot_save", arguments.out.name, reason=str(error)) from error
    answer = {"file": str(arguments.out), "pages": made.pages, "sha256": made.sha256}
    call.say({**answer, "refused": refused}, [f"{arguments.out}  {made.pages}  {made.sha256}"])
    return 0


def _opened(call: Call, *, fall_back: bool) -> tuple[Form, Mapping[str, Any]]:
    """Return the form of the command line, and the steps file or {}."""
    from unionapp.forms import steps
    from unionapp.forms.form import Form, Surrounding
    from unionapp.forms.load import load

    script = _script(call.arguments.steps)
    loaded = load(call.arguments.file, call.arguments.media)
    call.complain(loaded.warnings)
    local = datetime.now().astimezone()
    around = Surrounding(
        now=steps.moment_of(script.get("now"), local),
        zone=steps.zone_of(script.get("timezone"), local.tzinfo or UTC),
        new_id=_new_id,
        preload={str(key): str(value) for key, value in script.get("preload", {}).items()},
    )
    return Form(loaded.definition, around, graph=loaded.graph, fall_back=fall_back), script


def _new_id() -> str:
    import uuid

    return str(uuid.uuid4())


def _script(path: Path | None) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        script = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise refuse("commands.no_such_file", path.name) from error
    except ValueError as error:
        raise refuse("commands.not_json", path.name, reason=str(error)) from error
    if not isinstance(script, dict):
        raise refuse("commands.not_json", path.name, reason="{…}")
    steps = script.get("steps", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise refuse("commands.not_json", path.name, reason="steps")
    if not isinstance(script.get("preload", {}), dict):
        raise refuse("commands.not_json", path.name, reason="preload")
    for name in ("now", "timezone"):
        if not isinstance(script.get(name, ""), str):
            raise refuse("commands.not_json", path.name, reason=name)
    return script


def _why(call: Call, problems: Sequence[Problem]) -> str:
    return "\n".join(call.located(problem) for problem in problems) or sentence(
        Problem("form.refused"), call.language
    )


def _print(call: Call, answer: Mapping[str, object]) -> None:
    json.dump(answer, call.out, ensure_ascii=False)
    call.out.write("\n")
