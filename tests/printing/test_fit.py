"""Texts fit by arithmetic, in a fixed order of means, or are refused."""

from __future__ import annotations

import pytest

from unionapp.printing import fit
from unionapp.printing.fit import Fitted, Frame


def wide(text: str) -> float:
    """Every character is one em wide."""
    return float(len(text))


FRAME = Frame(width=100, height=25, size=10, min_size=6, squeeze=0.8, max_lines=2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十" * 10, Fitted(("十" * 10,), 10, 1.0)),
        ("十" * 12, Fitted(("十" * 12,), 10, 100 / 120)),
        ("六六六六六六·七七七七七七七", Fitted(("六六六六六六·", "七七七七七七七"), 10, 1.0)),
        ("九九九九九九九九 九九九九九", Fitted(("九九九九九九九九", "九九九九九"), 10, 1.0)),
        ("十" * 11 + "·" + "十" * 11, Fitted(("十" * 11 + "·", "十" * 11), 10, 100 / 120)),
        ("十" * 20, Fitted(("十" * 20,), 6.25, 0.8)),
        ("十" * 21, None),
    ],
    ids=["natural", "condensed", "dot", "space", "two condensed", "smaller", "refused"],
)
def test_a_name_is_fitted_in_a_fixed_order(text: str, expected: Fitted | None) -> None:
    fitted = fit.line(text, FRAME, wide)
    if expected is None or fitted is None:
        assert fitted == expected
    else:
        assert fitted.lines == expected.lines
        assert fitted.size == pytest.approx(expected.size)
        assert fitted.stretch == pytest.approx(expected.stretch)


@pytest.mark.parametrize("length", range(1, 30))
@pytest.mark.parametrize("dot", range(0, 30, 3))
def test_whatever_is_accepted_stays_in_its_box(length: int, dot: int) -> None:
    text = "名" * dot + "·" + "字" * length
    fitted = fit.line(text, FRAME, wide)
    if fitted is None:
        assert len(text) > FRAME.width / (FRAME.min_size * FRAME.squeeze)
        return
    assert FRAME.min_size <= fitted.size <= FRAME.size
    assert FRAME.squeeze - 1e-6 <= fitted.stretch <= 1
    assert max(map(wide, fitted.lines)) * fitted.size * fitted.stretch <= FRAME.width + 1e-6
    if len(fitted.lines) == 2:
        assert 2 * fitted.size * FRAME.leading <= FRAME.height + 1e-6
    assert "".join(fitted.lines) == text


def test_the_lines_part_where_they_are_most_alike() -> None:
    fitted = fit.line("一二·三四五六七八·九十一二三四", FRAME, wide)
    assert fitted is not None
    assert fitted.lines == ("一二·三四五六七八·", "九十一二三四")


def test_no_line_of_a_paragraph_begins_or_ends_with_the_wrong_mark() -> None:
    frame = Frame(width=60, height=100, size=10, min_size=10, max_lines=8)
    fitted = fit.paragraph("一二三四五六，七八九十（甲乙丙）丁戊己庚辛。", frame, wide)
    assert fitted is not None
    assert not any(line[0] in "，。）" for line in fitted.lines)
    assert not any(line[-1] in "（" for line in fitted.lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("沈阳鸿运达物流有限公司", ("沈阳鸿运达物流有限公司",)),
        ("一二三四五六七·八九十甲乙丙", ("一二三四五六七·", "八九十甲乙丙")),
        ("月人均收入655.00元/人·月以下的", ("月人均收入655.00", "元/人·月以下的")),
    ],
    ids=["condensed rather than one character left over", "a name", "no name"],
)
def test_a_value_that_wraps_leaves_no_character_alone_and_parts_names_at_their_dot(
    text: str, lines: tuple[str, ...]
) -> None:
    frame = Frame(width=100, height=25, size=10, min_size=6, max_lines=2)
    found = fit.paragraph(text, frame, wide)
    assert found is not None
    assert found.lines == lines


def test_prose_is_not_condensed_to_save_a_line() -> None:
    frame = Frame(width=100, height=60, size=10, min_size=6, max_lines=4)
    found = fit.paragraph("十" * 11, frame, wide)
    assert found is not None
    assert (len(found.lines), found.stretch) == (2, 1.0)


def test_a_number_or_word_is_not_torn_apart() -> None:
    frame = Frame(width=80, height=100, size=10, min_size=10, max_lines=8)
    fitted = fit.paragraph("每月补助 12,345.60 元整", frame, wide)
    assert fitted is not None
    assert any("12,345.60" in line for line in fitted.lines)


def test_a_paragraph_too_long_for_its_smallest_size_is_refused() -> None:
    frame = Frame(width=50, height=25, size=10, min_size=9, max_lines=2)
    assert fit.paragraph("字" * 40, frame, wide) is None


def test_a_column_shrinks_to_its_height() -> None:
    frame = Frame(width=20, height=45, size=10, min_size=5, leading=1.0)
    fitted = fit.column("第一联 存根", frame)
    assert fitted is not None
    assert fitted.size == pytest.approx(45 / 5.5)
    assert fit.column("第一联 存根" * 3, frame) is None
