"""`sellers`: who offers what was found, and what others' listings share with it."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson, Limit
from review.cli.session import Row, session_of
from review.sellers import seller_lines, seller_page

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Who offers what was found, as far as a case needs it. 卖家",
)


@app.command("list")
def list_(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List sellers, those with most found infringing first."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = seller_lines(store, limit=limit)
        if as_json:
            session.json([to_plain(one) for one in lines])
            return
        rows: list[Row] = [
            (
                one.platform,
                one.seller,
                str(one.listings),
                ", ".join(f"{state} {count}" for state, count in sorted(one.states.items())),
                str(one.filed),
            )
            for one in lines
        ]
        heads = ("platform", "seller", "listings", "candidates", "filed")
        session.table("Sellers 卖家", heads, rows)


@app.command("show")
def show(
    context: typer.Context,
    platform: Annotated[str, typer.Argument(help="The platform's slug.")],
    seller: Annotated[str, typer.Argument(help="The seller's name, as listings show it.")],
    as_json: AsJson = False,
) -> None:
    """Show a seller's listings and cases, and which facts other sellers' listings share."""
    with told():
        session = session_of(context)
        with session.store() as store:
            page = seller_page(store, platform, seller)
        if as_json:
            session.json(to_plain(page))
            return
        rows: list[Row] = [
            (
                one.item_id,
                one.title or "",
                f"{one.candidate or ''} {one.state or ''}".strip(),
                one.notice or "",
                f"{one.last_seen_at:%Y-%m-%d}",
            )
            for one in page.listings
        ]
        heads = ("item", "title", "candidate", "notice", "last seen")
        session.table(f"Listings 商品: {seller}", heads, rows)
        shared: list[Row] = [
            (one.platform, one.seller, one.fact.value, one.value[:80], str(one.listings))
            for one in page.shared
        ]
        if shared:
            heads = ("platform", "seller", "fact", "value", "listings")
            session.table("Identical facts 相同事实", heads, shared)
