"""What every command shares: the open office, one JSON object out, problems on standard error."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from unionapp.errors import Problem, UserError, problem_of, refuse
from unionapp.paths import DataDir
from unionapp.wording import sentence

if TYPE_CHECKING:
    from unionapp.models.desk import Desk

PASSPHRASE_VARIABLE = "UNIONAPP_PASSPHRASE"  # noqa: S105 - the variable's name, no secret
WORKER_VARIABLE = "UNIONAPP_WORKER"

Answer = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """One command as it was called: its arguments, its data folder, where it speaks."""

    arguments: argparse.Namespace
    folder: DataDir
    out: TextIO
    errors: TextIO
    language: str = "zh"

    def say(self, answer: Answer, lines: Sequence[str] = ()) -> None:
        """Print the answer: one JSON object under `--json`, else the lines for a person."""
        if self.arguments.json:
            json.dump(answer, self.out, ensure_ascii=False)
            self.out.write("\n")
        else:
            for line in lines:
                self.out.write(f"{line}\n")

    def note(self, line: str) -> None:
        """Tell a person how far it is, on standard error; silent under `--json`."""
        if not self.arguments.json:
            self.errors.write(f"{line}\n")

    def complain(self, problems: Sequence[Problem]) -> None:
        """Print each problem as a sentence on standard error."""
        for problem in problems:
            self.errors.write(f"{self.located(problem)}\n")

    def located(self, problem: Problem) -> str:
        """Return a problem's sentence, with its place in a workbook when it has one."""
        said = sentence(problem, self.language)
        if problem.row is None or problem.sheet is None:  # other files say their line themselves
            return said
        return f"[{problem.sheet} {problem.row}:{problem.column or ''}] {said}"

    def problem_json(self, problem: Problem) -> dict[str, object]:
        """Return a problem as the commands' JSON gives it."""
        return {
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "code": problem.code,
            "text": sentence(problem, self.language),
        }

    @contextmanager
    def office(self, *, bulk: bool = False) -> Iterator[Desk]:
        """Open the office with the passphrase from the environment or a prompt.

        `bulk` spares wiping each page in memory: only for commands that write a lot and end.
        """
        from unionapp.services import vault

        desk = vault.open_office(
            self.folder,
            self.passphrase(),
            os.environ.get(WORKER_VARIABLE),
            wipe_memory=not bulk,
        )
        try:
            yield desk
        finally:
            vault.lock(desk)

    def passphrase(self) -> str:
        """Return the passphrase; `UserError` when there is nobody to ask."""
        given = os.environ.get(PASSPHRASE_VARIABLE)
        if given:
            return given
        if not sys.stdin.isatty():
            raise refuse("commands.no_passphrase", PASSPHRASE_VARIABLE)
        return getpass.getpass("口令 Passphrase: ")


def run_safely(call: Call) -> int:
    """Run a command; 0 when it did its work, 1 when the user has to mend something."""
    try:
        status = int(call.arguments.run(call) or 0)
        call.out.flush()
    except UserError as error:
        return _refused(call, error.problems)
    except BrokenPipeError:  # `| head` has read enough; what the command does is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), call.out.fileno())
        return 0
    except OSError as error:  # a full disk, a drive that was unplugged
        problem = problem_of(error)
        if problem is None:
            raise
        return _refused(call, (problem,))
    return status


def _refused(call: Call, problems: Sequence[Problem]) -> int:
    if call.arguments.json:
        call.say({"problems": [call.problem_json(problem) for problem in problems]})
    call.complain(problems)
    return 1
