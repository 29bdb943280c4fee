"""One entry for developers, on Linux, Windows and macOS; needs the standard library only.

    python3 dev.py run              set up everything, then open the app on a sample patch
    python3 dev.py test [ARGS]      set up everything, then lint and test (ARGS go to pytest)
    python3 dev.py test --faults    the slow set: kills, full disks, power cuts
    python3 dev.py lint             ruff and mypy alone
    python3 dev.py bench [NAME]     the figures of benchmarks/, each beside its reference
    python3 dev.py screens          a picture of every screen into build/screens/
    python3 dev.py package          what stands of the installers

Without a screen `run` works one sample day on the real windows and leaves it in build/day/.
Down to `REFUSAL` this file keeps to the syntax of Python 3.6, so that an old Python can say so.
"""

import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 14)


def python_refusal(version: "tuple[int, int]") -> "str | None":
    """Return the sentence for a Python that we do not run on, or None for one that we do."""
    if OLDEST <= version <= NEWEST:
        return None
    return (
        "This is Python {}.{}, and unionapp runs on Python {}.{} to {}.{}: install one of those"
        " and start again with it, for example `python3.12 dev.py run`."
    ).format(*version, *OLDEST, *NEWEST)


REFUSAL = python_refusal(sys.version_info[:2])
if REFUSAL:
    sys.exit(REFUSAL)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MARKER = VENV / "made-by-dev"
BUILD = ROOT / "build"
MADE_FROM = (ROOT / "pyproject.toml", ROOT / "packaging" / "constraints.txt")

# What the Qt wheels load from the system, measured in a fresh minimal Debian 12; alternatives
# stand newest first (Debian 13 and Ubuntu 24.04 renamed one for 64-bit time).
QT_PACKAGES: tuple[tuple[str, ...], ...] = (
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libegl1",),
    ("libgl1",),
    ("libdbus-1-3",),
    ("libfontconfig1",),
    ("libxkbcommon-x11-0",),
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-keysyms1",),
    ("libxcb-shape0",),
)

# What the end-to-end tests start, as package: program. Without them those tests are skipped by
# name; tests/test_dev.py holds this list and the tests together.
TEST_PACKAGES = {
    "xvfb": "Xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "dbus": "dbus-daemon",
    "fcitx5": "fcitx5",
    "fcitx5-pinyin": "fcitx5",
    "poppler-utils": "pdftotext",
    "zbar-tools": "zbarimg",
    "cups": "cupsd",
    "cups-client": "lp",
    "cups-filters": "pdftopdf",
}


# A test that hangs (a dialog that nobody answers) stops the run instead of holding it for ever.
# Far above what the suite takes: a busy machine must not turn it red.
STEP_LIMIT_SECONDS = 45 * 60.0


def say(text: str) -> None:
    """Tell the developer something, before whatever a child process prints next."""
    print(text, flush=True)


# ---- system packages (Debian, Ubuntu and what derives from them) -------------------------------


def is_debian_like() -> bool:
    """Return whether packages can be looked up and installed by Debian's tools."""
    return bool(shutil.which("dpkg-query") and shutil.which("apt-get"))


def venv_package(executable: str = sys.executable) -> str:
    """Return the package with `ensurepip` for this Python; `import venv` works without it."""
    if Path(executable).resolve() == Path("/usr/bin/python3").resolve():
        return "python3-venv"
    return "python{}.{}-venv".format(*sys.version_info[:2])


