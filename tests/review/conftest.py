"""What the tests of the desk have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from review.cli.main import app
from review.cli.session import Session
from store.unit_of_work import Store

Run = Callable[..., Result]


@pytest.fixture
def run(store: Store, tmp_path: Path, now: datetime) -> Run:
    """Runs a command on the store of this test."""
    environment = {
        "JIANZHEN_HOME": str(tmp_path / "home"),
        "JIANZHEN_DATABASE__URL": store.engine.url.render_as_string(hide_password=False),
        "JIANZHEN_REVIEW__LANGUAGE": "en",
    }

    def run(*arguments: str) -> Result:
        session = Session(clock=lambda: now)
        return CliRunner().invoke(app, list(arguments), obj=session, env=environment)

    return run
