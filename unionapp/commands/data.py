"""`sample`, `import`, `export`, `find`, `verify`, `backup`, `restore`: the case database itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from unionapp.commands.frame import PASSPHRASE_VARIABLE, Call


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the commands to the parser."""
    sample = commands.add_parser("sample", help="make a made-up patch to try things on")
    sample.add_argument("--persons", type=int, default=600)
    sample.add_argument("--seed", type=int, default=1)
    sample.set_defaults(run=_sample)

    load = commands.add_parser("import", help="take in a workbook")
    load.add_argument("kind", choices=("places", "employers", "persons"))
    load.add_argument("file", type=Path)
    load.add_argument("--dry-run", action="store_true")
    load.set_defaults(run=_import)

    save = commands.add_parser("export", help="write a workbook")
    save.add_argument("kind", choices=("places", "persons", "employers", "members"))
    save.add_argument("file", type=Path)
    save.add_argument("--full", action="store_true", help="whole numbers; noted in the audit trail")
    save.set_defaults(run=_export)

    find = commands.add_parser("find", help="search as the screens do")
    find.add_argument("text")
    find.set_defaults(run=_find)

    verify = commands.add_parser("verify", help="check everything, or what a printed QR code says")
    verify.add_argument("--paper", metavar="TEXT", help="the text of a QR code on a paper")
    verify.set_defaults(
        run=lambda call: _verify(call) if call.arguments.paper is None else _verify_paper(call)
    )

    backup = commands.add_parser("backup", help="write a whole, encrypted copy")
    backup.add_argument("--out", type=Path, required=True)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="put a backup in place")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=_restore)


def _sample(call: Call) -> int:
    from unionapp.services import sample, vault

    passphrase = os.environ.get(PASSPHRASE_VARIABLE) or sample.PASSPHRASE
    made = sample.make_office(
        call.folder,
        passphrase=passphrase,
        persons=call.arguments.persons,
        seed=call.arguments.seed,
        progress=lambda done, of: call.note(f"{done}/{of}"),
    )
    vault.lock(made.desk)
    answer = {"persons": made.persons, "places": made.places, "employers": made.employers}
    call.say(answer, [f"{key}: {value}" for key, value in answer.items()])
    return 0


def _import(call: Call) -> int:
    from unionapp.workbooks import importing

    with call.office(bulk=True) as desk:
        plan = importing.plan_import(desk, call.arguments.kind, call.arguments.file)
        if not call.arguments.dry_run:
            importing.apply_import(desk, plan)
    answer = {
        "rows": plan.rows,
        "created": plan.created,
        "updated": plan.updated,
        "unchanged": plan.unchanged,
        "refused": plan.refused,
        "problems": [call.problem_json(problem) for problem in plan.problems],
    }
    call.say(answer, [f"{key}: {value}" for key, value in answer.items() if key != "problems"])
    call.complain(plan.problems)
    return 0


def _export(call: Call) -> int:
    from unionapp.workbooks import exporting

    arguments = call.arguments
    with call.office() as desk:
        made = exporting.export_workbook(desk, arguments.kind, arguments.file, full=arguments.full)
    answer = {"file": str(made.file), "rows": made.rows, "moved": made.moved}
    call.say(answer, [f"{made.file}  {made.rows}", *([f"MORE: {made.moved}"] * bool(made.moved))])
    return 0


def _find(call: Call) -> int:
    from unionapp.services import finding

    with call.office() as desk:
        found = finding.find(desk, call.arguments.text)
    hits = [
        {"kind": hit.kind, "id": hit.id, "title": hit.title, "subtitle": hit.subtitle}
        for hit in found.hits
    ]
    lines = [f"{hit.kind:8}  {hit.title}  {hit.subtitle}" for hit in found.hits]
    call.say({"hits": hits, "ms": found.ms}, lines)
    return 0


def _verify(call: Call) -> int:
    from unionapp.services import verify

    with call.office() as desk:
        report = verify.check_everything(desk)
    checks = [
        {
            "name": check.name,
            "label": check.label(call.language),
            "ok": check.ok,
            "detail": list(check.texts(call.language)),
        }
        for check in report.checks
    ]
    lines = []
    for check in report.checks:
        lines.append(f"{'✓' if check.ok else '✗'} {check.label(call.language)}")
        lines += [f"    {text}" for text in check.texts(call.language)]
    call.say({"ok": report.ok, "checks": checks}, lines)
    return 0 if report.ok else 1


def _verify_paper(call: Call) -> int:
    from unionapp import papermaking
    from unionapp.errors import Problem
    from unionapp.wording import sentence

    with call.office() as desk:
        found = papermaking.check_paper(desk, call.folder, call.arguments.paper)
    state = "withdrawn" if found.withdrawn else found.state
    code = f"papers.{'voided' if found.voided_by else state}"
    named = {one.code: one.label(call.language) for one in papermaking.available(call.folder)}
    title = named.get(found.document, found.document)
    detail = {"document": title, "by": found.voided_by or ""}
    text = sentence(Problem(code, found.number, detail), call.language)
    answer = {
        "document": found.document,
        "number": found.number,
        "valid": found.is_valid,
        "state": found.state,
        "voided_by": found.voided_by,
        "withdrawn": found.withdrawn,
        "printed": [str(one.at) for one in found.issued],
    }
    call.say(answer, [f"{'✓' if found.is_valid else '✗'} {text}"])
    return 0 if found.is_valid else 1


def _backup(call: Call) -> int:
    from unionapp.services import backups

    with call.office() as desk:
        made = backups.backup(desk, call.folder, call.arguments.out)
    answer = {"file": str(made.file), "bytes": made.size, "sha256": made.sha256}
    call.say(answer, [f"{made.file}  {made.size}  {made.sha256}"])
    return 0


def _restore(call: Call) -> int:
    from unionapp.services import backups

    restored = backups.restore(call.arguments.file, call.folder, call.passphrase())
    answer = {"file": str(call.arguments.file), "incarnation": restored.incarnation}
    call.say(answer, [f"{call.folder.root}"])
    return 0
