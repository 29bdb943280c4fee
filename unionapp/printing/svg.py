"""SVG drawings as PDF operators: shapes, paths, groups and transforms, in plain colours.

What would not be drawn as it looks elsewhere (text, pictures, gradients, transparency, masks) is
refused by name: text and strokes are turned into paths, and the rest flattened, in the drawing
program. (Scalable Vector Graphics 1.1, chapters 7 to 11.)
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unionapp.errors import refuse
from unionapp.printing.svg_colours import colour_of
from unionapp.printing.svg_paths import Segments, of_data

_UNITS = {"": 0.75, "px": 0.75, "pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0}
_LENGTH = re.compile(r"\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*(px|pt|mm|cm|in|)\s*")
_CALL = re.compile(r"(\w+)\s*\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SILENT = frozenset({"title", "desc", "metadata", "namedview", "defs", "style"})
_INHERITED = (
    "fill", "stroke", "stroke-width", "fill-rule", "stroke-linecap", "stroke-linejoin",
)  # fmt: skip
_SOFT = ("opacity", "fill-opacity", "stroke-opacity")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_START: Mapping[str, str] = {"fill": "#000000", "stroke": "none", "stroke-width": "1"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """Width and height in points, and the operators that draw it from the lower left corner."""

    width: float
    height: float
    operators: str


def read(file: str, data: bytes) -> Drawing:
    """Return a drawing; raises `printing.bad_artwork` with what stands in the way."""
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - expat bounds the growth of entities
    except ElementTree.ParseError as error:
        raise refuse("printing.bad_artwork", file=file, reason=str(error)) from error
    try:
        return _drawing(root)
    except ValueError as error:
        raise refuse("printing.bad_artwork", file=file, reason=str(error)) from error


def _drawing(root: ElementTree.Element) -> Drawing:
    if _tag(root) != "svg":
        raise ValueError(f"<{_tag(root)}>")
    box = [float(one) for one in _NUMBER.findall(root.get("viewBox", ""))]
    width = _length(root.get("width"), box[2] * 0.75 if len(box) == 4 else None)
    height = _length(root.get("height"), box[3] * 0.75 if len(box) == 4 else None)
    left, top, wide, high = box if len(box) == 4 else (0.0, 0.0, width / 0.75, height / 0.75)
    # The drawing keeps its shape in the middle of its size (preserveAspectRatio, xMidYMid meet).
    scale = min(width / wide, height / high)
    x = (width - wide * scale) / 2 - left * scale
    y = height - (height - high * scale) / 2 + top * scale
    operators = [f"q {scale:.6f} 0 0 {-scale:.6f} {x:.4f} {y:.4f} cm", *_of(root, _START), "Q"]
    return Drawing(width, height, "\n".join(operators))


def _of(element: ElementTree.Element, inherited: Mapping[str, str]) -> Iterator[str]:
    for child in element:
        tag = _tag(child)
        if not isinstance(child.tag, str) or tag in _SILENT:
            continue
        style = _style(child, inherited)
        if style.get("display") == "none":
            continue
        transform = _transform(child.get("transform", ""))
        if transform:
            yield f"q {transform}"
        if tag in ("g", "svg", "a"):
            yield from _of(child, style)
        else:
            yield from _painted(_segments(child, tag), style)
        if transform:
            yield "Q"


def _style(element: ElementTree.Element, inherited: Mapping[str, str]) -> dict[str, str]:
    style = {name: inherited[name] for name in _INHERITED if name in inherited}
    style.update({name: value for name, value in element.attrib.items() if "}" not in name})
    for part in element.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip():
            style[name.strip()] = value.strip()
    for name in _SOFT:
        if float(style.get(name, "1").strip().rstrip("%") or 1) not in (1.0, 100.0):
            raise ValueError(f"{name}={style[name]}")
    for name in ("clip-path", "mask", "filter"):
        if style.get(name, "none") != "none":
            raise ValueError(name)
    return style


def _painted(segments: Segments, style: Mapping[str, str]) -> Iterator[str]:
    fill, stroke = colour_of(style["fill"]), colour_of(style["stroke"])
    if fill is None and stroke is None:
        return
    words = ["q"]
    if fill is not None:
        words.append(f"{fill} rg")
    if stroke is not None:
        cap = _CAPS[style.get("stroke-linecap", "butt")]
        join = _JOINS[style.get("stroke-linejoin", "miter")]
        width = _NUMBER.match(style["stroke-width"])
        words.append(f"{stroke} RG {float(width[0]) if width else 1.0:.4f} w {cap} J {join} j")
    even = "*" if style.get("fill-rule") == "evenodd" and fill is not None else ""
    act = {(True, True): "B", (True, False): "f", (False, True): "S"}[
        fill is not None, stroke is not None
    ]
    yield " ".join((*words, *_operators(segments), act + even, "Q"))


def _operators(segments: Segments) -> Iterator[str]:
    for letter, *numbers in segments:
        yield " ".join((*(f"{float(one):.4f}" for one in numbers), str(letter)))


def _segments(element: ElementTree.Element, tag: str) -> Segments:
    def of(name: str) -> float:
        return float((_NUMBER.findall(element.get(name, "0")) or ["0"])[0])

    match tag:
        case "path":
            return of_data(element.get("d", ""))
        case "rect":
            x, y, w, h = of("x"), of("y"), of("width"), of("height")
            rx = min(of("rx") or of("ry"), w / 2)
            ry = min(of("ry") or of("rx"), h / 2)
            if not rx:
                return of_data(f"M{x} {y}h{w}v{h}h{-w}z")
            arc = f"a{rx} {ry} 0 0 1 "
            return of_data(
                f"M{x + rx} {y}h{w - 2 * rx}{arc}{rx} {ry}v{h - 2 * ry}{arc}{-rx} {ry}"
                f"h{2 * rx - w}{arc}{-rx} {-ry}v{2 * ry - h}{arc}{rx} {-ry}z"
            )
        case "circle" | "ellipse":
            rx, ry = (of("r"), of("r")) if tag == "circle" else (of("rx"), of("ry"))
            x, y = of("cx") - rx, of("cy")
            return of_data(f"M{x} {y}a{rx} {ry} 0 1 1 {2 * rx} 0a{rx} {ry} 0 1 1 {-2 * rx} 0z")
        case "line":
            return of_data(f"M{of('x1')} {of('y1')}L{of('x2')} {of('y2')}")
        case "polyline" | "polygon":
            closing = "z" if tag == "polygon" else ""
            return of_data(f"M{element.get('points', '')}{closing}")
        case _:
            raise ValueError(f"<{tag}>")


def _transform(text: str) -> str:
    words: list[str] = []
    for name, inside in _CALL.findall(text):
        n = [float(one) for one in _NUMBER.findall(inside)]
        match name, len(n):
            case "matrix", 6:
                rows = [tuple(n)]
            case "translate", 1 | 2:
                rows = [(1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0)]
            case "scale", 1 | 2:
                rows = [(n[0], 0.0, 0.0, n[-1], 0.0, 0.0)]
            case "rotate", 1 | 3:
                cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
                rows = [(cos, sin, -sin, cos, 0.0, 0.0)]
                if len(n) == 3:
                    there, back = (
                        (1.0, 0.0, 0.0, 1.0, n[1], n[2]),
                        (1.0, 0.0, 0.0, 1.0, -n[1], -n[2]),
                    )
                    rows = [there, *rows, back]
            case "skewX" | "skewY", 1:
                tan = math.tan(math.radians(n[0]))
                rows = [(1.0, tan, 0.0, 1.0, 0.0, 0.0) if name == "skewY"
                        else (1.0, 0.0, tan, 1.0, 0.0, 0.0)]  # fmt: skip
            case _:
                raise ValueError(f"transform={name}")
        words += [" ".join(f"{one:.6f}" for one in row) + " cm" for row in rows]
    return " ".join(words)


def _length(text: str | None, otherwise: float | None) -> float:
    found = _LENGTH.fullmatch(text or "")
    if found:
        return float(found[1]) * _UNITS[found[2]]
    if otherwise is None:
        raise ValueError("width, height, viewBox")
    return otherwise


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
