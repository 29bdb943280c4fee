"""Money as integer fen: figures and Chinese capitals, both ways, and cheque dates."""

from __future__ import annotations

from datetime import date


def parse(text: str) -> int:
    raise NotImplementedError


def format_fen(fen: int) -> str:
    raise NotImplementedError


def in_words(fen: int) -> str:
    raise NotImplementedError


def from_words(text: str) -> int:
    raise NotImplementedError


def cheque_date(day: date) -> str:
    raise NotImplementedError
