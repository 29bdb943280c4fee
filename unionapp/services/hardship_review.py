"""Takes a hardship file through its life: yearly review, 脱困, 返困, 注销; one file a household.

How often it is reviewed and the test for leaving are the filing programme's: its switch
`review_months`, its `exit` condition. Nothing is erased: a file that was resolved or cancelled
stays the household's one file and is opened again when hardship returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from unionapp.errors import Problem, UserError, refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import FollowUp, HardshipEvent, HardshipFile, Worker
from unionapp.programmes.evaluate import Verdict, try_exit
from unionapp.programmes.programme import SwitchRef
from unionapp.services import case_facts, case_repeats, hardship, programme_files
from unionapp.services.case_facts import About
from unionapp.services.follow_ups import add_months

FILING = "hardship_filing"
OPEN, RESOLVED, CANCELLED = "open", "resolved", "cancelled"

# Event -> the states it may follow, the state after it, and the role that it takes.
_EVENTS: dict[str, tuple[frozenset[str], str, str]] = {
    "reviewed": (frozenset({OPEN}), OPEN, "worker"),
    "resolved": (frozenset({OPEN}), RESOLVED, "approver"),
    "relapsed": (frozenset({RESOLVED, CANCELLED}), OPEN, "worker"),
    "cancelled": (frozenset({OPEN, RESOLVED}), CANCELLED, "approver"),
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file after an event, with the verdict where one was asked."""

    file: HardshipFile
    event: HardshipEvent
    verdict: Verdict | None
    changes: frozenset[str]


def review(desk: Desk, file_id: str, *, note: str) -> Reviewed:
    """Note the review; the next one is due when `review_months` have gone."""
    return _take(desk, file_id, "reviewed", note)


def resolve(
    desk: Desk, file_id: str, *, months_above: int | None = None, note: str = ""
) -> Reviewed:
    """Let a household leave hardship (脱困) when the filing programme's test for it holds.

    `months_above` is for how many months running the income was above the standard. Raises
    `hardship.still_in_need` with the reasons, and `programme.*` for facts and switches that are
    missing.
    """
    return _take(desk, file_id, "resolved", note, months_above)


def relapse(desk: Desk, file_id: str, *, note: str) -> Reviewed:
    """Open the household's one file again (返困)."""
    return _take(desk, file_id, "relapsed", note)


def cancel(desk: Desk, file_id: str, *, note: str) -> Reviewed:
    """Take a file out (注销), such as for a death or a move away; it is kept."""
    return _take(desk, file_id, "cancelled", note)


def events(desk: Desk, file_id: str) -> tuple[HardshipEvent, ...]:
    """Return what happened to a file, in order."""
    with desk.read() as reading:
        return tuple(reading.select(HardshipEvent, "file_id = ?", (file_id,)))


def _take(
    desk: Desk, file_id: str, event: str, note: str, months_above: int | None = None
) -> Reviewed:
    _, after, role = _EVENTS[event]
    with desk.write() as work:
        file = hardship.file_in(work, file_id)
        _refuse_state(file, event)
        worker = work.get(Worker, work.worker_id)
        if worker is None or role not in worker.roles:
            raise refuse("hardship.wrong_role", worker.name if worker else "—", role=role)
        if event != "resolved" and not note.strip():
            raise refuse("hardship.note_missing", "note")
        verdict = _leaving(desk, work, file, months_above) if event == "resolved" else None
        made = write(work, file, event, note.strip(), verdict.proof if verdict else ())
        if after == OPEN:
            _plan_review(work, file, review_months(work, programme_files.own_folder(desk)))
        return Reviewed(replace(file, state=after), made, verdict, frozenset(work.changed))


def write(
    work: Work, file: HardshipFile, event: str, note: str, proof: tuple[str, ...] = ()
) -> HardshipEvent:
    """Let something happen to a file, within the transaction of a further use case.

    Whether a household may leave was asked before; `proof` says why. A review that was due is
    done. Raises `hardship.wrong_state`.
    """
    _refuse_state(file, event)
    _, after, _ = _EVENTS[event]
    work.set_fields("hardship_file", file.id, {"state": after})
    made = _event(work, file, event, after, proof, note)
    _close_reviews(work, file)
    before = file.state or OPEN
    audit.append(work, f"hardship_{event}", "hardship_file", file.id, {"before": before})
    return made


def _refuse_state(file: HardshipFile, event: str) -> None:
    before = file.state or OPEN
    if before not in _EVENTS[event][0]:
        raise refuse("hardship.wrong_state", file.id, state=before, event=event)


def _leaving(desk: Desk, work: Work, file: HardshipFile, months_above: int | None) -> Verdict:
    programme = programme_files.find(programme_files.own_folder(desk), FILING, work.today)
    told = {} if months_above is None else {"household.months_above_standard": months_above}
    about = About("household", file.household_id, answers=told)
    verdict = try_exit(programme, case_facts.gather(work, programme, about, work.today))
    if not verdict.eligible:
        reasons = (
            Problem("hardship.because", file.id, {"text": reason.text})
            for reason in verdict.reasons
        )
        raise UserError(Problem("hardship.still_in_need", file.id), *reasons)
    return verdict


def _event(
    work: Work,
    file: HardshipFile,
    event: str,
    after: str,
    proof: tuple[str, ...],
    note: str,
) -> HardshipEvent:
    made = HardshipEvent(
        id=work.new_id(),
        home_division=file.home_division,
        file_id=file.id,
        event=event,
        on=work.today,
        at=work.now,
        worker_id=work.worker_id,
        before=file.state or OPEN,
        after=after,
        proof=proof,
        note=note or None,
    )
    work.add(made)
    return made


def _close_reviews(work: Work, file: HardshipFile) -> None:
    """Note that the review that was due was made; the reviews of cases are their steps'."""
    waiting = work.select(
        FollowUp,
        "kind = 'review' AND subject_id = ? AND case_id IS NULL AND done_on IS NULL",
        (file.household_id,),
    )
    for one in waiting:
        work.set_fields("follow_up", one.id, {"done_on": work.today})


def _plan_review(work: Work, file: HardshipFile, months: int) -> None:
    work.add(
        FollowUp(
            id=work.new_id(),
            home_division=file.home_division,
            kind="review",
            subject_kind="household",
            subject_id=file.household_id,
            due_on=add_months(work.today, months),
            worker_id=work.worker_id,
        )
    )


def review_months(reading: Reading, own_programmes: Path) -> int:
    """Return after how many months a file is reviewed: a switch of the filing programme.

    Where an office's own edition has no such switch, a year (Hunan's file rules: at least once a
    year).
    """
    programme = programme_files.find(own_programmes, FILING, reading.today)
    switches = case_facts.switches(reading, FILING)
    said = case_repeats.settled(SwitchRef("review_months"), programme, switches)
    return said if isinstance(said, int) and said > 0 else 12
