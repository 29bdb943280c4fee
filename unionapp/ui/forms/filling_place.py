"""Puts the window of a form into a page: what FillPanel is handed, and where its files are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from unionapp.forms.languages import spoken_as
from unionapp.ui.questionnaire.controls.tools import FilesPort, Tools
from unionapp.ui.wording import language
from unionapp.ui.workbench import Workbench

if TYPE_CHECKING:
    from unionapp.forms.filling import Filling
    from unionapp.ui.questionnaire.panel import FillPanel, Look

Media = Callable[[str], bytes | None]


class InMemory:
    """Keeps files for as long as a form is tried out."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def store(self, name: str, content: bytes) -> str:
        """Keep a file; returns the name that becomes the answer."""
        self._kept[name] = content
        return name

    def load(self, name: str) -> bytes | None:
        """Return the bytes of a file."""
        return self._kept.get(name)


def media_of(folder: Path) -> Media:
    """Return what reads the form's own files in a folder."""
    from unionapp.forms import media

    return lambda name: media.bytes_of(folder, name)


def speak(filling: Filling) -> None:
    """Let a form speak the window's language, where it has it."""
    spoken = spoken_as(filling.form.definition, language())
    if spoken is not None and spoken != filling.form.language:
        filling.speak(spoken)


def make_panel(
    bench: Workbench,
    filling: Filling,
    title: str,
    subtitle: str,
    media: Media,
    files: FilesPort | None = None,
    *,
    look: Look,
) -> FillPanel:
    """Return the window of a form; without `files` photos are kept until it closes."""
    from unionapp.ui.questionnaire.panel import FillPanel

    tools = Tools(bench.tasks, bench.messages, files or InMemory(), language(), media)
    return FillPanel(filling, tools, title=title, subtitle=subtitle, look=look)
