"""Which papers can be made of a campaign's roll and of an activity, the usual one first."""

from __future__ import annotations

from unionapp.models.records import Activity
from unionapp.services.campaigns import Roll, RollLine
from unionapp.ui.paper.choosing import PaperOffer
from unionapp.ui.wording import tr

_SCREENING, _JOINING = "screening", "joining"


def of_campaign(roll: Roll, chosen: RollLine | None) -> tuple[PaperOffer, ...]:
    """Return the papers of a roll; `chosen` is the line that is selected on it."""
    own = (roll.campaign.id,)
    if not roll.lines:
        return ()
    if roll.campaign.programme == _SCREENING:
        return (
            PaperOffer(tr("两癌筛查名册"), "screening_roll", own),
            PaperOffer(tr("两癌筛查结算单"), "settlement_list", own),
        )
    goods = bool(roll.campaign.goods) or any(one.entry.goods for one in roll.lines)
    found = []
    if goods:
        found.append(PaperOffer(tr("慰问品签收表"), "sign_off_list", own))
    if any(one.entry.amount_fen for one in roll.lines):
        found.append(PaperOffer(tr("慰问金发放表"), "campaign_roll", own))
    if chosen is not None:
        slip = tr("慰问签收单：{name}", name=chosen.name)
        found.append(PaperOffer(slip, "welfare_receipt", (chosen.entry.id,)))
    slips = tr("慰问签收单：名册上 {count} 人", count=len(roll.lines))
    everybody = tuple(one.entry.id for one in roll.lines)
    return (*found, PaperOffer(slips, "welfare_receipt", everybody))


def of_activity(activity: Activity) -> tuple[PaperOffer, ...]:
    """Return the papers of an activity; a ceremony has its roll."""
    own = (activity.id,)
    ceremony = PaperOffer(tr("入会仪式名册"), "ceremony_roll", own)
    attendance = PaperOffer(tr("培训签到表"), "training_attendance", own)
    lesson = PaperOffer(tr("听课记录"), "class_quality_record", own)
    if activity.kind == _JOINING:
        return (ceremony, attendance)
    return (attendance, lesson)
