"""The first five minutes of each role in a demonstration: what to do, and why it is done here so."""

from tagih.config.demo.tours import desk, floor, office
from tagih.web.ui import tour


def install() -> None:
    """This will make the tours known; where `TAGIH_TOUR` is off nobody sees them."""
    tour.register(desk.AGENT, floor.LEADER, floor.HEAD, *office.TOURS)
