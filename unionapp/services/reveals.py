"""Shows one personal value in full, and writes down who asked for it."""

from __future__ import annotations

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk
from unionapp.services import shown


def reveal(desk: Desk, kind: str, id_: str, name: str) -> str:
    """Return a masked field's value in full; the audit trail says who saw which field of whom.

    The value itself never goes into the trail. Raises `records.missing`.
    """
    with desk.write() as work:
        record = work.by_kind(kind, id_)
        if record is None or record.deleted_at is not None:
            raise refuse("records.missing", id_)
        field = work.schema[kind].field(name)
        audit.append(work, "value_revealed", kind, id_, {"field": name})
        return shown.text_of(field, getattr(record, name), masked=False)
