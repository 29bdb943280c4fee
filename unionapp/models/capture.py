"""Writes the triggers that turn every change of a record into an operation, and guard the rest.

The triggers are made from the declarations, so no way of writing can go round them: bulk
updates, raw SQL and repair tools are captured too. Their text is part of the schema and is
checked at every start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unionapp.models.declare import Declaration, Schema
from unionapp.models.tables import BASE, HEADS, UNIQUE

# SQLite refuses RETURNING and CTEs inside triggers, and `json_patch` deletes nulls: it serves for
# the first state of a row (an absent field is null) but never for a change.
_STAMP = """
  UPDATE clock SET counter = counter + 1, hlc = max(hlc + 1, wall << 16);
"""

# Every column but `bundle`, which tells later in which bundle an operation left.
_OPERATION_COLUMNS = (
    "id, device, incarnation, counter, hlc, author, kind, record, home_division, fields, replaces"
)

_AUDIT_COLUMNS = "at, worker, action, kind, record, detail, previous_hash, hash"

_LAST = "(SELECT max(seq) FROM operation)"

# What is changed here replaces every value that stands, so it settles the field's conflict; merged
# operations need not, and `sync/merge.py` judges them itself.
_SETTLE_CONFLICT = """CREATE TRIGGER operation_settle_conflict AFTER INSERT ON operation
WHEN (SELECT applying FROM clock) = 0
BEGIN UPDATE conflict SET settled_by = NEW.id
  WHERE kind = NEW.kind AND record = NEW.record AND settled_by IS NULL
  AND field IN (SELECT key FROM json_each(NEW.fields)); END"""


def trigger_statements(schema: Schema) -> dict[str, str]:
    """Return every trigger of the schema: name -> CREATE TRIGGER statement."""
    found: dict[str, str] = {}
    for declaration in schema.declarations:
        for name, text in _of_kind(declaration):
            found[name] = text
    found |= _append_only("operation", _OPERATION_COLUMNS, ("seq", "id"))
    found |= _append_only("audit", _AUDIT_COLUMNS, ("seq",))
    found["operation_settle_conflict"] = _SETTLE_CONFLICT
    return found


def _of_kind(declaration: Declaration) -> Iterator[tuple[str, str]]:
    kind = declaration.kind
    yield f"{kind}_capture_insert", _capture_insert(declaration)
    yield f"{kind}_refuse_delete", _refuse_delete(kind)
    yield f"{kind}_refuse_replace", _refuse_replace(kind)
    if declaration.append_only:
        yield f"{kind}_refuse_update", _refuse_update(declaration)
    else:
        yield f"{kind}_capture_update", _capture_update(declaration)
        yield f"{kind}_keep_identity", _keep_identity(kind)
    if declaration.searched:
        yield f"{kind}_search_insert", _search_dirty(declaration, "INSERT")
        yield f"{kind}_search_update", _search_dirty(declaration, "UPDATE")


def _names(declaration: Declaration) -> list[str]:
    return [field.name for field in declaration.fields]


def _values(kind: str) -> str:
    return (
        "c.device || ':' || c.incarnation || ':' || c.counter, c.device, c.incarnation, "
        f"c.counter, c.hlc, c.author, '{kind}', NEW.id, NEW.home_division"
    )


def _capture_insert(declaration: Declaration) -> str:
    kind = declaration.kind
    pairs = ", ".join(f"'{name}', NEW.\"{name}\"" for name in _names(declaration))
    return f"""CREATE TRIGGER {kind}_capture_insert AFTER INSERT ON "{kind}"
WHEN (SELECT applying FROM clock) = 0
BEGIN{_STAMP}
  INSERT INTO operation ({_OPERATION_COLUMNS})
  SELECT {_values(kind)}, json_patch('{{}}', json_object({pairs})), '{{}}' FROM clock c;
  UPDATE "{kind}" SET {BASE} = (SELECT id FROM operation WHERE seq = {_LAST})
  WHERE rid = NEW.rid;
END"""


def _capture_update(declaration: Declaration) -> str:
    kind = declaration.kind
    names = _names(declaration)
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in names)
    rows = "\n    UNION ALL ".join(
        f"SELECT '{name}' k, NEW.\"{name}\" v, "
        f"coalesce(OLD.{HEADS} -> '$.{name}', json_array(OLD.{BASE})) h "
        f'WHERE NEW."{name}" IS NOT OLD."{name}"'
        for name in names
    )
    listed = ", ".join(f'"{name}"' for name in names)
    return f"""CREATE TRIGGER {kind}_capture_update AFTER UPDATE OF {listed} ON "{kind}"
