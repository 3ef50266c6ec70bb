"""Figures for Prometheus at `/metrics`: requests by page, jobs by queue. For whoever holds `TAGIH_METRICS_TOKEN`."""

import os
import time
from collections.abc import Callable, Iterator
from hmac import compare_digest

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tagih.web.ui.guard import public

REQUEST_SECONDS = Histogram(
    "tagih_request_seconds",
    "Time from request to answer, by page",
    ["page", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


class RequestMetrics:
    """Middleware that times every answer under the name of its page, never its address: addresses carry ids."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        page = request.resolver_match.view_name if request.resolver_match else "none"
        labels = (page or "unnamed", request.method or "", str(response.status_code))
        REQUEST_SECONDS.labels(*labels).observe(time.perf_counter() - began)
        return response


class JobFigures(Collector):
    """Jobs by queue and status, and how long the oldest due one waits; counted when asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily(
            "tagih_jobs", "Jobs that are not finished, and failed ones", labels=["queue", "status"]
        )
        wait = GaugeMetricFamily("tagih_job_wait_seconds", "Wait of the oldest due job", labels=["queue"])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs"
                " WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2"
            )
            for queue, status, count in cursor.fetchall():
                jobs.add_metric([queue, status], count)
            cursor.execute(
                "SELECT queue_name, extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at)))::float"
                " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
                " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()) GROUP BY 1"
            )
            for queue, seconds in cursor.fetchall():
                wait.add_metric([queue], seconds)
        yield jobs
        yield wait


@public("figures without personal data, for the holder of TAGIH_METRICS_TOKEN; closed when it is unset")
def metrics(request: HttpRequest) -> HttpResponse:
    """This will answer with all figures in Prometheus' text format, given `Authorization: Bearer TOKEN`."""
    expected = os.environ.get("TAGIH_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not compare_digest(given.encode(), expected.encode()):
        return HttpResponseForbidden(
            "set TAGIH_METRICS_TOKEN and send it as a bearer token\n", content_type="text/plain"
        )
    body = generate_latest(REGISTRY) + generate_latest(JobFigures())
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


@public("tells a load balancer that this process answers and reaches its database")
def health(request: HttpRequest) -> HttpResponse:
    """This will answer `ok` when the process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
