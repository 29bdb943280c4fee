"""Both languages, wherever words stand: in the window, in declared fields, in shipped data.

That the window's own words have their English is seen in `test_wording.py`, problem sentences in
`tests/test_wording_sentences.py`. Here: what is declared in data, and that every character of all
of it can be shown and printed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from tests.sources import package_sources
from tests.ui.test_wording import CHINESE, blanks, in_both_languages
from unionapp.models.records import SCHEMA
from unionapp.paths import resources
from unionapp.settings import DECLARED
from unionapp.ui.records import sections
from unionapp.ui.wording import english

DATA = ("codes", "programmes", "documents", "stocks", "wording", "i18n")


def data_files() -> list[Path]:
    found = (file for folder in DATA for file in sorted((resources() / folder).iterdir()))
    return [file for file in found if file.suffix in (".toml", ".json")]


@cache
def content(file: Path) -> object:
    text = file.read_text("utf-8")
    return tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)


def labels(value: object, where: str) -> Iterator[tuple[str, object, object]]:
    """Yield every pair of labels of a data file, and where it stands."""
    if isinstance(value, dict):
        if "zh" in value or "en" in value:
            # an object of a design says its Chinese words as its text, label or head
            zh = next((value[key] for key in ("zh", "text", "label", "head") if key in value), None)
            yield where, zh, value.get("en")
        for key, inner in value.items():
            yield from labels(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from labels(inner, f"{where}[{at}]")


def declared_labels() -> Iterator[tuple[str, object, object]]:
    """Yield the labels of kinds, fields, settings and every pair that stands in the source."""
    for kind in SCHEMA.declarations:
        yield kind.kind, kind.zh, kind.en
        for field in kind.fields:
            yield f"{kind.kind}.{field.name}", field.zh, field.en
            if field.help_zh or field.help_en:
                yield f"{kind.kind}.{field.name} help", field.help_zh, field.help_en
    for setting in DECLARED:
        yield f"setting {setting.key}", setting.zh, setting.en


def all_labels() -> list[tuple[str, object, object]]:
    files = [file for file in data_files() if file.parent.name not in ("wording", "i18n")]
    found = [one for file in files for one in labels(content(file), file.name)]
    return [*found, *declared_labels()]


def is_wrong(zh: object, en: object) -> bool:
    """Return whether a pair is not Chinese on one side and English on the other."""
    if not (isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip()):
        return True
    return bool(CHINESE.search(en)) or blanks(zh) != blanks(en)


def test_every_label_stands_in_both_languages() -> None:
    assert len(all_labels()) > 500
    assert [where for where, zh, en in all_labels() if is_wrong(zh, en)] == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [("姓名", None), ("姓名", ""), ("姓名", "姓名"), (None, "Name"), ("共 {n} 户", "doors")],
)
def test_a_label_without_its_other_half_is_found(zh: object, en: object) -> None:
    assert is_wrong(zh, en)


def test_every_section_that_fields_stand_in_has_a_title() -> None:
    used = {field.section for kind in SCHEMA.declarations for field in kind.fields}
    bare = {one for one in used if one and sections.title(one, "zh") == one}
    assert bare == set()


# ---- every character has a glyph -----------------------------------------------------------------


def characters() -> set[str]:
    """Return every character that a screen or a paper may be asked to show."""
    text = [*english(), *english().values()]
    text += [f"{zh}{en}" for _, zh, en in all_labels()]
    text += [file.read_text("utf-8") for file in data_files()]
    text += [file.read_text("utf-8") for file in (resources() / "sample").glob("*.*")]
    for source in package_sources():
        text += [str(getattr(node, "value", "")) for node in in_both_languages(source)]
    return {char for char in "".join(text) if not char.isspace()}


@pytest.mark.parametrize("name", ["GHSans-Regular.ttf", "GHSans-Bold.ttf"])
def test_the_shipped_font_shows_every_character(qapp: QApplication, name: str) -> None:
    font = QRawFont(str(resources() / "fonts" / name), 14)
    assert font.isValid()
    missing = [char for char in sorted(characters()) if not font.supportsCharacter(ord(char))]
    assert missing == []


def test_a_character_without_a_glyph_would_be_found(qapp: QApplication) -> None:
    font = QRawFont(str(resources() / "fonts" / "GHSans-Regular.ttf"), 14)
    assert not font.supportsCharacter(0x1F3E0)
    assert font.supportsCharacter(ord("㛃"))
