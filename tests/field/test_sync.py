import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest

from tagih.cases.models import Activity, Promise
from tagih.contacts.models import Attempt, GateDecision, LetterRecord
from tagih.field import operations
from tagih.field.models import Device, Operation, PinProposal, Stop, TrackPoint, Visit, WantedVisit
from tagih.field.rules import bodies, chain
from tagih.payments import operations as payments
from tests.factories import cases, field
from tests.factories.field import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return cases.branch()


@pytest.fixture
def budi(branch):
    return field.collector(branch)


@pytest.fixture
def phone(budi):
    return field.Phone(budi)


def only(rows):
    (row,) = rows
    return row


def test_visit_passes_the_gate_and_enters_the_case_as_of_when_it_happened(branch, budi, phone):
    case = field.debtor(branch)
    wanted = only(field.want(case))
    field.plan(branch, budi, wanted)

    answer = only(phone.send(phone.visit(case, wanted=wanted.pk, now=NOW - dt.timedelta(hours=1))))

    visit = Visit.objects.get()
    assert (answer["status"], answer["conflicts"], answer["fence"]) == ("ACCEPTED", [], "INSIDE")
    assert (visit.risk, visit.review, visit.arrived_at) == (0, "NONE", NOW - dt.timedelta(minutes=70))
    assert visit.decision.verdict == "ALLOW"
    assert Attempt.objects.get().opened_at == visit.arrived_at
    assert (visit.activity.action.code, visit.activity.result.code) == ("VISIT", "HOUSE_EMPTY")
    assert visit.activity.ended_at == NOW - dt.timedelta(hours=1)
    assert WantedVisit.objects.get().state == "DONE"
    assert Stop.objects.get().state == "VISITED"


def test_visit_sent_again_gets_the_same_answer_and_happens_once(branch, phone):
    case = field.debtor(branch)
    told = phone.visit(case)

    first, again = phone.send(told), phone.send(told, now=NOW + dt.timedelta(hours=5))

    assert first == again
    assert (Visit.objects.count(), Activity.objects.count(), Attempt.objects.count()) == (1, 1, 1)


def test_same_id_with_another_text_is_refused(branch, phone):
    case = field.debtor(branch)
    told = phone.visit(case)
    phone.send(told)
    other = told | {"body": told["body"].replace("HOUSE_EMPTY", "MOVED_UNKNOWN")}
    other["digest"] = chain.digest(other["previous"], other["id"], other["kind"], other["body"])

    assert only(phone.send(other))["code"] == "ENVELOPE_EDITED"
    assert Visit.objects.get().activity.result.code == "HOUSE_EMPTY"


def test_operation_edited_by_hand_is_refused_and_does_not_hold_up_the_next(branch, phone):
    case, other = field.debtor(branch), field.debtor(branch, east=3)
    edited = phone.visit(case)
    edited["body"] = edited["body"].replace("HOUSE_EMPTY", "MET_FAMILY")

    first, second = phone.send(edited, phone.visit(other))

    assert (first["status"], first["code"]) == ("REFUSED", "ENVELOPE_EDITED")
    assert second["status"] == "ACCEPTED"
    assert Operation.objects.filter(state="REFUSED").count() == 1


def test_visit_after_the_customer_paid_is_kept_and_says_so(branch, budi, phone):
    case = field.debtor(branch)
    wanted = only(field.want(case))
    field.plan(branch, budi, wanted)
    cases.cure(case.customer.contracts.get())
    operations.withdraw_settled(customer_no=case.customer.customer_no, by=None, now=NOW)

    answer = only(phone.send(phone.visit(case, wanted=wanted.pk)))

    assert [row["code"] for row in answer["conflicts"]] == ["PAID"]
    assert GateDecision.objects.get().verdict == "DENY"
    visit = Visit.objects.get()
    assert (visit.attempt, visit.review) == (None, "OPEN")
    assert [signal["code"] for signal in visit.signals] == ["GATE_REFUSED"]
    assert WantedVisit.objects.get().state == "WITHDRAWN"


def test_visit_moved_to_somebody_else_is_kept_once_and_says_so(branch, budi, phone):
    case = field.debtor(branch)
    wanted = only(field.want(case))
    ani = field.collector(branch, name="Ani Jalan")
    field.plan(branch, ani, wanted)

    answer = only(phone.send(phone.visit(case, wanted=wanted.pk)))

    assert [row["code"] for row in answer["conflicts"]] == ["MOVED"]
    assert Stop.objects.get().reason == "VISITED_BY_ANOTHER"


