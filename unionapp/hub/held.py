"""Keeps files that were not applied: those that wait for others, and those that were refused."""

from __future__ import annotations

from collections.abc import Iterable

from unionapp.errors import Problem, UserError
from unionapp.models.chain import canonical
from unionapp.models.desk import Reading, Work
from unionapp.models.store import instant_text
from unionapp.sync import container
from unionapp.sync.container import TrustedDevice


def keep(work: Work, bundle: str, name: str, data: bytes) -> None:
    """Keep a bundle's file until the ones before it have come."""
    work.connection.exec_driver_sql("INSERT INTO hub_held VALUES (?, ?, ?)", (bundle, name, data))


def content(reading: Reading, bundle: str) -> tuple[str, bytes] | None:
    """Return name and bytes of a file that waits."""
    rows = reading.rows("SELECT name, content FROM hub_held WHERE bundle = ?", (bundle,))
    return (str(rows[0][0]), bytes(rows[0][1])) if rows else None


def let_go(work: Work, bundle: str) -> None:
    """Forget a file that need not wait any more."""
    work.execute("DELETE FROM hub_held WHERE bundle = ?", (bundle,))


def refuse_file(
    work: Work, name: str, data: bytes, problem: Problem, trusted: Iterable[TrustedDevice]
) -> None:
    """Note a refused file, and keep it when a known device signed it; it waits no longer."""
    sha256 = container.file_hash(data)
    work.execute(
        "DELETE FROM hub_held WHERE bundle IN "
        "(SELECT id FROM bundle WHERE hash = ? AND status = 'waiting')",
        (sha256,),
    )
    work.execute("DELETE FROM bundle WHERE hash = ? AND status = 'waiting'", (sha256,))
    detail = canonical({key: str(value) for key, value in problem.detail.items()})
    kept = data if _is_signed(data, trusted) else None
    work.connection.exec_driver_sql(
        "INSERT INTO hub_quarantine VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (hash) DO UPDATE SET code = excluded.code, detail = excluded.detail, "
        "content = excluded.content",
        (sha256, name, len(data), problem.code, detail, instant_text(work.now), kept),
    )


def forget_refusal(work: Work, sha256: str) -> None:
    """Take a file off the list of refused ones: it was applied after all."""
    work.execute("DELETE FROM hub_quarantine WHERE hash = ?", (sha256,))


def _is_signed(data: bytes, trusted: Iterable[TrustedDevice]) -> bool:
    try:
        found, cipher = container.verified(data, trusted)
        container.check_cipher(found, cipher)
    except UserError:
        return False
    return True
