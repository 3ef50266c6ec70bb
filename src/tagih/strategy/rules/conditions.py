"""Conditions as trees: what each part is, what it says of one person, and the one text that all engines run.

Three-valued as in SQL: a comparison with something unknown is unknown (None), NOT of unknown is unknown, and only what
is true holds. Division by zero is unknown. The text of `sql` means the same on DuckDB, PostgreSQL and Spark SQL, and
`value_of` is the reference that they are held against.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

Value = float | str | bool | None
Row = Mapping[str, Value]

COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, TRUE or FALSE."""

    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Sum:
    """Two numbers and what is done with them."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the list: ABS, COALESCE, LEAST, GREATEST, NULLIF."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Among:
    """IN a list of constants."""

    item: "Node"
    values: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """IS NULL."""

    item: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Name | Constant | Sum | Call | Compare | Among | Unknown | Not | And | Or


def holds(node: Node, row: Row) -> bool:
    """This will tell whether a condition is true of a person; unknown is not true."""
    return value_of(node, row) is True


def value_of(node: Node, row: Row) -> Value:
    """This will return what an expression is for a person: a value, or None where it is unknown."""
    match node:
        case Name(name):
            return row[name]
        case Constant(value):
            return value
        case And(parts):
            return _all([value_of(part, row) for part in parts])
        case Or(parts):
            found = _all([_negated(value_of(part, row)) for part in parts])
            return _negated(found)
        case Not(part):
            return _negated(value_of(part, row))
        case Unknown(item):
            return value_of(item, row) is None
        case Among(item, values):
            found = value_of(item, row)
            return None if found is None else any(found == constant.value for constant in values)
        case Call(function, arguments):
            return _called(function, [value_of(argument, row) for argument in arguments])
        case Compare(sign, left, right):
            return _of_two(COMPARE[sign], value_of(left, row), value_of(right, row))
        case Sum(sign, left, right):
            one, other = value_of(left, row), value_of(right, row)
            return None if sign == "/" and other == 0 else _of_two(ARITHMETIC[sign], one, other)


def sql(node: Node, column: Callable[[str], str] = str) -> str:
    """This will write the one text; `column` says how a variable is called there. Every part is in brackets."""
    match node:
        case Name(name):
            return column(name)
        case Constant(value):
            return _literal(value)
        case And(parts):
            return f"({' AND '.join(sql(part, column) for part in parts)})"
        case Or(parts):
            return f"({' OR '.join(sql(part, column) for part in parts)})"
        case Not(part):
            return f"(NOT {sql(part, column)})"
        case Unknown(item):
            return f"({sql(item, column)} IS NULL)"
        case Among(item, values):
            return f"({sql(item, column)} IN ({', '.join(_literal(constant.value) for constant in values)}))"
        case Call(function, arguments):
            return f"{function}({', '.join(sql(argument, column) for argument in arguments)})"
        case Sum("/", left, right):
            return f"({sql(left, column)} / NULLIF({sql(right, column)}, 0))"
        case Compare(sign, left, right) | Sum(sign, left, right):
            return f"({sql(left, column)} {sign} {sql(right, column)})"


def names(node: Node) -> frozenset[str]:
    """This will return the variables that a condition asks for."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))


def walk(node: Node) -> Iterator[Node]:
    """This will yield an expression and everything in it."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """This will return the parts right below."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case Unknown(item):
            return (item,)
        case Among(item, values):
            return (item, *values)
        case Call(_, arguments):
            return arguments
        case Compare(_, left, right) | Sum(_, left, right):
            return (left, right)
    return ()


def both(*nodes: Node) -> Node:
    """This will join conditions by AND."""
    parts = tuple(part for node in nodes for part in (node.parts if isinstance(node, And) else (node,)))
    return parts[0] if len(parts) == 1 else And(parts)


def either(*nodes: Node) -> Node:
    """This will join conditions by OR."""
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def _all(values: list[Value]) -> Value:
    if False in values:
        return False
    return None if None in values else True


def _negated(value: Value) -> Value:
    return None if value is None else not value


def _of_two(deed: Callable[..., Value], one: Value, other: Value) -> Value:
    return None if one is None or other is None else deed(one, other)


def _called(function: str, values: list[Value]) -> Value:
    if function == "NULLIF":
        return None if values[0] == values[1] else values[0]
    known = [value for value in values if value is not None]
    if not known:
        return None
    match function:
        case "ABS":
            return abs(known[0])
        case "LEAST":
            return min(known)
        case "GREATEST":
            return max(known)
    return known[0]


def _literal(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return f"'{value}'"  # the reader lets no quotation mark and no backslash pass
    text = format(Decimal(repr(value)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if value >= 0 else f"({text})"
