"""The words and colours of cases: states, answers, actions, papers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel

from unionapp.models.records import Case
from unionapp.programmes.programme import Label
from unionapp.services import paper_titles
from unionapp.ui.casework.actions import Action
from unionapp.ui.widgets.basics import chip
from unionapp.ui.wording import language, tr
from unionapp.values import codes, money

# Chips of a case by its state: ink and fill.
STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    "open": ("primary", "primary_tint"),
    "granted": ("ok", "ok_tint"),
    "paid": ("ok", "ok_tint"),
    "refused": ("error", "error_tint"),
}


def state(case: Case) -> str:
    """Return what a case amounts to."""
    return codes.load("case_state").label(case.state, language())


def state_chip(case: Case) -> QLabel:
    """Return the chip of a case's state."""
    return chip(state(case), *STATE_LOOKS.get(case.state, ("ink2", "page")))


def yuan(fen: int | None) -> str:
    """Return an amount with its unit; nothing where there is none."""
    return tr("{yuan} 元", yuan=money.format_fen(fen)) if fen else ""


def role(code: str) -> str:
    """Return the name of a worker's role."""
    return codes.load("worker_role").label(code, language())


def action(one: Action) -> str:
    """Return what the button of an action says."""
    if one.doing == "step" and one.offer is not None:
        return one.offer.step.label.text(language())
    if one.doing == "paper":
        return tr("打印{paper}", paper=paper(one.document, one.title))
    return {
        "decide": tr("作出决定"),
        "facts": tr("补填资料"),
        "goods": tr("登记实物"),
        "pay": tr("开具领款签收单"),
        "form": tr("填写申请表"),
        "withdraw": tr("撤销个案"),
        "void": tr("作废签收单"),
    }[one.doing]


def paper(document: str, title: Label | None = None) -> str:
    """Return what a document is called, for short or as its design says; else its code.

    `title` is that of a design of the office's own.
    """
    known = {
        "aid_receipt": tr("领款签收单"),
        "public_notice": tr("公示"),
        "approval_sheet": tr("审批表"),
    }
    return known.get(document) or (title or paper_titles.title(document)).text(language())


def between(texts: list[str]) -> str:
    """Return words in a row, as the language separates them."""
    return ("、" if language() == "zh" else ", ").join(texts)
