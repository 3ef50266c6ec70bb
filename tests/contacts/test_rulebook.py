import datetime as dt

import pytest
from django.db import connections

from tagih.config import jobs
from tagih.contacts import operations, queries
from tagih.contacts.models import GateDecision, PackReplay
from tagih.contacts.operations import (
    PackFixed,
    PackIsLaw,
    PackOverlaps,
    PackUnusable,
    ReplayOutdated,
    ReplayRequired,
    SecondPersonRequired,
    StartsInThePast,
)
from tagih.portfolio.models import Contract, Product
from tests.contacts.test_attempts import call, rules
from tests.contacts.test_decision import ask
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
EARLY = """extends = "house_default"
id = "{name}"
title = "Nobody is called after six"
effective_from = {start}
{end}
[windows]
CALL = "08:00-18:00"
[rules.AFTER_WINDOW]
source = "Board, 3 December 2026"
basis = "HOUSE"
"""
NIGHT = dt.timedelta(hours=9)  # 19.00 in Lampung


def text(start="2026-11-20", end="", name="HOUSE_ACME"):
    return EARLY.format(name=name, start=start, end=f"effective_to = {end}" if end else "")


@pytest.fixture
def writer():
    return make_agent()


@pytest.fixture
def second():
    return make_agent()


def in_force(writer, second, now, told, product=None):
    version = operations.draft_pack(text=told, by=writer, now=now, product=product)
    replay = operations.start_replay(version=version, by=writer, now=now)
    operations.run_replay(replay_id=replay.pk, now=now)
    operations.submit_pack(version=version, by=writer, now=now)
    return operations.approve_pack(version=version, by=second, now=now)


def test_approved_version_is_asked_from_the_next_question_on(now, writer, second):
    debtor = make_debtor()
    point = make_point(debtor)
    evening = now + NIGHT
    assert call(debtor, point, evening - dt.timedelta(days=1)).allowed

    in_force(writer, second, now, text())
    outcome = call(debtor, point, evening)

    assert rules(outcome) == ["AFTER_WINDOW"]
    assert outcome.decision.reasons[-1]["source"] == "Board, 3 December 2026"
    assert outcome.decision.packs == "ID_OJK_2023+HOUSE_DEFAULT+HOUSE_ACME@1"


def test_version_holds_in_its_dates_only(now, writer, second):
    debtor = make_debtor()
    point = make_point(debtor)

    in_force(writer, second, now, text(start="2026-11-23", end="2026-11-24"))

    assert call(debtor, point, now + NIGHT).allowed
    assert rules(call(debtor, point, now + NIGHT + dt.timedelta(days=3))) == ["AFTER_WINDOW"]
    assert call(debtor, point, now + NIGHT + dt.timedelta(days=4)).allowed


def test_house_pack_that_ships_is_replaced_by_the_lenders_own(now, writer, second):
    debtor = make_debtor()
    later = text(name="HOUSE_DEFAULT").replace("18:00", "20:00")

    in_force(writer, second, now, later)
    outcome = call(debtor, make_point(debtor), now + dt.timedelta(hours=9, minutes=57))

    assert outcome.allowed
    assert outcome.decision.packs == "ID_OJK_2023+HOUSE_DEFAULT@1"
    assert ask(outcome.decision.facts).allowed


def test_product_pack_is_asked_for_its_product_alone(now, writer, second):
    car, debtor, driver = Product.objects.create(code="CAR", name="Car"), make_debtor(), make_debtor()
    Contract.objects.filter(customer=driver).update(product=car)
    in_force(writer, second, now, text(name="PRODUCT_CAR"), product=car)

    assert call(debtor, make_point(debtor), now + NIGHT).allowed
    assert rules(call(driver, make_point(driver), now + NIGHT)) == ["AFTER_WINDOW"]
    told = queries.prescreen(channel="CALL", purpose="COLLECT", now=now + NIGHT + dt.timedelta(days=3), agent=second)
    assert [customer for customer, _point in told.allowed] == [debtor.pk]


def test_rules_for_one_product_leave_those_of_the_whole_house_in_force(now, writer, second):
    car, debtor, driver = Product.objects.create(code="CAR", name="Car"), make_debtor(), make_debtor()
    Contract.objects.filter(customer=driver).update(product=car)
    noon = now + dt.timedelta(days=3, hours=3)  # Monday, 13.00 in Lampung
    in_force(writer, second, now, text(name="HOUSE_DEFAULT").replace("18:00", "12:00"))

    version = in_force(writer, second, now, text(name="HOUSE_DEFAULT", start="2026-11-23"), product=car)
    answers = [call(who, make_point(who), noon) for who in (debtor, driver)]

    assert [rules(answer) for answer in answers] == [["AFTER_WINDOW"], ["AFTER_WINDOW"]]
    assert answers[1].decision.packs == "ID_OJK_2023+HOUSE_DEFAULT@1+HOUSE_DEFAULT@2"
    after = noon + dt.timedelta(hours=1)
    operations.start_replay(version=operations.draft_pack(text=version.text, by=writer, now=after, product=car),
                            by=writer, now=after)  # fmt: skip
    replay = operations.run_replay(replay_id=PackReplay.objects.latest("pk").pk, now=after)
    assert (replay.newly_allowed, replay.newly_refused, replay.drifted) == (0, 0, 0)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("id = \n", "PACK_UNREADABLE"),
        (text().replace("[rules.AFTER_WINDOW]\nsource", "[rules.DAY_MOON]\nsource"), "PACK_RULE"),
        ('id = "X1"\neffective_from = 2027-01-01\n[days]\nallowed = ["mon"]\n', "PACK_NO_SOURCE"),
        ('id = "X1"\n[days]\nallowed = ["mon"]\n', "PACK_NO_START"),
        (text(start="2027-01-01", end="2026-01-01"), "PACK_BACKWARDS"),
        (text().replace("house_default", "nowhere"), "PACK_GROUND"),
        (text().replace("08:00-18:00", "eight to six"), "PACK_SHAPE"),
        (text(name="acme"), "PACK_NAME"),
        (text() + "[moods]\nx = 1\n", "PACK_SECTION"),
        (text(name="ID_OJK_2023"), "PACK_IS_LAW"),
    ],
)
def test_text_that_makes_no_pack_is_refused_with_what_to_mend(now, writer, told, code):
    with pytest.raises((PackUnusable, PackIsLaw)) as refused:
        operations.draft_pack(text=told, by=writer, now=now)

    assert refused.value.code == code
    assert refused.value.field == "text"
    assert refused.value.remedy
    assert "%(about)s" not in str(refused.value)


