"""What only the loaded product can tell: models, addresses, jobs, events, lifecycles."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from tagih.config import jobs
from tagih.journal import presenters
from tagih.journal.events import all_classes
from tests.architecture import source
from tools import states


def our_models() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("tagih.")]


def package_of(model: Any) -> str:
    return model.__module__.split(".")[1]


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield where, entry.callback
        else:
            yield from addresses(entry, where)


def test_foreign_keys_point_down_the_map():
    pairs = [
        (package_of(model), package_of(field.related_model))
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model.__module__.startswith("tagih.")
    ]

    assert source.upward(pairs) == []


def test_upward_foreign_key_is_found():
    pairs = [("portfolio", "cases"), ("payments", "contacts"), ("cases", "portfolio"), ("cases", "cases")]

    assert source.upward(pairs) == [("portfolio", "cases"), ("payments", "contacts")]


def test_money_columns_are_numeric_18_2():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if source.names_money(field.name)
        and field.get_internal_type() in {"DecimalField", "FloatField"}
        and (getattr(field, "max_digits", None), getattr(field, "decimal_places", None)) != (18, 2)
    ]

    assert wrong == []


def test_every_address_declares_a_permission_or_says_public():
    bare = [where for where, view in addresses(get_resolver()) if not hasattr(view, "tagih_guard")]

    assert bare == []


def test_every_job_has_a_queue_that_is_consumed():
    ours = {task.name: task.queue for task in jobs.app.tasks.values() if not task.name.startswith("builtin:")}

    assert {name: queue for name, queue in ours.items() if queue not in jobs.QUEUES} == {}


def test_every_event_is_put_into_words():
    assert [known.name() for known in all_classes() if not presenters.has_presenter(known)] == []


@pytest.mark.parametrize("table", list(states.tables()), ids=lambda table: table.noun)
def test_transition_table_covers_every_status(table):
    assert states.uncovered(table) == set()


def test_uncovered_status_is_found():
    table = next(states.tables())
    first = next(iter(table.transitions))
    rest = {status: reachable for status, reachable in table.transitions.items() if status != first}

    assert states.uncovered(states.Table(table.module, table.statuses, rest)) == {str(first)}


def test_state_diagrams_are_fresh():
    from django.utils import translation

    with translation.override("en"):
        assert states.stale() == []
