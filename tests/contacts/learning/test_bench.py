import json

import pytest

from tagih.config import cli


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_beliefs_are_calibrated_and_reach_more_right_parties_than_file_order(capsys):
    """Slow: a scratch database and a month of a small town. Small numbers leave room for luck; `docs/performance.md`
    has the figures of a large one.
    """
    status = cli.run(["bench", "contacts", "--people", "800", "--days", "30", "--seed", "1", "--json"])

    figures = json.loads(capsys.readouterr().out)
    assert status == 0
    assert figures["ece_right_party"] <= 0.08
    assert figures["ece_reach"] <= 0.03
    assert figures["gain"] >= 0.15
