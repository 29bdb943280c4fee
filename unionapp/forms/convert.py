"""Runs pyxform over a form that our own checks have passed."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import Problem, refuse


@dataclass(frozen=True, slots=True)
class Converted:
    """The XForm, and what pyxform remarks."""

    xform: str
    warnings: tuple[Problem, ...]


def to_xform(path: Path) -> Converted:
    """Return the XForm of a file; `UserError` with pyxform's own words when it refuses."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    remarks: list[str] = []
    try:
        # a path lets pyxform name a form without settings after its file; it reads no byte order
        # mark, with which Windows editors begin a text
        marked = path.suffix.lower() == ".md" and path.read_bytes()[:3] == BOM_UTF8
        source = path.read_text("utf-8-sig") if marked else str(path)
        made = convert(source, validate=False, warnings=remarks, form_name="data").xform
    except PyXFormError as error:
        raise refuse("form.refused", path.name, reason=_short(str(error))) from error
    except RecursionError as error:
        raise refuse("form.refused", path.name, reason="too deep") from error
    except Exception as error:
        # pyxform 4.5 lets errors of its own through for some malformed cells (KeyError,
        # AttributeError, ...): the form is wrong all the same, and the author gets a sentence.
        reason = f"{type(error).__name__}: {error}"
        raise refuse("form.refused", path.name, reason=_short(reason)) from error
    warnings = tuple(
        Problem("form.remark", path.name, {"text": _short(text)}, warning=True) for text in remarks
    )
    return Converted(made, warnings)


def _short(text: str) -> str:
    return " ".join(text.split())[:400]