def test_overlapping_versions_are_refused_and_an_open_ended_one_ends(now, writer, second):
    first = in_force(writer, second, now, text())
    in_force(writer, second, now, text(start="2026-12-01", end="2027-01-01"))

    with pytest.raises(PackOverlaps):
        in_force(writer, second, now, text(start="2026-12-15"))
    first.refresh_from_db()
    assert first.effective_to == dt.date(2026, 12, 1)


def test_rules_never_begin_in_the_past(now, writer, second):
    with pytest.raises(StartsInThePast):
        in_force(writer, second, now, text(start="2026-11-19"))


def test_submission_needs_a_replay_of_exactly_this_text(now, writer):
    version = operations.draft_pack(text=text(), by=writer, now=now)
    with pytest.raises(ReplayRequired):
        operations.submit_pack(version=version, by=writer, now=now)
    operations.run_replay(replay_id=operations.start_replay(version=version, by=writer, now=now).pk, now=now)

    operations.rewrite_pack(version=version, text=text().replace("18:00", "17:00"), by=writer, now=now)

    with pytest.raises(ReplayRequired):
        operations.submit_pack(version=version, by=writer, now=now)


def test_replay_older_than_a_week_is_made_again_before_submission(now, writer):
    version = operations.draft_pack(text=text(), by=writer, now=now)
    operations.run_replay(replay_id=operations.start_replay(version=version, by=writer, now=now).pk, now=now)
    later = now + dt.timedelta(days=7)

    with pytest.raises(ReplayOutdated):
        operations.submit_pack(version=version, by=writer, now=later)

    operations.run_replay(replay_id=operations.start_replay(version=version, by=writer, now=later).pk, now=later)
    assert operations.submit_pack(version=version, by=writer, now=later).status == "SUBMITTED"


def test_nobody_approves_what_he_wrote_or_submitted(now, writer, second):
    version = operations.draft_pack(text=text(), by=writer, now=now)
    operations.run_replay(replay_id=operations.start_replay(version=version, by=writer, now=now).pk, now=now)
    operations.submit_pack(version=version, by=second, now=now)

    for person in (writer, second):
        with pytest.raises(SecondPersonRequired):
            operations.approve_pack(version=version, by=person, now=now)
    rejected = operations.reject_pack(version=version, note="terlalu ketat", by=make_agent(), now=now)
    assert (rejected.status, rejected.note) == ("REJECTED", "terlalu ketat")
    with pytest.raises(PackFixed):
        operations.approve_pack(version=version, by=make_agent(), now=now)
    assert operations.rewrite_pack(version=version, text=text(), by=writer, now=now).status == "DRAFT"


def test_replay_tells_what_the_draft_would_have_changed(now, writer):
    evening, morning = make_debtor(), make_debtor()
    late = call(evening, make_point(evening), now - dt.timedelta(days=2) + NIGHT).decision
    call(morning, make_point(morning), now - dt.timedelta(days=2))
    call(morning, make_point(morning), now - dt.timedelta(days=100))
    version = operations.draft_pack(text=text(start="2026-12-01"), by=writer, now=now)

    replay = operations.run_replay(replay_id=operations.start_replay(version=version, by=writer, now=now).pk, now=now)

    assert (replay.total, replay.done, replay.newly_refused, replay.newly_allowed, replay.drifted) == (2, 2, 1, 0, 0)
    assert (replay.by_rule, replay.examples) == ({"AFTER_WINDOW": 1}, [late.pk])
    assert GateDecision.objects.count() == 3


def test_replay_goes_on_where_it_was_killed(now, writer, monkeypatch):
    monkeypatch.setattr("tagih.contacts.operations.replays.BATCH", 2)
    for _ in range(5):
        debtor = make_debtor()
        call(debtor, make_point(debtor), now - dt.timedelta(days=2) + NIGHT)
    version = operations.draft_pack(text=text(start="2026-12-01"), by=writer, now=now)
    replay = operations.start_replay(version=version, by=writer, now=now)

    half = operations.run_replay(replay_id=replay.pk, now=now, most=1)
    whole = operations.run_replay(replay_id=replay.pk, now=now)
    again = operations.run_replay(replay_id=replay.pk, now=now)

    assert (half.done, half.finished_at) == (2, None)
    assert (whole.done, whole.newly_refused, again.newly_refused) == (5, 5, 5)
    assert operations.start_replay(version=version, by=writer, now=now).pk == replay.pk


def test_worker_runs_the_replay(now, writer, transactional_db):
    version = operations.draft_pack(text=text(start="2026-12-01"), by=writer, now=now)
    operations.start_replay(version=version, by=writer, now=now)

    jobs.drain()

    assert PackReplay.objects.get().finished_at is not None
    connections.close_all()
