"""Versions of strategies: two people, releases to a share, back in one step, and never two for one person."""

import datetime as dt

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.config import jobs, setup
from tagih.kernel import lake as store
from tagih.kernel.errors import Refusal
from tagih.strategy import operations, queries
from tagih.strategy.queries.decided import file_of
from tagih.strategy.rules.versions import Released, chosen, place_of, standing_on
from tests.factories import staff
from tests.strategy.test_day import DAY, NOW, play
from tests.strategy.test_document import GOOD

OTHER = queries.shipped_text().replace("template: TAGIH_SMS", "template: TAGIH_SMS_2")


@pytest.fixture
def writer(lake, db):
    staff.company()
    return staff.person(role="STRATEGIST")


@pytest.fixture
def played(writer):
    """A day that was decided."""
    setup.load_reference_data(now=NOW)
    play()


@pytest.fixture
def second(writer):
    return staff.person(role="HEAD")


def approved(text, writer, second):
    version = operations.draft_version(text=text, by=writer, now=NOW)
    operations.start_replay(version=version, by=writer, now=NOW)
    jobs.drain()
    operations.submit_version(version=version, by=writer, now=NOW)
    return operations.approve_version(version=version, by=second, now=NOW)


def code(refused):
    return refused.value.code


def decided_by_version():
    file = file_of(store.required("decisions", DAY), "decisions")
    with duckdb.connect() as engine:
        return dict(engine.execute(f"SELECT customer_no, version FROM read_parquet('{file}')").fetchall())


def test_faulty_text_makes_no_version(writer):
    with pytest.raises(Refusal) as refused:
        operations.draft_version(text=GOOD.replace("dpd", "dpdd"), by=writer, now=NOW)

    assert code(refused) == "TEXT_FAULTY"


def test_draft_is_submitted_only_with_a_replay_of_exactly_its_text(writer):
    version = operations.draft_version(text=OTHER, by=writer, now=NOW)

    with pytest.raises(Refusal) as never:
        operations.submit_version(version=version, by=writer, now=NOW)
    replay = operations.start_replay(version=version, by=writer, now=NOW)
    operations.run_replay(replay_id=replay.pk, now=NOW)
    operations.rewrite_version(version=version, text=OTHER + "\n", by=writer, now=NOW, was=version.digest)
    with pytest.raises(Refusal) as changed:
        operations.submit_version(version=version, by=writer, now=NOW)

    assert (code(never), code(changed)) == ("REPLAY_FIRST", "REPLAY_FIRST")


def test_replay_holds_three_days_and_keeps_its_figures(writer, played):
    version = operations.draft_version(text=OTHER, by=writer, now=NOW)
    operations.start_replay(version=version, by=writer, now=NOW)
    jobs.drain()

    replay = queries.newest_replay(version)

    assert (replay.done, replay.total, [day["date"] for day in replay.days]) == (1, 1, ["2026-11-20"])
    assert replay.days[0]["people"] == 3
    with pytest.raises(Refusal) as old:
        operations.submit_version(version=version, by=writer, now=replay.finished_at + dt.timedelta(4))
    assert code(old) == "REPLAY_FIRST"


def test_writer_does_not_approve(writer, second):
    version = operations.draft_version(text=OTHER, by=writer, now=NOW)
    operations.start_replay(version=version, by=writer, now=NOW)
    jobs.drain()
    operations.submit_version(version=version, by=second, now=NOW)

    for person in (writer, second):
        with pytest.raises(Refusal) as refused:
            operations.approve_version(version=version, by=person, now=NOW)
        assert code(refused) == "SECOND_PERSON_DECIDES"


def test_version_sent_back_becomes_a_draft_again(writer, second):
    version = operations.draft_version(text=OTHER, by=writer, now=NOW)
    operations.start_replay(version=version, by=writer, now=NOW)
    jobs.drain()
    operations.submit_version(version=version, by=writer, now=NOW)

    operations.reject_version(version=version, note="Terlalu sering", by=second, now=NOW)
    again = operations.rewrite_version(version=version, text=OTHER, by=writer, now=NOW)

    assert (again.status, again.note, again.decided_by) == ("DRAFT", "", None)


def test_somebody_elses_text_is_not_overwritten(writer, second):
    version = operations.draft_version(text=OTHER, by=writer, now=NOW)
    operations.rewrite_version(version=version, text=OTHER + "# lain\n", by=second, now=NOW, was=version.digest)

    with pytest.raises(Refusal) as refused:
        operations.rewrite_version(version=version, text=OTHER, by=writer, now=NOW, was=version.digest)

    assert code(refused) == "CHANGED_MEANWHILE"


