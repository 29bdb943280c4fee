"""Reads an XForm (the XML that pyxform makes) into a definition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree import ElementTree

from unionapp.errors import Problem, UserError, refuse
from unionapp.forms import media
from unionapp.forms.definition import Bind, Control, Definition, Itemset, SetValue, Spec, Text
from unionapp.forms.entities import entities_in
from unionapp.forms.expressions import Expression, compiled
from unionapp.forms.extras import Extras
from unionapp.forms.nodes import Element, Table
from unionapp.forms.paths import index_lists
from unionapp.forms.problems import ExpressionError
from unionapp.forms.searching import search_in

XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ORX = "{http://openrosa.org/xforms}"
ENTITIES = "{http://www.opendatakit.org/xforms/entities}"

_CONTROLS = frozenset(("input", "select1", "select", "rank", "range", "upload", "trigger"))
_ITEXT = re.compile(r"jr:itext\(\s*['\"]?([^'\")]*)['\"]?\s*\)")
_PULLDATA = re.compile(r"pulldata\(\s*['\"]([^'\"]+)['\"]")
_NAME = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_FIRST_LOAD = ("odk-instance-first-load", "odk-instance-load", "xforms-ready")


def read_xform(text: str, files: media.Files, extras: Extras = Extras()) -> Definition:  # noqa: B008 - frozen
    """Return the definition of an XForm; `files` are those that it names.

    `extras` is what the workbook says beyond the XForm.
    Raises `UserError` with every expression that cannot be understood.
    """
    try:
        html = ElementTree.fromstring(text)  # noqa: S314 - pyxform's own output
    except ElementTree.ParseError as error:
        raise refuse("form.xform_damaged", "", reason=str(error)) from error
    return _Reader(html, files).read(extras)


def local(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


class _Reader:
    """One reading of one form: collects problems instead of stopping at the first."""

    def __init__(self, html: ElementTree.Element, files: media.Files) -> None:
        model = html.find(f"{H}head/{XF}model")
        body = html.find(f"{H}body")
        if model is None or body is None or (primary := model.find(f"{XF}instance")) is None:
            raise refuse("form.xform_damaged", "", reason="model")
        if not len(primary):
            raise refuse("form.xform_damaged", "", reason="instance")
        self.model, self.body, self.top = model, body, primary[0]
        self.title = html.findtext(f"{H}head/{H}title") or ""
        self.files = files
        self.problems: list[Problem] = []
        self.known: dict[str, Expression] = {}
        self.specs: dict[str, Spec] = {}
        self.bind_ids: dict[str, str] = {}
        self.files_searched: set[str] = set()

    def read(self, extras: Extras) -> Definition:
        self.root = self._spec(self.top, None)
        self._count_rows(self.root, self.top)
        languages, default, texts = self._translations()
        self.texts, self.languages, self.default = texts, languages, default
        self._binds()
        self._body(self.body, [])
        self._extras(extras)
        first_load = tuple(self._actions(self.model))
        lists = self._lists()
        for spec in self.specs.values():
            if spec.control is not None and spec.control.itemset is not None:
                index_lists(spec.control.itemset.nodes.tree, lists)
        if self.problems:
            raise UserError(*self.problems)
        return Definition(
            title=self.title,
            form_id=self.top.get("id", ""),
            version=self.top.get("version", ""),
            root=self.root,
            languages=languages,
            default_language=default,
            texts=texts,
            lists=lists,
            first_load=tuple(one for one in first_load if one.event in _FIRST_LOAD),
            style=self.body.get("class", ""),
            subject=extras.subject,
            entities=tuple(entities_in(self.root)),
        )

    # --- the tree of questions

    def _spec(self, source: ElementTree.Element, parent: Spec | None) -> Spec:
        name = local(source.tag)
        path = f"{parent.path if parent else ''}/{name}"
        spec = Spec(name, parent, path, parent.depth + 1 if parent else 0)
        self.specs[path] = spec
        spec.default = "" if len(source) or not (source.text or "").strip() else source.text or ""
        if parent is not None:
            plain = {key: value for key, value in source.attrib.items() if not key.startswith(JR)}
            spec.attributes = plain
            for key, value in plain.items():
                self._attribute(spec, key, value)
        for child in source:
            child_name = local(child.tag)
            if child_name not in spec.children:
                spec.children[child_name] = self._spec(child, spec)
        return spec

    def _count_rows(self, spec: Spec, source: ElementTree.Element) -> None:
        """Note how many rows each repeat has at first: the most that stand in any place of it.

        pyxform leaves the rows of a repeat inside a repeat out of the outer template.
        """
        found: dict[str, int] = {}
        for child in source:
            name = local(child.tag)
            if name not in spec.children:
                continue
            found[name] = found.get(name, 0) + (f"{JR}template" not in child.attrib)
            self._count_rows(spec.children[name], child)
        for name, count in found.items():
            spec.children[name].first_rows = max(spec.children[name].first_rows, count)

    def _attribute(self, spec: Spec, key: str, value: str) -> None:
        name = f"@{local(key)}"
        path = f"{spec.path}/{name}"
        inner = Spec(name, spec, path, spec.depth + 1, default=value)
        self.specs[path] = inner
        spec.children[name] = inner

    # --- expressions and texts

    def _expression(self, source: str | None, where: str) -> Expression | None:
        source = (source or "").strip()
        if not source:
            return None
        if source not in self.known:
            try:
                self.known[source] = compiled(source)
            except ExpressionError as error:
                detail = {"expression": source[:120], **error.detail}
                self.problems.append(Problem(error.code, where, detail))
                return None
        return self.known[source]

    def _spelled(self, source: str, spec: Spec) -> str:
        """Return an expression of the workbook with the paths for its `${name}`s."""
        return _NAME.sub(lambda found: self._path_to(found[1], spec) or found[0], source)

    def _path_to(self, name: str, spec: Spec) -> str | None:
        target = next((one for one in self.root.walk() if one.name == name), None)
        if target is None:
            return None
        shared = next(
            (one for one in target.lineage() if one.is_repeat and spec.is_within(one)), None
        )
        if shared is None:
            return f" {target.path} "
        up = "/".join([".."] * (spec.depth - shared.depth))
        return f" {up}{target.path[len(shared.path) :]} "

    def _parts(self, source: ElementTree.Element, where: str) -> tuple[str | Expression, ...]:
        parts: list[str | Expression] = [source.text or ""]
        for child in source:
            if local(child.tag) == "output":
                reference = child.get("value") or child.get("ref")
                expression = self._expression(reference, where)
                if expression is not None:
                    parts.append(expression)
            parts.append(child.tail or "")
        return tuple(part for part in parts if part != "")

    def _translations(self) -> tuple[tuple[str, ...], str | None, Mapping[str, Text]]:
        languages: list[str] = []
        default: str | None = None
        plain: dict[str, dict[str, tuple[str | Expression, ...]]] = {}
        files: dict[str, dict[str, dict[str, str]]] = {}
        for translation in self.model.iterfind(f"{XF}itext/{XF}translation"):
            language = translation.get("lang", "")
            languages.append(language)
            if translation.get("default") is not None or default is None:
                default = language if translation.get("default") is not None else default
            for text in translation:
                text_id = text.get("id", "")
                for value in text:
                    form = value.get("form")
                    parts = self._parts(value, text_id)
                    if form is None:
                        plain.setdefault(text_id, {})[language] = parts
                    elif form == "guidance":
                        plain.setdefault(f"{text_id}#guidance", {})[language] = parts
                    else:
                        files.setdefault(text_id, {}).setdefault(language, {})[form] = (
                            value.text or ""
                        )
        if default is None and languages:
            default = languages[0]
        texts = {
            text_id: Text(None, plain.get(text_id, {}), files.get(text_id, {}))
            for text_id in [*plain, *files]
        }
        return tuple(languages), default, texts

    def _text(self, source: ElementTree.Element | None, where: str) -> Text | None:
        if source is None:
            return None
        reference = source.get("ref")
        if reference is not None:
            found = _ITEXT.fullmatch(reference.strip())
            return self.texts.get(found[1].strip()) if found else None
        parts = self._parts(source, where)
        return Text(parts) if parts else None

    def _message(self, text: str | None) -> Text | None:
        if not text:
            return None
        found = _ITEXT.fullmatch(text.strip())
        return self.texts.get(found[1].strip()) if found else Text((text,))

    # --- binds

    def _binds(self) -> None:
        for source in self.model.iterfind(f"{XF}bind"):
            path = source.get("nodeset", "")
            spec = self.specs.get(path) or self.specs.get(_plain_path(path))
            if spec is None:
                continue
            self.bind_ids[source.get("id", "")] = path
            spec.bind = Bind(
                kind=source.get("type", "string").rpartition(":")[2],
                constraint_message=self._message(source.get(f"{JR}constraintMsg")),
                required_message=self._message(source.get(f"{JR}requiredMsg")),
                preload=source.get(f"{JR}preload", ""),
                preload_params=source.get(f"{JR}preloadParams", ""),
                save_to=source.get(f"{ENTITIES}saveto", ""),
                max_pixels=source.get(f"{ORX}max-pixels", ""),
                calculate=self._expression(source.get("calculate"), path),
                relevant=self._expression(source.get("relevant"), path),
                constraint=self._expression(source.get("constraint"), path),
                required=self._expression(source.get("required"), path),
                readonly=self._expression(source.get("readonly"), path),
            )

    # --- what only our own workbooks say

    def _extras(self, extras: Extras) -> None:
        for path, (source, messages) in extras.soft_checks.items():
            spec = self.specs.get(f"{self.root.path}/{path}")
            if spec is not None:
                spec.bind.warning = self._expression(self._spelled(source, spec), spec.path)
                spec.bind.warning_message = self._own_text(messages, spec)
        for path, source in extras.prefill.items():
            spec = self.specs.get(f"{self.root.path}/{path}")
            if spec is not None:
                spec.bind.prefill = source

    def _own_text(self, messages: Mapping[str, str], spec: Spec) -> Text | None:
        """Return a text of the workbook, with the answers that its `${name}`s stand for."""
        parts = {
            language: tuple(self._filled(text, spec)) for language, text in messages.items() if text
        }
        if not parts:
            return None
        plain = parts.pop("", None)
        if not self.languages or not parts:
            return Text(plain or next(iter(parts.values())))
        if plain is not None:
            parts.setdefault(self.default or "", plain)
        return Text(None, parts)

    def _filled(self, text: str, spec: Spec) -> Iterator[str | Expression]:
        for at, part in enumerate(_NAME.split(text)):
            path = self._path_to(part, spec) if at % 2 else None
            expression = self._expression(path, spec.path)
            if expression is not None:
                yield expression
            elif part and not at % 2:
                yield part

    # --- the body

    def _body(self, source: ElementTree.Element, outer: list[Spec]) -> None:
        for element in source:
            kind = local(element.tag)
            spec = self._asked(element, outer)
            if kind in _CONTROLS and spec is not None:
                spec.control = self._control(element, kind, spec)
                spec.in_body = True
                spec.change_actions.extend(self._actions(element))
            elif kind == "group":
                self._group(element, spec)
                self._body(element, outer if spec is None else [*outer, spec])
            elif kind == "repeat" and spec is not None:
                self._repeat(element, spec)
                self._body(element, [*outer, spec])

    def _asked(self, element: ElementTree.Element, outer: list[Spec]) -> Spec | None:
        """Return what a control or group stands for; its path may start at the group around."""
        path = (element.get("ref") or element.get("nodeset") or "").strip()
        if element.get("bind"):
            path = self.bind_ids.get(element.get("bind", ""), path)
        if path and not path.startswith("/"):
            above = outer[-1] if outer else self.root
            path = f"{above.path}/{path.removeprefix('./')}"
        return self.specs.get(path) or self.specs.get(_plain_path(path)) if path else None

    def _group(self, element: ElementTree.Element, spec: Spec | None) -> None:
        if spec is None:
            return
        spec.in_body = True
        spec.label = self._text(element.find(f"{XF}label"), spec.path)
        spec.appearance = element.get("appearance", "")

    def _repeat(self, element: ElementTree.Element, spec: Spec) -> None:
        spec.is_repeat = True
        spec.in_body = True
        spec.appearance = spec.appearance or element.get("appearance", "")
        spec.row_count = self._expression(element.get(f"{JR}count"), spec.path)
        fixed = element.get(f"{JR}noAddRemove", "").replace(" ", "")
        spec.fixed_rows = spec.row_count is not None or fixed == "true()"
        spec.new_row_actions.extend(
            action for action in self._actions(element) if action.event == "odk-new-repeat"
        )

    def _actions(self, element: ElementTree.Element) -> Iterator[SetValue]:
        for source in element.iterfind(f"{XF}setvalue"):
            path = source.get("ref", "").strip()
            target = self.specs.get(path) or self.specs.get(_plain_path(path))
            if target is None:
                continue
            value = self._expression(source.get("value"), path)
            for event in source.get("event", "").split():
                yield SetValue(target, event, value, source.text or "")

    def _control(self, element: ElementTree.Element, kind: str, spec: Spec) -> Control:
        hint = element.find(f"{XF}hint")
        size = {"max-pixels": spec.bind.max_pixels} if spec.bind.max_pixels else {}
        label = self._text(element.find(f"{XF}label"), spec.path)
        control = Control(
            kind=kind,
            appearance=element.get("appearance", ""),
            label=label,
            hint=self._text(hint, spec.path),
            guidance=self._guidance(hint),
            parameters=size
            | {
                local(key): value
                for key, value in element.attrib.items()
                if key not in ("ref", "appearance")
            },
        )
        if not control.is_choice:
            return control
        itemset = element.find(f"{XF}itemset")
        if itemset is not None:
            return replace(control, itemset=self._itemset(itemset, spec))
        if (searched := self._searched(control, element, spec)) is not None:
            return replace(control, itemset=searched)
        inline = tuple(
            ((item.findtext(f"{XF}value") or ""), self._text(item.find(f"{XF}label"), spec.path))
            for item in element.iterfind(f"{XF}item")
        )
        return replace(control, inline=inline)

    def _searched(
        self, control: Control, element: ElementTree.Element, spec: Spec
    ) -> Itemset | None:
        """Return where `search(…)` finds choices; the one in the sheet names its columns."""
        try:
            search = search_in(control.appearance)
        except ExpressionError as error:
            self.problems.append(Problem(error.code, control.appearance, {"name": spec.path}))
            return None
        item = element.find(f"{XF}item")
        if search is None or item is None:
            return None
        nodes = self._expression(search.nodes, spec.path)
        label = self._text(item.find(f"{XF}label"), spec.path)
        columns = label.plain or next(iter(label.by_language.values()), ()) if label else ()
        shown = "".join(part for part in columns if isinstance(part, str)).partition(",")[0]
        value = (item.findtext(f"{XF}value") or "").strip()
        self.files_searched.add(search.file)
        return None if nodes is None else Itemset(nodes, value, shown.strip() or value)

    def _guidance(self, hint: ElementTree.Element | None) -> Text | None:
        found = _ITEXT.fullmatch((hint.get("ref") or "").strip()) if hint is not None else None
        return self.texts.get(f"{found[1].strip()}#guidance") if found else None

    def _itemset(self, source: ElementTree.Element, spec: Spec) -> Itemset | None:
        nodes = self._expression(source.get("nodeset"), spec.path)
        value = source.find(f"{XF}value")
        label = source.find(f"{XF}label")
        if nodes is None or value is None:
            return None
        shown = (label.get("ref") or "") if label is not None else ""
        found = _ITEXT.fullmatch(shown.strip())
        column = found[1].strip() if found else shown
        return Itemset(nodes, value.get("ref") or "", column, bool(found))

    # --- lists beside the form

    def _lists(self) -> Mapping[str, Element]:
        found: dict[str, Element] = {}
        for source in list(self.model.iterfind(f"{XF}instance"))[1:]:
            name, where = source.get("id", ""), source.get("src")
            try:
                content = self._list(source, where)
            except UserError as error:
                self.problems.extend(error.problems)
                continue
            found[name] = media.holder_of(name, content)
        for name in {name for source in self.known for name in _PULLDATA.findall(source)}:
            if name.removesuffix(".csv") not in found and (file := self._csv(name)) is not None:
                found[name.removesuffix(".csv")] = media.holder_of(name, file)
        for name in self.files_searched - found.keys():
            try:
                found[name] = media.holder_of(name, media.read_list(self.files, f"{name}.csv"))
            except UserError as error:
                self.problems.extend(error.problems)
        return found

    def _csv(self, name: str) -> Table | Element | None:
        """Return a file that only `pulldata` names; there need not be one."""
        file = f"{name.removesuffix('.csv')}.csv"
        there = media.bytes_of(self.files, file) is not None
        return media.read_list(self.files, file) if there else None

    def _list(self, source: ElementTree.Element, where: str | None) -> Table | Element | None:
        if where:
            return media.read_list(self.files, where)
        return media.from_xml(source[0]) if len(source) else None


def _plain_path(path: str) -> str:
    """Return a path with the namespace prefixes of its names taken off."""
    return re.sub(r"/(@?)[\w.\-]+:", r"/\1", path)
