"""A personal value is shown in full one at a time, and the trail says who asked."""

from __future__ import annotations

import json

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.models.desk import Desk
from unionapp.services import reveals

NUMBER = "210106197603150021"


def test_a_reveal_returns_the_whole_value_and_is_written_down_without_it(desk: Desk) -> None:
    person = factories.person(desk, identity_number=NUMBER)
    assert reveals.reveal(desk, "person", person.id, "identity_number") == NUMBER
    with desk.read() as reading:
        row = reading.rows("SELECT worker, action, kind, record, detail FROM audit")[-1]
    assert row[:4] == (desk.worker_id, "value_revealed", "person", person.id)
    assert json.loads(row[4]) == {"field": "identity_number"}


def test_nothing_is_revealed_of_a_record_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        reveals.reveal(desk, "person", "nobody", "phone")
    assert error.value.problems[0].code == "records.missing"
