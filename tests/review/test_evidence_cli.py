"""The commands of evidence and retention, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.settings import Settings
from review.cli.main import app
from review.cli.session import Session
from store.unit_of_work import Store
from takedown.verify_bundle import verify_bundle
from tests.takedown.test_retention import SELLER, offered
from tests.takedown.test_stage import assemble, decide, keep_portfolio, with_channel

Run = Callable[..., str]


@pytest.fixture
def site(store: Store, settings: Settings, tmp_path: Path) -> Settings:
    return with_channel(settings, tmp_path, "alibaba_taotian")


@pytest.fixture
def run(site: Settings, tmp_path: Path) -> Run:
    """Runs a command some days later, and gives what it says."""

    def run(*arguments: str, code: int = 0, days: int = 0) -> str:
        from tests.takedown.drafts import NOW

        session = Session(clock=lambda: NOW + timedelta(days=days), _settings=site)
        done = CliRunner().invoke(app, list(arguments), obj=session)
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_a_log_is_checked_and_a_broken_one_ends_with_an_error(store: Store, run: Run) -> None:
    with store.begin() as work:
        work.listings.keep_sighting(offered(store))
    assert "checkpoints 1" in run("evidence", "checkpoint")
    assert "whole" in run("evidence", "check")
    with store.engine.begin() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("alter table audit disable trigger user")
        else:
            connection.exec_driver_sql("drop trigger audit_no_update")
        connection.exec_driver_sql("update audit set who = 'me' where seq = 1")
    assert "breaks at event 1" in run("evidence", "check", code=5)


def test_what_is_due_is_shown_and_erased_and_a_hold_keeps_it(store: Store, run: Run) -> None:
    with store.begin() as work:
        work.listings.keep_sighting(offered(store))
    (due,) = json.loads(run("retention", "due", "--json", days=100))
    assert due["classes"] == ["seller_identity", "contact"]
    run("retention", "hold", "listing 1", "--reason", "file 7", "--as", "王小明")
    assert json.loads(run("retention", "due", "--json", days=100)) == []
    assert "file 7" in run("retention", "holds")
    run("retention", "release", "1", "--as", "王小明")
    assert "looks 1" in run("retention", "run", days=100)
    with store.reading() as work:
        (kept,) = work.listings.latest_sightings()
        assert SELLER not in str(work.listings.sighting(kept))


@pytest.mark.parametrize("subject", ["listing 77", "holder nobody", "everything", "listing 0"])
def test_what_is_not_there_cannot_be_held(run: Run, subject: str) -> None:
    run("retention", "hold", subject, "--reason", "x", "--as", "王小明", code=2)


def test_a_masked_copy_and_a_report_are_written(
    store: Store, site: Settings, run: Run, tmp_path: Path
) -> None:
    from tests.takedown.drafts import NOW

    keep_portfolio(store, NOW)
    decide(store, NOW, offered(store))
    assemble(store, site, NOW)
    out = tmp_path / "masked.zip"
    run("retention", "masked", "1", "--out", str(out), "--as", "王小明")
    assert verify_bundle(out) == ()
    assert SELLER.encode() not in out.read_bytes()
    report = tmp_path / "report.pdf"
    run("evidence", "report", "1", "--lang", "ja", "--out", str(report))
    assert report.read_bytes().startswith(b"%PDF-")
    assert "pending" in run("bundle", "verify", str(out))


def test_two_looks_that_are_not_there_are_asked_for(store: Store, run: Run) -> None:
    with store.begin() as work:
        work.listings.keep_sighting(offered(store))
    assert "was not captured twice" in run("evidence", "looks", "1", code=2)
