from __future__ import annotations

from pathlib import Path

import pytest

from config.load import load_settings
from config.settings import Settings
from domain.errors import Busy, InputError
from domain.runs import RunState, Step
from scheduler.clock import utc_now
from scheduler.lease import held
from scheduler.nightly import run_night
from scheduler.runner import run_step
from store.unit_of_work import Store

CLOSED_SHOP = """
slug = "{slug}"
names = {{zh = "关门", en = "Closed", ja = "閉店"}}
domains = ["127.0.0.1"]
lane = "http"
enabled = true
currency = "CNY"
search = {{url = "http://127.0.0.1:9/search?q={{query}}"}}
pace = {{delay_seconds = 0}}
permission = {{method = "test", basis = "our own machine"}}
"""


@pytest.fixture
def closed(tmp_path: Path, settings: Settings) -> Settings:
    """Settings under which two shops are scanned that nobody serves."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    for slug in ("closed_one", "closed_two"):
        (folder / f"{slug}.toml").write_text(CLOSED_SHOP.format(slug=slug), encoding="utf-8")
    crawl = {
        "profile_folders": [str(folder)],
        "allow_loopback": True,
        "time_limit_seconds": 60,
        "contact": "ip@hoshikawa.example",
    }
    url = settings.database.url.get_secret_value()
    return load_settings(
        {}, {"home": str(settings.home), "database": {"url": url}, "crawl": crawl}
    )


def test_a_failing_scan_leaves_the_others_and_a_clear_report(
    store: Store, closed: Settings
) -> None:
    report = run_night(store, closed, clock=utc_now)
    assert report.degraded is not None
    assert "closed_one" in report.degraded
    assert "closed_two" in report.degraded
    with store.reading() as work:
        runs = {(run.step.name, run.state) for run in work.runs.recent()}
    assert ("night", RunState.DEGRADED) in runs
    assert ("match", RunState.DONE) in runs


def test_a_night_without_platforms_says_so(store: Store, settings: Settings) -> None:
    report = run_night(store, settings, clock=utc_now)
    assert "no platform is enabled" in report.problems[0]


def test_a_second_night_is_refused_while_one_runs(store: Store, settings: Settings) -> None:
    other = held(store, "night", seconds=900, clock=utc_now)
    with other, pytest.raises(Busy, match="night is already running"):
        run_night(store, settings, clock=utc_now)
    with store.reading() as work:
        assert work.runs.recent() == ()


def test_a_night_that_was_cut_off_is_closed_by_the_next(store: Store, settings: Settings) -> None:
    with store.begin() as work:
        cut_off = work.runs.start(Step("night"), utc_now())
    run_night(store, settings, clock=utc_now)
    with store.reading() as work:
        assert work.runs.run(cut_off).state == RunState.INTERRUPTED


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step("dance"), "no step"),
        (Step("scan"), "'platform'"),
        (Step("scan", {"platform": "nowhere"}), "no platform"),
        (Step("match", {"sightings": "all"}), "list of ids"),
    ],
)
def test_a_wrong_step_is_refused_with_what_there_is(
    store: Store, settings: Settings, step: Step, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        run_step(store, settings, step, now=utc_now())


def test_a_failed_step_is_in_the_ledger_with_its_error(store: Store, settings: Settings) -> None:
    step = Step("import_rights", {"path": "nowhere.toml", "who": "tester"})
    with pytest.raises(InputError):
        run_step(store, settings, step, now=utc_now())
    with store.reading() as work:
        (run,) = work.runs.recent()
    assert run.state == RunState.FAILED
    assert "nowhere.toml" in (run.error or "")
