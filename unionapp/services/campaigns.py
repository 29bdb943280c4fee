"""Runs campaigns (送温暖, 金秋助学, 送清凉, gift packs): a quota, a roll, a sign-off list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionapp.errors import Problem, refuse
from unionapp.models import audit
from unionapp.models.addresses import Addresses
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import Campaign, CampaignEntry, Household, Person
from unionapp.programmes import frequency, read_facts
from unionapp.programmes.programme import Programme
from unionapp.services import case_facts, case_payment, programme_files
from unionapp.services.case_facts import About
from unionapp.values import identity
from unionapp.wording import sentence


@dataclass(frozen=True, slots=True)
class Begun:
    """A campaign that was begun or closed."""

    campaign: Campaign
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines that came on the roll, and who could not, with the reason."""

    entries: tuple[CampaignEntry, ...]
    refused: tuple[Problem, ...]
    changes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RollLine:
    """One line of the sign-off list; the identity number is masked."""

    entry: CampaignEntry
    name: str
    identity_masked: str
    address: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A campaign with its list, what is signed for, and what is left."""

    campaign: Campaign
    lines: tuple[RollLine, ...]
    signed: int
    signed_fen: int
    places_left: int | None
    budget_left_fen: int | None


def begin(
    desk: Desk,
    *,
    programme: str,
    name: str,
    from_on: date,
    to_on: date | None = None,
    quota: int | None = None,
    budget_fen: int | None = None,
    each_fen: int | None = None,
    goods: str = "",
    place_id: str | None = None,
) -> Begun:
    """Begin a campaign of a programme; raises `campaigns.*` and `programme.unknown`."""
    _refuse_wrong(name, from_on, to_on, (quota, budget_fen, each_fen))
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        found = programme_files.find(folder, programme, from_on)
        if found.campaign is None:
            raise refuse("campaigns.no_campaign", found.label.zh)
        made = Campaign(
            id=work.new_id(),
            home_division=work.division,
            programme=found.code,
            name=name.strip(),
            from_on=from_on,
            to_on=to_on,
            quota=quota,
            budget_fen=budget_fen,
            each_fen=each_fen,
            goods=goods.strip() or None,
            place_id=place_id,
        )
        work.add(made)
        audit.append(work, "campaign_begun", "campaign", made.id, {"programme": found.code})
        return Begun(made, frozenset(work.changed))


def _refuse_wrong(name: str, first: date, last: date | None, figures: Sequence[int | None]) -> None:
    if not name.strip():
        raise refuse("campaigns.name_missing", "name")
    if last is not None and last < first:
        raise refuse("campaigns.days_wrong", name, first=first.isoformat())
    if any(one is not None and one < 0 for one in figures):
        raise refuse("campaigns.figure_wrong", name)


def put_on_roll(
    desk: Desk,
    campaign_id: str,
    subjects: Sequence[tuple[str, str]],
    *,
    amount_fen: int | None = None,
    goods: str = "",
) -> Listed:
    """Put households or persons (kind and id) on the roll, each once; the rest are told why not.

    Nobody comes on beyond the quota or the budget, nor who was given it already by what the
    programme says of frequency and clashes. Raises `campaigns.missing`, `campaigns.closed`.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        campaign = _open(work, campaign_id)
        each = amount_fen if amount_fen is not None else (campaign.each_fen or 0)
        if each < 0:
            raise refuse("campaigns.figure_wrong", campaign.name)
        programme = programme_files.find(folder, campaign.programme, work.today)
        listing = _Listing(work, campaign, programme, each, goods.strip() or campaign.goods)
        for kind, id_ in subjects:
            listing.take(kind, id_)
        work.add_all(listing.entries)
        return Listed(tuple(listing.entries), tuple(listing.refused), frozenset(work.changed))


