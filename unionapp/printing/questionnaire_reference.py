"""The text in a questionnaire's QR code: which form in which version, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

_PREFIX = "UA1|form"
# Only what would part the fields wrongly is written as %XX, so that most texts stay readable.
_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "|%:")


@dataclass(frozen=True, slots=True)
class Reference:
    """`kind` and `id` are those of the record that the form is filled about; "" for none."""

    form_id: str
    version: str
    kind: str = ""
    id: str = ""


def text(reference: Reference) -> str:
    """Return `UA1|form|<form_id>|<version>|<kind>:<id>`, without the last part for no record."""
    parts = [_PREFIX, _escaped(reference.form_id), _escaped(reference.version)]
    if reference.kind:
        parts.append(f"{_escaped(reference.kind)}:{_escaped(reference.id)}")
    return "|".join(parts)


def parse(scanned: str) -> Reference | None:
    """Return what a scanned text says, or None when it is not a questionnaire's."""
    start = f"{_PREFIX}|"
    if not scanned.strip().startswith(start):
        return None
    parts = scanned.strip().removeprefix(start).split("|")
    if len(parts) not in (2, 3) or not parts[0]:
        return None
    kind, _, id_ = parts[2].partition(":") if len(parts) == 3 else ("", "", "")
    return Reference(unquote(parts[0]), unquote(parts[1]), unquote(kind), unquote(id_))


def _escaped(text: str) -> str:
    """Keep letters of all scripts: a reader of QR codes takes UTF-8, as Chinese form ids are."""
    return "".join(one if one.isalnum() else quote(one, safe=_SAFE) for one in text)
