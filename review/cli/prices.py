"""`rights price`: what genuine goods cost, so that a listing's price can be told from it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from domain.errors import InputError
from domain.records import to_plain
from domain.rights import RightSlug
from review.cli.exits import told
from review.cli.options import AsJson, Name
from review.cli.session import Row, session_of
from review.prices import prices, set_price


def price(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    right: Annotated[str | None, typer.Argument(help="The slug of a right; all without.")] = None,
    least: Annotated[str | None, typer.Option("--from", help="The least genuine price.")] = None,
    most: Annotated[str | None, typer.Option("--to", help="The highest one.")] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217; nothing is converted.")] = "CNY",
    name: Name = None,
    as_json: AsJson = False,
) -> None:
    """Show what genuine goods cost, or say it with --from and --to."""
    with told():
        session = session_of(context)
        with session.store() as store:
            if least is not None or most is not None:
                if right is None:
                    raise InputError("Whose price is this?", mend="Name the right.")
                set_price(
                    store,
                    RightSlug(right),
                    currency=currency,
                    least=_amount(least or most),
                    most=_amount(most or least),
                    who=session.analyst(name),
                    now=session.clock(),
                )
            found = prices(store, None if right is None else RightSlug(right))
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (one.right, one.currency, str(one.least), str(one.most), one.set_by,
             f"{one.set_at:%Y-%m-%d}")
            for one in found
        ]  # fmt: skip
        heads = ("right", "currency", "from", "to", "said by", "on")
        session.table("正品价格 Genuine prices", heads, rows)


def _amount(text: str | None) -> Decimal:
    try:
        return Decimal(text or "")
    except InvalidOperation as exc:
        raise InputError(f"{text!r} is no amount.", mend="Write it as 129.00.") from exc
