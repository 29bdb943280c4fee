"""What reportlab has to be told or mended about files; `reportlab_fonts` has the rest."""

from __future__ import annotations

import calendar
import hashlib
import io
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.lib.utils import TimeStamp
    from reportlab.pdfgen.canvas import Canvas

POINTS_PER_MM = 72 / 25.4
# A section of a ToUnicode map holds at most 100 entries (PDF 32000-1, 9.10.3, after Adobe TN 5014).
_MOST_ENTRIES = 100


def new_canvas(*, font: str, issued: date, title: str) -> tuple[Canvas, io.BytesIO]:
    """Return an empty canvas and the buffer that `canvas.save()` fills.

    `font` is one of our registered fonts, `issued` the day that stands as the file's date.
    """
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    # WORKAROUND(reportlab 5.1): ASCII85 is on by default and costs five times the CPU time.
    rl_config.useA85 = 0
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pageCompression=1,
        # WORKAROUND(reportlab 5.1): without it every file has today's date and a random id.
        invariant=1,
        # WORKAROUND(reportlab 5.1): every page begins with a Helvetica that is not embedded.
        initialFontName=font,
        lang="zh-CN",
    )
    # WORKAROUND(reportlab 5.1): an invariant file is always dated 2000-01-01.
    canvas._doc._timeStamp = _timestamp(issued)
    canvas.setTitle(title)
    canvas.setAuthor("unionapp")
    canvas.setCreator("unionapp")
    canvas.setSubject(title)
    return canvas, buffer


def _timestamp(issued: date) -> TimeStamp:
    from reportlab.lib.utils import TimeStamp

    stamp = TimeStamp(invariant=1)
    seconds = calendar.timegm(issued.timetuple())
    stamp.t = float(seconds)
    stamp.lt = time.gmtime(seconds)
    stamp.YMDhms = tuple(stamp.lt)[:6]
    return stamp


def subset_tag(font: str, codes: Sequence[int]) -> bytes:
    """Return six capitals that depend on what the subset holds (PDF 32000-1, 9.6.4)."""
    text = f"{font}:{','.join(map(str, codes))}"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = bytearray()
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(ord("A") + letter)
    return bytes(letters)


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """Return the CMap that tells readers which character each byte of a subset stands for.

    Characters above U+FFFF are written as a UTF-16 pair (PDF 32000-1, 9.10.3).
    """
    entries = [f"<{byte:02X}> <{_utf16(code)}>" for byte, code in enumerate(subset)]
    sections = []
    for start in range(0, len(entries), _MOST_ENTRIES):
        part = entries[start : start + _MOST_ENTRIES]
        sections += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *sections,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper()
