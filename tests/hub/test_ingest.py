"""The hub applies each bundle once, whole and in order, and refuses everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests import factories
from tests.hub import hubs
from unionapp.hub import ingest, registry, report
from unionapp.hub.ingest import Ingested
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.paths import DataDir
from unionapp.services import backups, vault
from unionapp.sync import container, devices, manifest
from unionapp.sync.manifest import Facts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = hubs.enrolled_office(tmp_path)
    yield made
    vault.lock(made)


def take(tmp_path: Path, *files: Path) -> tuple[Ingested, ...]:
    with hubs.hub(tmp_path) as hub:
        return ingest.ingest(hub, files)


def statuses(results: Sequence[Ingested]) -> list[str]:
    return [one.status for one in results]


def reason(result: Ingested) -> str | None:
    return result.reason.code if result.reason else None


def contents(tmp_path: Path) -> list[object]:
    """Return everything that a refused bundle must leave as it was."""
    with hubs.hub(tmp_path) as hub, hub.desk.read() as reading:
        return [
            reading.rows(f"SELECT * FROM {table}")
            for table in ("person", "place", "operation", "conflict", "parked", "bundle")
        ]


def test_a_bundle_arrives_whole_and_a_second_time_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    file, made = hubs.day(desk, tmp_path, "b.ghb", phone="13800001234")
    (first,) = take(tmp_path, file)
    assert (first.status, first.operations, first.conflicts) == ("applied", made.operations, 0)
    before = contents(tmp_path)
    again = take(tmp_path, file, file)
    assert [(one.status, one.operations) for one in again] == [("duplicate", 0)] * 2
    assert contents(tmp_path) == before
    with hubs.hub(tmp_path) as hub, hub.desk.read() as reading:
        assert reading.rows("SELECT phone FROM person") == [("13800001234",)]
        assert audit.verify(reading) == ()


@pytest.mark.parametrize("seed", range(12))
def test_one_flipped_bit_is_refused_with_nothing_applied(
    desk: Desk, tmp_path: Path, seed: int
) -> None:
    file, _ = hubs.day(desk, tmp_path, "b.ghb")
    content = bytearray(file.read_bytes())
    at = Random(seed).randrange(len(content) * 8)
    content[at // 8] ^= 1 << at % 8
    file.write_bytes(content)
    before = contents(tmp_path)
    (result,) = take(tmp_path, file)
    assert result.status == "quarantined"
    assert (reason(result) or "").startswith("bundle.")
    assert contents(tmp_path) == before


def test_bundles_out_of_order_wait_for_each_other(desk: Desk, tmp_path: Path) -> None:
    files = [hubs.day(desk, tmp_path, f"{number}.ghb")[0] for number in (1, 2, 3)]
    (third,) = take(tmp_path, files[2])
    assert (third.status, reason(third)) == ("waiting", "exchange.gap")
    assert statuses(take(tmp_path, files[2])) == ["waiting"]
    first, *released = take(tmp_path, files[0])
    assert (first.status, released) == ("applied", [])
    second, *released = take(tmp_path, files[1])
    assert second.status == "applied"
    assert [(one.file, one.status) for one in released] == [("3.ghb", "applied")]
    assert statuses(take(tmp_path, *files)) == ["duplicate"] * 3


def test_files_of_one_call_are_taken_in_their_order(desk: Desk, tmp_path: Path) -> None:
    files = [hubs.day(desk, tmp_path, f"{number}.ghb")[0] for number in (1, 2, 3)]
    results = take(tmp_path, *reversed(files))
    assert [(one.file, one.status) for one in results] == [
        ("3.ghb", "applied"),
        ("2.ghb", "applied"),
        ("1.ghb", "applied"),
    ]


def test_a_copied_laptop_is_found_by_its_number(desk: Desk, tmp_path: Path) -> None:
    """Two laptops with one database send the same number with other contents."""
    file, _ = hubs.day(desk, tmp_path, "b.ghb")
    facts, keys, hub_key = _stated(desk)
    forged = tmp_path / "fork.ghb"
    forged.write_bytes(container.pack(facts, [], [], keys, [hub_key]))
    take(tmp_path, file)
    before = contents(tmp_path)
    (result,) = take(tmp_path, forged)
    assert (result.status, reason(result)) == ("quarantined", "exchange.fork")
    assert contents(tmp_path) == before
    with hubs.hub(tmp_path) as hub, hub.desk.read() as reading:
        kept = reading.rows("SELECT code, content FROM hub_quarantine")
    assert kept == [("exchange.fork", forged.read_bytes())]


def _stated(desk: Desk, **changes: object) -> tuple[Facts, devices.DeviceKeys, str]:
    with desk.write() as work:
        facts = devices.facts(work, manifest.CHANGES, sequence=1)
        hub, keys = devices.hub_of(work), devices.own_keys(work)
    assert hub is not None
    return replace(facts, **changes), keys, hub.keys.recipient  # type: ignore[arg-type] # a test's own words


def test_a_bundle_that_does_not_follow_the_last_one_is_refused(desk: Desk, tmp_path: Path) -> None:
    file, _ = hubs.day(desk, tmp_path, "1.ghb")
    take(tmp_path, file)
    facts, keys, hub_key = _stated(desk, sequence=2, previous="ab" * 32)
    (tmp_path / "2.ghb").write_bytes(container.pack(facts, [], [], keys, [hub_key]))
    (result,) = take(tmp_path, tmp_path / "2.ghb")
    assert (result.status, reason(result)) == ("quarantined", "exchange.broken_chain")


def test_a_restored_laptop_goes_on_in_its_next_life(desk: Desk, tmp_path: Path) -> None:
    """What was sent after the backup is not sent by the restored laptop, and is not lost."""
    folder = DataDir(tmp_path / "office-1")
    first, _ = hubs.day(desk, tmp_path, "1.ghb", name="王建国")
    factories.person(desk, name="李秀英")  # in the backup, not yet sent
    backups.backup(desk, folder, tmp_path / "copy.backup")
    second, _ = hubs.day(desk, tmp_path, "2.ghb", name="赵铁军")  # not in the backup
    backups.restore(
        tmp_path / "copy.backup",
        DataDir(tmp_path / "restored"),
        factories.PASSPHRASE,
        sources=factories.sources(),
    )
    restored = vault.open_office(
        DataDir(tmp_path / "restored"), factories.PASSPHRASE, sources=factories.sources(seed=5)
    )
    third, made = hubs.day(restored, tmp_path, "3.ghb", name="孙丽")
    vault.lock(restored)
    assert made.sequence == 1
    results = take(tmp_path, first, second, third)
    assert statuses(results) == ["applied"] * 3
    with hubs.hub(tmp_path) as hub, hub.desk.read() as reading:
        names = [row[0] for row in reading.rows("SELECT name FROM person ORDER BY rid")]
    assert names == ["王建国", "李秀英", "赵铁军", "孙丽"]


def test_operations_of_another_device_are_refused(desk: Desk, tmp_path: Path) -> None:
    facts, keys, hub_key = _stated(desk)
    foreign = {
        "id": "00000000000000ff:1:1",
        "device": "00000000000000ff",
        "incarnation": 1,
        "counter": 1,
        "hlc": 1,
        "author": "w",
        "kind": "person",
        "record": "01950000-0000-7000-8000-0000000000aa",
        "home_division": "210106",
        "fields": {"name": "王建国"},
        "replaces": {},
    }
    (tmp_path / "b.ghb").write_bytes(container.pack(facts, [foreign], [], keys, [hub_key]))
    (result,) = take(tmp_path, tmp_path / "b.ghb")
    assert (result.status, reason(result)) == ("quarantined", "exchange.foreign_operation")
    with hubs.hub(tmp_path) as hub:
        assert report.report(hub).operations == 0


def test_a_bundle_of_a_newer_program_waits_for_the_hub(desk: Desk, tmp_path: Path) -> None:
    facts, keys, hub_key = _stated(desk, schema=99)
    (tmp_path / "b.ghb").write_bytes(container.pack(facts, [], [], keys, [hub_key]))
    (result,) = take(tmp_path, tmp_path / "b.ghb")
    assert (result.status, reason(result)) == ("waiting", "exchange.newer_schema")


def test_an_unknown_laptop_is_refused_until_it_is_enrolled(tmp_path: Path) -> None:
    desk = hubs.enrolled_office(tmp_path)
    file, _ = hubs.day(desk, tmp_path, "b.ghb")
    with hubs.hub(tmp_path) as hub:
        with hub.desk.write() as work:
            rows = work.rows("SELECT * FROM hub_device")
            work.execute("DELETE FROM hub_device")
        (result,) = ingest.ingest(hub, [file])
        assert (result.status, reason(result)) == ("quarantined", "bundle.unknown_device")
        with hub.desk.write() as work:
            work.execute("INSERT INTO hub_device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows[0])
        assert statuses(ingest.ingest(hub, [file])) == ["applied"]
        assert report.report(hub).bundles["quarantined"] == 0
    vault.lock(desk)


def test_a_revoked_laptop_is_refused(desk: Desk, tmp_path: Path) -> None:
    file, _ = hubs.day(desk, tmp_path, "b.ghb")
    with hubs.hub(tmp_path) as hub:
        with hub.desk.write() as work:
            work.execute("UPDATE hub_device SET revoked_at = 'now'")
        (result,) = ingest.ingest(hub, [file])
    assert (result.status, reason(result)) == ("quarantined", "bundle.revoked_device")


def test_a_crash_in_the_middle_applies_nothing_and_the_next_time_everything(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = hubs.day(desk, tmp_path, "b.ghb")
    before = contents(tmp_path)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(audit, "append", dies)
        with pytest.raises(KeyboardInterrupt):
            take(tmp_path, file)
    assert contents(tmp_path) == before
    assert statuses(take(tmp_path, file)) == ["applied"]


def test_two_laptops_meet_at_the_hub(desk: Desk, tmp_path: Path) -> None:
    other = hubs.enrolled_office(tmp_path, seed=2)
    mine, _ = hubs.day(desk, tmp_path, "1.ghb", name="王建国")
    theirs, _ = hubs.day(other, tmp_path, "2.ghb", name="李秀英")
    vault.lock(other)
    assert statuses(take(tmp_path, mine, theirs)) == ["applied"] * 2
    with hubs.hub(tmp_path) as hub:
        told = report.report(hub)
    assert (told.devices, told.records["person"], told.conflicts) == (2, 2, 0)


def test_enrolling_again_gives_the_same_series(desk: Desk, tmp_path: Path) -> None:
    other = hubs.enrolled_office(tmp_path, seed=2)
    devices.request(desk, tmp_path / "again.ghb")
    devices.request(other, tmp_path / "other.ghb")
    vault.lock(other)
    with hubs.hub(tmp_path) as hub:
        given = [
            registry.enrol(hub, (tmp_path / name).read_bytes(), tmp_path / "r.ghb").series[
                "receipt"
            ]
            for name in ("again.ghb", "other.ghb", "again.ghb")
        ]
    assert given == ["T01", "T02", "T01"]
