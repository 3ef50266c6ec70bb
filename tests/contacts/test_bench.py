import json

import pytest

from tagih.config import cli


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_gate_benchmark_runs_and_answers_everybody(capsys):
    """Slow: it migrates a scratch database."""
    arguments = ["bench", "gate", "--people", "50", "--rate", "40", "--callers", "8", "--seconds", "1", "--json"]

    status = cli.run(arguments)

    figures = json.loads(capsys.readouterr().out)
    assert (status, figures["answered"], figures["offered_per_s"]) == (0, 40, 40)
    assert 0 < figures["median_ms"] <= figures["p99_ms"]
