"""Writes a response as XForms instance XML and reads it back; the form is never run for it.

Running a form again could change what was answered (`now()`, `random()`, a list that is another
one today). So what stands in the answers stands in the record, and nothing else: an empty answer
has no element, which ODK reads as an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from unionapp.errors import refuse
from unionapp.forms.definition import Definition, Spec
from unionapp.workbooks.responses_model import ExportedResponse

_STEP = re.compile(r"(@?[^\W\d][\w.\-]*)(?:\[(\d{1,7})\])?")
# What XML 1.0 cannot hold at all (section 2.2, Char); snapshot.instance_xml leaves it out too.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A reader takes a bare carriage return for a line feed (XML 1.0, section 2.11).
_SIGNS = {"\r": "&#13;"}
_DECLARES = re.compile(r"<!(?!--|\[CDATA\[)")
_MOST_CHARACTERS = 20_000_000
_DEEPEST = 100


class _Element:
    """One element on its way out; `rows` orders the rows of a repeat by their numbers."""

    __slots__ = ("attributes", "kids", "text")

    def __init__(self) -> None:
        self.text = ""
        self.attributes: dict[str, str] = {}
        self.kids: dict[str, dict[int, _Element]] = {}


def instance_xml(definition: Definition, response: ExportedResponse) -> str:
    """Return the record of a response, one line, without an XML declaration.

    Characters that XML 1.0 cannot hold (control characters) are left out. Raises `UserError` with
    `export.damaged_answers` when a path of the answers is none.
    """
    name, top = definition.root.name, _Element()
    for path, text in response.answers.items():
        _put(top, path, text, response)
    top.attributes = {"id": response.form_id}
    if response.version:
        top.attributes["version"] = response.version
    record = top.kids.get(name, {}).get(1) or _Element()
    record.attributes = top.attributes
    meta = record.kids.setdefault("meta", {1: _Element()})[1]
    instance_id = meta.kids.setdefault("instanceID", {1: _Element()})[1]
    instance_id.text = instance_id.text or response.instance_id
    return "".join(_written(name, record))


def _put(top: _Element, path: str, text: str, response: ExportedResponse) -> None:
    at = top
    for part in path.removeprefix("/").split("/"):
        found = _STEP.fullmatch(part)
        if found is None:
            raise refuse("export.damaged_answers", response.id, path=path[:80])
        name, number = found[1], int(found[2] or 1)
        if name.startswith("@"):
            at.attributes[name[1:]] = text
            return
        at = at.kids.setdefault(name, {}).setdefault(number, _Element())
    at.text = text


def _written(name: str, element: _Element) -> Iterator[str]:
    shown = "".join(
        f" {key}={quoteattr(_NOT_XML.sub('', value), _SIGNS)}"
        for key, value in element.attributes.items()
    )
    if element.kids:
        yield f"<{name}{shown}>"
        for kid, rows in element.kids.items():
            for number in sorted(rows):
                yield from _written(kid, rows[number])
        yield f"</{name}>"
    elif element.text:
        yield f"<{name}{shown}>{escape(_NOT_XML.sub('', element.text), _SIGNS)}</{name}>"
    else:
        yield f"<{name}{shown}/>"


def read_instance(xml: str | bytes, definition: Definition) -> Mapping[str, str]:
    """Return the answers in a record: text by path, a number at every row, in its order.

    The definition tells which elements are rows: one row alone looks like a group. Empty answers
    are left out, rows are not. Elements that the form does not know are kept; they count as rows
    where they stand more than once.

    Raises `UserError` with `export.not_an_instance`: no XML, a document type or entities in it,
    larger or deeper than a record ever is, or the record of another form.
    """
    try:
        text = xml.decode("utf-8-sig") if isinstance(xml, bytes) else xml
        if _DECLARES.search(text) or len(text) > _MOST_CHARACTERS:
            raise refuse("export.not_an_instance", definition.form_id, reason="DOCTYPE")
        root = ElementTree.fromstring(text)  # noqa: S314 - document types are refused above
    except (ElementTree.ParseError, ValueError) as error:
        raise refuse("export.not_an_instance", definition.form_id, reason=str(error)) from error
    if _local(root.tag) != definition.root.name:
        raise refuse("export.not_an_instance", definition.form_id, reason=_local(root.tag))
    return dict(_read(root, definition.root, f"/{definition.root.name}", 0))


def _read(
    element: ElementTree.Element, spec: Spec | None, path: str, depth: int
) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        raise refuse("export.not_an_instance", path[:80], reason="depth")
    if spec is not None and spec.is_repeat:
        yield path, ""
    if depth:  # the record's own attributes are the form's id and version
        yield from ((f"{path}/@{_local(key)}", value) for key, value in element.items() if value)
    if not len(element):
        if element.text and not (spec is not None and spec.is_repeat):
            yield path, element.text
        return
    names = [_local(child.tag) for child in element]
    seen: dict[str, int] = {}
    for name, child in zip(names, element, strict=True):
        seen[name] = seen.get(name, 0) + 1
        known = spec.children.get(name) if spec is not None else None
        row = known.is_repeat if known is not None else names.count(name) > 1
        number = f"[{seen[name]}]" if row or seen[name] > 1 else ""
        yield from _read(child, known, f"{path}/{name}{number}", depth + 1)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
