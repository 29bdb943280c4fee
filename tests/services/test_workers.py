"""Each worker has a key of their own; adding one takes the passphrase of who adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from unionapp.errors import UserError
from unionapp.paths import DataDir
from unionapp.services import vault, workers

SECOND = "春天 河边 老槐树 三只 喜鹊"


def _added(folder: DataDir, own: str = factories.PASSPHRASE, new: str = SECOND) -> None:
    desk = factories.office(folder.root)
    try:
        workers.add(
            desk,
            folder,
            name="李 建 华",
            roles=("worker",),
            passphrase=new,
            own_passphrase=own,
            sources=factories.sources(),
        )
    finally:
        vault.lock(desk)


def test_a_second_worker_opens_the_office_with_a_passphrase_of_her_own(tmp_path: Path) -> None:
    folder = DataDir(tmp_path)
    _added(folder)
    desk = vault.open_office(folder, SECOND, sources=factories.sources())
    found = {one.id: one.name for one in workers.listing(desk)}
    vault.lock(desk)
    assert found[desk.worker_id] == "李建华"
    assert set(found.values()) == {"陈晓梅", "李建华"}


@pytest.mark.parametrize(
    ("own", "new", "code"),
    [
        ("不是 她的 口令 对不对", SECOND, "keys.refused"),
        (factories.PASSPHRASE, "12345678", "keys.passphrase_short"),
    ],
)
def test_nobody_is_added_when_a_passphrase_will_not_do(
    tmp_path: Path, own: str, new: str, code: str
) -> None:
    folder = DataDir(tmp_path)
    with pytest.raises(UserError) as refused:
        _added(folder, own, new)
    assert code in [problem.code for problem in refused.value.problems]
    desk = (
        vault.open_office(folder, factories.PASSPHRASE, sources=vault.Sources(cost=factories.CHEAP))
        if code != "keys.refused"
        else None
    )
    if desk is not None:
        assert len(workers.listing(desk)) == 1
        vault.lock(desk)


def test_a_new_recovery_code_opens_and_the_old_one_does_not(tmp_path: Path) -> None:
    folder = DataDir(tmp_path)
    made = vault.create_office(
        folder,
        office=vault.Office("铁西区兴华街道总工会", factories.DIVISION),
        worker_name="陈晓梅",
        passphrase=factories.PASSPHRASE,
        sources=factories.sources(),
    )
    code = workers.renew_recovery_code(
        made.desk, folder, factories.PASSPHRASE, sources=factories.sources()
    )
    vault.lock(made.desk)
    with pytest.raises(UserError):
        vault.open_with_recovery(
            folder,
            made.recovery_code,
            worker_id=made.desk.worker_id,
            new_passphrase=SECOND,
            sources=factories.sources(),
        )
    desk = vault.open_with_recovery(
        folder,
        code,
        worker_id=made.desk.worker_id,
        new_passphrase=SECOND,
        sources=factories.sources(),
    )
    vault.lock(desk)
    again = vault.open_office(folder, SECOND, sources=factories.sources())
    vault.lock(again)
    assert again.worker_id == made.desk.worker_id
