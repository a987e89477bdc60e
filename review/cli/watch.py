"""`watch`: whether what was filed for is gone, and stays gone."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from domain.listings import ListingId
from domain.records import to_plain
from domain.runs import Step
from review import watching
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Name
from review.cli.session import Row, session_of
from review.watching import WatchLine

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Whether what was filed for is gone, and stays gone. 跟踪",
)


@app.command("list")
def listed(
    context: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="Only what is due for a look.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show every listing that a notice was filed for, where it stands, and its next look."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = watching.watched(store, session.settings)
        now = session.clock()
        if due:
            lines = tuple(one for one in lines if one.next_at is not None and one.next_at <= now)
        if as_json:
            session.json([to_plain(one) for one in lines])
            return
        if not lines:
            session.say("Nothing is watched: no notice was filed yet. 尚无已提交的通知。")
            return
        heads = (
            "listing",
            "platform",
            "stands",
            "since (UTC)",
            "next look",
            "by",
            "notice",
            "title",
        )
        session.table("跟踪 Watch", heads, [_row(one) for one in lines])


@app.command()
def run(
    context: typer.Context,
    platform: Annotated[
        str | None, typer.Argument(help="A platform's slug; none for all that have any.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look again at the listings whose time has come; the night does the same."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = watching.watched(store, session.settings)
        slugs = [platform] if platform else sorted({one.watched.key.platform for one in lines})
        if not slugs:
            session.say("Nothing is watched: no notice was filed yet. 尚无已提交的通知。")
        for slug in slugs:
            report = session.run(Step("watch", {"platform": slug}))
            if not as_json:
                session.say(f"{slug}:")
            session.report(report, as_json=as_json)


@app.command()
def note(
    context: typer.Context,
    listing: Annotated[int, typer.Argument(help="The listing's number.", min=1, max=LARGEST)],
    state: Annotated[
        Literal["gone", "offered", "unclear"],
        typer.Option("--state", help="What its own page says now."),
    ],
    said: Annotated[
        str | None, typer.Option("--note", help="What you saw, in your words.")
    ] = None,
    name: Name = None,
) -> None:
    """Write down what you saw on a listing's own page; two looks apart confirm a removal."""
    with told():
        session = session_of(context)
        with session.store() as store:
            watching.note_look(
                store,
                ListingId(listing),
                state,
                who=session.analyst(name),
                note=said,
                now=session.clock(),
            )
        session.say(f"Noted: listing {listing} is {state}. 已记录。")


def _row(line: WatchLine) -> Row:
    stand, watched = line.stand, line.watched
    return (
        str(watched.listing),
        watched.key.platform,
        stand.standing.value,
        f"{stand.since:%Y-%m-%d %H:%M}" if stand.since else "",
        f"{line.next_at:%Y-%m-%d %H:%M}" if line.next_at else "over 已结束",
        "program 程序" if line.by_program else "person 人工",
        watched.notice_slug,
        watched.title or watched.url or watched.key.item_id,
    )
