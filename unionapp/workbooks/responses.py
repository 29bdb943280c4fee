"""Writes finished responses into a workbook, CSV files or XForms records: whole or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from pathlib import Path
from typing import Literal

from unionapp import files
from unionapp.errors import refuse
from unionapp.forms.definition import Definition
from unionapp.workbooks.book import MORE, MORE_HEADINGS, Book
from unionapp.workbooks.packed import entry_of
from unionapp.workbooks.responses_csv import CsvFile, file_name
from unionapp.workbooks.responses_model import Exported, ExportedResponse, Options
from unionapp.workbooks.responses_tables import FlatTable, Layout
from unionapp.workbooks.responses_xml import instance_xml, read_instance

__all__ = ["Exported", "ExportedResponse", "Style", "export_responses", "read_instance"]

Style = Literal["xlsx", "csv", "xml"]
Forms = Sequence[tuple[Definition, Iterable[ExportedResponse]]]
Progress = Callable[[int, int], None]


def export_responses(
    forms: Forms,
    file: Path,
    *,
    style: Style,
    labels: bool = False,
    language: str | None = None,
    split: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write the responses to one or several forms; each iterable is gone through once.

    Several versions of one form (the same form id) stand one after the other in `forms`, the
    newest last: they share their tables, whose columns are the newest's, then those that only
    older versions have.

    - `xlsx`: one workbook, a sheet for each record and each repeat. A text longer than a cell of
      Excel is cut with a mark and stands whole in the sheet MORE.
    - `csv`: `file` ending in `.zip` holds all files; one ending in `.csv` takes what fills one
      file; anything else is a folder, made where there is none, each file in it whole.
    - `xml`: one record as `.xml`, else a `.zip` with one record a file.

    Answers to questions that no version has go to MORE too, so nothing is left out. `progress` is
    told (done, of) after each response, `of` 0 when the number is not known; what it raises stops
    the export, and nothing is written.

    Raises `UserError`, `export.*`: a name that does not go with the style, a place that cannot be
    written to, more rows or columns than a sheet has, answers that are damaged.
    """
    tell = _Told(forms, progress)
    if style == "xlsx":
        return _as_workbook(forms, file, Options(labels, language, split), tell)
    if style == "csv":
        return _as_csv(forms, file, Options(labels, language, split), tell)
    return _as_records(forms, file, tell)


class _Told:
    """Counts responses for the progress."""

    def __init__(self, forms: Forms, progress: Progress | None) -> None:
        counts = [len(some) if isinstance(some, Sized) else 0 for _, some in forms]
        self._of = sum(counts) if all(isinstance(some, Sized) for _, some in forms) else 0
        self._progress = progress
        self.done = 0

    def __call__(self) -> None:
        self.done += 1
        if self._progress is not None:
            self._progress(self.done, self._of)


def _by_form(forms: Forms, options: Options) -> Iterator[tuple[Layout, Forms]]:
    """Yield each form's layout with its versions."""
    versions: dict[str, list[tuple[Definition, Iterable[ExportedResponse]]]] = {}
    for definition, responses in forms:
        versions.setdefault(definition.form_id, []).append((definition, responses))
    for some in versions.values():
        yield Layout([definition for definition, _ in some], options), some


def _sheet_title(layout: Layout, table: FlatTable) -> str:
    return f"{layout.title}-{table.title}" if table.path else layout.title


def _as_workbook(forms: Forms, file: Path, options: Options, tell: _Told) -> Exported:
    _expect(file, ".xlsx")
    with Book() as book:
        rows = _fill(book, list(_by_form(forms, options)), tell)
        if not book.names:
            raise refuse("export.no_forms", file.name)
        content = book.content()
    _write(file, content)
    return Exported(file, book.names, tell.done, rows, book.moved)


def _fill(book: Book, laid_out: Sequence[tuple[Layout, Forms]], tell: _Told) -> int:
    """Write all responses into their sheets; returns the number of lines."""
    # All sheets first, so that they stand in the order of the forms, MORE behind them.
    sheets = {
        id(table): book.sheet(_sheet_title(layout, table), table.headings)
        for layout, _ in laid_out
        for table in layout.tables.values()
    }
    rows = 0
    for layout, versions in laid_out:
        for definition, responses in versions:
            for response in responses:
                flat = layout.flatten(definition, response)
                for line in flat.lines:
                    sheets[id(line.table)].append(line.cells, line.key)
                for stray in flat.strays:
                    book.more(stray.key, stray.path, stray.text)
                rows += len(flat.lines)
                tell()
    return rows


