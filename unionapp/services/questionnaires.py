"""The questionnaires of an office: shipped and its own, loaded once and kept ready to be filled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.files import write_atomically
from unionapp.forms import form_head, load, media
from unionapp.forms.case_links import CaseFields
from unionapp.forms.extras import Extras
from unionapp.forms.load import ENGINE, Loaded
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import SCHEMA, FormVersion
from unionapp.paths import DataDir, resources
from unionapp.services import attachments, form_changes
from unionapp.services.form_changes import FormChange

_NAMED = re.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<)]+)")
_XFORM = "/xform"  # no file of a form can bear this name
_PULLED = re.compile(r"pulldata\(\s*(?:'|&apos;|\")([^'\"&]+)")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire that can be filled here.

    `shipped` came with the program; `drafts` and `responses` count over all its versions. `file`
    is its workbook, None where only the loaded form is here.
    """

    form_id: str
    version: str
    title: str
    subject: str
    shipped: bool
    drafts: int
    responses: int
    file: Path | None


@dataclass(frozen=True, slots=True)
class Installed:
    """A questionnaire that was taken in; `differences` are those to the version before it."""

    form: FormVersion
    differences: tuple[FormChange, ...]
    warnings: tuple[Problem, ...]
    changes: frozenset[str]


def listing(desk: Desk, folder: DataDir) -> tuple[Questionnaire, ...]:
    """Return the questionnaires, those in use first, then by title."""
    shipped = dict(_shipped())
    with desk.read() as reading:
        newest = _newest(reading)
        counts = _counts(reading)
    found = []
    for form_id in shipped.keys() | newest.keys():
        kept, file = newest.get(form_id), shipped.get(form_id)
        head = None if file is None else form_head.read(file)
        drafts, responses = counts.get(form_id, (0, 0))
        if head is not None and (kept is None or _is_newer(head.version, kept.version)):
            title, version, subject = head.title, head.version, head.subject
        elif kept is not None:
            title, version, subject = kept.title, kept.version, kept.subject
            file = _own_file(folder, form_id) or file
        else:
            continue
        is_shipped = file is not None and file.parent == resources() / "forms"
        found.append(
            Questionnaire(form_id, version, title, subject, is_shipped, drafts, responses, file)
        )
    return tuple(sorted(found, key=lambda one: (-one.drafts, -one.responses, one.title)))


def ready(desk: Desk, folder: DataDir, form_id: str) -> FormVersion:
    """Return the version of a questionnaire that is filled now, loading it when it is needed.

    A form that was loaded before comes from the database: neither pyxform nor a workbook library
    is imported. Raises `questionnaires.unknown` and what `load.load` raises.
    """
    with desk.read() as reading:
        kept = _newest(reading).get(form_id)
    file = dict(_shipped()).get(form_id)
    head = None if file is None else form_head.read(file)
    stale = kept is not None and kept.engine != ENGINE
    if head is not None and (kept is None or _is_newer(head.version, kept.version)):
        return install(desk, folder, head.file).form
    if kept is None:
        raise refuse("questionnaires.unknown", form_id)
    own = _own_file(folder, form_id) or file
    return install(desk, folder, own).form if stale and own is not None else kept


def install(desk: Desk, folder: DataDir, path: Path, media_folder: Path | None = None) -> Installed:
    """Take a workbook in: check it, keep it ready, copy the office's own into the data folder.

    Raises `UserError` with every problem of the workbook, `questionnaires.same_version` when
    another form of the same version was taken in before, and `attachments.too_large`.
    """
    beside = media_folder or path.parent
    loaded = load.load(path, beside, case_fields=case_fields())
    definition = loaded.definition
    files = dict(_files(loaded.xform, beside))
    content = path.read_bytes()
    digest = _digest(content, files)
    with desk.read() as reading:
        known = reading.select(
            FormVersion, "form_id = ? AND version = ?", (definition.form_id, definition.version)
        )
        before = _newest(reading).get(definition.form_id)
        files_before = _bytes_of(reading, before) if before else {}
    same = next((one for one in known if one.digest == digest and one.engine == ENGINE), None)
    if same is not None:
        return Installed(same, (), loaded.warnings, frozenset())
    if any(one.digest != digest for one in known):
        raise refuse("questionnaires.same_version", path.name, version=definition.version or "-")
    differences: tuple[FormChange, ...] = ()
    if before is not None:
        differences = form_changes.between(_reopened(before, files_before).definition, definition)
    if path.parent != resources() / "forms":
        _copy(folder, definition.form_id, path, content)
    with desk.write() as work:
        made = _write(work, loaded, digest, files)
        return Installed(made, differences, loaded.warnings, frozenset(work.changed))


