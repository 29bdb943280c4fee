"""Papers for the printing tests, and readers that judge the paper, not the template."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from unionapp.printing import documents, fields
from unionapp.printing.documents import Rendered

ISSUED = date(2026, 3, 18)
DOCUMENTS = ("aid_receipt", "member_card", "recovery_code", "work_list")
RARE = "䶮㛃𬱖𠅤"  # U+4DAE, U+36C3, U+2CC56, U+20164: on nobody's usual font
LONG = "阿卜杜热合曼·艾力"
LONGEST = "古丽巴哈尔阿卜杜热依木江·买买提依明阿卜杜拉孜汗"
NAMES = ("丁一", "王秀兰", RARE, LONG, LONGEST, "艾力" * 12 + "·", "古" * 25)


def record(**changes: object) -> dict[str, object]:
    """A record of sample values; `person__name="…"` changes person.name, None takes it away."""
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return {**fields.samples(), **named}


@cache
def paper(document: str, name: str = "王秀兰", stock: str | None = None) -> Rendered:
    """One record's paper; equal asks share one run."""
    return documents.render(document, [record(person__name=name)], stock=stock, issued=ISSUED)


def photo(colour: str = "#3366cc", size: tuple[int, int] = (300, 420)) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def grainy_photo(seed: int) -> bytes:
    """A photo of about 21 kB whose bytes depend on the seed."""
    import random

    from PIL import Image

    noise = random.Random(seed).randbytes(120 * 168)
    picture = Image.frombytes("L", (120, 168), noise).resize((240, 336)).convert("RGB")
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=47)
    return stream.getvalue()


def text_by_pypdf(pdf: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def text_by_pdfplumber(pdf: bytes) -> str:
    return "\n".join("".join(str(one["text"]) for one in page["chars"]) for page in plumbed(pdf))


def text_by_pdfium(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def text_by_pdftotext(pdf: bytes) -> str:
    import shutil
    import subprocess

    import pytest

    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    command = [program, "-enc", "UTF-8", "-raw", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


READERS: Mapping[str, Callable[[bytes], str]] = {
    "pypdf": text_by_pypdf,
    "pdfplumber": text_by_pdfplumber,
    "pdfium": text_by_pdfium,
    "pdftotext": text_by_pdftotext,
}


def plumbed(pdf: bytes) -> list[dict[str, list[dict[str, object]]]]:
    """Each page's characters, lines, boxes and images as pdfplumber finds them."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            {
                "chars": list(page.chars),
                "rects": list(page.rects),
                "lines": list(page.lines),
                "images": list(page.images),
                "curves": list(page.curves),
            }
            for page in document.pages
        ]


def mm(points: object) -> float:
    assert isinstance(points, int | float)
    return float(points) * 25.4 / 72


def scanned(pdf: bytes, page: int, dpi: float = 200) -> list[str]:
    """The texts of all QR codes on a page, read from its pixels by another library."""
    import zxingcpp
    from PIL import Image

    from unionapp.printing import preview

    shown = preview.render_page(pdf, page, dpi=dpi)
    picture = Image.frombytes(
        "RGB", (shown.width, shown.height), shown.rgb, "raw", "RGB", shown.stride
    )
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def scanned_by_zbar(pdf: bytes, page: int, dpi: float = 200) -> list[str]:
    """The texts of all QR codes on a page, read by a second library with code of its own."""
    import shutil
    import subprocess

    import pytest
    from PIL import Image

    from unionapp.printing import preview

    program = shutil.which("zbarimg")
    if program is None:
        pytest.skip("zbarimg (zbar-tools) is not installed")
    shown = preview.render_page(pdf, page, dpi=dpi)
    size = (shown.width, shown.height)
    picture = Image.frombytes("RGB", size, shown.rgb, "raw", "RGB", shown.stride).convert("L")
    stream = io.BytesIO()
    picture.save(stream, "PPM")
    command = [program, "-q", "--raw", "-Sdisable", "-Sqrcode.enable", "-"]
    run = subprocess.run(command, input=stream.getvalue(), capture_output=True, check=False)
    return run.stdout.decode().splitlines()


def embedded_fonts(pdf: bytes) -> dict[str, bool]:
    """Every font of the file by name, and whether its outlines are inside."""
    import pikepdf

    found: dict[str, bool] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                descriptor = thing.get("/FontDescriptor", {})
                found[str(thing["/BaseFont"])] = "/FontFile2" in descriptor
    return found
