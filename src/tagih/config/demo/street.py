"""What leaves the house and comes back: people's replies, letters on paper, visits with their routes.

Each goes through the operations of its package, replies through the door of the provider; what is there already is
left alone.
"""

import datetime as dt
import json
from decimal import Decimal

from tagih.cases.models import Case
from tagih.contacts.models import AssignmentLetter, ContactPoint
from tagih.field import operations as field
from tagih.field.models import Collector, DayPlan
from tagih.kernel import clock, crypto
from tagih.letters import operations as letters
from tagih.letters.models import Letter, Letterhead
from tagih.messaging import operations as messaging
from tagih.messaging.models import Message, Reply
from tagih.portfolio.models import Contract
from tagih.staff.models import Person, Unit

NUMBERS = "contacts.ContactPoint.value"
REPLIES = (
    "Baik kak, nanti sore saya transfer. Terima kasih sudah diingatkan.",
    "Sudah saya bayar kemarin lewat minimarket, tolong dicek ya",
    "Besok saya bayar",
    "Saya baru kena PHK, apakah bisa minta keringanan?",
    "Maaf salah nomor, saya bukan orang yang dimaksud",
    "Motor saya sudah dua bulan di bengkel dealer, kenapa tetap ditagih? Saya keberatan",
    "STOP",
    "Kalau lewat alfamart kodenya yang mana kak?",
)
"""What the invented people write back."""
BETWEEN = dt.timedelta(minutes=7)
LETTERS, VISITS = 12, 18
SP1_DAYS = 7
ROUTES_S = 1.5
DEPOT = {"latitude": Decimal("-6.2146"), "longitude": Decimal("106.8451"), "vehicle": "MOTORCYCLE", "capacity": 14}
ASSIGNED_DAYS = 90
LETTERHEAD = {
    "name": "PT Nusantara Contoh Finance", "address": "Jl. Contoh Raya No. 1, Jakarta", "phone": "021-5550100",
    "email": "layanan@nusantara-contoh.example", "licence": "Perusahaan rekaan, hanya untuk demonstrasi",
    "complaints": "Pengaduan: 021-5550199", "signatory": "Kepala Penagihan",
    "signatory_title": "Nusantara Contoh Finance",
}  # fmt: skip


def receive_replies(*, now: dt.datetime) -> int:
    """This will let some of the people whom a message reached write back; the provider delivers what they wrote."""
    if Reply.objects.exists():
        return 0
    sent = Message.objects.filter(channel="SMS", handed_at__lte=now, contact_point__isnull=False)
    reached = sent.order_by("-handed_at", "pk").select_related("contact_point")[: len(REPLIES)]
    written = [
        {
            "id": f"balasan-{message.pk}", "from": crypto.decrypt(message.contact_point.value_cipher, context=NUMBERS),
            "text": text, "at": (now - BETWEEN * place).isoformat(),
        }
        for place, (message, text) in enumerate(zip(reached, REPLIES, strict=False), start=1)
    ]  # fmt: skip
    told = messaging.take_post(provider="sandbox", body=json.dumps({"replies": written}).encode(), now=now)
    return sum(told["replies"].values())


def write_letters(*, now: dt.datetime) -> int:
    """This will write and set first warning letters of some contracts, and join one branch's for the printer."""
    if Letter.objects.filter(kind="SP1").exists():
        return 0
    _letterhead(now)
    today = clock.today_in(clock.WIB, now=now)
    late = Contract.objects.filter(
        status="ACTIVE", customer__cases__status="OPEN", oldest_unmet_due_on__lte=today - dt.timedelta(days=SP1_DAYS),
        branch__code__in=["JKT", "BDG"],
    )  # fmt: skip
    numbers = late.order_by("branch_id", "contract_no").values_list("contract_no", flat=True).distinct()[:LETTERS]
    orders = [letters.LetterOrder(number, "SP1", f"demo:{number}:SP1") for number in numbers]
    done = letters.order_letters(orders=orders, now=now)
    letters.set_letters(now=now)
    first = Letter.objects.filter(kind="SP1").order_by("pk").values_list("branch", flat=True).first()
    if first is not None:
        letters.print_all(branch=Unit.objects.get(pk=first), by=None, now=now)
    return done.written


def plan_visits(*, now: dt.datetime) -> int:
    """This will send a collector of the branch in the capital to some of those whom the desk no longer moves.

    The routes of today are planned here: nobody waits a minute for a solver.
    """
    from tagih.field.adapters.routes.hgs import PyVrpSolver  # noqa: PLC0415 (lazy: solver)

    if Collector.objects.exists():
        return 0
    branch, today = Unit.objects.get(code="JKT"), clock.today_in(clock.WIB, now=now)
    collector, head = Person.objects.get(username="lapangan"), Person.objects.get(username="kepala")
    _letterhead(now)
    field.set_collector(
        person=collector, branch=branch, starts_at=dt.time(8, 30), ends_at=dt.time(17, 0), by=head, now=now, **DEPOT
    )
    if not AssignmentLetter.objects.filter(agent=collector).exists():
        letters.issue_assignment(
            agent=collector, branch=branch, valid_from=today, valid_until=today + dt.timedelta(days=ASSIGNED_DAYS),
            by=head, now=now,
        )  # fmt: skip
    wanted = [
        field.Wanted(
            reference=f"demo:{today:%Y-%m-%d}:{case.pk}", customer_id=case.customer_id, case_id=case.pk,
            purpose="COLLECT", due_on=today, reason="Meja tidak lagi mencapainya",
        )
        for case in _hard_to_reach(branch)
    ]  # fmt: skip
    noted = field.want_visits(wanted=wanted, by=head, now=now)
    plan = field.ask_plan(branch=branch, day=today, by=head, now=now)
    field.make_plan(plan=DayPlan.objects.get(pk=plan.pk), solver=PyVrpSolver(), seconds=ROUTES_S, by=None, now=now)
    return noted


def _hard_to_reach(branch: Unit) -> list[Case]:
    """The latest cases of a branch whose homes are on the map."""
    homes = ContactPoint.objects.filter(
        kind="ADDRESS", owner_role="CONSUMER", latitude__isnull=False, longitude__isnull=False, unusable_reason=""
    )
    late = Case.objects.filter(
        status="OPEN", branch=branch, contract_count__gt=0, customer__in=homes.values("customer_id")
    )
    return list(late.order_by("oldest_unmet_due_on", "pk")[:VISITS])


def _letterhead(now: dt.datetime) -> None:
    company = Unit.objects.get(code="HQ")
    if not Letterhead.objects.filter(unit=company).exists():
        letters.set_letterhead(unit=company, by=None, now=now, **LETTERHEAD)
