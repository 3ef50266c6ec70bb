import csv
import datetime as dt
import io

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import GateDecision, PackReplay, PackVersion
from tagih.journal.models import Access
from tagih.staff.models import Unit
from tests.contacts.cases import GOLDEN
from tests.contacts.living import ask_live
from tests.factories import staff
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
PAGE = "/kepatuhan/"


@pytest.fixture
def compliance(browser):
    return browser(staff.person(role="COMPLIANCE"))


def refused(now, *, agent=None, name="Siti Aminah", **changes):
    """A call that the gate refuses: on Sunday, at nine in the evening."""
    debtor = make_debtor(full_name=name)
    asked = {"channel": "CALL", "purpose": "COLLECT", "agent": agent or make_agent(), "by": agent} | changes
    late = now + dt.timedelta(days=2, hours=11)
    return operations.open_attempt(customer=debtor, contact_point=make_point(debtor), now=late, **asked).decision


def of(**days):
    return "?" + "&".join(
        f"{name}={value}" for name, value in ({"since": "2026-11-16", "until": "2026-11-22"} | days).items()
    )


def test_refusals_are_counted_by_reason_day_channel_and_unit(compliance, now):
    team = staff.unit("TEAM", name="Tim Melati")
    refused(now, agent=staff.person(unit=team))
    refused(now, channel="SMS", purpose="REMIND")
    debtor = make_debtor()
    operations.open_attempt(customer=debtor, contact_point=make_point(debtor), channel="CALL", purpose="COLLECT",
                            agent=make_agent(), by=None, now=now)  # fmt: skip

    page = compliance.get(PAGE + of())

    figures = page.context["figures"]
    assert (figures.asked, figures.refused) == (3, 2)
    assert dict(figures.by_rule) == {"AFTER_WINDOW": 2, "DAY_SUNDAY": 2, "AGENT_NO_CERT": 1}
    assert figures.by_day == [(dt.date(2026, 11, 20), 1, 0), (dt.date(2026, 11, 22), 2, 2)]
    assert (page.context["day_names"][0], page.context["days"]) == ("16/11", [0, 0, 0, 0, 0, 0, 2])
    assert dict(figures.by_channel) == {"CALL": 1, "SMS": 1}
    assert "Tim Melati" in [name for name, _path, _n in figures.by_unit]
    assert "Siti Aminah" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"rule": "DAY_SUNDAY"}, 2), ({"rule": "AGENT_NO_CERT"}, 1), ({"channel": "SMS"}, 1), ({"channel": "FAX"}, 2),
     ({"customer": "nobody"}, 0), ({"until": "2026-11-21"}, 0), ({"since": "x"}, 2),
     ({"since": "0001-01-01"}, 2), ({"since": "0001-01-01", "until": "0001-01-03"}, 0),
     ({"since": "9999-12-31", "until": "9999-12-31"}, 0)],
)  # fmt: skip
def test_filters_narrow_the_list(compliance, now, asked, count):
    refused(now, agent=make_agent(certificates=()))
    refused(now, channel="SMS", purpose="REMIND")

    page = compliance.get(PAGE + of(**asked))

    assert len(page.context["lines"]) == count


def test_a_branch_sees_its_own_refusals_and_no_others(browser, now):
    region = staff.unit("REGION")
    ours, theirs = (
        staff.unit("BRANCH", parent=region, name="Metro"),
        staff.unit("BRANCH", parent=region, name="Kotabumi"),
    )
    mine = refused(now, agent=staff.person(unit=staff.unit("TEAM", parent=ours)), name="Budi Milik Kami")
    other = refused(now, agent=staff.person(unit=staff.unit("TEAM", parent=theirs)), name="Orang Cabang Lain")
    supervisor = browser(staff.person(role="SUPERVISOR", unit=ours))

    page = supervisor.get(PAGE + of()).content.decode()

    assert "Budi Milik Kami" in page
    assert "Orang Cabang Lain" not in page
    assert "Kotabumi" not in page
    assert supervisor.get(f"{PAGE}keputusan/{mine.pk}/").status_code == 200
    assert supervisor.get(f"{PAGE}keputusan/{other.pk}/").status_code == 404


def test_an_agent_does_not_see_the_page(browser):
    assert browser(staff.person(role="AGENT")).get(PAGE).status_code == 403


