"""Exporting: everything once, in order, chained; a failed write loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.hub import hubs
from unionapp.errors import UserError
from unionapp.hub import ingest
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.models.records import Attachment
from unionapp.services import attachments, vault
from unionapp.sync import attached, container, devices, export
from unionapp.sync.container import Opened, TrustedDevice


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = hubs.enrolled_office(tmp_path)
    yield made
    vault.lock(made)


def opened(tmp_path: Path, desk: Desk, file: Path) -> Opened:
    with desk.read() as reading:
        keys = devices.stored_keys(reading)
    assert keys is not None
    with hubs.hub(tmp_path) as hub:
        return container.open_bundle(file.read_bytes(), hub.keys, [TrustedDevice(keys.public)])


def ids_of(desk: Desk, where: str) -> list[str]:
    with desk.read() as reading:
        return [row[0] for row in reading.rows(f"SELECT id FROM operation WHERE {where}")]


def code_of(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.problems[0].code


def test_before_enrolment_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    desk = factories.office(tmp_path / "new")
    with pytest.raises(UserError) as caught:
        export.export(desk, tmp_path / "b.ghb")
    assert code_of(caught) == "exchange.not_enrolled"
    assert not (tmp_path / "b.ghb").exists()
    vault.lock(desk)


def test_a_bundle_holds_everything_new_in_the_order_of_the_log(desk: Desk, tmp_path: Path) -> None:
    factories.building(desk)
    new = ids_of(desk, "bundle IS NULL ORDER BY seq")
    made = export.export(desk, tmp_path / "b.ghb")
    found = opened(tmp_path, desk, tmp_path / "b.ghb")
    assert [one["id"] for one in found.operations] == new
    assert (made.operations, made.left, made.sequence) == (len(new), 0, 1)
    assert (found.manifest.operations.first, found.manifest.operations.last) == (new[0], new[-1])
    assert ids_of(desk, "bundle IS NULL") == []


def test_the_manifest_carries_the_heads_of_audit_and_receipts(desk: Desk, tmp_path: Path) -> None:
    with desk.write() as work:
        work.execute("INSERT INTO series VALUES ('receipt', 'T01RA-2026', 3, 'abc', 100)")
        work.execute("INSERT INTO series VALUES ('member', 'T01MA-2026', 9, '', 0)")
    export.export(desk, tmp_path / "b.ghb")
    facts = opened(tmp_path, desk, tmp_path / "b.ghb").manifest.facts
    with desk.read() as reading:
        assert facts.audit_head is not None
        assert facts.audit_head.hash == audit.head(reading)
    assert {name: (head.last, head.hash) for name, head in facts.receipt_heads.items()} == {
        "T01RA-2026": (3, "abc")
    }


def test_each_bundle_names_the_one_before_it(desk: Desk, tmp_path: Path) -> None:
    first, made = hubs.day(desk, tmp_path, "1.ghb")
    second, _ = hubs.day(desk, tmp_path, "2.ghb")
    facts = opened(tmp_path, desk, second).manifest.facts
    assert (facts.sequence, facts.previous) == (2, made.sha256)
    assert made.sha256 == container.file_hash(first.read_bytes())


def test_nothing_new_makes_no_bundle(desk: Desk, tmp_path: Path) -> None:
    export.export(desk, tmp_path / "1.ghb")
    with pytest.raises(UserError) as caught:
        export.export(desk, tmp_path / "2.ghb")
    assert code_of(caught) == "exchange.nothing_new"
    assert not (tmp_path / "2.ghb").exists()


def test_a_failed_write_leaves_everything_for_the_next_bundle(desk: Desk, tmp_path: Path) -> None:
    factories.person(desk)
    new = ids_of(desk, "bundle IS NULL ORDER BY seq")
    with pytest.raises(UserError) as caught:
        export.export(desk, tmp_path / "no such folder" / "b.ghb")
    assert code_of(caught) == "exchange.not_written"
    assert ids_of(desk, "bundle IS NULL ORDER BY seq") == new
    made = export.export(desk, tmp_path / "b.ghb")
    found = opened(tmp_path, desk, tmp_path / "b.ghb")
    assert [one["id"] for one in found.operations] == new
    assert (made.sequence, found.manifest.facts.previous) == (1, "")


class Killed(BaseException):
    """The process died."""


@pytest.mark.parametrize("after_the_file", [False, True])
def test_a_number_never_stands_on_two_contents_when_the_program_dies(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after_the_file: bool
) -> None:
    real = devices.write

    def dies(out: Path, content: bytes) -> Any:
        if after_the_file:
            real(out, content)
        raise Killed

    factories.person(desk)
    with monkeypatch.context() as patch:
        patch.setattr(devices, "write", dies)
        with pytest.raises(Killed):
            export.export(desk, tmp_path / "1.ghb")
    assert (tmp_path / "1.ghb").exists() == after_the_file
    factories.person(desk)
    again = export.export(desk, tmp_path / "again.ghb")
    assert (again.sequence, again.left) == (1, 1)
    if after_the_file:
        assert (tmp_path / "again.ghb").read_bytes() == (tmp_path / "1.ghb").read_bytes()
    assert export.export(desk, tmp_path / "2.ghb").sequence == 2


def test_a_file_that_may_be_out_keeps_its_number(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick can fail after the file has taken its name."""

    def late(out: Path, content: bytes) -> Any:
        out.write_bytes(content)
        raise UserError

    with monkeypatch.context() as patch:
        patch.setattr(devices, "write", late)
        with pytest.raises(UserError):
            export.export(desk, tmp_path / "1.ghb")
    export.export(desk, tmp_path / "again.ghb")
    assert (tmp_path / "again.ghb").read_bytes() == (tmp_path / "1.ghb").read_bytes()


def test_a_huge_first_export_goes_in_several_bundles(desk: Desk, tmp_path: Path) -> None:
    factories.building(desk)
    new = ids_of(desk, "bundle IS NULL ORDER BY seq")
    found: list[object] = []
    for number in range(-(-len(new) // 10)):
        file = tmp_path / f"{number}.ghb"
        left = export.export(desk, file, most=10).left
        found += [one["id"] for one in opened(tmp_path, desk, file).operations]
    assert (found, left) == (new, 0)


def test_files_travel_with_the_changes_that_name_them(desk: Desk, tmp_path: Path) -> None:
    with desk.write() as work:
        made = attachments.put(work, "response", "r1", "door.jpg", b"a photo")
    export.export(desk, tmp_path / "b.ghb")
    with hubs.hub(tmp_path) as hub:
        ingest.ingest(hub, [tmp_path / "b.ghb"])
        assert attachments.read(hub.desk, "r1", "door.jpg") == b"a photo"
        with hub.desk.read() as reading:
            assert reading.get(Attachment, made.id) == made


def test_many_files_go_in_several_bundles(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached, "MOST_BYTES", 10)
    with desk.write() as work:
        for at in range(3):
            attachments.put(work, "response", "r1", f"{at}.jpg", b"8 bytes" + bytes([at]))
    carried = []
    for at in range(3):
        export.export(desk, tmp_path / f"{at}.ghb")
        carried.append(len(opened(tmp_path, desk, tmp_path / f"{at}.ghb").attachments))
    assert carried == [1, 1, 1]
    with hubs.hub(tmp_path) as hub:
        ingest.ingest(hub, [tmp_path / f"{at}.ghb" for at in range(3)])
        assert attachments.read(hub.desk, "r1", "2.jpg") == b"8 bytes\x02"
