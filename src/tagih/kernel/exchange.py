"""A transaction in few round trips: what is asked together travels together, and the last word goes with the COMMIT."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import dict_row

from tagih.kernel import database


class Exchange:
    """What is said to the server inside one transaction. Each statement sees what was committed before it began."""

    def __init__(self, line: contextlib.ExitStack, *, is_outermost: bool) -> None:
        self._line, self._is_outermost = line, is_outermost
        self._last: psycopg.Cursor[Any] | None = None

    def ask(self, *questions: tuple[str, str, dict[str, Any]]) -> list[list[dict[str, Any]]]:
        """This will run named statements `(package, name, parameters)` one after the other in one round trip.

        Statement for statement it is what separate ones would be: the second sees what the first waited for.
        """
        with contextlib.ExitStack() as stack:
            raw = database.planned_connection(*(name for _package, name, _parameters in questions))
            cursors = [stack.enter_context(psycopg.Cursor(raw, row_factory=dict_row)) for _question in questions]
            with raw.pipeline():
                for cursor, (package, name, parameters) in zip(cursors, questions, strict=True):
                    cursor.execute(database.prepared_text(package, name), parameters, prepare=True)
            return [cursor.fetchall() for cursor in cursors]

    def close_with(self, package: str, name: str, parameters: dict[str, Any]) -> None:
        """This will send a last named statement; its row is there as `answer` when the transaction has ended.

        Where the transaction is part of another one, its end is not ours to hurry: the statement then runs at once.
        """
        raw = database.planned_connection(name)
        if self._is_outermost:
            self._line.enter_context(raw.pipeline())
        self._last = psycopg.Cursor(raw)
        self._last.execute(database.prepared_text(package, name), parameters, prepare=True)

    def answer(self) -> tuple[Any, ...]:
        """This will return the row that the last statement told."""
        if self._last is None:
            raise LookupError("nothing was closed with")
        with self._last:
            row = self._last.fetchone()
        if row is None:
            raise LookupError("the last statement told nothing")
        return row


@contextlib.contextmanager
def exchange() -> Iterator[Exchange]:
    """This will open a transaction, or join the one that is open, for statements that travel together."""
    is_outermost = not connection.in_atomic_block
    with contextlib.ExitStack() as line, database.transaction():
        yield Exchange(line, is_outermost=is_outermost)
