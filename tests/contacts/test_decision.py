import datetime as dt
import random
from dataclasses import replace

import pytest

from tagih.contacts import enums, packs
from tagih.contacts.rules.casefile import CHANNELS, FLAGS, OWNERS, PLACES, PURPOSES, RESULTS, SCOPES, STATES, read
from tagih.contacts.rules.decision import LASTING, PASSING, _question, decide
from tests.contacts.cases import AGENT, JAYAPURA, LAMPUNG, MAKASSAR, NUMBER, SPREAD, TIME, case, overdue, past, promise


def ask(text):
    asked_case = read(text)
    asked = packs.named(asked_case.pack, asked_case.at.date())
    return decide(asked_case, asked, packs.library_calendars(asked))


def rules(decision, severity="DENY"):
    return {reason.rule for reason in decision.reasons if reason.severity == severity}


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        (case("2026-11-23T07:59:59+07:00"), "2026-11-23T08:00:00+07:00"),
        (case("2026-11-23T19:30:00+07:00", person={"region_code": MAKASSAR}), "2026-11-24T08:00:00+08:00"),
        (case("2026-11-21T20:00:00+07:00"), "2026-11-23T08:00:00+07:00"),  # Saturday evening: Monday
        (case("2026-03-18T09:00:00+07:00"), "2026-03-25T08:00:00+07:00"),  # Nyepi, Idul Fitri and joint leave
        (case("2026-12-31T21:00:00+07:00"), "2027-01-02T08:00:00+07:00"),  # over New Year
        (case("2028-02-28T21:00:00+07:00", agent=None), "2028-02-29T08:00:00+07:00"),  # leap day
        (case("2026-11-22T10:00:00+07:00", contracts=promise("2026-11-30")), "2026-11-30T08:00:00+07:00"),
        (case("2026-11-23T18:00:00+07:00", history=SPREAD), "2026-11-24T08:00:00+07:00"),
        (case("2026-11-23T10:30:00+07:00", history=SPREAD[:2]), "2026-11-23T12:00:00+07:00"),
        (case("2026-11-23T18:30:00+07:00", person={"region_code": None}), "2026-11-24T08:00:00+07:00"),
        (case("2026-11-23T18:30:00+07:00", person={"region_code": JAYAPURA}), "2026-11-24T08:00:00+09:00"),
    ],
)
def test_next_allowed_at_is_when_all_that_time_heals_is_healed(text, opens):
    decision = ask(text)

    assert not decision.allowed
    assert decision.next_allowed_at == dt.datetime.fromisoformat(opens)


def test_next_allowed_at_is_empty_when_time_does_not_heal():
    decision = ask(case("2026-11-22T10:00:00+07:00", person={"flags": ["DECEASED"]}))

    assert rules(decision) == {"DECEASED_HOLD", "DAY_SUNDAY"}
    assert decision.next_allowed_at is None


def test_all_reasons_are_collected_in_the_order_of_the_rule_book():
    decision = ask(
        case(
            "2026-11-22T21:00:00+07:00",
            person={"flags": ["HOSTILE", "DISPUTE"]},
            point={"state": "WRONG_PERSON", "owner_role": "OFFICE"},
            agent={"certificates": []},
            history=[past("2026-11-22T20:30:00+07:00")],
        )
    )

    assert [reason.rule for reason in decision.reasons] == [
        "DISPUTE_HOLD", "VULNERABLE_REVIEW", "NOT_CONSUMER", "THIRD_PARTY_LOCATE_ONLY", "NUMBER_WRONG_PARTY",
        "AGENT_NO_CERT", "DAY_SUNDAY", "AFTER_WINDOW", "COOLDOWN",
    ]  # fmt: skip


@pytest.mark.parametrize("flag", enums.Flag.values)
def test_every_flag_holds(flag):
    assert not ask(case("2026-11-23T10:00:00+07:00", person={"flags": [flag]})).allowed


@pytest.mark.parametrize(
    ("contracts", "denied"),
    [
        ([{"status": "CLOSED"}], {"SETTLED"}),
        ([{"status": "SOLD"}], {"SOLD"}),
        ([{"status": "ACTIVE", "dpd": 0}], {"PAID"}),
        ([{"status": "CLOSED"}, {"status": "ACTIVE", "dpd": 5}], set()),
        ([{"status": "ACTIVE", "dpd": 5, "claim_paid_at": "2026-11-22T09:00:00+07:00"}], {"PAID_CLAIM_HOLD"}),
        ([{"status": "ACTIVE", "dpd": 5}, {"dpd": 9, "claim_paid_at": "2026-11-22"}], {"PAID_CLAIM_HOLD"}),
        ([{"status": "RESTRUCTURED", "dpd": 5}], {"RESTRUCTURE_ACTIVE"}),
    ],
)
def test_contract_rules(contracts, denied):
    assert rules(ask(case("2026-11-23T10:00:00+07:00", contracts=contracts))) == denied


