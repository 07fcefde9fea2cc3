"""Structured logs from an allow-list of keys, so that no word, name or key can get in by accident."""

import logging
import logging.config
import sys
from typing import Any

import structlog
from structlog.types import EventDict

ALLOWED_KEYS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "request_id",
        "method",
        "route",
        "status",
        "task",
        "id",
        "count",
        "seconds",
    }
    | {"exception_type", "where"}
)


def keep_allowed(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list, and the message of any exception: it may quote what somebody typed."""
    if raised := _raised(event.get("exc_info")):
        event["exception_type"] = type(raised).__name__
        trace = raised.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        if trace:
            event["where"] = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS}


def _raised(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    raised = exc_info if isinstance(exc_info, tuple) else sys.exc_info()
    return raised[1] if exc_info else None


SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_logging(level: str = "INFO") -> None:
    """Set up logging for this process: JSON lines on standard error."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,  # first: what nobody keeps costs nothing
            structlog.contextvars.merge_contextvars,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [structlog.contextvars.merge_contextvars, *SHARED],
                    "use_get_message": False,  # "Not Found: %s" stays just that: what would fill it may be words
                    "processors": [keep_allowed, structlog.processors.JSONRenderer()],
                }
            },
            "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["lines"], "level": level},
            "loggers": {
                # Says the same as our own request line, but with the path.
                "django.server": {"handlers": [], "propagate": False},
                "django.request": {"level": "ERROR"},
                "kombu.connection": {"level": "ERROR"},  # a folder has no host name, and needs none
            },
        }
    )
