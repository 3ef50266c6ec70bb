"""Random conditions and random people, over a few variables of each kind."""

from hypothesis import strategies as st

from tagih.strategy.rules.conditions import (
    COMPARE,
    Among,
    And,
    Call,
    Compare,
    Constant,
    Name,
    Node,
    Not,
    Or,
    Sum,
    Unknown,
)  # fmt: skip
from tagih.strategy.rules.variables import LARGEST, SMALLEST

NUMBERS = ("dpd", "score", "overdue_amount", "days_to_promise", "instalments_overdue")
TEXTS = ("bucket", "product")
FLAGS = ("is_held", "has_promise")
COLUMNS = (*NUMBERS, *TEXTS, *FLAGS)
SIGNS = tuple(COMPARE)
WORDS = ("C1", "C2", "MOTOR", "", "c1", "Toko Maju 2")

constants = st.one_of(
    st.integers(-40, 40).map(float),
    st.decimals(-99999, 99999, places=3).map(float),
    st.sampled_from([0.0, 0.1, 0.3, 999999999999999.0, 999999.25]),
)
values = st.one_of(st.none(), constants, st.floats(SMALLEST, LARGEST), st.floats(-LARGEST, -SMALLEST))
people = st.fixed_dictionaries(
    dict.fromkeys(NUMBERS, values)
    | {name: st.one_of(st.none(), st.sampled_from(WORDS)) for name in TEXTS}
    | {name: st.one_of(st.none(), st.booleans()) for name in FLAGS}
)


def numbers(depth: int = 2) -> st.SearchStrategy[Node]:
    """Arithmetic that names at least one variable."""
    named = st.sampled_from(NUMBERS).map(Name)
    if not depth:
        return named
    inner = numbers(depth - 1)
    side = st.one_of(inner, constants.map(Constant))
    return st.one_of(
        named,
        st.builds(Sum, st.sampled_from("+-*"), inner, side),
        st.builds(Sum, st.just("/"), side, inner),
        st.builds(lambda item: Call("ABS", (item,)), inner),
        st.builds(lambda item, other: Call("COALESCE", (item, other)), inner, side),
        st.builds(lambda f, item, other: Call(f, (item, other)), st.sampled_from(["LEAST", "GREATEST"]), inner, side),
    )


def tests() -> st.SearchStrategy[Node]:
    texts = st.sampled_from(TEXTS).map(Name)
    words = st.sampled_from(WORDS).map(Constant)
    return st.one_of(
        st.builds(Compare, st.sampled_from(SIGNS), numbers(), st.one_of(numbers(1), constants.map(Constant))),
        st.builds(Compare, st.sampled_from(["=", "<>"]), texts, st.one_of(texts, words)),
        st.builds(Among, numbers(1), st.lists(constants.map(Constant), min_size=1, max_size=4).map(tuple)),
        st.builds(Among, texts, st.lists(words, min_size=1, max_size=3).map(tuple)),
        st.builds(Unknown, st.one_of(numbers(1), texts, st.sampled_from(FLAGS).map(Name))),
        st.sampled_from(FLAGS).map(Name),
    )


def conditions() -> st.SearchStrategy[Node]:
    """Whole conditions, a few levels deep."""
    return st.recursive(
        tests(),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=6,
    )
