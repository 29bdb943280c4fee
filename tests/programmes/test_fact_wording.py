"""What a fact test wants is said as a person says it, in both languages, beside its gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionapp.programmes.evaluate import try_programme
from unionapp.programmes.load import load

_FILE = """
code = "try_words"
edition = "1"
zh = "试办"
en = "On trial"
subject = "person"

[[basis]]
document = "《试办办法》"

[eligibility]
predicate = "{predicate}"
fact = "try.fact"
{arguments}
code = "try_words.no"
zh = "不合"
en = "No"

[facts."try.fact"]
kind = "{kind}"
zh = "事实"
en = "Fact"
{codes}
"""
_CODES = 'codes = "hardship_cause"'


def said(tmp_path: Path, predicate: str, kind: str, arguments: str, value: object) -> list[str]:
    file = tmp_path / "try_words.toml"
    codes = _CODES if kind.startswith("code") else ""
    text = _FILE.format(predicate=predicate, kind=kind, arguments=arguments, codes=codes)
    file.write_text(text, "utf-8")
    facts = {"day": "2026-11-21", "try": {"fact": value}}
    lines = []
    for language in ("zh", "en"):
        verdict = try_programme(load(file), facts, language=language)
        told = (*verdict.proof, *(one.text for one in verdict.reasons))
        lines.append(next(one for one in told if one.startswith(("事实", "Fact"))))
    return lines


@pytest.mark.parametrize(
    ("predicate", "kind", "arguments", "value", "zh", "en"),
    [
        ("listed_between", "codes", "at_least = 1\nat_most = 1", ["9"],
         "事实：子女上学（要求：恰好 1 项）", "Fact: Children at school (wanted: exactly 1 entry)"),
        ("listed_between", "codes", "at_least = 2", [],
         "事实：无，不符合要求：不少于 2 项，相差 2 项",
         "Fact: none; wanted: at least 2 entries; 2 entries away"),
        ("number_between", "whole", "at_least = 1\nat_most = 4", 5,
         "事实：5，不符合要求：1 至 4，相差 1", "Fact: 5; wanted: 1 to 4; 1 away"),
        ("amount_between", "money", "at_most = 100000", 100_001,
         "事实：1,000.01，不符合要求：不超过 1,000.00 元，相差 0.01 元",
         "Fact: 1,000.01; wanted: at most 1,000.00 yuan; 0.01 yuan away"),
        ("age_between", "day", "at_least = 18", "2008-11-22",
         "事实：2008-11-22，不符合要求：不少于 18 周岁，相差 1 岁",
         "Fact: 2008-11-22; wanted: at least 18 years of age; 1 year away"),
        ("months_since", "day", "at_most = 12", "2026-01-01",
         "事实：2026-01-01（要求：距今不超过 12 个月）",
         "Fact: 2026-01-01 (wanted: at most 12 months ago)"),
        ("days_since", "day", "at_least = 30", "2026-11-20",
         "事实：2026-11-20，不符合要求：距今不少于 30 天，相差 29 天",
         "Fact: 2026-11-20; wanted: at least 30 days ago; 29 days away"),
        ("day_between", "day", "first = 2018-06-30\nlast = 2018-06-30", "2018-06-30",
         "事实：2018-06-30（要求：2018-06-30 当天）", "Fact: 2018-06-30 (wanted: on 2018-06-30)"),
        ("day_between", "day", "first = 2018-07-01", "2018-06-30",
         "事实：2018-06-30，不符合要求：不早于 2018-07-01",
         "Fact: 2018-06-30; wanted: not before 2018-07-01"),
        ("is_one_of", "code", 'values = ["1", "9"]', "9",
         "事实：子女上学（要求：无劳动能力、子女上学之一）",
         "Fact: Children at school (wanted: one of Cannot work, Children at school)"),
        ("is_stated", "text", "", "有",
         "事实：有（要求：写明）", "Fact: 有 (wanted: to be stated)"),
    ],
)  # fmt: skip
def test_a_range_is_said_in_words(
    tmp_path: Path, predicate: str, kind: str, arguments: str, value: object, zh: str, en: str
) -> None:
    assert said(tmp_path, predicate, kind, arguments, value) == [zh, en]
