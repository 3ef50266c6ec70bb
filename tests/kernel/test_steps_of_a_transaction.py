"""A step of a transaction: no savepoint of its own, and what fails in it fails the whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.kernel import database
from tagih.kernel.models import Tally

pytestmark = pytest.mark.django_db


def test_step_of_an_open_transaction_takes_no_savepoint(now):
    with database.transaction(), CaptureQueriesContext(connection) as asked, database.step():
        Tally.objects.create(key="langkah", minute=now, count=1)

    assert [query["sql"].split()[0] for query in asked] == ["INSERT"]


def test_step_that_fails_takes_the_whole_with_it(now):
    with pytest.raises(ZeroDivisionError), database.transaction():
        Tally.objects.create(key="awal", minute=now, count=1)
        with database.step():
            1 / 0  # noqa: B018

    assert not Tally.objects.filter(key="awal").exists()


def test_step_alone_is_a_transaction_that_ends_whole_or_not_at_all(now):
    with pytest.raises(ZeroDivisionError), database.step():
        Tally.objects.create(key="sendiri", minute=now, count=1)
        1 / 0  # noqa: B018

    assert not Tally.objects.filter(key="sendiri").exists()
