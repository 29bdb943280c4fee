"""Words about questions: labels as rich text, answers as they are read, what is wrong with them."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from unionapp.forms.asking import is_note
from unionapp.forms.definition import Spec
from unionapp.forms.entry import MOST_CHARACTERS
from unionapp.forms.filling import Filling, OpenProblem, Trouble
from unionapp.forms.form import Form
from unionapp.forms.nodes import Node
from unionapp.ui.wording import tr

_TAGS = re.compile(r"</?(?:span|font|br|b|i|em|strong|a|p|div|small|u)\b[^<>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^\s*#{1,6}\s+(.*)$", re.MULTILINE)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
# An underline inside a word belongs to it: a_b_c.
_SLOPED = re.compile(
    r"(?<!\*)\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?!\*)|(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"
)
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]+\)")
_LONGEST = 24
_IN_SUMMARY = 3


@lru_cache(maxsize=4096)
def rich(text: str) -> str:
    """Return a label as rich text: bold, sloped, headings and line breaks; all else is escaped."""
    safe = html.escape(_TAGS.sub("", text.strip()), quote=False)
    safe = _LINK.sub(r"\1", safe)
    safe = _HEADING.sub(r"<b>\1</b>", safe)
    safe = _BOLD.sub(r"<b>\2</b>", safe)
    safe = _SLOPED.sub(r"<i>\1\2</i>", safe)
    return safe.replace("\n", "<br>")


def plain(text: str) -> str:
    """Return a label in one line, without marks."""
    bare = _LINK.sub(r"\1", _TAGS.sub("", text))
    bare = _SLOPED.sub(r"\1\2", _BOLD.sub(r"\2", _HEADING.sub(r"\1", bare)))
    return " ".join(bare.split())


def label_of(form: Form, node: Node, spec: Spec | None = None) -> str:
    """Return the label of a question, group or repeat in one line; its name when it has none."""
    spec = spec or node.spec
    text = spec.control.label if spec.control is not None else spec.label
    return plain(form.text(text, node) or "") or spec.name


def answer_of(form: Form, node: Node) -> str:
    """Return an answer as it is read; "" for files, numbers of people and blanks."""
    control, value = node.spec.control, node.value
    if not value or control is None:
        return ""
    if control.is_choice:
        names = [value] if control.kind == "select1" else value.split()
        return "、".join(plain(form.choice_label(node, name) or name) for name in names)
    return value


def summary(form: Form, row: Node) -> str:
    """Return what tells a row from others: its label if that holds answers, else the first few."""
    label = row.spec.label
    if label is not None and any(label.expressions()):
        return plain(form.text(label, row) or "")
    parts: list[str] = []
    for node in row.walk():
        if node.kids or not node.relevant or not _tells(node.spec):
            continue
        text = answer_of(form, node)
        if text:
            parts.append(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
            if len(parts) == _IN_SUMMARY:
                break
    return " · ".join(parts)


def _tells(spec: Spec) -> bool:
    """Whether an answer may stand in a summary: never a file or the number of a person."""
    control = spec.control
    if control is None or control.kind in ("upload", "trigger") or is_note(spec):
        return False
    constraint = spec.bind.constraint
    checked = constraint.source if constraint is not None else ""
    hidden = {"masked", "hidden-answer"} & set(control.appearance.split())
    return not hidden and "identity-number(" not in checked and "mobile-number(" not in checked


def problem_text(filling: Filling, problem: OpenProblem) -> str:
    """Return what is wrong with an answer and what is expected: the form's words, else ours."""
    if problem.trouble is Trouble.TYPED:
        return _not_a_value(problem.node.spec, problem.text)
    if problem.trouble is Trouble.ASIDE:
        text = filling.form.choice_label(problem.node, problem.text) or problem.text
        return tr("原先选了「{value}」，现在的选项里没有：请重选", value=text)
    if problem.text:
        return plain(problem.text)
    return {
        Trouble.REQUIRED: tr("这一题必填"),
        Trouble.CONSTRAINT: tr("这个答案不合要求，请改正"),
    }.get(problem.trouble, tr("请再核对一遍"))


_SHOWN = 40  # characters of a mistyped answer that its message repeats


def _not_a_value(spec: Spec, text: str) -> str:
    if spec.control is not None and spec.control.is_choice:
        return tr("「{text}」不在选项中：请从列出的里面选", text=text)
    if len(text) > MOST_CHARACTERS:
        return tr("太长了：一题最多 {most} 个字，请删短或分到几题里", most=MOST_CHARACTERS)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    expected = {
        "int": tr("一个整数，如 12"),
        "decimal": tr("一个数，如 12.5"),
        "date": tr("一个日期，如 2026-11-21 或 20261121"),
        "time": tr("一个时间，如 14:30"),
        "dateTime": tr("日期和时间，如 2026-11-21 14:30"),
        "geopoint": tr("纬度和经度，如 41.79, 123.43"),
    }.get(spec.bind.kind, tr("这一题能用的答案"))
    return tr("「{text}」认不出来：应为{expected}", text=text, expected=expected)
