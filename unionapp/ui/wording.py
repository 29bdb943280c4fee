"""Puts the window's words into the worker's language; the source words are Chinese."""

from __future__ import annotations

import tomllib
from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from unionapp.paths import resources

_CONTEXT = "unionapp"


def tr(text: str, /, **blanks: object) -> str:
    """Return a text in the language of the window, its `{blanks}` filled."""
    said = QCoreApplication.translate(_CONTEXT, text)
    return said.format(**blanks) if blanks else said


def english() -> dict[str, str]:
    """Return the English of every Chinese text of the window."""
    return dict(_english())


@cache
def _english() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((resources() / "i18n").glob("en*.toml")):
        found |= tomllib.loads(file.read_text("utf-8"))
    return found


class _English(QTranslator):
    """Reads the plain table of `resources/i18n`: no compiled file stands in the tree."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # type: ignore[override]  # None passes a text on
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        # An empty string would be taken for a translation and blank out Qt's own buttons.
        return _english().get(sourceText) if context == _CONTEXT else None


def install_language(app: QCoreApplication, language: str) -> None:
    """Speak Chinese or English from now on, Qt's own buttons included."""
    for old in app.children():
        if isinstance(old, QTranslator):
            app.removeTranslator(old)
            old.deleteLater()
    QLocale.setDefault(QLocale("zh_CN" if language == "zh" else "en_GB"))
    if language == "en":
        app.installTranslator(_English(app))
        return
    qt = QTranslator(app)
    if qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)


def language() -> str:
    """Return `zh` or `en`: the language that data labels are shown in."""
    return "en" if QLocale().language() == QLocale.Language.English else "zh"
