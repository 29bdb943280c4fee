"""The entry for developers: which Pythons, system packages, environment and commands."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.e2e import virtual_desk
from tests.sources import ROOT, python_sources

TEXT = (ROOT / "dev.py").read_text("utf-8")


# ---- which Python -------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_a_supported_python_is_taken(version: tuple[int, int]) -> None:
    assert dev.python_refusal(version) is None


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10), (3, 15), (4, 0)])
def test_another_python_is_refused_in_one_sentence(version: tuple[int, int]) -> None:
    refusal = dev.python_refusal(version)
    assert refusal is not None
    assert "{}.{}".format(*version) in refusal
    assert "3.11 to 3.14" in refusal
    assert refusal.count(". ") == 0


def test_the_range_is_that_of_the_project_file() -> None:
    newest = dev.NEWEST[1] + 1
    bounds = f'requires-python = ">={dev.OLDEST[0]}.{dev.OLDEST[1]},<3.{newest}"'
    assert bounds in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_file_parses_on_an_old_python() -> None:
    ast.parse(TEXT, feature_version=(3, 7))
    assert "from __future__ import annotations" not in TEXT  # Python 3.6 stops at it


def start_with_version(version: tuple[int, ...]) -> subprocess.CompletedProcess[str]:
    """Run dev.py in a Python that says it is another version."""
    code = f"import runpy, sys; sys.version_info = {version!r}; sys.argv = ['dev.py', 'run']; "
    code += "runpy.run_path('dev.py', run_name='__main__')"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_old_python_hears_it_before_anything_is_made() -> None:
    found = start_with_version((3, 9, 2))
    assert found.returncode == 1
    assert found.stderr.startswith("This is Python 3.9, and unionapp runs on")
    assert "Traceback" not in found.stderr
    assert found.stdout == ""


# ---- system packages ----------------------------------------------------------------------------


def test_the_ten_packages_are_those_that_were_measured() -> None:
    names = [names[-1] for names in dev.QT_PACKAGES]
    assert len(names) == len(set(names)) == 10
    assert {"libglib2.0-0", "libegl1", "libxcb-cursor0"} < set(names)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ({"a", "b"}, []),
        ({"a-t64", "b"}, []),
        ({"b"}, [("a-t64", "a")]),
        (set(), [("a-t64", "a"), ("b",)]),
    ],
)
def test_one_alternative_is_enough(present: set[str], expected: list[tuple[str, ...]]) -> None:
    assert dev.missing((("a-t64", "a"), ("b",)), present) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("libglib2.0-0t64:\n  Installed: (none)\n  Candidate: 2.80.0-6\n", "libglib2.0-0t64"),
        ("libglib2.0-0t64:\n  Installed: (none)\n  Candidate: (none)\n", "libglib2.0-0"),
        ("", "libglib2.0-0"),
    ],
)
def test_the_name_that_this_release_knows_is_installed(
    policy: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = subprocess.CompletedProcess([], 0, policy, "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    assert dev.known_name(("libglib2.0-0t64", "libglib2.0-0")) == expected


def test_venv_package_of_the_systems_own_python() -> None:
    assert dev.venv_package("/usr/bin/python3") == "python3-venv"
    assert re.fullmatch(r"python3\.\d+-venv", dev.venv_package("/opt/python/bin/python3"))


class Machine:
    """A made-up Debian: records what would be run, and answers for apt and dpkg."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, present: set[str]) -> None:
        self.present = present
        self.ran: list[list[str]] = []
        self.before: list[str] | None = []
        self.ensurepip = True
        self.lists_empty = False
        self.apt_works = True
        monkeypatch.setattr(dev, "is_debian_like", lambda: True)
        monkeypatch.setattr(dev, "installed", lambda names: self.present.intersection(names))
        monkeypatch.setattr(dev, "known_name", lambda names: names[-1])
        monkeypatch.setattr(dev, "privilege", lambda: self.before)
        monkeypatch.setattr(dev, "package_lists_are_empty", lambda: self.lists_empty)
        monkeypatch.setattr(dev, "can_make_environments", lambda: self.ensurepip)
        monkeypatch.setattr(subprocess, "run", self.run)

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.ran.append(command)
        works = self.apt_works or "install" not in command
        if works and "install" in command:
            names = command[command.index("--no-install-recommends") + 1 :]
            self.present.update(names)
            self.ensurepip |= any(name.endswith("-venv") for name in names)
        return subprocess.CompletedProcess(command, 0 if works else 100, "", "")

    @property
    def verbs(self) -> list[str]:
        return [word for command in self.ran for word in command if word in ("update", "install")]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A fresh minimal Debian with `python3` and nothing else."""
    machine = Machine(monkeypatch, set())
    machine.ensurepip = False
    machine.lists_empty = True
    return machine


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Debian on which nothing is missing."""
    return Machine(monkeypatch, {names[-1] for names in dev.QT_PACKAGES})


