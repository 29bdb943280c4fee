"""Lets a design print any answer of any questionnaire and any fact of any programme, by name.

`form.<form_id>.<question>` is an answer in words (choices by their labels, a repeat as a list of
its questions); `fact.<name>` is a fact as a programme takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from unionapp import form_answers
from unionapp.errors import UserError
from unionapp.forms import load
from unionapp.forms.definition import Definition, Spec
from unionapp.forms.definition import Text as FormText
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.models.desk import Desk
from unionapp.models.records import Case, Receipt
from unionapp.paths import DataDir, resources
from unionapp.printing.fields import Field, Kind, Provider, sample_rows
from unionapp.printing.questionnaire import Language
from unionapp.programmes import fact_names
from unionapp.services import programme_files, response_session
from unionapp.services.paper_context import PaperCase

_DAY = date(2026, 3, 18)
# Kind of a fact or of a question -> kind of a printed field, with a usual value.
_FACT_KINDS: Mapping[str, tuple[Kind, object]] = {
    "yes_no": ("flag", True),
    "whole": ("count", 3),
    "money": ("fen", 786_000),
    "day": ("date", _DAY),
    "text": ("text", "工人村街道"),
    "code": ("text", "A"),
    "codes": ("choices", "A B"),
}
_KEPT_FORMS = 16


def providers(folder: DataDir | None = None) -> Mapping[str, Provider]:
    """Return what knows the fields of forms and programmes, shipped and of this office."""
    own_forms = folder.own_forms if folder is not None else None
    own_programmes = folder.own_programmes if folder is not None else None
    return {
        "form": lambda name: _question(name, own_forms),
        "fact": lambda name: _fact(name, own_programmes),
    }


def answers(form: Form, *, language: Language = "zh") -> dict[str, object]:
    """Return the answers of a filled form by the names under which a design prints them."""
    found: dict[str, object] = {}
    for node, name in _questions(form):
        if node.spec.is_repeat:
            rows = cast("list[dict[str, object]]", found.setdefault(name, []))
            rows.append({one.name: value for one in node.walk()
                         if (value := _value(form, one, language)) is not None})  # fmt: skip
        else:
            value = _value(form, node, language)
            if value is not None:
                found.setdefault(name, value)
    return found


def _questions(form: Form) -> Iterator[tuple[Node, str]]:
    """Yield the questions outside of repeats, and each row of an outermost repeat."""
    for node in form.root.walk():
        above = [spec for spec in node.spec.lineage() if spec.is_repeat]
        if above in ([], [node.spec]) and (node.spec.control is not None or node.spec.is_repeat):
            yield node, f"form.{form.definition.form_id}.{node.name}"


def _value(form: Form, node: Node, language: Language) -> object | None:
    if not node.value or node.spec.control is None:
        return None
    if _kind_of(node.spec) == "date":
        return date.fromisoformat(node.value[:10])
    if _kind_of(node.spec) == "count":
        return int(node.value)
    return form_answers.answer(form, node, language, reveal=True) or None


def of_case(desk: Desk, id_: str, wanted: Collection[str]) -> dict[str, object]:
    """Return the facts and answers of a case, or of the case of a receipt, that a design names.

    Answers are those of the form that the case was filled with.
    """
    names = {name for name in wanted if name.partition(".")[0] in ("fact", "form")}
    folder = programme_files.own_folder(desk)
    with desk.read() as reading:
        receipt = reading.get(Receipt, id_) if names else None
        case_id = receipt.case_id if receipt is not None else id_
        case = reading.get(Case, case_id) if names and case_id else None
        if case is None:
            return {}
        paper = PaperCase(reading, case, folder)
        facts = {
            name: _told(paper, name.partition(".")[2]) for name in names if name[:5] == "fact."
        }
    found = {name: value for name, value in facts.items() if value is not None}
    if case.response_id and any(name[:5] == "form." for name in names):
        form = response_session.read_only(desk, case.response_id).filling.form
        found |= {name: value for name, value in answers(form).items() if name in names}
    return found


def _told(paper: PaperCase, name: str) -> object | None:
    """Return a fact as a design prints it: what the file's own codes mean is told in words."""
    own = paper.programme.facts if paper.programme is not None else ()
    known, value = fact_names.known_names(own).get(name), paper.fact(name)
    if known is None or value is None or value == "":
        return None
    if known.kind == "day":
        return paper.day(name)
    if known.kind == "codes":
        return " ".join(str(one) for one in value)
    if any(one.name == name and one.options for one in own):
        return paper.told(name)
    return cast("object", value)


# ---- questions ---------------------------------------------------------------------------------


def _question(name: str, own: Path | None) -> Field | None:
    parts = name.split(".", 2)
    definition = _definition(parts[1], own) if len(parts) == 3 else None
    if definition is None:
        return None
    found = next((one for one in definition.root.walk() if one.name == parts[2]), None)
    if found is None:
        return None
    if not found.is_repeat:
        return _field(name, found) if found.control is not None else None
    row = {one.name: _field(one.name, one) for one in found.walk() if one.control is not None}
    zh, en = _labels(found)
    rows, hard = sample_rows(row, 3), sample_rows(row, 12, worst=True)
    return Field(name, zh, en, "list", rows, hard, row=row)


def _field(name: str, spec: Spec) -> Field:
    zh, en = _labels(spec)
    kind = _kind_of(spec)
    samples: Mapping[Kind, object] = {"date": _DAY, "count": 3}
    return Field(name, zh, en, kind, samples.get(kind, zh[:12]))


def _kind_of(spec: Spec) -> Kind:
    kinds: Mapping[str, Kind] = {"date": "date", "int": "count", "integer": "count"}
    is_choice = spec.control is not None and spec.control.is_choice
    return "text" if is_choice else kinds.get(spec.bind.kind, "text")


def _labels(spec: Spec) -> tuple[str, str]:
    text = spec.label or (spec.control.label if spec.control is not None else None)
    zh = _fixed(text, "zh") or spec.name
    return zh, _fixed(text, "en") or zh


def _fixed(text: FormText | None, language: str) -> str:
    """Return the fixed words of a label in a language ("中文 (zh)"), without expressions."""
    if text is None:
        return ""
    chosen = next((name for name in text.by_language if f"({language})" in name), None)
    parts = text.by_language[chosen] if chosen is not None else text.plain or ()
    return "".join(part for part in parts if isinstance(part, str)).strip()


@lru_cache(maxsize=_KEPT_FORMS)
def _definition(form_id: str, own: Path | None) -> Definition | None:
    """Return a form by its id, which its file is named after, or None for an unknown one."""
    if Path(form_id).name != form_id:
        return None
    for folder in (own, resources() / "forms"):
        for suffix in (".xlsx", ".md", ".xml"):
            path = folder / f"{form_id}{suffix}" if folder is not None else None
            if path is not None and path.is_file():
                try:
                    return load.load(path).definition
                except UserError:  # the form says what is wrong with it where it is used
                    return None
    return None


# ---- facts -------------------------------------------------------------------------------------


def _fact(name: str, own: Path | None) -> Field | None:
    wanted = name.partition(".")[2]
    facts = tuple(fact for one in programme_files.read_all(own).programmes for fact in one.facts)
    found = fact_names.known_names(facts).get(wanted)
    if found is None:
        return None
    kind, sample = _FACT_KINDS[found.kind]
    codes = next((fact.codes for fact in facts if fact.name == wanted and fact.codes), None)
    return Field(name, found.label.zh, found.label.en, kind, sample, codes=codes)
