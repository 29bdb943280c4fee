"""The words of the window: every one goes through tr(), and each has its English."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from string import Formatter

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from tests.sources import Source, calls, package_sources, parse
from unionapp.paths import resources
from unionapp.ui.wording import english, install_language, language, tr

CHINESE = re.compile(r"[\u3400-\u9fff]")
# They drive the window as a worker does: their Chinese is typed into it, not shown by it.
DRIVERS = (
    "unionapp/ui/casework_scenes.py",
    "unionapp/ui/day.py",
    "unionapp/ui/day_form.py",
    "unionapp/ui/programme_scenes.py",
    "unionapp/ui/scenes.py",
    "unionapp/ui/screens.py",
)
# Literals that are compared with what a worker typed; nobody reads them.
NOT_SHOWN = {
    "unionapp/ui/widgets/code_edit.py": {"，、转", "年月日今昨明天", "￥元"},
}


def window_sources() -> list[Source]:
    sources = (one for one in package_sources() if one.path.startswith("unionapp/ui/"))
    return [source for source in sources if source.path not in DRIVERS]


def translated(source: Source) -> Iterator[ast.Constant]:
    """Yield the literals that stand inside `tr(...)`, as its first argument."""
    for name, call in calls(source):
        if name == "tr" and call.args:
            for node in ast.walk(call.args[0]):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node


def docstrings(source: Source) -> Iterator[ast.AST]:
    """Yield every literal that stands alone as a statement."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def in_both_languages(source: Source) -> Iterator[ast.AST]:
    """Yield the Chinese of every pair "中文", "English", as in a table of labels or columns."""
    for node in ast.walk(source.tree):
        parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
        yield from (zh for zh, en in pairwise(parts) if is_english_label(en))


def is_english_label(node: ast.AST) -> bool:
    """Return whether a literal is an English label, and not the name of a colour or a look."""
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and text[:1].isupper() and not CHINESE.search(text)


def bare_wording(source: Source) -> list[str]:
    """Return the Chinese literals that no language could change."""
    known = (*translated(source), *docstrings(source), *in_both_languages(source))
    fine = {id(node) for node in known}
    typed = NOT_SHOWN.get(source.path, set())
    return [
        f"{source.path}:{node.lineno} {node.value}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in fine
        and not any(part in node.value for part in typed)
    ]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture
def _chinese_again() -> Iterator[None]:
    yield
    app = QCoreApplication.instance()
    assert app is not None
    install_language(app, "zh")


def test_every_chinese_literal_of_the_window_goes_through_tr() -> None:
    assert [line for source in window_sources() for line in bare_wording(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        'button("浏览", "primary")',
        'label("姓名")',
        'label(f"{n} 户")',
        '{"a": "姓名"}',
        'print(tr("a"), "姓名")',
    ],
)
def test_a_bare_literal_is_found(text: str) -> None:
    assert bare_wording(parse("unionapp/ui/a.py", text))


@pytest.mark.parametrize(
    "text",
    [
        '"""模块。"""',
        'tr("姓名")',
        'label(tr("共 {n} 户", n=3))',
        'tr("是" if x else "否")',
        '{"identity": ("基本情况", "Identity")}',
        'Column("name", "姓名", "Name", 84)',
    ],
)
def test_translated_literals_and_docstrings_pass(text: str) -> None:
    assert bare_wording(parse("unionapp/ui/a.py", text)) == []


def test_every_text_of_the_window_has_its_english() -> None:
    used = {node.value: s.path for s in window_sources() for node in translated(s)}
    missing = {text: path for text, path in used.items() if text not in english()}
    assert missing == {}


def test_the_english_table_holds_nothing_that_is_not_used() -> None:
    used = {node.value for source in window_sources() for node in translated(source)}
    assert sorted(english().keys() - used) == []


def test_both_languages_have_the_same_blanks() -> None:
    wrong = [text for text, said in english().items() if blanks(text) != blanks(said)]
    assert wrong == []


def test_the_english_is_english() -> None:
    wrong = [said for said in english().values() if CHINESE.search(said) or not said.strip()]
    assert wrong == []


def test_no_text_stands_in_two_files_with_two_translations() -> None:
    seen: dict[str, str] = {}
    for file in sorted((resources() / "i18n").glob("en*.toml")):
        for text, said in tomllib.loads(file.read_text("utf-8")).items():
            assert seen.setdefault(text, said) == said, file.name


def test_blanks_are_filled(qapp: QApplication) -> None:
    install_language(qapp, "zh")
    assert tr("必填 {time}", time="14:32") == "必填 14:32"


@pytest.mark.usefixtures("_chinese_again")
def test_english_is_spoken_after_it_was_chosen(qapp: QApplication) -> None:
    install_language(qapp, "en")
    assert (tr("必填"), language()) == ("required", "en")
    install_language(qapp, "zh")
    assert (tr("必填"), language()) == ("必填", "zh")


@pytest.mark.usefixtures("_chinese_again")
@pytest.mark.parametrize(
    ("chosen", "expected"), [("zh", ["确定", "取消"]), ("en", ["OK", "Cancel"])]
)
def test_the_buttons_of_qt_speak_the_language_too(
    qapp: QApplication, chosen: str, expected: list[str]
) -> None:
    install_language(qapp, chosen)
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    found = [box.button(kind).text().replace("&", "") for kind in (kinds.Ok, kinds.Cancel)]
    assert found == expected


@pytest.mark.usefixtures("_chinese_again")
def test_dates_follow_the_language(qapp: QApplication) -> None:
    install_language(qapp, "zh")
    assert QLocale().name() == "zh_CN"
    install_language(qapp, "en")
    assert QLocale().language() == QLocale.Language.English