def _as_csv(forms: Forms, file: Path, options: Options, tell: _Told) -> Exported:
    made: dict[str, CsvFile] = {}
    more_name = f"{MORE}.csv"
    taken = {more_name.casefold()}
    rows = moved = 0
    for layout, versions in _by_form(forms, options):
        tables = {id(table): CsvFile(table.headings) for table in layout.tables.values()}
        for table in layout.tables.values():
            made[file_name(_sheet_title(layout, table), ".csv", taken)] = tables[id(table)]
        for definition, responses in versions:
            for response in responses:
                flat = layout.flatten(definition, response)
                for line in flat.lines:
                    tables[id(line.table)].append(line.cells)
                for stray in flat.strays:
                    if more_name not in made:
                        made[more_name] = CsvFile(MORE_HEADINGS)
                    made[more_name].append((stray.key, stray.path, 1, stray.text))
                rows += len(flat.lines)
                moved += len(flat.strays)
                tell()
    if not made:
        raise refuse("export.no_forms", file.name)
    long_numbers = sum(one.long_numbers for one in made.values())
    return Exported(file, _put_csv(made, file), tell.done, rows, moved, long_numbers)


def _put_csv(made: dict[str, CsvFile], file: Path) -> tuple[str, ...]:
    suffix = file.suffix.lower()
    if suffix == ".zip":
        _write(file, _zipped((name, table.pieces()) for name, table in made.items()))
    elif suffix == ".csv":
        if len(made) > 1:
            raise refuse("export.several_files", file.name, number=len(made))
        _write(file, next(iter(made.values())).pieces())
        return (file.name,)
    else:
        try:
            file.mkdir(exist_ok=True)
        except OSError as error:
            raise refuse("export.cannot_write", file.name) from error
        for name, table in made.items():
            _write(file / name, table.pieces())
    return tuple(made)


def _as_records(forms: Forms, file: Path, tell: _Told) -> Exported:
    names: list[str] = []
    if file.suffix.lower() == ".xml":
        records = [
            (definition, response) for definition, responses in forms for response in responses
        ]
        if len(records) != 1:
            raise refuse("export.several_files", file.name, number=len(records))
        _write(file, instance_xml(*records[0]).encode())
        tell()
        return Exported(file, (file.name,), 1, 1)
    _expect(file, ".zip")
    _write(file, _zipped(_records(forms, names, tell)))
    return Exported(file, tuple(names), tell.done, tell.done)


def _records(forms: Forms, names: list[str], tell: _Told) -> Iterator[tuple[str, Iterable[bytes]]]:
    folders: dict[str, tuple[str, set[str]]] = {}
    taken: set[str] = set()
    for definition, responses in forms:
        form_id = definition.form_id
        if form_id not in folders:
            folders[form_id] = (file_name(form_id, "", taken), set())
        folder, inside = folders[form_id]
        for response in responses:
            name = f"{folder}/{file_name(response.instance_id, '.xml', inside)}"
            names.append(name)
            yield name, (instance_xml(definition, response).encode(),)
            tell()


class _Pipe:
    """Takes what an archive writes and lets it be fetched at once, so that it never piles up."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, content: bytes) -> int:
        """Take bytes, as a binary file does."""
        self._waiting += content
        return len(content)

    def flush(self) -> None:
        """Do nothing: there is nothing behind."""

    def close(self) -> None:
        """Do nothing: what was written can still be fetched."""

    def fetched(self) -> bytes:
        """Return what was written since the last time."""
        content, self._waiting = bytes(self._waiting), bytearray()
        return content


def _zipped(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a zip file in pieces; the entries bear no date, so equal answers give equal bytes."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in entries:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with entry_of(archive, entry) as target:
                for piece in pieces:
                    target.write(piece)
                    yield pipe.fetched()
    yield pipe.fetched()


def _expect(file: Path, ending: str) -> None:
    if file.suffix.lower() != ending:
        raise refuse("export.wrong_ending", file.name, ending=ending)


def _write(file: Path, content: bytes | Iterable[bytes]) -> None:
    try:
        files.write_atomically(file, content)
    except OSError as error:
        raise refuse("export.cannot_write", file.name) from error
