"""What the design screen calls the objects of a design."""

from __future__ import annotations

from unionapp.ui.design.geometry import Bounds, Thing, bounds
from unionapp.ui.design.view import View
from unionapp.ui.wording import language, tr

_LONGEST = 24


def kind_of(thing: Thing) -> str:
    """Return the word for a kind of object; a kind that nobody knows is shown as it is written."""
    kinds = {
        "text": tr("文本"),
        "grid": tr("表格框"),
        "table": tr("明细表"),
        "choices": tr("勾选项"),
        "check": tr("勾选框"),
        "cells": tr("字格"),
        "groups": tr("分组编码"),
        "image": tr("相片"),
        "artwork": tr("图稿"),
        "qr": tr("二维码"),
        "barcode": tr("条形码"),
        "box": tr("方框"),
        "line": tr("线"),
        "path": tr("曲线"),
        "shade": tr("渐变"),
    }
    kind = str(thing.get("type", ""))
    return kinds.get(kind, kind or "—")


def content_of(thing: Thing) -> str:
    """Return what an object shows: its words, the label of its field, its file."""
    for name in ("text", "file"):
        if isinstance(thing.get(name), str):
            return _short(str(thing[name]))
    for name in ("field", "sum_of", "count_of"):
        if isinstance(thing.get(name), str):
            return _short(_label(str(thing[name])))
    return ""


def line_of(number: int, thing: Thing) -> str:
    """Return an object's line in the list; the number is the one by which problems name it.

    What shows nothing of its own, a box or a line, is told by where it stands and its size in mm.
    """
    said = content_of(thing)
    if not said:
        box = bounds(thing)
        said = f"{box.x:g}, {box.y:g} · {box.w:.4g} × {box.h:.4g}"
    return f"{number}  {kind_of(thing)}  {said}"


def place_of(box: Bounds) -> str:
    """Return where an object stands, in mm."""
    return tr(
        "左 {x}  上 {y}  宽 {w}  高 {h} 毫米",
        x=f"{box.x:g}",
        y=f"{box.y:g}",
        w=f"{box.w:.4g}",
        h=f"{box.h:.4g}",
    )


def side_of(name: str) -> str:
    """Return the word for a side."""
    sides = {"front": tr("正面"), "back": tr("背面")}
    return sides.get(name) or tr("第 {number} 页", number=name)


def state_of(side: str, view: View, *, is_changed: bool) -> str:
    """Return what is looked at: the side, the page of a long table, whose values, saved or not."""
    page = ""
    if view.pages > 1:
        page = tr("第 {page} 页，共 {pages} 页", page=view.page + 1, pages=view.pages)
    values = tr("最长内容") if view.worst else tr("样例内容")
    changed = tr("未保存") if is_changed else ""
    return "  ·  ".join(one for one in (side, page, values, changed) if one)


def _label(field: str) -> str:
    from unionapp.printing import fields

    try:
        return fields.shipped()[field].label(language())
    except KeyError:
        return field


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
