"""The divisions of Liaoning, with what was given up."""

from __future__ import annotations

from datetime import date

import pytest

from unionapp.values import codes, divisions


def test_liaoning_has_14_cities_and_100_counties() -> None:
    cities = divisions.cities()
    shown = "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛"
    assert [city.zh for city in cities] == [f"{name}市" for name in shown.split(" ")]
    counts = [len(divisions.counties(city.code)) for city in cities]
    assert counts == [13, 10, 7, 7, 6, 6, 7, 6, 7, 7, 4, 7, 7, 6]


def test_there_are_34_provinces() -> None:
    provinces = [item for item in codes.load("divisions") if item.code.endswith("0000")]
    assert len(provinces) == 34
    assert all(divisions.knows_province(item.code) for item in provinces)


@pytest.mark.parametrize(
    ("code", "label", "last_listed"),
    [
        ("210122", "辽中县(已撤销)", date(2015, 12, 31)),
        ("210282", "普兰店市(已撤销)", date(2014, 12, 31)),
        ("211121", "大洼县(已撤销)", date(2015, 12, 31)),
        ("219001", "瓦房店市(已撤销)", date(1994, 12, 31)),
        ("212122", "开原县(已撤销)", date(1983, 12, 31)),
        ("210113", "沈北新区", None),
    ],
)
def test_codes_that_were_given_up_are_named(
    code: str, label: str, last_listed: date | None
) -> None:
    division = divisions.find(code)
    assert division is not None
    assert (division.label("zh"), division.valid_to) == (label, last_listed)


def test_levels_and_parents_follow_from_the_code() -> None:
    county, city, old = (divisions.find(code) for code in ("210102", "210100", "219001"))
    assert county is not None
    assert city is not None
    assert old is not None
    assert (county.level, county.parent) == ("county", "210100")
    assert (city.level, city.parent) == ("city", "210000")
    assert (old.level, old.parent) == ("county", "210000")
    assert divisions.find("219999") is None


@pytest.mark.parametrize(
    ("name", "city", "codes_found"),
    [
        ("铁西区", None, ["210106", "210303"]),
        ("铁西区", "210300", ["210303"]),
        ("铁西", "210100", ["210106"]),
        ("朝阳市", None, ["211300"]),
        ("朝阳", None, ["211300", "211321"]),
        ("阜新蒙古族自治县", None, ["210921"]),
        ("岫岩", None, ["210323"]),
        ("大洼县", "211100", ["211121"]),
        ("东陵区", None, ["210112"]),
        ("义县", None, ["210727"]),
        ("西市区", None, ["210803"]),
        ("沈阳", None, ["210100"]),
        ("没有", None, []),
        ("", None, []),
    ],
)
def test_names_that_clash_give_every_division(
    name: str, city: str | None, codes_found: list[str]
) -> None:
    assert [found.code for found in divisions.by_name(name, city)] == codes_found
