"""An office's own designs: saved beside their artwork, the shipped ones left as they are."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from unionapp.errors import UserError
from unionapp.paths import resources
from unionapp.printing import own_designs
from unionapp.printing.design_files import DESIGN, DesignFiles
from unionapp.printing.own_designs import Unsaved

SHIPPED = resources() / "documents" / "member_card.json"
PICTURE = b"\x89PNG\r\n\x1a\n"


def design(**more: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(SHIPPED.read_text("utf-8"))
    return {**data, **more}


def saved(files: DesignFiles, own: Path, data: dict[str, Any]) -> DesignFiles:
    return own_designs.save(files, own, json.dumps(data), data)


def test_a_shipped_design_is_saved_as_the_offices_own(tmp_path: Path) -> None:
    before = SHIPPED.read_bytes()
    found = saved(DesignFiles("member_card", SHIPPED), tmp_path, design(zh="会员卡（铁西）"))
    assert found.path == tmp_path / "member_card.json"
    assert SHIPPED.read_bytes() == before
    listed = {one.files.code: one for one in own_designs.listed(tmp_path)}
    assert listed["member_card"].is_own
    assert listed["member_card"].label("zh") == "会员卡（铁西）"
    assert not listed["aid_receipt"].is_own


def test_artwork_comes_along(tmp_path: Path) -> None:
    there, own = tmp_path / "there", tmp_path / "own"
    there.mkdir()
    (there / "logo.png").write_bytes(PICTURE)
    data = design(underlay="logo.png")
    saved(DesignFiles("card", there / "card.json"), own, data)
    assert (own / "logo.png").read_bytes() == PICTURE


def test_a_folder_and_an_archive_keep_their_shape(tmp_path: Path) -> None:
    folder, archive = tmp_path / "plain", tmp_path / "zipped.zip"
    folder.mkdir()
    (folder / DESIGN).write_text("{}", "utf-8")
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(DESIGN, "{}")
        out.writestr("logo.png", PICTURE)
    (tmp_path / "scan.png").write_bytes(PICTURE)
    for files in (DesignFiles("plain", folder), DesignFiles("zipped", archive)):
        assert saved(files, tmp_path, design(underlay="scan.png")) == files
        assert json.loads(files.text())["code"] == "member_card"
        assert files.artwork("scan.png") == PICTURE
    assert DesignFiles("zipped", archive).artwork("logo.png") == PICTURE


def test_a_draft_is_kept_until_it_is_dropped_and_is_no_design(tmp_path: Path) -> None:
    own_designs.keep_draft(Unsaved("card", SHIPPED, '{"x": 1}', tmp_path))
    assert own_designs.draft(tmp_path, "card") == '{"x": 1}'
    assert all(not one.is_own for one in own_designs.listed(tmp_path))
    own_designs.drop_draft(tmp_path, "card")
    assert own_designs.draft(tmp_path, "card") is None


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_scan_that_is_no_picture_is_refused(tmp_path: Path, content: bytes | None) -> None:
    scan = tmp_path / "scan.png"
    if content is not None:
        scan.write_bytes(content)
    with pytest.raises(UserError) as error:
        own_designs.take_scan(tmp_path / "own", "card", scan)
    assert error.value.problems[0].code in ("printing.no_artwork", "printing.bad_artwork")
    assert not (tmp_path / "own").exists()
