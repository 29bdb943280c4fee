"""The manifest: every field is checked, a newer program's fields are kept."""

from __future__ import annotations

import pytest

from tests.sync import samples
from unionapp.errors import UserError
from unionapp.sync import canonical, manifest

SOUND = manifest.encode(samples.stated(b"plain", b"cipher"))
BODY = canonical.decode(SOUND)


def code(body: dict[str, object]) -> str:
    with pytest.raises(UserError) as refused:
        manifest.decode(canonical.encode(body))
    return refused.value.problems[0].code


def test_a_manifest_reads_back() -> None:
    assert manifest.decode(SOUND) == samples.stated(b"plain", b"cipher")


def test_fields_of_a_newer_program_are_kept() -> None:
    content = canonical.encode({**BODY, "weather": {"rain": True}, "zz": 1})
    found = manifest.decode(content)
    assert found.unknown == {"weather": {"rain": True}, "zz": 1}
    assert manifest.encode(found) == content


@pytest.mark.parametrize("name", sorted(BODY))
def test_no_field_may_be_missing(name: str) -> None:
    assert code({key: value for key, value in BODY.items() if key != name}) == "bundle.damaged"


OTHER_TYPES: tuple[object, ...] = ([], {"x": 1}, -1, True, "\n", 2**62, None)
NUMBERS = ("incarnation", "sequence", "schema", "hlc", "results")
FITTING = [("audit_head", None), ("clock_trusted", True), ("recipients", [])]
FITTING += [(name, 2**62) for name in NUMBERS]


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, v) for name in sorted(BODY) for v in OTHER_TYPES if (name, v) not in FITTING],
)
def test_no_field_may_have_another_type(name: str, value: object) -> None:
    assert code({**BODY, name: value}) in ("bundle.damaged", "bundle.newer_version")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("format", 2, "bundle.newer_version"),
        ("algorithm", "rot13", "bundle.newer_version"),
        ("type", "gossip", "bundle.newer_version"),
        ("sequence", 0, "bundle.damaged"),
        ("incarnation", 0, "bundle.damaged"),
        ("device", "XYZ", "bundle.damaged"),
        ("previous", "AB" * 32, "bundle.damaged"),
        ("recipients", ["ab" * 32, "ab" * 32], "bundle.damaged"),
        ("recipients", ["ff" * 32, "00" * 32], "bundle.damaged"),
        ("recipients", [1], "bundle.damaged"),
        ("operations", {"count": 0, "first": "", "last": "", "more": 1}, "bundle.damaged"),
        ("plain", {"length": 1, "sha256": "00"}, "bundle.damaged"),
        ("audit_head", {"last": 1}, "bundle.damaged"),
        ("receipt_heads", {"A": {"last": -1, "hash": ""}}, "bundle.damaged"),
    ],
)
def test_a_value_out_of_bounds_is_refused(name: str, value: object, expected: str) -> None:
    assert code({**BODY, name: value}) == expected


@pytest.mark.parametrize(
    "content",
    [
        SOUND + b"\n",
        SOUND.replace(b",", b", ", 1),
        SOUND.replace(b'"schema":1', b'"schema":1.0'),
        SOUND.replace(b'"schema":1', b'"schema":1,"schema":1'),
        b'{"zz":1,' + SOUND[1:],
        b"[]",
        b"",
        b"null",
    ],
)
def test_only_the_one_spelling_is_taken(content: bytes) -> None:
    with pytest.raises(UserError, match=r"bundle\.damaged"):
        manifest.decode(content)


def test_a_manifest_over_its_cap_is_refused_by_writer_and_reader() -> None:
    content = canonical.encode({**BODY, "long": "x" * manifest.MAX_MANIFEST})
    with pytest.raises(UserError, match=r"bundle\.too_large"):
        manifest.decode(content)
    with pytest.raises(UserError, match=r"bundle\.too_large"):
        manifest.encode(samples.stated(b"", b"", unknown={"long": "x" * manifest.MAX_MANIFEST}))
