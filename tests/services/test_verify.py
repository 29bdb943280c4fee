"""The check of everything: clean after a day's work, and each kind of meddling found by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import factories
from tests.services.aid import family, paid, standard
from unionapp.models.desk import Desk
from unionapp.models.migrations import standing_triggers
from unionapp.services import attachments, cases, members, receipts, vault, verify

CHECKS = (
    "file",
    "guards",
    "audit",
    "operations",
    "rows",
    "receipts",
    "totals",
    "repeats",
    "decisions",
    "files",
    "member_numbers",
    "references",
    "search",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office after a day: people, members, cases, receipts, one of them voided."""
    made = factories.office(tmp_path)
    standard(made)
    factories.building(made)
    for name in ("张卫国", "赵䶮"):
        person = factories.person(made, name=name)
        applied = members.apply(made, person.id, union_id=None, on=date(2026, 11, 1))
        members.record_event(made, applied.membership.id, "approved", on=date(2026, 11, 2))
    receipts.void(made, paid(made).id, reason="金额录错")
    paid(made)
    with made.write() as work:
        attachments.put(work, "response", "r1", "door.jpg", b"a photo")
        work.set_fields("person", person.id, {"phone": "13800000000", "post": "钳工"})
        work.set_fields("person", person.id, {"phone": None})
    yield made
    vault.lock(made)


def found(desk: Desk) -> dict[str, set[str]]:
    """Return the codes of what was found, by the name of the check; errors alone."""
    report = verify.check_everything(desk)
    assert report.ok is all(check.ok for check in report.checks)
    return {
        check.name: {problem.code for problem in check.detail if not problem.warning}
        for check in report.checks
        if not check.ok
    }


def tamper(desk: Desk, *statements: str) -> None:
    """Do what somebody with the key and another tool could do: guards away, write, guards back."""
    with desk.write() as work:
        guards = standing_triggers(work.connection)
        for name in guards:
            work.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            work.execute(statement)
        for text in guards.values():
            work.execute(text)


def test_a_day_of_work_is_clean_and_every_check_was_made(desk: Desk) -> None:
    report = verify.check_everything(desk)
    assert [check.name for check in report.checks] == list(CHECKS)
    assert [(check.name, check.texts()) for check in report.checks if check.detail] == []
    assert report.ok
    assert all(check.label("zh") and check.label("en") for check in report.checks)


def test_the_check_changes_nothing(desk: Desk) -> None:
    with desk.read() as reading:
        before = reading.rows("SELECT count(*), max(seq) FROM operation")
    verify.check_everything(desk)
    with desk.read() as reading:
        assert reading.rows("SELECT count(*), max(seq) FROM operation") == before


def test_progress_goes_from_nothing_to_all(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    verify.check_everything(desk, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, len(CHECKS)) for done in range(len(CHECKS) + 1)]


@pytest.mark.parametrize(
    ("statement", "check", "code"),
    [
        ("UPDATE person SET name = '别人' WHERE name = '张卫国'", "rows", "verify.row_differs"),
        ("UPDATE person SET phone = '1' WHERE name = '赵䶮'", "rows", "verify.row_differs"),
        ("UPDATE person SET title = '1' WHERE name = '赵䶮'", "rows", "verify.row_differs"),
        ("UPDATE person SET heads = NULL", "rows", "verify.row_differs"),
        ("UPDATE person SET home_division = '210102'", "rows", "verify.row_differs"),
        ("UPDATE visit SET base_op = NULL", "", ""),
        ("UPDATE place SET base_op = NULL", "rows", "verify.row_without_operation"),
        (
            "INSERT INTO person (id, home_division, name) VALUES ('x', '210106', '影子')",
            "rows",
            "verify.row_without_operation",
        ),
        ("DELETE FROM person WHERE name = '张卫国'", "rows", "verify.operation_without_row"),
        ("DELETE FROM operation WHERE seq = 9", "operations", "verify.operations_gap"),
        ("UPDATE clock SET counter = counter + 1", "operations", "verify.operations_gap"),
        (
            "DELETE FROM operation WHERE seq = (SELECT max(seq) FROM operation)",
            "operations",
            "verify.operations_gap",
        ),
        ("UPDATE audit SET action = 'x' WHERE seq = 2", "audit", "audit.changed"),
        ("UPDATE receipt SET amount_fen = 1 WHERE running = 1", "receipts", "receipts.changed"),
        ("DELETE FROM receipt WHERE running = 2", "receipts", "receipts.gap"),
        ('UPDATE "case" SET amount_fen = 1', "decisions", "verify.decision_altered"),
        ("UPDATE \"case\" SET state = 'open'", "rows", "verify.row_differs"),
        (
            "UPDATE membership SET number = 'P-1' WHERE number LIKE '%-000001-%'",
            "member_numbers",
            "verify.member_number_gap",
        ),
        (
            "UPDATE membership SET number = 'P-1'",
            "member_numbers",
            "verify.member_number_twice",
        ),
        ("DELETE FROM search_entry WHERE kind = 'person'", "search", "verify.search_differs"),
    ],
)
def test_meddling_is_found_and_named(desk: Desk, statement: str, check: str, code: str) -> None:
    tamper(desk, statement)
    wrong = found(desk)
    if code:
        assert code in wrong[check]
    else:
        assert wrong == {}