def test_release_decides_from_its_date_on_and_is_taken_back_in_one_step(writer, second):
    version = approved(OTHER, writer, second)

    operations.release_version(version=version, share=100, effective_on=DAY + dt.timedelta(1), by=second, now=NOW)

    assert [share.label for share in queries.in_force(DAY)] == [queries.SHIPPED]
    assert [share.label for share in queries.in_force(DAY + dt.timedelta(1))] == ["DEFAULT@1"]
    operations.take_back(reason="Salah", by=second, now=NOW)
    assert [share.label for share in queries.in_force(DAY + dt.timedelta(1))] == [queries.SHIPPED]
    with pytest.raises(Refusal) as nothing:
        operations.take_back(reason="", by=second, now=NOW)
    assert code(nothing) == "NOTHING_TO_TAKE_BACK"


def test_share_decides_for_its_people_only_and_today(writer, second, played):
    version = approved(OTHER, writer, second)
    made = operations.release_version(version=version, share=50, effective_on=DAY, by=second, now=NOW)

    jobs.drain()

    mark = {True: version.digest[:12], False: queries.in_force(DAY)[1].strategy.digest[:12]}
    found = decided_by_version()
    assert found == {number: mark[place_of(made.salt, number) < 50] for number in ("C1", "C2", "C4")}
    told = queries.decision_of("C1", DAY)
    assert told.label == ("DEFAULT@1" if place_of(made.salt, "C1") < 50 else queries.SHIPPED)
    operations.take_back(reason="", by=second, now=NOW)
    jobs.drain()
    assert set(decided_by_version().values()) == {mark[False]}


def test_second_trial_is_refused_and_the_first_may_be_widened(writer, second):
    one, other = approved(OTHER, writer, second), approved(GOOD, writer, second)
    first = operations.release_version(version=one, share=10, effective_on=DAY, by=second, now=NOW)

    with pytest.raises(Refusal) as refused:
        operations.release_version(version=other, share=10, effective_on=DAY, by=second, now=NOW)
    wider = operations.release_version(version=one, share=30, effective_on=DAY, by=second, now=NOW)

    assert code(refused) == "TRIAL_RUNNING"
    assert wider.salt == first.salt
    assert [share.percent for share in queries.in_force(DAY)] == [30, 70]
    operations.release_version(version=one, share=100, effective_on=DAY, by=second, now=NOW)
    assert [share.label for share in queries.in_force(DAY)] == ["DEFAULT@1"]
    with pytest.raises(Refusal) as again:
        operations.release_version(version=one, share=100, effective_on=DAY, by=second, now=NOW)
    assert code(again) == "ALREADY_IN_FORCE"


@pytest.mark.parametrize(
    ("share", "on", "expected"),
    [
        (0, DAY, "SHARE_OUT_OF_RANGE"), (101, DAY, "SHARE_OUT_OF_RANGE"),
        (10, DAY - dt.timedelta(1), "BEGINS_IN_THE_PAST"),
    ],
)
def test_impossible_releases_are_refused(writer, second, share, on, expected):
    version = approved(OTHER, writer, second)

    with pytest.raises(Refusal) as refused:
        operations.release_version(version=version, share=share, effective_on=on, by=second, now=NOW)

    assert code(refused) == expected


def test_draft_is_not_released(writer):
    version = operations.draft_version(text=OTHER, by=writer, now=NOW)

    with pytest.raises(Refusal) as refused:
        operations.release_version(version=version, share=10, effective_on=DAY, by=writer, now=NOW)

    assert code(refused) == "NOT_APPROVED"


releases = st.lists(
    st.builds(
        Released, order=st.integers(1, 60), version=st.integers(1, 9), share=st.sampled_from([1, 10, 50, 99, 100]),
        salt=st.sampled_from(["a", "b"]), effective_on=st.dates(DAY - dt.timedelta(9), DAY + dt.timedelta(9)),
    ),
    max_size=8, unique_by=lambda one: one.order,
)  # fmt: skip


@given(releases, st.integers(0, 500).map(lambda number: f"C{number}"))
def test_each_person_has_one_strategy_and_a_trial_is_newer_than_its_base(held, customer_no):
    standing = standing_on(held, DAY)

    assert chosen(standing, customer_no) in (standing.base, standing.trial)
    assert standing_on(held[::-1], DAY) == standing
    for one in (standing.base, standing.trial):
        assert one is None or one.effective_on <= DAY
    if standing.base and standing.trial:
        assert (standing.trial.effective_on, standing.trial.order) > (standing.base.effective_on, standing.base.order)


def test_difference_names_lines_of_both_texts():
    told = list(queries.difference("a\nb\nc\n", "a\nB\nc\nd\n", around=1))

    assert [(line.sign, line.text, line.old, line.new) for line in told] == [
        ("=", "a", 1, 1), ("-", "b", 2, None), ("+", "B", None, 2), ("=", "c", 3, 3), ("+", "d", None, 4),
    ]  # fmt: skip
