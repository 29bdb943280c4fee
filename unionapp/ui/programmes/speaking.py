"""Says the parts of a programme file in plain words: facts, values, switches as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unionapp.programmes.fact_names import known_names
from unionapp.programmes.programme import (
    Argument,
    Label,
    OwnFact,
    Programme,
    Rule,
    Setting,
    SwitchRef,
)
from unionapp.ui.wording import language, tr
from unionapp.values import codes, money


@dataclass(frozen=True, slots=True)
class Speaker:
    """One programme with what the office decided; every method returns words for the window."""

    programme: Programme
    decided: Mapping[str, Setting]

    def setting(self, name: str) -> Setting | None:
        """Return the value in force of a switch: the office's, else the file's default."""
        switch = self.programme.switch(name)
        return self.decided.get(name, switch.default if switch else None)

    def value(self, argument: Argument | None, *, kind: str = "") -> str:
        """Return an argument in words; a switch by what it says now."""
        if isinstance(argument, SwitchRef):
            return self.switch(argument.name)
        if argument is None:
            return "—"
        if isinstance(argument, tuple):
            return _joined([self.word(str(one)) for one in argument])
        if isinstance(argument, int):
            return _yuan(argument) if kind == "money" else str(argument)
        return argument.isoformat() if isinstance(argument, date) else self.word(argument)

    def switch(self, name: str) -> str:
        """Return what a switch says now, or that the office has yet to say it."""
        switch, value = self.programme.switch(name), self.setting(name)
        if switch is None:
            return name
        if value is None:
            return tr("【{label}：待本单位确定】", label=self.label(switch.label))
        said = switch.value_text(value, language())
        return tr("{yuan} 元", yuan=said) if switch.kind == "money" else said

    def word(self, code: str) -> str:
        """Return a word of the vocabulary that stands for itself in a file."""
        return _words().get(code, code)

    def whole(self, argument: Argument | None) -> int | None:
        """Return the number that an argument says now."""
        said = self.setting(argument.name) if isinstance(argument, SwitchRef) else argument
        return said if isinstance(said, int) else None

    def plain(self, argument: Argument | None) -> str:
        """Return the word that an argument says now, as the rules know it."""
        if not isinstance(argument, SwitchRef):
            return argument if isinstance(argument, str) else ""
        switch, said = self.programme.switch(argument.name), self.setting(argument.name)
        found = switch.meaning(said) if switch is not None and said is not None else ""
        return found if isinstance(found, str) else ""

    def fact(self, name: object) -> str:
        """Return what a person calls a fact."""
        known = known_names(self.programme.facts).get(str(name))
        return self.label(known.label) if known else str(name)

    def code(self, fact: object, code: str) -> str:
        """Return the label of one code of a fact."""
        own = self.own_fact(fact)
        if own is None:
            return self.word(code)
        for option in own.options:
            if option.value == code:
                return self.label(option.label)
        if own.codes in codes.names():
            return codes.load(own.codes).label(code, language()) or code
        return code

    def listed(self, rule: Rule, name: str) -> str:
        """Return the codes that an argument lists, by the labels of the rule's fact."""
        given = rule.arguments.get(name)
        if not isinstance(given, tuple):
            return self.value(given)
        return _joined([self.code(rule.arguments.get("fact"), str(one)) for one in given])

    def own_fact(self, name: object) -> OwnFact | None:
        """Return a fact that only this programme asks for."""
        return next((one for one in self.programme.facts if one.name == name), None)

    @staticmethod
    def label(label: Label) -> str:
        """Return a label in the language of the window."""
        return label.text(language())


def _joined(words: list[str]) -> str:
    return ("、" if language() == "zh" else ", ").join(words)


def _yuan(fen: int) -> str:
    return tr("{yuan} 元", yuan=money.format_fen(fen))


def _words() -> dict[str, str]:
    """Words that files may use without a switch of their own."""
    return {
        "deep": tr("深度困难"),
        "relative": tr("相对困难"),
        "accident": tr("意外致困"),
        "none": tr("不属于困难职工"),
        "residence": tr("居住地"),
        "hukou": tr("户籍地"),
        "filing_union": tr("建档工会所在地"),
        "urban": tr("城市标准"),
        "rural": tr("农村标准"),
        "decision": tr("审批日"),
        "payment": tr("发放日"),
        "1_january": tr("当年 1 月 1 日"),
        "month_wise": tr("逐月，各按当月 1 日"),
        "flat_per_household": tr("每户一份"),
        "per_person": tr("按家庭人口"),
        "top_up": tr("补差至标准"),
        "warn": tr("提示"),
        "refuse": tr("不再受理"),
        "continue": tr("继续办理"),
        "block": tr("确定前不得列支"),
        "allow": tr("不限"),
        "calendar_year": tr("自然年"),
        "academic_year": tr("学年"),
        "fixed_round": tr("每轮活动"),
        "life": tr("终身"),
        "illness": tr("同一疾病"),
        "child": tr("同一子女"),
        "stay": tr("每次住院"),
        "event": tr("同一事项"),
    }
