"""A full disk, a read-only folder or a drive that is gone is a sentence, not a fault of ours."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests import factories
from unionapp.errors import UserError, problem_of, refuse
from unionapp.models import in_use
from unionapp.models.database import Database
from unionapp.paths import DataDir, resources
from unionapp.services import backups, vault
from unionapp.wording import sentence


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "files.disk_full"),
        (errno.EROFS, "files.read_only"),
        (errno.EACCES, "files.read_only"),
        (errno.ENOENT, "files.gone"),
        (errno.EIO, "files.disk_error"),
    ],
)
def test_trouble_with_a_disk_is_told(number: int, code: str) -> None:
    problem = problem_of(OSError(number, "no", "/media/stick/备份.bak"))
    assert problem is not None
    assert problem.code == code
    assert "备份.bak" in sentence(problem, "zh")


def test_a_missing_file_of_the_program_is_a_fault_of_ours() -> None:
    lost = resources() / "codes" / "no_such.toml"
    assert problem_of(FileNotFoundError(errno.ENOENT, "no", str(lost))) is None
    assert problem_of(OSError(errno.EMFILE, "too many open files")) is None


def test_an_office_that_cannot_be_reached_is_a_sentence(tmp_path: Path) -> None:
    vault.lock(factories.office(tmp_path / "office"))
    folder = DataDir(tmp_path / "office")
    (tmp_path / "office" / "case.db-wal").mkdir()  # nothing can be written beside it
    with pytest.raises(UserError) as refused:
        vault.open_office(folder, factories.PASSPHRASE)
    assert refused.value.problems[0].code.startswith("database.")


def test_a_full_disk_is_backed_up_onto_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataDir(tmp_path / "office")
    desk = factories.office(folder.root)
    copy = Database.copy_into

    def full_here(database: Database, target: Path) -> None:
        if target.is_relative_to(folder.root):
            raise refuse("database.disk_full", target.name)
        copy(database, target)

    monkeypatch.setattr(Database, "copy_into", full_here)
    (tmp_path / "stick").mkdir()
    made = backups.backup(desk, folder, tmp_path / "stick" / "a.bak")
    vault.lock(desk)
    assert [one.name for one in (tmp_path / "stick").iterdir()] == ["a.bak"]
    backups.restore(made.file, DataDir(tmp_path / "new"), factories.PASSPHRASE)


def test_what_a_killed_backup_left_is_swept_by_the_next(tmp_path: Path) -> None:
    folder = DataDir(tmp_path / "office")
    desk = factories.office(folder.root)
    left, under_way = folder.root / ".backup-left", folder.root / ".backup-held"
    for one in (left, under_way):
        one.mkdir()
        (one / "case.db").write_bytes(b"half")
    held = in_use.hold(under_way)
    backups.backup(desk, folder, tmp_path / "a.bak")
    assert [one.name for one in folder.root.glob(".backup-*")] == [".backup-held"]
    in_use.release(held)
    backups.backup(desk, folder, tmp_path / "b.bak")
    vault.lock(desk)
    assert list(folder.root.glob(".backup-*")) == []