class _Listing:
    """Puts one after the other on a roll while there is room: places, money, and each once."""

    def __init__(
        self, work: Work, campaign: Campaign, programme: Programme, each: int, goods: str | None
    ) -> None:
        self._work, self._campaign, self._programme = work, campaign, programme
        self._each, self._goods = each, goods
        known = _standing(work, campaign.id)
        self._taken = {one.subject_id for one in known}
        self._spent = sum(one.amount_fen for one in known)
        self._line: int = work.scalar(_LAST_LINE, (campaign.id,))
        self.entries: list[CampaignEntry] = []
        self.refused: list[Problem] = []

    def take(self, kind: str, id_: str) -> None:
        problem = self._why_not(kind, id_)
        if problem is not None:
            self.refused.append(problem)
            return
        self._line += 1
        self._spent += self._each
        self._taken.add(id_)
        self.entries.append(
            CampaignEntry(
                id=self._work.new_id(),
                home_division=self._campaign.home_division,
                campaign_id=self._campaign.id,
                subject_kind=kind,
                subject_id=id_,
                line=self._line,
                amount_fen=self._each,
                goods=self._goods,
                worker_id=self._work.worker_id,
            )
        )

    def _why_not(self, kind: str, id_: str) -> Problem | None:
        work, campaign = self._work, self._campaign
        if not _is_on_file(work, kind, id_):
            return Problem("campaigns.subject_missing", id_)
        name = _name(work, kind, id_)
        if id_ in self._taken:
            return Problem("campaigns.on_roll", name)
        if campaign.quota is not None and len(self._taken) >= campaign.quota:
            detail = {"quota": campaign.quota, "campaign": campaign.name}
            return Problem("campaigns.full", name, detail)
        if campaign.budget_fen is not None and self._spent + self._each > campaign.budget_fen:
            return Problem("campaigns.budget_spent", name)
        given = _given_before(work, self._programme, campaign, kind, id_)
        if given:
            return Problem("campaigns.given_already", name, _why(given[0]))
        return None


def _given_before(
    work: Work, programme: Programme, campaign: Campaign, kind: str, id_: str
) -> tuple[Problem, ...]:
    """Return what was given before bars a further gift of this round, by the programme's file."""
    person = work.get(Person, id_) if kind == "person" else None
    home = id_ if kind == "household" else (person.household_id if person else None)
    earlier = case_facts.earlier(work, About(kind, id_), home, person)
    if not earlier:
        return ()
    told: dict[str, Any] = {
        "day": work.today.isoformat(),
        "household": {"id": home} if home else {},
        "person": {"id": id_} if person else {},
        "occasion": {"round": campaign.id},
        "earlier": earlier,
        "switches": case_facts.switches(work, programme.code),
    }
    facts, _ = read_facts.read_what_can_be(told, programme)
    return frequency.barred(programme, facts)


def _why(given: Problem) -> dict[str, object]:
    return {"why": sentence(given, "zh"), "why_en": sentence(given, "en")}


def _refuse_day(work: Work, campaign: Campaign, entry: CampaignEntry, on: date) -> None:
    """Nobody signs on a day to come, nor before the round began."""
    if on > work.today:
        raise refuse("campaigns.day_ahead", str(entry.line), day=on.isoformat())
    if campaign.from_on is not None and on < campaign.from_on:
        first = campaign.from_on.isoformat()
        raise refuse("campaigns.day_early", str(entry.line), day=on.isoformat(), first=first)


# A number that was struck is not given again.
_LAST_LINE = "SELECT coalesce(max(line), 0) FROM campaign_entry WHERE campaign_id = ?"


def sign(desk: Desk, entry_id: str, *, signer: str = "", signed_on: date | None = None) -> Listed:
    """Note that a line was signed for; by the one it is about, unless another is named.

    Who was given it in a case after coming onto the roll does not sign a second time. Raises
    `campaigns.entry_missing`, `campaigns.signed_already`, `campaigns.day_ahead`,
    `campaigns.day_early`, `campaigns.given_meanwhile`.
    """
    folder = programme_files.own_folder(desk)
    with desk.write() as work:
        entry = _entry(work, entry_id)
        campaign = _campaign(work, entry.campaign_id)
        _refuse_day(work, campaign, entry, signed_on or work.today)
        on = signed_on or work.today
        programme = programme_files.find(folder, campaign.programme, work.today)
        given = _given_before(work, programme, campaign, entry.subject_kind, entry.subject_id)
        if given and entry.case_id is None:
            who = _name(work, entry.subject_kind, entry.subject_id)
            raise refuse("campaigns.given_meanwhile", who, **_why(given[0]))
        name = signer.strip() or _name(work, entry.subject_kind, entry.subject_id)
        counted = case_payment.counted_under(work, entry.subject_kind, entry.subject_id)
        work.set_fields("campaign_entry", entry_id, {"signed_on": on, "signer": name, **counted})
        detail: audit.Detail = {"line": entry.line, "amount_fen": entry.amount_fen}
        audit.append(work, "campaign_signed", "campaign_entry", entry_id, detail)
        signed = work.get(CampaignEntry, entry_id)
        return Listed((signed or entry,), (), frozenset(work.changed))


