"""What the window is handed by the composition root: import, exchange, papers, forms, lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from unionapp.errors import Problem

if TYPE_CHECKING:  # the window knows its ports before the database is loaded
    from unionapp.models.desk import Desk
    from unionapp.models.records import FormVersion
    from unionapp.services.response_list import TrailLine
    from unionapp.services.response_session import Session
    from unionapp.services.response_subject import About


class PlannedImport(Protocol):
    """What a workbook would change, before anything is written."""

    @property
    def file(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def created(self) -> int: ...
    @property
    def updated(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def refused(self) -> int: ...
    @property
    def problems(self) -> Sequence[Problem]: ...


class AppliedImport(Protocol):
    """What an import did; `changes` are the kinds of record that it touched."""

    @property
    def changes(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class ImportPort:
    """Excel import: the kinds it knows, the plan, and the act."""

    kinds: tuple[str, ...]
    plan: Callable[[Desk, str, Path], PlannedImport]
    apply: Callable[[Desk, Any], AppliedImport]


class ExchangeState(Protocol):
    """Where the exchange stands: enrolled with which hub, how many changes wait, the last file."""

    @property
    def enrolled(self) -> bool: ...
    @property
    def hub(self) -> str: ...
    @property
    def waiting(self) -> int: ...
    @property
    def last_export(self) -> str: ...


# An act of the exchange: the desk, the file, the language of the answer (`zh` or `en`); returns
# lines that say in plain words what the file holds.
ExchangeAct: TypeAlias = "Callable[[Desk, Path, str], Sequence[str]]"


@dataclass(frozen=True, slots=True)
class ExchangePort:
    """The exchange with the city hub, as the window uses it.

    `export` writes what no bundle holds yet; `request` writes this laptop's public keys; `show`
    looks at any bundle without opening it; `take_in` reads the hub's answer.
    """

    state: Callable[[Desk], ExchangeState]
    request: ExchangeAct
    export: ExchangeAct
    show: ExchangeAct
    take_in: ExchangeAct


class Paper(Protocol):
    """A finished document: its bytes, its pages, their hash, and whether they have backs (2).

    `warnings` tell what was printed with a mark in its place, to be put right by hand.
    """

    @property
    def pdf(self) -> bytes: ...
    @property
    def pages(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def sides(self) -> int: ...
    @property
    def warnings(self) -> tuple[Problem, ...]: ...


@dataclass(frozen=True, slots=True)
class PaperWishes:
    """How one run is printed: from which slot (from 0) of its first sheet, for which printer.

    The printer's profile corrects the pages; None leaves them as designed. `blanks` prints a blank
    to be filled in by hand for what has no glyph.
    """

    start: int = 0
    printer: str | None = None
    blanks: bool = False


AS_USUAL = PaperWishes()


class PaperMaker(Protocol):
    """Makes the paper of a document about some records."""

    def __call__(
        self,
        desk: Desk,
        document: str,
        ids: Sequence[str],
        stock: str | None = None,
        wishes: PaperWishes = AS_USUAL,
    ) -> Paper: ...


@dataclass(frozen=True, slots=True)
class PaperPort:
    """Papers: `preview` shows what would be made, `make` makes it and notes that it was made.

    `stocks` returns the stocks of a document, the usual one first; `words` what knows the fields
    that no file lists (answers, facts), by the first part of their names.
    """

    preview: PaperMaker
    make: PaperMaker
    stocks: Callable[[str], Sequence[str]]
    words: Callable[[], Mapping[str, Callable[[str], Any]]]


class FormPaperMaker(Protocol):
    """Makes the paper of a response: filled, or blank for the same subject.

    `language` is that of the words around the form, `zh` or `en`.
    """

    def __call__(
        self,
        desk: Desk,
        session: Session,
        *,
        filled: bool,
        language: str,
        wishes: PaperWishes = AS_USUAL,
    ) -> Paper: ...


class BlankFormMaker(Protocol):
    """Makes the paper of a blank form, for whom `about` names or for nobody."""

    def __call__(
        self,
        desk: Desk,
        form_version: FormVersion,
        about: About | None,
        language: str,
        wishes: PaperWishes = AS_USUAL,
    ) -> Paper: ...


class ExportedResponses(Protocol):
    """What an export of responses wrote.

    `moved` counts texts that stand in the table MORE, `long_numbers` those that Excel would bend
    when it opens a CSV file itself.
    """

    @property
    def file(self) -> Path: ...
    @property
    def responses(self) -> int: ...
    @property
    def moved(self) -> int: ...
    @property
    def long_numbers(self) -> int: ...


class ResponseExporter(Protocol):
    """Writes the finished responses to a form; personal numbers whole only when `full`."""

    def __call__(
        self,
        desk: Desk,
        form_id: str,
        file: Path,
        *,
        style: Literal["xlsx", "csv", "xml"],
        labels: bool = False,
        language: str | None = None,
        split: bool = False,
        full: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> ExportedResponses: ...


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of a response as it is read: a heading (`answer` is None) or a question.

    `reason` is the one for which a soft check was passed over.
    """

    level: int
    label: str
    answer: str | None
    reason: str = ""


class AnswerReader(Protocol):
    """Returns a response in words; numbers whole only with `reveal`, which the audit notes."""

    def __call__(
        self, desk: Desk, response_id: str, language: str, *, reveal: bool
    ) -> Sequence[AnswerLine]: ...


class TrailReader(Protocol):
    """Returns what was done with a response, corrected answers in words."""

    def __call__(
        self, desk: Desk, response_id: str, language: str, *, reveal: bool
    ) -> Sequence[TrailLine]: ...


@dataclass(frozen=True, slots=True)
class FormPort:
    """What leaves the questionnaires: paper, files of responses, answers in words."""

    paper: FormPaperMaker
    blank: BlankFormMaker
    export: ResponseExporter
    answers: AnswerReader
    trail: TrailReader


SheetKind: TypeAlias = Literal["text", "count", "fen", "day"]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a list that leaves the window: its heading, and what its cells are."""

    head: str
    kind: SheetKind = "text"


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list as it leaves the window: `name` is a code for the audit and the file's name.

    A cell is text, a whole number, fen or an ISO day, as its column says, or None. On paper there
    is room for five columns.
    """

    name: str
    title: str
    note: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str | int | None, ...], ...]


class ListPaperMaker(Protocol):
    """Makes the paper of a list; `noted` when it leaves the program, not for a preview."""

    def __call__(
        self, desk: Desk, sheet: ListSheet, *, noted: bool, wishes: PaperWishes = AS_USUAL
    ) -> Paper: ...


@dataclass(frozen=True, slots=True)
class ListPort:
    """What leaves the work lists: Excel (returns the rows written) and paper."""

    export: Callable[[Desk, ListSheet, Path], int]
    paper: ListPaperMaker
