"""A file that grows in memory, packed: what people said lies in no temporary file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

_PIECE = 1 << 16
_INTO: Final = "w"  # into an archive that somebody holds, not onto the disk


class Packed:
    """Takes bytes in any portions, hands them back once in pieces."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(6)
        self._packed = bytearray()

    def write(self, content: bytes) -> int:
        """Add bytes, as a binary file does."""
        self._packed += self._packer.compress(content)
        return len(content)

    def pieces(self) -> Iterator[bytes]:
        """Yield all that was written; nothing can be added after it."""
        self._packed += self._packer.flush()
        opener, packed = zlib.decompressobj(), memoryview(self._packed)
        for start in range(0, len(packed), _PIECE):
            waiting: bytes | memoryview = packed[start : start + _PIECE]
            while waiting:
                yield opener.decompress(waiting, _PIECE)
                waiting = opener.unconsumed_tail
        yield opener.flush()


def entry_of(archive: ZipFile, entry: ZipInfo | str) -> IO[bytes]:
    """Return what one entry of an archive is written to, piece by piece."""
    return archive.open(entry, _INTO)
