"""Merging: any order, any repeats, one state; no value is lost and no conflict is hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.sync import peers
from tests.sync.peers import deliver, edit, log, make, state, value
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.models.ids import seeded_ids
from unionapp.models.records import Receipt
from unionapp.sync.operations import Operation, from_wire

ID = "01950000-0000-7000-8000-0000000000aa"
FIELDS = ("phone", "note")


@pytest.fixture
def trio(tmp_path: Path) -> Iterator[tuple[Desk, Desk, Desk]]:
    made = peers.peer(tmp_path, 1), peers.peer(tmp_path, 2), peers.peer(tmp_path, 3)
    yield made
    for desk in made:
        desk.database.close()


@pytest.fixture(scope="module")
def laptops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, ...]]:
    """Three laptops for all examples; each example has a record of its own."""
    folder = tmp_path_factory.mktemp("laptops")
    made = tuple(peers.peer(folder, number) for number in (1, 2, 3))
    yield made
    for desk in made:
        desk.database.close()


# ---- the property ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing that happens: laptop `on` edits, or hears part of what laptop `of` knows."""

    on: int
    of: int
    field: str
    value: str | None
    seed: int

    @property
    def is_edit(self) -> bool:
        return self.on == self.of


steps = st.lists(
    st.builds(
        Step,
        on=st.integers(0, 2),
        of=st.integers(0, 2),
        field=st.sampled_from(FIELDS),
        value=st.sampled_from(["甲", "乙", "丙", None]),
        seed=st.integers(0, 2**32),
    ),
    min_size=5,
    max_size=30,
)

new_record = seeded_ids(7, 7)


def play(laptops: Sequence[Desk], id_: str, step: Step) -> None:
    if not step.is_edit:
        deliver(laptops[step.on], some_of(log(laptops[step.of], id_), Random(step.seed)))
    elif state(laptops[step.on], id_).rows:
        edit(laptops[step.on], id_, **{step.field: step.value})


def some_of(known: Sequence[Operation], chance: Random) -> list[Operation]:
    """Return some of the operations, some of them twice, in any order."""
    part = [one for one in known if chance.random() < 0.7]
    part += [one for one in part if chance.random() < 0.2]
    chance.shuffle(part)
    return part


def standing_heads(history: Sequence[Operation], field: str) -> list[Operation]:
    """Return, by the definition and not by replay, the operations that nobody has replaced."""
    writes = [one for one in history if one.is_first or field in one.fields]
    replaced = {id_ for one in history for id_ in one.replaces.get(field, ())}
    return [one for one in writes if one.id not in replaced]