def test_a_receipt_changed_together_with_its_operation_is_still_found(desk: Desk) -> None:
    tamper(
        desk,
        "UPDATE receipt SET payee_id = 'x' WHERE running = 1",
        "UPDATE operation SET fields = json_set(fields, '$.payee_id', 'x') "
        "WHERE record = (SELECT id FROM receipt WHERE running = 1)",
    )
    assert found(desk) == {"receipts": {"receipts.changed"}}


def test_guards_that_are_gone_changed_or_foreign_are_named(desk: Desk) -> None:
    with desk.write() as work:
        work.execute("DROP TRIGGER receipt_refuse_update")
        work.execute("DROP TRIGGER person_refuse_delete")
        work.execute(
            "CREATE TRIGGER person_refuse_delete BEFORE DELETE ON person BEGIN SELECT 1; END"
        )
        work.execute("CREATE TRIGGER spy AFTER INSERT ON person BEGIN SELECT 1; END")
    report = verify.check_everything(desk)
    guards = next(check for check in report.checks if check.name == "guards")
    assert {(problem.code, problem.where) for problem in guards.detail} == {
        ("verify.guard_missing", "receipt_refuse_update"),
        ("verify.guard_changed", "person_refuse_delete"),
        ("verify.guard_foreign", "spy"),
    }


def test_what_was_written_while_the_capture_was_off_is_found(desk: Desk) -> None:
    with desk.write() as work:
        work.execute("UPDATE clock SET applying = 1")
        work.execute("UPDATE person SET phone = '13911112222' WHERE name = '张卫国'")
    assert found(desk) == {"rows": {"verify.row_differs"}}


def test_a_reference_that_leads_nowhere_is_a_warning(desk: Desk) -> None:
    factories.person(desk, household_id="not here yet")
    report = verify.check_everything(desk)
    references = next(check for check in report.checks if check.name == "references")
    assert report.ok
    assert references.ok
    (problem,) = references.detail
    assert (problem.code, problem.warning) == ("verify.reference_nowhere", True)
    assert "家庭" in references.texts()[0]
    assert "Household" in references.texts("en")[0]


def test_an_open_conflict_shows_one_of_the_values_that_stand(desk: Desk) -> None:
    """Another laptop changed the same field at the same time; no value is lost or wrong."""
    person = factories.person(desk, phone="1")
    with desk.write() as work:
        base = work.scalar("SELECT base_op FROM person WHERE id = ?", (person.id,))
        work.set_fields("person", person.id, {"phone": "2"})
        own = json.loads(work.scalar("SELECT heads FROM person WHERE id = ?", (person.id,)))
        work.execute(
            "INSERT INTO operation (id, device, incarnation, counter, hlc, author, kind, record, "
            "home_division, fields, replaces) VALUES ('o:1:1', 'o', 1, 1, 1, 'w', 'person', ?, "
            "?, ?, ?)",
            (
                person.id,
                factories.DIVISION,
                json.dumps({"phone": "3"}),
                json.dumps({"phone": [base]}),
            ),
        )
        heads = {"phone": [*own["phone"], "o:1:1"]}
        work.execute("UPDATE person SET heads = ? WHERE id = ?", (json.dumps(heads), person.id))
    assert found(desk) == {}
    tamper(desk, f"UPDATE person SET phone = '1' WHERE id = '{person.id}'")
    assert found(desk) == {"rows": {"verify.row_differs"}}


def test_every_finding_has_its_sentence_in_both_languages(desk: Desk) -> None:
    tamper(
        desk,
        "DELETE FROM receipt WHERE running = 2",
        "DELETE FROM search_entry",
        "UPDATE person SET name = 'x'",
        "UPDATE audit SET action = 'x'",
        "UPDATE membership SET number = 'P-1'",
        'UPDATE "case" SET amount_fen = 1',
    )
    report = verify.check_everything(desk)
    for language in ("zh", "en"):
        for check in report.checks:
            for text in check.texts(language):
                assert "verify." not in text
                assert "—" not in text


def test_a_damaged_file_is_reported_to_the_end(tmp_path: Path) -> None:
    desk = factories.office(tmp_path)
    for _ in range(3):
        family(desk)
    path = desk.database.path
    desk.database.checkpoint()
    content = bytearray(path.read_bytes())
    for place in range(8192, len(content), 4096):
        content[place] ^= 1
    path.write_bytes(content)
    report = verify.check_everything(desk)
    vault.lock(desk)
    assert [check.name for check in report.checks] == list(CHECKS)
    assert not report.ok
    assert not report.checks[0].ok
    assert {problem.code for check in report.checks for problem in check.detail} >= {
        "verify.damaged"
    }


def test_a_case_that_was_decided_stays_clean_when_it_is_paid(desk: Desk) -> None:
    with desk.read() as reading:
        states = {row[0] for row in reading.rows('SELECT state FROM "case"')}
    assert states == {"granted", "paid"}
    assert found(desk) == {}
    assert cases.PAID in states


def test_a_changed_photo_is_found(desk: Desk) -> None:
    with desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE blob SET content = ?", (b"another",))
    assert found(desk) == {"files": {"verify.file_altered"}}


def test_a_photo_that_has_not_come_yet_is_a_warning(desk: Desk) -> None:
    with desk.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM blob")
    assert found(desk) == {}
    files = next(one for one in verify.check_everything(desk).checks if one.name == "files")
    assert [one.code for one in files.detail] == ["verify.file_missing"]
