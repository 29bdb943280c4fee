"""The key file: what opens it, what does not, and what happens when a copy is broken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from unionapp import wording
from unionapp.errors import Problem, UserError
from unionapp.models import keyfile, keyslots, recovery_code
from unionapp.models.keyslots import Backoff, Cost

FAST = Cost(memory_kib=64, passes=1)
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LATER = timedelta(minutes=10)
PASSPHRASE = "春风 吹过 浑河 两岸"


def codes(refused: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def made(path: Path) -> tuple[bytes, str]:
    return keyslots.create(path, "w1", "王芳", PASSPHRASE, cost=FAST)


def rewrite(path: Path, change: dict[str, object]) -> None:
    """Change every worker slot in both copies, with sound checksums."""
    file = keyfile.decode(path.read_bytes(), "")
    slots = tuple(replace(s, **change) if s.kind == "worker" else s for s in file.slots)  # type: ignore[arg-type]  # the table names real fields
    content = keyfile.encode(replace(file, slots=slots, failures=0, last_failure=None))
    for copy in (path, keyslots.copy_of(path)):
        copy.write_bytes(content)


def test_the_passphrase_gives_the_key_back(path: Path, made: tuple[bytes, str]) -> None:
    assert keyslots.unlock(path, PASSPHRASE, now=NOW) == keyslots.Unlocked(made[0], "w1")
    assert len(made[0]) == 32


def test_two_files_have_different_keys_and_codes(tmp_path: Path, made: tuple[bytes, str]) -> None:
    other = keyslots.create(tmp_path / "other.json", "w1", "王芳", PASSPHRASE, cost=FAST)
    assert other[0] != made[0]
    assert other[1] != made[1]


def test_neither_key_nor_passphrase_nor_code_stands_in_the_file(
    path: Path, made: tuple[bytes, str]
) -> None:
    key, code = made
    content = path.read_bytes()
    for secret in (PASSPHRASE.encode(), key, key.hex().encode(), code.encode(), code[:5].encode()):
        assert secret not in content


def test_full_width_typing_opens_too(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keyslots.create(path, "w1", "王芳", "river stone 42", cost=FAST)
    assert keyslots.unlock(path, "ｒｉｖｅｒ　ｓｔｏｎｅ　４２", now=NOW).worker_id == "w1"


@pytest.mark.usefixtures("made")
def test_an_existing_key_file_is_never_replaced(path: Path) -> None:
    before = path.read_bytes()
    for gone in (None, path):
        if gone is not None:
            gone.unlink()
        with pytest.raises(UserError) as refused:
            keyslots.create(path, "w2", "李强", PASSPHRASE, cost=FAST)
        assert codes(refused) == ["keys.exists"]
    assert keyslots.copy_of(path).read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"wrapped": b"\0" * 48},
        {"nonce": b"\0" * 12},
        {"salt": b"\0" * 16},
        {"id": "0" * 16},
        {"worker_id": "w9"},
        {"cost": Cost(memory_kib=128, passes=1)},
    ],
    ids=str,
)
@pytest.mark.usefixtures("made")
def test_wrong_passphrase_and_damaged_slot_give_the_same_answer(
    path: Path, change: dict[str, object]
) -> None:
    rewrite(path, change)
    passphrase = PASSPHRASE if change else PASSPHRASE + "!"
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, passphrase, now=NOW)
    assert refused.value.problems == (Problem("keys.refused", "keys.json"),)


def test_a_slot_of_another_file_opens_nothing(
    tmp_path: Path, path: Path, made: tuple[bytes, str]
) -> None:
    other = tmp_path / "other.json"
    keyslots.create(other, "w1", "王芳", PASSPHRASE, cost=FAST)
    stolen = keyfile.decode(other.read_bytes(), "").slots
    file = keyfile.decode(path.read_bytes(), "")
    keyslots.install(path, keyfile.encode(replace(file, slots=stolen)))
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, PASSPHRASE, now=NOW)
    assert codes(refused) == ["keys.refused"]
    assert made[0] not in path.read_bytes()


def test_a_second_worker_opens_with_her_own_passphrase(path: Path, made: tuple[bytes, str]) -> None:
    keyslots.add_worker(path, made[0], "w2", "李强", "安静 图书馆 窗台", cost=FAST)
    assert keyslots.unlock(path, "安静 图书馆 窗台", now=NOW) == keyslots.Unlocked(made[0], "w2")
    assert keyslots.unlock(path, PASSPHRASE, "w1", now=NOW).worker_id == "w1"
    names = [(slot.worker_id, slot.worker_name) for slot in keyslots.list_slots(path)]
    assert names == [("w1", "王芳"), ("w2", "李强")]
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, PASSPHRASE, "w2", now=NOW)
    assert codes(refused) == ["keys.refused"]


def test_one_worker_has_one_slot(path: Path, made: tuple[bytes, str]) -> None:
    with pytest.raises(UserError) as refused:
        keyslots.add_worker(path, made[0], "w1", "王芳", "x", cost=FAST)
    assert codes(refused) == ["keys.worker_exists"]


def test_a_key_of_another_database_changes_nothing(path: Path, made: tuple[bytes, str]) -> None:
    before = path.read_bytes()
    for change in (
        lambda key: keyslots.add_worker(path, key, "w2", "李强", "x", cost=FAST),
        lambda key: keyslots.set_passphrase(path, key, "w1", "x", cost=FAST),
        lambda key: keyslots.remove_worker(path, key, "w1"),
        lambda key: keyslots.renew_recovery_code(path, key, cost=FAST),
        lambda key: keyslots.rename_worker(path, key, "w1", "x"),
    ):
        with pytest.raises(UserError) as refused:
            change(bytes(32))
        assert codes(refused) == ["keys.other_key"]
    assert path.read_bytes() == before
    assert made[0] != bytes(32)


def test_a_changed_passphrase_replaces_the_old_one(path: Path, made: tuple[bytes, str]) -> None:
    keyslots.change_passphrase(path, "w1", PASSPHRASE, "新的 口令 在 纸上", cost=FAST, now=NOW)
    assert keyslots.unlock(path, "新的 口令 在 纸上", now=NOW).key == made[0]
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, PASSPHRASE, now=NOW)
    assert codes(refused) == ["keys.refused"]


@pytest.mark.usefixtures("made")
def test_a_passphrase_is_not_changed_without_the_old_one(path: Path) -> None:
    with pytest.raises(UserError):
        keyslots.change_passphrase(path, "w1", "wrong", "新的", cost=FAST, now=NOW)
    assert keyslots.unlock(path, PASSPHRASE, now=NOW + LATER).worker_id == "w1"


def test_a_removed_worker_no_longer_opens_and_the_last_one_stays(
    path: Path, made: tuple[bytes, str]
) -> None:
    keyslots.add_worker(path, made[0], "w2", "李强", "安静 图书馆 窗台", cost=FAST)
    keyslots.remove_worker(path, made[0], "w1")
    for copy in (path, keyslots.copy_of(path)):
        assert "王芳" not in copy.read_text("utf-8")
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, PASSPHRASE, now=NOW)
    assert codes(refused) == ["keys.refused"]
    with pytest.raises(UserError) as refused:
        keyslots.remove_worker(path, made[0], "w2")
    assert codes(refused) == ["keys.last_worker"]
    with pytest.raises(UserError) as refused:
        keyslots.remove_worker(path, made[0], "w1")
    assert codes(refused) == ["keys.no_such_worker"]


def test_a_renamed_worker_keeps_her_passphrase(path: Path, made: tuple[bytes, str]) -> None:
    keyslots.rename_worker(path, made[0], "w1", "王芳芳")
    assert keyslots.list_slots(path)[0].worker_name == "王芳芳"
    assert keyslots.unlock(path, PASSPHRASE, now=NOW).key == made[0]


@pytest.mark.parametrize("field", ["id", "kind", "worker_id", "cost", "salt"])
@pytest.mark.usefixtures("made")
def test_a_slot_is_bound_to_its_file_and_to_each_of_its_facts(path: Path, field: str) -> None:
    worker, recovery = keyfile.decode(path.read_bytes(), "").slots
    recovery = replace(recovery, cost=Cost(memory_kib=128, passes=1))
    changed = replace(worker, **{field: getattr(recovery, field)})
    assert keyfile.slot_facts("a", worker) != keyfile.slot_facts("a", changed)
    assert keyfile.slot_facts("a", worker) != keyfile.slot_facts("b", worker)


# Recovery


def test_the_printed_code_opens_and_sets_a_new_passphrase(
    path: Path, made: tuple[bytes, str]
) -> None:
    key = keyslots.unlock_with_recovery(path, made[1])
    assert key == made[0]
    keyslots.set_passphrase(path, key, "w1", "又 一个 新的 口令", cost=FAST)
    assert keyslots.unlock(path, "又 一个 新的 口令", now=NOW).key == key


def test_a_renewed_code_replaces_the_lost_one(path: Path, made: tuple[bytes, str]) -> None:
    fresh = keyslots.renew_recovery_code(path, made[0], cost=FAST)
    assert keyslots.unlock_with_recovery(path, fresh) == made[0]
    with pytest.raises(UserError) as refused:
        keyslots.unlock_with_recovery(path, made[1])
    assert codes(refused) == ["keys.recovery_refused"]


def some_code(seed: int = 7) -> str:
    return recovery_code.make(Random(seed).randbytes)


def test_a_code_has_more_than_128_random_bits_in_seven_groups() -> None:
    assert recovery_code.SECRET_BITS >= 128
    assert [len(group) for group in some_code().split("-")] == [5] * 7
    assert len({some_code(seed) for seed in range(200)}) == 200


def test_every_bit_of_the_randomness_reaches_the_code() -> None:
    base = bytes(18)
    seen = set()
    for bit in range(18 * 8):
        flipped = bytearray(base)
        flipped[bit // 8] ^= 0x80 >> bit % 8
        seen.add(recovery_code.make(lambda size, flipped=bytes(flipped): flipped[:size]))
    assert len(seen) == recovery_code.SECRET_BITS + 1  # the four bits that are cut give one code


@pytest.mark.parametrize(
    "spelling",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " — "),
        lambda code: code.replace("0", "o").replace("1", "l").replace("V", "u"),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
        lambda code: "\n" + code + "\t",
    ],
)
def test_the_code_may_be_typed_carelessly(spelling: object) -> None:
    code = some_code(3)
    assert callable(spelling)
    assert recovery_code.canonical(spelling(code)) == code


def test_every_single_slip_names_its_group() -> None:
    code = some_code(5)
    for at, right in enumerate(code):
        if right == "-":
            continue
        for wrong in set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") - {right}:
            with pytest.raises(UserError) as refused:
                recovery_code.canonical(code[:at] + wrong + code[at + 1 :])
            assert [p.where for p in refused.value.problems] == [str(at // 6 + 1)]


def test_swapped_characters_and_swapped_groups_are_found() -> None:
    groups = some_code(11).split("-")
    for place, group in enumerate(groups):
        for left, right in combinations(range(5), 2):
            swapped = list(group)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            if swapped == list(group):
                continue
            typed = [*groups[:place], "".join(swapped), *groups[place + 1 :]]
            with pytest.raises(UserError) as refused:
                recovery_code.canonical("-".join(typed))
            assert codes(refused) == ["keys.recovery_group"]
    for left, right in combinations(range(7), 2):
        moved = list(groups)
        moved[left], moved[right] = moved[right], moved[left]
        with pytest.raises(UserError) as refused:
            recovery_code.canonical("-".join(moved))
        assert [p.where for p in refused.value.problems] == [str(left + 1), str(right + 1)]


@pytest.mark.parametrize(
    "typed", ["", "-", "ABC", some_code().replace("-", "") + "7", some_code()[:-6]]
)
def test_a_code_of_the_wrong_length_is_refused(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        recovery_code.canonical(typed)
    assert codes(refused) == ["keys.recovery_length"]


def test_a_group_that_is_too_short_is_named() -> None:
    groups = some_code().split("-")
    with pytest.raises(UserError) as refused:
        recovery_code.canonical("-".join([*groups[:2], groups[2][:4], *groups[3:]]))
    assert refused.value.problems == (
        Problem("keys.recovery_group", "3", {"group": groups[2][:4]}),
    )
    assert wording.sentence(refused.value.problems[0]).startswith("恢复码第 3 组")


# Broken copies


@pytest.mark.parametrize("broken", [0, 1])
@pytest.mark.parametrize("how", ["flip", "cut", "empty", "gone", "nonsense", "nested"])
def test_a_damaged_copy_is_healed_from_the_other(
    path: Path, made: tuple[bytes, str], broken: int, how: str
) -> None:
    copies = (path, keyslots.copy_of(path))
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    damage = {
        "flip": bytes(flipped),
        "cut": whole[:-20],
        "empty": b"",
        "nonsense": b"\xff\x00",
        "nested": b"[" * 100_000,
    }
    if how == "gone":
        copies[broken].unlink()
    else:
        copies[broken].write_bytes(damage[how])
    assert keyslots.unlock(path, PASSPHRASE, now=NOW).key == made[0]
    assert [copy.read_bytes() for copy in copies] == [whole, whole]


@pytest.mark.usefixtures("made")
def test_every_flipped_byte_of_both_copies_is_found(path: Path) -> None:
    whole = path.read_bytes()
    dice = Random(1)
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= dice.choice((1, 2, 4, 8, 0x10, 0x40, 0x80, 0xFF))
        for copy in (path, keyslots.copy_of(path)):
            copy.write_bytes(changed)
        with pytest.raises(UserError) as refused:
            keyslots.list_slots(path)
        assert codes(refused) == ["keys.damaged"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory_kib", 2**40),
        ("passes", 10**6),
        ("lanes", 4000),
        ("memory_kib", -1),
        ("memory_kib", "many"),
        ("name", "scrypt"),
        ("salt", "AAAA"),
    ],
)
@pytest.mark.usefixtures("made")
def test_a_slot_that_asks_for_the_impossible_is_damage(
    path: Path, field: str, value: object
) -> None:
    body = json.loads(path.read_text("utf-8"))
    body.pop("checksum")
    body["slots"][0]["kdf"][field] = value
    body["checksum"] = keyfile.hashlib.sha256(keyfile._canonical(body)).hexdigest()
    for copy in (path, keyslots.copy_of(path)):
        copy.write_text(json.dumps(body), "utf-8")
    with pytest.raises(UserError) as refused:
        keyslots.list_slots(path)
    assert codes(refused) == ["keys.damaged"]


@pytest.mark.usefixtures("made")
def test_a_file_of_a_newer_program_is_left_alone(path: Path) -> None:
    body = json.loads(path.read_text("utf-8"))
    body.pop("checksum")
    body["version"] = 2
    body["checksum"] = keyfile.hashlib.sha256(keyfile._canonical(body)).hexdigest()
    path.write_text(json.dumps(body), "utf-8")
    newer = path.read_bytes()
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, PASSPHRASE, now=NOW)
    assert codes(refused) == ["keys.newer"]
    assert path.read_bytes() == newer


def test_the_newer_of_two_sound_copies_counts(path: Path, made: tuple[bytes, str]) -> None:
    old = path.read_bytes()
    keyslots.change_passphrase(path, "w1", PASSPHRASE, "后来 的 口令", cost=FAST, now=NOW)
    path.write_bytes(old)  # the power went before the first copy reached the disk
    assert keyslots.unlock(path, "后来 的 口令", now=NOW).key == made[0]
    assert path.read_bytes() == keyslots.copy_of(path).read_bytes() != old


def test_a_missing_key_file_is_named(path: Path) -> None:
    with pytest.raises(UserError) as refused:
        keyslots.unlock(path, PASSPHRASE, now=NOW)
    assert codes(refused) == ["keys.missing"]


def test_a_disk_that_takes_no_writes_still_opens(
    path: Path, made: tuple[bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keyslots.copy_of(path).unlink()

    def full(_path: Path, _content: bytes) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(keyslots, "write_atomically", full)
    assert keyslots.unlock(path, PASSPHRASE, now=NOW).key == made[0]
    with pytest.raises(OSError, match="disk full"):
        keyslots.add_worker(path, made[0], "w2", "李强", "x", cost=FAST)


def test_a_backup_of_the_key_file_can_be_put_back(
    tmp_path: Path, path: Path, made: tuple[bytes, str]
) -> None:
    saved = keyslots.sound_copy(path)
    elsewhere = tmp_path / "new" / "keys.json"
    keyslots.install(elsewhere, saved)
    assert keyslots.unlock(elsewhere, PASSPHRASE, now=NOW).key == made[0]
    keyslots.change_passphrase(path, "w1", PASSPHRASE, "后来 的 口令", cost=FAST, now=NOW)
    keyslots.install(path, saved)
    assert keyslots.unlock(path, PASSPHRASE, now=NOW).key == made[0]
    with pytest.raises(UserError) as refused:
        keyslots.install(path, saved[:-1])
    assert codes(refused) == ["keys.damaged"]


# The pause


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (5000, 300)]
)
def test_the_pause_doubles_up_to_five_minutes(failures: int, seconds: int) -> None:
    assert Backoff(failures, NOW).seconds == seconds
    assert Backoff(failures, NOW).remaining(NOW) == seconds
    assert Backoff(failures, NOW).remaining(NOW + timedelta(seconds=seconds)) == 0


def test_a_clock_that_jumps_does_not_lock_out_for_years() -> None:
    for years in (-3650, 3650):
        assert Backoff(20, NOW).remaining(NOW + timedelta(days=years)) == 0


@pytest.mark.usefixtures("made")
def test_the_pause_survives_a_restart_and_ends_with_success(path: Path) -> None:
    moment = NOW
    for failures in range(1, 4):
        with pytest.raises(UserError) as refused:
            keyslots.unlock(path, "wrong", now=moment)
        assert codes(refused) == ["keys.refused"]
        assert keyslots.backoff(path).failures == failures
        with pytest.raises(UserError) as refused:
            keyslots.unlock(path, PASSPHRASE, now=moment)
        assert codes(refused) == ["keys.wait"]
        moment += timedelta(seconds=2 ** (failures - 1))
    assert keyslots.unlock(path, PASSPHRASE, now=moment).worker_id == "w1"
    assert keyslots.backoff(path) == Backoff(0, None)


# The cost


@pytest.mark.parametrize(
    ("floor_seconds", "cost"),
    [
        (0.20, Cost(128 * 1024, 6, 4)),
        (0.05, Cost(256 * 1024, 11, 4)),
        (0.80, Cost(64 * 1024, 3, 4)),
        (60.0, Cost(64 * 1024, 3, 4)),
    ],
)
def test_the_cost_follows_the_machine_and_never_falls_below_the_floor(
    floor_seconds: float, cost: Cost
) -> None:
    assert keyslots.scaled(floor_seconds, 0.75) == cost
    estimate = floor_seconds * cost.memory_kib * cost.passes / (64 * 1024 * 3)
    assert estimate >= 0.5


def test_the_floor_is_64_mib() -> None:
    assert keyslots.FLOOR.memory_kib >= 64 * 1024


def test_calibration_times_the_floor() -> None:
    ticks = iter([0.0, 0.2])
    assert keyslots.calibrate(clock=lambda: next(ticks)) == keyslots.scaled(0.2, 0.75)


# Weak passphrases

OWN = ("王芳", "1985-03-12", "210102198503122017", "13812345678")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "keys.passphrase_short"),
        ("k7#pQ2", "keys.passphrase_short"),
        ("红 花 绿 叶", "keys.passphrase_short"),
        ("春风 春风 春风", "keys.passphrase_short"),
        ("19850312wf", "keys.passphrase_personal"),
        ("王芳122017abcd", "keys.passphrase_personal"),
        ("13812345678", "keys.passphrase_personal"),
        ("王芳850312好好", "keys.passphrase_personal"),
        ("13998765432", "keys.passphrase_number"),
        ("210105199001011234", "keys.passphrase_number"),
        ("1990-12-30me", "keys.passphrase_date"),
        ("1990年2月3日啊啊", "keys.passphrase_date"),
        ("aaaaaaaaaaaa", "keys.passphrase_repeated"),
        ("abababababab", "keys.passphrase_repeated"),
        ("大雁南飞大雁南飞大雁南飞", "keys.passphrase_repeated"),
        ("qwertyuiop12", "keys.passphrase_keyboard"),
        ("poiuytrewq", "keys.passphrase_keyboard"),
        ("1qaz2wsx3edc", "keys.passphrase_keyboard"),
        ("1234567890", "keys.passphrase_keyboard"),
        ("PASSWORD2024", "keys.passphrase_common"),
        ("ｐａｓｓｗｏｒｄ１２", "keys.passphrase_common"),
        ("辽宁沈阳工会密码口令", "keys.passphrase_common"),
    ],
)
def test_a_weak_passphrase_is_named(text: str, code: str) -> None:
    found = [problem.code for problem in keyslots.passphrase_problems(text, forbidden=OWN)]
    assert code in found


@pytest.mark.parametrize(
    "text",
    [
        PASSPHRASE,
        "correct horse battery staple",
        "k7#pQ2vX!m",
        "雨后的石板路很滑请慢走",
        "王芳喜欢在浑河边看大雁",
        "river stone 1985 window",
    ],
)
def test_a_good_passphrase_passes(text: str) -> None:
    assert keyslots.passphrase_problems(text, forbidden=OWN) == []


def test_a_very_long_passphrase_is_judged_by_its_beginning() -> None:
    good = "雨后的石板路很滑请慢走"
    assert keyslots.passphrase_problems(good + "".join(map(chr, range(0x4E00, 0x9000)))) == []


def test_the_copy_of_another_office_never_replaces_the_key_file(
    path: Path, tmp_path: Path, made: tuple[bytes, str]
) -> None:
    other = tmp_path / "other.json"
    keyslots.create(other, "w9", "别人", "别处 的 口令 七个", cost=FAST)
    foreign = replace(keyfile.decode(other.read_bytes(), ""), generation=99)
    keyslots.copy_of(path).write_bytes(keyfile.encode(foreign))
    assert keyslots.unlock(path, PASSPHRASE, now=NOW).key == made[0]
    assert path.read_bytes() == keyslots.copy_of(path).read_bytes()
