"""Writes a made-up patch into a new office: to try things on, to test with, to measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from unionapp.files import write_atomically
from unionapp.models import ids, series
from unionapp.models.declare import Record
from unionapp.models.desk import OFFICE_ZONE, Desk, Work
from unionapp.models.keyfile import Cost
from unionapp.models.records import (
    Employer,
    HardshipFile,
    Household,
    Membership,
    MembershipEvent,
    Office,
    Person,
    Place,
    Union,
    Visit,
)
from unionapp.paths import DataDir
from unionapp.services import sample_patch, standards, vault
from unionapp.services.sample_specs import (
    EmployerSpec,
    HardshipSpec,
    MembershipSpec,
    Patch,
    PersonSpec,
    PlaceSpec,
)

# Shown where a sample patch asks for it: it guards nothing but made-up people. In letters, since
# input methods are off in a field that shows dots.
PASSPHRASE = "shi yong pian qu 2026"  # noqa: S105
OFFICE = Office("铁西区劳动里街道总工会", "210106")
WORKER = "陈晓梅"

# Writers hand the records over in pieces: one transaction of a hundred thousand households would
# hold the whole patch in the write-ahead log.
_BATCH = 4000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was made; the desk is open."""

    desk: Desk
    persons: int
    places: int
    employers: int
    recovery_code: str


