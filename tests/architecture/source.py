"""Our own source as trees, and the faults a reader would look for. A finder takes a tree, so it can be tested."""

import ast
import configparser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "tagih"

WRITING = {
    "save", "asave", "create", "acreate", "bulk_create", "abulk_create", "bulk_update", "abulk_update",
    "get_or_create", "aget_or_create", "update_or_create", "aupdate_or_create", "update", "aupdate", "delete",
    "adelete",
}  # fmt: skip
MAY_WRITE = {
    "operations",
    "models",
    "migrations",
    "adapters",
    "columnar",
}  # columnar: only the lake engine's own slates
WRITING_SQL = re.compile(
    r"^\s*(INSERT\s+INTO|UPDATE\s+\w+\s+(AS\s+\w+\s+)?SET|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\b", re.I
)
MONEY = re.compile(
    r"amount|money|rupiah|principal|interest|penalty|\bfee|_fee|balance|outstanding|payable|overdue_total"
)
QUERYSET = {"objects", "filter", "exclude", "all", "select_for_update", "select_related", "order_by"}


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the product."""

    path: Path
    tree: ast.Module
    lines: int

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(SOURCE).with_suffix("").parts

    @property
    def name(self) -> str:
        return ".".join(("tagih", *self.parts))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the product, without migrations."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found.append(Module(path, ast.parse(text), text.count("\n") + 1))
    return tuple(found)


@cache
def levels() -> dict[str, int]:
    """Package -> height on the map, 0 the lowest; from the contract that import-linter reads."""
    contracts = configparser.ConfigParser()
    contracts.read(PROJECT / ".importlinter")
    lines = contracts["importlinter:contract:map"]["layers"].split("\n")
    layers = [re.findall(r"\w+", line) for line in lines if line.strip()]
    return {package: height for height, layer in enumerate(reversed(layers)) for package in layer}


def upward(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those (from, to) pairs of packages that point up the map or sideways."""
    heights = levels()
    return [(source, target) for source, target in pairs if source != target and heights[target] >= heights[source]]


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and verb of every call that writes a row."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.match(node.value):
            yield node.lineno, node.value.split()[0].upper()
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb = node.func.attr
        if verb not in WRITING:
            continue
        chain = set(_chain(node.func.value))
        through_queryset = bool(chain & QUERYSET)
        bare_save = verb in {"save", "asave", "delete", "adelete"} and not node.args and "session" not in chain
        if through_queryset or bare_save:
            yield node.lineno, verb


def _chain(node: ast.AST) -> Iterator[str]:
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        elif isinstance(node, ast.Name):
            yield node.id
            return
        else:
            return


def floats_near_money(tree: ast.AST) -> Iterator[int]:
    """Lines where something named like money meets a float."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            if any(names_money(ast.unparse(argument)) for argument in node.args):
                yield node.lineno
        elif isinstance(node, ast.BinOp):
            sides = (node.left, node.right)
            literal = any(isinstance(side, ast.Constant) and isinstance(side.value, float) for side in sides)
            if literal and any(_is_named_like_money(side) for side in sides):
                yield node.lineno
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            made = ast.unparse(node.value.func)
            if made.endswith("FloatField") and any(_is_named_like_money(target) for target in node.targets):
                yield node.lineno


def _is_named_like_money(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and names_money(ast.unparse(node))


def names_money(text: str) -> bool:
    """Whether a name speaks of money; a rate is not money."""
    return bool(MONEY.search(text.lower())) and not text.lower().endswith("rate")


def long_functions(tree: ast.AST, limit: int) -> Iterator[tuple[str, int]]:
    """Name and length of every function of more than `limit` lines, its docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            first = node.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                length -= first.end_lineno - first.lineno + 1
            if length > limit:
                yield node.name, length


def signal_uses(tree: ast.AST) -> Iterator[int]:
    """Lines that import Django's signals or receivers."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if any(re.search(r"^django\.(dispatch|.*signals)", name) for name in names):
            yield node.lineno
