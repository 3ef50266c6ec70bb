from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.reporting import rules
from tagih.reporting.rules import BY_CODE, FIGURES, GROUPS

numbers = st.integers(0, 10**6).map(Decimal)
counts_of_a_group = st.fixed_dictionaries({"ptp": numbers, "rpc": numbers, "attempts": numbers})


def test_ratio_of_groups_comes_from_their_counts_and_not_from_their_ratios() -> None:
    busy = {"ptp": Decimal(10), "rpc": Decimal(100)}
    idle = {"ptp": Decimal(1), "rpc": Decimal(1)}

    together = rules.value(BY_CODE["PTP_RATE"], rules.added([busy, idle]))

    assert together == Decimal("0.1089")  # 11 of 101; the mean of the ratios would be 0.55


@given(st.lists(counts_of_a_group, max_size=6))
def test_sum_does_not_depend_on_how_groups_are_put_together(groups: list[dict[str, Decimal]]) -> None:
    half = len(groups) // 2

    in_two_steps = rules.added([rules.added(groups[:half]), rules.added(groups[half:])])

    assert in_two_steps == rules.added(reversed(groups))


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if figure.denominator], ids=lambda figure: figure.code)
def test_figure_without_denominator_is_unknown_and_not_zero(figure: rules.Figure) -> None:
    assert rules.value(figure, {figure.numerator: Decimal(5)}) is None


def test_handling_time_is_in_minutes() -> None:
    counts = {"handled_seconds": Decimal(900), "calls": Decimal(10)}

    assert rules.value(BY_CODE["HANDLING"], counts) == Decimal("1.5000")


@pytest.mark.parametrize(
    ("code", "now", "before", "mood"),
    [
        ("OC", 10, 8, "GOOD"),
        ("BP", 10, 8, "BAD"),
        ("BP", 8, 10, "GOOD"),
        ("OC", 8, 8, "SAME"),
        ("REFUSALS", 10, 8, "SAME"),
        ("OC", 8, None, "SAME"),
    ],
)
def test_mood_follows_the_way_a_figure_should_go(code: str, now: int, before: int | None, mood: str) -> None:
    earlier = None if before is None else Decimal(before)

    assert rules.change(BY_CODE[code], Decimal(now), earlier)[1] == mood


def test_target_of_a_figure_that_should_fall_is_met_below_it() -> None:
    assert rules.reached(BY_CODE["BP"], Decimal(3), Decimal(4)) is True
    assert rules.reached(BY_CODE["PTP_RATE"], Decimal("0.2"), Decimal("0.25")) is False
    assert rules.reached(BY_CODE["PTP_RATE"], None, Decimal("0.25")) is None


def test_stored_counts_read_back_the_same() -> None:
    counts = {"calls": Decimal(12), "ptp_amount": Decimal("1250000.50"), "kept": Decimal(0)}

    assert rules.parsed(rules.stored(counts)) == {"calls": Decimal(12), "ptp_amount": Decimal("1250000.50")}


def test_every_figure_stands_in_one_group_and_is_defined_in_both_languages() -> None:
    grouped = [code for codes in GROUPS.values() for code in codes]

    assert sorted(grouped) == sorted(BY_CODE)
    assert len(BY_CODE) == len(FIGURES)
    for figure in FIGURES:
        assert figure.formula("id").endswith(".")
        assert figure.formula("en").endswith(".")
