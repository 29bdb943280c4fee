"""A form that was imported before opens without the libraries that import forms."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.forms.desk import read
from unionapp.forms.extras import Extras
from unionapp.forms.load import reopen

PROGRAM = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from unionapp.forms.extras import Extras
from unionapp.forms.load import reopen
from unionapp.forms.form import Form, Surrounding
loaded = reopen(Path(sys.argv[1]).read_text("utf-8"), Extras(), Path("."))
form = Form(loaded.definition, Surrounding(datetime.now(UTC), UTC, lambda: "1"), graph=loaded.graph)
form.set(form.node("/data/a"), "5")
print(form.node("/data/b").value)
heavy = ("pyxform", "openpyxl", "python_calamine", "sqlalchemy", "PySide6")
print([name for name in heavy if name in sys.modules])
"""
SHEETS = {
    "survey": [
        ("type", "name", "label", "calculation", "warning"),
        ("integer", "a", "A", "", ". < 10"),
        ("calculate", "b", "", "${a} * 2", ""),
    ]
}


def test_a_kept_form_opens_without_pyxform(tmp_path: Path) -> None:
    kept = tmp_path / "kept.xml"
    kept.write_text(read(tmp_path, SHEETS).xform, "utf-8")
    words = [sys.executable, "-c", PROGRAM, str(kept)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["10", "[]"]


def test_a_kept_form_has_its_soft_checks(tmp_path: Path) -> None:
    loaded = read(tmp_path, SHEETS)
    again = reopen(loaded.xform, Extras.from_json(loaded.extras.as_json()), tmp_path)
    spec = again.definition.spec("/data/a")
    assert spec is not None
    assert spec.bind.warning is not None
