"""`webhooks`: other programs told of changes of state."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.records import to_plain
from domain.webhooks import HOOK_KINDS, WebhookId
from review.access.people import account_named
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, session_of
from review.hooks import logic

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Programs that are told of changes of state, each message signed. 回调",
)

Person = Annotated[str, typer.Argument(help="The account whose rights holders it is told of.")]


@app.command("add")
def add(
    context: typer.Context,
    name: Person,
    url: Annotated[str, typer.Argument(help="An https address on the open web.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(help=f"Again for more; all without it: {', '.join(HOOK_KINDS)}."),
    ] = None,
) -> None:
    """Tell this address of changes from now on; prints the secret that signs, this once."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = account_named(store, name)
            secret, hook = logic.add_webhook(
                store, session.settings, account, url, kind or HOOK_KINDS, session.clock()
            )
        session.say(secret)
        session.say(f"Webhook {hook.id} of {account.name}.")


@app.command("list")
def list_(context: typer.Context, name: Person, as_json: AsJson = False) -> None:
    """List an account's webhooks, and how the telling goes."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = logic.webhooks(store, account_named(store, name))
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (
                str(one.id),
                one.url,
                ", ".join(one.kinds),
                str(one.told_to),
                "off" if one.off_at else (one.problem or ""),
            )
            for one in found
        ]
        session.table("Webhooks 回调", ("id", "url", "kinds", "told to", "why"), rows)


@app.command("remove")
def remove(
    context: typer.Context,
    name: Person,
    number: Annotated[int, typer.Argument(help="The webhook's number.", min=1, max=LARGEST)],
) -> None:
    """Tell an address no more."""
    with told():
        session = session_of(context)
        with session.store() as store:
            account = account_named(store, name)
            logic.remove_webhook(store, account, WebhookId(number), session.clock())
        session.say(f"Webhook {number} is told no more.")


@app.command("send")
def send(context: typer.Context, as_json: AsJson = False) -> None:
    """Tell what is due now; `jianzhen serve` does this by itself while it runs."""
    with told():
        session = session_of(context)
        with session.store() as store:
            done = logic.deliver(store, session.settings, clock=session.clock)
        if as_json:
            session.json(to_plain(done))
            return
        session.say(f"told {done.told}, failed {done.failed}")
