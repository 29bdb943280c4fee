"""Makes a photo fit for a form: upright, no larger than asked, without what cameras note in it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from unionapp.errors import refuse

LONG_EDGE = 1600  # pixels, where the form does not say
_QUALITY = 85


def fitted(content: bytes, name: str, longest: int) -> tuple[bytes, str]:
    """Return the picture and its suffix, its long edge at most `longest` pixels.

    Turned upright as its EXIF says and written anew, so that place, time and camera are gone.
    JPEG, or PNG where parts are transparent. Raises `answer_file.not_an_image`.
    """
    image = read_picture(content, longest)
    if image is None:
        raise refuse("answer_file.not_an_image", name)
    return written(image)


def read_picture(content: bytes, longest: int) -> QImage | None:
    """Return a picture upright, its long edge at most `longest` pixels; None when it is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest:
        # A large JPEG is then never unpacked whole.
        reader.setScaledSize(within(size, longest))
    image = reader.read()
    return None if image.isNull() else smaller(image, longest)


def within(size: QSize, longest: int) -> QSize:
    """Return a size with the same sides to each other, its long edge at most `longest`."""
    edge = max(size.width(), size.height())
    if edge <= longest:
        return size
    return QSize(max(1, size.width() * longest // edge), max(1, size.height() * longest // edge))


def smaller(image: QImage, longest: int) -> QImage:
    """Return a picture scaled down, where it is larger."""
    wanted = within(image.size(), longest)
    if wanted == image.size():
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def written(image: QImage) -> tuple[bytes, str]:
    """Return a picture as JPEG, or as PNG where parts are transparent, with its suffix."""
    clear = image.hasAlphaChannel() and _has_clear_parts(image)
    return (png(image), "png") if clear else (_encoded(image, "JPEG", _QUALITY), "jpg")


def png(image: QImage) -> bytes:
    """Return a picture as PNG."""
    return _encoded(image, "PNG", -1)


def _has_clear_parts(image: QImage) -> bool:
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    seen = memoryview(alpha.constBits())
    line, wide = alpha.bytesPerLine(), alpha.width()
    starts = range(0, line * alpha.height(), line)
    return any(bytes(seen[at : at + wide]).strip(b"\xff") for at in starts)


def _encoded(image: QImage, form: str, quality: int) -> bytes:
    plain = image.convertToFormat(
        QImage.Format.Format_ARGB32 if form == "PNG" else QImage.Format.Format_RGB32
    )
    for key in plain.textKeys():
        plain.setText(key, "")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    plain.save(buffer, form, quality)  # type: ignore[call-overload] # the stubs want bytes, Qt a text
    return bytes(buffer.data().data())
