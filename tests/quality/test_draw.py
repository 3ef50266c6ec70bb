from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tagih.quality.rules.draw import Item, Plan, draw

FRAME = [
    Item(
        id=f"call-{number}",
        agent=f"agent-{number % 7}",
        risk=number % 13,
        mandatory="complaint" if number % 50 == 0 else "",
    )
    for number in range(700)
]


def test_draw_is_the_same_whatever_the_order_of_the_frame():
    plan = Plan(seed="2026-11", random_per_agent=4, risk_total=30)

    assert draw(plan, FRAME) == draw(plan, FRAME[::-1])


def test_draw_with_another_seed_is_another_sample():
    one = draw(Plan(seed="a", random_per_agent=4, risk_total=30), FRAME)
    other = draw(Plan(seed="b", random_per_agent=4, risk_total=30), FRAME)

    assert one != other


def test_draw_hears_every_agent_and_everything_mandatory():
    drawn = draw(Plan(seed="x", random_per_agent=4, risk_total=0), FRAME)

    heard = Counter(row.agent for row in drawn if row.sample == "RANDOM")
    assert heard == {f"agent-{number}": 4 for number in range(7)}
    assert sum(row.sample == "MANDATORY" for row in drawn) == 14


def test_draw_prefers_risk_but_leaves_no_contact_without_a_chance():
    drawn = [row for row in draw(Plan(seed="x", random_per_agent=0, risk_total=100), FRAME) if row.sample == "RISK"]

    assert Counter(row.stratum for row in drawn) == {"risk 1": 45, "risk 2": 30, "risk 3": 25}
    assert all(row.probability > 0 for row in drawn)


@given(size=st.integers(0, 60), per_agent=st.integers(0, 9), total=st.integers(0, 90))
def test_draw_weights_add_up_to_the_frame(size, per_agent, total):
    drawn = draw(Plan(seed="s", random_per_agent=per_agent, risk_total=total), FRAME[:size])

    by_risk = [row for row in drawn if row.sample == "RISK"]
    reached = {row.stratum: row.size for row in by_risk}
    assert len(by_risk) == min(size, total)
    assert abs(sum(1 / row.probability for row in by_risk) - sum(reached.values())) < 1e-6


def test_draw_by_risk_weighted_back_is_unbiased():
    """Mean of the Horvitz-Thompson estimate over 400 seeds against the true mean risk; its standard error is 0.02."""
    truth = sum(item.risk for item in FRAME) / len(FRAME)
    risk_of = {item.id: item.risk for item in FRAME}
    estimates = []
    for seed in range(400):
        drawn = draw(Plan(seed=str(seed), random_per_agent=0, risk_total=60), FRAME)
        weighted = sum(risk_of[row.id] / row.probability for row in drawn if row.sample == "RISK")
        estimates.append(weighted / len(FRAME))

    assert abs(sum(estimates) / len(estimates) - truth) < 0.08