def make_office(
    folder: DataDir,
    *,
    passphrase: str = PASSPHRASE,
    persons: int = 600,
    seed: int = 1,
    now: datetime | None = None,
    cost: Cost | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Sample:
    """Make an office with a made-up patch of so many persons.

    The same seed, size and moment make the same records, ids, operations and clocks: only the
    encryption key differs. `now` is nine o'clock of today unless given.
    """
    moment = now or _nine_o_clock(datetime.now(UTC))
    sources = vault.Sources(
        clock=_ticking(moment),
        new_id=ids.seeded_ids(seed, int(moment.timestamp() * 1000)),
        new_device=lambda: f"{seed:016x}",
        cost=cost,
    )
    made = vault.create_office(
        folder,
        office=OFFICE,
        worker_name=WORKER,
        passphrase=passphrase,
        sources=sources,
        wipe_memory=False,
    )
    if passphrase == PASSPHRASE:
        write_atomically(folder.sample_passphrase, passphrase.encode())
    standards.install_shipped(made.desk)
    today = moment.astimezone(OFFICE_ZONE).date()
    patch = sample_patch.make_patch(persons, seed, today)
    _Writing(made.desk, patch, today).write(progress)
    return Sample(
        made.desk,
        len(patch.persons),
        len(patch.places),
        len(patch.employers),
        made.recovery_code,
    )


def _nine_o_clock(now: datetime) -> datetime:
    local = now.astimezone(OFFICE_ZONE)
    return datetime.combine(local.date(), time(9), OFFICE_ZONE).astimezone(UTC)


def _ticking(start: datetime) -> Callable[[], datetime]:
    moment = start - timedelta(hours=1)

    def now() -> datetime:
        nonlocal moment
        moment += timedelta(milliseconds=1)
        return moment

    return now


class _Writing:
    """Turns the specs of one patch into records, in the order in which they refer to each other."""

    def __init__(self, desk: Desk, patch: Patch, today: date) -> None:
        self.desk = desk
        self.patch = patch
        self.today = today
        with desk.read() as reading:
            self.division = reading.division
            self.places = {
                place.kind: place.id
                for place in reading.select(Place, "kind IN ('province', 'city', 'district')")
            }
        new_id = desk.new_id
        self.place_ids = {one.key: self._place_id(one) for one in patch.places}
        self.household_ids = {one.key: new_id() for one in patch.households}
        self.person_ids = {one.key: new_id() for one in patch.persons}
        self.employer_ids = {one.key: new_id() for one in patch.employers}
        self.union_ids = {one.key: new_id() for one in patch.unions}

    def _place_id(self, spec: PlaceSpec) -> str:
        """Return the id of a place; the levels that every office has are there already."""
        return self.places.get(spec.kind) or self.desk.new_id()

    def write(self, progress: Progress) -> None:
        patch = self.patch
        parts: tuple[Iterable[Record], ...] = (
            self._places(),
            self._employers(patch.employers),
            self._unions(),
            self._households(),
            self._persons(patch.persons),
            self._hardship_files(patch.hardship_files),
            self._visits(),
        )
        whole = len(parts) + 1
        for done, part in enumerate(parts):
            progress(done, whole)
            self._write_part(part)
        progress(whole - 1, whole)
        self._write_memberships()
        progress(whole, whole)

    def _write_part(self, records: Iterable[Record]) -> None:
        left = iter(records)
        while batch := list(islice(left, _BATCH)):
            with self.desk.write() as work:
                work.add_all(batch)

    def _places(self) -> Iterator[Place]:
        for one in self.patch.places:
            if one.kind in self.places:
                continue
            yield Place(
                id=self.place_ids[one.key],
                home_division=self.division,
                kind=one.kind,
                parent_id=None if one.parent is None else self.place_ids[one.parent],
                name=one.name,
                division=one.division,
                order=one.order,
                floor=one.floor,
                number=one.number,
                door_kind=one.door_kind,
            )

    def _employers(self, specs: Iterable[EmployerSpec]) -> Iterator[Employer]:
        for one in specs:
            yield Employer(
                id=self.employer_ids[one.key],
                home_division=self.division,
                name=one.name,
                credit_code=one.credit_code,
                address=one.address,
                contact=one.contact,
                phone=one.phone,
                unit_kind=one.unit_kind,
                industry=one.industry,
                door_id=self._known(self.place_ids, one.door),
                union_state=one.union_state,
                belongs_to=one.belongs_to,
                workers=one.workers,
                women=one.women,
                eight_group_workers=one.eight_group_workers,
                members=one.members,
                organising_progress=one.organising_progress,
                surveyed_on=self.today - timedelta(days=30),
            )

    def _unions(self) -> Iterator[Union]:
        for one in self.patch.unions:
            yield Union(
                id=self.union_ids[one.key],
                home_division=self.division,
                name=one.name,
                credit_code=one.credit_code,
                employer_id=self._known(self.employer_ids, one.employer),
                established_on=one.established_on,
            )

    def _households(self) -> Iterator[Household]:
        for one in self.patch.households:
            yield Household(
                id=self.household_ids[one.key],
                home_division=self.division,
                door_id=self.place_ids[one.door],
                head_id=self.person_ids[one.head],
                tenure=one.tenure,
            )

    def _persons(self, specs: Iterable[PersonSpec]) -> Iterator[Person]:
        for one in specs:
            yield Person(
                id=self.person_ids[one.key],
                home_division=self.division,
                household_id=self.household_ids[one.household],
                employer_id=self._known(self.employer_ids, one.employer),
                name=one.name,
                identity_number=one.identity_number,
                sex=one.sex,
                birth_date=one.birth_date,
                relation=one.relation,
                ethnicity=one.ethnicity,
                phone=one.phone,
                workplace=one.workplace,
                occupation_group=one.occupation_group,
                work_status=one.work_status,
                claims_membership=one.claims_membership,
                education=one.education,
                political_status=one.political_status,
                marital_status=one.marital_status,
                monthly_wage_fen=one.monthly_wage_fen,
                health=one.health,
            )

    def _hardship_files(self, specs: Iterable[HardshipSpec]) -> Iterator[HardshipFile]:
        for one in specs:
            yield HardshipFile(
                id=self.desk.new_id(),
                home_division=self.division,
                household_id=self.household_ids[one.household],
                applicant_id=self.person_ids[one.applicant],
                filed_on=one.filed_on,
                people=one.people,
                annual_income_fen=one.annual_income_fen,
                rigid_costs_fen=one.rigid_costs_fen,
                accident_losses_fen=one.accident_losses_fen or None,
                dibao_kind="urban",
                main_cause=one.main_cause,
                further_causes=one.further_causes,
            )

    def _visits(self) -> Iterator[Visit]:
        for one in self.patch.visits:
            at = datetime.combine(one.on, time(), OFFICE_ZONE) + timedelta(minutes=one.minute)
            yield Visit(
                id=self.desk.new_id(),
                home_division=self.division,
                door_id=self.place_ids[one.door],
                household_id=self._known(self.household_ids, one.household),
                employer_id=self._known(self.employer_ids, one.employer),
                worker_id=self.desk.worker_id,
                at=at.astimezone(UTC),
                outcome=one.outcome,
                note=one.note,
                next_on=one.next_on,
            )

    def _write_memberships(self) -> None:
        left = iter(self.patch.memberships)
        while batch := list(islice(left, _BATCH)):
            with self.desk.write() as work:
                made = [self._membership(work, one) for one in batch]
                work.add_all(membership for membership, _ in made)
                work.add_all(event for _, events in made for event in events)

    def _membership(
        self, work: Work, spec: MembershipSpec
    ) -> tuple[Membership, tuple[MembershipEvent, ...]]:
        union = self.union_ids[spec.union]
        approved = spec.approved_on is not None
        membership = Membership(
            id=work.new_id(),
            home_division=self.division,
            person_id=self.person_ids[spec.person],
            union_id=union,
            number=series.take(work, "member").text if approved else None,
            applied_on=spec.applied_on,
        )
        steps = [("applied", spec.applied_on, None), ("approved", spec.approved_on, "applicant")]
        events = tuple(
            MembershipEvent(
                id=work.new_id(),
                home_division=self.division,
                membership_id=membership.id,
                event=event,
                on=on,
                union_id=union,
                previous=previous,
                worker_id=work.worker_id,
            )
            for event, on, previous in steps
            if on is not None
        )
        return membership, events

    @staticmethod
    def _known(ids_: Mapping[int, str], key: int | None) -> str | None:
        return None if key is None else ids_[key]
