"""Checks of Chinese numbers for constraints: ours, beyond ODK; a blank passes, as constraints do.

A form that uses them is refused by other tools, so they stand only in constraints and relevance.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionapp.errors import Problem
from unionapp.forms.coercion import Value, string
from unionapp.forms.context import Context
from unionapp.values import credit_code as credit
from unionapp.values import identity, phone


def identity_number(context: Context, given: Sequence[Value]) -> Value:
    """`identity-number(text)`: no error in it; what is merely unusual passes."""
    text = string(given[0])
    return not text or _passes(identity.check(text, today=context.form.now.date()).problems)


def credit_code(context: Context, given: Sequence[Value]) -> Value:
    """`credit-code(text)`: a unified social credit code without an error."""
    text = string(given[0])
    return not text or _passes(credit.check(text).problems)


def mobile_number(context: Context, given: Sequence[Value]) -> Value:
    """`mobile-number(text)`: a mainland mobile number: 11 digits that begin with 1."""
    text = string(given[0])
    number = phone.normalise(text)
    return not text or (len(number) == 11 and number.isdigit() and number[0] == "1")


def _passes(problems: Sequence[Problem]) -> bool:
    return all(problem.warning for problem in problems)
