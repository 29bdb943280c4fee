"""The settings of this PC: read with care, written whole, and nothing foreign thrown away."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from unionapp import settings
from unionapp.settings import DECLARED, Setting

BY_KEY = {one.key: one for one in DECLARED}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_new_pc_has_the_defaults(file: Path) -> None:
    found, problems = settings.read(file)
    assert (found, problems) == (settings.defaults(), ())
    assert not file.exists()


def test_what_was_written_is_read(file: Path) -> None:
    written = settings.defaults().changed("theme", "dark").changed("lock_minutes", 15)
    settings.write(file, written)
    assert settings.read(file) == (written, ())
    assert (written.text("theme"), written.number("lock_minutes")) == ("dark", 15)


@pytest.mark.parametrize("text", ['HP "一号"', "a\\b", "x\ty\nz\r", "\x7f\x01", "𬭳#=", ""])
def test_any_printer_name_survives(file: Path, text: str) -> None:
    settings.write(file, settings.defaults().changed("printer", text))
    assert settings.read(file)[0].text("printer") == text


FOREIGN = """
future = [1, 2.5, "三", true]
when = 2026-11-21T14:32:00Z
day = 2026-11-21
"odd key" = "x"

[panel]
left = { width = 3, names = ["a"] }
empty = {}
"""


def test_what_a_newer_program_wrote_is_kept(file: Path) -> None:
    file.write_text('theme = "dark"\n' + FOREIGN, "utf-8")
    found, problems = settings.read(file)
    settings.write(file, found.changed("theme", "light"))
    kept = tomllib.loads(file.read_text("utf-8"))
    assert problems == ()
    assert {key: kept[key] for key in tomllib.loads(FOREIGN)} == tomllib.loads(FOREIGN)
    assert kept["theme"] == "light"


@pytest.mark.parametrize("damage", [b"theme = ", b"\xff\xfe\x00", b"theme = 'x'\ntheme = 'y'"])
def test_a_damaged_file_gives_the_defaults_and_is_kept(file: Path, damage: bytes) -> None:
    for number in (1, 2):
        file.write_bytes(damage)
        found, problems = settings.read(file)
        assert found == settings.defaults()
        assert [one.code for one in problems] == ["settings.damaged"]
        assert file.with_suffix(f".damaged-{number}.toml").read_bytes() == damage
    assert not file.exists()


@pytest.mark.parametrize(
    "line",
    [
        "lock_minutes = 0",
        "lock_minutes = 16",
        "lock_minutes = true",
        'lock_minutes = "5"',
        'theme = "pink"',
        "scale = 110",
        "last_worker = 3",
    ],
)
def test_a_wrong_value_gives_way_to_its_default_alone(file: Path, line: str) -> None:
    file.write_text(f'{line}\nlanguage = "en"\n', "utf-8")
    found, problems = settings.read(file)
    assert found == settings.defaults().changed("language", "en")
    assert [(one.code, one.where) for one in problems] == [("settings.bad_value", line.split()[0])]


def test_a_value_that_does_not_fit_is_not_taken() -> None:
    with pytest.raises(ValueError, match="lock_minutes"):
        settings.defaults().changed("lock_minutes", 0)


@pytest.mark.parametrize("one", DECLARED, ids=lambda one: one.key)
def test_every_declaration_is_whole(one: Setting) -> None:
    assert one.accepts(one.default)
    assert one.zh
    assert one.en
    assert one.zh != one.en


def test_the_window_locks_between_one_and_fifteen_minutes_and_never_stays_open() -> None:
    lock = BY_KEY["lock_minutes"]
    assert (lock.default, lock.lowest, lock.highest) == (5, 1, 15)
