"""`form list | take | export`: the questionnaires of an office and the responses to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionapp.commands.frame import Call
from unionapp.errors import refuse

if TYPE_CHECKING:
    from unionapp.workbooks.responses import Style

_STYLES: Mapping[str, Style] = {".xlsx": "xlsx", ".csv": "csv", ".zip": "csv", ".xml": "xml"}


def add_to(verbs: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the verbs that need the open office."""
    verbs.add_parser("list", help="the forms on this machine").set_defaults(run=_list)
    take = verbs.add_parser("take", help="take a workbook in")
    take.add_argument("file", type=Path)
    take.add_argument("--media", type=Path, metavar="FOLDER", help="the files it names")
    take.set_defaults(run=_take)
    export = verbs.add_parser("export", help="write the finished responses to a form")
    export.add_argument("form_id")
    export.add_argument("file", type=Path, help=".xlsx, .csv, .zip or .xml")
    export.add_argument("--style", choices=("xlsx", "csv", "xml"), help="where the name says none")
    export.add_argument("--labels", action="store_true", help="words instead of names")
    export.add_argument("--language", dest="form_language", metavar="NAME")
    export.add_argument("--split", action="store_true", help="a column for every choice")
    export.add_argument("--full", action="store_true", help="whole numbers; noted in the audit")
    export.set_defaults(run=_export)


def _list(call: Call) -> int:
    from unionapp.services import questionnaires

    with call.office() as desk:
        found = questionnaires.listing(desk, call.folder)
    forms = [
        {
            "form_id": one.form_id,
            "version": one.version,
            "title": one.title,
            "subject": one.subject,
            "shipped": one.shipped,
            "drafts": one.drafts,
            "responses": one.responses,
        }
        for one in found
    ]
    lines = [f"{one.form_id}  {one.version}  {one.title}  {one.responses}" for one in found]
    call.say({"forms": forms}, lines)
    return 0


def _take(call: Call) -> int:
    from unionapp.services import questionnaires

    arguments = call.arguments
    with call.office() as desk:
        made = questionnaires.install(desk, call.folder, arguments.file, arguments.media)
    call.complain(made.warnings)
    form = made.form
    answer = {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "differences": [
            {"change": one.change.value, "path": one.path, "label": one.label, "was": one.was}
            for one in made.differences
        ],
    }
    lines = [f"{form.form_id}  {form.version}  {form.title}"]
    lines += [f"{one.change.value}: {one.label}" for one in made.differences]
    call.say(answer, lines)
    return 0


def _export(call: Call) -> int:
    from unionapp.workbooks import responses_source

    arguments = call.arguments
    style = arguments.style or _STYLES.get(arguments.file.suffix.lower())
    if style is None:
        raise refuse("commands.no_style", arguments.file.name)
    with call.office() as desk:
        made = responses_source.export_form(
            desk,
            arguments.form_id,
            arguments.file,
            style=style,
            labels=arguments.labels,
            language=arguments.form_language,
            split=arguments.split,
            full=arguments.full,
        )
    answer = {
        "file": str(made.file),
        "names": list(made.names),
        "responses": made.responses,
        "rows": made.rows,
        "moved": made.moved,
    }
    call.say(answer, [f"{made.file}  {made.responses}"])
    return 0
