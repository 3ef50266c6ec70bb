import pytest
from django.urls import reverse

from tagih.cases import operations as cases
from tagih.cases.models import Code

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(now):
    cases.load_reference(now=now)


@pytest.mark.parametrize("kind", ["ACTION", "RESULT", "PARTY", "PLACE", "DELAY"])
def test_every_list_is_shown(office, starter, kind):
    response = office.get(reverse("office:codes"), {"kind": kind})

    assert len(response.context["codes"]) == Code.objects.filter(kind=kind).count() > 0


def test_new_code_is_valid_from_today_and_twice_is_refused(office, starter):
    asked = {"code": "PINDAH_KOTA", "name_id": "Pindah kota", "name_en": "Moved away", "cool_down_hours": 24,
             "position": 50, "is_worked": "on"}  # fmt: skip

    first = office.post(reverse("office:add_code", args=["RESULT"]), asked)
    second = office.post(reverse("office:add_code", args=["RESULT"]), asked)

    assert first.status_code == 302
    assert second.status_code == 422
    assert "code" in second.context["form"].errors
    assert Code.objects.get(code="PINDAH_KOTA").is_worked


def test_changed_code_keeps_the_old_row_for_history(office, starter):
    code = Code.objects.filter(kind="PARTY").first()

    office.post(reverse("office:edit_code", args=[code.pk]), {"name_id": "Nama baru", "name_en": "New", "position": 1})

    rows = list(Code.objects.filter(kind="PARTY", code=code.code).order_by("valid_from"))
    assert [row.name_id for row in rows] == [code.name_id, "Nama baru"]
    assert rows[0].valid_until is not None


def test_code_taken_off_the_list_stays_today(office, starter):
    code = Code.objects.filter(kind="PLACE").first()

    office.post(reverse("office:end_code", args=[code.pk]))

    code.refresh_from_db()
    assert code.valid_until is not None
