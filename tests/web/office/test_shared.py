"""The review of shared numbers: who sees whom, who decides, what is kept of looking."""

import pytest

from tagih.contacts.models import ContactPoint, SharedNumber
from tagih.journal.models import Access
from tests.factories import cases, contacts

pytestmark = pytest.mark.django_db
VALUE = "081290001111"


@pytest.fixture
def branch():
    return cases.branch()


@pytest.fixture
def leader(browser, branch):
    return browser(cases.agent(branch, role="TEAM_LEADER", name="Hendra Saputra"))


def holders(branch, count: int = 4, value: str = VALUE) -> list[ContactPoint]:
    people = [cases.contract(branch, customer=cases.customer(f"Warga {n}")).customer for n in range(count)]
    return [contacts.make_point(person, value=value) for person in people]


def shared() -> SharedNumber:
    return SharedNumber.objects.get()


def test_leader_decides_that_a_number_belongs_to_one(leader, branch):
    points = holders(branch)
    address = f"/perbaikan/nomor-bersama/{shared().pk}/"
    owner = points[2].customer

    page = leader.get(address).content.decode()
    without = leader.post(address, {"decision": "OWNED", "reason": "Dijawab sendiri"})
    done = leader.post(address, {"decision": "OWNED", "owner": owner.pk, "reason": "Dijawab sendiri"}, follow=True)

    states = dict(ContactPoint.objects.values_list("pk", "state"))
    assert all(point.customer.full_name in page for point in points)
    assert VALUE[1:] not in page
    assert (without.status_code, list(without.context["form"].errors)) == (422, ["owner"])
    assert [states[point.pk] for point in points] == ["WRONG_PERSON", "WRONG_PERSON", "UNVERIFIED", "WRONG_PERSON"]
    assert "Dijawab sendiri" in done.content.decode()


def test_decision_is_taken_back_with_a_reason(leader, branch):
    holders(branch)
    address = f"/perbaikan/nomor-bersama/{shared().pk}/"
    leader.post(address, {"decision": "KEPT", "reason": "Telepon kantor desa"})

    unexplained = leader.post(f"{address}batal/", {"reason": ""})
    leader.post(f"{address}batal/", {"reason": "Ternyata bukan kantor desa"})

    assert (unexplained.status_code, shared().state) == (422, "OPEN")
    assert "Ternyata bukan kantor desa" in leader.get(address).content.decode()


def test_number_wrong_for_everybody_offers_no_way_back(leader, branch):
    holders(branch)
    address = f"/perbaikan/nomor-bersama/{shared().pk}/"
    leader.post(address, {"decision": "WRONG", "reason": "Nomor toko pulsa"})

    page = leader.get(address).content.decode()
    refused = leader.post(f"{address}batal/", {"reason": "Coba lagi"})

    assert f"{address}batal/" not in page
    assert (refused.status_code, shared().state) == (422, "WRONG")


def test_people_of_other_branches_are_counted_not_named_and_bar_the_decision(leader, branch, browser):
    holders(branch, 2)
    other = cases.branch()
    hidden = [contacts.make_point(cases.contract(other, customer=cases.customer("Rahasia")).customer, value=VALUE)
              for _person in range(2)]  # fmt: skip
    address = f"/perbaikan/nomor-bersama/{shared().pk}/"

    page = leader.get(address).content.decode()
    refused = leader.post(address, {"decision": "WRONG", "reason": "Nomor toko"})
    head = browser(cases.agent(cases.company(), role="HEAD"))
    decided = head.post(address, {"decision": "WRONG", "reason": "Nomor toko"})

    assert "Rahasia" not in page and hidden[0].customer.customer_no not in page
    assert "2 orang lain di luar cabang Anda" in page
    assert (refused.status_code, decided.status_code, shared().state) == (403, 302, "WRONG")


def test_number_without_anybody_in_scope_is_not_there(leader):
    holders(cases.branch())

    assert leader.get(f"/perbaikan/nomor-bersama/{shared().pk}/").status_code == 404
    assert "Tidak ada nomor yang menunggu keputusan" in leader.get("/perbaikan/nomor-bersama/").content.decode()


def test_agent_looks_but_does_not_decide_and_an_auditor_does_neither(browser, branch):
    holders(branch)
    address = f"/perbaikan/nomor-bersama/{shared().pk}/"
    agent = browser(cases.agent(branch))

    assert agent.get(address).status_code == 200
    assert agent.post(address, {"decision": "WRONG", "reason": "x"}).status_code == 403
    assert agent.post(f"{address}batal/", {"reason": "x"}).status_code == 403
    assert browser(cases.agent(branch, role="AUDITOR")).get(address).status_code == 403
    assert shared().state == "OPEN"


def test_looking_is_kept_for_each_person_and_the_number_is_shown_for_a_reason(leader, branch):
    points = holders(branch)
    address = f"/perbaikan/nomor-bersama/{shared().pk}/"

    leader.get(address)
    seen = set(Access.objects.filter(what="shared number").values_list("customer_no", flat=True))
    unexplained = leader.post(f"{address}tampilkan/", {"reason": ""})
    shown = leader.post(f"{address}tampilkan/", {"reason": "Menelepon untuk mencocokkan"})

    assert seen == {point.customer.customer_no for point in points}
    assert unexplained.status_code == 422
    assert "+6281290001111" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert Access.objects.get(what="contact_point").reason == "Menelepon untuk mencocokkan"


def test_list_is_filtered_searched_and_written_to_a_file(leader, branch):
    holders(branch)
    holders(branch, 5, "081290002222")
    first = SharedNumber.objects.order_by("people").first()
    leader.post(f"/perbaikan/nomor-bersama/{first.pk}/", {"decision": "KEPT", "reason": "=Keluarga"})

    waiting = leader.get("/perbaikan/nomor-bersama/").context["page"]
    kept = leader.get("/perbaikan/nomor-bersama/?state=KEPT").context["page"]
    found = leader.get("/perbaikan/nomor-bersama/?state=ALL&q=0812 9000 1111").context["page"]
    file = leader.get("/perbaikan/nomor-bersama/?state=ALL&file=csv").content.decode("utf-8-sig")

    assert [[row.people for row in page] for page in (waiting, kept, found)] == [[5], [4], [4]]
    assert len(file.splitlines()) == 3
    assert "'=Keluarga" in file and "81290001111" not in file
    assert Access.objects.filter(what="shared numbers as a file").count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_screens_ask_as_often_for_one_as_for_three(leader, branch, number, django_assert_max_num_queries):
    for place in range(number):
        holders(branch, 3 + number, f"08129000{place}111")
    address = f"/perbaikan/nomor-bersama/{SharedNumber.objects.first().pk}/"
    leader.get(address)

    with django_assert_max_num_queries(12):
        leader.get("/perbaikan/nomor-bersama/")
    with django_assert_max_num_queries(17):
        leader.get(address)
