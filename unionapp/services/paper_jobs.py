"""The words of the papers of jobs and courses: slip, proof, timetable, certificates."""

from __future__ import annotations

from datetime import date

from unionapp.errors import Problem, UserError
from unionapp.programmes.programme import Label
from unionapp.services.case_rules import said as blanks
from unionapp.services.paper_context import PaperCase, on
from unionapp.services.paper_kind import Words

_DIGITS = "〇一二三四五六七八九"


def referral_words(paper: PaperCase) -> Words:
    """Return a slip that sends somebody on; whom to is written by hand where nobody has told."""
    post = paper.told("job.post")
    return {
        **paper.party(),
        "referral.number": paper.case.number,
        "referral.to": paper.told("job.employer"),
        "referral.for": f"应聘{post}" if post else paper.case.concern or "求职应聘",
        "referral.wish": paper.told("job.wish"),
        "referral.address": paper.told("job.address"),
        "referral.contact": paper.told("job.contact"),
        "referral.on": on(paper.step("referral_slip")) or paper.reading.today,
        "document.worker": paper.worker(paper.step("referral_slip")),
    }


def placement_words(paper: PaperCase) -> Words:
    """Return the proof that somebody was placed by real name; employer and person sign it."""
    party = paper.party()
    return {
        **party,
        "placement.number": paper.case.number,
        "placement.employer": paper.told("job.employer") or party.get("person.employer"),
        "placement.address": paper.told("job.address"),
        "placement.contact": paper.told("job.contact"),
        "placement.post": paper.told("job.post") or party.get("person.post"),
        "placement.from": paper.day("job.started_on"),
        "placement.placed_on": on(paper.step("placement_proof")) or paper.reading.today,
        "placement.groups": paper.told("job.groups"),
    }


def timetable_words(paper: PaperCase) -> Words:
    """Return the head of a timetable; its lessons are written by hand."""
    party = paper.party()
    return {
        **_course(paper),
        "person.phone": party.get("person.phone"),
        "training.timetable": paper.case.number,
        "training.trainee": party["person.name"],
        "training.lessons": (),
    }


def training_certificate_words(paper: PaperCase) -> Words:
    """Return the union's certificate of a course; that of the trade is another body's.

    Raises `papers.fact_missing` before it is told when the course ended.
    """
    _require(paper, "course.until")
    return {
        **paper.party(),
        **_course(paper),
        "training.number": paper.case.number,
        "training.result": paper.told("course.result"),
        "training.vocational": paper.told("course.certificate"),
    }


def honour_words(paper: PaperCase) -> Words:
    """Return the certificate of an honour that was bestowed.

    Raises `papers.fact_missing` before it is told when it was.
    """
    day = _require(paper, "award.on")
    year = paper.case.period or str(day.year)
    return {
        **paper.party(),
        "honour.number": paper.case.number,
        "honour.title": paper.told("award.name"),
        "honour.year": f"{_in_characters(year)}年度",
        "honour.document": paper.told("award.document"),
        "honour.on": day,
    }


def _course(paper: PaperCase) -> Words:
    hours = paper.fact("course.hours")
    return {
        "training.course": paper.told("course.name") or paper.answers.get("course"),
        "training.class": paper.told("course.class"),
        "training.base": paper.told("course.school"),
        "training.from": paper.day("course.from"),
        "training.until": paper.day("course.until"),
        "training.hours": hours if isinstance(hours, int) else None,
    }


def _require(paper: PaperCase, fact: str) -> date:
    """Return a day that a paper must not be made without, else raise `papers.fact_missing`."""
    found = paper.day(fact)
    if found is not None:
        return found
    own = paper.programme.facts if paper.programme else ()
    label = next((one.label for one in own if one.name == fact), Label(fact, fact))
    raise UserError(Problem("papers.fact_missing", paper.case.number, blanks("fact", label)))


def _in_characters(year: str) -> str:
    return "".join(_DIGITS[int(one)] if one.isdecimal() else one for one in year)
