"""Writes the first schema step from the declarations; run it only before the first release.

After a release a step is frozen: a changed declaration gets a further step of its own, and
`tests/models/test_migrations.py` says which statement is missing.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from unionapp.models.records import SCHEMA
from unionapp.models.tables import metadata

SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, "
    "detail=none, tokenize=\"ascii tokenchars '-'\")"
)


def statements() -> list[str]:
    """Return the statements that make the schema, tables before their indexes."""
    dialect = sqlite.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
    found: list[str] = []
    for table in metadata(SCHEMA).sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            found.append(str(CreateIndex(index).compile(dialect=dialect)).strip())
    return [*found, SEARCH_INDEX]


def main() -> None:
    """Write `unionapp/models/steps/0001_first.sql`."""
    target = Path(__file__).parent.parent / "unionapp/models/steps/0001_first.sql"
    target.parent.mkdir(exist_ok=True)
    body = "\n\n".join(f"{' '.join(one.split())};" for one in statements())
    target.write_text(f"-- The first schema. Frozen: never edited after a release.\n\n{body}\n")


if __name__ == "__main__":
    main()
