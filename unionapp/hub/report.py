"""Counts what a hub holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionapp.hub.store import Hub
from unionapp.sync import conflicts, ledger


@dataclass(frozen=True, slots=True)
class Report:
    """The counts: devices, bundles by status, operations, open conflicts, records by kind."""

    devices: int
    bundles: Mapping[str, int]
    operations: int
    parked: int
    conflicts: int
    records: Mapping[str, int]


def report(hub: Hub) -> Report:
    """Count what the hub holds now; records that were deleted do not count."""
    with hub.desk.read() as reading:
        bundles = {
            status: len(ledger.with_status(reading, ledger.IN, status))
            for status in (ledger.APPLIED, ledger.WAITING)
        }
        bundles["quarantined"] = int(reading.scalar("SELECT count(*) FROM hub_quarantine"))
        return Report(
            devices=int(reading.scalar("SELECT count(*) FROM hub_device")),
            bundles=bundles,
            operations=int(reading.scalar("SELECT count(*) FROM operation")),
            parked=int(reading.scalar("SELECT count(*) FROM parked")),
            conflicts=conflicts.count_open(reading),
            records={
                one.kind: int(
                    reading.scalar(
                        f'SELECT count(*) FROM "{one.kind}" WHERE deleted_at IS NULL'  # noqa: S608 - a declared kind
                    )
                )
                for one in hub.desk.schema.declarations
            },
        )
