"""What the tests of services share: an office that is open, and one that may grant aid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories
from tests.services import aid
from unionapp.models.desk import Desk
from unionapp.services import vault


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Hand over an open office; it is locked afterwards."""
    made = factories.office(tmp_path)
    yield made
    vault.lock(made)


@pytest.fixture
def dibao(desk: Desk) -> None:
    """Enter the dibao standard, without which no aid is granted."""
    aid.standard(desk)