def can_make_environments() -> bool:
    """Return whether this Python can put pip into a new environment."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def installed(names: list[str]) -> set[str]:
    """Return those of `names` that dpkg says are installed whole."""
    form = "-f=${db:Status-Status} ${Package}\\n"
    found = subprocess.run(
        ["dpkg-query", "-W", form, *names], capture_output=True, text=True, check=False
    )
    lines = (line.split() for line in found.stdout.splitlines())
    return {words[1] for words in lines if words[0] == "installed"}


def missing(wanted: tuple[tuple[str, ...], ...], present: set[str]) -> list[tuple[str, ...]]:
    """Return the entries of `wanted` of which no alternative is present."""
    return [names for names in wanted if not present.intersection(names)]


def known_name(names: tuple[str, ...]) -> str:
    """Return the first alternative that apt can install here, else the last, the oldest name."""
    for name in names[:-1]:
        policy = subprocess.run(
            ["apt-cache", "policy", name],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        ).stdout
        if "Candidate:" in policy and "Candidate: (none)" not in policy:
            return name
    return names[-1]


def privilege() -> "list[str] | None":
    """Return what to put before apt-get: nothing for root, sudo where it asks nothing, or None."""
    if getattr(os, "geteuid", lambda: 1)() == 0:
        return []
    sudo = ["sudo", "-n"]
    if (
        shutil.which("sudo")
        and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
    ):
        return sudo
    return None


def package_lists_are_empty(folder: Path = Path("/var/lib/apt/lists")) -> bool:
    """Return whether apt knows no package yet, as in a fresh container."""
    return not any(folder.glob("*_Packages*"))


def apt_install(wanted: list[tuple[str, ...]], before: list[str]) -> bool:
    """Install `wanted` and nothing that is only recommended; return whether it worked."""
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    apt += ["-q", "-o", "DPkg::Lock::Timeout=120"]
    fresh = package_lists_are_empty()
    if fresh:
        subprocess.run([*apt, "update"], check=False)
    for last_try in (fresh, True):
        names = [known_name(names) for names in wanted]
        install = [*apt, "install", "-y", "--no-install-recommends", *names]
        if subprocess.run(install, check=False).returncode == 0:
            return True
        if last_try:
            break
        subprocess.run([*apt, "update"], check=False)
    return False


def provide(wanted: tuple[tuple[str, ...], ...]) -> "str | None":
    """Install what is missing of `wanted`; return the line to type where that may not be done."""
    lacking = missing(wanted, installed([name for names in wanted for name in names]))
    if not lacking:
        return None
    before = privilege()
    if before is not None:
        say("Installing system packages: " + " ".join(known_name(names) for names in lacking))
        if apt_install(lacking, before):
            return None
    names = " ".join(known_name(names) for names in lacking)
    sudo = "" if before == [] else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {names}"


def provide_system() -> None:
    """Make sure that environments can be made and that Qt finds its libraries, or leave."""
    wanted = QT_PACKAGES if is_debian_like() else ()
    if not can_make_environments():
        if not is_debian_like():
            sys.exit("This Python has no `ensurepip`: install the Python package that brings it.")
        wanted = ((venv_package(),), *wanted)
    line = provide(wanted) if wanted else None
    if line:
        sys.exit(f"System packages are missing. Type this line, then start again:\n\n    {line}\n")
    if not can_make_environments():
        sys.exit("`ensurepip` is still missing: this Python cannot make an environment.")


def provide_test_helpers() -> None:
    """Install what the end-to-end tests start, or say that those will be skipped."""
    if not is_debian_like():
        return
    line = provide(tuple((name,) for name in TEST_PACKAGES))
    if line:
        say(f"Some end-to-end tests will be skipped. To have them run, type:\n\n    {line}\n")


# ---- the virtual environment ------------------------------------------------------------------


def python_of(venv: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment_key() -> str:
    """Return what the environment was made from, as two words: the Python and the files."""
    digest = hashlib.sha256()
    for file in MADE_FROM:
        digest.update(file.read_bytes())
    return "{}.{} {}".format(*sys.version_info[:2], digest.hexdigest())


def environment_state(key: str) -> str:
    """Return "ready", "stale" (other requirements than now) or "broken" (absent, half-made)."""
    try:
        found = MARKER.read_text("utf-8")
    except OSError:
        return "broken"
    if found.split()[:1] != key.split()[:1] or not starts(python_of(VENV)):
        return "broken"
    return "ready" if found == key else "stale"


def starts(python: Path) -> bool:
    """Return whether an interpreter runs at all; one whose Python was moved or removed does not."""
    try:
        command = [str(python), "-I", "-S", "-c", ""]
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment(key: str, state: str) -> None:
    """Bring `.venv` to what `key` names; the marker goes first and comes last, so a stop shows."""
    MARKER.unlink(missing_ok=True)
    if state == "broken":
        if VENV.exists():
            if Path(sys.prefix).resolve() == VENV.resolve():
                sys.exit("The environment has to be rebuilt: leave it (`deactivate`), then repeat.")
            say("The environment is half-made or of another Python: rebuilding it.")
            shutil.rmtree(VENV)
        say("Making the environment in .venv (once; some minutes on a slow line).")
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(python_of(VENV)), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "-c", str(MADE_FROM[1]), "-e", f"{ROOT}[test]"], check=True, cwd=ROOT)
    check_qt()
    MARKER.write_text(key, "utf-8")


def check_qt() -> None:
    """Leave with a sentence where Qt does not load, which is a library of the system missing."""
    found = subprocess.run(
        [str(python_of(VENV)), "-c", "import PySide6.QtWidgets"], capture_output=True, text=True
    )
    if found.returncode:
        names = " ".join(names[-1] for names in QT_PACKAGES)
        reason = found.stderr.strip().splitlines()[-1]
        sys.exit(f"Qt does not load: {reason}\nOn Debian these packages bring its needs: {names}")


def environment() -> Path:
    """Return the interpreter of an environment that is ready, which it makes if need be."""
    key = environment_key()
    state = environment_state(key)
    if state != "ready":
        provide_system()
        try:
            make_environment(key, state)
        except subprocess.CalledProcessError as stopped:
            sys.exit(f"Setting up stopped at: {' '.join(map(str, stopped.cmd))}\nMend it, repeat.")
    return python_of(VENV)


# ---- commands ---------------------------------------------------------------------------------


def has_screen() -> bool:
    """Return whether a window can be shown to somebody."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def child_environment(screen: bool) -> dict[str, str]:
    """Return the variables for a child process; UTF-8 everywhere, off the screen where asked."""
    found = {**os.environ, "PYTHONUTF8": "1"}
    if not screen:
        found["QT_QPA_PLATFORM"] = "offscreen"
    return found


