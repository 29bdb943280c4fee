"""The titles of the sections that declared fields stand in, and of the table that holds them."""

from __future__ import annotations

from collections.abc import Mapping

_TITLES: Mapping[str, tuple[str, str]] = {
    "identity": ("基本情况", "Identity"),
    "work": ("就业情况", "Work"),
    "background": ("登记表其他项目", "Further registration details"),
    "household": ("家庭情况", "Household"),
    "employer": ("单位情况", "Employer"),
    "four_answers": ("四清", "The four answers"),
    "union": ("工会", "Union"),
    "membership": ("会籍登记", "Membership"),
    "event": ("会籍事项", "Membership event"),
    "hardship": ("收入与支出", "Income and costs"),
    "cause": ("致困原因", "Causes"),
    "exclusion": ("核查", "Verification"),
    "standard": ("低保标准", "Dibao standard"),
    "visit": ("走访", "Visit"),
    "place": ("地点", "Place"),
    "consent": ("知情同意", "Consent"),
    "worker": ("工作人员", "Worker"),
    "form": ("问卷", "Form"),
    "attachment": ("附件", "Attachment"),
    "response": ("答卷", "Response"),
    "holiday": ("节假日", "Holiday"),
    "follow_up": ("回访与复核", "Follow-up"),
    "item": ("实物帮扶", "Aid in kind"),
    "campaign": ("慰问批次", "Campaign"),
    "entry": ("名册", "Campaign roll"),
    "quota": ("名额计划", "Quota plan"),
    "activity": ("活动", "Activity"),
    "roll": ("参加名单", "Roll"),
    "expense": ("开支", "Expense"),
    "point": ("服务点位", "Point"),
    "inspection": ("点位检查", "Inspection"),
}


def title(section: str, language: str) -> str:
    """Return a section's title; a section that nobody has named yet is shown by its own name."""
    zh, en = _TITLES.get(section, (section, section))
    return en if language == "en" else zh