def test_decision_is_told_in_words_and_its_reading_logged(compliance, now):
    decision = refused(now)

    page = compliance.get(f"{PAGE}keputusan/{decision.pk}/")

    text = page.content.decode()
    assert "POJK 22/2023 Pasal 62 ayat (2) huruf f" in text
    assert "Minggu, 22 November 2026, 21.00 WIB" in text
    assert "wilayah Kota Bandar Lampung, Lampung (18.71)" in text
    assert "Senin, 23 November 2026, 08.00 WIB" in text
    assert Access.objects.get(subject_kind="gate_decision").customer_no == decision.customer.customer_no


def test_decision_is_told_in_english_too(compliance, now, settings):
    decision = refused(now)
    compliance.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    text = compliance.get(f"{PAGE}keputusan/{decision.pk}/").content.decode()

    assert "At the customer&#x27;s address it was Sunday, 22 November 2026, 21.00 WIB." in text
    assert "POJK 22/2023 art. 62(2)f" in text


def test_file_is_safe_to_open(compliance, now):
    team = staff.unit("TEAM", name="=HYPERLINK(1)")
    refused(now, agent=staff.person(unit=team))

    answer = compliance.get(PAGE + of(file="csv"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert "POJK 22/2023 Pasal 62 ayat (2) huruf f" in rows[1][9]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_statements_does_not_grow(compliance, now, count, django_assert_num_queries):
    agent = staff.person(unit=Unit.objects.get(code="HQ"))
    for _ in range(count):
        refused(now, agent=agent)
    scope = queries.Scope(dt.date(2026, 11, 16), dt.date(2026, 11, 22), ("1.",))

    with django_assert_num_queries(6):
        queries.refusal_figures(scope)
        [decision.unit.name for decision in queries.refusals_in(scope)]
    compliance.get(PAGE)
    with django_assert_num_queries(10):
        compliance.get(PAGE + of())


@pytest.mark.parametrize("part", range(3))
def test_every_reason_can_be_told(part, settings):
    for _name, text, *_rest in GOLDEN[part::3]:
        settings.TAGIH_GATE_PACKS = text["pack"]
        told = queries.decision_told(ask_live(text).decision)
        assert told.question
        assert all(one.reason.source for one in told.reasons)


def test_empty_days_say_so(compliance):
    assert GateDecision.objects.count() == 0
    assert "Tidak ada yang ditolak" in compliance.get(PAGE).content.decode()


RULES = """id = "HOUSE_ACME"
title = "Nobody is called after six"
effective_from = {start}
[windows]
CALL = "08:00-18:00"
[rules.BEFORE_WINDOW]
source = "Board"
basis = "HOUSE"
[rules.AFTER_WINDOW]
source = "Board, 3 December 2026"
basis = "HOUSE"
"""


def test_rules_in_force_are_shown_with_their_sources(compliance):
    page = compliance.get(f"{PAGE}aturan/").content.decode()
    pack = compliance.get(f"{PAGE}aturan/ID_OJK_2023/").content.decode()

    assert "HOUSE_DEFAULT" in page
    assert "POJK 22/2023 Pasal 62 ayat (2) huruf c" in pack
    assert "Aturan perusahaan: cuti bersama diperlakukan sebagai hari libur" in pack
    assert compliance.get(f"{PAGE}aturan/NOTHING/").status_code == 404


def test_version_goes_from_draft_through_replay_and_a_second_person_into_force(browser, compliance, now):
    debtor = make_debtor()
    point, agent = make_point(debtor), make_agent()
    compliance.post(f"{PAGE}aturan/baru/", {"text": RULES.format(start="2026-11-20"), "product": ""})
    version = PackVersion.objects.get()
    here = f"{PAGE}aturan/versi/{version.pk}/"

    compliance.post(f"{here}ajukan/")
    assert PackVersion.objects.get().status == "DRAFT"
    compliance.post(f"{here}putar-ulang/")
    operations.run_replay(replay_id=PackReplay.objects.get().pk, now=now)
    assert "Yang akan berubah" in compliance.get(here).content.decode()
    compliance.post(f"{here}ajukan/")
    compliance.post(f"{here}setujui/")
    assert PackVersion.objects.get().status == "SUBMITTED"
    head = browser(staff.person(role="HEAD"))
    assert "Setujui" in head.get(here).content.decode()
    head.post(f"{here}setujui/")

    assert PackVersion.objects.get().status == "APPROVED"
    evening = operations.open_attempt(
        customer=debtor, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent,
        now=now + dt.timedelta(hours=9),
    )  # fmt: skip
    assert evening.decision.refused_by == ["AFTER_WINDOW"]
    told = compliance.get(f"{PAGE}keputusan/{evening.decision.pk}/").content.decode()
    assert "Board, 3 December 2026" in told
    assert "HOUSE_ACME@1" in told


def test_text_that_makes_no_pack_is_kept_in_the_form_with_the_fault(compliance):
    answer = compliance.post(f"{PAGE}aturan/baru/", {"text": 'id = "HOUSE_X"\n[moods]\nx = 1\n', "product": ""})

    assert answer.status_code == 422
    assert "Tagih tidak mengenal bagian moods." in answer.content.decode()
    assert "[moods]" in answer.content.decode()


def test_rejection_names_its_reason(browser, compliance, now):
    writer = make_agent()
    version = operations.draft_pack(text=RULES.format(start="2026-12-01"), by=writer, now=now)
    operations.run_replay(replay_id=operations.start_replay(version=version, by=writer, now=now).pk, now=now)
    operations.submit_pack(version=version, by=writer, now=now)

    compliance.post(f"{PAGE}aturan/versi/{version.pk}/kembalikan/", {"note": "Terlalu ketat"})

    assert "Terlalu ketat" in compliance.get(f"{PAGE}aturan/versi/{version.pk}/").content.decode()


def test_who_may_only_look_finds_no_buttons_and_no_way(browser, now):
    version = operations.draft_pack(text=RULES.format(start="2026-12-01"), by=make_agent(), now=now)
    leader = browser(staff.person(role="TEAM_LEADER"))

    assert "/ubah/" not in leader.get(f"{PAGE}aturan/versi/{version.pk}/").content.decode()
    assert leader.post(f"{PAGE}aturan/versi/{version.pk}/setujui/").status_code == 403
    assert leader.get(f"{PAGE}aturan/baru/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_rulebook_takes_the_same_statements_for_one_version_and_three(
    compliance, now, count, django_assert_num_queries
):
    for _ in range(count):
        operations.draft_pack(text=RULES.format(start="2026-12-01"), by=make_agent(), now=now)
    compliance.get(f"{PAGE}aturan/")

    with django_assert_num_queries(5):
        compliance.get(f"{PAGE}aturan/")


def test_holiday_entered_on_the_calendar_page_calls_work_back_at_once(browser, now):
    debtor = make_debtor()
    operations.open_attempt(customer=debtor, contact_point=make_point(debtor), channel="SMS", purpose="REMIND",
                            agent=None, by=None, now=now, starts_now=False)  # fmt: skip
    planner = browser(staff.person(role="PLANNER"))

    planner.post("/kantor/kalender/baru/", {"date": "20/11/2026", "name": "Pilkada", "kind": "NATIONAL",
                                           "status": "CONFIRMED", "source": "Keppres"})  # fmt: skip

    assert debtor.attempts.get().state == "CANCELLED"


def test_compliance_tells_the_gate_what_a_customer_asks_for_and_what_is_proven(compliance, now):
    decision = refused(now)
    here, customer = f"{PAGE}keputusan/{decision.pk}/", decision.customer
    contract = customer.contracts.get()

    compliance.post(f"{here}permintaan/", {"not_before": "13:00", "days": ["mon"], "refused_channels": ["SMS"],
                                           "evidence": "telepon 20/11"})  # fmt: skip
    compliance.post(f"{here}bukti/", {"contract_no": contract.contract_no, "kind": "COURT_DECISION",
                                      "proven_on": "19/11/2026", "evidence": "Putusan 12/2026"})  # fmt: skip
    collector = make_agent()
    compliance.post(f"{here}surat-tugas/", {"agent": collector.pk, "number": "ST-1", "valid_from": "20/11/2026",
                                            "valid_until": "30/11/2026"})  # fmt: skip

    wish = customer.wishes.get()
    assert (wish.not_before, wish.days, wish.refused_channels) == (dt.time(13), ["mon"], ["SMS"])
    assert customer.default_proofs.get().kind == "COURT_DECISION"
    assert collector.assignment_letters.get().customer == customer
    backwards = compliance.post(f"{here}permintaan/", {"not_before": "13:00", "not_after": "12:00", "evidence": "x"})
    assert (backwards.status_code, customer.wishes.count()) == (422, 1)
    assert compliance.get(f"{PAGE}keputusan/0/permintaan/").status_code == 404
