"""Names: one spelling, every reading, no character lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionapp.values import names
from unionapp.values.surnames import DOUBLE, SINGLE


@pytest.mark.parametrize("dot", list("•・･．‧·∙⋅"))
def test_every_dot_becomes_the_one_of_the_standard(dot: str) -> None:
    assert names.normalise(f"阿卜杜热合曼{dot}艾力") == "阿卜杜热合曼\u00b7艾力"


@pytest.mark.parametrize("name", ["李𬱖", "王㛃", "赵䶮", "张𠅤", "阿卜杜热合曼·艾力", "葛󠄀", "﨑"])
def test_rare_characters_stay_as_they_are(name: str) -> None:
    assert names.normalise(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 张三 ", "张三"),
        ("张　三", "张三"),
        ("张 \t三", "张三"),
        ("阿卜杜 · 艾力", "阿卜杜·艾力"),
        ("阿卜杜.艾力", "阿卜杜·艾力"),
        ("John   Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("\ufeff张三\u200b", "张三"),
        ("Jose\u0301", "José"),
        ("①号ﬁ", "①号ﬁ"),
        ("", ""),
    ],
)
def test_names_are_brought_to_one_spelling(text: str, name: str) -> None:
    assert names.normalise(text) == name


def test_what_an_old_gb18030_file_left_in_the_private_area_is_repaired() -> None:
    old = bytes.fromhex("FE59FE61FE66FE67FE6DFE7EFE90FEA0").decode("gb18030")
    assert names.normalise(old) == "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"


@given(st.text(max_size=20))
def test_a_spelling_once_made_stays(text: str) -> None:
    once = names.normalise(text)
    assert names.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("单雄信", {"shanxiongxin", "danxiongxin", "sxx", "dxx"}),
        ("仇英", {"qiuying", "qy"}),
        ("曾国强", {"zengguoqiang", "zgq", "cgq"}),
        ("解小东", {"xiexiaodong", "jiexiaodong", "xxd", "jxd"}),
        ("查良镛", {"zhaliangyong", "zly"}),
        ("区志航", {"ouzhihang", "ozh"}),
        ("朴英", {"piaoying", "py"}),
        ("盖叫天", {"gejiaotian", "gaijiaotian"}),
        ("缪荃孙", {"miaoquansun", "mqs"}),
        ("翟志刚", {"zhaizhigang", "zzg"}),
        ("覃女", {"qinnv", "tannv", "qinnyu", "qinnu"}),
        ("尉迟恭", {"yuchigong", "ycg", "weichigong"}),
        ("万俟丑奴", {"moqichounu", "mqcn"}),
        ("单于鹏", {"chanyupeng", "shanyupeng", "cyp", "syp"}),
        ("吕布", {"lvbu", "lyubu", "lubu", "lb"}),
        ("阿卜杜热合曼·艾力", {"abudurehemanaili", "abdrhmal"}),
        ("赵䶮", {"zhaoyan", "zy"}),
        ("John Smith", {"johnsmith", "js"}),
        ("", set()),
        ("·", set()),
    ],
)
def test_a_name_is_found_by_every_reading_that_is_typed(name: str, keys: set[str]) -> None:
    assert keys <= names.pinyin_keys(name)


@pytest.mark.parametrize("surname", sorted(SINGLE))
def test_the_surname_reading_comes_first_and_the_everyday_one_is_kept(surname: str) -> None:
    expected = SINGLE[surname].split()
    found = names.syllables(f"{surname}伟")[0]
    assert list(found[: len(expected)]) == expected
    assert names.readings(surname)[0] in found


@pytest.mark.parametrize("surname", sorted(DOUBLE))
def test_double_surnames_have_their_own_reading(surname: str) -> None:
    assert DOUBLE[surname].replace(" ", "") + "wei" in names.pinyin_keys(f"{surname}伟")


@given(st.text(st.sampled_from("单曾解乐行重长盖万俟尉迟吕女曼阿卜艾力·"), min_size=1, max_size=30))
def test_long_names_have_no_explosion_of_keys(name: str) -> None:
    assert len(names.pinyin_keys(name)) <= 2 * 64


def test_the_three_spellings_of_one_vowel_are_readings() -> None:
    assert names.readings("吕") == ("lv", "lyu", "lu")
    assert {"lve", "lyue", "lue"} <= set(names.readings("略"))
    assert names.readings("A") == ()


def test_names_sort_by_the_reading_of_the_surname() -> None:
    expected = ["安娜", "李安", "李昂", "林安", "单雄", "石头", "尉迟恭", "曾红", "张三", "龴三"]
    by_character = sorted(expected)
    assert by_character != expected
    assert sorted(by_character, key=names.sort_key) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三", []),
        ("", [("names.empty", False)]),
        (" \u3000", [("names.empty", False)]),
        ("张" * 50, []),
        ("𬱖" * 50, []),
        ("张" * 51, [("names.too_long", False)]),
        ("张3", [("names.digit", True)]),
        ("张\x00三", [("names.control_character", True)]),
    ],
)
def test_only_empty_and_overlong_names_stand_in_the_way(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(found.code, found.warning) for found in names.problems_in(text)] == expected
