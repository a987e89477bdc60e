"""`rights pictures`: the references that are looked for, switched off and on again."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.digests import Sha256
from domain.records import to_plain
from domain.rights import RightSlug
from review import pictures
from review.cli.exits import told
from review.cli.options import AsJson, Language, Name
from review.cli.session import session_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The reference pictures that are looked for. 参照图片",
)

Right = Annotated[str, typer.Argument(help="The right's slug.")]
Picture = Annotated[str, typer.Argument(help="The picture's SHA-256, or how it begins.")]


@app.command("list")
def list_(context: typer.Context, language: Language = None, as_json: AsJson = False) -> None:
    """List the reference pictures, and why one is not looked for."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = pictures.picture_lines(store)
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        spoken = language or session.settings.review.language
        rows = [
            (
                str(line.right),
                line.picture.file_name,
                line.picture.sha256[:12],
                line.state,
                line.reason.in_language(spoken) if line.reason else "",
            )
            for line in lines
        ]
        heads = ("right", "file", "SHA-256", "state", "why")
        session.table("Reference pictures 参照图片", heads, list(rows))


@app.command("off")
def off(
    context: typer.Context,
    right: Right,
    picture: Picture,
    reason: Annotated[str, typer.Option(help="Why it misleads; it stands in the record.")],
    name: Name = None,
) -> None:
    """Look for a reference picture no more; what it brought up sinks with the next match."""
    with told():
        session = session_of(context)
        who = session.analyst(name)
        with session.store() as store:
            digest = pictures.switch_off(
                store,
                RightSlug(right),
                Sha256(picture),
                who=who,
                reason=reason,
                now=session.clock(),
            )
        session.say(f"{right} {digest[:12]}: off. Next: jianzhen match")


@app.command("on")
def on(context: typer.Context, right: Right, picture: Picture, name: Name = None) -> None:
    """Look for a reference picture again."""
    with told():
        session = session_of(context)
        who = session.analyst(name)
        with session.store() as store:
            digest = pictures.switch_on(
                store, RightSlug(right), Sha256(picture), who=who, now=session.clock()
            )
        session.say(f"{right} {digest[:12]}: on. Next: jianzhen match")
