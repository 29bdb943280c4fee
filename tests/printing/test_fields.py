"""The registry of printable words and the ways to write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from unionapp.models.records import SCHEMA, Person
from unionapp.printing import fields, formatters, seals, sources

RECEIPT = ("receipt.number", "receipt.amount_fen", "receipt.date", "receipt.reprint")
FACTS = {
    "receipt.number": "2026-1",
    "receipt.amount_fen": 786_000,
    "receipt.date": date(2026, 3, 18),
}


@pytest.mark.parametrize("name", fields.shipped())
def test_a_field_has_two_labels_and_samples_of_its_kind(name: str) -> None:
    field = fields.shipped()[name]
    assert field.zh
    assert field.en
    for sample in (field.sample, field.worst):
        if sample is not None:
            assert field.value({name: sample}) == sample


@pytest.mark.parametrize("empty", [None, "", " ", "\u3000", b""])
def test_an_empty_value_is_unset(empty: object) -> None:
    assert fields.shipped()["person.name"].value({"person.name": empty}) is None
    assert fields.shipped()["person.name"].value({}) is None


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
        fields.shipped()[name].value({name: value})


def test_zero_is_a_value() -> None:
    assert fields.shipped()["receipt.amount_fen"].value({"receipt.amount_fen": 0}) == 0


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
        ("money_sign", 786_000, "¥7,860.00"),
        ("money_digits", 5, "¥005"),
        ("mask_name", "王秀兰", "王*兰"),
        ("mask_name", "丁一", "丁*"),
        ("mask_name", "阿卜杜热合曼·艾力", "阿*******力"),
        ("phone", "13800001234", "138 0000 1234"),
        ("phone", "024-12345678", "024-12345678"),
        ("identity", "210106197603150021", "210106 19760315 0021"),
        ("upper", "gh21a", "GH21A"),
        ("last4", "6222020012346621", "6621"),
        ("date_dots", date(2026, 3, 8), "2026.03.08"),
        ("month_cn", date(2026, 3, 8), "2026年3月"),
        ("year", date(2026, 3, 8), "2026"),
        ("month", date(2026, 3, 8), "3"),
        ("day", date(2026, 3, 8), "8"),
        ("pad6", 42, "000042"),
        ("yes_no", True, "是"),
    ],
)
def test_a_formatter_writes_a_value(format_: str, value: object, text: str) -> None:
    assert formatters.FORMATTERS[format_].write(value) == text


def test_the_list_of_formatters_is_the_one_that_is_tested() -> None:
    tested = test_a_formatter_writes_a_value.pytestmark[0].args[1]  # type: ignore[attr-defined]  # pytest adds it
    assert set(formatters.FORMATTERS) == {name for name, _, _ in tested} | {"label"}


def test_a_seal_names_the_paper_and_hashes_its_facts() -> None:
    text = seals.text("LK", "2026-1", RECEIPT, FACTS, fields.shipped())
    prefix, document, number, digest = text.split("|")
    assert (prefix, document, number) == ("UA1", "LK", "2026-1")
    assert len(digest) == 16


@pytest.mark.parametrize(
    "text",
    ["", "GH1", "GH1:LK:2026-1", "GH2:LK:2026-1:ABCDEFGHIJKLMNOP", "GH1:LK::ABCDEFGHIJKLMNOP",
     "GH1:LK:2026-1:ABCDEFGHIJKLMNO", "https://example.org/", "UA1|LK|2026-1",
     "UA1|form|visit|3|door:1", "UA1|LK||ABCDEFGHIJKLMNOP"],
)  # fmt: skip
def test_a_text_that_is_no_seal_is_not_taken_for_one(text: str) -> None:
    assert seals.parse(text) is None


@pytest.mark.parametrize("number", ["2026:1", "2026|1", "辽工2026第1号"])
def test_a_seal_reads_back_whatever_its_number_is(number: str) -> None:
    text = seals.text("LK", number, RECEIPT, FACTS, fields.shipped())
    assert seals.parse(text + "\n") == seals.Seal("LK", number, hashed(FACTS))


def test_a_seal_of_the_first_days_still_reads() -> None:
    old = "GH1:LK:2026-1:ABCDEFGHIJKLMNOP"
    assert seals.parse(old) == seals.Seal("LK", "2026-1", "ABCDEFGHIJKLMNOP")


def hashed(record: Mapping[str, object], names: Iterable[str] = RECEIPT) -> str:
    return seals.content_hash(names, record, fields.shipped())


@pytest.mark.parametrize("changed", FACTS)
def test_a_changed_fact_changes_the_seal(changed: str) -> None:
    other = {**FACTS, changed: None}
    assert hashed(other) != hashed(FACTS)


def test_a_reprint_has_the_seal_of_the_first_print() -> None:
    again = {**FACTS, "receipt.reprint": 2}
    assert hashed(again) == hashed(FACTS)
    assert hashed(FACTS, reversed(RECEIPT)) == hashed(FACTS)


@pytest.mark.parametrize("name", [name for name, one in fields.shipped().items() if one.source])
def test_the_source_of_a_field_is_declared(name: str) -> None:
    source = fields.shipped()[name].source
    kind, _, field = source.partition(".")
    assert source == sources.ENGINE or SCHEMA[kind].field(field)


def test_fields_are_filled_from_records_by_their_sources() -> None:
    found = sources.values(
        fields.shipped(), {"person": Person(id="1", home_division="210106", name="王秀兰")}
    )
    assert found["person.name"] == "王秀兰"
    assert "person.phone" not in found
    assert not any(name.startswith("member.") for name in found)
