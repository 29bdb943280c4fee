"""Files on their way into an answer: read, checked for size, pictures made fit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from unionapp.errors import refuse
from unionapp.ui.questionnaire.controls import pictures

MOST_BYTES = 20 * 1024 * 1024
_MOST_PHOTO = 100 * 1024 * 1024  # before it is scaled down

Brought = Path | QImage
"""A file on a disk, or a picture of the clipboard."""


def in_mime(data: QMimeData) -> Brought | None:
    """Return the file or picture that was pasted or dropped; None when there is none."""
    for url in data.urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def made_fit(brought: Brought, *, picture: bool, longest: int, title: str) -> tuple[str, bytes]:
    """Return name and bytes to be kept; slow, so it runs off the screen's thread.

    `title` names a picture of the clipboard. Raises `answer_file.unreadable`,
    `answer_file.too_large` or `answer_file.not_an_image`.
    """
    if isinstance(brought, QImage):
        content, suffix = pictures.written(pictures.smaller(brought, longest))
        return f"{title}.{suffix}", content
    most = _MOST_PHOTO if picture else MOST_BYTES
    content = _bytes_of(brought, most)
    if not picture:
        return brought.name, content
    content, suffix = pictures.fitted(content, brought.name, longest)
    return f"{brought.stem}.{suffix}", content


def _bytes_of(file: Path, most: int) -> bytes:
    try:
        if file.stat().st_size > most:
            raise refuse("answer_file.too_large", file.name, most=most // 1024 // 1024)
        return file.read_bytes()
    except OSError as error:
        raise refuse("answer_file.unreadable", file.name, reason=str(error)) from error
