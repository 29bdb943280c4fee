"""Says in plain words what a bundle holds, from its signed manifest, without opening it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from unionapp.errors import UserError
from unionapp.models.desk import OFFICE_ZONE
from unionapp.sync import manifest
from unionapp.sync.container import TrustedDevice, check_cipher, naming, split, verified
from unionapp.sync.enrolment import Reply, Request, inspect_reply, read_request
from unionapp.sync.manifest import ENROL_REPLY, ENROL_REQUEST, Manifest
from unionapp.wording import Words

_UNCHECKED = {"bundle.unknown_device": "unknown", "bundle.revoked_device": "revoked"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file says of itself, whether its signature was checked, and its size in bytes.

    `signature` is `signed`, `self_signed` (enrolment), `revoked` or `unknown`: without the
    sender's key nobody can check it.
    """

    manifest: Manifest
    signature: str
    size: int
    request: Request | None = None
    reply: Reply | None = None


def look(data: bytes, trusted: Iterable[TrustedDevice] = (), *, name: str = "") -> Shown:
    """Return what a file says of itself; `UserError` `bundle.*` for a file that is broken."""
    with naming(name):
        sealed = split(data)
        found = manifest.decode(sealed.envelope.content)
        check_cipher(found, sealed.cipher)
        if found.facts.type == ENROL_REQUEST:
            return Shown(found, "self_signed", len(data), request=read_request(data))
        if found.facts.type == ENROL_REPLY:
            return Shown(found, "self_signed", len(data), reply=inspect_reply(data))
        return Shown(found, _signature(data, trusted), len(data))


def _signature(data: bytes, trusted: Iterable[TrustedDevice]) -> str:
    try:
        verified(data, trusted)
    except UserError as error:
        verdict = _UNCHECKED.get(error.problems[0].code)
        if verdict is None:
            raise
        return verdict
    return "signed"


def lines(shown: Shown, language: str = "zh") -> list[str]:
    """Return the sentences for a person: what it is, from whom, what is in it, how sure."""
    say = Words("bundle", language)
    body = _enrolment(shown, say) if shown.request or shown.reply else _contents(shown, say)
    return [
        say(shown.manifest.facts.type),
        *_sender(shown.manifest, say),
        *body,
        say(shown.signature),
    ]


def _sender(found: Manifest, say: Words) -> list[str]:
    facts = found.facts
    key = "sender" if facts.sequence else "first_sender"
    sender = say(key, device=facts.device, incarnation=facts.incarnation, sequence=facts.sequence)
    clock = say("clock_ok" if facts.clock_trusted else "clock_unsure")
    return [sender, say("made", moment=_moment(facts.hlc), clock=clock, app=facts.app)]


def _contents(shown: Shown, say: Words) -> list[str]:
    found, text = shown.manifest, []
    span = found.operations
    which = "operations" if span.count else "no_operations"
    text.append(say(which, count=span.count, first=span.first, last=span.last))
    if found.results:
        text.append(say("results", count=found.results))
    if found.attachments:
        size = _size(found.attachment_bytes)
        text.append(say("attachments", count=found.attachments, size=size))
    for series, head in sorted(found.facts.receipt_heads.items()):
        text.append(say("receipts", series=series, last=head.last))
    if found.facts.audit_head:
        text.append(say("audit", last=found.facts.audit_head.last))
    size = _size(shown.size)
    return [*text, say("size", size=size, recipients=len(found.recipients))]


def _enrolment(shown: Shown, say: Words) -> list[str]:
    text: list[str] = []
    if shown.request:
        request = shown.request
        text.append(say("label", label=request.label, division=request.division))
        text.append(say("fingerprint", fingerprint=request.keys.fingerprint))
    if shown.reply:
        reply = shown.reply
        text.append(say("hub", hub=reply.hub_name, device=reply.device))
        for purpose, series in sorted(reply.series.items()):
            text.append(say("series", purpose=purpose, series=series))
        text.append(say("fingerprint", fingerprint=reply.hub.fingerprint))
    return text


def _moment(hlc: int) -> str:
    """Return the wall clock part in Beijing time; a nonsense clock is shown as a dash."""
    try:
        moment = datetime.fromtimestamp((hlc >> 16) / 1000, UTC)
        return moment.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return "—"


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} B"
    if count < 1024**2:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024**2:.1f} MB"
