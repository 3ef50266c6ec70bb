import datetime as dt

import pytest
from django.utils.translation import override

from tagih.web.desk import words

TODAY = dt.date(2026, 11, 20)


DUE = {"due_on": "2026-11-18", "amount": "500000.00"}
TOMORROW = {"due_on": "2026-11-21", "amount": "500000.00"}


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("OVERDUE_SINCE", {"since": "2026-10-30", "bucket": "C0"}, "Terlambat 21 hari, sejak 30/10/2026 (C0)"),
        ("AMOUNT", {"amount": "1250000.00"}, "Rp1.250.000 menunggak"),
        ("SEVERAL_CONTRACTS", {"count": 2}, "2 kontrak, satu percakapan"),
        ("FAILED_PROMISES", {"count": 1}, "1 janji tidak ditepati dalam 90 hari"),
        ("PROMISE_FALLS_DUE", TOMORROW, "Janji bayar Rp500.000 jatuh tempo besok"),
        ("PROMISE_BROKEN", DUE, "Janji bayar Rp500.000 untuk 18/11/2026 diingkari"),
        ("PROMISE_PARTIAL", DUE, "Janji bayar Rp500.000 untuk 18/11/2026 baru dibayar sebagian"),
        ("CALLBACK", {"at": "2026-11-20T07:30Z"}, "Minta ditelepon lagi 20/11/2026 14.30 WIB"),
        ("TAKEN_BY_HAND", {}, "Diambil sendiri"),
        ("SOMETHING_NEW", {}, "Something new"),
    ],
)
def test_reason_is_spoken_in_whole_words(code, facts, said):
    with override("id"):
        assert words.reason({"code": code, "facts": facts}, today=TODAY) == said
