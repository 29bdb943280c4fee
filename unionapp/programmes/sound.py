"""Whether the steps of a programme can be walked: from the opening to a close, by two hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from unionapp.programmes.programme import Step

APPROVER = "approver"
# A problem: its code, the place of the step in the file, the key, and the blanks of its sentence.
Flaw = tuple[str, int, str, dict[str, object]]


def flaws(steps: tuple[Step, ...], *, has_exit: bool) -> tuple[Flaw, ...]:
    """Return everything that keeps a case from being walked through these steps.

    `has_exit`: the programme says on which condition a case may leave it.
    """
    if not steps:
        return ()
    named = tuple(_names(steps))
    unsaid = () if has_exit else tuple(_exits(steps))
    return named or (*_ways(steps), *_hands(steps), *unsaid)


def _names(steps: tuple[Step, ...]) -> Iterator[Flaw]:
    """Steps that are listed twice, that nobody declared, or of which none is the first."""
    known = [step.code for step in steps]
    wanted = " / ".join(known)
    if all(step.after for step in steps):
        yield "file_steps_no_opening", 0, "from", {}
    for place, step in enumerate(steps):
        if step.code in known[:place]:
            yield "file_listed_twice", place, "code", {"value": step.code}
        follow_up = (step.follow_up.step,) if step.follow_up else ()
        named = {"from": step.after, "other_than": step.other_than, "follow_up": follow_up}
        for key, codes in named.items():
            for code in codes:
                if code not in known:
                    yield "file_step_unknown", place, key, {"value": code, "wanted": wanted}


def _ways(steps: tuple[Step, ...]) -> Iterator[Flaw]:
    """Steps that no case reaches, that lead nowhere, or that never come to a close."""
    following = {step.code: _following(steps, step) for step in steps}
    reached = _reached(following, [step.code for step in steps if step.opens])
    leading = {step.code: set(step.after) - {step.code} for step in steps}
    closing = _reached(leading, [step.code for step in steps if step.closes])
    for place, step in enumerate(steps):
        detail: dict[str, object] = {"value": step.code}
        if step.code not in reached:
            yield "file_step_unreached", place, "from", detail
        elif not step.closes and not following[step.code]:
            yield "file_step_dead_end", place, "code", detail
        elif step.code not in closing:
            yield "file_step_never_closes", place, "code", detail
        if step.follow_up and step.code not in (_step(steps, step.follow_up.step).after):
            yield "file_step_follow_up", place, "follow_up", {"value": step.follow_up.step}


def _hands(steps: tuple[Step, ...]) -> Iterator[Flaw]:
    """Money only after a grant; a decision is frozen; nobody approves what is their own work."""
    leading = {step.code: set(step.after) - {step.code} for step in steps}
    ungranted = {
        step.code: {code for code in _following(steps, step) if not _step(steps, code).grants}
        for step in steps
    }
    unpaid = _reached(ungranted, [step.code for step in steps if step.opens and not step.grants])
    for place, step in enumerate(steps):
        detail: dict[str, object] = {"value": step.code}
        before = _reached(leading, leading[step.code])
        for other in step.other_than:
            if other not in before:
                yield "file_step_not_before", place, "other_than", {"value": other}
        if (step.grants or step.refuses) and not step.decides:
            yield "file_step_undecided", place, "decides", detail
        if (step.grants or step.role == APPROVER) and not (step.other_than or step.opens):
            yield "file_step_one_hand", place, "other_than", detail
        if step.grants and step.refuses:
            yield "file_step_both", place, "grants", detail
        if step.pays and step.code in unpaid:
            yield "file_step_pays", place, "pays", detail


def _exits(steps: tuple[Step, ...]) -> Iterator[Flaw]:
    """Steps that wait for a condition of leaving that the file does not have."""
    for place, step in enumerate(steps):
        if step.exits:
            yield "file_step_exit", place, "exits", {"value": step.code}


def _step(steps: tuple[Step, ...], code: str) -> Step:
    return next(step for step in steps if step.code == code)


def _following(steps: tuple[Step, ...], step: Step) -> set[str]:
    return {other.code for other in steps if step.code in other.after} - {step.code}


def _reached(ways: Mapping[str, Set[str]], start: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(ways.get(code, ()))
    return found