def hand_over(command: list[str], screen: bool) -> int:
    """Become `command` where the system can, so that a start costs nothing more; else wait."""
    os.chdir(ROOT)
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, child_environment(screen))
    return subprocess.call(command, env=child_environment(screen))


def run_step(name: str, command: list[str], limit: "float | None") -> tuple[bool, str]:
    """Run one check, let its output through; return whether it passed and its summary line."""
    say(f"\n── {name}")
    began = time.monotonic()
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=child_environment(False),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as child:
        guard = threading.Timer(limit or threading.TIMEOUT_MAX, child.kill)
        guard.daemon = True
        guard.start()
        for line in child.stdout or ():
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            last = line.decode("utf-8", "replace").strip() or last
        guard.cancel()
    passed = child.returncode == 0
    seconds = time.monotonic() - began
    if limit and seconds >= limit:
        last = f"stopped after {limit:.0f} s; the last line was: {last}"
    return passed, f"{'ok    ' if passed else 'FAILED'} {seconds:6.1f} s  {name:<14} {last}"


def run_steps(steps: dict[str, list[str]], limit: "float | None" = None) -> int:
    """Run every step even after one has failed, print one summary; return 0 when all passed.

    A step that takes longer than `limit` seconds is stopped and has failed.
    """
    results = [run_step(name, command, limit) for name, command in steps.items()]
    say("\n── summary")
    for _, line in results:
        say(line)
    return 0 if all(passed for passed, _ in results) else 1


def lint_steps(python: Path) -> dict[str, list[str]]:
    """Return the checks that read the code without running it."""
    module = [str(python), "-m"]
    return {
        "ruff check": [*module, "ruff", "check", "."],
        "ruff format": [*module, "ruff", "format", "--check", "."],
        "mypy": [*module, "mypy"],
    }


def pytest_command(python: Path, args: list[str]) -> list[str]:
    """Return the pytest call: two processes unless told otherwise, the slow set for `--faults`."""
    command = [str(python), "-m", "pytest", "--durations=5"]
    if sys.stdout.isatty():
        command.append("--color=yes")
    own_choice = any(arg.startswith(("-n", "--pdb", "--numprocesses")) for arg in args)
    if not own_choice:
        command += ["-n", "2", "--dist", "loadgroup"]
    faults = ["-m", "faults"] if "--faults" in args else []
    return [*command, *faults, *(arg for arg in args if arg != "--faults")]


def run(args: list[str]) -> int:
    """Open the app on a sample patch; without a screen, work one sample day on the real windows."""
    python = str(environment())
    if has_screen():
        data = str(BUILD / "run-data")
        app = [python, "-m", "unionapp", "--data-dir", data, "--sample-if-empty"]
        return hand_over([*app, *args], screen=True)
    day = [python, "-m", "unionapp.ui.day", "--out", str(BUILD / "day")]
    return hand_over([*day, *args], screen=False)


def test(args: list[str]) -> int:
    """Lint and test; the exit status is 0 only when everything passed."""
    python = environment()
    provide_test_helpers()
    limit = None if "--faults" in args else STEP_LIMIT_SECONDS
    return run_steps({**lint_steps(python), "pytest": pytest_command(python, args)}, limit)


def lint(args: list[str]) -> int:
    """Lint alone."""
    return run_steps(lint_steps(environment()))


def bench(args: list[str]) -> int:
    """Run the benchmarks, or those whose names are given."""
    python = str(environment())
    files = sorted((ROOT / "benchmarks").glob("[!_]*.py"))
    chosen = [file for file in files if not args or file.stem in args]
    if not chosen:
        names = " ".join(file.stem for file in files) or "none yet"
        say(f"No such benchmark. There are: {names}")
        return 2
    return run_steps({file.stem: [python, str(file)] for file in chosen})


def screens(args: list[str]) -> int:
    """Save a picture of every screen."""
    out = str(BUILD / "screens")
    command = [str(environment()), "-m", "unionapp.ui.screens", "--out", out, *args]
    return hand_over(command, screen=False)


def package(args: list[str]) -> int:
    """Say what stands of the installers."""
    folders = sorted(path.name for path in (ROOT / "packaging").iterdir() if path.is_dir())
    say("packaging/ holds: " + (", ".join(folders) or "no recipe yet"))
    say("No installer is built yet; packaging/RELEASING.md names the steps of a release.")
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "screens": screens,
    "package": package,
}


def main(argv: list[str]) -> int:
    """Run one command; 2 for a wrong one, as every command of the project does."""
    if argv[:1] in (["-h"], ["--help"]):
        say((__doc__ or "").strip())
        return 0
    if not argv or argv[0] not in COMMANDS:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    try:
        return COMMANDS[argv[0]](argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
