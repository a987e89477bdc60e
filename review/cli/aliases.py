"""`aliases`: short forms and nicknames of your marks, proposed and approved."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.aliases import Alias, AliasState
from domain.records import to_plain
from domain.rights import RightSlug
from domain.runs import Step
from review.alias_desk import aliases, decide_aliases
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Name
from review.cli.session import Row, session_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Short forms and nicknames of your marks; only approved ones are looked for. 别称",
)

Ids = Annotated[list[int], typer.Argument(help="Ids of aliases.", min=1, max=LARGEST)]
Note = Annotated[str | None, typer.Option(help="In your own words.")]


@app.command("propose")
def propose(context: typer.Context, as_json: AsJson = False) -> None:
    """Propose short forms from the names, from confirmed cases and from the last crawl.

    Each with the number of titles it stands in. Nothing of it is looked for until you approve it.
    """
    with told():
        session = session_of(context)
        session.report(session.run(Step("propose_aliases")), as_json=as_json)


@app.command("list")
def list_(
    context: typer.Context,
    state: Annotated[
        AliasState | None, typer.Option(help="proposed, approved or refused.")
    ] = None,
    right: Annotated[str | None, typer.Option(help="A mark's slug.")] = None,
    as_json: AsJson = False,
) -> None:
    """List aliases, each with its frequency in the crawl and titles it stands in."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = aliases(store, state=state, right=RightSlug(right) if right else None)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        heads = ("id", "right", "alias", "state", "from", "titles", "why")
        session.table("Aliases 别称", heads, [_row(one) for one in found])


@app.command("approve")
def approve(
    context: typer.Context,
    ids: Ids,
    name: Name = None,
    note: Note = None,
    as_json: AsJson = False,
) -> None:
    """Approve aliases in your name: they are looked for from the next match on."""
    _decide(context, ids, AliasState.APPROVED, name, note, as_json=as_json)


@app.command("refuse")
def refuse(
    context: typer.Context,
    ids: Ids,
    name: Name = None,
    note: Note = None,
    as_json: AsJson = False,
) -> None:
    """Refuse aliases in your name: they are not looked for, and not proposed again."""
    _decide(context, ids, AliasState.REFUSED, name, note, as_json=as_json)


def _decide(
    context: typer.Context,
    ids: list[int],
    state: AliasState,
    name: str | None,
    note: str | None,
    *,
    as_json: bool,
) -> None:
    with told():
        session = session_of(context)
        analyst = session.analyst(name)
        with session.store() as store:
            decided = decide_aliases(
                store, ids, state, analyst=analyst, note=note, now=session.clock()
            )
        if as_json:
            session.json([to_plain(one) for one in decided])
            return
        for one in decided:
            session.say(f"alias {one.id} ({one.proposal.text}): {one.state}")


def _row(alias: Alias) -> Row:
    proposal = alias.proposal
    found = proposal.frequency
    return (
        str(alias.id),
        str(proposal.mark),
        proposal.text,
        f"{alias.state}\n{alias.decided_by or ''}".strip(),
        f"{proposal.rule}: {proposal.source}",
        f"{found.titles} of {found.of}",
        "\n".join(found.examples),
    )