def case_fields() -> CaseFields:
    """Return the fields that a form may read and write, by kind of record."""
    found = {
        kind: frozenset(field.name for field in SCHEMA[kind].fields if field.section)
        for kind in ("person", "household", "employer")
    }
    door = frozenset(field.name for field in SCHEMA["place"].fields if field.section)
    return {**found, "door": door | {"address"}}


def loaded(desk: Desk, form_version_id: str) -> Loaded:
    """Return a version of a form, ready to be filled or read; raises `questionnaires.unknown`."""
    with desk.read() as reading:
        form = reading.get(FormVersion, form_version_id)
        if form is None:
            raise refuse("questionnaires.unknown", form_version_id)
        files = _bytes_of(reading, form)
    if _XFORM not in files:
        raise refuse("questionnaires.unknown", form.form_id)
    return _reopened(form, files)


def newest(desk: Desk, form_id: str) -> FormVersion | None:
    """Return the newest version of a form that was loaded here or came in a bundle."""
    with desk.read() as reading:
        return _newest(reading).get(form_id)


def _bytes_of(reading: Reading, form: FormVersion) -> dict[str, bytes]:
    return attachments.bytes_of(reading, {**(form.files or {}), _XFORM: form.xform})


def _reopened(form: FormVersion, files: Mapping[str, bytes]) -> Loaded:
    import json

    extras = Extras.from_json(json.dumps(form.extras)) if form.extras else Extras()
    return load.reopen(files[_XFORM].decode(), extras, files)


def _newest(reading: Reading) -> dict[str, FormVersion]:
    """Return the newest version of each form: the highest version, the last loaded of equals.

    A version whose form has not come with its record cannot be filled and counts for nothing.
    """
    found: dict[str, FormVersion] = {}
    is_here = "xform IN (SELECT sha256 FROM blob)"
    for one in reading.select(FormVersion, is_here, order="loaded_at, rid"):
        there = found.get(one.form_id)
        if there is None or not _is_newer(there.version, one.version):
            found[one.form_id] = one
    return found


def _is_newer(version: str, than: str) -> bool:
    """Whether a version is higher: compared as numbers where both are, else as text."""
    if version.isdecimal() and than.isdecimal():
        return int(version) > int(than)
    return version > than


def _counts(reading: Reading) -> dict[str, tuple[int, int]]:
    rows = reading.rows(
        "SELECT form_id, "
        "sum(state = 'draft' AND id IN (SELECT response FROM draft_answer)), "
        "sum(state = 'finished') FROM response WHERE deleted_at IS NULL GROUP BY form_id"
    )
    return {str(form_id): (int(drafts), int(done)) for form_id, drafts, done in rows}


def _shipped() -> Iterator[tuple[str, Path]]:
    for file in sorted((resources() / "forms").glob("*.md")):
        yield file.stem, file


def _own_file(folder: DataDir, form_id: str) -> Path | None:
    return next(iter(sorted(folder.own_forms.glob(f"{form_id}.*"))), None)


def _files(xform: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    names = {*_NAMED.findall(xform), *(_csv(name) for name in _PULLED.findall(xform))}
    for name in sorted(names):
        content = media.bytes_of(folder, name)
        if content is not None:
            yield name, content


def _csv(name: str) -> str:
    return f"{name.removesuffix('.csv')}.csv"


def _digest(content: bytes, files: Mapping[str, bytes]) -> str:
    found = hashlib.sha256(hashlib.sha256(content).digest())
    for name, one in files.items():
        found.update(name.encode() + b"\0" + hashlib.sha256(one).digest())
    return found.hexdigest()


def _copy(folder: DataDir, form_id: str, path: Path, content: bytes) -> None:
    if not re.fullmatch(r"[\w.\- ]{1,80}", form_id):
        raise UserError(Problem("questionnaires.form_id", form_id))
    folder.own_forms.mkdir(parents=True, exist_ok=True)
    write_atomically(folder.own_forms / f"{form_id}{path.suffix.lower()}", content)


def _write(work: Work, loaded: Loaded, digest: str, files: Mapping[str, bytes]) -> FormVersion:
    import json

    definition = loaded.definition
    made = FormVersion(
        id=work.new_id(),
        home_division=work.division,
        form_id=definition.form_id,
        version=definition.version,
        title=definition.title,
        subject=definition.subject,
        digest=digest,
        engine=ENGINE,
        xform=attachments.put_bytes(work, loaded.xform.encode()),
        extras=json.loads(loaded.extras.as_json()),
        files={name: attachments.put_bytes(work, one) for name, one in files.items()},
        loaded_at=work.now,
    )
    work.add(made)
    return made
