"""The tables of the case database, made from the declarations, and the local ones beside them."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from unionapp.models.declare import Declaration, Field, FieldType, Schema

_INTEGERS = frozenset({FieldType.INTEGER, FieldType.MONEY, FieldType.BOOLEAN})

# What every travelling row carries beside its declared fields: the operation that made it, and
# for each field changed since, the operations whose values stand now (usually one, several
# while a conflict is open).
BASE = "base_op"
HEADS = "heads"


def metadata(schema: Schema) -> MetaData:
    """Return the tables of a schema: one for each declared kind, then the local ones."""
    found = MetaData()
    for declaration in schema.declarations:
        _travelling(found, declaration)
    _change_log(found)
    _audit(found)
    _conflicts(found)
    _exchange(found)
    _local(found)
    _responses(found)
    return found


def _travelling(meta: MetaData, declaration: Declaration) -> Table:
    columns = [_column(field) for field in declaration.fields]
    table = Table(
        declaration.kind,
        meta,
        Column("rid", Integer, primary_key=True),
        Column("id", Text, nullable=False),
        Column("home_division", Text, nullable=False),
        *columns,
        Column(BASE, Text),
        Column(HEADS, Text),
        UniqueConstraint("id", name=f"uq_{declaration.kind}_id"),
    )
    for field in declaration.fields:
        if field.type is FieldType.REFERENCE:
            Index(f"ix_{declaration.kind}_{field.name}", table.c[field.name])
    for extra in _INDEXED.get(declaration.kind, ()):
        Index(f"ix_{declaration.kind}_{'_'.join(extra)}", *(table.c[name] for name in extra))
    for unique in UNIQUE.get(declaration.kind, ()):
        Index(
            f"uq_{declaration.kind}_{'_'.join(unique)}",
            *(table.c[name] for name in unique),
            unique=True,
        )
    return table


# No foreign keys between travelling tables: a bundle may bring a visit before its door, and a
# household from another patch. `verify` lists references that lead nowhere.
_INDEXED: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (("identity_number",), ("phone",)),
    "employer": (("credit_code",),),
    "visit": (("door_id", "at"), ("worker_id", "at"), ("next_on",)),
    "place": (("parent_id", "order"),),
    "standard": (("division", "valid_from"),),
    "form_version": (("form_id",), ("digest",)),
    "response": (("form_id", "finished_at"), ("state",)),
    "attachment": (("of_id", "name"),),
    "case": (("subject_id",), ("programme", "state")),
    "follow_up": (("due_on",), ("subject_id",)),
    "campaign_entry": (("subject_id",),),
    "holiday": (("on",),),
}
UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {
    "receipt": (("series", "running"),),
}


def _column(field: Field) -> Column[int] | Column[str]:
    if field.type in _INTEGERS:
        return Column(field.name, Integer)
    return Column(field.name, Text)


def _change_log(meta: MetaData) -> None:
    Table(
        "clock",
        meta,
        Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
        Column("device", Text, nullable=False),
        Column("incarnation", Integer, nullable=False),
        Column("counter", Integer, nullable=False),
        Column("hlc", Integer, nullable=False),
        Column("wall", Integer, nullable=False),
        Column("author", Text, nullable=False),
        Column("applying", Integer, nullable=False),
    )
    operation = Table(
        "operation",
        meta,
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("device", Text, nullable=False),
        Column("incarnation", Integer, nullable=False),
        Column("counter", Integer, nullable=False),
        Column("hlc", Integer, nullable=False),
        Column("author", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("home_division", Text, nullable=False),
        Column("fields", Text, nullable=False),
        Column("replaces", Text, nullable=False),
        Column("bundle", Text),
    )
    Index("ix_operation_record", operation.c.record)
    Index("ix_operation_bundle", operation.c.bundle)


def _audit(meta: MetaData) -> None:
    Table(
        "audit",
        meta,
        Column("seq", Integer, primary_key=True),
        Column("at", Text, nullable=False),
        Column("worker", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("kind", Text),
        Column("record", Text),
        Column("detail", Text, nullable=False),
        Column("previous_hash", Text, nullable=False),
        Column("hash", Text, nullable=False),
    )


def _conflicts(meta: MetaData) -> None:
    Table(
        "conflict",
        meta,
        Column("seq", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("heads", Text, nullable=False),
        Column("found_at", Text, nullable=False),
        Column("settled_by", Text),
        UniqueConstraint("kind", "record", "field", name="uq_conflict_field"),
    )


def _exchange(meta: MetaData) -> None:
    Table(
        "bundle",
        meta,
        Column("seq", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("direction", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("incarnation", Integer, nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("hash", Text, nullable=False),
        Column("previous_hash", Text, nullable=False),
        Column("operations", Integer, nullable=False),
        Column("at", Text, nullable=False),
        Column("status", Text, nullable=False),
    )
    # A bundle whose sequence number is taken while nobody knows yet whether its file got out:
    # only the very same bytes may carry that number again.
    Table(
        "outgoing",
        meta,
        Column("bundle", Text, primary_key=True),
        Column("content", LargeBinary, nullable=False),
    )
    # Operations that came before an operation which they replace.
    parked = Table(
        "parked",
        meta,
        Column("id", Text, primary_key=True),
        Column("waits_for", Text, nullable=False),
        Column("bundle", Text, nullable=False),
        Column("body", Text, nullable=False),
    )
    Index("ix_parked_waits_for", parked.c.waits_for)


def _local(meta: MetaData) -> None:
    Table(
        "meta",
        meta,
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    # What was typed and is not (yet) a value of its field: "31 February" in a date. It is kept
    # and shown again until it is mended, so that nothing typed is ever lost.
    Table(
        "draft",
        meta,
        Column("kind", Text, primary_key=True),
        Column("record", Text, primary_key=True),
        Column("field", Text, primary_key=True),
        Column("text", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    Table(
        "series",
        meta,
        Column("purpose", Text, primary_key=True),
        Column("series", Text, primary_key=True),
        Column("last", Integer, nullable=False),
        Column("last_hash", Text, nullable=False),
        Column("total_fen", Integer, nullable=False),
    )
    Table(
        "search_entry",
        meta,
        Column("rid", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("record", Text, nullable=False, unique=True),
    )
    Table(
        "search_dirty",
        meta,
        Column("record", Text, primary_key=True),
        Column("kind", Text, nullable=False),
    )


def _responses(meta: MetaData) -> None:
    # The answers of a response while it is being filled or corrected, one row an answer, kept
    # when focus leaves the question. They do not travel: the finished response does.
    Table(
        "draft_answer",
        meta,
        Column("response", Text, primary_key=True),
        Column("path", Text, primary_key=True),
        Column("value", Text, nullable=False),
        Column("typed", Text, nullable=False),
        Column("accepted", Text, nullable=False),
        Column("aside", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    # The bytes of attachments, by SHA-256: within the encrypted file, so that a photo and the
    # answer that names it are written together and are in every backup.
    Table(
        "blob",
        meta,
        Column("sha256", Text, primary_key=True),
        Column("content", LargeBinary, nullable=False),
    )
