"""Facts for the programme tests, with valid defaults that each test changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from unionapp.programmes import catalogue, load
from unionapp.programmes.programme import Programme
from unionapp.programmes.standards import Standard

LIVING_AID = catalogue.find("living_aid")
FILING = catalogue.find("hardship_filing")
JULY_2018 = date(2018, 7, 1)


def standard(amount_fen: int = 65500, **changes: object) -> Standard:
    known: dict[str, object] = {
        "division": "2101",
        "kind": "urban",
        "valid_from": JULY_2018,
        "valid_to": None,
        "amount_fen": amount_fen,
        "document": "沈民发〔2018〕1号",
        "source": "测试",
    }
    return Standard(**{**known, **changes})  # type: ignore[arg-type]  # the tests name real fields


def facts(household: dict[str, object] | None = None, **changes: object) -> dict[str, object]:
    """Return a household of three in deep hardship in Tiexi, decided on 2018-09-01."""
    known: dict[str, object] = {
        "division": "210106",
        "people": 3,
        "annual_income_fen": 1_200_000,
        "rigid_costs_fen": 0,
    }
    return {"day": "2018-09-01", "household": {**known, **(household or {})}, **changes}


def written(folder: Path, text: str, name: str = "own.toml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def programme_from(folder: Path, text: str) -> Programme:
    return load.load(written(folder, text))