def test_root_on_a_bare_machine_gets_the_eleven_and_no_more(bare: Machine) -> None:
    dev.provide_system()
    venv = dev.venv_package()
    assert bare.present == {venv, *(names[-1] for names in dev.QT_PACKAGES)}
    assert bare.verbs == ["update", "install"]


def test_sudo_stands_before_apt_where_it_asks_nothing(bare: Machine) -> None:
    bare.before = ["sudo", "-n"]
    dev.provide_system()
    assert all(command[:2] == ["sudo", "-n"] for command in bare.ran)


def test_a_complete_machine_is_left_alone(complete: Machine) -> None:
    dev.provide_system()
    assert complete.ran == []


def test_known_lists_are_not_fetched_again(bare: Machine) -> None:
    bare.lists_empty = False
    dev.provide_system()
    assert bare.verbs == ["install"]


def test_stale_lists_are_fetched_once_and_the_install_repeated(bare: Machine) -> None:
    bare.lists_empty = False
    bare.apt_works = False
    with pytest.raises(SystemExit):
        dev.provide_system()
    assert bare.verbs == ["install", "update", "install"]


def test_without_privilege_one_line_to_type_is_shown(bare: Machine) -> None:
    bare.before = None
    with pytest.raises(SystemExit) as left:
        dev.provide_system()
    assert bare.ran == []
    lines = [line for line in str(left.value).splitlines() if "apt-get install" in line]
    assert len(lines) == 1
    assert all(names[-1] in lines[0] for names in dev.QT_PACKAGES)
    assert "-venv" in lines[0]


def test_without_ensurepip_another_system_says_so(
    bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "is_debian_like", lambda: False)
    with pytest.raises(SystemExit, match="ensurepip"):
        dev.provide_system()
    assert bare.ran == []


