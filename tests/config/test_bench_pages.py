import json

import pytest

from tagih.config import cli
from tagih.kernel import clock


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pages_benchmark_works_cases_with_the_same_queries_each(capsys):
    """Slow: it migrates a scratch database."""
    usual = clock.now

    status = cli.run(["bench", "pages", "--cases", "1000", "--agents", "2", "--turns", "3", "--json"])

    figures = json.loads(capsys.readouterr().out)
    assert (status, figures["cases"], figures["activities"]) == (0, 1000, 5000)
    for page in ("desk_page", "call", "history", "search", "result", "next_case"):
        assert figures[page]["requests"] == 4
        assert figures[page]["queries_least"] == figures[page]["queries_most"] > 0
        assert 0 < figures[page]["median_ms"] <= figures[page]["p95_ms"]
    assert clock.now is usual
