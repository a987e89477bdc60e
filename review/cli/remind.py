"""`remind`: tell people, by mail and webhook, which days come near."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from domain.records import to_plain
from domain.runs import Step
from review import desk
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import session_of
from takedown.reminders import reminders_of


def remind(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what stands to be said; send and note nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send what comes near and was not said yet, by mail and webhook (settings: reminders).

    Each reminder goes out once on each way. The clock does this by itself.
    """
    with told():
        session = session_of(context)
        if not dry_run:
            session.report(session.run(Step("remind")), as_json=as_json)
            return
        settings = session.settings
        today = session.clock().astimezone(ZoneInfo(settings.schedule.timezone)).date()
        with session.store() as store:
            clocks = desk.running_clocks(store, settings, today)
        found = reminders_of(clocks, today, settings.reminders.lead_days)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        if not found:
            session.say("Nothing comes near. 没有临近的期限。")
        for one in found:
            whose = "ours 我方" if one.ours else "theirs 对方"
            session.say(f"{one.due}  {whose}  {one.notice}: {one.code}: {one.fact}")
