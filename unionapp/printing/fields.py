"""The words that a document may print: one registry of fields with label, kind and samples.

A record is a plain mapping from the names listed here to values. What a record leaves out, or
holds as `None` or `""`, is *unset*; an object that needs it stops the print run in preflight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "date", "fen", "count", "image"]
Record = Mapping[str, object]

_TYPES: Mapping[Kind, type] = {
    "text": str,
    "date": date,
    "fen": int,
    "count": int,
    "image": bytes,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One printable word: its label, a usual value and the hardest that must still fit.

    `codes` names the code list that the value is a code of. `sealed` fields are facts of the
    record and go into the hash of its QR code; what only tells one sheet from the next (copy name,
    day of printing, reprint count) does not.
    """

    name: str
    zh: str
    en: str
    kind: Kind
    sample: object
    worst: object = None
    codes: str | None = None
    sealed: bool = True

    def label(self, language: str = "zh") -> str:
        return self.en if language == "en" else self.zh

    def value(self, record: Record) -> object | None:
        """Return the record's value or None when it is unset; raises TypeError for another kind.

        A value of the wrong type is a fault of the program, not of the user.
        """
        value = record.get(self.name)
        if value is None or value == b"" or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, _TYPES[self.kind]) or isinstance(value, bool):
            raise TypeError(f"{self.name} is a {self.kind}, not {type(value).__name__}")
        return value


_LONG_NAME = "阿卜杜热合曼·艾力"
_LONGEST_NAME = "古丽巴哈尔阿卜杜热依木江·买买提依明阿卜杜拉孜"
_LONG_UNION = "沈阳市铁西区工人村街道快递物流货运行业工会联合委员会"
_DAY = date(2026, 3, 18)

_ALL = (
    # The office that prints.
    Field("office.name", "本单位", "This office", "text", "沈阳市铁西区工人村街道总工会",
          "沈阳市铁西区工人村街道新就业形态劳动者总工会"),
    Field("office.hotline", "服务热线", "Hotline", "text", "12351", "024-12345678", sealed=False),
    # A person.
    Field("person.name", "姓名", "Name", "text", "王秀兰", _LONGEST_NAME),
    Field("person.identity", "证件号码", "Identity number", "text", "210106197603150021"),
    Field("person.phone", "手机号", "Mobile", "text", "13800001234", sealed=False),
    Field("person.sex", "性别", "Sex", "text", "女"),
    Field("person.birth_date", "出生日期", "Born on", "date", date(1976, 3, 15)),
    Field("person.address", "住址", "Address", "text", "工人村街道南十二路8号2单元503",
          sealed=False),
    Field("person.employer", "工作单位", "Employer", "text", "沈阳鸿运达物流有限公司",
          "沈阳鸿运达国际货物运输代理有限责任公司第一分公司"),
    Field("person.photo", "照片", "Photo", "image", None, sealed=False),
    # A member.
    Field("member.number", "会员编号", "Member number", "text", "GH2101060001234"),
    Field("member.joined", "入会日期", "Joined on", "date", date(2021, 5, 1)),
    Field("member.union", "所属工会", "Union", "text", "工人村社区联合工会", _LONG_UNION),
    Field("member.card_issued", "发卡日期", "Card issued on", "date", _DAY, sealed=False),
    # A payment of aid and its receipt.
    Field("receipt.number", "单据编号", "Receipt number", "text", "2026-K7QP-000318"),
    Field("receipt.amount_fen", "金额", "Amount", "fen", 786_000, 98_765_432_109),
    Field("receipt.programme", "救助项目", "Programme", "text", "困难职工生活救助",
          "困难职工家庭生活救助（深度困难，因病致困，2026年度第一批）"),
    Field("receipt.policy", "政策依据", "Policy document", "text", "总工发〔2019〕19号",
          "《困难职工帮扶资金使用管理办法》（总工办发〔2019〕19号）第九条第（一）项及本市实施细则"),
    Field("receipt.calculation", "计算", "Calculation", "text", "12 × 655.00 = 7,860.00",
          "12 个月 × 655.00 元/人·月 × 3 人 − 已领 15,720.00 元 = 7,860.00 元"
          "（沈阳市城市低保标准，2018-07-01 起）"),
    Field("receipt.case_number", "个案编号", "Case number", "text", "2026-K7QP-C-00042"),
    Field("receipt.date", "领款日期", "Paid on", "date", _DAY),
    Field("receipt.method", "领款方式", "Method of payment", "text", "transfer",
          codes="receipt_method"),
    Field("receipt.account_tail", "银行卡尾号", "Last digits of the account", "text", "6621"),
    Field("receipt.clerk", "经办人", "Handled by", "text", "李敏", _LONG_NAME, sealed=False),
    Field("receipt.checker", "审核人", "Checked by", "text", "赵立新", _LONG_NAME, sealed=False),
    Field("receipt.approver", "批准人", "Approved by", "text", "孙建国", _LONG_NAME,
          sealed=False),
    Field("receipt.reprint", "补打次数", "Times reprinted", "count", None, 12, sealed=False),
    # Somebody who receives in another's stead (Civil Code, article 165).
    Field("proxy.name", "代领人", "Proxy", "text", None, _LONG_NAME),
    Field("proxy.identity", "代领人证件号码", "Proxy's identity number", "text", None,
          "210106197603150021"),
    Field("proxy.relation", "与领款人关系", "Relation to the payee", "text", None, "儿媳"),
    # The paper that opens a locked database.
    Field("recovery.code", "恢复码", "Recovery code", "text",
          "K7QP2-M4TXW-9RBHD-3VNJC-X8GFA-6YEZ1-5WKPT", sealed=False),
    Field("recovery.made", "生成日期", "Made on", "date", _DAY, sealed=False),
    Field("recovery.worker", "工作人员", "Worker", "text", "李敏", _LONG_NAME, sealed=False),
    # What the engine itself knows.
    Field("document.issued", "打印日期", "Printed on", "date", _DAY, sealed=False),
    Field("document.copy", "联次", "Copy", "text", "第1联 存根", sealed=False),
    Field("document.seal", "校验文字", "Text of the QR code", "text", None, sealed=False),
)  # fmt: skip

FIELDS: Mapping[str, Field] = {field.name: field for field in _ALL}


def check_names(record: Record) -> None:
    """Raise KeyError when a record holds a name that is not registered: a slip of the program."""
    for name in record:
        if name not in FIELDS:
            raise KeyError(f"no such printable field: {name}")


def samples(*, worst: bool = False) -> dict[str, object]:
    """Return a record of sample values; with `worst`, the hardest values that must still fit."""
    found: dict[str, object] = {}
    for field in _ALL:
        value = field.worst if worst and field.worst is not None else field.sample
        if value is not None:
            found[field.name] = value
    return found
