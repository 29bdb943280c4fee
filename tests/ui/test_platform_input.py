"""Chinese input on Linux desktops: fcitx is asked for, but Qt's wheels cannot speak to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT
from unionapp.ui.platform_input import choose_input_method

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a trap of Linux desktops")


@linux
@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx5"}, "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "xim"}, "xim"),
        ({"XMODIFIERS": "@im=ibus"}, ""),
        ({}, ""),
    ],
)
def test_without_its_plugin_fcitx_is_spoken_to_as_ibus(
    tmp_path: Path, given: dict[str, str], chosen: str
) -> None:
    environment = dict(given)
    assert choose_input_method(environment, tmp_path) == chosen
    assert environment.get("QT_IM_MODULE", "") == chosen


@linux
@pytest.mark.parametrize(
    ("given", "has_ibus", "portal"),
    [
        ({"QT_IM_MODULE": "fcitx"}, False, "1"),
        ({"QT_IM_MODULE": "ibus"}, False, "1"),
        ({"QT_IM_MODULE": "fcitx"}, True, ""),
        ({"QT_IM_MODULE": "fcitx", "IBUS_USE_PORTAL": "0"}, False, "0"),
        ({"QT_IM_MODULE": "xim"}, False, ""),
    ],
)
def test_without_an_ibus_program_qt_is_led_through_the_portal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, str],
    has_ibus: bool,
    portal: str,
) -> None:
    program = tmp_path / "ibus-daemon"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path) if has_ibus else "")
    environment = dict(given)
    choose_input_method(environment, tmp_path / "plugins")
    assert environment.get("IBUS_USE_PORTAL", "") == portal


@linux
def test_a_shipped_plugin_is_used(tmp_path: Path) -> None:
    (tmp_path / "libfcitx5platforminputcontextplugin.so").touch()
    environment = {"QT_IM_MODULE": "fcitx"}
    assert choose_input_method(environment, tmp_path) == "fcitx"


@linux
def test_the_wheel_of_this_machine_has_no_fcitx_plugin_so_the_choice_matters() -> None:
    assert choose_input_method({"QT_IM_MODULE": "fcitx"}) == "ibus"


def test_nowhere_else_anything_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    environment = {"QT_IM_MODULE": "fcitx"}
    assert choose_input_method(environment) == ""
    assert environment == {"QT_IM_MODULE": "fcitx"}


def test_the_choice_needs_no_qt() -> None:
    """It comes before the application object, so it must not start Qt itself."""
    code = (
        "import sys; from unionapp.ui.platform_input import choose_input_method as c; c();"
        "print('PySide6.QtGui' in sys.modules)"
    )
    environment = {**os.environ, "QT_IM_MODULE": "fcitx"}
    command = [sys.executable, "-c", code]
    said = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    assert said.strip() == "False"
