import importlib
import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
CARRIER = re.compile(r"\| `([a-z]+)\.(\w+)` \|$")


def test_every_carrier_exists() -> None:
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    carriers = {match.groups() for row in rows if (match := CARRIER.search(row))}

    assert {carrier for carrier in carriers if not _exists(*carrier)} == set()
    assert len(carriers) > 40


def _exists(package: str, name: str) -> bool:
    if name.lower() in apps.all_models.get(package, {}):
        return True
    for module in (f"tagih.{package}.enums", f"tagih.{package}"):
        if hasattr(importlib.import_module(module), name):
            return True
    return importlib.util.find_spec(f"tagih.{package}.{name}") is not None
