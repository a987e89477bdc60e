"""`night` and `clock`: the whole chain, once or every night."""

from __future__ import annotations

import typer

from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import session_of
from scheduler.clock import run_clock
from scheduler.nightly import run_night


def night(context: typer.Context, as_json: AsJson = False) -> None:
    """Run one night: scan every enabled platform, then weigh what is new."""
    with told():
        session = session_of(context)
        with session.store() as store, session.progress() as progress:
            report = run_night(store, session.settings, clock=session.clock, progress=progress)
        session.report(report, as_json=as_json)


def clock(context: typer.Context) -> None:
    """Run every night at its hour until stopped; a night that was missed is made up for once."""
    with told():
        session = session_of(context)
        schedule = session.settings.schedule
        session.say(f"Every night at {schedule.night_at} ({schedule.timezone}). Ctrl-C stops.")
        with session.store() as store:
            run_clock(store, session.settings)
