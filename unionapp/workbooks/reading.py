"""Reads a workbook's cells without believing them: bounded, checked, with their place."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import UserError, refuse

# Bounds against a workbook that is small on the stick and huge in memory (a file of 959 KB took
# another reader 2.1 GB). An office's list of 100,000 persons has 15 MB, 90 MB unpacked.
_MOST_FILE_BYTES = 60 * 1024 * 1024
_MOST_ENTRIES = 400
_MOST_BYTES = 400 * 1024 * 1024
_MOST_ROWS = 200_000

# Only what makes up the cells is read; photos and the like neither count nor come near the parser.
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?[^/]+\.(?:xml|rels)"
    r"|xl/worksheets/(?:_rels/)?[^/]+\.(?:xml|rels)",
    re.IGNORECASE,
)
# The parser reserves memory for the whole rectangle round the cells, so one cell in a far corner
# would end the process. Beyond column 702, row 199,999 or both wide and long there is no list.
_FAR_AWAY = re.compile(
    rb"""\br\s*=\s*["']?(?:[A-Za-z]{3,}[0-9]|[A-Za-z]{0,2}(?:[2-9][0-9]{5}|[0-9]{7,})"""
    rb"""|[B-Zb-z][A-Za-z][0-9]{5,})"""
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an .xls of Excel 97, or an encrypted .xlsx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Cell = object  # str, float, int, bool, date, datetime, time, timedelta as the reader found it


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows; row 1 is the first line of the workbook, column 0 is A."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def numbered(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield the rows with the number that Excel shows beside them."""
        yield from enumerate(self.rows, start=1)


def sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the visible sheets of an `.xlsx` workbook that hold anything.

    Raises `UserError` with one problem `workbook.*`: no such file, empty, an old `.xls`, locked
    with a password, damaged, no workbook at all, or larger than an office ever makes.
    """
    if not path.is_file():
        raise refuse("workbook.missing", path.name)
    try:
        content = _content(path)
        return tuple(_parse(_checked_copy(content, path.name), path.name))
    except OSError as error:
        raise refuse("workbook.unreadable", path.name) from error


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size == 0:
        raise refuse("workbook.empty", path.name)
    if size > _MOST_FILE_BYTES:
        raise refuse("workbook.too_large", path.name)
    content = path.read_bytes()
    if content.startswith(_OLE):
        locked = _ENCRYPTED in content
        raise refuse("workbook.locked" if locked else "workbook.old_format", path.name)
    if not content.startswith(b"PK"):
        raise refuse("workbook.not_a_workbook", path.name)
    return content


def _checked_copy(content: bytes, name: str) -> io.BytesIO:
    """Return the workbook packed anew from what was unpacked here, counted and checked.

    The parser then sees nothing but bytes whose check sums were right (a flipped bit otherwise
    loads as other data), whatever the archive's directory claims about sizes and overlaps.
    """
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(copy, "w") as clean:
            listed = archive.infolist()
            entries = {one.filename: one for one in listed if _NEEDED.fullmatch(one.filename)}
            unpacked = sum(entry.file_size for entry in entries.values())
            if len(listed) > _MOST_ENTRIES or unpacked > _MOST_BYTES:
                raise refuse("workbook.too_large", name)
            for entry in entries.values():
                data = archive.read(entry)
                if "/worksheets/" in entry.filename and _FAR_AWAY.search(data):
                    raise refuse("workbook.too_many_rows", name, most=_MOST_ROWS)
                clean.writestr(entry.filename, data)
    except RuntimeError as error:  # zipfile's word for an entry with a password
        raise refuse("workbook.locked", name) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise refuse("workbook.damaged", name) from error
    if not any(entry.lower().startswith("xl/") for entry in entries):
        raise refuse("workbook.not_a_workbook", name)
    return copy


def _parse(content: io.BytesIO, name: str) -> list[Sheet]:
    import python_calamine

    content.seek(0)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(content)
        found = []
        for meta in workbook.sheets_metadata:
            wanted = meta.visible == python_calamine.SheetVisibleEnum.Visible
            if not wanted or meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            # With the empty area, so that rows and columns count from the sheet's corner.
            rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            if len(rows) > _MOST_ROWS:
                raise refuse("workbook.too_many_rows", name, most=_MOST_ROWS)
            found.append(Sheet(meta.name, tuple(tuple(row) for row in rows)))
    except UserError:
        raise
    except Exception as error:
        raise refuse("workbook.damaged", name) from error
    except BaseException as error:
        # WORKAROUND(python-calamine 0.x): a panic of the parser is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse("workbook.damaged", name) from error
    return [sheet for sheet in found if sheet.rows]
