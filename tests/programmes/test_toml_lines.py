"""Lines of keys in TOML texts, in every shape that a file may have."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator

from unionapp.programmes.toml_lines import Path, key_lines, line_of

TEXT = '''# a comment with [brackets]
one = "a # no comment"
"quoted key" = 'x'
outer.inner = 2018-09-26 # dotted

[table]
long = """
[not.a.table]
not_a_key = 1
ends with quotes"""""
array = [
  "a", # first
  { zh = "一", en = "]}" },
  [1,
   2],
]

[[list]]
name = "first"
[[list]]
name = "second"
[list.deep]
key = {a = 1, b.c = 'two'}
[[list.more]]
x = -1.5e3
'''


def test_every_key_is_found_on_its_line() -> None:
    tomllib.loads(TEXT)
    lines = key_lines(TEXT)
    expected = {
        ("one",): 2,
        ("quoted key",): 3,
        ("outer", "inner"): 4,
        ("table",): 6,
        ("table", "long"): 7,
        ("table", "array"): 11,
        ("table", "array", 0): 12,
        ("table", "array", 1, "en"): 13,
        ("table", "array", 2, 1): 15,
        ("list", 0): 18,
        ("list", 0, "name"): 19,
        ("list", 1, "name"): 21,
        ("list", 1, "deep"): 22,
        ("list", 1, "deep", "key", "b", "c"): 23,
        ("list", 1, "more", 0, "x"): 25,
    }
    assert {path: lines[path] for path in expected} == expected
    assert not any("not_a_key" in path for path in lines)


def test_a_missing_key_stands_where_its_table_does() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("list", 1, "deep", "absent")) == 22
    assert line_of(lines, ("absent",)) == 1


def test_every_key_of_the_shipped_files_has_a_line() -> None:
    from unionapp.paths import resources

    def paths(value: object, path: Path = ()) -> Iterator[Path]:
        yield path
        items: Iterable[tuple[str | int, object]] = ()
        items = value.items() if isinstance(value, dict) else items
        items = enumerate(value) if isinstance(value, list) else items
        for key, inner in items:
            yield from paths(inner, (*path, key))

    for file in (resources() / "programmes").glob("*.toml"):
        text = file.read_text("utf-8")
        lines = key_lines(text)
        assert [path for path in paths(tomllib.loads(text)) if path and path not in lines] == []
