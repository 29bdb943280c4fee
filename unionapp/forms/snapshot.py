"""Writes the present state of a form as `form run` prints it, and as XForms instance XML."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from unionapp.forms.form import Form
from unionapp.forms.nodes import Node

_CHOICES = ("select1", "select", "rank")


def snapshot(form: Form, name: str) -> dict[str, object]:
    """Return one entry of `snapshots`."""
    nodes = [node for node in form.root.walk() if node is not form.root and _is_shown(node)]
    return {
        "name": name,
        "language": form.language,
        "groups": [_group(form, node) for node in nodes if node.spec.is_group],
        "nodes": [_node(form, node) for node in nodes if not node.spec.is_group],
        "instance": instance_xml(form),
    }


def _is_shown(node: Node) -> bool:
    return not node.name.startswith("@")


def _group(form: Form, node: Node) -> dict[str, object]:
    if not node.relevant:
        return {"path": node.path, "relevant": False}
    # the label stands outside the row in the XForm, so its paths are read from there; what it
    # shows of the rows is the first, as both of ODK's engines do
    return {"path": node.path, "relevant": True, "label": form.text(node.spec.label, node)}


def _node(form: Form, node: Node) -> dict[str, object]:
    path = node.path
    if not node.relevant:
        return {"path": path, "value": "", "relevant": False}
    shown: dict[str, object] = {"path": path, "value": node.value, "relevant": True}
    control = node.spec.control
    if control is None:
        return shown
    error = form.error(node)
    shown |= {
        "readonly": form.is_readonly(node),
        "required": form.is_required(node),
        "valid": error is None,
        "error": error,
        "message": form.message(node, error),
        "label": form.text(control.label, node),
        "hint": form.text(control.hint, node),
    }
    if control.kind in _CHOICES:
        offered = form.choices(node)
        shown["choices"] = [{"value": one.value, "label": one.label} for one in offered]
    return shown


def instance_xml(form: Form) -> str:
    """Return the record: the relevant nodes only (ODK XForms specification, "Instance")."""
    definition = form.definition
    attributes = f" id={quoteattr(definition.form_id)}"
    if definition.version:
        attributes += f" version={quoteattr(definition.version)}"
    return "".join(_xml(form.root, attributes))


def _xml(node: Node, attributes: str = "") -> Iterator[str]:
    name = node.name
    for kid_name, kids in node.kids.items():
        if kid_name.startswith("@"):
            attributes += f" {kid_name[1:]}={quoteattr(kids[0].text)}"
    kids = [kid for kid in node.children() if kid.relevant]
    if kids:
        yield f"<{name}{attributes}>"
        for kid in kids:
            yield from _xml(kid)
        yield f"</{name}>"
    elif node.value and not node.spec.is_group:
        yield f"<{name}{attributes}>{escape(_clean(node.value))}</{name}>"
    else:
        yield f"<{name}{attributes}/>"


def _clean(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return "".join(
        sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff")
    )
