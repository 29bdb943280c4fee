"""The settings of this PC: each declared once; kept in a file that a person can read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import count
from pathlib import Path

from unionapp.errors import Problem
from unionapp.files import write_atomically

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key, its default (which gives its type), bounds or choices, and labels."""

    key: str
    default: Value
    zh: str
    en: str
    choices: tuple[Value, ...] = ()
    lowest: int | None = None
    highest: int | None = None

    def accepts(self, value: object) -> bool:
        """Say whether a value can stand in this setting."""
        if type(value) is not type(self.default):
            return False
        if self.choices and value not in self.choices:
            return False
        if isinstance(value, int) and not isinstance(value, bool):
            return (self.lowest is None or value >= self.lowest) and (
                self.highest is None or value <= self.highest
            )
        return True


DECLARED: tuple[Setting, ...] = (
    Setting("theme", "light", "外观", "Theme", choices=("light", "dark")),
    Setting("scale", 100, "字号", "Type size", choices=(100, 125, 150)),
    Setting("language", "zh", "语言", "Language", choices=("zh", "en")),
    Setting("lock_minutes", 5, "几分钟不用自动锁屏", "Lock after minutes", lowest=1, highest=15),
    Setting("last_worker", "", "上次登录的人", "Last worker"),
    Setting("last_building", "", "上次的楼栋", "Last building"),
    Setting("window", "", "窗口位置", "Window place"),
    Setting("printer", "", "打印机", "Printer"),
)
_BY_KEY: Mapping[str, Setting] = {one.key: one for one in DECLARED}


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force, and what the file held that this program does not know."""

    values: Mapping[str, Value]
    unknown: Mapping[str, object]

    def text(self, key: str) -> str:
        """Return a text setting."""
        return str(self.values[key])

    def number(self, key: str) -> int:
        """Return a whole-number setting."""
        return int(self.values[key])

    def changed(self, key: str, value: Value) -> Settings:
        """Return the settings with one changed; `ValueError` when it does not fit."""
        if not _BY_KEY[key].accepts(value):
            raise ValueError(f"{key} does not take {value!r}")
        return replace(self, values={**self.values, key: value})


def defaults() -> Settings:
    """Return the settings of a new PC."""
    return Settings({one.key: one.default for one in DECLARED}, {})


def read(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings of a file; a value or file that is wrong gives way to the default.

    A damaged file is kept beside the new one, so that nothing a person wrote is lost.
    """
    if not path.exists():
        return defaults(), ()
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        path.replace(_free_name(path))
        return defaults(), (Problem("settings.damaged", path.name, warning=True),)
    values = dict(defaults().values)
    problems = []
    for key, value in found.items():
        declared = _BY_KEY.get(key)
        if declared is None:
            continue
        if declared.accepts(value):
            values[key] = value
        else:
            problems.append(Problem("settings.bad_value", key, {"value": value}, warning=True))
    unknown = {key: value for key, value in found.items() if key not in _BY_KEY}
    return Settings(values, unknown), tuple(problems)


def _free_name(path: Path) -> Path:
    """Return a name beside the file that is not taken: settings.damaged-1.toml."""
    names = (path.with_suffix(f".damaged-{number}.toml") for number in count(1))
    return next(name for name in names if not name.exists())


def write(path: Path, settings: Settings) -> None:
    """Keep the settings; values that this program does not know stay in the file."""
    kept = {**settings.unknown, **settings.values}
    lines = [f"{_key(key)} = {_toml(value)}" for key, value in kept.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, ("\n".join(lines) + "\n").encode())


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _quoted(key)


def _toml(value: object) -> str:
    """Write a value that came out of a TOML file, or one of ours, as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_quoted(key)} = {_toml(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else _quoted(str(value))


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for the one control character that JSON leaves.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
