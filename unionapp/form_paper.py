"""Puts a form on paper: from the form engine's questions and answers to a printed questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from unionapp import form_answers, form_rows
from unionapp.form_answers import is_total, kind_of
from unionapp.form_words import Speaker
from unionapp.forms.asking import is_given, is_header, is_note, numbering
from unionapp.forms.definition import Spec, Text
from unionapp.forms.expressions import Expression
from unionapp.forms.filling import Filling
from unionapp.forms.form import Form
from unionapp.forms.languages import spoken_as
from unionapp.forms.nodes import Node
from unionapp.printing import questionnaire, questionnaire_reference
from unionapp.printing.documents import Rendered
from unionapp.printing.questionnaire import (
    Block,
    Column,
    Grid,
    HeadLine,
    Language,
    Note,
    Question,
    Section,
    Sheet,
    Table,
    Total,
)
from unionapp.printing.questionnaire_reference import Reference
from unionapp.wording import Words

_BLANK_ROWS = 6
_MOST_HEADS = 8
_CHINESE = "零一二三四五六七八九十"


_HEAD = ("office", "address", "worker", "day")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What stands on paper beside the form itself.

    `head` are the lines of the head, blanks to write in when it is None. `subject_kind` and
    `subject_id` name the record that the form is about. `media` are the bytes of photos and
    signatures by the names that stand as answers, `reasons` those for which a soft check was
    passed over, by path. `reveal` prints identity and phone numbers whole.
    """

    head: Sequence[HeadLine] | None = None
    subject_kind: str = ""
    subject_id: str = ""
    media: Mapping[str, bytes] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    reveal: bool = False


NOTHING = Particulars()


def render(
    form: Form,
    *,
    filled: bool,
    language: Language,
    issued: date,
    beside: Particulars = NOTHING,
    own: Path | None = None,
    printer: str | None = None,
) -> Rendered:
    """Return the PDF of `sheet`; warns and raises `UserError` as `questionnaire.render` does."""
    made = sheet(form, filled=filled, language=language, beside=beside)
    return questionnaire.render(made, issued=issued, own=own, printer=printer)


def sheet(form: Form, *, filled: bool, language: Language, beside: Particulars = NOTHING) -> Sheet:
    """Return a form as it is printed, in the language that the form speaks.

    Blank: every question in order, with the words of its condition. Filled: the relevant ones
    with their answers, under the same numbers. `language` is that of the words around the form.
    """
    definition = form.definition
    writer = _Writer(form, filled, language, beside, numbering(definition))
    blocks = [*writer.children(form.root, 1), *writer.footnotes()]
    head = beside.head
    if head is None:
        head = [HeadLine(label) for label in head_labels(language)]
    reference = Reference(
        definition.form_id, definition.version, beside.subject_kind, beside.subject_id
    )
    return Sheet(
        title=definition.title or definition.form_id,
        form_id=definition.form_id,
        version=definition.version,
        language=language,
        reference=questionnaire_reference.text(reference),
        head=tuple(head),
        blocks=tuple(blocks),
        instruction="" if filled else _words(language)("instruction"),
    )


def language_of(form: Form, otherwise: str) -> Language:
    """Return the language for the words around a form: its own where its name tells, else yours."""
    spoken = (form.language or "").lower()
    if "中文" in spoken or "chinese" in spoken or "(zh" in spoken:
        return "zh"
    if "english" in spoken or "(en" in spoken:
        return "en"
    return "en" if otherwise == "en" else "zh"


def speak(form: Form, language: str) -> Language:
    """Let a form speak `zh` or `en` where it has it; returns the language of the words around."""
    spoken = spoken_as(form.definition, language)
    if spoken is not None:
        form.speak(spoken)
    return language_of(form, language)


def media_in(form: Form, folder: Path | None) -> Mapping[str, bytes]:
    """Return the photos and signatures that stand as answers and lie in a folder."""
    if folder is None:
        return {}
    paths = {name: folder / name for name in media_names(form) if Path(name).name == name}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def media_names(form: Form) -> frozenset[str]:
    """Return the names of the photos and signatures that stand as answers."""
    return frozenset(
        node.value for node in form.root.walk() if node.value and _is_upload(node.spec)
    )


def head_labels(language: Language) -> Sequence[str]:
    """Return the labels of the head: office, address, worker, day."""
    return [_words(language)(f"head_{name}") for name in _HEAD]


def _words(language: Language) -> Words:
    return Words("form_paper", language)


def reasons_in(filling: Filling) -> Mapping[str, str]:
    """Return the reasons for which soft checks were passed over, by path (`Particulars`)."""
    found = ((node.path, filling.accepted(node)) for node in filling.form.root.walk())
    return {path: reason for path, reason in found if reason}


