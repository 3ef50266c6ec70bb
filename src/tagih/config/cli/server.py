"""The processes: `tagih serve`, `tagih worker`, and `tagih stop` for those of this data folder."""

import os
import sys

import click
import uvicorn

from tagih.config import processes
from tagih.config.cli.answers import answer, json_option
from tagih.kernel import database, postgres


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Web processes.")
@click.option("--on-word", is_flag=True, hidden=True, help="Serve when a line comes on standard input.")
def serve(host: str, port: int, workers: int, on_word: bool) -> None:
    """Serve the screens."""
    os.environ.setdefault("TAGIH_POOL", "16")
    with processes.registered("serve"):
        if on_word and not _told_to_begin():
            return
        uvicorn.run(
            "tagih.config.asgi:application", host=host, port=port, workers=workers, log_level="warning",
            timeout_graceful_shutdown=5, server_header=False, proxy_headers=True, lifespan="off",
        )  # fmt: skip


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs at a time.")
def worker(concurrency: int) -> None:
    """Work off the jobs: reactions to events, sweeps, documents."""
    from tagih.config import jobs  # noqa: PLC0415 (lazy: start-up time)

    with processes.registered("worker"):
        jobs.work(concurrency=concurrency)


@click.command()
@json_option
def stop(as_json: bool) -> None:
    """Stop the processes and the embedded PostgreSQL of this TAGIH_HOME."""
    stopped = processes.stop_all()
    server = postgres.stop() if database.is_embedded() else False
    answer({"processes": stopped, "database": "stopped" if server else "not running"}, as_json=as_json)


def _told_to_begin() -> bool:
    """Everything is imported, then we wait; False when whoever started us is gone."""
    from django.urls import get_resolver  # noqa: PLC0415 (lazy: only the demonstration waits)

    from tagih.config import asgi  # noqa: F401, PLC0415 (lazy: only the demonstration waits)

    assert get_resolver().url_patterns
    return bool(sys.stdin.readline())
