"""What the processes write to standard error: one line each, as JSON unless a person watches, never personal data.

Ids are fine in a log; names, numbers, addresses and identity numbers are not. What slips through is blotted out here:
runs of seven or more digits, e-mail addresses, and fields with a personal name.
"""

import os
import re
import sys
from typing import Any

import structlog

PERSONAL_FIELDS = {
    "name",
    "full_name",
    "value",
    "phone",
    "email",
    "address",
    "identity_no",
    "password",
    "token",
    "notes",
}
_LONG_NUMBER = re.compile(r"(?<![\w-])(?!\d{4}-\d{2}-\d{2}(?!\d))\+?\d[\d .-]{5,}\d(?![\w-])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_BLOT = "***"
SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
]


def blot(_logger: Any, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """This will replace what may be personal in a log entry, its message and its traceback."""
    return {
        field: _BLOT if field in PERSONAL_FIELDS else _blotted(value) if field != "at" else value
        for field, value in entry.items()
    }


def settings() -> dict[str, Any]:
    """This will return Django's LOGGING. `TAGIH_LOG` is `json` or `lines`, `TAGIH_LOG_LEVEL` a level."""
    form = os.environ.get("TAGIH_LOG") or ("lines" if sys.stderr.isatty() else "json")
    renderer = (
        [structlog.dev.ConsoleRenderer()]
        if form == "lines"
        else [structlog.processors.format_exc_info, blot, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, blot, *renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": os.environ.get("TAGIH_LOG_LEVEL", "WARNING")},
        "loggers": {
            "tagih": {"level": os.environ.get("TAGIH_LOG_LEVEL", "INFO")},
            "django.server": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            "axes": {"level": "ERROR"},
        },
    }


def configure() -> None:
    """This will send structlog's own loggers through the standard library, so that there is one way out."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _blotted(value: Any) -> Any:
    if isinstance(value, str):
        return _EMAIL.sub(_BLOT, _LONG_NUMBER.sub(_BLOT, value))
    if isinstance(value, dict):
        return {key: _BLOT if key in PERSONAL_FIELDS else _blotted(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_blotted(part) for part in value]
    return value
