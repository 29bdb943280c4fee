"""What a form is before anybody fills it: questions, expressions, texts, lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from unionapp.forms.expressions import Expression
from unionapp.forms.nodes import Element


@dataclass(frozen=True, slots=True)
class Text:
    """A label, hint or message: fixed parts and expressions, by language.

    `plain` holds when the form has one wording for all languages. `media` names files by their
    kind (`image`, `audio`, …).
    """

    plain: tuple[str | Expression, ...] | None = None
    by_language: Mapping[str, tuple[str | Expression, ...]] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def expressions(self) -> Iterator[Expression]:
        """The expressions in all languages."""
        for parts in (self.plain or (), *self.by_language.values()):
            yield from (part for part in parts if isinstance(part, Expression))


@dataclass(slots=True)
class Bind:
    """The logic of one question or group."""

    kind: str = "string"
    calculate: Expression | None = None
    relevant: Expression | None = None
    constraint: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint_message: Text | None = None
    required_message: Text | None = None
    warning: Expression | None = None
    warning_message: Text | None = None
    preload: str = ""
    preload_params: str = ""
    save_to: str = ""
    max_pixels: str = ""
    """The long edge of a photo; the form says it beside the type, not at the control."""
    """The property of the entity that the answer becomes: its scope is in `Definition.entities`."""
    prefill: str = ""
    """`kind#field` of the case whose value stands here when the form is opened."""


@dataclass(frozen=True, slots=True)
class Itemset:
    """Where the choices of a question come from."""

    nodes: Expression
    value: str
    label: str
    label_is_id: bool = False
    """The label column holds the id of a text, not the text itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as it is offered."""

    value: str
    label: str | None
    media: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Control:
    """How a question is asked."""

    kind: str
    """input, select1, select, rank, range, upload, trigger."""
    appearance: str = ""
    label: Text | None = None
    hint: Text | None = None
    guidance: Text | None = None
    itemset: Itemset | None = None
    inline: tuple[tuple[str, Text | None], ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_choice(self) -> bool:
        return self.kind in ("select1", "select", "rank")


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: put a value into `target` when something happens."""

    target: Spec
    event: str
    value: Expression | None
    text: str = ""


@dataclass(slots=True, eq=False)
class Spec:
    """One question, group or repeat of the form: the same for all its rows."""

    name: str
    parent: Spec | None
    path: str
    depth: int
    children: dict[str, Spec] = field(default_factory=dict)
    bind: Bind = field(default_factory=Bind)
    control: Control | None = None
    label: Text | None = None
    appearance: str = ""
    in_body: bool = False
    default: str = ""
    is_repeat: bool = False
    fixed_rows: bool = False
    row_count: Expression | None = None
    new_row_actions: list[SetValue] = field(default_factory=list)
    change_actions: list[SetValue] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)
    first_rows: int = 0

    @property
    def is_group(self) -> bool:
        return bool(self.children)

    def walk(self) -> Iterator[Spec]:
        """This and all below, in the order of the form."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def lineage(self) -> Iterator[Spec]:
        """This and all above, upwards."""
        spec: Spec | None = self
        while spec is not None:
            yield spec
            spec = spec.parent

    def is_within(self, other: Spec) -> bool:
        """Whether it is `other` or stands below it."""
        return any(one is other for one in self.lineage())


@dataclass(frozen=True, slots=True)
class EntityScope:
    """One entity that a filled form makes or changes: once in the form, or in each row.

    `create` and `update` read `1` or `true` where they hold (ODK Entities specification,
    "Declaring that a form creates or updates Entities"); None is a form that never does.
    """

    list_name: str
    scope: Spec
    """The root, group or repeat that holds the entity: pyxform takes the innermost that will do."""
    id: Spec | None
    label: Spec | None
    """What the entity is called: `name` is no property of ODK's entities."""
    create: Spec | None
    update: Spec | None
    properties: Mapping[str, Spec]
    """The questions below the scope whose answers become properties of the entity."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole form, ready to be filled any number of times."""

    title: str
    form_id: str
    version: str
    root: Spec
    languages: tuple[str, ...]
    default_language: str | None
    texts: Mapping[str, Text]
    lists: Mapping[str, Element]
    first_load: tuple[SetValue, ...]
    style: str = ""
    subject: str = "door"
    """What the form is filled about: door, household, person or employer."""
    entities: tuple[EntityScope, ...] = ()

    def spec(self, path: str) -> Spec | None:
        """The question or group of a path without row numbers."""
        names = path.strip("/").split("/")
        if names[0] != self.root.name:
            return None
        spec: Spec | None = self.root
        for name in names[1:]:
            spec = None if spec is None else spec.children.get(name)
        return spec
