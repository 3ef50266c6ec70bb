import pytest

from tagih.config import logs


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"event": "called +62 812-3456-7890 twice"}, {"event": "called *** twice"}),
        ({"event": "mail to siti@example.id"}, {"event": "mail to ***"}),
        ({"full_name": "Siti Aminah"}, {"full_name": "***"}),
        ({"facts": {"phone": "1", "case": 5}}, {"facts": {"phone": "***", "case": 5}}),
        ({"rows": ["3174012345678901"]}, {"rows": ["***"]}),
        ({"case_id": 1234567, "seconds": 2.5}, {"case_id": 1234567, "seconds": 2.5}),
        ({"event": "day 2026-11-20 done in 12 s"}, {"event": "day 2026-11-20 done in 12 s"}),
        ({"at": "2026-11-20T03:00:00Z"}, {"at": "2026-11-20T03:00:00Z"}),
    ],
)
def test_personal_values_are_blotted_out(entry, expected):
    assert logs.blot(None, "info", entry) == expected
