"""Tells whether two outputs of `form run` say the same, as forms mean it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ZERO_OFFSET = re.compile(r"(?<=\d)Z\b")
_VALUES = ("value",)
_TRUTHS = ("relevant", "readonly", "required", "valid")
_WORDS = ("error", "message", "label", "hint")


def normal(value: object) -> str:
    """A stored value or text without what does not matter."""
    text = " ".join(str(value or "").split())
    text = _ZERO_OFFSET.sub("+00:00", _UUID.sub("UUID", text))
    return " ".join(_number(word) for word in text.split(" "))


def _number(word: str) -> str:
    found = re.fullmatch(r"-?\d+\.\d+", word)
    if found is None:
        return word
    number = float(word)
    return str(int(number)) if number == int(number) else f"{number:.12g}"


def differences(got: Mapping[str, Any], *wanted: Mapping[str, Any]) -> list[str]:
    """What `got` says that none of the engines' outputs says, one line each."""
    found = [
        f"{key}: {got[key]}"
        for key in ("title", "languages", "refused")
        if _whole(key, got[key]) not in [_whole(key, one[key]) for one in wanted]
    ]
    pairs = zip(got["snapshots"], wanted[0]["snapshots"], strict=True)
    for at, (have, _) in enumerate(pairs):
        states = [one["snapshots"][at] for one in wanted]
        found += [f"[{have['name']}] {line}" for line in _state(have, states)]
    return found


def _whole(key: str, value: Any) -> object:
    if key == "refused":
        return sorted(one["step"] for one in value)
    if key == "languages":
        return sorted(set(value) - {"default"})
    return normal(value)


def _state(have: Mapping[str, Any], states: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if (have["language"] or "default") not in [one["language"] or "default" for one in states]:
        yield f"language {have['language']}"
    for kind in ("groups", "nodes"):
        mine = {one["path"]: one for one in have[kind]}
        theirs = [{one["path"]: one for one in state[kind]} for state in states]
        if list(mine) != list(theirs[0]):
            yield f"{kind}: {sorted(set(mine) ^ set(theirs[0]))}"
        for path, node in theirs[0].items():
            others = [their[path] for their in theirs if path in their]
            for field in node:
                if not _agrees(field, mine.get(path, {}), others):
                    yield f"{path} {field}: {mine.get(path, {}).get(field)!r}, not {node[field]!r}"
    if _leaves(have["instance"]) != [
        normal(one["value"]) for one in have["nodes"] if one["relevant"]
    ]:
        yield "the instance has other answers than the nodes"


def _agrees(field: str, node: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> bool:
    said = [one[field] for one in others if field in one]
    if field == "choices":
        return _choices(node.get(field)) in [_choices(one) for one in said]
    if field in _TRUTHS:
        return bool(node.get(field)) in said
    if field not in (*_VALUES, *_WORDS):
        return True
    mine = normal(node.get(field))
    return any(mine == normal(one) or _close(mine, normal(one)) for one in said)


def _close(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-11)
    except ValueError:
        return False


def _choices(choices: Any) -> list[tuple[str, str]]:
    return [(normal(one["value"]), normal(one["label"])) for one in choices or []]


def _leaves(instance: str) -> list[str]:
    root = ElementTree.fromstring(instance)
    return [normal(one.text) for one in root.iter() if not len(one)]
