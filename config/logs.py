"""Logging, set up once for a whole process."""

from __future__ import annotations

import logging

from config.settings import Logs

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class FieldFormatter(logging.Formatter):
    """The event first, then its fields as key=value."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, with the fields that were given as `extra`."""
        line = super().format(record)
        fields = {key: value for key, value in vars(record).items() if key not in STANDARD}
        return line + "".join(f" {key}={value!r}" for key, value in sorted(fields.items()))


def configure_logging(logs: Logs) -> None:
    """Send all log lines of this process to standard error, at the level that is set."""
    handler = logging.StreamHandler()
    handler.setFormatter(FieldFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logs.level, handlers=[handler], force=True)
