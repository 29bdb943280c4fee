"""Makes Chinese input work on Linux desktops; must run before the application object is made.

The wheels of Qt carry the `ibus` and `compose` input plugins but none for fcitx, so that on a
desktop with `QT_IM_MODULE=fcitx` (UOS, Kylin) no Chinese could be typed, without any message.
fcitx5 also answers as ibus does: on an address of its own and, like ibus, on the session bus
under the name of ibus' portal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import MutableMapping
from pathlib import Path

VARIABLE = "QT_IM_MODULE"
X11 = "XMODIFIERS"
PORTAL = "IBUS_USE_PORTAL"


def choose_input_method(
    environment: MutableMapping[str, str] | None = None, plugins: Path | None = None
) -> str:
    """Use `ibus` where fcitx is asked for and its plugin is missing; returns what is in force."""
    found = os.environ if environment is None else environment
    if not sys.platform.startswith("linux"):
        return ""
    if _asks_for_fcitx(found) and not _has_fcitx(plugins or _plugin_folder()):
        # WORKAROUND(PySide6 6.8): see above; a rebuilt fcitx plugin in the bundle is used instead
        # when it is there.
        found[VARIABLE] = "ibus"
    if found.get(VARIABLE) == "ibus" and shutil.which("ibus-daemon") is None:
        # WORKAROUND(PySide6 6.8): Qt's ibus plugin stays silent where no program `ibus-daemon` is
        # installed, as on a desktop with fcitx5 alone; through the portal it asks for none.
        found.setdefault(PORTAL, "1")
    return found.get(VARIABLE, "")


def _asks_for_fcitx(environment: MutableMapping[str, str]) -> bool:
    """Look at Qt's own variable first; some desktops set only the one of X11 (@im=fcitx)."""
    wanted = environment.get(VARIABLE, "")
    return wanted.startswith("fcitx") or (not wanted and "fcitx" in environment.get(X11, ""))


def _plugin_folder() -> Path:
    import PySide6

    return Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"


def _has_fcitx(folder: Path) -> bool:
    return any(folder.glob("*fcitx*"))
