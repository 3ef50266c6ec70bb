"""A score's way: begun, saved, submitted, released, acknowledged or disputed; and what a rate makes of it."""

import datetime as dt

import pytest

from tagih.journal.models import Event
from tagih.quality import operations, queries
from tagih.quality.models import Dispute, Evaluation, ScorecardVersion
from tagih.quality.operations.disputes import DisputeRefused
from tagih.quality.operations.forms import FormRefused
from tagih.quality.operations.recordings import RecordingRefused
from tagih.quality.operations.scores import ScoreRefused
from tests.factories import quality
from tests.quality.sounds import speech

pytestmark = pytest.mark.django_db
NOW = quality.NOW
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def branch():
    return quality.branch()


@pytest.fixture
def reviewers(branch):
    return [quality.reviewer("Ratih"), quality.reviewer("Bagas")]


@pytest.fixture
def agent(branch):
    return quality.agent(branch)


@pytest.fixture
def review(branch, reviewers, agent):
    for day in (3, 4, 5):
        quality.contact(agent, branch, day=day)
    return quality.drawn(branch, by=reviewers[0], random=3, risk=0).reviews.select_related("reviewer").first()


def other(review, reviewers):
    return next(one for one in reviewers if one.pk != review.reviewer_id)


def code_of(refusal, operation, **told) -> str:
    with pytest.raises(refusal) as raised:
        operation(**told)
    return raised.value.code


def test_score_is_pinned_to_the_form_of_its_beginning(review):
    score = operations.start_score(review=review, by=review.reviewer, now=NOW)
    changed = {"name": {"id": "Baru"}, "channels": ["CALL"],
               "sections": [{"id": "s", "name": {"id": "S"}, "items": [{"id": "only", "text": {"id": "1"}}]}]}
    draft = operations.draft_form(code="CALL", content=changed, by=review.reviewer, now=NOW)
    operations.publish_form(version=draft, by=review.reviewer, now=NOW)

    submitted = quality.scored(review, release=False)

    assert submitted.pk == score.pk and submitted.form.number == 1 and submitted.points == 100
    fresh = review.plan.reviews.exclude(pk=review.pk).select_related("reviewer").first()
    assert operations.start_score(review=fresh, by=fresh.reviewer, now=NOW).form.number == 2
    assert ScorecardVersion.objects.get(scorecard__code="CALL", number=1).status == "RETIRED"


def test_published_form_is_published_once_and_an_unsound_one_never(review):
    version = ScorecardVersion.objects.get(scorecard__code="CALL")

    assert code_of(FormRefused, operations.publish_form, version=version, by=None, now=NOW) == "NO_DRAFT"
    assert code_of(FormRefused, operations.draft_form, code="X", content={}, by=None, now=NOW) == "NAME_MISSING"
    assert operations.load_shipped_forms(now=NOW) == 0


def test_score_needs_every_answer_and_a_word_for_a_grave_failure(review):
    by = review.reviewer
    score = operations.start_score(review=review, by=by, now=NOW)
    assert code_of(ScoreRefused, operations.submit, evaluation=score, by=by, now=NOW) == "ANSWERS_MISSING"
    answers = quality.best(score, failed=["no_threat"])
    saved = operations.save_answers(
        evaluation=score, answers=answers, comments={}, summary="", version=0, by=by, now=NOW
    )
    assert code_of(ScoreRefused, operations.submit, evaluation=saved, by=by, now=NOW) == "COMMENT_MISSING"
    operations.save_answers(evaluation=score, answers=answers, comments={"no_threat": "Mengancam"}, summary="",
                            version=1, by=by, now=NOW)  # fmt: skip

    done = operations.submit(evaluation=score, by=by, now=NOW)

    assert (done.points, done.is_fatal, done.status) == (0, True, "SUBMITTED")
    assert done.items.get(item="no_threat").fatal == "THREAT"
    review.refresh_from_db()
    assert review.status == "DONE"
    assert code_of(ScoreRefused, operations.submit, evaluation=score, by=by, now=NOW) == "SUBMITTED"


