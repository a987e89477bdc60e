from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.rights import Portfolio
from review.cli.main import app
from review.cli.session import Session
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with one mark that ends in twenty days."""
    mark = a_mark(expires_on=date(2026, 12, 13))
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (mark,)))
    return store


def run(store: Store, home: Path, now: datetime, *arguments: str) -> Result:
    environment = {
        "JIANZHEN_HOME": str(home),
        "JIANZHEN_DATABASE__URL": store.engine.url.render_as_string(hide_password=False),
        "JIANZHEN_REVIEW__LANGUAGE": "en",
    }
    session = Session(clock=lambda: now)
    return CliRunner().invoke(app, ["rights", "due", *arguments], obj=session, env=environment)


def test_a_mark_that_ends_soon_is_listed_with_its_days(
    kept: Store, tmp_path: Path, now: datetime
) -> None:
    said = run(kept, tmp_path, now).output
    assert "2026-12-13" in said
    assert " 20 " in said


def test_what_is_due_speaks_json(kept: Store, tmp_path: Path, now: datetime) -> None:
    (found,) = json.loads(run(kept, tmp_path, now, "--json").output)
    assert (found["ending"], found["days"], found["stage"]) == ("mark", 20, "within_30")


def test_what_ends_later_than_asked_is_not_listed(
    kept: Store, tmp_path: Path, now: datetime
) -> None:
    assert "Nothing ends within 10 days" in run(kept, tmp_path, now, "--within", "10").output
