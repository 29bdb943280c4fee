"""The words that the paper itself adds to a questionnaire, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionapp.printing.questionnaire import Language


@dataclass(frozen=True, slots=True)
class Words:
    """Words around the questions; `date` and `time` stand behind or before their blanks."""

    page: str
    form: str
    version: str
    row: str
    photo: str
    signature: str
    column: str
    key: str
    stop: str
    date: tuple[str, ...]
    time: tuple[str, ...]
    unit_first: bool


WORDS: Mapping[Language, Words] = {
    "zh": Words(
        page="第 {page} 页　共 {pages} 页",
        form="表号",
        version="版本",
        row="序号",
        photo="照片粘贴处",
        signature="签名",
        column="第 {number} 栏：",
        key="填写序号　",
        stop="；",
        date=("年", "月", "日"),
        time=("时", "分"),
        unit_first=False,
    ),
    "en": Words(
        page="Page {page} of {pages}",
        form="Form",
        version="Version",
        row="No.",
        photo="Fix photo here",
        signature="Signature",
        column="Column {number}: ",
        key="write the number　",
        stop="; ",
        date=("Year", "Month", "Day"),
        time=("Hour", "Minute"),
        unit_first=True,
    ),
}
