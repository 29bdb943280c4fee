"""The lines of a list as they were read last: what a `ListPane` asks of its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

Line = TypeVar("Line")
Read = Callable[[str, str], Sequence[Line]]


class KnownLines(Generic[Line]):
    """Reads the lines of a filter and a text, and says the words of those that are shown."""

    def __init__(
        self,
        read: Read[Line],
        id_of: Callable[[Line], str],
        words: Callable[[Line], Mapping[str, str]],
    ) -> None:
        self._read, self._id_of, self._words = read, id_of, words
        self._known: dict[str, Line] = {}

    def ids(self, chosen: str, text: str) -> Sequence[str]:
        """Read the lines anew; return their ids in order."""
        self._known = {self._id_of(line): line for line in self._read(chosen, text)}
        return tuple(self._known)

    def fetch(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the words of lines by id; what was not read is left out."""
        known = self._known
        return {id_: self._words(known[id_]) for id_ in ids if id_ in known}