def strike(desk: Desk, entry_id: str, *, reason: str) -> Listed:
    """Strike a line that was not signed for; its place is free again."""
    with desk.write() as work:
        entry = _entry(work, entry_id)
        if not reason.strip():
            raise refuse("campaigns.reason_missing", str(entry.line))
        work.set_fields("campaign_entry", entry_id, {"removed_because": reason.strip()})
        audit.append(work, "campaign_struck", "campaign_entry", entry_id, {"line": entry.line})
        return Listed((entry,), (), frozenset(work.changed))


def close(desk: Desk, campaign_id: str) -> Begun:
    """Close a campaign; raises `campaigns.unsigned` while lines wait for a signature."""
    with desk.write() as work:
        campaign = _open(work, campaign_id)
        waiting = [one for one in _standing(work, campaign_id) if one.signed_on is None]
        if waiting:
            raise refuse("campaigns.unsigned", campaign.name, have=len(waiting))
        work.set_fields("campaign", campaign_id, {"closed_on": work.today})
        audit.append(work, "campaign_closed", "campaign", campaign_id)
        return Begun(campaign, frozenset(work.changed))


def roll(desk: Desk, campaign_id: str) -> Roll:
    """Return the sign-off list of a campaign; raises `campaigns.missing`."""
    with desk.read() as reading:
        campaign = _campaign(reading, campaign_id)
        standing = _standing(reading, campaign_id)
        places = Addresses(reading)
        lines = tuple(_line(reading, places, one) for one in standing)
        spent = sum(one.amount_fen for one in standing)
        signed = [one for one in standing if one.signed_on is not None]
        return Roll(
            campaign,
            lines,
            len(signed),
            sum(one.amount_fen for one in signed),
            places_left(reading, campaign),
            None if campaign.budget_fen is None else campaign.budget_fen - spent,
        )


def under_way(reading: Reading, day: date) -> tuple[Campaign, ...]:
    """Return the campaigns that are open on a day, the first to end first."""
    on = day.isoformat()
    found = reading.select(
        Campaign,
        "closed_on IS NULL AND from_on <= ? AND (to_on IS NULL OR to_on >= ?)",
        (on, on),
        order="coalesce(to_on, '9999'), rid",
    )
    return tuple(found)


def places_left(reading: Reading, campaign: Campaign) -> int | None:
    """Return how many places a campaign still has; None without a quota."""
    if campaign.quota is None:
        return None
    return max(campaign.quota - len(_standing(reading, campaign.id)), 0)


def _campaign(reading: Reading, campaign_id: str) -> Campaign:
    found = reading.get(Campaign, campaign_id)
    if found is None or found.deleted_at is not None:
        raise refuse("campaigns.missing", campaign_id)
    return found


def _open(work: Work, campaign_id: str) -> Campaign:
    campaign = _campaign(work, campaign_id)
    if campaign.closed_on is not None:
        raise refuse("campaigns.closed", campaign.name, day=campaign.closed_on.isoformat())
    return campaign


def _entry(work: Work, entry_id: str) -> CampaignEntry:
    found = work.get(CampaignEntry, entry_id)
    if found is None or found.deleted_at is not None or found.removed_because:
        raise refuse("campaigns.entry_missing", entry_id)
    _open(work, found.campaign_id)
    if found.signed_on is not None:
        raise refuse("campaigns.signed_already", str(found.line), day=found.signed_on.isoformat())
    return found


def _standing(reading: Reading, campaign_id: str) -> list[CampaignEntry]:
    return reading.select(
        CampaignEntry,
        "campaign_id = ? AND removed_because IS NULL",
        (campaign_id,),
        order="line, rid",
    )


def _is_on_file(reading: Reading, kind: str, id_: str) -> bool:
    found = reading.get(Household if kind == "household" else Person, id_)
    return found is not None and found.deleted_at is None


def _name(reading: Reading, kind: str, id_: str) -> str:
    person = _speaker(reading, kind, id_)
    return person.name if person else "—"


def _speaker(reading: Reading, kind: str, id_: str) -> Person | None:
    if kind == "person":
        return reading.get(Person, id_)
    file = case_facts.file_of(reading, id_)
    home = reading.get(Household, id_)
    wanted = (file.applicant_id if file else None) or (home.head_id if home else None)
    return reading.get(Person, wanted) if wanted else None


def _line(reading: Reading, places: Addresses, entry: CampaignEntry) -> RollLine:
    person = _speaker(reading, entry.subject_kind, entry.subject_id)
    home_id = entry.subject_id if entry.subject_kind == "household" else None
    home_id = home_id or (person.household_id if person else None)
    home = reading.get(Household, home_id) if home_id else None
    return RollLine(
        entry,
        person.name if person else "—",
        identity.mask(person.identity_number or "") if person else "",
        places.text(home.door_id) if home and home.door_id else "",
    )
