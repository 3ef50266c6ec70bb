import pytest

from tagih.field.models import DayClosing, Deposit
from tests.factories import cases, field
from tests.factories.field import NOW

pytestmark = pytest.mark.django_db


def test_cashier_checks_a_deposit_and_closes_the_day_at_zero(browser):
    branch = cases.branch()
    budi = field.collector(branch)
    phone = field.Phone(budi)
    cashier = cases.agent(branch.parent, role="CASHIER", name="Kasir Contoh")
    phone.send(phone.receipt(field.debtor(branch), 150_000))
    phone.send(phone.envelope("DEPOSIT", amount=150_000, channel="BANK", reference="ST9", made_at=NOW.isoformat()))
    client = browser(cashier)

    page = client.get("/kas/").content.decode()
    assert "Budi Jalan" in page
    client.post("/kas/", {"lines": "TRF ST9;150000"})
    deposit = Deposit.objects.get()
    assert deposit.bank_reference == "TRF ST9"
    client.post(f"/kas/petugas/{budi.employee_no}/tutup/")
    assert DayClosing.objects.count() == 0
    address = f"/kas/setoran/{deposit.pk}/"
    assert client.get(address).status_code == 200
    client.post(address, {"note": "", "bank_reference": "TRF ST9"})
    assert Deposit.objects.get().state == "SUBMITTED"
    client.post(address, {"approve": "1", "note": "", "bank_reference": "TRF ST9"})
    client.post(f"/kas/petugas/{budi.employee_no}/tutup/")

    assert (DayClosing.objects.get().received, DayClosing.objects.get().closed_by) == (150_000, cashier)
    assert client.get(f"/kas/petugas/{budi.employee_no}/").status_code == 200


def test_collector_does_not_see_the_cashier_s_page(browser):
    budi = field.collector(cases.branch())

    assert browser(budi).get("/kas/").status_code == 403
