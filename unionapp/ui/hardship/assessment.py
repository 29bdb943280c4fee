"""Draws what a programme says of a household: category, amount, reasons, warnings, proof."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from unionapp.errors import Problem
from unionapp.programmes.evaluate import Verdict
from unionapp.ui.messages import text_of
from unionapp.ui.widgets.basics import chip, column, label, row, wrapping
from unionapp.ui.wording import tr
from unionapp.values import money

_CATEGORY = "programme.category_"


def verdict_view(verdict: Verdict) -> QWidget:
    """Return the verdict in words; the proof stands whole, so that anybody can reckon it again."""
    category = next((one.text for one in verdict.reasons if one.code.startswith(_CATEGORY)), "")
    colours = ("brand", "error_tint") if verdict.eligible else ("ink2", "page")
    made = QWidget()
    parts = column(
        row(
            label(tr("测算结果"), 15, bold=True),
            *([chip(category, *colours)] if category else []),
            None,
            gap=10,
        ),
        gap=8,
    )
    if verdict.eligible and verdict.amount_fen is not None:
        amount = label(tr("{yuan} 元", yuan=money.format_fen(verdict.amount_fen)), 24, bold=True)
        parts.addWidget(amount)
        parts.addWidget(wrapping(verdict.amount_in_words or "", 13, "ink2"))
    else:
        reasons = [one.text for one in verdict.reasons if not one.code.startswith(_CATEGORY)]
        parts.addWidget(tip("tip", "ink2", tr("不予救助：{why}", why="；".join(reasons))))
    for warning in verdict.warnings:
        parts.addWidget(tip("tip_warning", "warning", warning.text))
    parts.addWidget(proof_view(verdict.proof))
    made.setLayout(parts)
    return made


def proof_view(lines: Sequence[str]) -> QWidget:
    """Return the lines of a proof, those that reckon before those that cite."""
    made = QWidget()
    parts = column(label(tr("计算依据"), 13, "ink3"), gap=4)
    reckoned = [one for one in lines if "=" in one or "<" in one or "≥" in one]
    for line in (*reckoned, *(one for one in lines if one not in reckoned)):
        parts.addWidget(wrapping(line, 13, "ink" if line in reckoned else "ink3"))
    made.setLayout(parts)
    return made


def missing_view(problems: Sequence[Problem]) -> QWidget:
    """Return why nothing can be reckoned yet."""
    return tip("tip_warning", "warning", text_of(problems))


def tip(look: str, colour: str, text: str) -> QFrame:
    """Return a sentence on a tinted ground."""
    made = QFrame()
    made.setObjectName(look)
    made.setLayout(column(wrapping(text, 13, colour), margins=(12, 8, 12, 8)))
    return made
