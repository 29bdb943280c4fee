"""Takes finished bytes out of the program: to a file of the user's choice or to CUPS.

Nothing is left in temporary folders: `lp` reads the PDF from its standard input.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from unionapp.errors import refuse
from unionapp.files import write_atomically
from unionapp.printing import preview
from unionapp.printing.profiles import Profile
from unionapp.printing.stocks import Stock

# Runs a command with bytes on its standard input; tests hand in their own.
Run = Callable[[Sequence[str], bytes], "subprocess.CompletedProcess[bytes]"]

_SECONDS = 60
_SIDES = {"none": "one-sided", "long": "two-sided-long-edge", "short": "two-sided-short-edge"}
# Job titles stand on the printer's display and in the system's log, so they name no person.
_TITLE = "unionapp"
_PAGE_SIZES = re.compile(r"^(?:PageSize|media)/[^:]*:\s*(.*)$", re.MULTILINE)


def require_folder(path: Path) -> None:
    """See that a file can be written there before its paper is made and counted as a copy.

    A file is tried, because what Windows says of a folder's rights is no promise. Raises
    `printing.no_folder`, `printing.folder_closed`.
    """
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refuse("printing.no_folder", str(path.parent)) from error
    except OSError as error:
        raise refuse("printing.folder_closed", str(path.parent)) from error


def save(pdf: bytes, path: Path) -> None:
    """Write the PDF, whole or not at all; raises `printing.cannot_save`."""
    try:
        write_atomically(path, pdf)
    except OSError as error:
        raise refuse("printing.cannot_save", path.name, reason=error.strerror or "—") from error


def printers(run: Run | None = None) -> tuple[str, ...]:
    """Return the names of the printers that CUPS knows; none where CUPS is not installed."""
    if shutil.which("lpstat") is None and run is None:
        return ()
    result = (run or _run)(("lpstat", "-e"), b"")
    return tuple(result.stdout.decode("utf-8", "replace").split())


def media_for(
    stock: Stock,
    printer: str,
    run: Run | None = None,
    *,
    wanted: str | None = None,
    height: float | None = None,
) -> str:
    """Return the printer's name for the paper.

    `wanted` is the name that the printer's profile gives, `height` (mm) the length of a roll's
    piece.

    Raises `printing.unsupported_paper` when the printer knows neither the paper nor own sizes: a
    queue takes such a job without complaint and prints it on Letter (measured with CUPS 2.4.2).
    """
    result = (run or _run)(("lpoptions", "-p", printer, "-l"), b"")
    if result.returncode != 0:
        raise refuse("printing.unknown_printer", printer)
    known = _known_media(result.stdout.decode("utf-8", "replace"))
    if wanted is not None and wanted in known:
        return wanted
    for name in () if height is not None else stock.media:
        if name in known:
            return name
    length = height or stock.height
    if any(name.startswith("Custom.") for name in known):
        return f"Custom.{stock.width:g}x{length:g}mm"
    raise refuse(
        "printing.unsupported_paper",
        printer,
        width=f"{stock.width:g}",
        height=f"{length:g}",
    )


def print_with_cups(
    pdf: bytes,
    stock: Stock,
    printer: str,
    *,
    sides: int = 1,
    profile: Profile | None = None,
    run: Run | None = None,
) -> str:
    """Hand the PDF to CUPS unscaled on the stock's paper; return what CUPS calls the job.

    `sides` is how many sides the design has; a roll is as long as its first page; `profile` names
    paper and tray in the printer's own words. Raises `printing.no_print_system`,
    `.unknown_printer`, `.unsupported_paper`, `.not_printed`.
    """
    if run is None and shutil.which("lp") is None:
        raise refuse("printing.no_print_system")
    height = preview.page_sizes(pdf)[0][1] if stock.roll else None
    wanted = profile.media if profile else None
    media = media_for(stock, printer, run, wanted=wanted, height=height)
    turned = _SIDES[stock.duplex if sides > 1 else "none"]
    options = [f"media={media}", "print-scaling=none", f"sides={turned}"]
    if profile is not None and profile.tray:
        options.append(f"InputSlot={profile.tray}")
    told = (word for option in options for word in ("-o", option))
    result = (run or _run)(("lp", "-d", printer, "-t", _TITLE, *told, "-"), pdf)
    if result.returncode != 0:
        reason = result.stderr.decode("utf-8", "replace").strip() or "—"
        raise refuse("printing.not_printed", printer, reason=reason)
    found = re.search(r"request id is (\S+)", result.stdout.decode("utf-8", "replace"))
    return found[1] if found else printer


def _known_media(options: str) -> tuple[str, ...]:
    found = _PAGE_SIZES.search(options)
    return tuple(name.lstrip("*") for name in found[1].split()) if found else ()


def _run(command: Sequence[str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a fixed program; printer and media are single arguments
        list(command),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
