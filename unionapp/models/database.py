"""The one wrapper round the encrypted file: it owns every pragma and every transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from unionapp.errors import UserError, refuse
from unionapp.models import in_use, migrations
from unionapp.models.declare import Schema
from unionapp.models.records import SCHEMA

_MAGIC = b"SQLite format 3\x00"
_KEY_BYTES = 32

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -65536",
)


class Database:
    """An open case database. `close()` drops the key; nothing of it stays on the disk in clear."""

    def __init__(self, engine: Engine, path: Path, schema: Schema) -> None:
        self._engine = engine
        self.path = path
        self.schema = schema
        self._held = in_use.hold(path.parent)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in a read transaction; what it sees does not change meanwhile."""
        with _explained(self.path), self._engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()  # nothing to keep, and a damaged file refuses to commit

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a write transaction; commit at the end, roll back on any error.

        Raises `UserError` where the machine and not the program is in the way:
        `database.disk_full`, `database.busy`, `database.read_only`, `database.disk_error`.
        """
        with _explained(self.path), self._engine.connect() as connection:
            immediate = connection.execution_options(immediate=True)
            with immediate.begin():
                yield immediate

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, so that the file alone is whole."""
        with _explained(self.path), self._raw() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def damage(self) -> list[str]:
        """Return what the integrity checks say; empty when the file is sound.

        A checkpoint comes first: after a crash `cipher_integrity_check` otherwise reports pages
        that the log makes good (reliability finding 8).
        """
        self.checkpoint()
        from sqlcipher3 import dbapi2

        said: list[str] = []
        with self._raw() as cursor:
            for question in ("PRAGMA cipher_integrity_check", "PRAGMA quick_check"):
                try:
                    said += [str(row[0]) for row in cursor.execute(question)]
                except dbapi2.DatabaseError as error:  # damaged so far that it cannot be asked
                    said.append(str(error))
        return [line for line in said if line != "ok"]

    def copy_into(self, target: Path) -> None:
        """Write a whole, encrypted copy beside the live file (`VACUUM INTO`); same key."""
        with _explained(self.path), self._raw() as cursor:
            cursor.execute("VACUUM INTO ?", (str(target),))

    @contextmanager
    def _raw(self) -> Iterator[Any]:
        connection = self._engine.raw_connection()
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection; SQLCipher wipes the pages that it held."""
        self._engine.dispose()
        held, self._held = self._held, None
        in_use.release(held)


# What SQLite says when the machine is in the way, and the problem that tells how to mend it.
_MACHINE = (
    ("database or disk is full", "database.disk_full"),
    ("database is locked", "database.busy"),
    ("attempt to write a readonly database", "database.read_only"),
    ("disk I/O error", "database.disk_error"),
    ("unable to open database file", "database.unreachable"),
    ("database disk image is malformed", "database.damaged"),
)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn a trouble of the machine into a problem that a worker can mend; nothing was stored."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except (DatabaseError, dbapi2.DatabaseError) as error:
        for words, code in _MACHINE:
            if words in str(error):
                raise refuse(code, path.name) from error
        raise


def create(
    path: Path,
    key: bytes,
    *,
    schema: Schema = SCHEMA,
    steps: tuple[migrations.Step, ...] = migrations.STEPS,
    wipe_memory: bool = True,
) -> Database:
    """Make a new encrypted database; `UserError` when the file is there already."""
    if path.exists():
        raise refuse("database.exists", path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return _open(path, key, schema, steps, wipe_memory)


def open_existing(
    path: Path,
    key: bytes,
    *,
    schema: Schema = SCHEMA,
    steps: tuple[migrations.Step, ...] = migrations.STEPS,
    wipe_memory: bool = True,
) -> Database:
    """Open the database, bring it up to date (with a backup first) and check its encryption.

    `wipe_memory` clears every page that is let go; it makes bulk writes under triggers 17 times
    slower (measured: 740 against 43 microseconds a row), so commands that write in bulk and end
    with their process turn it off; the desktop never does.

    Raises `UserError`: no file, wrong key or damaged, made by a newer program, not encrypted.
    """
    if not path.exists():
        raise refuse("database.missing", path.name)
    return _open(path, key, schema, steps, wipe_memory)


def _open(
    path: Path,
    key: bytes,
    schema: Schema,
    steps: tuple[migrations.Step, ...],
    wipe_memory: bool,
) -> Database:
    if len(key) != _KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    database = Database(_engine(path, key, wipe_memory), path, schema)
    try:
        with _explained(path):
            migrations.bring_up_to_date(database, schema, steps)
            _check_encrypted(database)
    except DatabaseError as error:
        database.close()
        if "file is not a database" in str(error):
            raise refuse("database.wrong_key_or_damaged", path.name) from error
        raise
    except UserError:
        database.close()
        raise
    return database


def _engine(path: Path, key: bytes, wipe_memory: bool) -> Engine:
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        # Order matters: silence before the key (SQLCipher prints a wrong key to standard error
        # otherwise), memory wiping before the first page is seen.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA cipher_memory_security = {'ON' if wipe_memory else 'OFF'}")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=QueuePool, pool_size=5
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver's own BEGIN comes too late for schema steps and too weak for writers:
        # two deferred transactions that both turn to writing would fail instead of waiting.
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _check_encrypted(database: Database) -> None:
    """Refuse a file that is not really encrypted (reliability finding 5: key set-up fails open)."""
    database.checkpoint()
    with database.path.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    if head == _MAGIC or readable_without_key(database.path):
        raise refuse("database.not_encrypted", database.path.name)


def readable_without_key(path: Path) -> bool:
    """Say whether the file opens as a plain SQLite database."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(f"file:{path.as_posix()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError:
        return False
    else:
        return True
    finally:
        connection.close()


def life_of(path: Path, key: bytes) -> tuple[str, int]:
    """Return the device and the incarnation of a database as it stands; 0 before the first.

    Raises `UserError` `database.wrong_key_or_damaged`.
    """
    from sqlcipher3 import dbapi2

    engine = _engine(path, key, wipe_memory=False)
    try:
        with engine.connect() as connection:
            query = "SELECT device, incarnation FROM clock"
            device, incarnation = connection.exec_driver_sql(query).fetchone() or ("", 0)
            return str(device), int(incarnation)
    except (DatabaseError, dbapi2.DatabaseError) as error:
        raise refuse("database.wrong_key_or_damaged", path.name) from error
    finally:
        engine.dispose()
