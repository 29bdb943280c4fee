"""The command line: one parser, one verb for each thing that can be done without a screen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from unionapp import __version__
from unionapp.commands import data, exchange, forms, papers, programmes, worklists
from unionapp.commands.frame import Call, run_safely
from unionapp.paths import data_dir


def run(words: Sequence[str]) -> int:
    """Run one command; without a command open the desktop. Returns the exit status."""
    arguments = parser().parse_args(_options_first(words))
    if arguments.command is None:
        from unionapp.app import run_desktop

        return run_desktop(data_dir(arguments.data_dir), sample=arguments.sample_if_empty)
    return run_safely(
        Call(
            arguments,
            data_dir(arguments.data_dir),
            sys.stdout,
            sys.stderr,
            arguments.language,
        )
    )


def _options_first(words: Sequence[str]) -> list[str]:
    """Let `--json` stand anywhere: people put it last."""
    rest = [word for word in words if word != "--json"]
    return (["--json"] if len(rest) < len(words) else []) + rest


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="unionapp", description="工会入户走访工作台 Offline casework bench for street unions"
    )
    top.add_argument("--version", action="version", version=__version__)
    top.add_argument("--data-dir", metavar="DIR", help="where the office's data stands")
    top.add_argument("--json", action="store_true", help="print one JSON object")
    top.add_argument("--language", choices=("zh", "en"), default="zh")
    top.add_argument("--sample-if-empty", action="store_true", help=argparse.SUPPRESS)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for area in (data, papers, programmes, forms, exchange, worklists):
        area.add_to(commands)
    return top
