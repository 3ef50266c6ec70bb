import pytest
from django.test import Client
from django.urls import reverse

from tagih.staff.models import SignIn
from tests.factories import staff

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = staff.PASSWORD, **extra: str):
    return client.post(reverse("ui:sign_in"), {"username": username, "password": password, "next": "/gaya/"}, **extra)


def test_sign_in_with_right_password_leads_on_and_is_remembered(client):
    person = staff.person()

    response = sign_in(client, person.username)

    assert response.status_code == 302
    assert response["Location"] == "/gaya/"
    assert SignIn.objects.get(person=person).ended_at is None
    assert client.get("/gaya/").status_code == 200


def test_what_a_signed_in_person_saw_stays_in_no_cache(client):
    person = staff.person()
    sign_in(client, person.username)

    assert client.get("/gaya/")["Cache-Control"] == "no-store"


def test_sign_in_with_wrong_password_says_what_to_do(client):
    person = staff.person()

    response = sign_in(client, person.username, "salah")

    assert response.status_code == 422
    assert b'role="alert"' in response.content
    assert not SignIn.objects.exists()


def test_sign_in_locks_out_after_five_wrong_attempts_even_for_the_right_password(client):
    person = staff.person()
    for _attempt in range(5):
        sign_in(client, person.username, "salah")

    response = sign_in(client, person.username)

    assert response.status_code == 429
    assert "15" in response.content.decode()
    assert not SignIn.objects.exists()


def test_address_that_tries_many_names_is_closed_to_all_of_them(client, settings):
    settings.TAGIH_ADDRESS_FAILURE_LIMIT = 6
    person = staff.person()
    for number in range(6):
        sign_in(client, f"tebakan{number}", "salah")

    here = sign_in(client, person.username)
    elsewhere = sign_in(Client(REMOTE_ADDR="10.0.0.9"), person.username)

    assert (here.status_code, elsewhere.status_code) == (422, 302)
    assert "jaringan" in here.content.decode()


@pytest.mark.parametrize(
    ("role", "address"), [("TEAM_LEADER", "/lantai/"), ("SUPERVISOR", "/lantai/"), ("AGENT", "/meja/")]
)
def test_day_begins_where_the_work_of_the_role_is(client, role, address):
    client.force_login(staff.person(role=role), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/")["Location"] == address


def test_sign_in_never_leads_to_another_site(client):
    person = staff.person()

    response = client.post(
        reverse("ui:sign_in"),
        {"username": person.username, "password": staff.PASSWORD, "next": "https://evil.example/"},
    )

    assert response["Location"] == "/"


def test_page_without_session_leads_to_sign_in_and_back(client):
    response = client.get("/gaya/?x=1")

    assert response["Location"] == "/masuk/?next=%2Fgaya%2F%3Fx%3D1"


def test_fragment_without_session_answers_401(client):
    assert client.get("/gaya/", headers={"HX-Request": "true"}).status_code == 401


def test_one_time_password_must_be_changed_before_anything_else(client):
    person = staff.person(ready=False)
    sign_in(client, person.username)

    first = client.get("/gaya/")
    changed = client.post(
        reverse("ui:password"),
        {"old_password": staff.PASSWORD, "new_password1": "teh-hangat-sore-42", "new_password2": "teh-hangat-sore-42"},
    )

    assert first["Location"] == reverse("ui:password")
    assert changed.status_code == 302
    assert client.get("/gaya/").status_code == 200


def test_weak_password_is_refused_with_its_reason(client):
    person = staff.person()
    sign_in(client, person.username)

    response = client.post(
        reverse("ui:password"), {"old_password": staff.PASSWORD, "new_password1": "pendek", "new_password2": "pendek"}
    )

    assert response.status_code == 422
    assert b"12" in response.content


def test_locked_desk_answers_423_until_the_password_opens_it(client):
    person = staff.person()
    sign_in(client, person.username)
    client.post(reverse("ui:lock"))

    fragment = client.get("/gaya/", headers={"HX-Request": "true"})
    wrong = client.post(reverse("ui:unlock"), {"password": "salah"}, headers={"X-Tagih-Dialog": "1"})
    right = client.post(reverse("ui:unlock"), {"password": staff.PASSWORD}, headers={"X-Tagih-Dialog": "1"})

    assert fragment.status_code == 423
    assert wrong.status_code == 200
    assert right.status_code == 204
    assert client.get("/gaya/").status_code == 200


def test_desk_locks_itself_when_nobody_was_seen(client, settings):
    settings.TAGIH_IDLE_LOCK_SECONDS = 60
    person = staff.person()
    sign_in(client, person.username)
    session = client.session
    session["seen_at"] = session["seen_at"] - 1000
    session.save()

    response = client.get("/gaya/")

    assert response["Location"].startswith(reverse("ui:unlock"))


def test_sign_out_elsewhere_ends_other_browsers_only(client):
    person = staff.person()
    other = Client()
    sign_in(client, person.username)
    sign_in(other, person.username)

    client.post(reverse("ui:sign_out_elsewhere"))

    assert client.get("/gaya/").status_code == 200
    assert other.get("/gaya/").status_code == 302


def test_preferences_hold_across_sign_ins(client):
    person = staff.person()
    sign_in(client, person.username)

    client.post(reverse("ui:preferences"), {"language": "en", "theme": "dark", "next": "/gaya/"})
    page = client.get("/gaya/").content.decode()

    person.refresh_from_db()
    assert (person.language, person.theme) == ("en", "dark")
    assert '<html lang="en" data-theme="dark"' in page
