"""The key file: one random data key, wrapped once for every worker and for a printed code.

`keys.json` stands twice beside the database (`keys.json` and `keys.copy.json`), each with a
generation and a checksum; a copy that is damaged, missing or older is healed from the other.
Nothing in it is secret: names and parameters are readable, the data key is only inside slots.

Taking a worker's slot away keeps out somebody who has no older copy of this file; whoever copied
it before and knows the passphrase could have read the data then too.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from unionapp.errors import UserError, refuse
from unionapp.files import write_atomically
from unionapp.models import recovery_code
from unionapp.models.keyfile import Cost, KeyFile, Slot, decode, encode, slot_facts
from unionapp.models.passphrases import folded
from unionapp.models.passphrases import passphrase_problems as passphrase_problems

KEY_BYTES = 32
_WORKER, _RECOVERY = "worker", "recovery"

# The floor of the password hash (RFC 9106, second recommended option: 64 MiB, 3 passes).
FLOOR = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
_MOST_MEMORY_KIB = 256 * 1024  # must run beside everything else on a 4 GB laptop
_LONGEST_WAIT = 300


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The data key and whose slot gave it."""

    key: bytes
    worker_id: str


@dataclass(frozen=True, slots=True)
class SlotName:
    """A worker who can unlock, as shown before unlocking."""

    worker_id: str
    worker_name: str


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long the next attempt has to wait: 1, 2, 4 ... 300 seconds after each failure."""

    failures: int
    last_failure: datetime | None = None

    @property
    def seconds(self) -> int:
        """The whole pause after the last failure."""
        return min(2 ** (self.failures - 1), _LONGEST_WAIT) if self.failures else 0

    def remaining(self, now: datetime) -> float:
        """Return the seconds still to wait.

        A clock that was set back must not lock a worker out for years, so distance counts.
        """
        if self.last_failure is None:
            return 0.0
        return max(0.0, self.seconds - abs((now - self.last_failure).total_seconds()))


def calibrate(
    target_seconds: float = 0.75, *, clock: Callable[[], float] = time.perf_counter
) -> Cost:
    """Return the cost at which one guess takes about `target_seconds` on this machine."""
    begin = clock()
    _derive(b"calibration", b"0" * 16, FLOOR)
    return scaled(clock() - begin, target_seconds)


def scaled(floor_seconds: float, target_seconds: float) -> Cost:
    """Return the cost for the target, given how long the floor took; never below the floor."""
    memory, left = FLOOR.memory_kib, target_seconds / max(floor_seconds, 1e-6)
    while left >= 2 and memory < _MOST_MEMORY_KIB:
        memory, left = memory * 2, left / 2
    passes = max(FLOOR.passes, min(round(FLOOR.passes * left), 64))
    return Cost(memory_kib=memory, passes=passes, lanes=FLOOR.lanes)


def create(
    path: Path, worker_id: str, worker_name: str, passphrase: str, *, cost: Cost
) -> tuple[bytes, str]:
    """Make the key file with a new data key; return the key and the recovery code to print.

    Raises `UserError` `keys.exists` when either copy is there.
    """
    if path.exists() or copy_of(path).exists():
        raise refuse("keys.exists", path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    key, vault = secrets.token_bytes(KEY_BYTES), secrets.token_hex(16)
    code = recovery_code.make(secrets.token_bytes)
    slots = (
        _wrap(vault, _WORKER, worker_id, worker_name, folded(passphrase), key, cost),
        _wrap(vault, _RECOVERY, "", "", code, key, cost),
    )
    _write(path, KeyFile(vault, 0, _key_check(vault, key), 0, None, slots))
    return key, code


def list_slots(path: Path) -> tuple[SlotName, ...]:
    """Return the workers who can unlock, in the order in which they were added."""
    return tuple(
        SlotName(slot.worker_id, slot.worker_name)
        for slot in _read(path).slots
        if slot.kind == _WORKER
    )


def backoff(path: Path) -> Backoff:
    """Return the pause that stands in the file, so that a restart does not shorten it."""
    file = _read(path)
    return Backoff(file.failures, file.last_failure)


def unlock(path: Path, passphrase: str, worker_id: str | None = None, *, now: datetime) -> Unlocked:
    """Return the data key for a passphrase; without `worker_id` every worker's slot is tried.

    Raises `UserError`: `keys.wait` before the pause is over (the passphrase is not tried),
    `keys.refused` for a wrong passphrase, an unknown worker and a damaged slot alike.
    """
    file = _read(path)
    waiting = Backoff(file.failures, file.last_failure).remaining(now)
    if waiting > 0:
        raise refuse("keys.wait", path.name, seconds=int(waiting) + 1)
    for slot in file.slots:
        if slot.kind == _WORKER and worker_id in (None, slot.worker_id):
            key = _unwrap(file, slot, folded(passphrase))
            if key is not None:
                _forget_failures(path, file)
                return Unlocked(key, slot.worker_id)
    _count_failure(path, file, now)
    raise refuse("keys.refused", path.name)


def unlock_with_recovery(path: Path, code: str) -> bytes:
    """Return the data key for the printed code; `set_passphrase` then gives a worker a new one.

    Raises `UserError`: `keys.recovery_group` names each mistyped group, `keys.recovery_length`,
    `keys.recovery_refused` for the code of another key file or a damaged slot.
    """
    printed = recovery_code.canonical(code)
    file = _read(path)
    for slot in file.slots:
        if slot.kind == _RECOVERY:
            key = _unwrap(file, slot, printed)
            if key is not None:
                _forget_failures(path, file)
                return key
    raise refuse("keys.recovery_refused", path.name)


def add_worker(
    path: Path, key: bytes, worker_id: str, worker_name: str, passphrase: str, *, cost: Cost
) -> None:
    """Give another worker a slot; `UserError` `keys.worker_exists` when she has one."""
    file = _read_with(path, key)
    if _slot_of(file, worker_id) is not None:
        raise refuse("keys.worker_exists", worker_name)
    slot = _wrap(file.vault, _WORKER, worker_id, worker_name, folded(passphrase), key, cost)
    _write(path, replace(file, slots=(*file.slots, slot)))


def set_passphrase(path: Path, key: bytes, worker_id: str, passphrase: str, *, cost: Cost) -> None:
    """Give a worker a new passphrase with the data key in hand: after recovery.

    Raises `UserError` `keys.no_such_worker`.
    """
    file = _read_with(path, key)
    old = _known_slot(file, worker_id)
    new = _wrap(file.vault, _WORKER, worker_id, old.worker_name, folded(passphrase), key, cost)
    slots = tuple(new if slot is old else slot for slot in file.slots)
    _write(path, replace(file, slots=slots, failures=0, last_failure=None))


def change_passphrase(
    path: Path, worker_id: str, old: str, new: str, *, cost: Cost, now: datetime
) -> None:
    """Replace a worker's passphrase; raises as `unlock` does when the old one is wrong."""
    unlocked = unlock(path, old, worker_id, now=now)
    set_passphrase(path, unlocked.key, worker_id, new, cost=cost)


