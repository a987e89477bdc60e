"""`read`: what a saved page tells, without keeping anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.load import load_profiles
from crawler.pages import Answer
from crawler.reading import read_page, reading_as_json
from crawler.unpacking import TooLarge, unpacked
from domain.errors import InputError
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, Session, session_of


def read(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A saved page: HTML, JSON or MHTML, bare or packed.")
    ],
    url: Annotated[str, typer.Option("--url", help="The address it was saved from.")],
    as_json: AsJson = False,
) -> None:
    """Show what one saved page tells: its state with the signs, and each listing with its sources.

    Needs no database. What the page does not show stays empty, with the reason.
    """
    with told():
        session = session_of(context)
        body, content_type = _body(file, session)
        answer = Answer(url, body, content_type=content_type)
        plain = reading_as_json(read_page(answer, load_profiles(session.settings)))
        if as_json:
            session.json(plain)
            return
        session.say(f"{plain['platform']}: {plain['kind']}, {plain['state']}")
        session.say("signs: " + "; ".join(plain["signs"]))
        rows: list[Row] = [
            (
                listing["item_id"] or "",
                listing["title"] or "",
                f"{listing['price'] or ''} {listing['currency'] or ''}".strip(),
                listing["seller"] or "",
                "; ".join([f"{key}: {why}" for key, why in listing["missing"].items()]
                          + listing["warnings"]),
            )
            for listing in plain["listings"]
        ]  # fmt: skip
        session.table(
            "Listings 商品", ("item", "title", "price", "seller", "missing, warnings"), rows
        )


def _body(file: Path, session: Session) -> tuple[bytes, str | None]:
    largest = session.settings.crawl.max_page_bytes
    try:
        if file.stat().st_size > largest:
            raise InputError(f"is larger than {largest} bytes.", where=str(file))
        return unpacked(file.read_bytes(), largest=largest)
    except TooLarge as exc:
        raise InputError(str(exc), where=str(file)) from exc
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(file)) from exc
