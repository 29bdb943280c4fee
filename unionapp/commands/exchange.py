"""`device`, `bundle`, `hub`: what is carried to the city and what comes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionapp.commands.frame import Call
from unionapp.wording import sentence

if TYPE_CHECKING:
    from unionapp.hub.ingest import Ingested
    from unionapp.hub.store import Hub


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type for it
    """Add the commands to the parser."""
    device = _group(commands, "device", "this computer and the hub")
    request = device.add_parser("request", help="write this computer's public keys for the hub")
    request.add_argument("--out", type=Path, required=True)
    request.set_defaults(run=_request)

    bundle = _group(commands, "bundle", "carry changes to the hub")
    export = bundle.add_parser("export", help="write everything that is new for the hub")
    export.add_argument("--out", type=Path, required=True)
    export.set_defaults(run=_export)
    show = bundle.add_parser("show", help="tell what a file holds without opening it")
    show.add_argument("file", type=Path)
    show.add_argument("--check", action="store_true", help="check its signature in this office")
    show.set_defaults(run=_show)
    load = bundle.add_parser("import", help="take in what the hub sent")
    load.add_argument("file", type=Path)
    load.set_defaults(run=_import)

    _add_hub(_group(commands, "hub", "the receiving side"))


def _group(commands: Any, name: str, help_: str) -> Any:  # noqa: ANN401 - as above
    parser = commands.add_parser(name, help=help_)
    return parser.add_subparsers(dest="action", metavar="ACTION", required=True)


def _add_hub(hub: Any) -> None:  # noqa: ANN401 - as above
    init = hub.add_parser("init", help="make a hub")
    init.add_argument("--name", default="市级中心", help="shown to the laptops")
    init.add_argument("--prefix", default="T", help="begins every number series, 1 to 4 capitals")
    init.set_defaults(run=_hub_init)
    enrol = hub.add_parser("enrol", help="register a laptop and answer it")
    enrol.add_argument("request", type=Path)
    enrol.add_argument("--out", type=Path, required=True)
    enrol.set_defaults(run=_hub_enrol)
    ingest = hub.add_parser("ingest", help="take bundles in")
    ingest.add_argument("files", type=Path, nargs="+", metavar="FILE")
    ingest.set_defaults(run=_hub_ingest)
    report = hub.add_parser("report", help="count what the hub holds")
    report.set_defaults(run=_hub_report)
    for parser in (init, enrol, ingest, report):
        parser.add_argument("--hub", required=True, metavar="URL", help="sqlite:///PATH")


def _request(call: Call) -> int:
    from unionapp.sync import devices

    with call.office() as desk:
        made = devices.request(desk, call.arguments.out)
    answer = {"file": str(made.file), "device": made.device, "fingerprint": made.fingerprint}
    call.say(answer, [str(value) for value in answer.values()])
    return 0


def _export(call: Call) -> int:
    from unionapp.sync import export

    with call.office(bulk=True) as desk:
        made = export.export(desk, call.arguments.out)
    answer = {
        "file": str(made.file),
        "bundle": made.bundle,
        "sequence": made.sequence,
        "operations": made.operations,
        "sha256": made.sha256,
        "left": made.left,
    }
    call.say(answer, [f"{key}: {value}" for key, value in answer.items()])
    return 0


def _show(call: Call) -> int:
    from unionapp.sync import devices, importing, show

    data = importing.read(call.arguments.file)
    trusted: tuple[Any, ...] = ()
    if call.arguments.check:
        with call.office() as desk, desk.read() as reading:
            trusted = devices.trusted(reading)
    shown = show.look(data, trusted, name=call.arguments.file.name)
    facts, lines = shown.manifest.facts, show.lines(shown, call.language)
    answer = {
        "file": str(call.arguments.file),
        "type": facts.type,
        "bundle": facts.bundle,
        "device": facts.device,
        "incarnation": facts.incarnation,
        "sequence": facts.sequence,
        "operations": shown.manifest.operations.count,
        "attachments": shown.manifest.attachments,
        "receipt_heads": {name: head.last for name, head in facts.receipt_heads.items()},
        "signature": shown.signature,
        "size": shown.size,
        "lines": lines,
    }
    call.say(answer, lines)
    return 0


def _import(call: Call) -> int:
    from unionapp.sync import importing

    file = call.arguments.file
    data = importing.read(file)
    with call.office() as desk:
        made = importing.import_bundle(desk, data, name=file.name)
    answer = {
        "file": str(file),
        "type": "enrol_reply",
        "hub": made.hub.name,
        "fingerprint": made.hub.keys.fingerprint,
        "series": dict(made.series),
    }
    call.say(answer, [f"{key}: {value}" for key, value in answer.items()])
    return 0


@contextmanager
def _open_hub(call: Call) -> Iterator[Hub]:
    from unionapp.hub import store

    store.file_of(call.arguments.hub)  # a wrong address is told before the passphrase is asked
    hub = store.open_hub(call.arguments.hub, call.passphrase())
    try:
        yield hub
    finally:
        hub.close()


def _hub_init(call: Call) -> int:
    from unionapp.hub import store

    given = call.arguments
    store.file_of(given.hub)
    made = store.init(given.hub, name=given.name, prefix=given.prefix, passphrase=call.passphrase())
    answer = {
        "hub": given.hub,
        "name": made.hub.name,
        "device": made.hub.keys.device,
        "fingerprint": made.hub.keys.public.fingerprint,
        "recovery_code": made.recovery_code,
    }
    made.hub.close()
    call.say(answer, [f"{key}: {value}" for key, value in answer.items()])
    return 0


def _hub_enrol(call: Call) -> int:
    from unionapp.hub import registry
    from unionapp.sync import importing

    file = call.arguments.request
    data = importing.read(file)
    with _open_hub(call) as hub:
        made = registry.enrol(hub, data, call.arguments.out, name=file.name)
    answer = {
        "file": str(made.file),
        "device": made.request.keys.device,
        "label": made.request.label,
        "division": made.request.division,
        "fingerprint": made.request.keys.fingerprint,
        "series": dict(made.series),
    }
    call.say(answer, [f"{key}: {value}" for key, value in answer.items()])
    return 0


def _hub_ingest(call: Call) -> int:
    from unionapp.hub import ingest

    with _open_hub(call) as hub:
        results = ingest.ingest(hub, call.arguments.files)
    lines = [
        f"{one.file}: {one.status}, operations {one.operations}, conflicts {one.conflicts}"
        for one in results
    ]
    call.say({"files": [_ingested(call, one) for one in results]}, lines)
    call.complain([one.reason for one in results if one.reason])
    return 1 if any(one.status == ingest.QUARANTINED for one in results) else 0


def _ingested(call: Call, one: Ingested) -> dict[str, object]:
    return {
        "file": one.file,
        "status": one.status,
        "operations": one.operations,
        "conflicts": one.conflicts,
        "reason": sentence(one.reason, call.language) if one.reason else None,
    }


def _hub_report(call: Call) -> int:
    from unionapp.hub import report

    with _open_hub(call) as hub:
        answer = dataclasses.asdict(report.report(hub))
    call.say(answer, [f"{key}: {value}" for key, value in answer.items()])
    return 0
