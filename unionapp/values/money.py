"""Money as integer fen: figures and Chinese capitals, both ways, and cheque dates.

The rules are 正确填写票据和结算凭证的基本规定 (annex 1 of 支付结算办法, 银发〔1997〕393号). Nothing
here knows a binary fraction: 1 yuan is 100 fen, an `int`.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import product

from unionapp.errors import UserError, refuse
from unionapp.values.text import half_width, without_invisible

LIMIT = 10**14  # fen; below one 万亿 yuan, beyond which the words have no settled form

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_SIGNS = re.compile(r"^(?:人民币|RMB|CNY|¥|￥)+|(?:元|圆|人民币)$", re.IGNORECASE)
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
# 仟, 佰, 拾 and the single digit of one group of four; the zeros are judged afterwards.
_GROUP = "".join(f"(?:([{_DIGITS[1:]}]){unit})?" for _, unit in _UNITS)
_WORDS = re.compile(
    rf"(?:{_GROUP}(?P<yi>亿))?(?:{_GROUP}(?P<wan>万))?{_GROUP}(?P<yuan>元)?"
    rf"(?:([{_DIGITS[1:]}])角)?(?:([{_DIGITS[1:]}])分)?"
)
_ZERO = "零元整"


def parse(text: str) -> int:
    """Return the fen of an amount in figures, as typed or as a workbook cell holds it.

    Takes `1800`, `1,800.00`, full-width figures, a leading ¥ or 人民币 and a trailing 元. Raises
    `UserError` with `money.empty`, `money.not_a_number`, `money.bad_grouping`,
    `money.third_decimal`, `money.negative` or `money.too_large`; nothing is ever rounded.
    """
    shown = half_width(without_invisible(text)).strip()
    bare = _SIGNS.sub("", shown).strip().replace("。", ".").replace("，", ",")
    if not bare:
        raise refuse("money.empty")
    sign = bare[0] if bare[0] in "+-−" else ""
    figures = _SIGNS.sub("", bare.removeprefix(sign)).strip()
    if not (_PLAIN.fullmatch(figures) or _GROUPED.fullmatch(figures)):
        grouping = re.fullmatch(r"\d[\d,]*(?:\.\d*)?", figures, re.ASCII)
        raise refuse("money.bad_grouping" if grouping else "money.not_a_number", text=shown)
    yuan, _, decimals = figures.replace(",", "").partition(".")
    if len(decimals) > 2:
        raise refuse("money.third_decimal", text=shown)
    if len(yuan.lstrip("0")) > len(str(LIMIT)):
        raise _too_large(shown)
    fen = int(yuan or "0") * 100 + int(decimals.ljust(2, "0"))
    if sign in ("-", "−") and fen:
        raise refuse("money.negative", text=shown)
    return _within_limit(fen, shown)


def format_fen(fen: int) -> str:
    """Return the amount in figures with two decimals: `1,800.00`; a difference may be negative."""
    _must_be_fen(fen)
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def in_words(fen: int) -> str:
    """Return the amount in Chinese capitals: `人民币柒仟捌佰陆拾元整`.

    Of the forms that the rule leaves open, this is the one that the official examples print
    first: one 零 after 元 when the yuan digit is 0 and the jiao digit is not (¥1,680.32,
    ¥107,000.53), no 零 before 仟 for an empty 万 digit, no 整 after 角 or 分. A 万 group that is
    empty altogether always shows as 零 (玖亿零捌仟…, which otherwise reads like 9.8 亿); that is
    then the one 零, and none follows 元.

    Raises `UserError` with `money.negative` or `money.too_large`.
    """
    _must_be_fen(fen)
    if fen < 0:
        raise refuse("money.negative", text=format_fen(fen))
    _within_limit(fen, format_fen(fen))
    empty_wan = fen >= 10**10 and fen // 10**6 % 10**4 == 0
    thousands = fen // 10**5 % 10 != 0
    return "人民币" + _words(
        fen, gap=empty_wan, zero_after_yuan=not (empty_wan and thousands), closing=""
    )


def from_words(text: str) -> int:
    """Return the fen of an amount in Chinese capitals.

    Takes what `in_words` writes and every other form that the rule allows: 正 for 整, 圆 for 元,
    整 left out or set after 角, and the 零 of an empty 万 or 元 digit written or not. Anything
    else raises `UserError` with `money.words_malformed`: a wrong word on a receipt must not be
    read as some amount.
    """
    shown = "".join(without_invisible(text).split())
    words = shown.removeprefix("人民币").replace("圆", "元").replace("正", "整")
    if words in (_ZERO, "零元"):
        return 0
    match = _WORDS.fullmatch(words.removesuffix("整").replace("零", ""))
    if match is None:
        raise refuse("money.words_malformed", text=shown)
    fen = _read(match)
    if words not in _allowed(fen):
        raise refuse("money.words_malformed", text=shown)
    return fen


def cheque_date(day: date) -> str:
    """Return a date in capitals as on a cheque: `贰零贰陆年零贰月壹拾贰日`.

    Months 1, 2 and 10 take a leading 零; days 1 to 9, 10, 20 and 30 take 零, days 11 to 19 take 壹.
    """
    year = "".join(_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    month = ("零" if day.month in (1, 2, 10) else "") + _group(day.month)
    padded = "零" if day.day < 10 or day.day % 10 == 0 else ""
    return f"{year}年{month}月{padded}{_group(day.day)}日"


def _words(fen: int, *, gap: bool, zero_after_yuan: bool, closing: str) -> str:
    """Return the amount without 人民币.

    `gap` writes the 零 of an empty 万 (or 亿) digit before 仟; `zero_after_yuan` the one of an
    empty yuan digit before 角; `closing` is what stands after 角.
    """
    if fen == 0:
        return _ZERO
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = f"{_yuan(yuan, gap=gap)}元" if yuan else ""
    if not rest:
        return f"{words}整"
    if yuan and (jiao == 0 or (yuan % 10 == 0 and zero_after_yuan)):
        words += "零"
    words += f"{_DIGITS[jiao]}角" if jiao else ""
    return words + (f"{_DIGITS[cents]}分" if cents else closing)


def _yuan(yuan: int, *, gap: bool) -> str:
    """Write the groups of four from 亿 down, with one 零 where digits between them are empty."""
    words = ""
    above = 0  # what stands left of the group
    for power, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = yuan // power % 10**4
        if group:
            skipped = group < 1000
            last_digit_empty = above % 10 == 0 and gap
            words += "零" if above and (skipped or last_digit_empty) else ""
            words += _group(group) + unit
        above = yuan // power
    return words


def _group(number: int) -> str:
    """Write 1 to 9999, with one 零 for empty digits inside."""
    words = ""
    for power, unit in _UNITS:
        digit = number // power % 10
        if digit:
            words += f"{_DIGITS[digit]}{unit}"
        elif words and not words.endswith("零") and number % power:
            words += "零"
    return words


def _read(match: re.Match[str]) -> int:
    """Add up the digits of words whose zeros have been taken out."""
    places = [*range(13, 1, -1), 1, 0]  # powers of ten, in fen
    digits = [match.group(index) for index in _digit_groups()]
    return sum(
        _DIGITS.index(digit) * 10**place
        for digit, place in zip(digits, places, strict=True)
        if digit
    )


def _digit_groups() -> list[int]:
    named = set(_WORDS.groupindex.values())
    return [index for index in range(1, _WORDS.groups + 1) if index not in named]


def _allowed(fen: int) -> set[str]:
    """Return every way in which the rule lets the amount be written, without 人民币."""
    forms = {
        _words(fen, gap=gap, zero_after_yuan=zero, closing=closing)
        for gap, zero, closing in product((True, False), (True, False), ("", "整"))
    }
    return forms | {form.removesuffix("整") for form in forms if form.endswith("元整")}


def _within_limit(fen: int, shown: str) -> int:
    if fen >= LIMIT:
        raise _too_large(shown)
    return fen


def _too_large(shown: str) -> UserError:
    return refuse("money.too_large", text=shown, limit=format_fen(LIMIT - 1))


def _must_be_fen(fen: int) -> None:
    # A float that slipped past the type checker would lose a fen in silence (4.35 * 100).
    if type(fen) is not int:
        raise TypeError(f"fen must be an int, not {type(fen).__name__}")
