"""Guards how the code is written: each rule is a function over one file, shown once to fail."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import PurePosixPath

import pytest

from tests.sources import (
    ROOT,
    Source,
    calls,
    nodes,
    package_sources,
    parse,
    problem_codes,
    python_sources,
    tracked,
)
from unionapp import wording

LONGEST_MODULE = 500
LONGEST_FUNCTION = 60

# These speak to a terminal; everybody else returns a value or logs.
SPEAKERS = ("unionapp/cli", "unionapp/commands/", "unionapp/ui/day.py", "unionapp/ui/screens.py")
# The one place that writes files, so that none is ever half a file.
WRITERS = ("unionapp/files.py",)

Rule = Callable[[Source], Iterator[int]]


# ---- rules over one file of the program: each yields the lines that break it -------------------


def prints(source: Source) -> Iterator[int]:
    """Only commands print."""
    if not source.path.startswith(SPEAKERS):
        yield from (node.lineno for name, node in calls(source) if name == "print")


def swallows_errors(source: Source) -> Iterator[int]:
    """No bare except, and no `except Exception` that does nothing."""
    for node in nodes(source, ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
        silent = all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
        if node.type is None or (broad and silent):
            yield node.lineno


def processes_events(source: Source) -> Iterator[int]:
    """Long work goes through ui/tasks.py; the event loop is never turned by hand."""
    yield from (node.lineno for name, node in calls(source) if name == "processEvents")


def writes_files(source: Source) -> Iterator[int]:
    """Files are written by `files.write_atomically` alone."""
    if source.path in WRITERS:
        return
    for name, node in calls(source):
        first = 1 if isinstance(node.func, ast.Name) or name == "fdopen" else 0
        given = (*node.args[first:2], *(word.value for word in node.keywords if word.arg == "mode"))
        opens = name in ("open", "fdopen") and any(is_writing_mode(value) for value in given)
        if opens or name in ("write_text", "write_bytes"):
            yield node.lineno


def is_writing_mode(value: ast.expr) -> bool:
    """Return whether an argument is a mode such as "wb" or "r+"."""
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return False
    return bool(re.fullmatch(r"[rwaxbt+]+", value.value)) and bool(set(value.value) & set("wax+"))


def is_too_long(source: Source) -> Iterator[int]:
    """A module is at most 500 lines, a function at most 60."""
    if source.text.count("\n") > LONGEST_MODULE:
        yield LONGEST_MODULE
    for node in nodes(source, ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION:
            yield node.lineno


def has_no_docstring(source: Source) -> Iterator[int]:
    """Every module opens with a sentence on its duty."""
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield 1


def is_a_drawer(source: Source) -> Iterator[int]:
    """A module is named for what it does."""
    if PurePosixPath(source.path).stem in ("utils", "util", "helpers", "misc", "common"):
        yield 1


def formats_before_translating(source: Source) -> Iterator[int]:
    """`tr(f"...")` can never match a translation: blanks are filled afterwards."""
    for name, node in calls(source):
        if name == "tr" and node.args and isinstance(node.args[0], ast.JoinedStr):
            yield node.lineno


RULES: tuple[Rule, ...] = (
    prints,
    swallows_errors,
    processes_events,
    writes_files,
    is_too_long,
    has_no_docstring,
    is_a_drawer,
    formats_before_translating,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    found = [f"{source.path}:{line}" for source in package_sources() for line in rule(source)]
    assert found == [], rule.__doc__


@pytest.mark.parametrize("rule", [swallows_errors, has_no_docstring, is_a_drawer])
def test_tests_and_tools_keep_the_rule(rule: Rule) -> None:
    """The other files of ours keep those rules that are not about the running program."""
    found = [f"{source.path}:{line}" for source in python_sources() for line in rule(source)]
    assert found == [], rule.__doc__


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (prints, "unionapp/models/tables.py", "print('x')"),
        (swallows_errors, "unionapp/app.py", "try:\n    f()\nexcept:\n    g()"),
        (swallows_errors, "unionapp/app.py", "try:\n    f()\nexcept Exception:\n    pass"),
        (processes_events, "unionapp/ui/a.py", "QApplication.processEvents()"),
        (writes_files, "unionapp/app.py", "open(name, 'wb')"),
        (writes_files, "unionapp/app.py", "path.open(mode='a')"),
        (writes_files, "unionapp/app.py", "path.open('r+b')"),
        (writes_files, "unionapp/app.py", "path.write_bytes(b'')"),
        (is_too_long, "unionapp/app.py", "x = 1\n" * 501),
        (is_too_long, "unionapp/app.py", "def f():\n" + "    x = 1\n" * 60),
        (has_no_docstring, "unionapp/app.py", "x = 1"),
        (is_a_drawer, "unionapp/models/utils.py", ""),
        (formats_before_translating, "unionapp/ui/a.py", "tr(f'共 {n} 户')"),
    ],
)
def test_a_breach_of_the_rule_is_found(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parse(path, text)))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (prints, "unionapp/cli.py", "print('x')"),
        (swallows_errors, "unionapp/app.py", "try:\n    f()\nexcept KeyError:\n    pass"),
        (writes_files, "unionapp/files.py", "os.fdopen(handle, 'wb')"),
        (writes_files, "unionapp/app.py", "path.open('rb')"),
        (writes_files, "unionapp/app.py", "open('wax', encoding='utf-8')"),
        (is_too_long, "unionapp/app.py", "def f():\n" + "    x = 1\n" * 59),
        (formats_before_translating, "unionapp/ui/a.py", "tr('共 {n} 户').format(n=n)"),
    ],
)
def test_what_the_rule_allows_passes(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parse(path, text))) == []


# ---- problems and their sentences --------------------------------------------------------------


def test_every_problem_code_has_a_sentence() -> None:
    known = wording.known_codes()
    used = [(s.path, *found) for s in package_sources() for found in problem_codes(s)]
    assert [f"{path}:{line} {code}" for path, line, code in used if code not in known] == []


def test_problem_codes_are_read_from_both_spellings() -> None:
    text = (
        'refuse("a.one", "x")\nProblem(code="a.two")\nerrors.Problem("a.three", name)\nf("a.four")'
    )
    assert [code for _, code in problem_codes(parse("x.py", text))] == ["a.one", "a.two", "a.three"]


def texts_of(sources: Iterable[Source]) -> set[str]:
    """Return every text constant of some files."""
    constants = (node for source in sources for node in nodes(source, ast.Constant))
    return {node.value for node in constants if isinstance(getattr(node, "value", None), str)}


def unused(codes: Iterable[str], texts: Set[str]) -> list[str]:
    """Return the codes that nobody says, whole or (where the area is put before) by name."""
    return sorted(code for code in codes if not {code, code.partition(".")[2]} & texts)


def test_every_sentence_is_of_use() -> None:
    assert unused(wording.known_codes(), texts_of(package_sources())) == []


def test_a_sentence_that_nobody_says_is_found() -> None:
    texts = texts_of([parse("x.py", 'refuse("a.one")\nwrong("two")')])
    assert unused(["a.one", "a.two", "a.three"], texts) == ["a.three"]


def test_every_code_list_is_of_use() -> None:
    """It is named by the program, or by a programme, form, field or design that comes with it."""
    data = [name for name in tracked() if re.match(r"resources/.+\.(?:toml|json|md)$", name)]
    lists = [name for name in data if name.startswith("resources/codes/")]
    texts = texts_of(package_sources())
    rest = "\n".join(readable(name) for name in data if name not in lists)
    names = [PurePosixPath(name).stem for name in lists]
    assert [one for one in names if one not in texts and not re.search(rf"\b{one}\b", rest)] == []


# ---- data files and what may stand in any file --------------------------------------------------


def loading_error(name: str, text: str) -> str | None:
    """Return what a parser says against a data file, or None."""
    try:
        loaded = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    except ValueError as error:
        return f"{name}: {error}"
    return None if loaded else f"{name}: holds nothing"


def test_every_data_file_loads() -> None:
    data = [name for name in tracked() if name.startswith("resources/")]
    names = ["pyproject.toml", *(name for name in data if name.endswith((".toml", ".json")))]
    errors = [loading_error(name, (ROOT / name).read_text("utf-8")) for name in names]
    assert [error for error in errors if error] == []


@pytest.mark.parametrize(("name", "text"), [("a.toml", "a = "), ("a.json", "{"), ("a.json", "[]")])
def test_a_data_file_that_does_not_load_is_found(name: str, text: str) -> None:
    assert loading_error(name, text)


# Spelt so that this file passes its own rule.
UNWANTED = {
    "a path of one machine": (
        r"(?<![\w.)])/(?:(?:home|root|Users)/\w|work/(?:main|shared))|[A-Z]:\\\\?Users\\|[.][.]/shared"
    ),
    "a package registry's host": (
        r"pypi[.](?:org|python)|pythonhosted[.]|registry[.]npmjs|(?:deb|security)[.]debian"
    ),
    "a mark of unfinished work": r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b",
    "a conflict that git left": r"^(?:<{7}|>{7}) ",
    "the name of a writing tool": (
        r"(?i)\b(?:cla[u]de|anthro[p]ic|open[a]i|chat[g]pt|co[p]ilot|l[l]m)\b"
    ),
}


def readable(name: str) -> str:
    """Return the text of a file, or nothing for one that is not text."""
    content = (ROOT / name).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", "replace")


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(UNWANTED[what], re.MULTILINE)
    found = [
        f"{name}: {match.group()}"
        for name in tracked()
        for match in pattern.finditer(readable(name))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of one machine", "see /ho" + "me/li/x"),
        ("a path of one machine", "C:\\" + "Users\\li"),
        ("a package registry's host", "https://pypi" + ".org/simple"),
        ("a mark of unfinished work", "# TO" + "DO: later"),
        ("a conflict that git left", "<" * 7 + " HEAD"),
    ],
)
def test_unwanted_text_is_found(what: str, text: str) -> None:
    assert re.search(UNWANTED[what], text, re.MULTILINE)
