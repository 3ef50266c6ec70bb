"""Jobs: procrastinate on Django's connection, so that a job is deferred in the transaction that causes it."""

from procrastinate.app import App
from procrastinate.contrib.django import app

QUEUES = ("default",)


def on_app_ready(app: App) -> None:
    """This will be called by procrastinate once all apps are loaded."""


def work(*, concurrency: int) -> None:
    """This will work off jobs until the process is told to stop."""
    app.run_worker(queues=QUEUES, concurrency=concurrency, install_signal_handlers=True)
