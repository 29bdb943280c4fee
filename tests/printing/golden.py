"""What a paper looks like as data: text, boxes and fonts, small enough to read in a review.

python -m tests.printing.golden        write the goldens anew after a wanted change
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from tests.printing import papers
from unionapp.printing import preview

DIGESTS = Path(__file__).parents[1] / "golden" / "printing" / "uncompressed.json"
FOLDER = Path(__file__).parents[1] / "golden" / "printing"


def described(pdf: bytes) -> dict[str, Any]:
    """Return pages with their size, lines of text and shapes, all in mm from the top left."""
    fonts = {name.partition("+")[2] for name in papers.embedded_fonts(pdf)}
    pages = zip(preview.page_sizes(pdf), papers.plumbed(pdf), strict=True)
    return {
        "fonts": sorted(fonts),
        "pages": [
            {
                "size": [round(length, 2) for length in size],
                "text": _text(page["chars"]),
                "shapes": {kind: _boxes(page[kind]) for kind in ("lines", "images")},
                "rectangles": len(page["rects"]),
                "curves": len(page["curves"]),
            }
            for size, page in pages
        ],
    }


def digest(pdf: bytes) -> str:
    """Return a hash of a file's uncompressed form (qdf), on which no zlib has a say."""
    import pikepdf

    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(stream, qdf=True, static_id=True)
    return hashlib.sha256(stream.getvalue()).hexdigest()


def path(document: str) -> Path:
    return FOLDER / f"{document}.json"


def _text(characters: list[dict[str, object]]) -> list[str]:
    """One entry for each line that was drawn: place, size, font, words."""
    lines: list[tuple[tuple[float, float], list[str]]] = []
    for one in characters:
        place = (round(papers.mm(one["x0"]), 1), round(papers.mm(one["bottom"]), 1))
        font = str(one["fontname"]).partition("+")[2]
        head = f"{font} {one['size']:.1f}"
        last = lines[-1] if lines else None
        if last is not None and last[1][0] == head and last[0][1] == place[1]:
            last[1].append(str(one["text"]))
        else:
            lines.append((place, [head, str(one["text"])]))
    return [f"{x} {y} {words[0]}: {''.join(words[1:])}" for (x, y), words in lines]


def _boxes(shapes: list[dict[str, object]]) -> list[list[float]]:
    keys = ("x0", "top", "x1", "bottom")
    return [[round(papers.mm(shape[key]), 1) for key in keys] for shape in shapes]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for document in papers.DOCUMENTS:
        found = described(papers.paper(document, papers.LONG).pdf)
        path(document).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    digests = {one: digest(papers.paper(one, papers.LONG).pdf) for one in papers.DOCUMENTS}
    DIGESTS.write_text(json.dumps(digests, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
