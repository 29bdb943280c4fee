"""The bundle file: what goes in comes out, and nothing else is ever accepted."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync import samples
from tests.sync.samples import (
    FACTS,
    HUB,
    LAPTOP,
    OPERATIONS,
    OTHER_HUB,
    OTHER_LAPTOP,
    PHOTOS,
    TRUSTED,
    bundle,
    crafted,
    frame,
    joined,
    opened,
    operation,
    parts,
)
from unionapp.errors import UserError
from unionapp.sync import canonical, container, envelope, manifest, payload
from unionapp.sync.container import TrustedDevice
from unionapp.sync.device_keys import key_id

KNOWN = {
    "bundle.not_a_bundle",
    "bundle.damaged",
    "bundle.newer_version",
    "bundle.unknown_device",
    "bundle.too_large",
    "bundle.other_hub",
}


def code(data: bytes) -> str:
    """Return how the hub refuses a file; fails when it takes it."""
    with pytest.raises(UserError) as refused:
        opened(data)
    assert [problem.where for problem in refused.value.problems] == ["day.ghb"]
    return refused.value.problems[0].code


def test_a_bundle_comes_out_as_it_went_in() -> None:
    found = opened(bundle())
    assert list(found.operations) == OPERATIONS
    assert sorted(found.attachments.values()) == sorted(PHOTOS)
    assert all(hashlib.sha256(v).hexdigest() == k for k, v in found.attachments.items())
    assert found.manifest.facts == FACTS
    assert found.manifest.operations == manifest.Range(
        5, f"{LAPTOP.device}:1:1", f"{LAPTOP.device}:1:5"
    )
    assert found.sha256 == hashlib.sha256(bundle()).hexdigest()


def test_an_empty_bundle_is_a_bundle() -> None:
    data = container.pack(FACTS, [], [], LAPTOP, [HUB.public.recipient])
    assert opened(data).records == payload.Records()
    assert opened(data).manifest.operations == manifest.Range()


def test_every_named_reader_can_open_it_and_nobody_else() -> None:
    readers = [HUB.public.recipient, OTHER_HUB.public.recipient]
    data = container.pack(FACTS, OPERATIONS, [], LAPTOP, readers)
    for reader in (HUB, OTHER_HUB):
        assert container.open_bundle(data, reader, TRUSTED).operations == tuple(OPERATIONS)
    with pytest.raises(UserError, match=r"bundle\.other_hub"):
        container.open_bundle(data, OTHER_LAPTOP, TRUSTED)


def test_nothing_of_the_content_stands_in_the_file() -> None:
    data = container.pack(FACTS, [operation(1, name="王小明")], [], LAPTOP, [HUB.public.recipient])
    assert "王小明".encode() not in data
    assert b"person" not in data


def test_answers_travel_in_an_ack() -> None:
    facts = replace(FACTS, type=manifest.ACK, device=HUB.device)
    answers = [{"operation": "a:1:1", "status": "applied"}, {"status": "conflict"}]
    data = container.pack(facts, [], [], HUB, [LAPTOP.public.recipient], results=answers)
    found = container.open_bundle(data, LAPTOP, [TrustedDevice(HUB.public)])
    assert list(found.results) == answers


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    bodies=st.lists(st.dictionaries(st.text(max_size=8), values, max_size=4), max_size=5),
    photos=st.lists(st.binary(min_size=1, max_size=300), max_size=4),
)
def test_whatever_json_holds_survives_the_journey(
    bodies: list[dict[str, object]], photos: list[bytes]
) -> None:
    sent = [{**body, "id": f"x:1:{number}"} for number, body in enumerate(bodies)]
    data = container.pack(FACTS, sent, photos, LAPTOP, [HUB.public.recipient])
    found = opened(data)
    assert list(found.operations) == sent
    assert set(found.attachments.values()) == set(photos)


def test_attachments_larger_than_a_record_travel_in_parts() -> None:
    photos = [Random(size).randbytes(payload.MAX_RECORD + size) for size in (-1, 0, 1, 2**20)]
    data = container.pack(FACTS, [], photos, LAPTOP, [HUB.public.recipient])
    assert set(opened(data).attachments.values()) == set(photos)


# Damage on the way


def test_every_bit_of_head_and_envelope_counts() -> None:
    data = bundle()
    head, signed, cipher = parts(data)
    length = len(head) + len(signed)
    cipher_head = cipher.index(b"\n---") + 60
    for bit in range(8 * (length + cipher_head)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        assert code(bytes(changed)) in KNOWN, bit


def test_two_thousand_random_flips_are_refused() -> None:
    data, dice = bundle(), Random(2027)
    for _ in range(2000):
        bit = dice.randrange(8 * len(data))
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        assert code(bytes(changed)) in KNOWN, bit


def test_every_cut_is_refused() -> None:
    data, dice = bundle(), Random(5)
    lengths = [*range(1200), *(dice.randrange(len(data)) for _ in range(500)), len(data) - 1]
    for length in lengths:
        assert code(data[:length]) in KNOWN, length


def test_appended_bytes_are_refused() -> None:
    for tail in (b"\0", b"\n", bundle(), Random(1).randbytes(70_000)):
        assert code(bundle() + tail) in KNOWN


def test_bytes_put_in_between_are_refused() -> None:
    head, signed, cipher = parts(bundle())
    assert code(head + signed + b"\0" + cipher) == "bundle.damaged"
    assert code(joined(signed + b" ", cipher)) == "bundle.damaged"
    assert code(joined(b" " + signed, cipher)) == "bundle.damaged"


@pytest.mark.parametrize("change", ["swap", "drop", "twice"])
def test_moved_chunks_of_the_age_file_are_refused(change: str) -> None:
    head, signed, cipher = parts(bundle())
    begin = cipher.index(b"\n", cipher.index(b"\n---") + 1) + 1 + 16
    size = 64 * 1024 + 16
    first, second = cipher[begin : begin + size], cipher[begin + size : begin + 2 * size]
    assert len(second) == size
    order = {"swap": second + first, "drop": second, "twice": first + first + second}
    moved = cipher[:begin] + order[change] + cipher[begin + 2 * size :]
    assert code(head + signed + moved) == "bundle.damaged"
    # Even when a registered device had signed it, the age file itself finds it.
    resigned = manifest.encode(samples.stated(b"", moved))
    assert code(container._join(resigned, moved, LAPTOP)) == "bundle.damaged"


@pytest.mark.parametrize(
    "data", [b"", b"\x89", b"PK\x03\x04" + bytes(500), b"SQLite format 3\0", b"{}", bytes(2000)]
)
def test_other_files_are_called_what_they_are(data: bytes) -> None:
    assert code(data) == "bundle.not_a_bundle"


def test_a_lying_length_is_refused_without_reading_on() -> None:
    _, signed, cipher = parts(bundle())
    for length in (0, 1, len(signed) - 1, container.MAX_ENVELOPE + 1, 2**32 - 1):
        head = container.MAGIC + (1).to_bytes(2) + length.to_bytes(4)
        assert code(head + signed + cipher) == "bundle.damaged"


@pytest.mark.parametrize("version", [0, 2, 65535])
def test_another_version_is_refused(version: int) -> None:
    data = bundle()
    changed = data[:8] + version.to_bytes(2) + data[10:]
    assert code(changed) == "bundle.newer_version"


# Somebody else's hand


def test_an_unknown_and_a_revoked_device_are_refused() -> None:
    for trusted, expected in (
        ([], "bundle.unknown_device"),
        ([TrustedDevice(OTHER_LAPTOP.public)], "bundle.unknown_device"),
        ([TrustedDevice(LAPTOP.public, revoked=True)], "bundle.revoked_device"),
    ):
        with pytest.raises(UserError) as refused:
            container.open_bundle(bundle(), HUB, trusted)
        assert refused.value.problems[0].code == expected


def test_a_registered_device_cannot_speak_for_another() -> None:
    content = parts_manifest()
    _, _, cipher = parts(bundle())
    assert code(container._join(content, cipher, OTHER_LAPTOP)) == "bundle.damaged"


def parts_manifest() -> bytes:
    """Return the manifest of the sound bundle."""
    return envelope.read(parts(bundle())[1]).content


def test_a_signature_under_anothers_key_id_is_refused() -> None:
    content, (_, _, cipher) = parts_manifest(), parts(bundle())
    forged = canonical.decode(envelope.sign(content, OTHER_LAPTOP))
    signatures = forged["signatures"]
    assert isinstance(signatures, list)
    signatures[0]["keyid"] = key_id(LAPTOP.public.signing_key)
    assert code(joined(canonical.encode(forged), cipher)) == "bundle.damaged"


def test_an_own_ciphertext_under_an_old_manifest_is_refused() -> None:
    _, signed, _ = parts(bundle())
    own = container._encrypt(container._compress(b""), [HUB.public.recipient])
    assert code(joined(signed, own)) == "bundle.damaged"


def test_the_same_content_wrapped_again_is_refused() -> None:
    _, signed, cipher = parts(bundle())
    inner = container._decrypt(cipher, HUB)
    again = container._encrypt(inner, [HUB.public.recipient])
    assert code(joined(signed, again)) == "bundle.damaged"


def test_a_bundle_cannot_be_sent_on_to_another_hub() -> None:
    with pytest.raises(UserError) as refused:
        container.open_bundle(bundle(), OTHER_HUB, TRUSTED)
    assert refused.value.problems[0].code == "bundle.other_hub"


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 4},
        {"previous": ""},
        {"incarnation": 2},
        {"device": OTHER_LAPTOP.device},
        {"clock_trusted": False},
        {"receipt_heads": {}},
        {"type": "ack"},
    ],
    ids=str,
)
def test_a_changed_manifest_under_the_old_signature_is_refused(change: dict[str, object]) -> None:
    _, signed, cipher = parts(bundle())
    outer = canonical.decode(signed)
    body = canonical.decode(envelope.read(signed).content)
    outer["payload"] = envelope._text(canonical.encode({**body, **change}))
    assert code(joined(canonical.encode(outer), cipher)) == "bundle.damaged"


def test_two_signatures_or_an_extra_member_are_refused() -> None:
    _, signed, cipher = parts(bundle())
    outer = canonical.decode(signed)
    signatures = outer["signatures"]
    assert isinstance(signatures, list)
    for changed in (
        {**outer, "signatures": signatures * 2},
        {**outer, "signatures": []},
        {**outer, "more": 1},
        {**outer, "payloadType": "text/plain"},
    ):
        assert code(joined(canonical.encode(changed), cipher)) == "bundle.damaged"


def test_the_signature_covers_the_type_of_what_is_signed() -> None:
    # The worked example of the protocol's own text.
    found = envelope.pre_authentication("http://example.com/HelloWorld", b"hello world")
    assert found == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_a_signature_is_checked_by_the_letter_of_the_format() -> None:
    """Read the file with nothing of ours but the key: as another program would."""
    _, signed, _ = parts(bundle())
    outer = json.loads(signed)
    content = base64.b64decode(outer["payload"])
    kind = b"application/vnd.unionapp.bundle+json"
    message = b"DSSEv1 36 " + kind + b" " + str(len(content)).encode() + b" " + content
    key = Ed25519PublicKey.from_public_bytes(LAPTOP.public.signing_key)
    key.verify(base64.b64decode(outer["signatures"][0]["sig"]), message)
    key_text = b"ed25519:" + LAPTOP.public.signing_key.hex().encode()
    assert outer["signatures"][0]["keyid"] == hashlib.sha256(key_text).hexdigest()


def test_a_bundle_of_the_first_version_opens_for_ever() -> None:
    data = (Path(__file__).parent / "data" / "v1_changes.ghb").read_bytes()
    found = opened(data)
    assert list(found.operations) == OPERATIONS
    assert list(found.attachments.values()) == [b"small"]
    assert found.manifest.facts == FACTS


# A registered device that lies


def record(value: dict[str, object]) -> bytes:
    return frame(1, canonical.encode(value))


SOUND = record({"id": "a:1:1"})
ONE = manifest.Range(1, "a:1:1", "a:1:1")
PHOTO = b"picture"
PHOTO_NAME = hashlib.sha256(PHOTO).digest()


def photo(content: bytes, name: bytes | None = None, length: int | None = None) -> bytes:
    digest = hashlib.sha256(content).digest() if name is None else name
    size = len(content) if length is None else length
    return frame(3, digest + size.to_bytes(8)) + frame(4, content)


def test_the_sound_form_of_the_crafted_files_is_taken() -> None:
    assert opened(crafted(SOUND, operations=ONE)).operations == ({"id": "a:1:1"},)
    plain = SOUND + photo(PHOTO)
    found = opened(crafted(plain, operations=ONE, attachments=1, attachment_bytes=len(PHOTO)))
    assert found.attachments == {PHOTO_NAME.hex(): PHOTO}


SEVEN = {"attachment_bytes": len(PHOTO)}
LOWER, HIGHER = sorted((b"one", b"two"), key=lambda c: hashlib.sha256(c).digest())


@pytest.mark.parametrize(
    ("plain", "changes"),
    [
        (frame(9, b"{}"), {}),
        (frame(0, b""), {}),
        (frame(4, b"part"), {}),
        (frame(1, b'{"id": "a:1:1"}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","id":"a:1:1"}'), {"operations": ONE}),
        (frame(1, b'{"id":"\\u0061:1:1"}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","x":1.5}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","x":1E400}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","x":NaN}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","x":9223372036854775808}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","x":"\\ud800"}'), {"operations": ONE}),
        (frame(1, b'{"id":"a:1:1","x":' + b"[" * 50 + b"]" * 50 + b"}"), {"operations": ONE}),
        (frame(1, b"[" * 500_000), {"operations": ONE}),
        (frame(1, b"\xff"), {"operations": ONE}),
        (frame(1, b'{"x":1}'), {"operations": manifest.Range(1)}),
        (frame(1, b'["a:1:1"]'), {"operations": ONE}),
        (SOUND, {}),
        (SOUND, {"operations": manifest.Range(2, "a:1:1", "a:1:1")}),
        (SOUND, {"operations": manifest.Range(1, "a:1:0", "a:1:1")}),
        (SOUND, {"operations": manifest.Range(1, "a:1:1", "a:1:2")}),
        (SOUND, {"operations": ONE, "results": 1}),
        (SOUND, {"operations": ONE, "attachments": 1}),
        (SOUND, {"operations": ONE, "attachment_bytes": 1}),
        (SOUND + b"\1", {"operations": ONE}),
        (SOUND + b"\1\0\0\0\5ab", {"operations": ONE}),
        (frame(2, b"{}") + SOUND, {"operations": ONE, "results": 1}),
        (photo(PHOTO) + SOUND, {"operations": ONE, "attachments": 1, "attachment_bytes": 7}),
        (photo(PHOTO, name=bytes(32)), {"attachments": 1, "attachment_bytes": 7}),
        (photo(PHOTO, length=8), {"attachments": 1, "attachment_bytes": 7}),
        (photo(PHOTO, length=6), {"attachments": 1, "attachment_bytes": 7}),
        (photo(b"", length=0), {"attachments": 1}),
        (photo(PHOTO) * 2, {"attachments": 1, "attachment_bytes": 7}),
        (photo(HIGHER) + photo(LOWER), {"attachments": 2, "attachment_bytes": 6}),
        (
            frame(3, PHOTO_NAME + (7).to_bytes(8)) + frame(4, b"pic") + frame(4, b"ture"),
            {"attachments": 1, "attachment_bytes": 7},
        ),
        (frame(3, b"short"), {"attachments": 1}),
        (SOUND[:4] + bytes([SOUND[4] + 1]) + SOUND[5:], {"operations": ONE}),
        (frame(3, PHOTO_NAME + (7).to_bytes(8)) + frame(2, PHOTO), {"attachments": 1, **SEVEN}),
        (frame(3, hashlib.sha256().digest() + bytes(8)), {"attachments": 1}),
        (frame(1, bytes(payload.MAX_RECORD + 1)), {"operations": ONE}),
    ],
)
def test_records_that_we_never_write_are_refused(plain: bytes, changes: dict[str, object]) -> None:
    assert code(crafted(plain, **changes)) == "bundle.damaged"


def test_a_record_over_the_cap_is_refused_by_writer_and_reader() -> None:
    long = {"id": "a:1:1", "x": "a" * payload.MAX_RECORD}
    assert code(crafted(record(long), operations=ONE)) == "bundle.damaged"
    with pytest.raises(UserError) as refused:
        container.pack(FACTS, [long], [], LAPTOP, [HUB.public.recipient])
    assert refused.value.problems[0].code == "bundle.record_too_large"
    assert refused.value.problems[0].detail["id"] == "a:1:1"


@pytest.mark.parametrize(
    "change",
    [
        {"plain": manifest.Digest(len(SOUND) + 1, hashlib.sha256(SOUND).hexdigest())},
        {"plain": manifest.Digest(len(SOUND), "00" * 32)},
        {"cipher": manifest.Digest(0, hashlib.sha256().hexdigest())},
    ],
)
def test_lengths_and_hashes_must_be_true(change: dict[str, object]) -> None:
    assert code(crafted(SOUND, operations=ONE, **change)) == "bundle.damaged"


def test_a_bundle_whose_key_was_not_for_us_is_refused() -> None:
    # The manifest names the hub, the age file was made for somebody else.
    assert code(crafted(SOUND, readers=(OTHER_HUB,), operations=ONE)) == "bundle.damaged"


def bombs() -> dict[str, Callable[[], bytes]]:
    zeros = bytes(64 * 1024 * 1024)
    squeezed = container._compress(zeros)
    return {
        "more than it says": lambda: crafted(SOUND, compressed=squeezed, operations=ONE),
        "no size": lambda: crafted(
            SOUND, compressed=samples.zstd(SOUND, write_content_size=False), operations=ONE
        ),
        "no checksum": lambda: crafted(SOUND, compressed=samples.zstd(SOUND), operations=ONE),
        "two frames": lambda: crafted(
            SOUND, compressed=container._compress(SOUND) * 2, operations=ONE
        ),
        "tail": lambda: crafted(
            SOUND, compressed=container._compress(SOUND) + b"\0", operations=ONE
        ),
        "cut": lambda: crafted(SOUND, compressed=container._compress(SOUND)[:-1], operations=ONE),
        "empty": lambda: crafted(SOUND, compressed=b"", operations=ONE),
        "size forged": lambda: crafted(SOUND, compressed=forged(squeezed, len(SOUND))),
    }


def forged(compressed: bytes, length: int) -> bytes:
    """Write another content size into a frame whose size field has four bytes."""
    assert compressed[4] >> 6 == 2
    at = 5 if compressed[4] & 0b100000 else 6
    return compressed[:at] + length.to_bytes(4, "little") + compressed[at + 4 :]


@pytest.mark.parametrize("which", list(bombs()))
def test_a_bomb_is_refused_before_it_fills_the_memory(which: str) -> None:
    assert code(bombs()[which]()) == "bundle.damaged"


def test_a_frame_of_another_size_is_not_even_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = crafted(SOUND, compressed=container._compress(bytes(1_000_000)), operations=ONE)
    monkeypatch.setattr("zstandard.ZstdDecompressor", None)
    assert code(data) == "bundle.damaged"


def test_a_payload_over_the_cap_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = crafted(SOUND, operations=ONE)
    monkeypatch.setattr(payload, "MAX_PAYLOAD", len(SOUND) - 1)
    assert code(data) == "bundle.too_large"
    with pytest.raises(UserError) as refused:
        container.pack(FACTS, OPERATIONS, [], LAPTOP, [HUB.public.recipient])
    assert refused.value.problems[0].code == "bundle.too_large"


def test_a_file_over_the_cap_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_FILE", len(bundle()) - 1)
    assert code(bundle()) == "bundle.too_large"


def test_the_checks_stand_in_the_promised_order() -> None:
    """A file with every fault shows the first one; mending that one shows the next."""
    cipher = container._encrypt(b"no zstd", [OTHER_HUB.public.recipient])
    wrong = manifest.Digest(1, "00" * 32)
    faulty = samples.stated(SOUND, cipher, cipher=wrong, recipients=("00" * 32,))
    data = container._join(manifest.encode(faulty), cipher, LAPTOP)
    with pytest.raises(UserError, match=r"bundle\.unknown_device"):
        container.open_bundle(data, HUB, [])
    assert code(data) == "bundle.other_hub"


def test_nothing_is_written_while_a_bundle_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    opened(bundle())
    assert list(tmp_path.iterdir()) == []


def test_only_the_maker_of_the_facts_can_sign_them() -> None:
    with pytest.raises(ValueError, match="another device"):
        container.pack(FACTS, [], [], OTHER_LAPTOP, [HUB.public.recipient])
    with pytest.raises(ValueError, match="somebody"):
        container.pack(FACTS, [], [], LAPTOP, [])


def test_floats_never_travel() -> None:
    with pytest.raises(ValueError, match="float"):
        container.pack(FACTS, [operation(1, amount=1.5)], [], LAPTOP, [HUB.public.recipient])
