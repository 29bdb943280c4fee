"""What a questionnaire on paper consists of, and its PDF; knows nothing of where forms come from.

Questions bear numbers in the printed order, so that answers from paper are keyed back in it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from unionapp.errors import refuse
from unionapp.printing import fonts, profiles, stocks
from unionapp.printing.documents import Rendered

Language = Literal["zh", "en"]
Kind = Literal[
    "text",
    "lines",
    "number",
    "date",
    "month",
    "year",
    "time",
    "moment",
    "choice",
    "choices",
    "rank",
    "range",
    "signature",
    "image",
]

# The words of the paper itself: a page of `unionapp.wording.Words`.
WORDS = "questionnaire"
_PAPER = "a4"
# A code of so many bytes still has modules that office scanners read at its size.
MOST_REFERENCE_BYTES = 200


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One thing known about the filling as a whole: office, door, worker, day; "" is a blank."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; level 1 is a bar, deeper ones are lines. `number` is printed as it stands."""

    title: str
    number: str = ""
    note: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Note:
    """Words that ask for nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick; `place` is the order that a rank gave to it."""

    label: str
    ticked: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked.

    `answer` is ready to be read; an empty one leaves room to write. `boxes` is the number of
    characters of a number that has a fixed length (0 = a line). `choices` are the boxes of a
    choice, and the steps of a range. `condition` says when it is asked, `mark` points to a
    footnote, `picture` is the JPEG or PNG of an image or signature.
    """

    number: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    answer: str = ""
    unit: str = ""
    required: bool = False
    condition: str = ""
    boxes: int = 0
    mark: str = ""
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions with the same choices, whose labels stand once above their boxes."""

    heads: tuple[str, ...]
    rows: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Below a table with blank rows stand its `choices`, each with the number to write in, and `note`.
    """

    number: str
    label: str
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same questions: those that are known, then blank ones to write in."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank_rows: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A sum at the end of something, at the right edge."""

    label: str
    value: str = ""


Block = Section | Note | Question | Grid | Table | Total


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole questionnaire, blank or filled.

    `reference` is the text of the QR code on every page (`questionnaire_reference`), "" for none;
    `instruction` stands under the head, `language` is that of the printed words around the form.
    """

    title: str
    form_id: str
    version: str
    language: Language
    reference: str = ""
    head: tuple[HeadLine, ...] = ()
    blocks: tuple[Block, ...] = ()
    instruction: str = ""


def render(
    sheet: Sheet, *, issued: date, own: Path | None = None, printer: str | None = None
) -> Rendered:
    """Return the questionnaire on A4 pages; `issued` is the day that the file bears.

    `own` is the office's folder of documents, whose fonts and printer profiles count; `printer` is
    the one whose profile corrects the pages. Equal input gives equal bytes.

    What cannot be printed is no reason to lose the rest: □ stands for a character without a glyph,
    an empty frame for a picture that cannot be read, and a warning names the question. Raises
    `printing.reference_too_long` for a form whose code no scanner could read.
    """
    from unionapp.printing import questionnaire_pages
    from unionapp.printing.questionnaire_type import Typesetter
    from unionapp.printing.render import Page

    if len(sheet.reference.encode()) > MOST_REFERENCE_BYTES:
        raise refuse("printing.reference_too_long", sheet.form_id, most=MOST_REFERENCE_BYTES)
    known = fonts.with_own(own)
    setter = Typesetter(known, sheet.title)
    pages = questionnaire_pages.pages(sheet, setter)
    shared = questionnaire_pages.every_page(sheet, setter)
    profile = profiles.load(own / "printers", printer, _PAPER) if own and printer else None
    page = Page(
        known,
        stocks.load(_PAPER),
        role="sans",
        issued=issued,
        title=setter.printable(sheet.title, "sans"),
        front=profile.matrix() if profile else None,
    )
    page.keep("page", shared)
    for marks in pages:
        page.sheet("page", [marks], back=False)
    pdf = page.finish()
    sha256 = hashlib.sha256(pdf).hexdigest()
    return Rendered(pdf, len(pages), sha256, warnings=tuple(setter.warnings))
