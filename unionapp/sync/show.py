"""Says in plain words what a bundle holds, from its signed manifest, without opening it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from unionapp.errors import UserError
from unionapp.models.desk import OFFICE_ZONE
from unionapp.sync import manifest
from unionapp.sync.container import TrustedDevice, check_cipher, naming, split, verified
from unionapp.sync.enrolment import Reply, Request, inspect_reply, read_request
from unionapp.sync.manifest import ENROL_REPLY, ENROL_REQUEST, Manifest

_UNCHECKED = {"bundle.unknown_device": "unknown", "bundle.revoked_device": "revoked"}

_WORDS = {
    "zh": {
        "changes": "数据包：向市级中心上报的变更",
        "ack": "回执：市级中心对上报的答复",
        "enrol_request": "设备登记申请：这台电脑的公开密钥",
        "enrol_reply": "设备登记答复：市级中心的公开密钥和编号序列",
        "sender": "设备 {device}（第 {incarnation} 代），第 {sequence} 包",
        "first_sender": "设备 {device}（第 {incarnation} 代）",
        "made": "生成时间 {moment}（{clock}），程序版本 {app}",
        "clock_ok": "时钟已与中心核对",
        "clock_unsure": "时钟未经核对",
        "operations": "变更 {count} 条（{first} 至 {last}）",
        "no_operations": "没有变更",
        "results": "处理结果 {count} 条",
        "attachments": "附件 {count} 个，共 {size}",
        "receipts": "收据序列 {series}：最新编号 {last}",
        "audit": "操作日志：截至第 {last} 条",
        "size": "文件大小 {size}，内容已加密，只有收件方能打开（收件密钥 {recipients} 个）",
        "signed": "签名有效，来自已登记的设备；文件完整",
        "self_signed": "签名有效（由文件中所带密钥签署）；文件完整",
        "revoked": "注意：这台设备已被停用，收件方不会接收",
        "unknown": "注意：签名设备不在本机名单上，签名未能核对；以上内容仅供参考",
        "label": "电脑名称「{label}」，区划 {division}",
        "hub": "中心「{hub}」，答复设备 {device}",
        "series": "编号序列（{purpose}）：{series}",
        "fingerprint": "密钥指纹 {fingerprint}（可通过电话核对）",
    },
    "en": {
        "changes": "Bundle: changes for the city hub",
        "ack": "Receipt: the city hub's answer to what was sent",
        "enrol_request": "Device request: this computer's public keys",
        "enrol_reply": "Device reply: the city hub's public keys and number series",
        "sender": "Device {device} (incarnation {incarnation}), bundle {sequence}",
        "first_sender": "Device {device} (incarnation {incarnation})",
        "made": "Made {moment} ({clock}), program version {app}",
        "clock_ok": "clock compared with the hub",
        "clock_unsure": "clock not compared",
        "operations": "{count} changes ({first} to {last})",
        "no_operations": "No changes",
        "results": "{count} answers",
        "attachments": "{count} attachments, {size} together",
        "receipts": "Receipt series {series}: newest number {last}",
        "audit": "Audit trail up to entry {last}",
        "size": "File of {size}; encrypted, only the addressee can open it ({recipients} keys)",
        "signed": "The signature is good and from a registered device; the file is whole",
        "self_signed": "The signature is good (by the key in the file); the file is whole",
        "revoked": "Note: this device has been revoked, the addressee will not take the bundle",
        "unknown": "Note: the signing device is not known here and the signature was not checked",
        "label": 'Computer "{label}", division {division}',
        "hub": 'Hub "{hub}", answers device {device}',
        "series": "Number series ({purpose}): {series}",
        "fingerprint": "Key fingerprint {fingerprint} (to be compared over the telephone)",
    },
}


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
    say = _WORDS[language]
    body = _enrolment(shown, say) if shown.request or shown.reply else _contents(shown, say)
    return [
        say[shown.manifest.facts.type],
        *_sender(shown.manifest, say),
        *body,
        say[shown.signature],
    ]


def _sender(found: Manifest, say: Mapping[str, str]) -> list[str]:
    facts = found.facts
    key = "sender" if facts.sequence else "first_sender"
    sender = say[key].format(
        device=facts.device, incarnation=facts.incarnation, sequence=facts.sequence
    )
    clock = say["clock_ok" if facts.clock_trusted else "clock_unsure"]
    return [sender, say["made"].format(moment=_moment(facts.hlc), clock=clock, app=facts.app)]


def _contents(shown: Shown, say: Mapping[str, str]) -> list[str]:
    found, text = shown.manifest, []
    span = found.operations
    which = "operations" if span.count else "no_operations"
    text.append(say[which].format(count=span.count, first=span.first, last=span.last))
    if found.results:
        text.append(say["results"].format(count=found.results))
    if found.attachments:
        size = _size(found.attachment_bytes)
        text.append(say["attachments"].format(count=found.attachments, size=size))
    for series, head in sorted(found.facts.receipt_heads.items()):
        text.append(say["receipts"].format(series=series, last=head.last))
    if found.facts.audit_head:
        text.append(say["audit"].format(last=found.facts.audit_head.last))
    size = _size(shown.size)
    return [*text, say["size"].format(size=size, recipients=len(found.recipients))]


def _enrolment(shown: Shown, say: Mapping[str, str]) -> list[str]:
    text: list[str] = []
    if shown.request:
        request = shown.request
        text.append(say["label"].format(label=request.label, division=request.division))
        text.append(say["fingerprint"].format(fingerprint=request.keys.fingerprint))
    if shown.reply:
        reply = shown.reply
        text.append(say["hub"].format(hub=reply.hub_name, device=reply.device))
        for purpose, series in sorted(reply.series.items()):
            text.append(say["series"].format(purpose=purpose, series=series))
        text.append(say["fingerprint"].format(fingerprint=reply.hub.fingerprint))
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
