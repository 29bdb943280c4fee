"""A backup opens elsewhere with the same passphrase, or is refused whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.records import Person
from unionapp.paths import DataDir
from unionapp.services import backups, vault


@pytest.fixture
def backed_up(tmp_path: Path) -> tuple[Path, str]:
    desk = factories.office(tmp_path / "office")
    person = factories.person(desk, name="王㛃")
    out = tmp_path / "friday.backup"
    backups.backup(desk, DataDir(tmp_path / "office"), out)
    vault.lock(desk)
    return out, person.id


def test_a_backup_opens_in_another_folder(backed_up: tuple[Path, str], tmp_path: Path) -> None:
    out, person_id = backed_up
    folder = DataDir(tmp_path / "new")
    restored = backups.restore(out, folder, factories.PASSPHRASE, sources=factories.sources())
    desk = vault.open_office(folder, factories.PASSPHRASE, sources=factories.sources())
    with desk.read() as reading:
        found = reading.get(Person, person_id)
        incarnation = reading.scalar("SELECT incarnation FROM clock")
    vault.lock(desk)
    assert found is not None
    assert found.name == "王㛃"
    assert incarnation == restored.incarnation == 2


def test_a_restore_keeps_what_stood_there(backed_up: tuple[Path, str], tmp_path: Path) -> None:
    out, _ = backed_up
    folder = DataDir(tmp_path / "office")
    backups.restore(out, folder, factories.PASSPHRASE, sources=factories.sources())
    assert (folder.root / "before-restore-1" / "case.db").exists()
    assert (folder.root / "before-restore-1" / "keys.json").exists()


@pytest.mark.parametrize("position", [0, 5, 40, 4000, -40, -1])
def test_one_wrong_byte_is_refused_and_nothing_is_touched(
    backed_up: tuple[Path, str], tmp_path: Path, position: int
) -> None:
    out, _ = backed_up
    content = bytearray(out.read_bytes())
    content[position] ^= 1
    out.write_bytes(content)
    folder = DataDir(tmp_path / "new")
    with pytest.raises(UserError) as refused:
        backups.restore(out, folder, factories.PASSPHRASE, sources=factories.sources())
    assert refused.value.problems[0].code == "backup.damaged"
    assert not folder.database.exists()


def test_a_wrong_passphrase_restores_nothing(backed_up: tuple[Path, str], tmp_path: Path) -> None:
    out, _ = backed_up
    folder = DataDir(tmp_path / "new")
    with pytest.raises(UserError):
        backups.restore(out, folder, "不是 这一个 口令 对吧", sources=factories.sources())
    assert list(folder.root.iterdir()) == []


def test_nothing_of_a_person_is_readable_in_a_backup(
    backed_up: tuple[Path, str], tmp_path: Path
) -> None:
    out, _ = backed_up
    assert "王㛃".encode() not in out.read_bytes()
