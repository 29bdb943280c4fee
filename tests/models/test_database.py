"""The encrypted file: what opens it, what is refused, and what a kill leaves behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sources import ROOT
from unionapp.errors import UserError
from unionapp.models import database, migrations
from unionapp.models.database import Database

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
MARKER = "王秀兰-210106197603150021"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    made = database.create(path, KEY)
    yield made
    made.close()


def put(target: Database, key: str, value: str) -> None:
    with target.writing() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def read(target: Database, key: str) -> Any:
    with target.reading() as connection:
        found = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,))
        return found.scalar()


def code_of(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.problems[0].code


def test_what_was_written_is_there_after_closing(path: Path) -> None:
    made = database.create(path, KEY)
    put(made, "office", "兴华街道")
    made.close()
    again = database.open_existing(path, KEY)
    assert read(again, "office") == "兴华街道"
    again.close()


def test_neither_file_nor_log_holds_anything_in_clear(opened: Database, path: Path) -> None:
    put(opened, "marker", MARKER)
    files = [path, path.with_name(path.name + "-wal")]
    for file in files:
        content = file.read_bytes()
        assert len(content) > 0
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert MARKER.encode(encoding) not in content
    assert not path.read_bytes().startswith(b"SQLite format 3")


def test_a_wrong_key_is_refused_and_changes_nothing(opened: Database, path: Path) -> None:
    opened.checkpoint()
    before = path.read_bytes()
    with pytest.raises(UserError) as error:
        database.open_existing(path, OTHER_KEY)
    assert code_of(error) == "database.wrong_key_or_damaged"
    assert path.read_bytes() == before


def test_a_wrong_key_prints_nothing(
    opened: Database, path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UserError):
        database.open_existing(path, OTHER_KEY)
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33)])
def test_a_key_of_another_length_never_makes_a_file(path: Path, key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        database.create(path, key)
    assert not path.exists()


@pytest.mark.parametrize("key", [b"", b"short"])
def test_a_key_of_another_length_never_opens_a_file(
    opened: Database, path: Path, key: bytes
) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        database.open_existing(path, key)


def test_a_file_in_clear_is_refused(path: Path) -> None:
    import sqlite3

    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    plain.commit()
    plain.close()
    assert database.readable_without_key(path)
    with pytest.raises(UserError) as error:
        database.open_existing(path, KEY)
    assert code_of(error) == "database.wrong_key_or_damaged"


def test_a_database_that_fell_open_is_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key set-up that fails open writes in clear: the check after opening sees the header."""
    monkeypatch.setattr(database, "_engine", engine_without_a_key)
    with pytest.raises(UserError) as error:
        database.create(path, KEY)
    assert code_of(error) == "database.not_encrypted"


def engine_without_a_key(path: Path, key: bytes, wipe_memory: bool) -> Any:
    from sqlalchemy import create_engine, event
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: dbapi2.connect(str(path), isolation_level=None, check_same_thread=False),
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def test_create_never_overwrites(opened: Database, path: Path) -> None:
    with pytest.raises(UserError) as error:
        database.create(path, KEY)
    assert code_of(error) == "database.exists"


def test_open_never_creates(path: Path) -> None:
    with pytest.raises(UserError) as error:
        database.open_existing(path, KEY)
    assert code_of(error) == "database.missing"
    assert not path.exists()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("cipher_memory_security", "1"),
    ],
)
def test_every_connection_has_the_pragmas(opened: Database, pragma: str, value: object) -> None:
    with opened.reading() as one, opened.reading() as two:
        for connection in (one, two):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_sound_file_has_no_damage(opened: Database) -> None:
    put(opened, "marker", MARKER)
    assert opened.damage() == []


def test_one_flipped_bit_is_found(path: Path) -> None:
    made = database.create(path, KEY)
    for number in range(50):
        put(made, f"marker{number}", MARKER * 20)
    made.checkpoint()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)
    assert made.damage() != []
    made.close()


def test_a_copy_opens_with_the_same_key_alone(opened: Database, tmp_path: Path) -> None:
    put(opened, "office", "兴华街道")
    copy = tmp_path / "copy.db"
    opened.copy_into(copy)
    assert not database.readable_without_key(copy)
    again = database.open_existing(copy, KEY)
    assert read(again, "office") == "兴华街道"
    again.close()


def test_two_writers_wait_for_each_other(opened: Database) -> None:
    from threading import Thread

    with opened.writing() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('count', '0')")

    def count() -> None:
        for _ in range(25):
            with opened.writing() as connection:
                value = connection.exec_driver_sql("SELECT value FROM meta").scalar_one()
                connection.exec_driver_sql("UPDATE meta SET value = ?", (str(int(value) + 1),))

    with opened.writing() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key != 'count'")
    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(opened, "count") == "100"


WRITER = """
import sys
from pathlib import Path
from unionapp.models import database
opened = database.open_existing(Path(sys.argv[1]), bytes(range(32)), wipe_memory=False)
number = 0
while True:
    with opened.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit (at, worker, action, detail, previous_hash, hash) "
            "VALUES ('', '', 'a', '{}', '', '')"
        )
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('last', ?)", (number,))
    number += 1
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_writer_loses_nothing_that_it_acknowledged(path: Path) -> None:
    database.create(path, KEY).close()
    acknowledged = 0
    for until in (1, 3, 7, 12):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as process:
            assert process.stdout is not None
            told = 0
            while told < until:
                told = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read().split()
        acknowledged += int(rest[-1]) if rest else told
        opened = database.open_existing(path, KEY)
        with opened.reading() as connection:
            rows = connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one()
        assert opened.damage() == []
        opened.close()
        assert rows >= acknowledged
        acknowledged = rows


def test_a_newer_file_is_refused(path: Path) -> None:
    made = database.create(path, KEY)
    with made.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    made.close()
    with pytest.raises(UserError) as error:
        database.open_existing(path, KEY)
    assert code_of(error) == "database.newer"


def test_a_full_disk_is_told_and_nothing_of_the_change_stays(opened: Database) -> None:
    put(opened, "office", "before")

    def fill() -> None:
        with opened.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.exec_driver_sql("UPDATE meta SET value = 'half' WHERE key = 'office'")
            connection.exec_driver_sql("INSERT INTO meta VALUES ('large', ?)", ("长" * 100_000,))

    with pytest.raises(UserError) as refused:
        fill()
    assert refused.value.problems[0].code == "database.disk_full"
    with opened.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT value FROM meta WHERE key IN ('office', 'large')"
        )
        assert [row[0] for row in found] == ["before"]


def test_another_writer_that_does_not_end_is_told(opened: Database) -> None:
    with opened.writing():
        with opened.reading() as second:
            second.exec_driver_sql("PRAGMA busy_timeout = 1")
        with pytest.raises(UserError) as refused, opened.writing():
            pass
    assert refused.value.problems[0].code == "database.busy"
