"""The office's workers: each a record, a role and a key slot with a passphrase of their own."""

from __future__ import annotations

from dataclasses import dataclass

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit, keyslots
from unionapp.models.desk import Desk
from unionapp.models.records import Worker
from unionapp.paths import DataDir
from unionapp.services.vault import Sources
from unionapp.values import names


@dataclass(frozen=True, slots=True)
class Added:
    """A worker who can now log in."""

    worker: Worker
    changes: frozenset[str]


def listing(desk: Desk) -> tuple[Worker, ...]:
    """Return the workers in the order in which they were added."""
    with desk.read() as reading:
        return tuple(reading.select(Worker))


def add(
    desk: Desk,
    folder: DataDir,
    *,
    name: str,
    roles: tuple[str, ...],
    passphrase: str,
    own_passphrase: str,
    sources: Sources | None = None,
) -> Added:
    """Add a worker with a key slot; the one at the desk proves herself with her own passphrase.

    Raises `UserError`: an empty or known name, no role, a weak passphrase, a wrong own one.
    """
    sources = sources or Sources()
    wanted = names.normalise(name)
    problems = _problems(desk, wanted, roles)
    problems += keyslots.passphrase_problems(passphrase, forbidden=(wanted,))
    if problems:
        raise UserError(*problems)
    opened = keyslots.unlock(folder.key_slots, own_passphrase, desk.worker_id, now=sources.clock())
    worker_id = desk.new_id()
    keyslots.add_worker(
        folder.key_slots, opened.key, worker_id, wanted, passphrase, cost=sources.guess_cost()
    )
    with desk.write() as work:
        worker = Worker(id=worker_id, home_division=work.division, name=wanted, roles=roles)
        work.add(worker)
        audit.append(work, "worker_added", "worker", worker_id, {"roles": ",".join(roles)})
        return Added(worker, frozenset(work.changed))


def _problems(desk: Desk, name: str, roles: tuple[str, ...]) -> list[Problem]:
    found = []
    if not name:
        found.append(Problem("workers.name_missing", "name"))
    if not roles:
        found.append(Problem("workers.role_missing", "roles"))
    if any(one.name == name and one.active for one in listing(desk)):
        found.append(Problem("workers.name_known", name))
    return found


def renew_recovery_code(
    desk: Desk, folder: DataDir, own_passphrase: str, *, sources: Sources | None = None
) -> str:
    """Return a new recovery code; the old one opens nothing any more."""
    sources = sources or Sources()
    opened = keyslots.unlock(folder.key_slots, own_passphrase, desk.worker_id, now=sources.clock())
    code = keyslots.renew_recovery_code(folder.key_slots, opened.key, cost=sources.guess_cost())
    with desk.write() as work:
        audit.append(work, "recovery_code_renewed", "worker", desk.worker_id, {})
    return code


def change_passphrase(
    desk: Desk, folder: DataDir, old: str, new: str, *, sources: Sources | None = None
) -> None:
    """Give the worker at the desk a new passphrase."""
    sources = sources or Sources()
    if weak := keyslots.passphrase_problems(new, forbidden=()):
        raise UserError(*weak)
    if old == new:
        raise refuse("workers.same_passphrase", "passphrase")
    keyslots.change_passphrase(
        folder.key_slots,
        desk.worker_id,
        old,
        new,
        cost=sources.guess_cost(),
        now=sources.clock(),
    )
    with desk.write() as work:
        audit.append(work, "passphrase_changed", "worker", desk.worker_id, {})
