"""Carries a draft over to the newest version of its form."""

from __future__ import annotations

from unionapp.models.desk import Desk
from unionapp.models.records import FormVersion, Response
from unionapp.services import form_changes, questionnaires, response_drafts
from unionapp.services.form_changes import FormChange
from unionapp.services.response_session import note, response_of


def move(
    desk: Desk, response: Response, newest: FormVersion
) -> tuple[Response, tuple[FormChange, ...]]:
    """Carry a draft over to the newest version of its form; what has no place is set aside."""
    old = questionnaires.loaded(desk, response.form_version_id).definition
    new = questionnaires.loaded(desk, newest.id).definition
    changes = form_changes.between(old, new)
    homes = form_changes.homes_of(old, new)
    with desk.write() as work:
        kept = response_drafts.of(work, response.id)
        placed, homeless = form_changes.carried(kept, homes, old, new, work.now)
        response_drafts.drop(work, response.id)
        response_drafts.put(work, response.id, placed)
        aside = [*(list(one) for one in response.aside or ()), *(list(one) for one in homeless)]
        values = {"form_version_id": newest.id, "aside": aside or None}
        work.set_fields("response", response.id, values)
        told = [
            {"path": one.path, "label": one.label, "before": one.was, "after": one.change.value}
            for one in changes
        ]
        note(work, response.id, "moved", None, told)
        return response_of(work, response.id), changes
