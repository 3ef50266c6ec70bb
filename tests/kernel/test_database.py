import io

import pytest
from django.db import connection

from tagih.kernel import database


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p%40ss@db:6432/tagih", {"HOST": "db", "PORT": "6432", "USER": "u", "PASSWORD": "p@ss"}),
        ("postgresql:///tagih?host=/run/pg&port=5433", {"HOST": "/run/pg", "PORT": "5433", "NAME": "tagih"}),
        ("postgres://db/", {"HOST": "db", "NAME": "tagih", "PORT": ""}),
    ],
)
def test_database_url_is_read(monkeypatch, url, expected):
    monkeypatch.setenv("DATABASE_URL", url)

    settings = database.settings()

    assert {key: settings[key] for key in expected} == expected


def test_database_url_of_another_product_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://db/tagih")

    with pytest.raises(ValueError, match="postgresql://"):
        database.settings()


@pytest.mark.django_db
def test_copy_in_takes_rows_and_csv():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE arrivals (number int, name text)")

    rows = database.copy_in("arrivals", ["number", "name"], [(1, "satu"), (2, None)])
    more = database.copy_in("arrivals", ["number", "name"], io.BytesIO(b'3,"tiga, ""x"""\n4,\n'))

    with connection.cursor() as cursor:
        cursor.execute("SELECT number, name FROM arrivals ORDER BY number")
        assert cursor.fetchall() == [(1, "satu"), (2, None), (3, 'tiga, "x"'), (4, None)]
    assert (rows, more) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_a_fault():
    with pytest.raises(database.TransactionRequired):
        database.lock("case", 1)
    with pytest.raises(database.TransactionRequired):
        database.transaction_required(lambda: None)()


@pytest.mark.django_db
def test_lock_numbers_differ_by_key():
    with database.transaction():
        assert database.try_lock("case", 1)
    assert database.lock_number("case", 1) != database.lock_number("case", 2)
    assert database.lock_number("case", 1, 2) != database.lock_number("case", 12)