def test_promise_past_the_limit_does_not_lose_the_visit(branch, phone):
    case = field.debtor(branch)
    late = (field.DAY + dt.timedelta(days=40)).isoformat()

    answer = only(phone.send(phone.visit(
        case, result="MET_PROMISED", party="CONSUMER", promise={"amount": 500_000, "due_on": late}
    )))  # fmt: skip

    assert [row["code"] for row in answer["conflicts"]] == ["PROMISE_TOO_FAR"]
    visit = Visit.objects.get()
    assert (visit.activity, visit.review, Promise.objects.count()) == (None, "OPEN", 0)


def test_promise_at_the_door_stands_on_the_case(branch, phone):
    case = field.debtor(branch)
    due = (field.DAY + dt.timedelta(days=3)).isoformat()

    phone.send(phone.visit(case, result="MET_PROMISED", party="CONSUMER", promise={"amount": 750_000, "due_on": due}))

    assert Promise.objects.get().total == Decimal(750_000)


def test_certificate_that_ended_is_refused_by_the_gate_and_the_visit_kept(branch):
    person = field.collector(branch, is_certified=False)
    case = field.debtor(branch)
    phone = field.Phone(person)

    phone.send(phone.visit(case))

    assert GateDecision.objects.get().refused_by == ["AGENT_NO_CERT"]
    assert Visit.objects.get().review == "OPEN"


def test_phone_clock_a_day_ahead_is_set_right_and_noted(branch, phone):
    case = field.debtor(branch)
    ahead = NOW + dt.timedelta(days=1)

    phone.send(phone.visit(case, now=ahead), sent_at=ahead)

    visit = Visit.objects.get()
    assert visit.left_at == NOW
    assert [signal["code"] for signal in visit.signals] == ["CLOCK_OFF"]


def test_visit_waits_for_its_picture_and_then_is_taken(branch, phone):
    case = field.debtor(branch)
    missing = uuid.uuid4()
    told = phone.visit(case, blobs=[missing])

    assert only(phone.send(told)) == {"id": told["id"], "status": "WAIT", "code": "BLOB_NOT_YET"}
    assert Operation.objects.count() == 0


def test_picture_used_again_is_found_by_likeness(branch, phone):
    first, second = field.debtor(branch), field.debtor(branch, east=3)
    photo = phone.blob(field.picture(1))
    resized = phone.blob(field.picture(1, size=96))
    phone.send(phone.visit(first, blobs=[photo.pk], now=NOW - dt.timedelta(hours=1)))

    phone.send(phone.visit(second, blobs=[resized.pk]))

    assert [row["code"] for row in Visit.objects.latest("arrived_at").signals] == ["PHOTO_REUSED"]


def test_outside_the_fence_is_kept_and_looked_at(branch, phone):
    case = field.debtor(branch)
    point = case.customer.contact_points.get()
    far = field.fix(point, off_m=3000, at=NOW - dt.timedelta(minutes=10))

    answer = only(phone.send(phone.visit(case, fix=far, outside_reason="Rumah orang tua")))

    assert answer["fence"] == "OUTSIDE"
    assert Visit.objects.get().review == "OPEN"


def test_without_a_position_the_visit_counts_and_tells_it(branch, phone):
    case = field.debtor(branch)

    assert only(phone.send(phone.visit(case, fix=None)))["fence"] == "UNKNOWN"
    assert [row["code"] for row in Visit.objects.get().signals] == ["NO_POSITION"]


def test_letter_handed_over_is_told_to_the_gate_and_a_better_pin_proposed(branch, phone):
    case = field.debtor(branch)
    contract = case.customer.contracts.get()
    LetterRecord.objects.create(
        customer=case.customer, contract_no=contract.contract_no, kind="SP1", source="letter:7", issued_at=NOW
    )

    phone.send(phone.visit(case, letters=["letter:7"], is_door=True))

    assert LetterRecord.objects.get().delivered_on == field.DAY
    assert PinProposal.objects.get().is_adopted is None


def test_case_of_another_branch_is_refused(phone):
    case = field.debtor(cases.branch())

    assert only(phone.send(phone.visit(case)))["code"] == "CASE_NOT_YOURS"


