import itertools

import pytest
from django.utils.translation import override

from tagih.cases.enums import PromiseStatus, Stage
from tagih.web.desk.script import Facts, script

SECRETS = ("Rp1.250.000", "05/11/2026", "tunggak", "kontrak", "utang", "overdue", "contract", "arrears")


def facts(**more) -> Facts:
    values = {
        "agent": "Rina",
        "lender": "Maju Bersama Finance",
        "customer": "Siti Rahayu",
        "hour": 9,
        "stage": Stage.EARLY,
        "days_late": 15,
        "overdue": "Rp1.250.000",
        "due_on": "05/11/2026",
    }
    return Facts(**(values | more))


def test_script_says_nothing_about_the_debt_before_the_customer_is_known():
    with override("id"):
        steps = script(facts()).steps

    assert [step.key for step in steps[:2]] == ["OPENING", "IDENTITY"]
    for step in steps[:2]:
        assert not any(secret in step.say.lower() for secret in map(str.lower, SECRETS))


@pytest.mark.parametrize("language", ["id", "en"])
def test_script_for_other_people_names_neither_debt_nor_lender(language):
    with override(language):
        said = " ".join(step.say for step in script(facts()).third_party)

    assert not any(secret.lower() in said.lower() for secret in SECRETS)
    assert "Maju Bersama Finance" not in said


def test_script_greets_by_the_customers_hour():
    with override("id"):
        greetings = [script(facts(hour=hour)).steps[0].say.split(",")[0] for hour in (8, 12, 16, 19)]

    assert greetings == ["Selamat pagi", "Selamat siang", "Selamat sore", "Selamat malam"]


def test_script_of_a_broken_promise_names_amount_and_day():
    with override("id"):
        said = (
            script(facts(promise_status=PromiseStatus.BROKEN, promise_amount="Rp500.000", promise_due_on="18/11/2026"))
            .steps[2]
            .say
        )

    assert "Rp500.000" in said
    assert "18/11/2026" in said


def test_script_calls_the_charge_of_a_sharia_product_a_sanction():
    with override("id"):
        mind = script(facts(has_late_charge=True, is_sharia=True)).steps[2].mind

    assert "sanksi keterlambatan" in mind
    assert "denda" not in mind


@pytest.mark.parametrize(
    ("status", "stage", "days"),
    list(itertools.product(["", *PromiseStatus.values], Stage.values, [-3, 0, 1, 7, 8, 30, 31, 400])),
)
def test_script_is_whole_for_every_state_of_a_case(status, stage, days):
    for language in ("id", "en"):
        with override(language):
            written = script(facts(promise_status=status, stage=stage, days_late=days))

        assert len(written.steps) == 6
        assert all(step.say and "%(" not in step.say + step.mind for step in written.steps)
