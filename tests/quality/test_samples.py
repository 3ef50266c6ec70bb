"""Frames, draws, reviewers: every contact has its chance, anybody can draw again, nobody hears their own."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from tagih.cases import operations as cases
from tagih.config.cli.quality import quality as commands
from tagih.contacts.models import PersonFlag
from tagih.journal.models import Event
from tagih.quality import operations, queries, reactions
from tagih.quality.models import Evaluation, Review, SampledContact, SamplePlan
from tagih.quality.operations.samples import PlanRefused
from tests.factories import cases as make
from tests.factories import quality

pytestmark = pytest.mark.django_db
NOW = quality.NOW


@pytest.fixture
def branch():
    return quality.branch()


@pytest.fixture
def reviewers(branch):
    return [quality.reviewer("Ratih"), quality.reviewer("Bagas"), quality.reviewer("Citra")]


def month(branch, *, agents: int = 4, each: int = 6):
    people = [quality.agent(branch, f"Agen {number}") for number in range(agents)]
    for place, person in enumerate(people):
        for turn in range(each):
            quality.contact(person, branch, day=1 + turn + place, seconds=5 if turn == 0 else 120)
    return people


def test_frame_holds_short_failed_and_unanswered_contacts_and_nothing_of_other_units(branch, reviewers):
    agent = quality.agent(branch)
    short = quality.contact(agent, branch, seconds=2)
    failed = quality.contact(agent, branch, state="EXPIRED")
    machine = quality.contact(None, branch, channel="SMS")
    quality.contact(agent, branch, state="CANCELLED")  # never left us
    quality.contact(agent, quality.make.branch())  # of another branch
    plan = quality.plan(branch, by=reviewers[0])

    found, _rows = queries.candidates(plan)

    assert {one.id for one in found} == {str(short.pk), str(failed.pk), str(machine.pk)}
    assert {one.agent for one in found} == {agent.employee_no, "SMS"}


def test_every_agent_is_heard_load_is_even_and_nobody_hears_their_own(branch, reviewers):
    month(branch)
    quality.contact(reviewers[0], branch)  # a reviewer who also works

    plan = quality.drawn(branch, by=reviewers[0], random=2, risk=3)

    reviews = list(Review.objects.filter(plan=plan))
    random = SampledContact.objects.filter(plan=plan, sample="RANDOM")
    assert {row.stratum_drawn for row in random} == {1, 2} and len(set(random.values_list("stratum"))) == 5
    counts = sorted([one.reviewer_id for one in reviews].count(person.pk) for person in reviewers)
    assert counts[-1] - counts[0] <= 1 and sum(counts) == len(reviews)
    assert all(one.reviewer_id != one.agent_id for one in reviews)
    assert all(one.second_reviewer_id != one.reviewer_id for one in reviews)


def test_a_draw_can_be_repeated_from_its_seed_by_query_and_by_command(branch, reviewers, tmp_path):
    month(branch)
    plan = quality.drawn(branch, by=reviewers[0])
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(queries.plan_file(plan)))

    answer = CliRunner().invoke(commands, ["sample", "--draw", str(file)])

    assert queries.is_redrawn(plan)
    told = {(row["id"], row["sample"], row["stratum"]) for row in json.loads(answer.output)["items"]}
    kept = SampledContact.objects.filter(plan=plan).values_list("review__attempt_id", "sample", "stratum")
    assert told == {(str(attempt), sample, stratum) for attempt, sample, stratum in kept}


def test_a_sample_that_was_tampered_with_is_not_what_the_seed_draws(branch, reviewers):
    month(branch)
    plan = quality.drawn(branch, by=reviewers[0])
    SampledContact.objects.filter(plan=plan, sample="RANDOM").first().delete()

    assert not queries.is_redrawn(plan)


def test_contacts_that_must_be_heard_are_heard_with_their_reason(branch, reviewers):
    old = quality.agent(branch, "Lama")
    fresh = make.agent(branch, name="Baru")
    type(fresh).objects.filter(pk=fresh.pk).update(joined_on=dt.date(2026, 9, 20))
    ending = make.agent(branch, name="Habis")
    quality.certify(ending, "DESK", until=dt.date(2026, 10, 30))
    complained = quality.contact(old, branch, day=5)
    for day in range(6, 12):
        quality.contact(old, branch, day=day)
    PersonFlag.objects.create(
        customer=complained.customer, flag="COMPLAINT", reason="Kasar", starts_at=complained.opened_at + dt.timedelta(2)
    )
    for day in range(1, 13):
        quality.contact(fresh, branch, day=day)
        quality.contact(ending, branch, day=day)

    plan = quality.drawn(branch, by=reviewers[0], random=1, risk=0)

    must = SampledContact.objects.filter(plan=plan, sample="MANDATORY").values_list("stratum", "review__agent")
    assert sorted(must) == sorted(
        [("COMPLAINT", old.pk), *[("NEW_STARTER", fresh.pk)] * 10, *[("CERTIFICATE", ending.pk)] * 5]
    )


def refused(**change):
    with pytest.raises(PlanRefused) as refusal:
        operations.draw_plan(**change)
    return refusal.value.code


def test_no_contact_no_reviewer_a_running_month_and_a_second_draw_are_refused(branch):
    head = quality.reviewer(certified=False)
    plan = quality.plan(branch, by=head)
    assert refused(plan=plan, by=head, now=NOW) == "NO_CONTACTS"
    quality.contact(quality.agent(branch), branch)
    assert refused(plan=plan, by=head, now=NOW) == "NO_REVIEWERS"  # the role without the certificate
    quality.certify(head, "REVIEWER", until=dt.date(2026, 11, 19))
    assert refused(plan=plan, by=head, now=NOW) == "NO_REVIEWERS"  # it ended yesterday at midnight
    quality.certify(head, "REVIEWER")
    assert refused(plan=plan, by=head, now=dt.datetime(2026, 10, 31, 3, tzinfo=dt.UTC)) == "NOT_OVER"
    operations.draw_plan(plan=plan, by=head, now=NOW)
    assert refused(plan=plan, by=head, now=NOW) == "DRAWN"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_on": dt.date(2026, 9, 30)}, "PERIOD"),
        ({"random_per_agent": 0, "risk_total": 0}, "NOTHING_WANTED"),
    ],
)
def test_plans_that_make_no_sense_are_refused(branch, change, code):
    told = {"name": "X", "unit": branch, "first_on": quality.FIRST, "last_on": quality.LAST, "random_per_agent": 1,
            "risk_total": 0, "seed": "", "by": quality.reviewer(), "now": NOW}  # fmt: skip

    with pytest.raises(PlanRefused) as refusal:
        operations.make_plan(**told | change)

    assert refusal.value.code == code


def test_one_agent_alone_is_drawn_and_not_ranked(branch, reviewers):
    quality.contact(quality.agent(branch), branch)

    plan = quality.drawn(branch, by=reviewers[0], random=4, risk=10)

    assert Review.objects.filter(plan=plan).count() == 1
    ranking, _people = queries.ranking(paths=[branch.path], first=quality.FIRST, last=quality.LAST)
    assert (ranking.can_rank, ranking.more) == (False, None)


def test_reviews_of_somebody_who_leaves_go_to_others_with_drafts_let_go(branch, reviewers):
    month(branch)
    plan = quality.drawn(branch, by=reviewers[0])
    leaver, mine = reviewers[1], Review.objects.filter(plan=plan, reviewer=reviewers[1])
    count = mine.count()
    operations.start_score(review=mine.first(), by=leaver, now=NOW)

    gone, left = operations.hand_reviews_over(person=leaver, by=None, now=NOW)

    assert (gone, left) == (count, 0) and not mine.exists() and not Evaluation.objects.exists()
    assert operations.hand_reviews_over(person=leaver, by=None, now=NOW) == (0, 0)
    quality.Certificate.objects.filter(kind="REVIEWER").delete()
    doubled = Review.objects.filter(plan=plan, reviewer=reviewers[0])[0]
    Review.objects.filter(plan=plan).update(second_reviewer=None)  # the digest of a random id decides who is doubled
    Review.objects.filter(pk=doubled.pk).update(second_reviewer=reviewers[2])
    left = operations.hand_reviews_over(person=reviewers[0], by=None, now=NOW)[1]
    assert left > 0  # nobody is there: told, not lost
    quality.certify(reviewers[2], "REVIEWER")
    assert operations.share_out(plan=plan, by=reviewers[2], now=NOW) == left
    doubled.refresh_from_db()
    assert (doubled.reviewer, doubled.second_reviewer) == (reviewers[2], None)  # the only one left scores it alone


def test_a_closed_plan_drops_what_nobody_heard(branch, reviewers):
    month(branch)
    plan = quality.drawn(branch, by=reviewers[0])
    quality.scored(plan.reviews.first())

    dropped = operations.close_plan(plan=plan, by=reviewers[0], now=NOW)

    assert dropped == plan.reviews.count() - 1
    assert list(queries.queue(reviewers[0]).filter(status="OPEN")) == []


def test_the_last_contacts_of_somebody_complained_about_are_heard_once(branch, reviewers):
    collector, other = quality.agent(branch), quality.agent(branch, name="Dewi Lestari")
    customer = make.contract(branch).customer
    theirs = [quality.contact(collector, branch, day=day, customer=customer) for day in range(1, 13)]
    quality.contact(other, branch, day=12, customer=customer)
    complaint = cases.receive_complaint(
        customer=customer, channel="WRITTEN", kind="CONDUCT", subject="Dibentak", collector=collector,
        text="Petugas membentak istri saya di telepon.", received_on=quality.NOW.date(), by=reviewers[0],
        now=quality.NOW,
    )  # fmt: skip
    asked = Event.objects.get(name="cases.ConductReviewAsked")

    for _time in range(2):
        reactions.hear_complained(event_id=asked.pk)

    plan = SamplePlan.objects.get()
    heard = set(plan.reviews.values_list("attempt_id", flat=True))
    assert (plan.agent, plan.seed, heard) == (collector, complaint.code, {row.pk for row in theirs[-10:]})
    assert set(plan.drawn.values_list("sample", "stratum")) == {("MANDATORY", "COMPLAINT")}
    assert not plan.reviews.filter(reviewer__isnull=True).exists()
    assert queries.is_redrawn(plan)
