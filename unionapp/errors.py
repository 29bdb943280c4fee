"""What can go wrong for a user, as coded values; the sentences stand in resources/wording/."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from unionapp.paths import resources

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a user can mend.

    `code` names a sentence in `resources/wording/*.toml`; `where` is the field, file or key that
    it is about; `detail` fills the blanks of the sentence. `sheet`, `row` (1 = header line) and
    `column` are set when the input was a workbook.
    """

    code: str
    where: str = ""
    detail: Mapping[str, object] = field(default_factory=lambda: _NOTHING, hash=False)
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    warning: bool = False


class UserError(Exception):
    """The input or the moment was wrong, and the user can do something about it.

    Everything else that is raised is a fault of ours and goes to the crash dialog.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems: tuple[Problem, ...] = problems


def refuse(code: str, where: str = "", **detail: object) -> UserError:
    """Return the error for one problem: `raise refuse("bundle.damaged", path.name)`."""
    return UserError(Problem(code, where, detail))


def problem_of(error: OSError) -> Problem | None:
    """Return what a worker can do about a failed read or write; None for a fault of the program."""
    file = Path(str(error.filename or ""))
    if file.is_relative_to(resources()):
        return None
    for code, numbers in _MACHINE.items():
        if error.errno in numbers:
            return Problem(code, file.name)
    return None


# Windows' own numbers come as these through OSError.errno.
_MACHINE = {
    "files.disk_full": {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)},
    "files.read_only": {errno.EACCES, errno.EPERM, errno.EROFS},
    "files.gone": {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO},
    "files.disk_error": {errno.EIO, getattr(errno, "ESTALE", errno.EIO)},
}
