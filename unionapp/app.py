"""The composition root: the one place that knows everybody and hands the window its ports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionapp.files import write_atomically
from unionapp.paths import DataDir

if TYPE_CHECKING:
    from unionapp.models.desk import Desk
    from unionapp.services.protocols import FormPort, ListSheet, PaperPort
    from unionapp.services.response_session import Session
    from unionapp.ui.start.window import StartPort
    from unionapp.ui.workbench import Ports


def run_desktop(folder: DataDir, *, sample: bool = False) -> int:
    """Open the window; with `sample`, make the sample patch first where there is no office.

    There is one window a folder: a second one says so and ends with status 1.
    """
    from unionapp.models import in_use
    from unionapp.ui import desktop

    held = in_use.hold_window(folder.root)
    if held is None:
        return desktop.say_open_already(folder)
    try:
        if sample and not _exists(folder):
            _make_sample(folder, lambda _done, _of: None)[0].database.close()
        return desktop.run(folder, start_port(), ports(folder))
    finally:
        in_use.release(held)


def start_port() -> StartPort:
    """Return what the start window asks of the rest."""
    from unionapp.ui.start.window import StartPort

    return StartPort(
        exists=_exists,
        workers=_workers,
        make_sample=_make_sample,
        make_office=_make_office,
        unlock=_unlock,
        wait_seconds=_wait_seconds,
        sample_passphrase=_sample_passphrase,
        recover=_recover,
        restore=_restore,
        recovery_paper=_recovery_paper,
        save=write_atomically,
    )


def ports(folder: DataDir) -> Ports:
    """Return the ports of the open window; what is heavy is imported when it is used."""
    from unionapp.services.protocols import ExchangePort, ImportPort, ListPort
    from unionapp.ui.workbench import Ports

    def list_paper(desk: Desk, sheet: ListSheet, **named: Any) -> Any:  # noqa: ANN401 - a Paper
        from unionapp import list_papers

        return list_papers.make(desk, folder, sheet, **named)

    return Ports(
        importing=ImportPort(("places", "persons", "employers"), _plan_import, _apply_import),
        exchange=ExchangePort(
            state=_exchange("state"),
            request=_exchange("request"),
            export=_exchange("write_bundle"),
            show=_exchange("show_file"),
            take_in=_exchange("take_in"),
        ),
        papers=_papers(folder),
        forms=_forms(folder),
        lists=ListPort(_export_list, list_paper),
    )


def _papers(folder: DataDir) -> PaperPort:
    from unionapp.services.protocols import PaperPort

    def preview(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - a PaperMaker
        from unionapp import papermaking

        return papermaking.port(folder).preview(*given, **named)

    def make(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - a PaperMaker
        from unionapp import papermaking

        return papermaking.port(folder).make(*given, **named)

    def stocks(document: str) -> tuple[str, ...]:
        from unionapp import papermaking

        return papermaking.stocks_of(folder, document)

    def words() -> Any:  # noqa: ANN401 - the printing engine's providers
        from unionapp import paper_words

        return paper_words.providers(folder)

    return PaperPort(preview, make, stocks, words)


def _forms(folder: DataDir) -> FormPort:
    from unionapp.services.protocols import FormPort

    def form_paper(desk: Desk, session: Session, **named: Any) -> Any:  # noqa: ANN401 - a Paper
        from unionapp import papermaking

        return papermaking.form_paper_of(desk, session, own=folder.own_documents, **named)

    def blank_form(desk: Desk, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - a Paper
        from unionapp import papermaking

        own = folder.own_documents
        return papermaking.blank_form_paper(desk, *given, own=own, **named)

    return FormPort(form_paper, blank_form, _export_responses, _read_answers, _read_trail)


def _export_responses(*given: Any, **options: Any) -> Any:  # noqa: ANN401 - a ResponseExporter
    from unionapp.workbooks import responses_source

    return responses_source.export_form(*given, **options)


def _export_list(desk: Desk, sheet: ListSheet, file: Path) -> int:
    from unionapp.workbooks import lists

    return lists.export_list(desk, sheet, file)


def _read_answers(desk: Desk, response_id: str, language: str, *, reveal: bool) -> Any:  # noqa: ANN401 - AnswerLines
    from unionapp import form_reading

    return form_reading.answers(desk, response_id, language, reveal=reveal)


def _read_trail(desk: Desk, response_id: str, language: str, *, reveal: bool) -> Any:  # noqa: ANN401 - TrailLines
    from unionapp import form_reading

    return form_reading.trail(desk, response_id, language, reveal=reveal)


def _exists(folder: DataDir) -> bool:
    from unionapp.services import changeover  # `vault.exists` would load the database

    changeover.finish(folder)
    return folder.key_slots.exists() and folder.database.exists()


def _workers(folder: DataDir) -> list[tuple[str, str]]:
    from unionapp.models import keyslots

    return [(slot.worker_id, slot.worker_name) for slot in keyslots.list_slots(folder.key_slots)]


def _make_sample(folder: DataDir, progress: Callable[[int, int], None]) -> tuple[Desk, str]:
    import tempfile

    from unionapp.services import changeover, sample, vault

    folder.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.root, prefix=".sample-") as scratch:
        # A sample that is cut off half-way must not be taken for an office.
        new = changeover.lay_out(Path(scratch))
        made = sample.make_office(new, progress=progress)
        vault.lock(made.desk)
        changeover.decide(Path(scratch), folder)
    # The sample was written with a clock of its own and without wiping memory: work goes on with
    # the machine's clock, at a desk opened as always.
    return vault.open_office(folder, sample.PASSPHRASE), made.recovery_code


def _make_office(
    folder: DataDir, office: str, division: str, worker: str, passphrase: str
) -> tuple[Desk, str]:
    from unionapp.models.records import Office
    from unionapp.services import standards, vault

    made = vault.create_office(
        folder, office=Office(office, division), worker_name=worker, passphrase=passphrase
    )
    standards.install_shipped(made.desk)
    return made.desk, made.recovery_code


def _unlock(folder: DataDir, passphrase: str, worker: str | None) -> Desk:
    from unionapp.services import vault

    return vault.open_office(folder, passphrase, worker)


def _wait_seconds(folder: DataDir) -> int:
    import math

    from unionapp.models import keyslots

    return math.ceil(keyslots.backoff(folder.key_slots).remaining(datetime.now(UTC)))


def _sample_passphrase(folder: DataDir) -> str:
    try:
        return folder.sample_passphrase.read_text("utf-8").strip()
    except OSError:
        return ""


def _recover(folder: DataDir, code: str, worker: str, passphrase: str) -> Desk:
    from unionapp.services import vault

    return vault.open_with_recovery(folder, code, worker_id=worker, new_passphrase=passphrase)


def _restore(file: Path, folder: DataDir, passphrase: str) -> object:
    from unionapp.services import backups

    return backups.restore(file, folder, passphrase)


def _recovery_paper(desk: Desk, code: str) -> bytes:
    from unionapp.printing import documents
    from unionapp.services import vault

    with desk.read() as reading:
        today: date = reading.today
        worker = reading.scalar("SELECT name FROM worker WHERE id = ?", (desk.worker_id,))
    words = {
        "office.name": vault.office_of(desk).name,
        "recovery.code": code,
        "recovery.made": today,
        "recovery.worker": worker,
    }
    return documents.render("recovery_code", [words], issued=today).pdf


def _plan_import(desk: Desk, kind: str, path: Path) -> Any:  # noqa: ANN401 - a PlannedImport
    from unionapp.workbooks import importing

    return importing.plan_import(desk, kind, path)


def _apply_import(desk: Desk, plan: Any) -> Any:  # noqa: ANN401 - what `_plan_import` gave
    from unionapp.workbooks import importing

    return importing.apply_import(desk, plan)


def _exchange(verb: str) -> Any:  # noqa: ANN401 - one of the port's functions
    def call(*given: Any) -> Any:  # noqa: ANN401
        from unionapp.sync import at_the_desk

        return getattr(at_the_desk, verb)(*given)

    return call
