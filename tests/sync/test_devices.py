"""A laptop's keys, its request, and what the hub's answer changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.hub import hubs
from unionapp.errors import UserError
from unionapp.hub import registry
from unionapp.models import series
from unionapp.models.desk import Desk
from unionapp.services import vault
from unionapp.sync import devices, enrolment, importing, show


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = factories.office(tmp_path / "office")
    yield made
    vault.lock(made)


def code_of(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.problems[0].code


def test_keys_are_made_once_and_kept_in_the_database(desk: Desk, tmp_path: Path) -> None:
    with desk.read() as reading:
        assert devices.stored_keys(reading) is None
    first = devices.request(desk, tmp_path / "a.ghb")
    second = devices.request(desk, tmp_path / "b.ghb")
    assert first.fingerprint == second.fingerprint
    request = enrolment.read_request((tmp_path / "a.ghb").read_bytes())
    assert (request.keys.fingerprint, request.division) == (first.fingerprint, "210106")


def test_the_secrets_stand_in_no_file_in_clear(desk: Desk, tmp_path: Path) -> None:
    devices.request(desk, tmp_path / "request.ghb")
    with desk.read() as reading:
        keys = devices.stored_keys(reading)
    assert keys is not None
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        content = file.read_bytes()
        assert keys.signing_secret.hex().encode() not in content
        assert keys.age_secret.encode() not in content


def test_the_answer_brings_the_hub_and_series_that_go_on_without_a_gap(
    desk: Desk, tmp_path: Path
) -> None:
    with desk.write() as work:
        provisional = [series.take(work, "receipt").text for _ in range(2)]
    reply = hubs.reply_for(tmp_path, desk)
    with desk.read() as reading:
        assert devices.hub_of(reading) is None
    made = importing.import_bundle(desk, reply.read_bytes(), name=reply.name)
    assert made.series["receipt"] == made.series["member"] == "T01"
    with desk.write() as work:
        installed = [series.take(work, "receipt") for _ in range(2)]
    assert all(map(series.is_provisional, provisional))
    assert [one.running for one in installed] == [1, 2]
    assert all(one.text.startswith("T01RA-") for one in installed)
    assert all(series.is_well_formed(number) for number in provisional)


def test_the_answer_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    reply = hubs.reply_for(tmp_path, desk).read_bytes()
    importing.import_bundle(desk, reply)
    with desk.write() as work:
        series.take(work, "member")
    importing.import_bundle(desk, reply)
    with desk.write() as work:
        assert series.take(work, "member").running == 2


def test_an_answer_to_another_laptop_is_refused(desk: Desk, tmp_path: Path) -> None:
    other = factories.office(tmp_path / "other", seed=2)
    devices.request(desk, tmp_path / "mine.ghb")
    reply = hubs.reply_for(tmp_path, other).read_bytes()
    vault.lock(other)
    with pytest.raises(UserError) as caught:
        importing.import_bundle(desk, reply)
    assert code_of(caught) == "bundle.other_device"


def test_an_answer_before_any_request_is_refused(desk: Desk, tmp_path: Path) -> None:
    other = factories.office(tmp_path / "other", seed=2)
    reply = hubs.reply_for(tmp_path, other).read_bytes()
    vault.lock(other)
    with pytest.raises(UserError) as caught:
        importing.import_bundle(desk, reply)
    assert code_of(caught) == "exchange.not_requested"


def test_a_second_hub_is_refused(desk: Desk, tmp_path: Path) -> None:
    importing.import_bundle(desk, hubs.reply_for(tmp_path, desk).read_bytes())
    reply = hubs.reply_for(tmp_path, desk, name="second").read_bytes()
    with pytest.raises(UserError) as caught:
        importing.import_bundle(desk, reply)
    assert code_of(caught) == "bundle.other_hub"


def test_the_request_itself_is_sent_to_the_hub_in_words(desk: Desk, tmp_path: Path) -> None:
    devices.request(desk, tmp_path / "request.ghb")
    with pytest.raises(UserError) as caught:
        importing.import_bundle(desk, (tmp_path / "request.ghb").read_bytes(), name="request.ghb")
    assert code_of(caught) == "exchange.for_the_hub"
    assert caught.value.problems[0].where == "request.ghb"


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        importing.read(tmp_path / "nowhere.ghb")
    assert code_of(caught) == "exchange.no_such_file"


def test_both_sides_show_one_fingerprint(desk: Desk, tmp_path: Path) -> None:
    made = devices.request(desk, tmp_path / "request.ghb")
    shown = "\n".join(show.lines(show.look((tmp_path / "request.ghb").read_bytes())))
    with hubs.hub(tmp_path) as hub:
        content = (tmp_path / "request.ghb").read_bytes()
        enrolled = registry.enrol(hub, content, tmp_path / "reply.ghb")
    assert enrolled.request.keys.fingerprint == made.fingerprint
    assert made.fingerprint in shown