def test_another_tab_another_person_and_ones_own_contact_are_refused(review, reviewers, agent):
    by, told = review.reviewer, {"answers": {}, "comments": {}, "summary": "", "now": NOW}
    score = operations.start_score(review=review, by=by, now=NOW)
    operations.save_answers(evaluation=score, version=0, by=by, **told)

    stale = code_of(ScoreRefused, operations.save_answers, evaluation=score, version=0, by=by, **told)
    assert stale == "STALE"
    alien = {"evaluation": score, "version": 1, "by": other(review, reviewers)} | told
    assert code_of(ScoreRefused, operations.save_answers, **alien) == "NOT_YOURS"
    assert code_of(ScoreRefused, operations.start_score, review=review, by=agent, now=NOW) == "NOT_YOURS"
    assert operations.start_score(review=review, by=by, now=NOW).pk == score.pk


def test_all_items_not_applicable_is_a_score_without_points_that_counts_nowhere(branch, reviewers, agent):
    message = quality.contact(agent, branch, channel="CALL", day=6)
    form = {"name": {"id": "N"}, "channels": ["CALL"],
            "sections": [{"id": "s", "name": {"id": "S"}, "items": [{"id": "a", "text": {"id": "A"}}]}]}  # fmt: skip
    draft = operations.draft_form(code="CALL", content=form, by=None, now=NOW)
    operations.publish_form(version=draft, by=None, now=NOW)
    plan = quality.drawn(branch, by=reviewers[0], random=1, risk=0)
    review = plan.reviews.select_related("reviewer").get(attempt=message)
    score = operations.start_score(review=review, by=review.reviewer, now=NOW)
    operations.save_answers(evaluation=score, answers={"a": "NA"}, comments={}, summary="", version=0,
                            by=review.reviewer, now=NOW)  # fmt: skip

    done = operations.submit(evaluation=score, by=review.reviewer, now=NOW)

    assert (done.points, done.is_fatal) == (None, False)
    found = queries.rates(paths=[branch.path], first=quality.FIRST, last=quality.LAST)
    assert (found.drawn, found.reviewed, found.grave.share) == (1, 0, None)


def test_agent_sees_a_score_only_once_it_is_released_and_acknowledges_it(review, agent):
    score = quality.scored(review, release=False)
    assert list(queries.own_scores(agent)) == []
    code = code_of(ScoreRefused, operations.acknowledge, evaluation=score, reply="", by=agent, now=NOW)
    assert code == "NOT_RELEASED"

    assert operations.release(evaluations=[score.pk], by=review.reviewer, now=NOW) == 1
    assert operations.release(evaluations=[score.pk], by=review.reviewer, now=NOW) == 0
    operations.acknowledge(evaluation=score, reply="Terima kasih", by=agent, now=NOW)

    assert [one.status for one in queries.own_scores(agent)] == ["ACKNOWLEDGED"]


def test_a_grave_failure_is_told_when_it_is_released(review):
    quality.scored(review, failed=["third_party"])

    assert Event.objects.get(name="quality.GraveFailureFound").payload["kinds"] == ["WRONG_PERSON"]


def test_dispute_goes_to_another_reviewer_and_an_overturn_makes_a_new_score(review, reviewers, agent):
    score = quality.scored(review, failed=["third_party"])
    made = operations.dispute(evaluation=score, items=["third_party", "bogus"], reason="Itu istrinya, penjamin.",
                              by=agent, now=NOW)  # fmt: skip
    second = other(review, reviewers)
    assert (made.reviewer, made.items, made.due_on) == (second, ["third_party"], dt.date(2026, 11, 27))
    assert not queries.current(Evaluation.objects.filter(pk=score.pk)).exists()  # in dispute it counts nowhere
    own = {"dispute": made, "answers": {"third_party": "YES"}, "answer": "Benar.", "now": LATER}
    assert code_of(DisputeRefused, operations.decide_dispute, by=review.reviewer, **own) == "SAME_REVIEWER"
    assert code_of(DisputeRefused, operations.decide_dispute, by=agent, **own) == "SAME_REVIEWER"

    decided = operations.decide_dispute(by=second, **own | {"answers": {"third_party": "YES", "listens": "0"}})

    fresh = Evaluation.objects.get(replaces=score)
    score.refresh_from_db()
    assert (decided.status, decided.overturned) == ("OVERTURNED", ["third_party"])  # what nobody disputed stays
    assert (score.status, fresh.points, fresh.status, fresh.form_id) == ("REPLACED", 100, "RELEASED", score.form_id)
    assert code_of(DisputeRefused, operations.decide_dispute, by=second, **own) == "DECIDED"
    rows = queries.overturns(first=dt.date(2026, 11, 1), last=dt.date(2026, 11, 30))
    assert [row[:3] for row in rows] == [("third_party", 1, 1)] and rows[0][4] is True