def test_a_missing_test_helper_does_not_stop_the_tests(
    complete: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    complete.before = None
    dev.provide_test_helpers()
    assert "will be skipped" in capsys.readouterr().out


def test_every_program_that_tests_look_for_has_its_package() -> None:
    pattern = re.compile(r"""(?:which|needs_program|needs)\(\s*["']([\w.-]+)["']""")
    sources = [source for source in python_sources() if source.path.startswith("tests/")]
    wanted = {name for source in sources for name in pattern.findall(source.text)} - {"git"}
    wanted |= set(virtual_desk.PROGRAMS)
    assert wanted - set(dev.TEST_PACKAGES.values()) == set()


# ---- the environment ----------------------------------------------------------------------------


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A complete environment, made up: an interpreter that starts, and the marker."""
    folder = tmp_path / ".venv"
    python = dev.python_of(folder)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(dev, "VENV", folder)
    monkeypatch.setattr(dev, "MARKER", folder / "made-by-dev")
    dev.MARKER.write_text(dev.environment_key(), "utf-8")
    return folder


def test_a_complete_environment_is_ready(venv: Path) -> None:
    assert dev.environment_state(dev.environment_key()) == "ready"
    assert dev.environment() == dev.python_of(venv)


def test_other_requirements_make_it_stale(venv: Path) -> None:
    assert dev.environment_state(dev.environment_key() + "0") == "stale"


def test_another_python_makes_it_broken(venv: Path) -> None:
    assert dev.environment_state("3.99 " + dev.environment_key().split()[1]) == "broken"


def test_without_its_marker_it_is_half_made(venv: Path) -> None:
    dev.MARKER.unlink()
    assert dev.environment_state(dev.environment_key()) == "broken"


def test_an_interpreter_that_is_gone_makes_it_broken(venv: Path) -> None:
    python = dev.python_of(venv)
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert dev.environment_state(dev.environment_key()) == "broken"
    assert not dev.starts(python)


def test_the_key_follows_the_files(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dev.environment_key()
    own = venv.parent / "constraints.txt"
    own.write_text("segno==1.6.6\n", "utf-8")
    monkeypatch.setattr(dev, "MADE_FROM", (dev.MADE_FROM[0], own))
    assert dev.environment_key() != before


def test_a_stop_in_the_middle_leaves_no_marker(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, ["pip"])

    monkeypatch.setattr(subprocess, "run", stop)
    with pytest.raises(subprocess.CalledProcessError):
        dev.make_environment(dev.environment_key(), "broken")
    assert not dev.MARKER.exists()
    assert dev.environment_state(dev.environment_key()) == "broken"


def test_qt_is_held_where_the_old_desktops_are() -> None:
    text = dev.MADE_FROM[1].read_text("utf-8")
    assert 'PySide6-Essentials==6.8.3; python_version < "3.14"' in text
    assert "==6.12" not in text


# ---- commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["--nonsense"]])
def test_a_wrong_command_shows_the_commands(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(argv) == 2
    shown = capsys.readouterr().err
    assert all(f"dev.py {name}" in shown for name in dev.COMMANDS)


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    assert "dev.py run" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a screen")
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, sys.platform == "darwin"),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_a_screen_is_known_by_the_environment(
    variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert dev.has_screen() is expected


@pytest.mark.parametrize(
    ("screen", "expected"),
    [(True, ["-m", "unionapp", "--data-dir"]), (False, ["-m", "unionapp.ui.day", "--out"])],
)
def test_run_opens_the_app_or_works_the_day(
    screen: bool, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[list[str], bool]] = []
    monkeypatch.setattr(dev, "environment", lambda: Path("python"))
    monkeypatch.setattr(dev, "has_screen", lambda: screen)
    monkeypatch.setattr(dev, "hand_over", lambda cmd, screen: handed.append((cmd, screen)) or 0)
    assert dev.main(["run", "--extra"]) == 0
    ((command, on_screen),) = handed
    assert command[1:4] == expected
    assert command[-1] == "--extra"
    assert on_screen is screen


@pytest.mark.parametrize(
    ("args", "inside", "outside"),
    [
        ([], ["-n", "2"], ["faults"]),
        (["tests/values", "-k", "money"], ["-n", "2", "tests/values", "-k", "money"], []),
        (["-n0"], ["-n0"], ["-n"]),
        (["--faults"], ["-m", "faults", "-n", "2"], ["--faults"]),
    ],
)
def test_arguments_go_to_pytest(args: list[str], inside: list[str], outside: list[str]) -> None:
    command = dev.pytest_command(Path("python"), args)
    assert [word for word in inside if word not in command] == []
    assert [word for word in outside if word in command] == []


def test_every_step_runs_and_one_failure_fails_all(capfd: pytest.CaptureFixture[str]) -> None:
    steps = {
        "first": [sys.executable, "-c", "import sys; print('broken'); sys.exit(3)"],
        "second": [sys.executable, "-c", "print('detail'); print('2 passed')"],
    }
    assert dev.run_steps(steps) == 1
    *_, first, second = capfd.readouterr().out.splitlines()
    assert first.startswith("FAILED")
    assert second.startswith("ok")
    assert second.endswith("2 passed")
    assert dev.run_steps({"second": steps["second"]}) == 0


def test_a_step_that_hangs_is_stopped(capfd: pytest.CaptureFixture[str]) -> None:
    hang = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)"]
    assert dev.run_steps({"hang": hang}, limit=0.5) == 1
    assert "stopped after" in capfd.readouterr().out.splitlines()[-1]


@pytest.mark.skipif(os.name == "nt", reason="a shell script for the build machine")
def test_the_build_machine_runs_the_same_command() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").rstrip().endswith('exec python3 dev.py test "$@"')
