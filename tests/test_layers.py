"""Guards the walls: who may import whom, and where each big library stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.sources import ROOT, Source, package_sources, parse

GROUND = ("errors", "paths", "files")
FACTS = (*GROUND, "values", "settings", "wording")

# A module may import the modules named in the row of its own layer, and its own layer.
# "models.records" lets in that package and nothing else of models.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "errors": GROUND,
    "paths": GROUND,
    "files": GROUND,
    "values": FACTS,
    "settings": FACTS,
    "wording": FACTS,
    "models": FACTS,
    "forms": (*GROUND, "values", "wording"),
    "programmes": (*GROUND, "values", "wording"),
    "printing": (*FACTS, "models.records"),
    "services": (*FACTS, "models", "forms", "programmes"),
    "workbooks": (*FACTS, "models", "forms", "programmes", "services"),
    "sync": (*GROUND, "values", "wording", "models"),
    "hub": (*GROUND, "values", "wording", "models", "sync"),
    "ui": (
        *("errors", "paths", "values", "settings", "wording"),
        *("models.records", "models.desk"),
        *("services", "forms", "programmes", "printing"),
    ),
}

# These put the parts together: they may import everything, and nobody imports them but they
# themselves; cli.py and commands/ are one thing. The last two are programs of their own, started
# by `dev.py run` and `dev.py screens`.
ENTRIES = (
    "__init__",
    "__main__",
    "app",
    "cli",
    "commands",
    "form_answers",
    "form_paper",
    "form_reading",
    "form_rows",
    "form_words",
    "list_papers",
    "paper_words",
    "papermaking",
    "ui.day",
    "ui.screens",
)

# A library that only these layers may import. Entries are bound by it too.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "sqlalchemy": ("models", "services", "workbooks", "sync", "hub", "app", "cli", "commands"),
    "sqlcipher3": ("models", "services", "sync", "hub", "app", "cli", "commands"),
    "reportlab": ("printing",),
}


def module_name(path: str) -> str:
    """Return the name inside the package: unionapp/models/tables.py is "models.tables"."""
    parts = PurePosixPath(path).with_suffix("").parts[1:]
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def is_under(module: str, names: tuple[str, ...]) -> bool:
    """Return whether `module` is one of `names` or stands inside one."""
    return any(module == name or module.startswith(name + ".") for name in names)


def layer_of(module: str) -> str:
    """Return the first part of a module's name."""
    return module.split(".")[0]


def exists(dotted: str) -> bool:
    """Return whether `unionapp.models.tables` is a module of ours and not a name inside one."""
    path = ROOT / dotted.replace(".", "/")
    return path.with_suffix(".py").is_file() or path.is_dir()


def absolute(node: ast.ImportFrom, source: Source) -> str:
    """Return the full name of what an import statement reads from, for relative ones too."""
    if not node.level:
        return node.module or ""
    package = source.path.removesuffix("/__init__.py").removesuffix(".py").split("/")
    inside = 0 if source.path.endswith("/__init__.py") else 1
    base = package[: len(package) - inside - node.level + 1]
    return ".".join([*base, *(node.module.split(".") if node.module else [])])


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Yield every import with its line, those inside functions and for type checks included."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, source)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                is_module = exists(inner) or (base == "unionapp" and alias.name[0] != "_")
                yield node.lineno, inner if is_module else base


def breach(module: str, target: str) -> str | None:
    """Return why `module` may not import `target`, or None when it may."""
    library = layer_of(target)
    if library in ONLY_IN and not is_under(module, ONLY_IN[library]):
        return f"{library} stands only in {', '.join(ONLY_IN[library])}"
    if library != "unionapp" or target == "unionapp":
        return None
    inner = target.removeprefix("unionapp.")
    if is_under(module, ENTRIES):
        return None
    if is_under(inner, ENTRIES):
        return f"{inner} puts the parts together and is imported by nobody"
    layer = layer_of(module)
    if layer not in MAY_IMPORT:
        return f"{layer} has no row in MAY_IMPORT"
    if is_under(inner, (*MAY_IMPORT[layer], layer)):
        return None
    return f"{layer} may not know {inner}"


def breaches(source: Source) -> list[str]:
    """Return every import of a file that goes through a wall."""
    found = (
        (line, target, breach(module_name(source.path), target)) for line, target in imports(source)
    )
    return [f"{source.path}:{line} imports {target}: {why}" for line, target, why in found if why]


def test_every_import_keeps_to_the_walls() -> None:
    sources = package_sources()
    assert len(sources) > 10
    assert [line for source in sources for line in breaches(source)] == []


def test_every_layer_that_exists_has_a_row() -> None:
    layers = {layer_of(module_name(source.path)) for source in package_sources()}
    assert layers - set(MAY_IMPORT) - set(ENTRIES) == set()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("unionapp/values/money.py", "from unionapp.models.records import Person"),
        ("unionapp/values/money.py", "import unionapp.services.members"),
        ("unionapp/forms/logic.py", "from unionapp.programmes import rules"),
        ("unionapp/printing/fit.py", "from unionapp.models import tables"),
        ("unionapp/services/people.py", "from unionapp.printing import fit"),
        ("unionapp/services/people.py", "from PySide6.QtCore import QObject"),
        ("unionapp/services/people.py", "from unionapp import app"),
        ("unionapp/sync/merge.py", "from unionapp.services import people"),
        ("unionapp/ui/main_window.py", "from unionapp.models.tables import person"),
        ("unionapp/ui/main_window.py", "from ..models import tables"),
        ("unionapp/ui/main_window.py", "import sqlalchemy.orm"),
        ("unionapp/ui/main_window.py", "import reportlab"),
        ("unionapp/ui/main_window.py", "from unionapp.workbooks import people"),
        ("unionapp/app.py", "from PySide6 import QtWidgets"),
        ("unionapp/brand_new/thing.py", "import unionapp.errors"),
    ],
)
@pytest.mark.parametrize("shape", ["{}", "def f():\n    {}", "if TYPE_CHECKING:\n    {}"])
def test_an_import_through_a_wall_is_found(path: str, line: str, shape: str) -> None:
    assert breaches(parse(path, shape.format(line)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("unionapp/values/money.py", "from unionapp.errors import refuse"),
        ("unionapp/models/tables.py", "import sqlalchemy"),
        ("unionapp/services/people.py", "from unionapp.models import tables"),
        ("unionapp/printing/fit.py", "from unionapp.models.records import Person"),
        ("unionapp/hub/ingest.py", "from unionapp.sync import bundle"),
        ("unionapp/ui/main_window.py", "from PySide6.QtWidgets import QMainWindow"),
        ("unionapp/ui/main_window.py", "from unionapp.models import records"),
        ("unionapp/ui/places/view.py", "from ..widgets import matrix"),
        ("unionapp/cli.py", "from unionapp import app"),
        ("unionapp/__main__.py", "from unionapp.cli import run"),
    ],
)
def test_an_import_that_the_table_grants_passes(path: str, line: str) -> None:
    assert breaches(parse(path, line)) == []
