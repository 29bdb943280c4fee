"""A restore that dies at any moment leaves an office that opens, and the former one beside it."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.database import Database
from unionapp.models.records import Person
from unionapp.paths import DataDir
from unionapp.services import backups, vault

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Renames of a restore over an office that was itself killed: one decides, three put aside (its
# log was folded in when its life was read), three put in place, one names what was put aside.
RENAMES = 8


class Killed(BaseException):
    """Stands for the power cut: nothing of ours catches it."""


@pytest.fixture
def crashed(tmp_path: Path) -> tuple[Path, DataDir, str]:
    """A backup, and the same office later, killed with a person only in the write-ahead log."""
    desk = factories.office(tmp_path / "office")
    backup = tmp_path / "friday.backup"
    backups.backup(desk, DataDir(tmp_path / "office"), backup)
    later = factories.person(desk, name="后来的人").id
    shutil.copytree(tmp_path / "office", tmp_path / "crashed")
    vault.lock(desk)
    assert (tmp_path / "crashed" / "case.db-wal").stat().st_size > 0
    return backup, DataDir(tmp_path / "crashed"), later


def restore(backup: Path, folder: DataDir) -> int:
    return backups.restore(
        backup, folder, factories.PASSPHRASE, sources=factories.sources()
    ).incarnation


def knows(folder: DataDir, person: str) -> bool:
    desk = vault.open_office(folder, factories.PASSPHRASE, sources=factories.sources())
    try:
        assert desk.database.damage() == []
        with desk.read() as reading:
            return reading.get(Person, person) is not None
    finally:
        vault.lock(desk)


def kill_at(monkeypatch: pytest.MonkeyPatch, folder: DataDir, moment: int) -> list[str]:
    """Let the rename with that number, of those that touch the folder itself, never happen."""
    done: list[str] = []
    for name in ("replace", "rename"):
        real = getattr(Path, name)

        def renamed(self: Path, target: Path, real: object = real) -> Path:
            touched = {self.parent, Path(target).parent}
            if folder.root in touched and not self.name.endswith(".part"):
                if len(done) == moment:
                    raise Killed
                done.append(self.name)
            return real(self, target)  # type: ignore[operator] # the method that was replaced

        monkeypatch.setattr(Path, name, renamed)
    return done


def test_a_restore_renames_as_often_as_is_killed(
    crashed: tuple[Path, DataDir, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, folder, _ = crashed
    done = kill_at(monkeypatch, folder, 99)
    restore(backup, folder)
    assert len(done) == RENAMES


@pytest.mark.parametrize("moment", range(RENAMES))
def test_a_kill_at_any_rename_loses_neither_office(
    crashed: tuple[Path, DataDir, str], monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    backup, folder, later = crashed
    with monkeypatch.context() as patch:
        kill_at(patch, folder, moment)
        with pytest.raises(Killed):
            restore(backup, folder)
    assert vault.exists(folder)
    if moment == 0:  # not decided yet: all is as it was
        assert knows(folder, later)
        return
    assert not knows(folder, later)
    assert knows(DataDir(folder.root / "before-restore-1"), later)


@pytest.mark.parametrize("moment", range(1, RENAMES))
def test_a_restore_after_a_killed_restore_keeps_the_first_office(
    crashed: tuple[Path, DataDir, str], monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    backup, folder, later = crashed
    with monkeypatch.context() as patch:
        kill_at(patch, folder, moment)
        with pytest.raises(Killed):
            restore(backup, folder)
    restore(backup, folder)
    assert not knows(folder, later)
    assert knows(DataDir(folder.root / "before-restore-1"), later)


def test_files_that_cannot_be_moved_all_stay(
    crashed: tuple[Path, DataDir, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, folder, later = crashed
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self == folder.key_slots:
            raise PermissionError(self.name)
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        with pytest.raises(UserError) as refused:
            restore(backup, folder)
    assert refused.value.problems[0].code == "backup.in_use"
    assert knows(folder, later)
    assert [one.name for one in folder.root.iterdir() if one.is_dir()] == []


def test_the_same_backup_restored_again_begins_another_life(
    crashed: tuple[Path, DataDir, str],
) -> None:
    backup, folder, _ = crashed
    assert [restore(backup, folder) for _ in range(3)] == [2, 3, 4]


def test_a_restore_into_another_office_counts_only_its_own_device(
    crashed: tuple[Path, DataDir, str], tmp_path: Path
) -> None:
    backup, _, _ = crashed
    vault.lock(factories.office(tmp_path / "other", seed=9))
    assert restore(backup, DataDir(tmp_path / "other")) == 2


def test_another_office_that_was_killed_is_put_aside_with_its_log(
    crashed: tuple[Path, DataDir, str], tmp_path: Path
) -> None:
    backup, _, _ = crashed
    desk = factories.office(tmp_path / "other", seed=9)
    person = factories.person(desk).id
    folder = DataDir(tmp_path / "copied")
    shutil.copytree(tmp_path / "other", folder.root)
    vault.lock(desk)
    restore(backup, folder)
    assert not knows(folder, person)
    assert knows(DataDir(folder.root / "before-restore-1"), person)


@pytest.mark.parametrize("moment", range(4))
def test_an_office_that_was_killed_while_it_was_made_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    real, begun = Database.writing, 0

    def writing(self: Database) -> AbstractContextManager[Connection]:
        nonlocal begun
        begun += 1
        if begun > moment:
            raise Killed
        return real(self)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", writing)
        with pytest.raises(Killed):
            factories.new_office(tmp_path, factories.sources())
    assert not vault.exists(DataDir(tmp_path))
    vault.lock(factories.office(tmp_path))
    assert knows(DataDir(tmp_path), "nobody") is False


def test_an_office_that_is_open_is_not_moved_from_under_its_window(
    crashed: tuple[Path, DataDir, str],
) -> None:
    backup, folder, later = crashed
    desk = vault.open_office(folder, factories.PASSPHRASE, sources=factories.sources())
    with pytest.raises(UserError) as refused:
        restore(backup, folder)
    assert refused.value.problems[0].code == "backup.in_use"
    typed = factories.person(desk, name="窗口里的人").id
    vault.lock(desk)
    assert knows(folder, later)
    assert knows(folder, typed)
    restore(backup, folder)
    assert not knows(folder, typed)