def rename_worker(path: Path, key: bytes, worker_id: str, worker_name: str) -> None:
    """Show another name for a worker before unlocking."""
    file = _read_with(path, key)
    old = _known_slot(file, worker_id)
    slots = tuple(replace(s, worker_name=worker_name) if s is old else s for s in file.slots)
    _write(path, replace(file, slots=slots))


def remove_worker(path: Path, key: bytes, worker_id: str) -> None:
    """Take a worker's slot away; the last one stays (`UserError` `keys.last_worker`)."""
    file = _read_with(path, key)
    old = _known_slot(file, worker_id)
    slots = tuple(slot for slot in file.slots if slot is not old)
    if not any(slot.kind == _WORKER for slot in slots):
        raise refuse("keys.last_worker", old.worker_name)
    _write(path, replace(file, slots=slots))


def renew_recovery_code(path: Path, key: bytes, *, cost: Cost) -> str:
    """Make a new recovery code, for the day the paper is lost; the old one no longer opens."""
    file = _read_with(path, key)
    code = recovery_code.make(secrets.token_bytes)
    kept = tuple(slot for slot in file.slots if slot.kind != _RECOVERY)
    slot = _wrap(file.vault, _RECOVERY, "", "", code, key, cost)
    _write(path, replace(file, slots=(*kept, slot)))
    return code


def sound_copy(path: Path) -> bytes:
    """Return the bytes of the key file for a backup; `install` takes them back."""
    return encode(_read(path))


