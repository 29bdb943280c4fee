"""How a question of a form is answered on paper: which place it takes, and its answer in words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from unionapp.forms.definition import Spec, Text
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.forms.references import references
from unionapp.printing.questionnaire import Choice, Kind, Language
from unionapp.values import identity, phone
from unionapp.wording import Words

ROOM = "＿＿＿＿"
MOST_BOXES = 60
"""More choices than these are written in words: a list of all employers is no paper."""
_MOST_TICKED = 12
_MOST_STEPS = 11
_TAGS = re.compile(r"</?(?:span|b|i|u|em|strong|p|br|font|a|div|small|h[1-6])\b[^>]*>", re.I)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_IDENTITY = re.compile(r"身份证|identity number|ID (?:card )?number", re.IGNORECASE)
_MOBILE = re.compile(r"手机|mobile", re.IGNORECASE)
_PHONE = re.compile(r"手机|电话|mobile|phone", re.IGNORECASE)
_NUMBER = re.compile(r"[\d+\-\s()转]{6,}[\dXx]")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(r"(?:^|T)(\d\d:\d\d)")
_KINDS: dict[str, Kind] = {
    "int": "number",
    "decimal": "number",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
}


def is_total(spec: Spec) -> bool:
    """Whether it is a sum that the form computes."""
    return spec.bind.kind in ("int", "decimal")


def is_short(spec: Spec) -> bool:
    """Whether the answer fits into a cell of a table."""
    control = spec.control
    if control is None or control.kind not in ("input", "select1", "select"):
        return False
    if control.kind == "input":
        return "multiline" not in control.appearance
    return True


def kind_of(spec: Spec, offered: tuple[Choice, ...], *, filled: bool) -> Kind:
    """Return the place that an answer takes."""
    control = spec.control
    if control is None:
        return "text"
    if control.kind == "upload":
        if control.parameters.get("mediatype", "").startswith("image"):
            return "signature" if "signature" in control.appearance else "image"
        return "text"
    if offered:
        kinds: dict[str, Kind] = {"select": "choices", "rank": "rank", "range": "range"}
        return kinds.get(control.kind, "choice")
    if control.kind == "input" and "multiline" in control.appearance and not filled:
        return "lines"
    kind = _KINDS.get(spec.bind.kind, "text")
    if kind == "date":
        asked = _day_kind(spec)
        return "date" if asked == "day" else asked
    return kind


def boxes(spec: Spec, label: str) -> int:
    """Return how many characters the answer has, when a rule or the label says so."""
    control = spec.control
    if control is None or control.kind != "input" or spec.bind.kind != "string":
        return 0
    rule = spec.bind.constraint.source if spec.bind.constraint else ""
    if "identity-number(" in rule or "credit-code(" in rule or _IDENTITY.search(label):
        return 18
    return 11 if "mobile-number(" in rule or _MOBILE.search(label) else 0


def limits(spec: Spec) -> tuple[str, ...]:
    """Return the words for the ends of a range that has too many steps for boxes."""
    if spec.control is None or spec.control.kind != "range" or _steps(spec):
        return ()
    given = spec.control.parameters
    return (f"{given.get('start', '')}–{given.get('end', '')}",)


def choices(form: Form, node: Node, *, filled: bool) -> tuple[Choice, ...]:
    """Return the boxes of a question, ticked when filled; () when the answer is written instead.

    It is written when there are too many boxes, and on a blank form also when which ones there
    are depends on other answers.
    """
    control = node.spec.control
    if control is None:
        return ()
    if control.kind == "range":
        return _scale(node, filled=filled)
    if control.kind == "trigger":
        language: Language = "en" if "en" in (form.language or "").lower() else "zh"
        return (Choice(Words("form_paper", language)("confirmed"), filled and bool(node.value)),)
    if not control.is_choice or (not filled and _depends(node.spec)):
        return ()
    most = _MOST_TICKED if filled else MOST_BOXES
    offered = form.choices(node, limit=most + 1)
    if len(offered) > most:
        return ()
    chosen = _chosen(node) if filled else []
    found = [(one.value, plain(one.label or one.value)) for one in offered]
    known = {value for value, _ in found}
    found += [(value, value) for value in chosen if value not in known]
    if control.kind == "rank":
        return tuple(
            Choice(label, place=chosen.index(value) + 1 if value in chosen else None)
            for value, label in found
        )
    return tuple(Choice(label, value in chosen) for value, label in found)


def answer(form: Form, node: Node, language: Language, reveal: bool) -> str:
    """Return an answer in words: labels of choices, dates in the language, numbers masked."""
    return in_words(form, node, node.value, language, reveal)


def in_words(form: Form, node: Node, value: str, language: Language, reveal: bool) -> str:
    """Return in words what stands, or once stood, as the answer to a question."""
    control = node.spec.control
    if control is None or not value:
        return ""
    words = Words("form_paper", language)
    if control.is_choice:
        stop = words("listed")
        names = [value] if control.kind == "select1" else value.split()
        return stop.join(plain(form.choice_label(node, one) or one) for one in names)
    if control.kind == "trigger":
        return words("confirmed")
    if node.spec.bind.kind in ("date", "dateTime", "time"):
        return _moment(value, _day_kind(node.spec), words)
    return value if reveal else _masked(form, node, value)


def plain(text: str) -> str:
    """Return a label without the marks that ODK shows as bold, headings and colours."""
    return _EMPHASIS.sub(r"\2", _HEADING.sub("", _TAGS.sub("", text))).strip()


def with_room(form: Form, text: Text, node: Node) -> Text:
    """Return a text with room to write for every answer in it that is not known."""
    if not any(text.expressions()):
        return text

    def filled_in(parts: tuple[object, ...]) -> tuple[str, ...]:
        return tuple(part if isinstance(part, str) else _known(part) for part in parts)

    def _known(part: object) -> str:
        shown = form.text(Text((part,)), node) or ""  # type: ignore[arg-type] # parts that are no text are expressions
        return shown if shown.strip() not in ("", "NaN") else ROOM

    by_language = {name: filled_in(parts) for name, parts in text.by_language.items()}
    return Text(None if text.plain is None else filled_in(text.plain), by_language, text.media)


def _chosen(node: Node) -> list[str]:
    control = node.spec.control
    if control is not None and control.kind == "select1":
        return [node.value] if node.value else []
    return node.value.split()


def _depends(spec: Spec) -> bool:
    """Whether which choices there are depends on answers."""
    itemset = spec.control.itemset if spec.control else None
    return itemset is not None and bool(references(itemset.nodes.tree, spec))


def _scale(node: Node, *, filled: bool) -> tuple[Choice, ...]:
    steps = _steps(node.spec)
    chosen = _number(node.value) if filled else None
    return tuple(Choice(f"{step.normalize():f}", step == chosen) for step in steps)


def _steps(spec: Spec) -> tuple[Decimal, ...]:
    """Return the values of a range, () when they are too many to be ticked."""
    given = spec.control.parameters if spec.control else {}
    start, end = _number(given.get("start", "")), _number(given.get("end", ""))
    step = _number(given.get("step", "1"))
    if start is None or end is None or not step or (end - start) / step < 0:
        return ()
    count = int((end - start) / step) + 1
    return tuple(start + step * at for at in range(count)) if count <= _MOST_STEPS else ()


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day_kind(spec: Spec) -> Literal["day", "month", "year"]:
    """Return how much of a day is asked: all of it, or as the appearance says."""
    said = spec.control.appearance.split() if spec.control else []
    if "month-year" in said:
        return "month"
    return "year" if "year" in said else "day"


def _moment(value: str, kind: str, words: Words) -> str:
    day, time = _DATE.match(value), _TIME.search(value)
    parts = []
    if day:
        year, month, date = day.groups()
        iso = {"day": day[0], "month": f"{year}-{month}", "year": year}[kind]
        parts.append(words(kind, iso=iso, year=year, month=int(month), day=int(date)))
    if time:
        parts.append(time[1])
    return " ".join(parts) or value


def _masked(form: Form, node: Node, value: str) -> str:
    """Hide the middle of identity and phone numbers, as all prints do."""
    control = node.spec.control
    label = form.text(control.label, node) if control else ""
    said = f"{label or ''} {node.name}"
    rule = node.spec.bind.constraint.source if node.spec.bind.constraint else ""
    if not _NUMBER.fullmatch(value):
        return value
    if "identity-number(" in rule or _IDENTITY.search(said):
        return identity.mask(value)
    if "mobile-number(" in rule or _PHONE.search(said):
        return phone.mask(value)
    return value
