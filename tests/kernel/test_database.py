import io

import pytest
from django.db import IntegrityError, connection

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


@pytest.mark.django_db
def test_bulk_load_puts_back_what_it_takes_off_an_empty_table():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE parent (id int PRIMARY KEY)")
        cursor.execute("CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, name text)")
        cursor.execute("CREATE INDEX child_name ON child (name) WHERE name <> ''")
        before = _shape(cursor, "child")

        with database.bulk_load("child"):
            during = _shape(cursor, "child")
            cursor.execute("INSERT INTO parent VALUES (1)")
            cursor.execute("INSERT INTO child VALUES (1, 1, 'a')")

        assert [name for name, _told in during] == ["child_pkey"]
        assert _shape(cursor, "child") == before
        with database.bulk_load("child"):
            assert "child_name" in dict(_shape(cursor, "child"))
        with database.bulk_load("child", rows=database.MANY_ROWS - 1):
            assert _shape(cursor, "child") == before


@pytest.mark.django_db
def test_bulk_load_refuses_a_row_without_its_parent():
    with pytest.raises(IntegrityError), database.transaction(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE parent (id int PRIMARY KEY)")
        cursor.execute("CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent)")
        with database.bulk_load("child"):
            cursor.execute("INSERT INTO child VALUES (1, 7)")


def _shape(cursor, table: str) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %(t)s UNION SELECT conname,"
        " pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %(t)s::regclass AND contype = 'f' ORDER BY 1",
        {"t": table},
    )
    return cursor.fetchall()
