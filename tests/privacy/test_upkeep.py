"""What time lets go of, breaches and their clock."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tagih.cases import operations as cases
from tagih.cases.models import Case, Note
from tagih.contacts.models import (
    ContactPoint,
    GateDecision,
)
from tagih.journal.models import Access
from tagih.payments.models import Payment
from tagih.portfolio.models import Customer
from tagih.privacy import operations, queries
from tagih.privacy.models import RetentionProposal, RetentionRun, RetentionSwitch
from tagih.privacy.rules.retention import cutoff
from tagih.privacy.rules.unmaskings import unusual
from tagih.staff.queries import standing_of
from tests.factories import cases as cases_make
from tests.factories import privacy as make
from tests.factories import staff as staff_make

NOW = make.NOW
TODAY = dt.date(2026, 11, 20)
LONG_AGO = dt.date(2014, 5, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def papers(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


def switch_on(*rules: str, months: int = 60) -> None:
    officer, second = make.officer(), make.officer("Bagus Prakoso")
    for rule in rules:
        operations.switch_rule(rule=rule, is_on=True, months=months, reason="Disetujui DPO", by=officer, now=NOW)
        proposal = RetentionProposal.objects.get(rule=rule, status="WAITING")
        operations.approve_switch(proposal=proposal, by=second, now=NOW)


def by_rule(done: list[operations.LetGo]) -> dict[str, tuple[bool, int]]:
    return {row.rule: (row.is_dry, row.rows) for row in done}


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (dt.date(2026, 11, 20), 60, dt.date(2021, 11, 20)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 3, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), 12, dt.date(2023, 2, 28)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 31), 12, dt.date(2025, 12, 31)),
    ],
)
def test_the_cutoff_lies_months_back_at_the_end_of_short_months(on, months, expected) -> None:
    assert cutoff(on, months) == expected


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 600))
def test_the_cutoff_is_always_that_many_months_back(on, months) -> None:
    back = cutoff(on, months)

    assert (on.year * 12 + on.month) - (back.year * 12 + back.month) == months
    assert back.day <= on.day


def test_a_rule_that_nobody_switched_on_only_counts() -> None:
    make.customer(last_paid=LONG_AGO)

    done = by_rule(operations.retain(now=NOW))

    assert (done["contact-points"], done["notes"]) == ((True, 1), (True, 1))
    assert not ContactPoint.objects.filter(masked="•••").exists()
    assert RetentionRun.objects.filter(is_dry=True).count() == len(queries.retention_rules())


def test_what_a_rule_only_counts_never_leaves_the_database() -> None:
    make.customer(last_paid=LONG_AGO)

    with CaptureQueriesContext(connection) as asked:
        operations.retain(now=NOW)

    looked = [query["sql"] for query in asked if "n.text <> " in query["sql"]]
    assert [sql.startswith("SELECT count(*) FROM (") for sql in looked] == [True]


def test_a_rule_that_is_on_lets_go_of_the_old_only_and_keeps_the_ledger() -> None:
    old, young, live = make.customer(last_paid=LONG_AGO), make.customer(), make.customer(live=True)
    switch_on("contact-points", "notes", "customers")

    done = by_rule(operations.retain(now=NOW))
    again = by_rule(operations.retain(now=NOW))

    assert (done["contact-points"], done["notes"], done["customers"]) == ((False, 1), (False, 1), (False, 1))
    assert {again[rule][1] for rule in ("contact-points", "notes", "customers")} == {0}
    names = dict(Customer.objects.values_list("pk", "full_name"))
    assert names == {old.pk: "•••", young.pk: "Siti Rahmawati", live.pk: "Siti Rahmawati"}
    assert Note.objects.filter(text="•••").count() == 1
    assert Payment.objects.count() == 3


def test_dry_run_counts_what_is_on_and_changes_nothing() -> None:
    make.customer(last_paid=LONG_AGO)
    switch_on("notes")

    assert by_rule(operations.retain(now=NOW, dry=True))["notes"] == (True, 1)
    assert not Note.objects.filter(text="•••").exists()


@pytest.mark.parametrize("open_thing", ["hold", "case", "request"])
def test_about_whom_something_is_open_nothing_goes(open_thing) -> None:
    customer = make.customer(last_paid=LONG_AGO)
    case = Case.objects.get(customer=customer)
    if open_thing == "hold":
        cases.open_hold(case=case, reason="DISPUTE", by=None, now=NOW)
    elif open_thing == "case":
        Case.objects.filter(pk=case.pk).update(status="OPEN")
    else:
        make.request(customer)
    switch_on("contact-points", "notes", "customers")

    assert sum(rows for is_dry, rows in by_rule(operations.retain(now=NOW)).values() if not is_dry) == 0


def test_batches_smaller_than_the_work_do_all_of_it() -> None:
    customer = make.customer(last_paid=LONG_AGO)
    decided = {"channel": "CALL", "purpose": "COLLECT", "asked_by": "x", "verdict": "ALLOW", "facts": {"a": 1}}
    for days in (4000, 4001, 4002, 10):
        GateDecision.objects.create(customer=customer, asked_at=NOW - dt.timedelta(days=days), packs="X", **decided)
    switch_on("gate-facts")

    assert by_rule(operations.retain(now=NOW, batch=2))["gate-facts"] == (False, 3)
    assert GateDecision.objects.exclude(facts={}).count() == 1


def test_every_rule_of_the_file_runs_and_is_named_by_the_register() -> None:
    ids = {rule.id for rule in queries.retention_rules()}
    switch_on(*ids)

    assert set(by_rule(operations.retain(now=NOW))) == ids
    assert {row.retention for row in queries.processing()} <= ids
    assert all(rule.law for rule in queries.retention_rules())


def test_a_rule_is_switched_with_a_reason_and_possible_months() -> None:
    for reason, months in (("", 60), ("Disetujui", 0)):
        with pytest.raises(operations.RetentionReasonMissing):
            operations.switch_rule(rule="notes", is_on=True, months=months, reason=reason, by=make.officer(), now=NOW)


def test_a_rule_that_lets_more_go_waits_for_a_second_person() -> None:
    first, second = make.officer(), make.officer("Bagus Prakoso")
    told = {"rule": "notes", "reason": "Disetujui DPO", "now": NOW}

    holds = operations.switch_rule(**told, is_on=True, months=60, by=first)
    proposal = RetentionProposal.objects.get()
    with pytest.raises(operations.DecidedByTheSamePerson):
        operations.approve_switch(proposal=proposal, by=first, now=NOW)

    assert (holds, RetentionSwitch.objects.count()) == (False, 0)
    switch = operations.approve_switch(proposal=proposal, by=second, now=NOW)
    assert (switch.is_on, switch.set_by, switch.approved_by) == (True, first, second)
    with pytest.raises(operations.NothingProposed):
        operations.approve_switch(proposal=proposal, by=second, now=NOW)


@pytest.mark.parametrize(("is_on", "months", "holds"), [(False, 60, True), (True, 61, True), (True, 59, False)])
def test_only_what_lets_more_go_waits(is_on, months, holds) -> None:
    switch_on("notes")

    told = operations.switch_rule(rule="notes", is_on=is_on, months=months, reason="Ubah", by=make.officer(), now=NOW)

    kept = RetentionSwitch.objects.get()
    assert (told, (kept.is_on, kept.months) == (is_on, months)) == (holds, holds)


def test_switching_off_overtakes_what_waits() -> None:
    first = make.officer()
    told = {"rule": "notes", "reason": "Disetujui DPO", "by": first, "now": NOW}
    operations.switch_rule(**told, is_on=True, months=60)
    proposal = RetentionProposal.objects.get()

    operations.switch_rule(**told, is_on=False, months=60)

    with pytest.raises(operations.NothingProposed):
        operations.approve_switch(proposal=proposal, by=make.officer("Bagus Prakoso"), now=NOW)
    assert not RetentionSwitch.objects.get().is_on


def test_a_declined_change_leaves_the_rule_as_it_was() -> None:
    operations.switch_rule(rule="notes", is_on=True, months=6, reason="Cepat", by=make.officer(), now=NOW)
    proposal, second = RetentionProposal.objects.get(), make.officer("Bagus Prakoso")

    with pytest.raises(operations.ReasoningMissing):
        operations.decline_switch(proposal=proposal, answer="tidak", by=second, now=NOW)
    operations.decline_switch(proposal=proposal, answer="Terlalu cepat bagi auditor.", by=second, now=NOW)

    proposal.refresh_from_db()
    assert (proposal.status, RetentionSwitch.objects.count()) == ("DECLINED", 0)


def test_a_breach_runs_against_the_clock_until_authority_and_people_know() -> None:
    officer = make.officer()
    breach = operations.record_breach(title="Laptop hilang", how="Dicuri dari mobil", discovered_at=NOW, by=officer,
                                      now=NOW, data=["contact"], people=120)  # fmt: skip
    notice = {"told": "per surat", "text": "Kami memberitahukan ...", "sent_at": NOW, "by": officer, "now": NOW}

    assert breach.due_at == NOW + dt.timedelta(hours=72)
    operations.record_notice(breach=breach, recipient="AUTHORITY", **notice)
    with pytest.raises(operations.BreachNotTold):
        operations.close_breach(breach=breach, remedy="Disk dienkripsi.", by=officer, now=NOW)
    operations.record_notice(breach=breach, recipient="SUBJECTS", **notice)
    breach = operations.close_breach(breach=breach, remedy="Disk dienkripsi.", by=officer, now=NOW)

    assert breach.status == "CLOSED"
    assert operations.mark_late(now=NOW + dt.timedelta(days=9)) == 0


def test_a_breach_nobody_was_told_of_is_called_late_once() -> None:
    operations.record_breach(title="Berkas terkirim salah", how="Surel", discovered_at=NOW, by=make.officer(), now=NOW)
    late = NOW + dt.timedelta(hours=73)

    assert [operations.mark_late(now=late), operations.mark_late(now=late)] == [1, 0]


def test_who_looks_far_more_than_colleagues_is_noticed() -> None:
    assert unusual({1: 5, 2: 8, 3: 90}) == {3}
    assert unusual({1: 15, 2: 1, 3: 1}) == frozenset()
    assert unusual({}) == frozenset()


def test_lookers_are_counted_since_an_instant() -> None:
    for number in range(3):
        Access.objects.create(at=NOW, person_id=7, person_label="Sari", what="contact_point",
                              subject_kind="contact_point", subject_id=str(number), customer_no="N1")  # fmt: skip
    Access.objects.create(at=NOW - dt.timedelta(days=9), person_id=7, person_label="Sari", what="contact_point",
                          subject_kind="contact_point", subject_id="9", customer_no="N9")  # fmt: skip

    standing = standing_of(make.officer(role="AUDITOR"), on=TODAY)
    (looker,) = queries.unmaskings(standing=standing, since=NOW - dt.timedelta(days=1))

    assert (looker.name, looker.times, looker.people, looker.is_unusual) == ("Sari", 3, 1, False)


def test_an_auditor_of_a_branch_sees_the_unmaskings_of_its_people_only() -> None:
    mine, other = cases_make.case(cases_make.branch()), cases_make.case(staff_make.unit("BRANCH"))
    for case in (mine, other):
        Access.objects.create(at=NOW, person_id=7, person_label="Sari", what="identity", subject_kind="customer",
                              subject_id=str(case.customer_id), customer_no=case.customer.customer_no)  # fmt: skip
    auditor = standing_of(staff_make.person(role="AUDITOR", unit=mine.branch), on=TODAY)

    seen = queries.sights(standing=auditor, since=NOW)
    (looker,) = queries.unmaskings(standing=auditor, since=NOW)

    assert list(seen.values_list("customer_no", flat=True)) == [mine.customer.customer_no]
    assert (looker.times, looker.people) == (1, 1)
