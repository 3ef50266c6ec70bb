import pytest
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "wrong"])
def test_metrics_are_closed_without_the_token(client, monkeypatch, token):
    monkeypatch.setenv("TAGIH_METRICS_TOKEN", "right" if token else "")

    response = client.get(reverse("metrics"), headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 403
    assert b"tagih_" not in response.content


@pytest.mark.django_db
def test_metrics_name_pages_and_queues_but_no_addresses(client, monkeypatch):
    monkeypatch.setenv("TAGIH_METRICS_TOKEN", "right")
    client.get(reverse("health"))

    response = client.get(reverse("metrics"), headers={"Authorization": "Bearer right"})

    text = response.content.decode()
    assert 'tagih_request_seconds_count{method="GET",page="health",status="200"}' in text
    assert "# TYPE tagih_jobs gauge" in text


@pytest.mark.django_db
def test_health_answers_without_signing_in(client):
    response = client.get(reverse("health"))

    assert (response.status_code, response.content) == (200, b"ok\n")
