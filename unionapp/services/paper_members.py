"""The papers by which somebody joins a union, is registered, moves on, or enrols for a course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from unionapp.errors import refuse
from unionapp.models.desk import Reading
from unionapp.models.records import Case, Household, Membership, MembershipEvent, Person, Worker
from unionapp.services import membership_rules, paper_numbers, paper_person
from unionapp.services.paper_kind import PaperKind, Words, paper
from unionapp.values import codes

_APPROVED = {"approved": "同意入会", "declined": "未予批准"}
_FAMILY_ROWS = 4
_HEAD, _SPOUSE, _CHILDREN = "02", "10", frozenset(f"{code}" for code in range(20, 40))


def application_words(reading: Reading, person: Person, folder: Path) -> Words:
    """Return the words of 《入会申请书》: to the union applied to, else the office's own."""
    latest = paper_person.membership(reading, person.id)
    union = (latest.union_id if latest else None) or reading.meta("union")
    return {
        **paper_person.words(reading, person),
        "member.union": paper_person.union_name(reading, union),
    }


def register_words(reading: Reading, person: Person, folder: Path) -> Words:
    """Return the words of 《工会会员登记表》; what was not approved yet stays to be written.

    Keeping a membership stands in the note with its day (工会会员会籍管理办法, 2016).
    """
    latest = paper_person.membership(reading, person.id)
    told = paper_person.events(reading, latest.id) if latest else ()
    decided = [one for one in told if one.event in _APPROVED]
    joined = [one for one in told if one.event in membership_rules.JOINING]
    return {
        **paper_person.words(reading, person),
        "member.number": latest.number if latest else None,
        "member.applied": latest.applied_on if latest else None,
        "member.family": tuple(_family(reading, person, latest)),
        "member.opinion": _APPROVED[decided[-1].event] if decided else None,
        "member.joined": membership_rules.since(told),
        "member.approver": paper_person.union_name(reading, joined[0].union_id) if joined else None,
        "member.note": "；".join(_notes(told, latest)) or None,
    }


def _notes(events: Iterable[MembershipEvent], latest: Membership | None) -> Iterator[str]:
    for one in events:
        if one.event.startswith("retained") and one.on:
            kept = codes.load("membership_event").label(one.event)
            yield f"{one.on.year}年{one.on.month}月{one.on.day}日{kept}"
    if latest and latest.remark:
        yield latest.remark


def _family(
    reading: Reading, person: Person, latest: Membership | None
) -> Iterator[Mapping[str, object]]:
    """Yield those who live with somebody; else the lines that were written for the form.

    The record says how each is related to the head of the household. On another's form only what
    follows from that for certain is printed: the rest is left to be written.
    """
    home = reading.get(Household, person.household_id) if person.household_id else None
    people = reading.select(Person, "household_id = ?", (home.id,)) if home else []
    others = [one for one in people if one.id != person.id]
    if not others and latest and latest.household_members:
        for line in latest.household_members.splitlines()[:_FAMILY_ROWS]:
            yield {"name": line.strip()}
    for other in others[:_FAMILY_ROWS]:
        row = {
            "name": other.name,
            "relation": _relation(person, other, home),
            "political_status": other.political_status,
            "place": paper_person.employer(reading, other),
        }
        yield {name: value for name, value in row.items() if value is not None}


def _relation(person: Person, other: Person, home: Household | None) -> str | None:
    head = home.head_id if home else None
    if person.id == head:
        return other.relation
    own = person.relation
    if other.id == head and own == _SPOUSE:
        return _SPOUSE
    if own == _SPOUSE and other.relation in _CHILDREN:
        return other.relation
    if other.id == head and own in _CHILDREN:
        return {"1": "51", "2": "52"}.get(other.sex or "", "50")
    return None


# ---- transfer ----------------------------------------------------------------------------------


