"""Code 128 (ISO/IEC 15417): the widths of bars and gaps for a text."""

from __future__ import annotations

# Bars and gaps of the values 0 to 106 in modules, in pairs of bar and gap; 106 is the stop.
_WIDTHS = (
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
)  # fmt: skip
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106
# Pairs of digits take one character in set C; changing over costs one, so four must follow.
_WORTH_IT = 4


def can_encode(text: str) -> bool:
    """Tell whether a text is printable ASCII, which is what set B holds."""
    return bool(text) and all(32 <= ord(one) < 127 for one in text)


def widths(text: str) -> tuple[int, ...]:
    """Return the widths of bars and gaps in turn, in modules, the first a bar."""
    values = _values(text)
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    return tuple(int(one) for value in (*values, check, _STOP) for one in _WIDTHS[value])


def _values(text: str) -> list[int]:
    values: list[int] = []
    at, in_c = 0, False
    while at < len(text):
        digits = _digits(text, at)
        wants_c = digits >= (2 if in_c else _WORTH_IT) and (digits % 2 == 0 or in_c)
        if not values:
            values.append(_START_C if wants_c else _START_B)
        elif wants_c != in_c:
            values.append(_TO_C if wants_c else _TO_B)
        in_c = wants_c
        if in_c:
            values.append(int(text[at : at + 2]))
            at += 2
        else:
            values.append(ord(text[at]) - 32)
            at += 1
    return values


def _digits(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - at