@settings(
    max_examples=60,
    deadline=None,
    # No shrinking: on real databases it takes minutes, and a story of 30 steps can be read.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(played=steps, seed=st.integers(0, 2**32))
def test_all_laptops_end_in_one_state_with_every_edit_and_every_conflict(
    laptops: tuple[Desk, ...], played: list[Step], seed: int
) -> None:
    """Three laptops with equal clocks, random edits, partial deliveries in any order, repeats.

    Seen red with "the last writer wins": let `merge._absorb` keep `operation.id` alone as the
    head (`row.heads[name] = (operation.id,)`), or let it keep the highest head only.
    """
    id_ = new_record()
    make(laptops[0], id_, name="王建国", phone="甲")
    for desk in laptops[: seed % 3 + 1]:
        deliver(desk, log(laptops[0], id_))
    for step in played:
        play(laptops, id_, step)
    everything = {one.id: one for desk in laptops for one in log(desk, id_)}
    for desk in laptops:
        order = list(everything.values())
        Random(seed).shuffle(order)
        deliver(desk, order)
    first, *others = (state(desk, id_) for desk in laptops)
    assert others == [first, first]
    assert first.history == everything.keys()
    assert first.parked == 0
    expected = []
    for field in sorted(FIELDS):
        heads = standing_heads(list(everything.values()), field)
        values = {one.fields.get(field) for one in heads}
        shown = max(heads, key=lambda one: (one.hlc, one.device, one.id)).fields.get(field)
        assert value(laptops[0], id_, field) == shown
        if len(values) > 1:
            expected.append((field, sorted(one.id for one in heads)))
    assert [(name, json.loads(heads)) for name, heads in first.conflicts] == expected


# ---- one rule at a time ------------------------------------------------------------------------


def test_the_same_operations_again_change_nothing(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, name="王建国", phone="138")
    edit(one, ID, phone="139")
    assert deliver(two, log(one, ID)).applied == 2
    before = state(two, ID)
    again = deliver(two, log(one, ID))
    assert (again.applied, again.duplicates, again.conflicts) == (0, 2, 0)
    assert state(two, ID) == before


def test_a_plain_succession_is_no_conflict(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="138")
    deliver(two, log(one, ID))
    edit(two, ID, phone="139")
    edit(two, ID, phone="137")
    deliver(one, log(two, ID))
    assert value(one, ID, "phone") == "137"
    assert state(one, ID).conflicts == ()


def test_concurrent_values_stay_open_until_one_change_replaces_them_all(
    trio: tuple[Desk, Desk, Desk],
) -> None:
    one, two, three = trio
    make(one, ID, phone="0")
    for desk in (two, three):
        deliver(desk, log(one, ID))
    for desk, phone in zip(trio, ("1", "2", "3"), strict=True):
        edit(desk, ID, phone=phone)
    deliver(one, [*log(two, ID), *log(three, ID)])
    ((field, heads),) = state(one, ID).conflicts
    assert (field, len(json.loads(heads))) == ("phone", 3)
    edit(one, ID, phone="9")  # the worker decides, here and now
    assert state(one, ID).conflicts == ()
    deliver(two, log(three, ID))
    assert len(state(two, ID).conflicts) == 1
    deliver(two, log(one, ID))
    assert state(two, ID).conflicts == ()
    assert value(two, ID, "phone") == "9"


def test_equal_values_merge_silently(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="0")
    deliver(two, log(one, ID))
    edit(one, ID, phone="5")
    edit(two, ID, phone="5")
    assert deliver(one, log(two, ID)).conflicts == 0
    assert state(one, ID).conflicts == ()


def test_different_fields_merge_silently(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="0")
    deliver(two, log(one, ID))
    edit(one, ID, phone="5")
    edit(two, ID, note="常不在家")
    deliver(one, log(two, ID))
    assert (value(one, ID, "phone"), value(one, ID, "note")) == ("5", "常不在家")
    assert state(one, ID).conflicts == ()


def test_a_cleared_field_is_a_value_like_any_other(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="0")
    deliver(two, log(one, ID))
    edit(one, ID, phone=None)
    deliver(two, log(one, ID))
    assert value(two, ID, "phone") is None
    assert state(two, ID) == state(one, ID)


def test_what_comes_too_early_waits_and_is_not_lost(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="0")
    edit(one, ID, phone="1")
    edit(one, ID, phone="2")
    first, second, third = log(one, ID)
    assert deliver(two, [third]).parked == 1
    assert deliver(two, [third]).duplicates == 1
    assert deliver(two, [second]).parked == 2  # the third one waits on
    assert state(two, ID).rows == ()
    assert deliver(two, [first]).applied == 3
    assert state(two, ID) == state(one, ID)


def test_merging_is_no_change_of_this_laptop(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="0")
    deliver(two, log(one, ID))
    with two.read() as reading:
        assert reading.scalar("SELECT count(*) FROM operation WHERE bundle IS NULL") == 0
        assert reading.scalar("SELECT applying FROM clock") == 0
    edit(two, ID, phone="1")
    assert [one.device for one in log(two, ID)] == [f"{1:016x}", f"{2:016x}"]


def test_a_record_made_on_two_laptops_becomes_one(trio: tuple[Desk, Desk, Desk]) -> None:
    """Two offices that try the same sample patch make the same ids."""
    one, two, three = trio
    make(one, ID, name="王建国", phone="1")
    make(two, ID, name="王建国", phone="2")
    edit(one, ID, note="甲")
    deliver(one, log(two, ID))
    deliver(two, log(one, ID))
    deliver(three, [*reversed(log(one, ID))])
    assert state(one, ID) == state(two, ID) == state(three, ID)
    assert [name for name, _ in state(three, ID).conflicts] == ["note", "phone"]


def test_merged_people_are_found(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, name="王建国")
    deliver(two, log(one, ID))
    with two.read() as reading:
        assert reading.scalar("SELECT count(*) FROM search_entry WHERE record = ?", (ID,)) == 1


def test_our_clock_follows_but_not_a_clock_that_runs_years_ahead(
    trio: tuple[Desk, Desk, Desk],
) -> None:
    one, two, three = trio
    make(one, ID)
    (first,) = log(one, ID)
    near, far = replace(first, hlc=first.hlc + (3_600_000 << 16)), replace(first, hlc=1 << 62)
    for desk, ahead in ((two, near), (three, far)):
        deliver(desk, [ahead])
    with two.read() as reading:
        assert reading.scalar("SELECT hlc FROM clock") == near.hlc
    with three.read() as reading:
        wall, hlc = reading.rows("SELECT wall, hlc FROM clock")[0]
    assert hlc == wall + 24 * 3_600_000 << 16


# ---- what is refused ---------------------------------------------------------------------------


def refusal(desk: Desk, given: Sequence[Operation]) -> str:
    with pytest.raises(UserError) as caught:
        deliver(desk, given)
    return caught.value.problems[0].code


def test_one_id_with_two_contents_is_refused(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    make(one, ID, phone="1")
    (first,) = log(one, ID)
    deliver(two, [first])
    assert refusal(two, [replace(first, fields={"phone": "2"})]) == "exchange.two_changes"
    assert refusal(one, [first, replace(first, author="x")]) == "exchange.two_changes"
    assert value(two, ID, "phone") == "1"


def receipt(desk: Desk, id_: str, running: int) -> Operation:
    with desk.write() as work:
        made = Receipt(
            id=id_, home_division="210106", series="T01RA-2026", running=running, amount_fen=100
        )
        work.add(made)
    (operation,) = log(desk, id_)
    return operation


def test_money_is_added_and_never_changed(trio: tuple[Desk, Desk, Desk]) -> None:
    one, two, _ = trio
    made = receipt(one, ID, 1)
    assert deliver(two, [made]).applied == 1
    change = replace(
        made,
        id=f"{made.device}:1:99",
        counter=99,
        fields={"amount_fen": 1},
        replaces={"amount_fen": (made.id,)},
    )
    assert refusal(two, [change]) == "exchange.append_only"
    with two.read() as reading:
        assert reading.rows("SELECT amount_fen FROM receipt") == [(100,)]


def test_a_number_that_stands_on_another_receipt_is_refused(
    trio: tuple[Desk, Desk, Desk],
) -> None:
    one, two, three = trio
    deliver(three, [receipt(one, ID, 1)])
    other = receipt(two, ID.replace("aa", "bb"), 1)
    assert refusal(three, [other]) == "exchange.number_taken"


def test_a_change_that_replaces_a_value_of_another_record_is_refused(
    trio: tuple[Desk, Desk, Desk],
) -> None:
    one, two, _ = trio
    other = ID.replace("aa", "bb")
    make(one, ID)
    make(one, other)
    edit(one, ID, phone="1")
    first, change = log(one, ID)
    (foreign,) = log(one, other)
    forged = replace(change, replaces={"phone": (foreign.id,)})
    assert refusal(two, [first, foreign, forged]) == "exchange.bad_operation"


GOOD: Mapping[str, object] = {
    "id": "0000000000000001:1:7",
    "device": "0000000000000001",
    "incarnation": 1,
    "counter": 7,
    "hlc": 9,
    "author": "w",
    "kind": "person",
    "record": ID,
    "home_division": "210106",
    "fields": {"phone": "138", "monthly_wage_fen": 100, "birth_date": "1970-01-31"},
    "replaces": {},
}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0000000000000001:1:8"},
        {"kind": "clock"},
        {"kind": "person; DROP TABLE person"},
        {"fields": {"heads": "{}"}},
        {"fields": {"monthly_wage_fen": "100"}},
        {"fields": {"monthly_wage_fen": True}},
        {"fields": {"phone": 138}},
        {"fields": {"birth_date": "1970-02-31"}},
        {"fields": ["phone"]},
        {"fields": {}, "replaces": {"phone": ["a:1:1"]}},
        {"replaces": {"phone": ["a:1:1"]}},
        {"fields": {"phone": "1"}, "replaces": {"phone": []}},
        {"fields": {"phone": "1"}, "replaces": {"phone": "a:1:1"}},
        {"fields": {"phone": "1"}, "replaces": {"phone": ["0000000000000001:1:7"]}},
        {"counter": -7, "id": "0000000000000001:1:-7"},
        {"record": ""},
        {"extra": 1},
    ],
)
def test_an_operation_that_no_laptop_writes_is_refused(
    laptops: tuple[Desk, ...], change: dict[str, object]
) -> None:
    schema = laptops[0].schema
    assert from_wire(GOOD, schema).wire() == GOOD
    with pytest.raises(UserError) as caught:
        from_wire({**GOOD, **change}, schema)
    assert caught.value.problems[0].code == "exchange.bad_operation"
