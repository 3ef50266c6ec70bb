"""A house of the town's own: an empty database and an empty lake, gone after the run."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tagih.config.bench import scratch


@contextmanager
def empty_house() -> Iterator[None]:
    """This will point this process at an empty database and lake, quick rather than crash-proof, and drop both."""
    before, folder = settings.TAGIH_LAKE, Path(tempfile.mkdtemp(prefix="tagih-town-lake-"))
    try:
        with scratch.database("town"):
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = off")
            settings.TAGIH_LAKE = str(folder)
            yield
    finally:
        settings.TAGIH_LAKE = before
        shutil.rmtree(folder, ignore_errors=True)
