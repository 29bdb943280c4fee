"""Personal names: one spelling to store, and the keys by which they are found and sorted."""

from __future__ import annotations

from unionapp.errors import Problem


def normalise(text: str) -> str:
    raise NotImplementedError


def problems_in(text: str) -> tuple[Problem, ...]:
    raise NotImplementedError


def readings(char: str) -> tuple[str, ...]:
    raise NotImplementedError


def surname_readings(text: str) -> tuple[tuple[str, ...], ...]:
    raise NotImplementedError


def pinyin_keys(text: str) -> frozenset[str]:
    raise NotImplementedError


def sort_key(text: str) -> str:
    raise NotImplementedError
