"""What controls are handed: background work, messages, and the files behind answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from unionapp.ui.messages import Messages
from unionapp.ui.tasks import Tasks


class FilesPort(Protocol):
    """Keeps photos, signatures and other files that are answers."""

    def store(self, name: str, content: bytes) -> str:
        """Keep a file and return the name that becomes the answer; `UserError` if it cannot be."""

    def load(self, name: str) -> bytes | None:
        """Return the bytes of a file that is an answer, None when it is not there."""


def _no_media(_name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Tools:
    """What controls use; `language` is the window's, `zh` or `en`.

    `media` returns a file of the form itself by its name: pictures in labels. `write` writes a
    file outside where the worker says (`files.write_atomically`); without it none is offered.
    """

    tasks: Tasks
    messages: Messages
    files: FilesPort
    language: str
    media: Callable[[str], bytes | None] = _no_media
    write: Callable[[Path, bytes], object] | None = None
