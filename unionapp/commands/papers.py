"""`print DOCUMENT --of ID ... --out FILE.pdf`: the papers that the screens print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unionapp.commands.frame import Call


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the command to the parser."""
    paper = commands.add_parser("print", help="make a card, receipt or list as PDF")
    paper.add_argument("document")
    paper.add_argument("--of", nargs="+", required=True, metavar="ID")
    paper.add_argument("--out", type=Path, required=True)
    paper.add_argument("--stock", default=None)
    paper.set_defaults(run=_print)


def _print(call: Call) -> int:
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
