"""The audit trail: every column of every row is covered, and no personal data goes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from unionapp.models import audit
from unionapp.models.desk import Desk, Work
from unionapp.models.records import SCHEMA
from unionapp.models.tables import metadata
from unionapp.services import vault

COLUMNS = [column.name for column in metadata(SCHEMA).tables["audit"].columns]
GUARDS = ("audit_refuse_update", "audit_refuse_delete", "audit_refuse_replace")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path)
    with made.write() as work:
        for number in range(5):
            audit.append(work, "reveal", "person", f"id-{number}", {"field": "phone", "n": number})
    yield made
    vault.lock(made)


def faults(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as reading:
        return [(problem.code, problem.where) for problem in audit.verify(reading)]


def rows(desk: Desk) -> int:
    with desk.read() as reading:
        return int(reading.scalar("SELECT max(seq) FROM audit"))


def tamper(desk: Desk, *statements: str) -> None:
    """Do what somebody with the key and another tool could do."""
    with desk.write() as work:
        for guard in GUARDS:
            work.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            work.execute(statement)


def test_an_untouched_trail_has_no_fault(desk: Desk) -> None:
    assert faults(desk) == []


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "seq"])
def test_a_change_of_any_column_is_found(desk: Desk, column: str) -> None:
    tamper(desk, f"UPDATE audit SET \"{column}\" = 'changed' WHERE seq = 3")
    assert ("audit.changed", "3") in faults(desk)


@pytest.mark.parametrize("column", ["kind", "record"])
def test_a_column_that_was_emptied_is_found(desk: Desk, column: str) -> None:
    tamper(desk, f'UPDATE audit SET "{column}" = NULL WHERE seq = 3')
    assert faults(desk) == [("audit.changed", "3")]


def test_a_row_that_was_renumbered_is_found(desk: Desk) -> None:
    tamper(desk, "UPDATE audit SET seq = 99 WHERE seq = 3")
    assert {code for code, _ in faults(desk)} >= {"audit.missing", "audit.cut_off"}


def test_a_row_that_is_gone_is_found(desk: Desk) -> None:
    tamper(desk, "DELETE FROM audit WHERE seq = 3")
    assert ("audit.missing", "3") in faults(desk)


def test_rows_cut_off_at_the_end_are_found(desk: Desk) -> None:
    last = rows(desk)
    tamper(desk, f"DELETE FROM audit WHERE seq = {last}")
    assert faults(desk) == [("audit.cut_off", str(last - 1))]


def test_an_emptied_trail_is_found(desk: Desk) -> None:
    tamper(desk, "DELETE FROM audit")
    assert faults(desk) == [("audit.cut_off", "0")]


def test_two_rows_that_changed_places_are_found(desk: Desk) -> None:
    tamper(
        desk,
        "UPDATE audit SET seq = -1 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = -1",
    )
    assert ("audit.changed", "2") in faults(desk)


def test_a_forged_row_at_the_end_is_found(desk: Desk) -> None:
    tamper(
        desk,
        "INSERT INTO audit (at, worker, action, detail, previous_hash, hash) "
        "SELECT at, worker, action, detail, hash, hash FROM audit ORDER BY seq DESC LIMIT 1",
    )
    assert ("audit.changed", str(rows(desk))) in faults(desk)


def test_a_row_of_a_transaction_that_failed_is_not_there(desk: Desk) -> None:
    before = rows(desk)
    with pytest.raises(KeyError), desk.write() as work:
        append_then_fail(work)
    assert rows(desk) == before
    assert faults(desk) == []


def append_then_fail(work: Work) -> None:
    audit.append(work, "export")
    raise KeyError


@pytest.mark.parametrize(
    "value",
    ["王秀兰", "13812345678", "210106197603150021", "21010619760315002X", "two words", "x" * 200],
)
def test_personal_data_is_refused(desk: Desk, value: str) -> None:
    with pytest.raises(ValueError, match="audit detail"), desk.write() as work:
        audit.append(work, "reveal", detail={"value": value})


def test_a_float_is_refused(desk: Desk) -> None:
    with pytest.raises(TypeError), desk.write() as work:
        audit.append(work, "pay", detail={"amount": 1.5})  # type: ignore[dict-item] # the slip


@pytest.mark.parametrize(
    "value", ["P7A6Z23RA-2026-000001-O", "01a1fb9e-068e-705b-a992-29f706839eb9", "2026-11-21", ""]
)
def test_ids_numbers_and_days_are_taken(desk: Desk, value: str) -> None:
    with desk.write() as work:
        audit.append(work, "issued", detail={"value": value})
    assert faults(desk) == []


def test_the_head_moves_with_every_row(desk: Desk) -> None:
    with desk.read() as reading:
        before = audit.head(reading)
    with desk.write() as work:
        audit.append(work, "lock")
    with desk.read() as reading:
        assert audit.head(reading) != before
