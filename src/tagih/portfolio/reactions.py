"""Answers of the portfolio to what happened."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.portfolio import operations
from tagih.portfolio.operations.landings import LandingBusy

log = logging.getLogger(__name__)


@app.task(queue="slow", name="portfolio.land_feed", retry=RetryStrategy(max_attempts=20, wait=5))
def land_feed(event_id: int) -> None:
    """A file arrived: land it. A refusal is told in the landing itself; a busy feed is tried again."""
    arrived = journal.event(event_id)
    try:
        operations.land(landing_id=arrived.landing_id, now=clock.now())
    except LandingBusy:
        raise
    except Refusal as refusal:
        log.info("landing refused", extra={"landing": arrived.landing_id, "code": refusal.code})
