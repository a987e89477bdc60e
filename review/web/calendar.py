"""The calendar of what is due: the page, a file, and an address that calendars read again.

A calendar of another maker cannot sign in, so the feed's address holds a token of its own kind: it
opens the feed and nothing else, and its owner takes it back like any other.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Query, Request, Response
from starlette.exceptions import HTTPException

from domain.accounts import Role, Scope
from review import desk as logic
from review.access import people
from review.access.signing import signed_by_token
from review.deadlines import deadlines
from review.web.door import ANYONE, needs
from review.web.page import Desk
from takedown.feed import calendar_of

ICS = "text/calendar; charset=utf-8"
FEED_DAYS, FEED_NAME = 366, "calendar"


def add_calendar(app: FastAPI, desk: Desk) -> None:
    """Put the calendar at its addresses."""
    _add_page(app, desk)
    _add_feed(app, desk)


def today_of(desk: Desk) -> date:
    """The day at the desk."""
    return desk.clock().astimezone(ZoneInfo(desk.settings.schedule.timezone)).date()


def calendar_file(desk: Desk, request: Request) -> bytes:
    """Every running period that whoever asks may see, as iCalendar."""
    settings, language = desk.settings, desk.language_of(request)
    return calendar_of(
        logic.running_clocks(desk.store_of(request), settings, today_of(desk)),
        now=desk.clock(),
        name=settings.takedown.log_name,
        language=language,
        leads=settings.reminders.lead_days,
    )


def _add_page(app: FastAPI, desk: Desk) -> None:
    @app.get("/due")
    @needs(Role.VIEWER)
    def due(request: Request) -> Response:
        return _page(desk, request)

    @app.post("/due/feed")
    @needs(Role.VIEWER)
    def made(request: Request) -> Response:
        """A new address of the feed; those before it lead nowhere any more."""
        store, account, now = desk.whole_store, desk.signed(request).account, desk.clock()
        for one in people.tokens_of(store, account.id):
            if one.scopes == {Scope.CALENDAR} and one.revoked_at is None:
                people.revoke_token(store, account.id, one.id, who=account.name, now=now)
        secret, _ = people.new_token(
            store, account, FEED_NAME, [Scope.CALENDAR],
            days=FEED_DAYS, who=account.name, now=now,
        )  # fmt: skip
        language = desk.language_of(request)
        address = request.base_url.replace(path="/due/feed.ics", query=f"lang={language}")
        return _page(desk, request, f"{address}&key={secret}")


def _add_feed(app: FastAPI, desk: Desk) -> None:
    @app.get("/due/feed.ics")
    @needs(ANYONE)
    def feed(request: Request, key: Annotated[str, Query(max_length=200)] = "") -> Response:
        signed = signed_by_token(desk.whole_store, key, now=desk.clock()) if key else None
        # a token that opens more does not belong into an address
        if signed is None or signed.token is None or signed.token.scopes != {Scope.CALENDAR}:
            raise HTTPException(404, "no_such_feed")
        request.state.signed = signed
        return Response(calendar_file(desk, request), media_type=ICS)


def _page(desk: Desk, request: Request, feed: str = "") -> Response:
    store, now, today = desk.store_of(request), desk.clock(), today_of(desk)
    account = desk.signed(request).account
    context = {
        "clocks": [
            (one, one.days_left(today))
            for one in logic.running_clocks(store, desk.settings, today)
        ],
        "papers": deadlines(store, now=now),
        "feed": feed,
        "has_feed": any(
            one.scopes == {Scope.CALENDAR} and one.revoked_at is None and one.expires_at > now
            for one in people.tokens_of(desk.whole_store, account.id)
        ),
    }
    return desk.page(request, "due.html", context)
