"""`print DOCUMENT --of ID ... --out FILE.pdf`: the papers that the screens print, and their log."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from unionapp.commands.frame import Call


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the command to the parser."""
    paper = commands.add_parser("print", help="make a card, receipt or list as PDF")
    paper.add_argument("document", nargs="?")
    paper.add_argument("--of", nargs="+", metavar="ID")
    paper.add_argument("--out", type=Path)
    paper.add_argument("--stock", default=None)
    paper.add_argument("--list", action="store_true", help="which documents there are")
    paper.add_argument("--log", action="store_true", help="what was printed, and if it came out")
    paper.set_defaults(run=partial(_print, paper))


def _print(parser: ArgumentParser, call: Call) -> int:
    arguments = call.arguments
    if arguments.list:
        return _list(call)
    if arguments.log:
        return _log(call)
    if not (arguments.document and arguments.of and arguments.out):
        parser.error("DOCUMENT --of ID ... --out FILE.pdf, --list, or --log")
    return _make(call)


def _make(call: Call) -> int:
    from unionapp import papermaking
    from unionapp.files import write_atomically

    arguments = call.arguments
    with call.office() as desk:
        made = papermaking.make_paper(
            desk, call.folder, arguments.document, arguments.of, arguments.stock
        )
        write_atomically(arguments.out, made.pdf)
    answer = {"file": str(arguments.out), "pages": made.pages, "sha256": made.sha256}
    call.say(answer, [f"{arguments.out}  {made.pages}  {made.sha256}"])
    return 0


def _list(call: Call) -> int:
    from unionapp import papermaking

    found = papermaking.available(call.folder)
    rows = [
        {"document": one.code, "zh": one.zh, "en": one.en, "stocks": one.stocks} for one in found
    ]
    said = [f"{one.code}  {one.label(call.language)}  {' '.join(one.stocks)}" for one in found]
    call.say({"documents": rows}, said)
    return 0


def _log(call: Call) -> int:
    from unionapp.services import print_log

    with call.office() as desk:
        lines = print_log.listing(desk)
    rows = [
        {
            "at": one.job.at.isoformat() if one.job.at else None,
            "document": one.job.document,
            "printer": one.job.printer,
            "media": one.job.media,
            "pages": one.job.pages,
            "sha256": one.job.content_hash,
            "came_out": one.came_out,
        }
        for one in lines
    ]
    marks = {True: "✓", False: "✗", None: "?"}
    keys = ("at", "document", "printer", "media", "pages")
    told = ["  ".join(str(row[key]) for key in keys) for row in rows]
    said = [f"{marks[one.came_out]} {line}" for one, line in zip(lines, told, strict=True)]
    call.say({"prints": rows}, said)
    return 0
