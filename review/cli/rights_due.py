"""`rights due`: what runs out."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import session_of
from review.deadlines import deadlines


def due(
    context: typer.Context,
    within: Annotated[
        int, typer.Option("--within", help="How many days ahead: 30, 90 or 180.", min=0, max=180)
    ] = 180,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """List what is over or ends within 180, 90 or 30 days, and what to do about it.

    Marks, powers of attorney, contracts and other papers, authorised sellers, and terms of
    protection as far as the portfolio tells them.
    """
    with told():
        session = session_of(context)
        spoken = language or session.settings.review.language
        with session.store() as store:
            found = deadlines(store, now=session.clock(), within_days=within)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        if not found:
            session.say(f"Nothing ends within {within} days. {within} 天内无到期事项。")
            return
        rows = [
            (
                str(one.ends_on),
                str(one.days),
                one.ending.value,
                one.name,
                one.what_to_do.in_language(spoken),
            )
            for one in found
        ]
        session.table("Due 到期", ("ends", "days", "what", "name", "what to do"), list(rows))
