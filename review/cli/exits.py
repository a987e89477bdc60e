"""Exit codes by error family, and one clear line for each error."""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from domain.errors import MonitorError
from review.cli.visible import visible

INTERRUPTED, UNEXPECTED, NO_SPACE = 130, 70, 9
"""Ctrl-C; a fault of the program; a full disk."""

logger = logging.getLogger(__name__)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever goes wrong into one clear message and the exit code of its family."""
    try:
        yield
    except MonitorError as exc:
        _end(str(exc), exc.exit_code)
    except KeyboardInterrupt:
        _end("Stopped. What was finished is kept; run the same command to go on.", INTERRUPTED)
    except OSError as exc:
        if exc.errno != errno.ENOSPC:
            raise
        _end(
            "The disk is full. Make room and run the same command again; nothing is lost.",
            NO_SPACE,
        )


def run_told(command: Callable[[], object]) -> None:
    """Run the whole program; a fault of ours is told in one line, its trace at level DEBUG."""
    try:
        command()
    except Exception as exc:
        logger.debug("unexpected error", exc_info=True)
        warn(
            f"Unexpected: {type(exc).__name__}: {exc}. This is a fault of the program; "
            "run it again with JIANZHEN_LOGS__LEVEL=DEBUG and report what it prints."
        )
        sys.exit(UNEXPECTED)


def warn(message: str) -> None:
    """One line on standard error; a stranger's text in it steers no terminal."""
    errors.print(visible(message), markup=False, style="red" if errors.is_terminal else None)


def _end(message: str, code: int) -> None:
    warn(message)
    raise typer.Exit(code)
