"""Tells when one file has been saved by another program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_SETTLE_MS = 400  # Excel writes a workbook in several strokes


class FileWatch(QObject):
    """Watches one file and its folder: Excel saves under another name, then renames.

    Signal `changed`: the file has other bytes than when it was last `seen`, and they are all there.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._settled)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _path: self._look())
        self._watcher.directoryChanged.connect(lambda _path: self._look())

    def watch(self, path: Path) -> None:
        """Watch this file from now on, and no other."""
        known = [*self._watcher.files(), *self._watcher.directories()]
        if known:
            self._watcher.removePaths(known)
        self._path = path
        self._watcher.addPaths([str(one) for one in (path, path.parent) if one.exists()])
        self.seen()

    def seen(self) -> None:
        """Take the file as it is now for known."""
        self._stamp = self._now()

    def _look(self) -> None:
        if self._now() not in (None, self._stamp):
            self._timer.start()

    def _settled(self) -> None:
        path = self._path
        if path is None or self._now() in (None, self._stamp):
            return
        self.watch(path)  # a file that was replaced is no longer watched
        self.changed.emit()

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat() if self._path is not None else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size) if found is not None else None
