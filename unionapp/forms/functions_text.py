"""Functions on text (ODK XForms specification, "XPath functions"; XPath 1.0, 4.2)."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import secrets
from collections.abc import Sequence

from unionapp.forms.coercion import Value, number, string
from unionapp.forms.context import Context
from unionapp.forms.patterns import pattern_of

_DIGESTS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def _own(context: Context, given: Sequence[Value]) -> str:
    return string(given[0]) if given else context.node.text


def to_string(context: Context, given: Sequence[Value]) -> Value:
    """`string(x?)`."""
    return _own(context, given)


def each(given: Sequence[Value]) -> list[str]:
    """Return the texts of all arguments, node by node for node-sets."""
    found: list[str] = []
    for value in given:
        if isinstance(value, (str, float, bool)):
            found.append(string(value))
        else:
            found.extend(node.text for node in value)
    return found


def concat(context: Context, given: Sequence[Value]) -> Value:
    """`concat(a, b, …)`: also all nodes of a node-set."""
    return "".join(each(given))


def join(context: Context, given: Sequence[Value]) -> Value:
    """`join(separator, a, b, …)`: node-sets node by node."""
    return string(given[0]).join(each(given[1:]))


def substr(context: Context, given: Sequence[Value]) -> Value:
    """`substr(text, from, to?)`: counted from 0, `to` not included, negative from the end."""
    text = string(given[0])
    start = _place(number(given[1], context.zone), len(text))
    end = _place(number(given[2], context.zone), len(text)) if len(given) > 2 else len(text)
    return text[start:end]


def _place(at: float, length: int) -> int:
    if math.isnan(at):
        return 0
    if math.isinf(at):
        return length if at > 0 else 0
    whole = int(at)
    return max(0, min(length, whole + length if whole < 0 else whole))


def substring(context: Context, given: Sequence[Value]) -> Value:
    """`substring(text, from, length?)`: counted from 1, rounded (XPath 1.0, 4.2)."""
    text = string(given[0])
    start = math.floor(_finite(number(given[1], context.zone)) + 0.5)
    end = math.inf
    if len(given) > 2:
        end = start + math.floor(_finite(number(given[2], context.zone)) + 0.5)
    return "".join(sign for at, sign in enumerate(text, 1) if start <= at < end)


def _finite(value: float) -> float:
    return 1e9 if not math.isfinite(value) else value


def substring_before(context: Context, given: Sequence[Value]) -> Value:
    """`substring-before(text, part)`: "" when the part is not there."""
    before, found, _ = _parted(given)
    return before if found else ""


def substring_after(context: Context, given: Sequence[Value]) -> Value:
    """`substring-after(text, part)`: "" when the part is not there."""
    _, _, after = _parted(given)
    return after


def _parted(given: Sequence[Value]) -> tuple[str, bool, str]:
    text, part = string(given[0]), string(given[1])
    at = text.find(part)
    return (text, False, "") if at < 0 else (text[:at], True, text[at + len(part) :])


def translate(context: Context, given: Sequence[Value]) -> Value:
    """`translate(text, from, to)`: letter by letter; letters without a partner go."""
    text, old, new = (string(value) for value in given)
    table: dict[int, str | None] = {}
    for at, sign in enumerate(old):
        table.setdefault(ord(sign), new[at] if at < len(new) else None)
    return text.translate(table)


def string_length(context: Context, given: Sequence[Value]) -> Value:
    """`string-length(text?)`, in code points."""
    return float(len(_own(context, given)))


def normalize_space(context: Context, given: Sequence[Value]) -> Value:
    """`normalize-space(text?)`: ends stripped, runs of blanks made one."""
    return " ".join(re.split(r"[ \t\r\n]+", _own(context, given).strip(" \t\r\n")))


def contains(context: Context, given: Sequence[Value]) -> Value:
    """`contains(text, part)`."""
    return string(given[1]) in string(given[0])


def starts_with(context: Context, given: Sequence[Value]) -> Value:
    """`starts-with(text, beginning)`."""
    return string(given[0]).startswith(string(given[1]))


def ends_with(context: Context, given: Sequence[Value]) -> Value:
    """`ends-with(text, ending)`."""
    return string(given[0]).endswith(string(given[1]))


def lower_case(context: Context, given: Sequence[Value]) -> Value:
    """`lower-case(text)`."""
    return string(given[0]).lower()


def upper_case(context: Context, given: Sequence[Value]) -> Value:
    """`upper-case(text)`."""
    return string(given[0]).upper()


def regex(context: Context, given: Sequence[Value]) -> Value:
    r"""`regex(text, pattern)`: the whole answer has to match (ODK documentation, "regex").

    A pattern that is none matches nothing, and so does a match that takes too long.
    """
    pattern = pattern_of(string(given[1]))
    return pattern is not None and pattern.matches(string(given[0]))


def uuid(context: Context, given: Sequence[Value]) -> Value:
    """`uuid(length?)`: a version 4 UUID, or that many letters and digits."""
    if not given:
        return context.form.new_id()
    length = number(given[0], context.zone)
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    count = int(length) if 0 < length < 1000 else 0
    return "".join(secrets.choice(signs) for _ in range(count))


def digest(context: Context, given: Sequence[Value]) -> Value:
    """`digest(text, algorithm, encoding?)`: Base64 unless `hex` is asked."""
    algorithm = _DIGESTS.get(string(given[1]).upper())
    if algorithm is None:
        return ""
    made = hashlib.new(algorithm, string(given[0]).encode(), usedforsecurity=False).digest()
    if len(given) > 2 and string(given[2]).lower() == "hex":
        return made.hex()
    return base64.b64encode(made).decode()


def base64_decode(context: Context, given: Sequence[Value]) -> Value:
    """`base64-decode(text)`: what is no Base64 gives ""."""
    try:
        return base64.b64decode(string(given[0]), validate=False).decode("utf-8", "replace")
    except ValueError:
        return ""


def selected(context: Context, given: Sequence[Value]) -> Value:
    """`selected(answers, name)`: whether a name is among the answers."""
    return string(given[1]).strip() in string(given[0]).split()


def selected_at(context: Context, given: Sequence[Value]) -> Value:
    """`selected-at(answers, n)`: the n-th answer from 0, "" when there is none."""
    names = string(given[0]).split()
    at = number(given[1], context.zone)
    return names[int(at)] if 0 <= at < len(names) else ""


def count_selected(context: Context, given: Sequence[Value]) -> Value:
    """`count-selected(answers)`."""
    return float(len(string(given[0]).split()))


def boolean_from_string(context: Context, given: Sequence[Value]) -> Value:
    """`boolean-from-string(text)`: true for `true` and `1` alone."""
    return string(given[0]).lower() in ("true", "1")