def test_a_dispute_without_a_change_lets_the_score_stand_for_good(review, reviewers, agent):
    score = quality.scored(review, failed=["listens"])
    made = operations.dispute(evaluation=score, items=["listens"], reason="Saya mendengarkan.", by=agent, now=NOW)

    operations.decide_dispute(dispute=made, answers={"listens": "0"}, answer="Memotong tiga kali.",
                              by=other(review, reviewers), now=LATER)  # fmt: skip

    score.refresh_from_db()
    assert score.status == "UPHELD"
    again = {"evaluation": score, "items": ["listens"], "reason": "Tetap tidak setuju.", "by": agent, "now": LATER}
    assert code_of(DisputeRefused, operations.dispute, **again) == "NOT_OPEN"


def test_dispute_needs_item_reason_agent_and_time(review, agent):
    score = quality.scored(review, failed=["listens"])
    told = {"evaluation": score, "items": ["listens"], "reason": "x", "by": agent, "now": NOW}

    assert code_of(DisputeRefused, operations.dispute, **told | {"items": ["bogus"]}) == "ITEMS"
    assert code_of(DisputeRefused, operations.dispute, **told | {"reason": " "}) == "REASON"
    assert code_of(DisputeRefused, operations.dispute, **told | {"by": review.reviewer}) == "NOT_YOURS"
    late = NOW + dt.timedelta(days=18)
    assert code_of(DisputeRefused, operations.dispute, **told | {"now": late}) == "TOO_LATE"


def test_withdrawn_dispute_counts_again(review, agent):
    score = quality.scored(review, failed=["listens"])
    made = operations.dispute(evaluation=score, items=["listens"], reason="x", by=agent, now=NOW)

    operations.withdraw_dispute(dispute=made, by=agent, now=LATER)

    assert queries.current(Evaluation.objects.filter(pk=score.pk)).exists()


def test_disputes_of_a_reviewer_who_leaves_wait_for_another_or_for_anybody(review, reviewers, agent):
    made = operations.dispute(evaluation=quality.scored(review, failed=["listens"]), items=["listens"], reason="x",
                              by=agent, now=NOW)  # fmt: skip

    assert operations.hand_dispute_over(person=made.reviewer, now=NOW) == 1

    made.refresh_from_db()
    assert made.reviewer is None
    third = quality.reviewer("Citra")
    operations.decide_dispute(dispute=made, answers={}, answer="Tetap.", by=third, now=LATER)
    assert Dispute.objects.get().reviewer == third


def test_ten_thousand_disputes_are_listed_by_one_page(review, reviewers, agent, django_assert_num_queries):
    score = quality.scored(review, failed=["listens"])
    Dispute.objects.bulk_create(
        [
            Dispute(evaluation=score, items=["listens"], reason="x", raised_at=NOW, raised_by=agent, status="UPHELD",
                    due_on=dt.date(2026, 11, 27), reviewer=reviewers[0], decided_at=NOW, answer="y",
                    overturned=["listens"] if number % 10 == 0 else [])
            for number in range(10_000)
        ],
        batch_size=2_000,
    )  # fmt: skip
    operations.dispute(evaluation=score, items=["listens"], reason="x", by=agent, now=NOW)

    with django_assert_num_queries(3):
        row = queries.overturns(first=dt.date(2026, 11, 1), last=dt.date(2026, 11, 30))[0]
        mine = list(queries.disputes_for(other(review, reviewers), quality_standing(reviewers[0]))[:50])

    assert row[1:3] == (10_000, 1_000) and row[4] is False  # a tenth is not too many
    assert len(mine) == 1


def quality_standing(person):
    from tagih.staff.queries import standing_of

    return standing_of(person, on=dt.date(2026, 11, 20))