WHEN (SELECT applying FROM clock) = 0 AND ({changed})
BEGIN{_STAMP}
  INSERT INTO operation ({_OPERATION_COLUMNS})
  SELECT {_values(kind)}, json_group_object(k, v), json_group_object(k, json(h))
  FROM clock c, (
    {rows});
  UPDATE "{kind}" SET {HEADS} = {_new_heads()}
  WHERE rid = NEW.rid;
END"""


def confirm_statements(declaration: Declaration, names: Sequence[str]) -> tuple[str, str, str]:
    """Return what writes the values that stand in some fields as a change of their own.

    An UPDATE that leaves a field as it is shown is no change to the triggers, so that a conflict
    in it would stay open. The second and third statement take the record's id.
    """
    kind = declaration.kind
    values = ", ".join(f"'{name}', NEW.\"{name}\"" for name in names)
    heads = ", ".join(
        f"'{name}', json(coalesce(NEW.{HEADS} -> '$.{name}', json_array(NEW.{BASE})))"
        for name in names
    )
    return (
        _STAMP,
        f"INSERT INTO operation ({_OPERATION_COLUMNS}) "
        f"SELECT {_values(kind)}, json_object({values}), json_object({heads}) "
        f'FROM clock c, "{kind}" AS NEW WHERE NEW.id = ?',
        f'UPDATE "{kind}" SET {HEADS} = {_new_heads()} WHERE id = ?',
    )


def _new_heads() -> str:
    """Return the heads with those of the last operation laid over them."""
    return f"""json_patch(coalesce({HEADS}, '{{}}'), (
    SELECT json_group_object(j.key, json_array(o.id))
    FROM operation o, json_each(o.fields) j WHERE o.seq = {_LAST}))"""


def _keep_identity(kind: str) -> str:
    return f"""CREATE TRIGGER {kind}_keep_identity
BEFORE UPDATE OF rid, id, home_division ON "{kind}"
WHEN NEW.rid IS NOT OLD.rid OR NEW.id IS NOT OLD.id OR NEW.home_division IS NOT OLD.home_division
BEGIN SELECT raise(ABORT, '{kind}: identity and home division never change'); END"""


def _refuse_delete(kind: str) -> str:
    return f"""CREATE TRIGGER {kind}_refuse_delete BEFORE DELETE ON "{kind}"
BEGIN SELECT raise(ABORT, '{kind}: rows are never deleted'); END"""


def _refuse_replace(kind: str) -> str:
    # INSERT OR REPLACE deletes the standing row without a DELETE trigger unless
    # recursive_triggers is on; this guard does not depend on that setting, so it asks for every
    # unique key of the table.
    others = "".join(
        f" OR ({' AND '.join(f'{name} = NEW.{name}' for name in key)})"
        for key in UNIQUE.get(kind, ())
    )
    return f"""CREATE TRIGGER {kind}_refuse_replace BEFORE INSERT ON "{kind}"
WHEN EXISTS (SELECT 1 FROM "{kind}" WHERE id = NEW.id OR rid = NEW.rid{others})
BEGIN SELECT raise(ABORT, '{kind}: a standing row is never replaced'); END"""


def _refuse_update(declaration: Declaration) -> str:
    kind = declaration.kind
    listed = ", ".join(f'"{name}"' for name in ("rid", "id", "home_division", *_names(declaration)))
    return f"""CREATE TRIGGER {kind}_refuse_update BEFORE UPDATE OF {listed} ON "{kind}"
BEGIN SELECT raise(ABORT, '{kind}: append-only'); END"""


def _append_only(table: str, columns: str, keys: tuple[str, ...]) -> dict[str, str]:
    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    return {
        f"{table}_refuse_update": (
            f'CREATE TRIGGER {table}_refuse_update BEFORE UPDATE OF seq, {columns} ON "{table}"\n'
            f"BEGIN SELECT raise(ABORT, '{table}: append-only'); END"
        ),
        f"{table}_refuse_delete": (
            f'CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON "{table}"\n'
            f"BEGIN SELECT raise(ABORT, '{table}: append-only'); END"
        ),
        f"{table}_refuse_replace": (
            f'CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON "{table}"\n'
            f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {same})\n'
            f"BEGIN SELECT raise(ABORT, '{table}: append-only'); END"
        ),
    }


def _search_dirty(declaration: Declaration, when: str) -> str:
    kind = declaration.kind
    listed = ", ".join(f'"{name}"' for name in (*declaration.searched, "deleted_at"))
    of = f" OF {listed}" if when == "UPDATE" else ""
    # INSERT OR IGNORE inside a trigger takes the outer statement's conflict rule, so the
    # absence of the row is asked for instead.
    return f"""CREATE TRIGGER {kind}_search_{when.lower()} AFTER {when}{of} ON "{kind}"
WHEN NOT EXISTS (SELECT 1 FROM search_dirty WHERE record = NEW.id)
BEGIN INSERT INTO search_dirty (record, kind) VALUES (NEW.id, '{kind}'); END"""