def test_reminder_before_the_due_date_is_no_collection():
    assert ask(case("2026-11-23T10:00:00+07:00", purpose="REMIND", contracts=overdue(-3))).allowed


@pytest.mark.parametrize(
    ("consents", "lifted"),
    [
        ([{"scope": "TIME", "granted_on": "2026-11-22"}], True),
        ([{"scope": "TIME", "granted_on": "2026-11-23"}], False),
        ([{"scope": "TIME"}], False),
        ([{"scope": "PLACE", "granted_on": "2026-01-01"}], False),
        ([{"scope": "TIME", "granted_on": "2026-01-01", "revoked_on": "2026-11-22"}], False),
        ([{"scope": "TIME", "granted_on": "2026-01-01", "revoked_on": "2026-11-23"}], True),
        ([{"scope": "TIME", "granted_on": "2026-01-01", "revoked_on": "2026-05-01"},
          {"scope": "TIME", "granted_on": "2026-06-01"}], True),
        ([{"scope": "TIME", "granted_on": "2026-01-01"},
          {"scope": "TIME", "granted_on": "2026-02-01", "revoked_on": "2026-05-01"}], False),
    ],
)  # fmt: skip
def test_consent_lifts_only_while_it_stands(consents, lifted):
    decision = ask(case("2026-11-22T10:00:00+07:00", person={"consents": consents}))

    assert decision.allowed is lifted
    assert decision.lifted == (("DAY_SUNDAY",) if lifted else ())


def test_consent_about_time_lifts_no_count():
    decision = ask(case("2026-11-22T18:00:00+07:00", person=TIME, history=[past("2026-11-22T17:00:00+07:00")]))

    assert rules(decision) == {"COOLDOWN"}


def test_two_addresses_in_different_zones_must_both_agree():
    person, point = {"region_code": LAMPUNG}, {"region_code": JAYAPURA}

    assert rules(ask(case("2026-11-23T07:00:00+07:00", person=person, point=point))) == {"BEFORE_WINDOW"}
    assert rules(ask(case("2026-11-23T18:00:00+07:00", person=person, point=point))) == {"AFTER_WINDOW"}
    assert ask(case("2026-11-23T17:59:00+07:00", person=person, point=point)).allowed


@pytest.mark.parametrize(
    ("value", "allowed"),
    [("0721-482123", True), ("0411 872345", False), ("0812 3456 7890", False)],
)
def test_landline_tells_the_zone_and_a_mobile_never_does(value, allowed):
    decision = ask(case("2026-11-23T19:30:00+07:00", person={"region_code": None}, point={"value": value}))

    assert decision.allowed is allowed


def test_clock_set_back_does_not_open_the_gate():
    history = [past("2026-11-23T15:00:00+07:00", result_class="RPC")]

    assert not ask(case("2026-11-23T10:00:00+07:00", history=history)).allowed


def test_spellings_of_one_number_are_counted_together():
    spelt = ["0812-3456-7890", "6281234567890", "+62 812 3456 7890"]
    history = [past(f"2026-11-23T{8 + 3 * n:02d}:00:00+07:00", value=value) for n, value in enumerate(spelt)]

    assert rules(ask(case("2026-11-23T18:00:00+07:00", history=history))) == {"CAP_NUMBER_DAY"}


def test_wrong_number_stays_wrong():
    history = [past("2026-01-05T10:00:00+07:00", result_class="BAD")]

    assert rules(ask(case("2026-11-23T10:00:00+07:00", history=history))) == {"NUMBER_WRONG_PARTY"}


def test_third_visit_in_a_week_is_refused():
    visits = [past(f"2026-11-{day}T10:00:00+07:00", channel="VISIT", value="jl") for day in (18, 20)]
    home = {"channel": "VISIT", "place": "DOMICILE", "history": visits}

    assert rules(ask(case("2026-11-23T10:00:00+07:00", **home))) == {"CAP_DEBTOR_7D"}
    assert ask(case("2026-11-23T10:00:00+07:00", history=visits)).allowed


def test_wishes_bind_and_no_consent_lifts_them():
    wishes = {"not_before": "10:00", "not_after": "12:00", "refused_channels": ["SMS"]}
    person = TIME | {"preferences": wishes}

    early = ask(case("2026-11-23T09:00:00+07:00", person=person))
    assert rules(early) == {"BEFORE_WINDOW"}
    assert early.next_allowed_at == dt.datetime.fromisoformat("2026-11-23T10:00:00+07:00")
    assert rules(ask(case("2026-11-23T12:00:00+07:00", person=person))) == {"AFTER_WINDOW"}
    assert rules(ask(case("2026-11-23T11:00:00+07:00", person=person, channel="SMS"))) == {"CHANNEL_OPT_OUT"}


def test_house_pack_only_tightens():
    both = ask(case("2026-11-23T20:30:00+07:00", pack="HOUSE_DEFAULT+ID_OJK_2023"))

    assert rules(both) == {"AFTER_WINDOW"}
    assert both.next_allowed_at == dt.datetime.fromisoformat("2026-11-24T08:00:00+07:00")


