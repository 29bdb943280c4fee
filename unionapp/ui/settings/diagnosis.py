"""What helps when something is wrong on this PC: versions, folders, the input method."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion

from unionapp import __version__
from unionapp.ui.platform_input import choose_input_method
from unionapp.ui.wording import tr
from unionapp.ui.workbench import Workbench


def lines_of(bench: Workbench) -> tuple[tuple[str, str], ...]:
    """Return captions and facts; nothing about any person."""
    return (
        (tr("版本"), f"{__version__} · Qt {qVersion()} · Python {platform.python_version()}"),
        (tr("系统"), platform.platform(terse=True)),
        (tr("输入法插件"), choose_input_method() or tr("系统自带")),
        (tr("数据文件夹"), str(bench.folder.root)),
    )
