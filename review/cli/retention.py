"""`retention`: what is erased and when, what is held, and copies that show no seller."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.notices import NoticeId
from domain.records import to_plain
from domain.retention import FieldClass
from domain.runs import Step
from review import keeping
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Limit, Name
from review.cli.session import Row, session_of
from takedown.masked_stage import export_masked
from takedown.retention import due_listings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What is erased and when; legal holds; masked copies. 保留期",
)
Number = Annotated[int, typer.Argument(help="The hold's number.", min=1, max=LARGEST)]


@app.command("due")
def due(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """Show what would be erased now, listing by listing; nothing is erased."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = due_listings(store, session.settings, now=session.clock())
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (
                str(one.age.listing),
                one.age.name,
                f"{one.age.since:%Y-%m-%d}",
                "ended case" if one.age.in_case else "no case",
                ", ".join(one.classes),
            )
            for one in found[:limit]
        ]
        heads = ("listing", "title", "since", "case", "to be erased")
        session.table(f"Due to be erased 到期待删: {len(found)}", heads, rows)


@app.command("run")
def run(context: typer.Context, as_json: AsJson = False) -> None:
    """Erase what is due now; the log keeps its digests, a tombstone says what went."""
    with told():
        session = session_of(context)
        session.report(session.run(Step("erase")), as_json=as_json)


@app.command("hold")
def hold(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(help='"listing ID", "holder SLUG" or "all".', show_default=False)
    ],
    reason: Annotated[str, typer.Option(help="Why, for example a court's file number.")],
    name: Name = None,
) -> None:
    """Keep a listing, a rights holder's cases, or everything from being erased."""
    with told():
        session = session_of(context)
        with session.store() as store:
            made = keeping.put_on_hold(
                store, subject, reason, who=session.analyst(name), now=session.clock()
            )
        session.say(f"hold {made.id}: {made.subject}")


@app.command("release")
def release(context: typer.Context, hold: Number, name: Name = None) -> None:
    """Lift a hold; what is due is erased with the next run."""
    with told():
        session = session_of(context)
        with session.store() as store:
            keeping.release(store, hold, who=session.analyst(name), now=session.clock())
        session.say(f"hold {hold} released")


@app.command("holds")
def holds(context: typer.Context, as_json: AsJson = False) -> None:
    """List the holds that are on."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = keeping.holds(store)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (str(one.id), one.subject, f"{one.at:%Y-%m-%d}", one.who, one.reason) for one in found
        ]
        session.table("Legal holds 保全", ("id", "what", "since", "who", "why"), rows)


@app.command("masked")
def masked(
    context: typer.Context,
    notice: Annotated[int, typer.Argument(help="The notice's id.", min=1, max=LARGEST)],
    out: Annotated[Path, typer.Option(help="The zip to write.")],
    mask: Annotated[
        list[FieldClass] | None,
        typer.Option(help="seller_identity, contact; both where none is named."),
    ] = None,
    name: Name = None,
    as_json: AsJson = False,
) -> None:
    """Write a copy of a notice's bundle in which the seller's values stand in no byte."""
    with told():
        session = session_of(context)
        classes = mask or [FieldClass.SELLER_IDENTITY, FieldClass.CONTACT]
        with session.store() as store:
            made = export_masked(
                store,
                session.settings,
                NoticeId(notice),
                classes,
                out,
                who=session.analyst(name),
                now=session.clock(),
            )
        if as_json:
            session.json({**to_plain({"sha256": made.sha256, "left_out": made.left_out}),
                          "path": str(made.path), "values": made.values})  # fmt: skip
            return
        session.say(
            f"{made.path}: {made.values} values masked, {len(made.left_out)} files left out"
        )
        session.say(f"  sha256 {made.sha256}")