REGIONS = [None, LAMPUNG, MAKASSAR, JAYAPURA, "99", "x"]
NAMES = packs.names()
WISHES = [{"not_before": "10:00", "not_after": "15:30"}, {"days": ["mon", "sat"]}, {"refused_channels": ["CALL"]}]
LETTERS = [None, [], [{"kind": "SP1", "delivered_on": "2025-01-01"}], [{"kind": "SP2", "delivered_on": "2025-02-01"}],
           [{"kind": "SP1", "delivered_on": "2025-01-01"}, {"kind": "SP2"}]]  # fmt: skip
REPOSSESSOR = {"certificates": [{"kind": "REPOSSESSION", "valid_until": "2026-06-30"}],
               "assignment_valid_until": "2026-12-31"}  # fmt: skip
DAYS = [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(1095)]


def random_case(dice: random.Random):
    """A case in which most single things are in order, so that permissions are common too."""

    def maybe(known, chance=0.5):
        return dice.choice(known) if dice.random() < chance else None

    def day():
        return dice.choice(DAYS).isoformat()

    at = dt.datetime.combine(dice.choice(DAYS), dt.time(), dt.timezone(dt.timedelta(hours=7)))
    at += dt.timedelta(seconds=dice.choice([dice.randrange(86400), dice.randrange(28800, 72000)]))
    history = [
        past((at - dt.timedelta(minutes=dice.randrange(-100, 9 * 1440))).isoformat(),
             channel=dice.choice(CHANNELS), value=dice.choice([NUMBER, "+6281399990001", None]),
             result_class=maybe(RESULTS, 0.3), abandoned=dice.random() < 0.05)
        for _ in range(dice.choice([0, 0, 1, 3, 8]))
    ]  # fmt: skip
    contracts = [
        {"dpd": maybe([-5, 0, 1, 15, 16, 40], 0.8), "status": maybe(["ACTIVE", "CLOSED", "SOLD", "WRITTEN_OFF"], 0.3),
         "promise_due_on": day() if dice.random() < 0.2 else None,
         "claim_paid_at": day() if dice.random() < 0.05 else None}
        for _ in range(dice.randrange(3))
    ]  # fmt: skip
    consents = [
        {"scope": dice.choice(SCOPES), "granted_on": day(),
         "revoked_on": day() if dice.random() < 0.3 else None}
        for _ in range(dice.randrange(3))
    ]  # fmt: skip
    return case(
        at.isoformat(),
        pack=dice.choice([*NAMES, "ID_OJK_2023", "ID_OJK_2023+HOUSE_DEFAULT"]),
        channel=dice.choice(CHANNELS),
        purpose=dice.choice([*PURPOSES, "COLLECT", "COLLECT"]),
        place=maybe(PLACES),
        point={
            "owner_role": dice.choice(OWNERS) if dice.random() < 0.2 else "CONSUMER",
            "state": dice.choice(STATES) if dice.random() < 0.2 else "VERIFIED",
            "region_code": dice.choice(REGIONS),
        },
        person={
            "flags": dice.sample(FLAGS, 1) if dice.random() < 0.1 else [],
            "consents": consents,
            "region_code": dice.choice(REGIONS),
            "preferences": dice.choice(WISHES) if dice.random() < 0.1 else {},
        },
        contracts=contracts,
        agent=dice.choice([None, AGENT, AGENT, REPOSSESSOR, {"certificates": []}]),
        history=history,
        letters=dice.choice(LETTERS),
        fiducia_no=maybe(["W9.1"]),
        default_proof=maybe(["COURT", "LAPS", "OBJECTED"]),
    )


def check_no_rule_is_passed_by(text):
    asked_case = read(text)
    asked = packs.named(asked_case.pack, asked_case.at.date())
    calendars = packs.library_calendars(asked)

    decision = decide(asked_case, asked, calendars)

    refused_alone = set()
    for pack in asked:
        question = _question(asked_case, pack, calendars)
        for rule in (*LASTING, *PASSING):
            refused_alone |= {r.rule for r in rule(question) if r.severity == "DENY"}
    assert refused_alone - rules(decision) <= set(decision.lifted)
    assert decision.allowed == (not rules(decision))
    if not decision.allowed and decision.next_allowed_at is not None:
        assert decision.next_allowed_at > asked_case.at
        later = decide(replace(asked_case, at=decision.next_allowed_at), asked, calendars)
        assert not {r.rule for r in later.reasons if r.severity == "DENY" and r.until}
    return decision.allowed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_no_permission_that_any_single_rule_forbids(seed):
    """Slow: a hundred thousand random cases in ten parts of a few seconds each."""
    dice, allowed = random.Random(seed), 0

    for _ in range(10_000):
        allowed += check_no_rule_is_passed_by(random_case(dice))

    assert 1_000 < allowed < 9_000
