"""The text of a questionnaire's QR code, written and read back."""

from __future__ import annotations

import pytest

from unionapp.printing.questionnaire_reference import Reference, parse, text


@pytest.mark.parametrize(
    ("reference", "written"),
    [
        (Reference("visit", "2026112101"), "UA1|form|visit|2026112101"),
        (Reference("visit", "", "door", "0193b6a2"), "UA1|form|visit||door:0193b6a2"),
        (
            Reference("走访 表", "v|1:2%", "person", "a:b"),
            "UA1|form|走访%20表|v%7C1%3A2%25|person:a%3Ab",
        ),
    ],
)  # fmt: skip
def test_a_reference_reads_back_as_itself(reference: Reference, written: str) -> None:
    assert text(reference) == written
    assert parse(written) == reference
    assert parse(f" {written}\n") == reference


@pytest.mark.parametrize(
    "scanned",
    ["", "GH1:LK:2026:ABC", "UA1|form", "UA1|form|", "UA1|form|a", "UA1|form|a|1|door:2|3",
     "UA2|form|a|1", "https://example.org/"],
)  # fmt: skip
def test_another_text_is_none_of_ours(scanned: str) -> None:
    assert parse(scanned) is None
