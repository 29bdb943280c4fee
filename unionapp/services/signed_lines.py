"""What was signed for on the roll of a campaign is a grant like that of a case.

A line that names a case is counted there; one that was struck, or that nobody signed for yet, is
no grant. `GRANTED` is the one rule about what was given before; who asks about one household and
who asks about everybody read it alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unionapp.models.desk import Reading
from unionapp.models.records import Campaign, CampaignEntry, Case
from unionapp.services.case_records import PAID

# Every grant, of a case and of a signed line, under the same names.
GRANTED = """
SELECT programme, decided_on AS day, coalesce(amount_fen, 0) AS fen, subject_kind, subject_id,
    person_id, concern, campaign_id, answers, id, 0 AS source, rid
FROM "case"
WHERE state IN ('granted', 'paid') AND deleted_at IS NULL AND decided_on IS NOT NULL
UNION ALL
SELECT c.programme, e.signed_on, e.amount_fen, e.subject_kind, e.subject_id,
    NULL, NULL, e.campaign_id, NULL, e.id, 1, e.rid
FROM campaign_entry e JOIN campaign c ON c.id = e.campaign_id
WHERE e.signed_on IS NOT NULL AND e.removed_because IS NULL AND e.case_id IS NULL
    AND e.deleted_at IS NULL AND c.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class SignedLine:
    """One line of a roll that was signed for, and the campaign that it belongs to."""

    entry: CampaignEntry
    campaign: Campaign

    @property
    def as_case(self) -> Case:
        """The case that the line amounts to; it is nowhere on file, and its number says so."""
        entry = self.entry
        return Case(
            id=entry.id,
            home_division=entry.home_division,
            programme=self.campaign.programme,
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            number=f"{self.campaign.name} {entry.line}",
            state=PAID,
            period=str(entry.signed_on.year) if entry.signed_on else None,
            campaign_id=self.campaign.id,
            opened_on=entry.signed_on,
            decided_on=entry.signed_on,
            amount_fen=entry.amount_fen,
        )


def of(reading: Reading, subjects: Sequence[str]) -> tuple[SignedLine, ...]:
    """Return what was signed for about these households and persons, the newest first."""
    marks = ",".join("?" * len(subjects))
    entries = reading.select(
        CampaignEntry,
        f"subject_id IN ({marks}) AND signed_on IS NOT NULL AND removed_because IS NULL"
        " AND case_id IS NULL",
        tuple(subjects),
        order="signed_on DESC, rid DESC",
    )
    campaigns = reading.by_ids(Campaign, [one.campaign_id for one in entries])
    return tuple(
        SignedLine(one, campaigns[one.campaign_id])
        for one in entries
        if one.campaign_id in campaigns and campaigns[one.campaign_id].deleted_at is None
    )
