"""A print system of a test's own: cupsd on a free port of this computer, as nobody else's."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("cupsd", "lpadmin", "lp", "lpoptions", "lpstat")
# Millimetres; the first is what the queue takes when it is told nothing.
SIZES = {"Letter": (215.9, 279.4), "A4": (210.0, 297.0), "A5": (148.0, 210.0),
         "CR80": (85.6, 54.0), "Form241x93": (241.0, 93.0)}  # fmt: skip
_SECONDS = 15.0


def missing() -> str:
    """Return which programs are not installed, "" when all are."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
    lacking = [name for name in PROGRAMS if shutil.which(name, path=path) is None]
    filters = Path("/usr/lib/cups/filter/pdftopdf")
    return ", ".join(lacking if filters.is_file() else [*lacking, "cups-filters"])


@dataclass(frozen=True)
class Cups:
    """A running print system: its server, and the file that each queue prints into."""

    server: str
    folder: Path

    def run(self, command: Sequence[str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "CUPS_SERVER": self.server}
        path = os.pathsep.join((environment.get("PATH", ""), "/usr/sbin"))
        program = shutil.which(command[0], path=path) or command[0]
        return subprocess.run(
            [program, *command[1:]], input=stdin, capture_output=True, check=False,
            env=environment, timeout=60,
        )  # fmt: skip

    def printed(self, queue: str) -> bytes:
        """Wait until a queue is idle and return what came out of it."""
        out = self.folder / f"{queue}.out"
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            waiting = self.run(("lpstat", "-o", queue)).stdout.strip()
            if not waiting and out.exists() and out.stat().st_size:
                return out.read_bytes()
            time.sleep(0.1)
        log = (self.folder / "error_log").read_text("utf-8", "replace")[-3000:]
        raise AssertionError(f"nothing came out of {queue}:\n{log}")


@contextmanager
def running() -> Iterator[Cups]:
    """Give a print system with two queues: `office` has all sizes, `letter` only Letter."""
    with tempfile.TemporaryDirectory(prefix="cups") as name:
        folder = Path(name)
        port = _free_port()
        server = f"127.0.0.1:{port}"
        _configure(folder, port)
        program = shutil.which("cupsd", path=os.pathsep.join((os.environ["PATH"], "/usr/sbin")))
        assert program is not None
        process = subprocess.Popen(
            [program, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "files.conf")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            cups = Cups(server, folder)
            _wait(cups)
            _queue(cups, "office", tuple(SIZES), custom=True)
            _queue(cups, "letter", ("Letter",), custom=False)
            yield cups
        finally:
            process.terminate()
            process.wait(timeout=_SECONDS)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _configure(folder: Path, port: int) -> None:
    for name in ("spool", "cache", "state", "spool/tmp", "ppd"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    (folder / "cupsd.conf").write_text(
        f"Listen 127.0.0.1:{port}\nLogLevel info\nBrowsing Off\nDefaultAuthType None\n"
        "WebInterface No\nMaxJobTime 30\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\nJobPrivateAccess all\nJobPrivateValues none\n"
        "<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>\n"
    )
    lines = {
        "FileDevice": "Yes", "ServerRoot": folder, "RequestRoot": folder / "spool",
        "TempDir": folder / "spool/tmp", "CacheDir": folder / "cache", "StateDir": folder / "state",
        "ErrorLog": folder / "error_log", "AccessLog": folder / "access_log",
        "PageLog": folder / "page_log",
    }  # fmt: skip
    (folder / "files.conf").write_text("".join(f"{key} {value}\n" for key, value in lines.items()))


def _wait(cups: Cups) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if b"is running" in cups.run(("lpstat", "-r")).stdout:
            return
        time.sleep(0.1)
    raise AssertionError("cupsd did not start")


def _queue(cups: Cups, name: str, sizes: Sequence[str], *, custom: bool) -> None:
    ppd = cups.folder / f"{name}.ppd.src"
    ppd.write_text(_ppd(sizes, custom=custom))
    (cups.folder / f"{name}.out").touch()
    device = f"file:{cups.folder / name}.out"
    made = cups.run(("lpadmin", "-p", name, "-E", "-v", device, "-P", str(ppd)))
    assert made.returncode == 0, made.stderr


def _ppd(sizes: Sequence[str], *, custom: bool) -> str:
    """A printer that takes PDF as it is."""
    points = {name: tuple(one * 72 / 25.4 for one in SIZES[name]) for name in sizes}
    lines = [
        '*PPD-Adobe: "4.3"', '*FormatVersion: "4.3"', '*FileVersion: "1.0"',
        "*LanguageVersion: English", "*LanguageEncoding: ISOLatin1", '*PCFileName: "TEST.PPD"',
        '*Manufacturer: "Test"', '*Product: "(Test)"', '*ModelName: "Test PDF"',
        '*ShortNickName: "Test PDF"', '*NickName: "Test PDF"', '*PSVersion: "(3010.000) 0"',
        '*LanguageLevel: "3"', "*ColorDevice: True", "*DefaultColorSpace: RGB",
        '*cupsVersion: 2.4', '*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"',
        "*OpenUI *Duplex/2-Sided: PickOne", "*DefaultDuplex: None", '*Duplex None/Off: ""',
        '*Duplex DuplexNoTumble/Long: ""', '*Duplex DuplexTumble/Short: ""', "*CloseUI: *Duplex",
    ]  # fmt: skip
    for key in ("PageSize", "PageRegion"):
        lines += [f"*OpenUI *{key}/Media Size: PickOne", f"*Default{key}: {sizes[0]}"]
        lines += [f'*{key} {name}/{name}: "<</PageSize[{w:.2f} {h:.2f}]>>setpagedevice"'
                  for name, (w, h) in points.items()]  # fmt: skip
        lines.append(f"*CloseUI: *{key}")
    lines += [f"*DefaultImageableArea: {sizes[0]}", f"*DefaultPaperDimension: {sizes[0]}"]
    for name, (w, h) in points.items():
        lines.append(f'*ImageableArea {name}: "0 0 {w:.2f} {h:.2f}"')
        lines.append(f'*PaperDimension {name}: "{w:.2f} {h:.2f}"')
    if custom:
        lines += [
            "*HWMargins: 0 0 0 0", '*NonUIOrderDependency: 100 AnySetup *CustomPageSize',
            '*CustomPageSize True: "pop pop pop <</PageSize[5 -2 roll]>>setpagedevice"',
            "*ParamCustomPageSize Width: 1 points 36 2000",
            "*ParamCustomPageSize Height: 2 points 36 2000",
            "*ParamCustomPageSize WidthOffset: 3 points 0 0",
            "*ParamCustomPageSize HeightOffset: 4 points 0 0",
            "*ParamCustomPageSize Orientation: 5 int 0 3",
            "*VariablePaperSize: True", "*MaxMediaWidth: 2000", "*MaxMediaHeight: 2000",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"
