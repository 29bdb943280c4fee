"""The registry of printable words and the ways to write them."""

from __future__ import annotations

from datetime import date

import pytest

from unionapp.printing import fields, formatters, seals

RECEIPT = ("receipt.number", "receipt.amount_fen", "receipt.date", "receipt.reprint")
FACTS = {
    "receipt.number": "2026-1",
    "receipt.amount_fen": 786_000,
    "receipt.date": date(2026, 3, 18),
}


@pytest.mark.parametrize("name", fields.FIELDS)
def test_a_field_has_two_labels_and_samples_of_its_kind(name: str) -> None:
    field = fields.FIELDS[name]
    assert field.zh
    assert field.en
    for sample in (field.sample, field.worst):
        if sample is not None:
            assert field.value({name: sample}) == sample


@pytest.mark.parametrize("empty", [None, "", " ", "\u3000", b""])
def test_an_empty_value_is_unset(empty: object) -> None:
    assert fields.FIELDS["person.name"].value({"person.name": empty}) is None
    assert fields.FIELDS["person.name"].value({}) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("receipt.amount_fen", 7860.0),
        ("receipt.amount_fen", True),
        ("receipt.amount_fen", "7860"),
        ("person.name", 12),
        ("receipt.date", "2026-03-18"),
    ],
)
def test_a_value_of_another_kind_is_a_fault(name: str, value: object) -> None:
    with pytest.raises(TypeError):
        fields.FIELDS[name].value({name: value})


def test_zero_is_a_value() -> None:
    assert fields.FIELDS["receipt.amount_fen"].value({"receipt.amount_fen": 0}) == 0


@pytest.mark.parametrize(
    ("format_", "value", "text"),
    [
        ("plain", "王秀兰", "王秀兰"),
        ("mask_id", "210106197603150021", "210***********0021"),
        ("mask_phone", "13800001234", "138****1234"),
        ("date_cn", date(2026, 3, 8), "2026年3月8日"),
        ("date_iso", date(2026, 3, 8), "2026-03-08"),
        ("cheque_date", date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
        ("money", 123_456_78, "123,456.78"),
        ("money_caps", 786_000, "人民币柒仟捌佰陆拾元整"),
    ],
)
def test_a_formatter_writes_a_value(format_: str, value: object, text: str) -> None:
    assert formatters.FORMATTERS[format_].write(value) == text


def test_the_list_of_formatters_is_the_one_that_is_tested() -> None:
    assert set(formatters.FORMATTERS) == {
        "plain", "mask_id", "mask_phone", "date_cn", "date_iso", "cheque_date", "money",
        "money_caps",
    }  # fmt: skip


def test_a_seal_names_the_paper_and_hashes_its_facts() -> None:
    text = seals.text("LK", "2026-1", RECEIPT, FACTS)
    prefix, document, number, digest = text.split(":")
    assert (prefix, document, number) == ("GH1", "LK", "2026-1")
    assert len(digest) == 16


@pytest.mark.parametrize(
    "text",
    ["", "GH1", "GH1:LK:2026-1", "GH2:LK:2026-1:ABCDEFGHIJKLMNOP", "GH1:LK::ABCDEFGHIJKLMNOP",
     "GH1:LK:2026-1:ABCDEFGHIJKLMNO", "https://example.org/"],
)  # fmt: skip
def test_a_text_that_is_no_seal_is_not_taken_for_one(text: str) -> None:
    assert seals.parse(text) is None


def test_a_seal_reads_back_even_when_its_number_has_a_colon() -> None:
    text = seals.text("LK", "2026:1", RECEIPT, FACTS)
    assert seals.parse(text + "\n") == seals.Seal(
        "LK", "2026:1", seals.content_hash(RECEIPT, FACTS)
    )


@pytest.mark.parametrize("changed", FACTS)
def test_a_changed_fact_changes_the_seal(changed: str) -> None:
    other = {**FACTS, changed: None}
    assert seals.content_hash(RECEIPT, other) != seals.content_hash(RECEIPT, FACTS)


def test_a_reprint_has_the_seal_of_the_first_print() -> None:
    again = {**FACTS, "receipt.reprint": 2}
    assert seals.content_hash(RECEIPT, again) == seals.content_hash(RECEIPT, FACTS)
    assert seals.content_hash(reversed(RECEIPT), FACTS) == seals.content_hash(RECEIPT, FACTS)
