from collections.abc import Iterator

import pytest

from .switches.exchange import Exchange, running


@pytest.fixture(scope="session")
def real_exchange() -> Iterator[Exchange]:
    """An Asterisk for the whole session."""
    with running() as exchange:
        yield exchange


@pytest.fixture(params=["simulated", pytest.param("asterisk", marks=pytest.mark.asterisk)])
def exchange(request: pytest.FixtureRequest) -> Exchange | None:
    """Each provider once: the suite below is the contract of both."""
    return request.getfixturevalue("real_exchange") if request.param == "asterisk" else None
