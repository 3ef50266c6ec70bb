"""YAML as a tree with places: plain mappings, lists and texts. Anchors, tags and several documents are refused."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from tagih.strategy.rules.faults import Fault, Place

LONGEST = 200_000


class DocumentFault(ValueError):
    """A text that is no usable YAML at all."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


class _Loader(yaml.SafeLoader):
    """Builds nodes only; an anchor could make a small text endless."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DocumentFault(_fault("ANCHOR", event.start_mark))
        if getattr(event, "tag", None):
            raise DocumentFault(_fault("TAG", event.start_mark, str(event.tag)[:40]))
        return super().compose_node(parent, index)


def tree(text: str) -> Node:
    """This will read a text to a tree.

    :raises DocumentFault: it is not YAML, or uses what a strategy has no use for
    """
    if len(text) > LONGEST:
        raise DocumentFault(Fault("DOCUMENT_TOO_LONG", 1, 1, "document", str(len(text)), {"limit": str(LONGEST)}))
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        told = " ".join(str(problem.problem or problem.context or "").split())[:120]
        raise DocumentFault(_fault("NOT_YAML", mark, told)) from None
    except yaml.YAMLError as problem:
        raise DocumentFault(Fault("NOT_YAML", 1, 1, "document", " ".join(str(problem).split())[:120])) from None
    except RecursionError:
        raise DocumentFault(Fault("NOT_YAML", 1, 1, "document", "nested too deeply")) from None
    finally:
        if loader is not None:
            loader.dispose()
    if node is None:
        raise DocumentFault(Fault("EMPTY_DOCUMENT", 1, 1, "document"))
    return node


def _fault(code: str, mark: yaml.Mark | None, value: str = "") -> Fault:
    return Fault(code, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, "document", value)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the document: line and column from one."""

    line: int
    column: int


def spot(node: Node) -> Spot:
    return Spot(node.start_mark.line + 1, node.start_mark.column + 1)


def inside(node: ScalarNode, place: Place, source: str) -> Spot:
    """This will find where in the document a place in a text's value stands.

    Exact for a plain or quoted text on one line and for a block kept line by line (`|`); elsewhere the text's start.
    """
    start = node.start_mark
    if node.style == "|":
        before = node.value[: place.start]
        below = start.line + 1 + before.count("\n")
        lines = source.splitlines()
        first = next((line for line in lines[start.line + 1 :] if line.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        return Spot(below + 1, indent + len(before) - (before.rfind("\n") + 1) + 1)
    raw = source[start.index : node.end_mark.index]
    quote = 1 if node.style in ("'", '"') else 0
    if "\n" not in raw and raw[quote : quote + len(node.value)] == node.value:
        return Spot(start.line + 1, start.column + 1 + quote + place.start)
    return spot(node)


def entries(node: MappingNode) -> Iterator[tuple[str, ScalarNode, Node]]:
    """This will yield key, its node and its value; a key that is no text is an empty one."""
    for key, value in node.value:
        yield (key.value if isinstance(key, ScalarNode) else ""), key, value
