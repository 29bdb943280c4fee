"""Questionnaires as they were loaded, the responses to them, and the files that belong to both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from unionapp.models.declare import FieldType, Record, declare


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion(Record):
    """One version of a questionnaire, ready to be filled and to be read for ever.

    `digest` is the SHA-256 of the workbook and of the files that it names, `engine` the version of
    the conversion that made the XForm; `xform` is the XForm's SHA-256, `extras` are the columns
    that XForms do not know, `files` names the attached lists and pictures by their SHA-256. The
    bytes stand in `blob`: a form may be larger than an operation.
    """

    form_id: str = declare(FieldType.TEXT, "问卷编号", "Form id", "form", default="")
    version: str = declare(FieldType.TEXT, "版本", "Version", "form", default="")
    title: str = declare(FieldType.TEXT, "问卷名称", "Title", "form", default="")
    subject: str = declare(FieldType.TEXT, "对象", "Subject", default="door")
    digest: str = declare(FieldType.TEXT, "文件指纹", "File digest", default="")
    engine: int = declare(FieldType.INTEGER, "引擎版本", "Engine version", default=0)
    xform: str = declare(FieldType.TEXT, "表单定义", "XForm", default="")
    extras: Mapping[str, object] | None = declare(FieldType.JSON, "附加栏", "Extra columns")
    files: Mapping[str, str] | None = declare(FieldType.JSON, "附件", "Files")
    loaded_at: datetime | None = declare(FieldType.INSTANT, "装入时间", "Loaded at", "form")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Record):
    """One filling of a questionnaire about a door, household, person or employer.

    While `state` is `draft` the answers stand one by one in the local table `draft_answer`; a
    finished response holds them all in `answers`, in the order of the form, as pairs of path and
    text. `aside` are answers of an earlier version that have no place in this one, `accepted` the
    reasons with which soft checks were passed over.
    """

    form_version_id: str = declare(
        FieldType.REFERENCE, "问卷版本", "Form version", default="", refers="form_version"
    )
    form_id: str = declare(FieldType.TEXT, "问卷编号", "Form id", default="")
    state: str = declare(
        FieldType.CODE, "状态", "State", "response", default="draft", codes="response_state"
    )
    door_id: str | None = declare(FieldType.REFERENCE, "门户", "Door", refers="place")
    visit_id: str | None = declare(FieldType.REFERENCE, "走访", "Visit", refers="visit")
    household_id: str | None = declare(FieldType.REFERENCE, "家庭", "Household", refers="household")
    person_id: str | None = declare(FieldType.REFERENCE, "人员", "Person", refers="person")
    employer_id: str | None = declare(FieldType.REFERENCE, "单位", "Employer", refers="employer")
    worker_id: str = declare(FieldType.REFERENCE, "填写人", "Worker", default="", refers="worker")
    started_at: datetime | None = declare(FieldType.INSTANT, "开始时间", "Started", "response")
    finished_at: datetime | None = declare(FieldType.INSTANT, "完成时间", "Finished", "response")
    answers: Sequence[Sequence[str]] | None = declare(FieldType.JSON, "答案", "Answers")
    accepted: Mapping[str, str] | None = declare(FieldType.JSON, "说明", "Reasons")
    aside: Sequence[Sequence[str]] | None = declare(FieldType.JSON, "另存答案", "Answers set aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseEvent(Record):
    """What was done with a response, by whom and why; never changed.

    `detail` lists the answers that a correction changed: path, label, before, after.
    """

    response_id: str = declare(
        FieldType.REFERENCE, "答卷", "Response", default="", refers="response"
    )
    event: str = declare(
        FieldType.CODE, "事项", "Event", "event", default="", codes="response_event"
    )
    at: datetime | None = declare(FieldType.INSTANT, "时间", "Time", "event")
    worker_id: str = declare(FieldType.REFERENCE, "经办人", "Worker", default="", refers="worker")
    reason: str | None = declare(FieldType.LONG_TEXT, "理由", "Reason", "event")
    detail: Sequence[Mapping[str, str]] | None = declare(FieldType.JSON, "改动", "Changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """A photo, a signature or a list, known by its content; the bytes stand in `blob`."""

    of_kind: str = declare(FieldType.TEXT, "所属类型", "Belongs to kind", default="")
    of_id: str = declare(FieldType.TEXT, "所属记录", "Belongs to", default="")
    name: str = declare(FieldType.TEXT, "文件名", "File name", "attachment", default="")
    sha256: str = declare(FieldType.TEXT, "指纹", "SHA-256", default="")
    size: int = declare(FieldType.INTEGER, "字节数", "Bytes", "attachment", default=0)
    media_type: str = declare(FieldType.TEXT, "类型", "Media type", "attachment", default="")
