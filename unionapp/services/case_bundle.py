"""Shows the cases of one household as one bundle (帮扶套餐), and keeps its aid in kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unionapp.errors import refuse
from unionapp.models import audit
from unionapp.models.desk import Desk, Reading, Work
from unionapp.models.records import AidItem, Case, HardshipFile, Person
from unionapp.programmes.programme import Label
from unionapp.services import case_facts, programme_files, signed_lines
from unionapp.services.case_records import DECIDED, OPEN, case_in, is_altered
from unionapp.services.signed_lines import SignedLine
from unionapp.values import codes

_MOST_FEN = 10**12


@dataclass(frozen=True, slots=True)
class BundleLine:
    """One case of the bundle: whom it is for, what was paid in money and in kind."""

    case: Case
    programme: Label
    person: str
    paid_fen: int
    items: tuple[AidItem, ...]
    altered: bool

    @property
    def in_kind_fen(self) -> int:
        return sum(one.quantity * one.value_fen for one in self.items)


@dataclass(frozen=True, slots=True)
class BundleRoll:
    """One line of a roll that was signed for: under which programme, and by whom it is had."""

    line: SignedLine
    programme: Label
    person: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Every case of a household and of its people under its one file, the newest first.

    `signed` is what they signed for on the rolls of campaigns; `paid_fen` holds it too.
    """

    household_id: str
    file: HardshipFile | None
    lines: tuple[BundleLine, ...]
    signed: tuple[BundleRoll, ...]
    paid_fen: int
    in_kind_fen: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Goods that were listed or struck."""

    item: AidItem
    changes: frozenset[str]


def of_household(desk: Desk, household_id: str) -> Bundle:
    """Return the bundle of a household: its own cases and those of everybody who lives in it."""
    folder = programme_files.own_folder(desk)
    labels = {one.code: one.label for one in programme_files.read_all(folder).programmes}
    with desk.read() as reading:
        people = {
            one.id: one.name for one in reading.select(Person, "household_id = ?", (household_id,))
        }
        wanted = (household_id, *people)
        marks = ",".join("?" * len(wanted))
        found = reading.select(
            Case, f"subject_id IN ({marks})", wanted, order="opened_on DESC, rid DESC"
        )
        lines = tuple(_line(reading, one, labels, people) for one in found)
        signed = tuple(
            BundleRoll(
                one,
                labels.get(one.campaign.programme) or _unknown(one.campaign.programme),
                people.get(one.entry.subject_id, ""),
            )
            for one in signed_lines.of(reading, wanted)
        )
        file = case_facts.file_of(reading, household_id)
    on_rolls = sum(one.line.entry.amount_fen for one in signed)
    return Bundle(
        household_id,
        file,
        lines,
        signed,
        sum(one.paid_fen for one in lines) + on_rolls,
        sum(one.in_kind_fen for one in lines),
    )


def list_goods(
    desk: Desk,
    case_id: str,
    *,
    kind: str,
    name: str,
    quantity: int = 1,
    value_fen: int = 0,
    unit: str = "",
    given_on: date | None = None,
    receiver_id: str | None = None,
) -> Listed:
    """List aid in kind of a case; `value_fen` is that of one piece.

    Raises `goods.unknown_kind`, `goods.name_missing`, `goods.quantity_wrong`,
    `goods.value_wrong`, `goods.day_ahead`, `goods.case_over`.
    """
    _refuse_wrong(kind, name, quantity, value_fen)
    with desk.write() as work:
        case = _case_for_goods(work, case_id)
        on = given_on or work.today
        if on > work.today:
            raise refuse("goods.day_ahead", name, day=on.isoformat())
        item = AidItem(
            id=work.new_id(),
            home_division=case.home_division,
            case_id=case.id,
            kind=kind,
            name=name.strip(),
            quantity=quantity,
            unit=unit.strip() or None,
            value_fen=value_fen,
            given_on=on,
            receiver_id=receiver_id or case.person_id,
            worker_id=work.worker_id,
        )
        work.add(item)
        detail: audit.Detail = {"case": case.id, "quantity": quantity, "value_fen": value_fen}
        audit.append(work, "goods_listed", "aid_item", item.id, detail)
        return Listed(item, frozenset(work.changed))


def change_goods(
    desk: Desk,
    item_id: str,
    *,
    kind: str,
    name: str,
    quantity: int,
    value_fen: int,
    unit: str = "",
) -> Listed:
    """Correct a line of goods; what it said before stands in its history.

    Raises `goods.missing`, and what `list_goods` raises.
    """
    _refuse_wrong(kind, name, quantity, value_fen)
    with desk.write() as work:
        item = _item(work, item_id)
        told = {
            "kind": kind,
            "name": name.strip(),
            "quantity": quantity,
            "unit": unit.strip() or None,
            "value_fen": value_fen,
        }
        work.set_fields("aid_item", item_id, told)
        detail: audit.Detail = {
            "case": item.case_id,
            "quantity": quantity,
            "value_fen": value_fen,
        }
        audit.append(work, "goods_changed", "aid_item", item_id, detail)
        return Listed(_item(work, item_id), frozenset(work.changed))


def strike_goods(desk: Desk, item_id: str) -> Listed:
    """Take a wrong line out (a tombstone); raises `goods.missing`."""
    with desk.write() as work:
        item = _item(work, item_id)
        work.set_fields("aid_item", item_id, {"deleted_at": work.now})
        audit.append(work, "goods_struck", "aid_item", item_id)
        return Listed(item, frozenset(work.changed))


def _refuse_wrong(kind: str, name: str, quantity: int, value_fen: int) -> None:
    if kind not in codes.load("aid_item"):
        raise refuse("goods.unknown_kind", kind)
    if not name.strip():
        raise refuse("goods.name_missing", "name")
    if not 1 <= quantity <= 1_000_000:
        raise refuse("goods.quantity_wrong", name, quantity=quantity)
    if not 0 <= value_fen * quantity <= _MOST_FEN:
        raise refuse("goods.value_wrong", name)


def _item(work: Work, item_id: str) -> AidItem:
    """Return a line of goods of a case that still takes them."""
    item = work.get(AidItem, item_id)
    if item is None or item.deleted_at is not None:
        raise refuse("goods.missing", item_id)
    _case_for_goods(work, item.case_id)
    return item


def _case_for_goods(work: Work, case_id: str) -> Case:
    case = case_in(work, case_id)
    if case.state not in DECIDED | {OPEN} or case.state == "refused":
        raise refuse("goods.case_over", case.number)
    return case


def _unknown(programme: str) -> Label:
    """Return what a programme is called whose file was taken away."""
    return Label(programme, programme)


def _line(
    reading: Reading, case: Case, labels: dict[str, Label], people: dict[str, str]
) -> BundleLine:
    paid = reading.scalar(
        "SELECT coalesce(sum(amount_fen), 0) FROM receipt WHERE case_id = ?", (case.id,)
    )
    return BundleLine(
        case=case,
        programme=labels.get(case.programme) or _unknown(case.programme),
        person=people.get(case.person_id or case.subject_id, ""),
        paid_fen=int(paid),
        items=tuple(reading.select(AidItem, "case_id = ?", (case.id,))),
        altered=is_altered(case),
    )
