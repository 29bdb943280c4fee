"""The words of the papers of rights: legal aid, a mediated dispute, an offer to bargain.

What nobody has told is left to be written by hand.
"""

from __future__ import annotations

from unionapp.errors import UserError
from unionapp.models.records import CaseEvent, Employer
from unionapp.services import paper_person
from unionapp.services.paper_context import PaperCase, on, said
from unionapp.services.paper_kind import Words
from unionapp.values import codes, money

# The room that each paper has for what happened, in characters at its smallest type.
_ROOM_APPLICATION, _ROOM_REFERRAL, _ROOM_AGREEMENT, _ROOM_CLAIM = 900, 640, 420, 220


def aid_application_words(paper: PaperCase) -> Words:
    """Return the application for legal aid; the union's decision is signed by hand."""
    return {
        **_matter(paper, _ROOM_APPLICATION),
        **_membership(paper),
        "matter.papers": _known(paper, "papers_given", "legal_aid_paper"),
        "matter.decide_by": paper.case.due_on,
        "matter.maker": paper.worker(paper.step("legal_aid_application")),
    }


def aid_refusal_words(paper: PaperCase) -> Words:
    """Return the written refusal with its reasons."""
    decided = paper.deciding()
    told = said(decided) or paper.answers.get("refusal") or "；".join(paper.case.proof) or None
    return {
        **_matter(paper, _ROOM_APPLICATION),
        "matter.decided_on": paper.case.decided_on,
        "matter.reason": told,
    }


def aid_referral_words(paper: PaperCase) -> Words:
    """Return the letter that assigns a lawyer."""
    step = paper.step("legal_aid_referral")
    return {
        **_matter(paper, _ROOM_REFERRAL),
        "matter.decided_on": paper.case.decided_on,
        "matter.assigned_on": on(step),
        "matter.lawyer": paper.answers.get("handed_to") or said(step),
        "matter.maker": paper.worker(step),
    }


def aid_report_words(paper: PaperCase) -> Words:
    """Return the closing report: what was done, by whom, and how it ended."""
    closing = paper.step("legal_aid_report")
    assigned = paper.step("legal_aid_referral")
    return {
        **_matter(paper, _ROOM_REFERRAL),
        "matter.decided_on": paper.case.decided_on,
        "matter.assigned_on": on(assigned),
        "matter.lawyer": paper.answers.get("handed_to") or said(assigned),
        "matter.closed_on": on(closing),
        "matter.result": said(closing),
        "matter.course": tuple(_step_row(paper, one) for one in paper.events),
    }


def agreement_words(paper: PaperCase) -> Words:
    """Return the agreement of a mediated dispute; terms not told yet are written by hand."""
    agreed = paper.step("mediation_agreement")
    return {
        **_matter(paper, _ROOM_AGREEMENT),
        "matter.terms": paper.told("matter.terms") or said(agreed),
        "matter.agreed_on": on(agreed),
        "matter.maker": paper.worker(agreed),
    }


def offer_words(paper: PaperCase) -> Words:
    """Return an offer to bargain collectively."""
    return {
        **employer_words(paper.employer),
        "offer.number": paper.case.number,
        "offer.on": on(paper.step("bargaining_offer")) or paper.case.opened_on,
        "offer.subject": paper.told("offer.subject") or paper.case.concern,
        "offer.proposal": paper.told("offer.proposal"),
        "offer.when": paper.told("offer.when"),
        "offer.where": paper.told("offer.where"),
    }


def founding_words(paper: PaperCase) -> Words:
    """Return an employer's application to found a union."""
    employer = paper.employer
    return {
        **employer_words(employer),
        "founding.number": paper.case.number,
        "founding.on": paper.case.opened_on,
        "founding.members": paper.fact("founding.members") or (employer and employer.members),
        "founding.name": paper.told("founding.name")
        or (f"{employer.name}工会委员会" if employer else None),
        "founding.leader": paper.told("founding.leader"),
        "founding.phone": paper.told("founding.phone"),
    }


def employer_words(employer: Employer | None) -> Words:
    """Return what papers say of an employer."""
    if employer is None:
        return {}
    names = ("name", "credit_code", "address", "contact", "phone", "unit_kind", "industry")
    counted = ("workers", "women", "members")
    return {f"employer.{name}": getattr(employer, name) for name in (*names, *counted)}


def _matter(paper: PaperCase, room: int) -> Words:
    """Return what every paper of a matter says; what happened is cut to the paper's room."""
    answers = paper.answers
    party = paper.party()
    respondent = paper.told("matter.respondent") or answers.get("employer_name")
    claim = paper.told("matter.claim") or _labels(paper, "claim")
    return {
        **party,
        "matter.number": paper.case.number,
        "matter.kind": paper.told("matter.kind") or paper.case.concern,
        "matter.account": _cut(paper.told("matter.account") or answers.get("facts"), room),
        "matter.claim": _cut(claim, _ROOM_CLAIM),
        "matter.amount_fen": _amount(answers.get("amount")),
        "matter.respondent": respondent or party.get("person.employer"),
        "matter.respondent_contact": paper.told("matter.respondent_contact")
        or answers.get("employer_contact"),
        "matter.applied_on": paper.case.opened_on,
        "matter.known_on": paper.day("matter.known_since") or paper.answered_day("known_on"),
        "matter.accident_on": paper.day("matter.accident_on") or paper.answered_day("injured_on"),
        "matter.ways": _known(paper, "aid", "legal_aid_way"),
    }


def _membership(paper: PaperCase) -> Words:
    if paper.applicant is None:
        return {}
    return {
        "member.number": paper_person.number_on_roll(paper.reading, paper.applicant.id)[0],
    }


def _step_row(paper: PaperCase, event: CaseEvent) -> Words:
    row = {
        "day": on(event),
        "step": paper.label(event) or event.step,
        "worker": paper.worker(event),
        "note": said(event),
    }
    return {name: value for name, value in row.items() if value is not None}


def _known(paper: PaperCase, question: str, code_list: str) -> str | None:
    """Return the choices of an answer that the paper has boxes for."""
    known = codes.load(code_list)
    chosen = [one for one in paper.answers.get(question, "").split() if one in known]
    return " ".join(chosen) or None


def _labels(paper: PaperCase, question: str) -> str | None:
    """Return the choices of an answer in words."""
    known = codes.load("legal_claim")
    chosen = paper.answers.get(question, "").split()
    return "、".join(known.label(one) for one in chosen if one in known) or None


def _amount(text: str | None) -> int | None:
    try:
        return money.parse(text) if text else None
    except (UserError, ValueError):
        return None


def _cut(text: str | None, room: int) -> str | None:
    """Return a text as far as the paper has room for it; the whole stands in the form."""
    if text is None or len(text) <= room:
        return text
    ending = "……（全文见申请登记）"
    return text[: room - len(ending)] + ending
