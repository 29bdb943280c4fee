"""Which questions of a form are asked of somebody, and the number that each bears.

Window and paper follow one rule, so that answers from paper are keyed back in the printed order.
"""

from __future__ import annotations

from unionapp.forms.definition import Definition, Spec


def numbering(definition: Definition) -> dict[Spec, int]:
    """Return the number of each question, from 1 in the order of the form.

    A question has one number whether it is relevant or not, and in every row of a repeat.
    """
    asked = (spec for spec in definition.root.walk() if is_asked(spec))
    return {spec: number for number, spec in enumerate(asked, start=1)}


def is_asked(spec: Spec) -> bool:
    """Whether somebody is asked: it is shown, and can be answered."""
    return (
        spec.control is not None
        and spec.in_body
        and not is_note(spec)
        and not is_given(spec)
        and spec.bind.calculate is None
        and not is_header(spec)
    )


def is_note(spec: Spec) -> bool:
    """Whether it only says something: a field that nobody and nothing ever fills."""
    bind, control = spec.bind, spec.control
    filled = bind.calculate is not None or bind.prefill or spec.default
    return control is not None and control.kind == "input" and _is_fixed(spec) and not filled


def is_given(spec: Spec) -> bool:
    """Whether its answer comes from the case and is only shown."""
    return bool(spec.bind.prefill) and spec.control is not None and _is_fixed(spec)


def is_header(spec: Spec) -> bool:
    """Whether it only shows the labels of choices above a `table-list` (`label` appearance)."""
    return spec.control is not None and "label" in spec.control.appearance.split()


def _is_fixed(spec: Spec) -> bool:
    readonly = spec.bind.readonly
    return readonly is not None and readonly.source.replace(" ", "") == "true()"
