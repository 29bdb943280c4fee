"""Says how a case of a programme goes: steps, papers, time limits, how often, beside what not."""

from __future__ import annotations

from collections.abc import Mapping

from unionapp.programmes.programme import Clash, Frequency, Programme, Step
from unionapp.ui.programmes.speaking import Speaker
from unionapp.ui.wording import language, tr
from unionapp.values import codes


def step_line(speaker: Speaker, step: Step, papers: Mapping[str, str]) -> str:
    """Return what is to be known of one step beside its name."""
    told = [codes.load("worker_role").label(step.role, language()) or step.role]
    if step.other_than:
        names = [_step_name(speaker, one) for one in step.other_than]
        told.append(tr("与「{steps}」不是同一人", steps=tr("、").join(names)))
    if step.notice_days is not None:
        told.append(tr("公示 {days} 个工作日", days=speaker.value(step.notice_days)))
    if step.within_days is not None:
        told.append(tr("{days} 天内", days=speaker.value(step.within_days)))
    if step.within_working_days is not None:
        told.append(tr("{days} 个工作日内", days=speaker.value(step.within_working_days)))
    if step.needs_reason:
        told.append(tr("须写理由"))
    if step.papers:
        named = [papers.get(one, one) for one in step.papers]
        told.append(tr("文书：{papers}", papers=tr("、").join(named)))
    if step.follow_up is not None:
        told.append(_follow_up(speaker, step))
    return " · ".join(told)


def _follow_up(speaker: Speaker, step: Step) -> str:
    follow = step.follow_up
    if follow is None:
        return ""
    name = _step_name(speaker, follow.step)
    if follow.months is not None:
        return tr("{n} 个月后{step}", n=speaker.value(follow.months), step=name)
    return tr("{n} 天后{step}", n=speaker.value(follow.days), step=name)


def _step_name(speaker: Speaker, code: str) -> str:
    step = speaker.programme.step(code)
    return speaker.label(step.label) if step else code


def often(speaker: Speaker, frequency: Frequency) -> str:
    """Return how often something is given."""
    per = {
        "person": tr("每人"),
        "student": tr("每名学生"),
        "household": tr("每户"),
        "employer": tr("每家单位"),
        "union": tr("每个工会"),
    }[frequency.per]
    period = _period(speaker, frequency)
    return tr("{per}，{period}，{times} 次", per=per, period=period, times=frequency.times)


def clash(speaker: Speaker, one: Clash, programmes: Mapping[str, Programme]) -> str:
    """Return beside which programme this one is not had."""
    other = programmes.get(one.programme)
    name = speaker.label(other.label) if other else one.programme
    then = tr("不得兼得") if one.refuses else tr("提示")
    return tr(
        "与「{name}」（{period}）{then}：{why}",
        name=name,
        period=_period(speaker, one),
        then=then,
        why=speaker.label(one.label),
    )


def _period(speaker: Speaker, timed: Frequency | Clash) -> str:
    if speaker.plain(timed.period) == "months":
        return tr("{n} 个月内", n=speaker.value(timed.months))
    return speaker.value(timed.period)


def subject(programme: Programme) -> str:
    """Return whom a case is about."""
    names = {
        "person": tr("个人"),
        "household": tr("家庭"),
        "employer": tr("单位"),
        "union": tr("工会"),
    }
    return names[programme.subject]


def area(code: str) -> str:
    """Return the field of work that a programme belongs to."""
    names = {
        "organising": tr("组建"),
        "hardship": tr("帮扶"),
        "welfare": tr("福利"),
        "jobs": tr("就业"),
        "rights": tr("维权"),
        "services": tr("服务"),
    }
    return names.get(code, code)


def gives(programme: Programme) -> str:
    """Return what is given: money, goods, either, or a service."""
    names = {
        "money": tr("资金"),
        "goods": tr("实物"),
        "either": tr("资金或实物"),
        "service": tr("服务事项"),
    }
    return names[programme.gives]
