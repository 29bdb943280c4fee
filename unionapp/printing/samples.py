"""Made-up records by which a design is judged: usual, hardest, or long enough for all pages."""

from __future__ import annotations

import math
from collections.abc import Mapping

from unionapp.printing import fields
from unionapp.printing.designs import Design
from unionapp.printing.fields import Field
from unionapp.printing.tables import Table


def record(
    design: Design, words: Mapping[str, Field], *, worst: bool = False, long: bool = False
) -> dict[str, object]:
    """Return sample values of all fields of a design, with `worst` the hardest that must fit.

    With `long` every table that may go on to further pages has rows for a first page, a further
    one and a last one at least.
    """
    found = fields.samples(design.fields(), worst=worst, words=words)
    tables = (thing for side in design.sides for thing in side.varying if isinstance(thing, Table))
    for table in tables:
        if not long or table.further_y is None or table.field not in words:
            continue
        room = table.h + (table.further_h or table.h)
        rows = math.floor(room / table.row_h) + 1  # more than two pages hold, however they are set
        found[table.field] = fields.sample_rows(words[table.field].row, rows, worst=worst)
    return found
