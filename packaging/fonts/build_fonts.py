"""Rebuilds the fonts in resources/fonts/ from their pinned packages, byte for byte.

    python packaging/fonts/build_fonts.py              rebuild and compare with what is committed
    python packaging/fonts/build_fonts.py --write      rebuild and replace what is committed
    python packaging/fonts/build_fonts.py --keep DIR   keep the fetched packages for the next run

Needs the npm client and the versions of fontTools and brotli that `sources.toml` names.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import importlib.metadata
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

import character_sets
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources.toml"
TARGET = HERE.parent.parent / "resources" / "fonts"

# Records that a subset keeps: copyright, names, version, licence and its address.
_KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
# Nothing here sets text vertically or by features; reportlab reads none of these tables.
_DROPPED_TABLES = ("BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx", "DSIG", "VORG")


@dataclass(frozen=True, slots=True)
class Source:
    """One shipped font: what it is called, what it holds, and the pinned file it is cut from."""

    target: str
    family: str
    style: str
    characters: str
    package: str
    version: str
    package_sha256: str
    file: str
    licence: str
    licence_target: str
    sha256: str


def main() -> int:
    """Build every font; return 0 when each has the bytes that `sources.toml` names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="replace resources/fonts/")
    parser.add_argument("--keep", type=Path, help="folder for the fetched packages")
    options = parser.parse_args()
    _check_tools()
    with tempfile.TemporaryDirectory() as temporary:
        packages = options.keep or Path(temporary)
        packages.mkdir(parents=True, exist_ok=True)
        results = [_one(source, packages, write=options.write) for source in read_sources()]
    return 0 if all(results) else 1


def read_sources() -> tuple[Source, ...]:
    """Return the pinned fonts in the order of the file."""
    names = {field.name for field in fields(Source)}
    entries = tomllib.loads(SOURCES.read_text("utf-8"))["font"]
    if any(set(entry) != names for entry in entries):
        sys.exit(f"{SOURCES.name}: each font needs exactly {', '.join(sorted(names))}")
    return tuple(Source(**entry) for entry in entries)


def _check_tools() -> None:
    for name, wanted in tomllib.loads(SOURCES.read_text("utf-8"))["tools"].items():
        if name == "python":
            continue
        found = importlib.metadata.version(name)
        if found != wanted:
            sys.exit(f"{name} {wanted} is pinned, {found} is installed: the bytes would differ")


def _one(source: Source, packages: Path, *, write: bool) -> bool:
    package = _fetch(source, packages)
    font = _cut(_member(package, source.file), source)
    digest = hashlib.sha256(font).hexdigest()
    verdict = "as pinned" if digest == source.sha256 else "NOT AS PINNED"
    print(f"{source.target}: {len(font):,} bytes, sha256 {digest}, {verdict}", flush=True)
    if write:
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / source.target).write_bytes(font)
        (TARGET / source.licence_target).write_bytes(_licence(_member(package, source.licence)))
        return digest == source.sha256
    return digest == source.sha256 and (TARGET / source.target).read_bytes() == font


def _fetch(source: Source, packages: Path) -> Path:
    """Return the package's archive, fetched by name when it is not there, and checked."""
    archive = packages / re.sub(
        r"[@/]+", "-", f"{source.package}-{source.version}.tgz"
    ).removeprefix("-")
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("npm is needed to fetch the source packages")
        subprocess.run(  # noqa: S603 - name and version come from the pinned list
            [npm, "pack", "--silent", f"{source.package}@{source.version}"],
            cwd=packages,
            check=True,
        )
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != source.package_sha256:
        sys.exit(f"{archive.name}: sha256 {digest} is not the pinned one")
    return archive


def _member(package: Path, name: str) -> bytes:
    with tarfile.open(package) as archive:
        stream = archive.extractfile(f"package/{name}")
        if stream is None:
            sys.exit(f"{package.name} has no file {name}")
        return stream.read()


def _licence(text: bytes) -> bytes:
    lines = text.decode("utf-8").replace("\r\n", "\n").rstrip().split("\n")
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _cut(original: bytes, source: Source) -> bytes:
    """Return the subset under its own name, with no time of building in it."""
    font = TTFont(io.BytesIO(original), recalcTimestamp=False)
    font.flavor = None
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += list(_DROPPED_TABLES)
    options.name_IDs = list(_KEPT_NAMES)
    options.name_languages = [0x409]
    options.glyph_names = False
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    wanted = {"core": character_sets.core, "full": character_sets.full}[source.characters]()
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    _rename(font, source)
    _narrow_middle_dot(font)
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def _rename(font: TTFont, source: Source) -> None:
    """Give the subset its own names: the licence reserves some, and Qt must not mix them up."""
    plain = source.style == "Regular"
    full = source.family if plain else f"{source.family} {source.style}"
    post_script = f"{source.family.replace(' ', '')}-{source.style}"
    names = font["name"]
    # One record each, for Windows in English: enough for reportlab and for Qt on every system.
    names.names = [record for record in names.names if record.platformID == 3]
    for identity, text in (
        (1, source.family),
        (2, source.style),
        (3, f"{post_script} from {source.package} {source.version}"),
        (4, full),
        (6, post_script),
    ):
        names.setName(text, identity, 3, 1, 0x409)
    _mark_weight(font, bold=not plain)


def _narrow_middle_dot(font: TTFont) -> None:
    """Give U+00B7 the half em that it has in personal names; its full-width twins stay wide.

    In Noto Sans SC the dot between the parts of a name (阿依古丽·买买提) is as wide as a
    character, because four code points share one glyph.
    """
    shared = font.getBestCmap()[0xB7]
    advance, bearing = font["hmtx"][shared]
    if advance <= font["head"].unitsPerEm // 2:
        return
    shift = advance // 4
    glyph = copy.deepcopy(font["glyf"][shared])
    glyph.coordinates.translate((-shift, 0))
    own = "middledot.half"
    font["glyf"][own] = glyph
    font["hmtx"][own] = (advance - 2 * shift, bearing - shift)
    for table in font["cmap"].tables:
        if 0xB7 in table.cmap:
            table.cmap[0xB7] = own


def _mark_weight(font: TTFont, *, bold: bool) -> None:
    """A Regular of ours is the one weight of its family, whatever its source weighed."""
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b110_0001) | (32 if bold else 64)
    font["head"].macStyle = 1 if bold else 0


if __name__ == "__main__":
    sys.exit(main())