def transfer_of(reading: Reading, id_: str) -> MembershipEvent | None:
    """Return the last transfer out of a person or membership, or the event of that id.

    One that was cancelled afterwards is none any more.
    """
    event = reading.get(MembershipEvent, id_)
    if event is not None:
        return event if event.event in membership_rules.TRANSFERS else None
    latest = reading.get(Membership, id_) or paper_person.membership(reading, id_)
    found = None
    for one in paper_person.events(reading, latest.id) if latest else ():
        if one.event in membership_rules.TRANSFERS:
            found = one
        elif one.event == "transfer_cancelled":
            found = None
    return found


def transfer_words(reading: Reading, event: MembershipEvent, folder: Path) -> Words:
    """Return the words of the transfer letter and its slip.

    The ledger knows the day, both unions, the paper's number and a note (the reason). Nobody
    records until when dues were paid or how long the letter is good for: that is left to be
    written by hand.
    """
    membership = reading.get(Membership, event.membership_id)
    person = reading.get(Person, membership.person_id) if membership else None
    if membership is None or person is None:
        raise refuse("papers.no_such_record", event.id, document="transfer_letter")
    if membership.number is None:
        raise refuse("papers.not_a_member", person.name)
    worker = reading.get(Worker, event.worker_id)
    contact = "　".join(one for one in (worker.name, worker.phone or "") if one) if worker else None
    return {
        **paper_person.words(reading, person),
        "member.number": membership.number,
        "member.joined": membership_rules.since(paper_person.events(reading, membership.id)),
        "transfer.number": event.paper or paper_numbers.of_id(event.id),
        "transfer.on": event.on,
        "transfer.from_union": paper_person.union_name(
            reading, event.union_id or membership.union_id
        )
        or reading.meta("office"),
        "transfer.to_union": event.other_union,
        "transfer.reason": event.note,
        "transfer.contact": contact,
    }


def _transfer_numbered(reading: Reading, number: str) -> MembershipEvent | None:
    named = reading.select(MembershipEvent, "paper = ?", (number,))
    for one in named:
        if one.event in membership_rules.TRANSFERS:
            return one
    return paper_numbers.find(reading, MembershipEvent, number)


def _registered(reading: Reading, number: str) -> Person | None:
    found = reading.select(Membership, "number = ?", (number,), limit=1)
    return reading.get(Person, found[0].person_id) if found else None


# ---- course ------------------------------------------------------------------------------------

_TRAINING = "training"


def _enrolling(reading: Reading, id_: str) -> Case | Person | None:
    """Return a training case, or a person: by the training case that is open, else alone."""
    case = reading.get(Case, id_)
    if case is not None:
        return case if case.programme == _TRAINING else None
    person = paper_person.find(reading, id_)
    found = reading.select(
        Case,
        "programme = ? AND subject_id = ? AND state = 'open' AND deleted_at IS NULL",
        (_TRAINING, person.id if person else ""),
        order="rid DESC",
        limit=1,
    )
    return found[0] if found else person


def _enrolment_words(reading: Reading, subject: Case | Person, folder: Path) -> Words:
    """Return the words of the enrolment form; a course that nobody has named is written by hand."""
    person: Person | None
    if isinstance(subject, Case):
        person, answers = reading.get(Person, subject.subject_id), subject.answers or {}
    else:
        person, answers = subject, {}
    if person is None:
        raise refuse("papers.no_applicant", subject.id)
    number, _union, _since = paper_person.number_on_roll(reading, person.id)
    return {
        **paper_person.words(reading, person),
        "member.number": number,
        "training.course": answers.get("course.name"),
    }


PAPERS: Mapping[str, PaperKind] = {
    "membership_application": paper("person", paper_person.find, application_words),
    "member_register": paper("person", paper_person.find, register_words, _registered),
    "transfer_letter": paper(
        "membership_event", transfer_of, transfer_words, _transfer_numbered, counted=True
    ),
    # Of a case it is noted under the case (`papers.subject_of`).
    "training_enrolment": PaperKind("person", _enrolling, _enrolment_words),
}