def test_app_older_than_two_versions_is_refused_whole(branch, phone, monkeypatch):
    from tagih.field.operations import sync

    monkeypatch.setattr(sync, "OLDEST_VERSION", bodies.APP_VERSION + 1)

    with pytest.raises(operations.AppTooOld):
        phone.send(phone.visit(field.debtor(branch)))


def test_two_phones_of_one_person_have_numbers_of_their_own(budi):
    one, two = field.Phone(budi), field.Phone(budi)

    assert one.number_of() != two.number_of()


def test_broken_chain_is_noted(branch, phone):
    first, second = field.debtor(branch), field.debtor(branch, east=3)
    phone.send(phone.visit(first, now=NOW - dt.timedelta(hours=1)))
    phone.last = "0" * 64

    phone.send(phone.visit(second))

    assert [row["code"] for row in Visit.objects.latest("arrived_at").signals] == ["CHAIN_BROKEN"]


def test_track_is_kept_once_and_forgotten_after_90_days(phone):
    points = [{"lat": -5.4, "lon": 105.2, "accuracy": 12, "at": NOW.isoformat()}]
    phone.send(phone.envelope("TRACK", points=points))
    phone.send(phone.envelope("TRACK", points=points))

    assert TrackPoint.objects.count() == 1
    assert operations.forget_tracks(now=NOW + dt.timedelta(days=89)) == 0
    assert operations.forget_tracks(now=NOW + dt.timedelta(days=91)) == 1


def test_blocked_phone_is_not_recognised(budi, phone):
    known = {"identity": str(phone.device.pk), "token": phone.token, "permission": "field.work_field", "now": NOW}

    assert operations.recognised(**known) == phone.device
    assert operations.recognised(**known | {"token": "x"}) is None
    operations.block_device(device=phone.device, reason="hilang", by=budi, now=NOW)
    assert operations.recognised(**known) is None


def test_picture_comes_in_pieces_and_says_how_far_it_got(phone):
    content = field.picture(3)
    blob = operations.begin_blob(device=phone.device, identity=uuid.uuid4(), kind="PHOTO", size=len(content),
                                 sha256="0" * 64, now=NOW)  # fmt: skip
    operations.add_piece(blob=blob, offset=0, piece=content[:100], now=NOW)

    with pytest.raises(operations.OffsetDiffers) as refused:
        operations.add_piece(blob=blob, offset=50, piece=content[50:], now=NOW)
    assert refused.value.value == 100
    with pytest.raises(operations.BlobDiffers):
        operations.add_piece(blob=blob, offset=100, piece=content[100:], now=NOW)
    blob.refresh_from_db()
    assert (blob.received, blob.completed_at) == (0, None)


def test_file_that_is_no_picture_or_too_large_is_refused(phone):
    with pytest.raises(operations.BlobNoPicture):
        phone.blob(b"%PDF-1.7 not a picture")
    with pytest.raises(operations.BlobTooLarge):
        phone.blob(b"x" * (50 * 2**20))


def test_unreadable_body_names_its_field(phone):
    answer = only(phone.send(phone.envelope("DEPOSIT", amount=-5, channel="BANK", made_at=NOW.isoformat())))

    assert (answer["code"], answer["field"]) == ("BODY_UNREADABLE", "amount")


def test_money_reaches_the_field_in_the_reaction(branch, budi):
    case = field.debtor(branch)
    field.plan(branch, budi, only(field.want(case)))
    contract = case.customer.contracts.get()
    payments.post_notice(
        notice={"payment_ref": "VA1", "contract_no": contract.contract_no, "paid_at": NOW.isoformat(),
                "amount": "1000000", "channel": "VA"},
        source="NOTICE", by=None, now=NOW,
    )  # fmt: skip
    contract.refresh_from_db()
    cases.cure(contract)

    assert operations.withdraw_settled(customer_no=case.customer.customer_no, by=None, now=NOW) == 1
    assert (Stop.objects.get().state, Stop.objects.get().reason) == ("WITHDRAWN", "PAID")


def test_answers_are_kept_as_they_were_given(branch, phone):
    answer = only(phone.send(phone.visit(field.debtor(branch))))

    assert Operation.objects.get().answer == json.loads(json.dumps(answer))
    assert Device.objects.get().operations.count() == 1