class _Writer:
    """Writes the blocks of one sheet, from the top of the form to its end."""

    def __init__(
        self,
        form: Form,
        filled: bool,
        language: Language,
        beside: Particulars,
        numbers: Mapping[Spec, int],
    ) -> None:
        self._form = form
        self._filled = filled
        self._language = language
        self._words = _words(language)
        self._beside = beside
        self._numbers = numbers
        self._speaker = Speaker(form, numbers, language)
        self._footnotes: list[str] = []
        self._sections = 0

    def children(
        self, node: Node, level: int, conditions: tuple[tuple[Spec, Expression], ...] = ()
    ) -> Iterator[Block]:
        """Yield the blocks of all that stands in a group or a row."""
        in_grids: set[Spec] = set()
        for spec in node.spec.children.values():
            if not spec.in_body or spec in in_grids:
                continue
            if is_header(spec):
                listed = form_rows.below(spec, node)
                grid = self._grid(listed, conditions)
                if grid is not None:
                    in_grids.update(one.spec for one in listed)
                    yield grid
                continue
            if spec.is_repeat:
                yield from self._repeat(spec, node, level, conditions)
                continue
            child = node.kids[spec.name][0]
            if self._filled and not child.relevant:
                continue
            if spec.is_group:
                yield from self._group(child, level, conditions)
            else:
                yield from self._question(child, conditions)

    def footnotes(self) -> Iterator[Block]:
        """Yield the reasons for which soft checks were passed over."""
        if self._footnotes:
            yield Section(self._words("notes"))
            yield from (Note(text) for text in self._footnotes)

    # --- groups and rows

    def _group(
        self, node: Node, level: int, conditions: tuple[tuple[Spec, Expression], ...]
    ) -> Iterator[Block]:
        title = self._text(node.spec.label, node)
        conditions = (*conditions, *_own_condition(node.spec))
        if not title:
            yield from self.children(node, level, conditions)
            return
        section = self._section(title, level, self._condition(conditions))
        inside = list(self.children(node, level + 1))
        if inside:
            yield section
            yield from inside
        elif level == 1:
            self._sections -= 1

    def _repeat(
        self,
        spec: Spec,
        parent: Node,
        level: int,
        conditions: tuple[tuple[Spec, Expression], ...],
    ) -> Iterator[Block]:
        rows = [row for row in parent.kids.get(spec.name, ()) if row.relevant]
        if self._filled and not rows:
            return
        columns = form_rows.columns(spec)
        shown = rows if self._filled else [form_rows.ghost(spec, parent)]
        title = self._text(spec.label, shown[0])
        note = "" if self._filled else self._condition((*conditions, *_own_condition(spec)))
        fixed = len(rows) if spec.fixed_rows else 0
        more = "" if self._filled or fixed else self._words("more_rows")
        if columns is None:
            yield from self._blocks(shown, title, "　".join(filter(None, (note, more))), level)
            return
        if title:
            yield self._section(title, level, "　".join(filter(None, (note, more))))
        yield self._table(columns, shown, fixed or _BLANK_ROWS)

    def _blocks(self, rows: Sequence[Node], title: str, note: str, level: int) -> Iterator[Block]:
        if title:
            yield self._section(title, level, note)
        for number, row in enumerate(rows, start=1):
            own = self._text(row.spec.label, row) if self._filled else ""
            name = self._words("row", number=number if self._filled else form_answers.ROOM[:2])
            own = own if own != title else ""
            yield Section(" ".join(filter(None, (name, own))), level=2)
            yield from self.children(row, level + 1)

    def _table(self, specs: Sequence[Spec], rows: Sequence[Node], blank: int) -> Table:
        columns = tuple(self._column(spec, form_rows.inside(rows[0], spec)) for spec in specs)
        if not self._filled:
            return Table(columns, blank_rows=blank)
        cells = tuple(
            tuple(self._cell(form_rows.inside(row, spec)) for spec in specs) for row in rows
        )
        return Table(columns, cells)

    def _column(self, spec: Spec, node: Node) -> Column:
        control = spec.control
        label = self._text(control.label if control else None, node) or spec.name
        number = str(self._numbers[spec])
        if self._filled:
            return Column(number, label)
        choices = form_answers.choices(self._form, node, filled=False)
        condition = self._condition(_own_condition(spec))
        return Column(number, label, tuple(choice.label for choice in choices), condition)

    def _cell(self, node: Node) -> str:
        if not node.relevant:
            return "—"
        answer = form_answers.answer(self._form, node, self._language, self._beside.reveal)
        return answer + self._mark(node)

    # --- questions

    def _question(
        self, node: Node, conditions: tuple[tuple[Spec, Expression], ...]
    ) -> Iterator[Block]:
        spec, control = node.spec, node.spec.control
        if control is None:
            return
        label = self._text(control.label, node)
        asked = (*conditions, *_own_condition(spec))
        if is_note(spec):
            yield from self._note(label, asked)
        elif is_given(spec):
            answer = form_answers.answer(self._form, node, self._language, self._beside.reveal)
            yield Question("", label or spec.name, answer=answer)
        elif spec.bind.calculate is not None:
            value = node.value if self._filled else ""
            if label and is_total(spec):
                yield Total(label, value)
            elif label and value:
                yield Note(f"{label} {value}")
        elif spec in self._numbers:
            yield self._asked(node, label or spec.name, asked)

    def _grid(
        self, nodes: Sequence[Node], conditions: tuple[tuple[Spec, Expression], ...]
    ) -> Grid | None:
        """Return the questions of a `table-list` as one grid, None where it cannot be one."""
        nodes = [node for node in nodes if node.relevant or not self._filled]
        offered = [
            tuple(one.label for one in form_answers.choices(self._form, node, filled=self._filled))
            for node in nodes
        ]
        if len(set(offered)) != 1 or not 0 < len(offered[0]) <= _MOST_HEADS:
            return None
        rows = []
        for node in nodes:
            control = node.spec.control
            label = self._text(control.label if control else None, node) or node.name
            rows.append(self._asked(node, label, (*conditions, *_own_condition(node.spec))))
        return Grid(offered[0], tuple(rows))

    def _note(self, label: str, conditions: Sequence[tuple[Spec, Expression]]) -> Iterator[Note]:
        """Yield a note; a blank form leaves out one whose condition cannot be said."""
        condition = self._condition(conditions)
        if label and (self._filled or condition or not conditions):
            told = self._words("condition", condition=condition) if condition else ""
            yield Note(told + label)

    def _asked(
        self, node: Node, label: str, conditions: tuple[tuple[Spec, Expression], ...]
    ) -> Question:
        spec = node.spec
        form, filled = self._form, self._filled
        choices = form_answers.choices(form, node, filled=filled)
        kind = kind_of(spec, choices, filled=filled)
        ticks = kind in ("choice", "choices", "rank", "range")
        answer, picture = "", None
        if filled and not ticks:
            picture = self._beside.media.get(node.value) if kind in _FRAMED else None
            answer = form_answers.answer(form, node, self._language, self._beside.reveal)
            answer = "" if picture is not None else answer
        return Question(
            number=str(self._numbers[spec]),
            label=label,
            kind=kind if picture is not None or not (filled and kind in _FRAMED) else "text",
            hint="" if filled else self._hint(node, label),
            choices=choices if ticks else (),
            answer=answer,
            required=not filled and _is_required(form, node),
            condition="" if filled else self._condition(conditions),
            boxes=0 if filled else form_answers.boxes(spec, label),
            mark=self._mark(node) if filled else "",
            picture=picture,
        )

    def _hint(self, node: Node, label: str) -> str:
        control = node.spec.control
        if control is None:
            return ""
        texts = (self._text(control.hint, node), self._text(control.guidance, node))
        spoken = [text for text in texts if text and text != label]
        return "　".join((*spoken, *form_answers.limits(node.spec)))

    def _mark(self, node: Node) -> str:
        reason = self._beside.reasons.get(node.path)
        if reason is None:
            return ""
        number = len(self._footnotes) + 1
        warning = self._form.warning(node) or ""
        said = self._words(
            "footnote",
            number=number,
            question=self._numbers[node.spec],
            warning=form_answers.plain(warning),
        )
        told = self._words("reason", reason=reason) if reason else ""
        self._footnotes.append(said + told)
        return self._words("mark", number=number)

    # --- words

    def _section(self, title: str, level: int, note: str = "") -> Section:
        if level > 1:
            return Section(title, note=note, level=2)
        self._sections += 1
        return Section(title, _counted(self._sections, self._language), note)

    def _condition(self, conditions: Sequence[tuple[Spec, Expression]]) -> str:
        return "" if self._filled else self._speaker.condition(conditions)

    def _text(self, text: Text | None, node: Node) -> str:
        """Return a label or hint; on a blank form, room to write where an answer would stand."""
        if text is None:
            return ""
        if not self._filled:
            text = form_answers.with_room(self._form, text, node)
        return form_answers.plain(self._form.text(text, node) or "")


_FRAMED = ("image", "signature")


def _is_upload(spec: Spec) -> bool:
    return spec.control is not None and spec.control.kind == "upload"


def _own_condition(spec: Spec) -> tuple[tuple[Spec, Expression], ...]:
    return () if spec.bind.relevant is None else ((spec, spec.bind.relevant),)


def _is_required(form: Form, node: Node) -> bool:
    required = node.spec.bind.required
    if required is None:
        return False
    return required.source.strip() == "true()" or form.is_required(node)


def _counted(number: int, language: Language) -> str:
    """Return the number of a section: 一、 to 九十九、 in Chinese, letters in English."""
    if language == "en":
        return f"{chr(ord('A') + number - 1)}. " if number <= 26 else f"{number}. "
    tens, ones = divmod(number, 10)
    if tens > 9:
        return f"{number}、"
    first = "" if tens == 0 else ("十" if tens == 1 else f"{_CHINESE[tens]}十")
    return f"{first}{_CHINESE[ones] if ones or not tens else ''}、"