def test_recording_of_a_disputed_contact_outlives_retention(review, agent):
    recording = operations.keep_recording(attempt=review.attempt, content=speech(), by=None, now=NOW)
    score = quality.scored(review, failed=["listens"])
    assert code_of(RecordingRefused, operations.delete_recording, recording=recording, by=None, now=NOW) == "NEEDED"
    made = operations.dispute(evaluation=score, items=["listens"], reason="x", by=agent, now=NOW)
    assert code_of(RecordingRefused, operations.delete_recording, recording=recording, by=None, now=NOW) == "NEEDED"
    operations.withdraw_dispute(dispute=made, by=agent, now=NOW)

    gone = operations.delete_recording(recording=recording, by=None, now=NOW)

    assert (gone.state, gone.stored_as, gone.sha256 != "") == ("DELETED", "", True)


def test_recording_is_kept_once_and_must_be_sound(review):
    kept = operations.keep_recording(attempt=review.attempt, content=speech(), by=None, now=NOW)
    again = operations.keep_recording(attempt=review.attempt, content=speech(), by=None, now=NOW)

    assert kept.pk == again.pk and kept.channels == 2 and kept.seconds == pytest.approx(2.0)
    told = {"attempt": review.attempt, "by": None, "now": NOW}
    assert code_of(RecordingRefused, operations.keep_recording, content=speech(seconds=1), **told) == "ANOTHER"
    assert code_of(RecordingRefused, operations.keep_recording, content=b"RIFF", **told) == "NO_WAV"
    elsewhere = told | {"attempt": review.plan.reviews.exclude(pk=review.pk).first().attempt}
    operations.record_missing(**elsewhere)
    operations.record_missing(**elsewhere)
    assert operations.keep_recording(content=speech(), **elsewhere).state == "KEPT"  # it was found after all


def test_rates_come_from_the_random_sample_and_never_from_risk_alone(branch, reviewers):
    calm = quality.agent(branch, "Tenang")
    for day in range(1, 21):
        quality.contact(calm, branch, day=day, seconds=100)
    plan = quality.drawn(branch, by=reviewers[0], random=4, risk=6)
    random = set(plan.drawn.filter(sample="RANDOM").values_list("review", flat=True))
    for review in plan.reviews.select_related("reviewer"):
        quality.scored(review, failed=() if review.pk in random else ["no_threat"])

    found = queries.rates(paths=[branch.path], first=quality.FIRST, last=quality.LAST)

    assert found.grave.share == 0 and found.reviewed == 4 and found.grave.interval.high > 0.3
    assert found.risk_found > 0 and found.risk_grave.of_frame == 20
    assert found.fine.share == 1 and found.items == ()


def test_calibration_is_blind_until_laid_open_and_ends_with_a_consensus(review, reviewers, branch):
    from tagih.quality.operations.calibration import CalibrationRefused

    form = ScorecardVersion.objects.get(scorecard__code="CALL")
    told = {"name": "November", "unit": branch, "form": form, "attempts": [review.attempt],
            "due_on": dt.date(2026, 11, 27), "by": reviewers[0], "now": NOW}  # fmt: skip
    assert code_of(CalibrationRefused, operations.open_calibration, reviewers=reviewers[:1], **told) == "REVIEWERS"
    made = operations.open_calibration(reviewers=reviewers, **told)
    place = made.contacts.get()
    lay = {"calibration": made, "by": reviewers[0], "now": NOW}
    for turn, score in enumerate(place.evaluations.select_related("form", "reviewer")):
        assert code_of(CalibrationRefused, operations.lay_open, **lay) == "TOO_EARLY"
        answers = quality.best(score, failed=["summed_up"] if turn else [])
        operations.save_answers(evaluation=score, answers=answers, comments={}, summary="", version=0,
                                by=score.reviewer, now=NOW)  # fmt: skip
        operations.submit(evaluation=score, by=score.reviewer, now=NOW)

    operations.lay_open(**lay)
    closed = operations.close_calibration(
        consensus={place.pk: {"summed_up": "NO", "bogus": "YES"}}, outcome="Rangkuman harus lisan.", **lay
    )

    place.refresh_from_db()
    assert (closed.status, place.consensus) == ("CLOSED", {"summed_up": "NO"})
    assert not queries.current(Evaluation.objects.all()).exists()  # calibration never touches anybody's score
