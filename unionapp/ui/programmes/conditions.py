"""Says who a programme is for: its conditions one a line, indented where they hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from unionapp.programmes.programme import Rule
from unionapp.ui.programmes.speaking import Speaker
from unionapp.ui.wording import tr

Say = Callable[[Speaker, Rule], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how deep it stands, what must hold, and what is said when it does not."""

    level: int
    text: str
    otherwise: str = ""


def lines(speaker: Speaker, rule: Rule) -> tuple[Line, ...]:
    """Return the conditions of a programme in words."""
    return tuple(_lines(speaker, rule, 0))


def _lines(speaker: Speaker, rule: Rule, level: int) -> Iterator[Line]:
    if rule.word == "all" and level == 0:
        for part in rule.parts:
            yield from _lines(speaker, part, 0)
    elif rule.word in ("all", "any", "not"):
        head = {"all": tr("以下都符合"), "any": tr("以下至少一项"), "not": tr("以下不成立")}
        yield Line(level, head[rule.word] + tr("："), _otherwise(speaker, rule))
        for part in rule.parts:
            yield from _lines(speaker, part, level + 1)
    elif rule.word:
        yield Line(level, condition(speaker, rule), _otherwise(speaker, rule))


def _otherwise(speaker: Speaker, rule: Rule) -> str:
    if rule.label is None:
        return ""
    said = speaker.label(rule.label)
    return tr("提示：{said}", said=said) if rule.warns else tr("否则：{said}", said=said)


def condition(speaker: Speaker, rule: Rule) -> str:
    """Return one predicate in words."""
    say = _SAYINGS.get(rule.word)
    if say is not None:
        return say(speaker, rule)
    return speaker.label(rule.label) if rule.label else rule.word


def _fact(speaker: Speaker, rule: Rule) -> str:
    return speaker.fact(rule.arguments.get("fact"))


def _range(kind: str, unit: Callable[[], str]) -> Say:
    def say(speaker: Speaker, rule: Rule) -> str:
        least, most = rule.arguments.get("at_least"), rule.arguments.get("at_most")
        bounds = []
        if least is not None:
            bounds.append(tr("不少于 {value}", value=speaker.value(least, kind=kind)) + unit())
        if most is not None:
            bounds.append(tr("不超过 {value}", value=speaker.value(most, kind=kind)) + unit())
        return tr("{fact}：{what}", fact=_fact(speaker, rule), what=tr("，").join(bounds))

    return say


def _plain(text: Callable[[], str]) -> Say:
    return lambda speaker, rule: tr("{fact}：{what}", fact=_fact(speaker, rule), what=text())


def _category(speaker: Speaker, rule: Rule) -> str:
    return tr("困难类别：{what}", what=speaker.value(rule.arguments.get("categories")))


def _above(speaker: Speaker, rule: Rule) -> str:
    return tr(
        "收入连续 {months} 个月高于低保标准", months=speaker.value(rule.arguments.get("months"))
    )


def _one_of(speaker: Speaker, rule: Rule) -> str:
    return tr("{fact}：{what}", fact=_fact(speaker, rule), what=speaker.listed(rule, "values"))


def _days(speaker: Speaker, rule: Rule) -> str:
    first, last = (speaker.value(rule.arguments.get(one)) for one in ("first", "last"))
    return tr("{fact}：{first} 至 {last}", fact=_fact(speaker, rule), first=first, last=last)


def _compared(speaker: Speaker, rule: Rule) -> str:
    given = rule.arguments
    percent = speaker.whole(given.get("percent"))
    other = speaker.fact(given.get("other"))
    if percent not in (None, 100):
        other = tr("{other}的 {percent}%", other=other, percent=percent)
    return f"{_fact(speaker, rule)} {speaker.value(given.get('comparison'))} {other}"


def _adds_up(speaker: Speaker, rule: Rule) -> str:
    parts = rule.arguments.get("parts")
    named = [speaker.fact(one) for one in parts] if isinstance(parts, tuple) else []
    return f"{_fact(speaker, rule)} = {' + '.join(named)}"


def _rate(speaker: Speaker, rule: Rule) -> str:
    given = rule.arguments
    said = tr(
        "{fact}占{whole}的 {percent}% 以上",
        fact=_fact(speaker, rule),
        whole=speaker.fact(given.get("whole")),
        percent=speaker.value(given.get("percent")),
    )
    return said + tr("（{day} 前）", day=speaker.value(given["by"])) if "by" in given else said


def _split(speaker: Speaker, rule: Rule) -> str:
    shares = rule.arguments.get("percents")
    told = "/".join(str(one) for one in shares) if isinstance(shares, tuple) else ""
    told = told or speaker.value(shares)
    return tr("{fact}按 {shares} 分年完成", fact=_fact(speaker, rule), shares=told)


def _earlier(speaker: Speaker, rule: Rule) -> str:
    code, times = rule.arguments.get("programme"), rule.arguments.get("at_least", 1)
    return tr("以前办理过「{code}」不少于 {times} 次", code=code, times=speaker.value(times))


def _not_before(speaker: Speaker, rule: Rule) -> str:
    return tr(
        "本项目在同一期间（{period}）没有给过", period=speaker.value(rule.arguments["period"])
    )


def _says(speaker: Speaker, rule: Rule) -> str:
    return tr("本单位定为：{what}", what=speaker.value(rule.arguments.get("says")))


_SAYINGS: Mapping[str, Say] = {
    "household_category": _category,
    "no_exclusion": lambda _speaker, _rule: tr("没有不予办理的情形（逐项核查）"),
    "income_above_standard": _above,
    "is_yes": _plain(lambda: tr("是")),
    "is_no": _plain(lambda: tr("否")),
    "is_stated": _plain(lambda: tr("必须写明")),
    "is_one_of": _one_of,
    "number_between": _range("", lambda: ""),
    "amount_between": _range("money", lambda: ""),
    "listed_between": _range("", lambda: tr(" 项")),
    "age_between": _range("", lambda: tr(" 周岁")),
    "months_since": _range("", lambda: tr(" 个月")),
    "days_since": _range("", lambda: tr(" 天")),
    "day_between": _days,
    "compared": _compared,
    "adds_up": _adds_up,
    "rate_at_least": _rate,
    "split_by_largest_remainder": _split,
    "earlier_grant": _earlier,
    "not_given_before": _not_before,
    "office_says": _says,
}
