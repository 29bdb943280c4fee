"""Says how much a programme gives: its money rules in words, the inner ones beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from unionapp.programmes.programme import Rule
from unionapp.ui.programmes.conditions import Line
from unionapp.ui.programmes.speaking import Speaker
from unionapp.ui.wording import tr

Say = Callable[[Speaker, Rule], str]


def lines(speaker: Speaker, rule: Rule) -> tuple[Line, ...]:
    """Return the amount of a programme in words."""
    return tuple(_lines(speaker, rule, 0))


def _lines(speaker: Speaker, rule: Rule, level: int, head: str = "") -> Iterator[Line]:
    say = _SAYINGS.get(rule.word)
    text = say(speaker, rule) if say else rule.word
    yield Line(level, f"{head}{text}")
    if rule.word == "price_list":
        yield from _prices(speaker, rule, level + 1)
    for at, part in enumerate(rule.parts):
        inner = ""
        if at < len(rule.keys):
            key = rule.keys[at]
            named = tr("其他") if key == "else" else speaker.code(rule.arguments.get("fact"), key)
            inner = tr("{kind}：", kind=named)
        yield from _lines(speaker, part, level + 1, inner)


def _prices(speaker: Speaker, rule: Rule, level: int) -> Iterator[Line]:
    for name, given in rule.arguments.items():
        if name.startswith("price."):
            kind = speaker.code(rule.arguments.get("fact"), name.removeprefix("price."))
            value = speaker.value(given, kind="money")
            yield Line(level, tr("{fact}：{what}", fact=kind, what=value))


def _times_standard(speaker: Speaker, rule: Rule) -> str:
    given = rule.arguments
    said = tr(
        "{n} 个月 × 低保标准（{unit}）",
        n=speaker.value(given.get("n")),
        unit=speaker.value(given.get("unit", "flat_per_household")),
    )
    choice = speaker.programme.standard
    if choice is None:
        return said
    where = tr(
        "：{place}，{kind}，按{day}",
        place=speaker.value(choice.place),
        kind=speaker.value(choice.kind),
        day=speaker.value(choice.day),
    )
    return said + where


def _share(speaker: Speaker, rule: Rule) -> str:
    given = rule.arguments
    said = tr("下列金额的 {percent}%", percent=speaker.value(given.get("percent")))
    if speaker.whole(given.get("floor")):
        said += tr("，不低于 {yuan}", yuan=speaker.value(given["floor"], kind="money"))
    if speaker.whole(given.get("ceiling")):
        said += tr("，不高于 {yuan}", yuan=speaker.value(given["ceiling"], kind="money"))
    return said


def _residual(speaker: Speaker, rule: Rule) -> str:
    payers = rule.arguments.get("payers")
    named = [speaker.fact(one) for one in payers] if isinstance(payers, tuple) else []
    return f"{speaker.fact(rule.arguments.get('fact'))} − {' − '.join(named)}"


def _judged(speaker: Speaker, rule: Rule) -> str:
    mode = speaker.plain(rule.arguments.get("mode"))
    fact = speaker.fact(rule.arguments.get("fact"))
    sayings = {
        "whole": tr("下列上限全额"),
        "asked": tr("按「{fact}」核定，不得超过下列上限", fact=fact),
        "share": tr("下列上限的 {percent}%", percent=speaker.value(rule.arguments.get("percent"))),
        "capped": tr("按「{fact}」，超过下列上限的按上限", fact=fact),
    }
    return sayings.get(mode, tr("在下列上限内核定"))


def _mean_cap(speaker: Speaker, rule: Rule) -> str:
    given = rule.arguments
    return tr(
        "按「{fact}」，{test}年均不超过 {cap}（分母：{heads}）",
        fact=speaker.fact(given.get("fact")),
        test=speaker.value(given.get("test", "union_mean")),
        cap=speaker.value(given.get("cap"), kind="money"),
        heads=speaker.value(given.get("denominator", "monthly_mean")),
    )


def _of_fact(text: Callable[[str], str]) -> Say:
    return lambda speaker, rule: text(speaker.fact(rule.arguments.get("fact")))


_SAYINGS: Mapping[str, Say] = {
    "n_times_standard": _times_standard,
    "fixed_sum": lambda speaker, rule: speaker.value(rule.arguments.get("fen"), kind="money"),
    "share": _share,
    "stated": _of_fact(lambda fact: tr("按「{fact}」据实", fact=fact)),
    "per_each": _of_fact(lambda fact: tr("下列金额 × {fact}", fact=fact)),
    "residual": _residual,
    "judged": _judged,
    "price_list": _of_fact(lambda fact: tr("按「{fact}」的标准：", fact=fact)),
    "chosen": _of_fact(lambda fact: tr("按「{fact}」分别计算：", fact=fact)),
    "mean_cap": _mean_cap,
    "sum_of": lambda _speaker, _rule: tr("下列各项之和："),
    "least_of": lambda _speaker, _rule: tr("下列各项中最少的："),
    "greatest_of": lambda _speaker, _rule: tr("下列各项中最多的："),
}
