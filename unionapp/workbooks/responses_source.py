"""Reads the finished responses of a form out of the case for their export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from unionapp.errors import refuse
from unionapp.forms.definition import Definition, Spec
from unionapp.models import audit
from unionapp.models.addresses import Addresses
from unionapp.models.declare import Schema
from unionapp.models.desk import Desk, Reading
from unionapp.models.records import FormVersion, Response
from unionapp.services import questionnaires
from unionapp.services.form_homes import without_rows
from unionapp.services.response_session import answers_in
from unionapp.values import identity, phone
from unionapp.workbooks.responses import (
    Exported,
    ExportedResponse,
    Progress,
    Style,
    export_responses,
)

_BATCH = 200
_MASKS: Mapping[str, Callable[[str], str]] = {"identity": identity.mask, "phone": phone.mask}
_CHECKS: Mapping[str, str] = {"identity-number(": "identity", "mobile-number(": "phone"}


def export_form(
    desk: Desk,
    form_id: str,
    file: Path,
    *,
    style: Style,
    labels: bool = False,
    language: str | None = None,
    split: bool = False,
    full: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write the finished responses to a form, all its versions; numbers masked unless `full`.

    A full export is noted in the audit trail before the file is written. Raises
    `questionnaires.unknown` and what `export_responses` raises.
    """
    versions = _versions(desk, form_id)
    forms = []
    for version in versions:
        definition = questionnaires.loaded(desk, version.id).definition
        masks = {} if full else masks_of(definition, desk.schema)
        forms.append((definition, _Responses(desk, version, masks)))
    if full:
        count = sum(len(responses) for _, responses in forms)
        with desk.write() as work:
            detail: dict[str, str | int | bool | None] = {
                "kind": "response",
                "form": form_id,
                "rows": count,
            }
            audit.append(work, "export_full", detail=detail)
    return export_responses(
        forms, file, style=style, labels=labels, language=language, split=split, progress=progress
    )


def masks_of(definition: Definition, schema: Schema) -> Mapping[str, Callable[[str], str]]:
    """Return how the answers that hold personal numbers are masked, by path without rows.

    They are known by the field that they are saved to or come from, or by the check of the number
    in their constraint.
    """
    found = {}
    for spec in definition.root.walk():
        mask = _mask_of(spec, definition, schema)
        if mask:
            found[spec.path] = _MASKS[mask]
    return found


def _mask_of(spec: Spec, definition: Definition, schema: Schema) -> str:
    for kind, name in _case_fields(spec, definition):
        fields = {one.name: one for one in schema[kind].fields} if kind in schema else {}
        if name in fields and fields[name].mask in _MASKS:
            return fields[name].mask or ""
    constraint = spec.bind.constraint
    if constraint is None:
        return ""
    return next((mask for check, mask in _CHECKS.items() if check in constraint.source), "")


def _case_fields(spec: Spec, definition: Definition) -> Iterator[tuple[str, str]]:
    kind, _, name = spec.bind.prefill.partition("#")
    if name:
        yield kind, name
    for scope in definition.entities:
        for name, holder in scope.properties.items():
            if holder is spec:
                yield scope.list_name, name


def _versions(desk: Desk, form_id: str) -> list[FormVersion]:
    """Return the versions that have responses, the newest last; at least the newest there is."""
    newest = questionnaires.newest(desk, form_id)
    if newest is None:
        raise refuse("questionnaires.unknown", form_id)
    with desk.read() as reading:
        found = reading.select(
            FormVersion,
            "form_id = ? AND id IN (SELECT form_version_id FROM response WHERE state = 'finished')",
            (form_id,),
            order="loaded_at, rid",
        )
    older = [one for one in found if one.id != newest.id]
    return [*older, newest]


@dataclass(frozen=True, slots=True)
class _Responses:
    """The finished responses to one version, read a batch at a time."""

    desk: Desk
    form: FormVersion
    masks: Mapping[str, Callable[[str], str]]

    def __len__(self) -> int:
        with self.desk.read() as reading:
            return int(reading.scalar(f"SELECT count(*) FROM response WHERE {_WHERE}", self._given))  # noqa: S608 - ours

    @property
    def _given(self) -> tuple[str]:
        return (self.form.id,)

    def __iter__(self) -> Iterator[ExportedResponse]:
        last = ""
        while True:
            with self.desk.read() as reading:
                batch = reading.select(
                    Response, f"{_WHERE} AND id > ?", (*self._given, last), order="id", limit=_BATCH
                )
                ready = self._exported(reading, batch)
            yield from ready
            if len(batch) < _BATCH:
                return
            last = batch[-1].id

    def _exported(self, reading: Reading, batch: list[Response]) -> list[ExportedResponse]:
        addresses = Addresses(reading)
        addresses.load([one.door_id for one in batch if one.door_id])
        return [
            ExportedResponse(
                id=one.id,
                form_id=self.form.form_id,
                version=self.form.version,
                worker=_name(reading, "worker", one.worker_id),
                door=addresses.text(one.door_id) if one.door_id else "",
                subject=_name(reading, "employer", one.employer_id)
                or _name(reading, "person", one.person_id),
                visit_id=one.visit_id,
                started_at=one.started_at,
                ended_at=one.finished_at,
                state=one.state,
                answers=self._masked(answers_in(one)),
            )
            for one in batch
        ]

    def _masked(self, answers: Mapping[str, str]) -> Mapping[str, str]:
        if not self.masks:
            return answers
        return {
            path: self.masks[bare](text)
            if text and (bare := without_rows(path)) in self.masks
            else text
            for path, text in answers.items()
        }


_WHERE = "form_version_id = ? AND state = 'finished' AND deleted_at IS NULL"


def _name(reading: Reading, kind: str, id_: str | None) -> str:
    record = reading.by_kind(kind, id_) if id_ else None
    return str(getattr(record, "name", "")) if record is not None else ""