def install(path: Path, content: bytes) -> None:
    """Put the key file of a backup in place, both copies.

    Raises `UserError` `keys.damaged` when `content` is no whole key file; nothing is written.
    """
    file = decode(content, path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    standing = [found.generation for found in _copies(path) if found is not None]
    _write(path, replace(file, generation=max([file.generation, *standing])))


def copy_of(path: Path) -> Path:
    """Return where the second copy of a key file stands."""
    return path.with_suffix(f".copy{path.suffix}")


# Slots


def _wrap(
    vault: str, kind: str, worker_id: str, worker_name: str, secret: str, key: bytes, cost: Cost
) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    blank = Slot(
        id=secrets.token_hex(8),
        kind=kind,
        worker_id=worker_id,
        worker_name=worker_name,
        cost=cost,
        salt=secrets.token_bytes(16),
        nonce=secrets.token_bytes(12),
        wrapped=b"",
    )
    wrapping = AESGCM(_derive(secret.encode(), blank.salt, cost))
    return replace(blank, wrapped=wrapping.encrypt(blank.nonce, key, slot_facts(vault, blank)))


def _unwrap(file: KeyFile, slot: Slot, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping = AESGCM(_derive(secret.encode(), slot.salt, slot.cost))
    try:
        key = wrapping.decrypt(slot.nonce, slot.wrapped, slot_facts(file.vault, slot))
    except InvalidTag:
        return None
    return key if _fits(file, key) else None


def _derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _key_check(vault: str, key: bytes) -> bytes:
    """Return what shows that a key belongs to this file; 256 random bits cannot be guessed."""
    return hmac.digest(key, b"unionapp key check\x00" + vault.encode(), hashlib.sha256)


def _fits(file: KeyFile, key: bytes) -> bool:
    return hmac.compare_digest(_key_check(file.vault, key), file.key_check)


def _slot_of(file: KeyFile, worker_id: str) -> Slot | None:
    mine = (s for s in file.slots if s.kind == _WORKER and s.worker_id == worker_id)
    return next(mine, None)


def _known_slot(file: KeyFile, worker_id: str) -> Slot:
    slot = _slot_of(file, worker_id)
    if slot is None:
        raise refuse("keys.no_such_worker", worker_id)
    return slot


# The two copies


def _copies(path: Path) -> tuple[KeyFile | None, KeyFile | None]:
    """Return what each copy holds, None for one that is missing or damaged."""
    return _sound(path), _sound(copy_of(path))


def _sound(path: Path) -> KeyFile | None:
    try:
        return decode(path.read_bytes(), path.name)
    except FileNotFoundError:
        return None
    except UserError as error:
        if error.problems[0].code != "keys.damaged":
            raise
        return None


def _read(path: Path) -> KeyFile:
    """Return the newer sound copy and heal the other one from it."""
    first, second = _copies(path)
    sound = [file for file in (first, second) if file is not None]
    if not sound:
        missing = not path.exists() and not copy_of(path).exists()
        raise refuse("keys.missing" if missing else "keys.damaged", path.name)
    # The copy of another office, left by hand, must not be healed over this one's key file.
    own = [file for file in sound if file.vault == sound[0].vault]
    newest = max(own, key=lambda file: file.generation)
    for place, found in ((path, first), (copy_of(path), second)):
        if found != newest:
            # A disk that takes no writes must not keep the worker out.
            with contextlib.suppress(OSError):
                write_atomically(place, encode(newest))
    return newest


def _read_with(path: Path, key: bytes) -> KeyFile:
    file = _read(path)
    if not _fits(file, key):
        raise refuse("keys.other_key", path.name)
    return file


def _write(path: Path, file: KeyFile) -> None:
    """Write the next generation; the first copy decides, the second follows."""
    content = encode(replace(file, generation=file.generation + 1))
    write_atomically(path, content)
    # The change stands with the first copy; the next reader heals the second one.
    with contextlib.suppress(OSError):
        write_atomically(copy_of(path), content)


def _count_failure(path: Path, file: KeyFile, now: datetime) -> None:
    with contextlib.suppress(OSError):
        _write(path, replace(file, failures=file.failures + 1, last_failure=now))


def _forget_failures(path: Path, file: KeyFile) -> None:
    if file.failures:
        with contextlib.suppress(OSError):
            _write(path, replace(file, failures=0, last_failure=None))
