"""The import contracts hold, and each of them catches the fault it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PROJECT

LINT = Path(sys.executable).with_name("lint-imports")

FAULTS = {
    "The map: calls go down, events go up": ("kernel/fault.py", "from tagih.staff import models"),
    "Screens do not know each other; all may use web.ui": ("web/desk/fault.py", "import tagih.web.office.apps"),
    "Inside a package": ("staff/queries/fault.py", "from tagih.staff import operations"),
    "No cycles, at any depth": ("cases/queries/fault.py", "import tagih.cases.models\nimport tagih.cases.faulty.b"),
    "Rules are pure: no Django, no database, no network, no lake": ("cases/rules/fault.py", "import django.db"),
    "Private modules stay private": ("web/desk/other_fault.py", "import tagih.contacts.rules"),
    "The simulated town uses the doors of a real world, never our tables": (
        "sandbox/fault.py",
        "import tagih.cases.models",
    ),
    "asyncio lives in web.ui.live, the dialer and the field": ("cases/fault.py", "import asyncio"),
}
COMPANIONS = {"cases/faulty/__init__.py": "", "cases/faulty/b.py": "import tagih.cases.fault", "cases/fault.py": ""}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": "src:."})


def test_contracts_are_kept():
    result = lint(PROJECT)

    assert result.returncode == 0, result.stdout


@pytest.mark.slow
def test_each_contract_catches_its_seeded_fault(tmp_path):
    """Slow: builds the import graph of a copy."""
    ignore = shutil.ignore_patterns("*.html", "*.js", "*.css", "*.po", "*.mo", "static", "templates", "__pycache__")
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=ignore)
    shutil.copytree(PROJECT / "tools", tmp_path / "tools", ignore=ignore)
    shutil.copy(PROJECT / ".importlinter", tmp_path)
    for file, text in FAULTS.values():
        _plant(tmp_path, file, text)
    _plant(tmp_path, "cases/faulty/b.py", "import tagih.cases.queries.fault")

    result = lint(tmp_path)

    broken = {name for name in FAULTS if f"{name} BROKEN" in result.stdout}
    assert broken == set(FAULTS), result.stdout


def _plant(root: Path, file: str, text: str) -> None:
    path = root / "src" / "tagih" / file
    if not path.parent.exists():
        single = path.parent.with_suffix(".py")
        path.parent.mkdir()
        if single.exists():
            single.rename(path.parent / "__init__.py")
        else:
            (path.parent / "__init__.py").touch()
    path.write_text(f"{text}\n")
