"""The pages that follow a case: its timeline, its seller, and what is gone."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from domain.accounts import Role
from domain.candidates import CandidateId
from domain.listings import ListingId
from review.checks import LARGEST
from review.sellers import seller_lines, seller_page
from review.timeline import case_timeline
from review.watching import TOLD, note_look, watched
from review.web.door import needs
from review.web.page import Desk

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Count = Annotated[int, Query(ge=0, le=LARGEST)]
Name = Annotated[str, Query(max_length=200)]
PAGE_SIZE = 100


def add_cases(app: FastAPI, desk: Desk) -> None:
    """Put these pages at their addresses."""
    _add_timeline(app, desk)
    _add_sellers(app, desk)
    _add_watch(app, desk)


def _add_timeline(app: FastAPI, desk: Desk) -> None:
    @app.get("/candidates/{number}/timeline")
    @needs(Role.VIEWER)
    def timeline(request: Request, number: Id) -> Response:
        found = case_timeline(desk.store_of(request), CandidateId(number))
        return desk.page(request, "timeline.html", {"case": found})


def _add_sellers(app: FastAPI, desk: Desk) -> None:
    @app.get("/sellers")
    @needs(Role.VIEWER)
    def listed(request: Request, offset: Count = 0) -> Response:
        lines = seller_lines(desk.store_of(request), limit=PAGE_SIZE + 1, offset=offset)
        context = {
            "lines": lines[:PAGE_SIZE],
            "offset": offset,
            "earlier": max(offset - PAGE_SIZE, 0) if offset else None,
            "later": offset + PAGE_SIZE if len(lines) > PAGE_SIZE else None,
        }
        return desk.page(request, "sellers.html", context)

    @app.get("/seller")
    @needs(Role.VIEWER)
    def one(request: Request, platform: Name, name: Name) -> Response:
        page = seller_page(desk.store_of(request), platform, name)
        return desk.page(request, "seller.html", {"page": page})


def _add_watch(app: FastAPI, desk: Desk) -> None:
    @app.get("/watch")
    @needs(Role.VIEWER)
    def listed(request: Request) -> Response:
        lines = watched(desk.store_of(request), desk.settings)
        context = {"lines": lines, "now": desk.clock(), "told": tuple(TOLD)}
        return desk.page(request, "watch.html", context)

    @app.post("/watch/{listing}")
    @needs(Role.ANALYST)
    def note(
        request: Request,
        listing: Id,
        state: Annotated[str, Form(max_length=20)],
        said: Annotated[str, Form(max_length=1000)] = "",
    ) -> Response:
        store, who = desk.store_of(request), desk.name_of(request)
        note_look(store, ListingId(listing), state, who=who, note=said, now=desk.clock())
        return RedirectResponse("/watch", status_code=303)
