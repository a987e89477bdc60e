"""The API of what follows a case: its timeline, its seller, looks for it later, figures."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel

from domain.accounts import Role
from domain.candidates import CandidateId
from domain.listings import ListingId
from domain.sellers import SellerLine, SellerPage
from domain.watch import Check
from review.measures.figures import Figure, figures, only
from review.sellers import seller_lines, seller_page
from review.timeline import CaseTimeline, case_timeline
from review.watching import note_look
from review.web.api.shapes import PLAIN, Body, Limit, Note, Number, Offset, answer
from review.web.api.version import Version
from review.web.door import needs
from review.web.figures import facts_of
from review.web.page import Desk

Name = Annotated[str, Query(min_length=1, max_length=200, pattern=PLAIN)]
Month = Annotated[str, Query(pattern=r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")]
Platform = Annotated[str, Query(pattern=r"^[a-z0-9_]{0,60}$")]


class Figures(BaseModel):
    """The figures of a month, of one platform or of all."""

    month: str
    platform: str | None
    figures: list[Figure]


class Look(Body):
    """What a person saw on the page of a listing that a notice was filed for."""

    state: Literal["gone", "offered", "unclear"]
    note: Note = ""


def add_following(api: Version, desk: Desk) -> None:
    """Put these at their addresses."""
    _add_cases(api, desk)
    _add_figures(api, desk)


def _add_cases(api: Version, desk: Desk) -> None:
    @api.get("/candidates/{number}/timeline", response_model=CaseTimeline)
    @needs(Role.VIEWER)
    def timeline(request: Request, number: Number) -> Response:
        """Everything that was done in a case, as the record tells it."""
        return answer(case_timeline(desk.store_of(request), CandidateId(number)))

    @api.get("/sellers", response_model=list[SellerLine])
    @needs(Role.VIEWER)
    def sellers(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Sellers, those with most findings first."""
        return answer(seller_lines(desk.store_of(request), limit=limit, offset=offset))

    @api.get("/seller", response_model=SellerPage)
    @needs(Role.VIEWER)
    def seller(request: Request, platform: Name, name: Name) -> Response:
        """One seller with its listings, cases and shared facts."""
        return answer(seller_page(desk.store_of(request), platform, name))

    @api.post("/watched/{number}/look", response_model=Check)
    @needs(Role.ANALYST)
    def looked(request: Request, number: Number, seen: Look) -> Response:
        """Keep what a person saw on a listing's own page; it counts as one look."""
        store, who = desk.store_of(request), desk.name_of(request)
        listing, now = ListingId(number), desk.clock()
        return answer(note_look(store, listing, seen.state, who=who, note=seen.note, now=now))


def _add_figures(api: Version, desk: Desk) -> None:
    @api.get("/figures", response_model=Figures)
    @needs(Role.VIEWER)
    def of_month(request: Request, month: Month = "", platform: Platform = "") -> Response:
        """The figures of a month, each with its parts; the month that runs where none is given."""
        facts, period = facts_of(desk, request, month)
        mine = only(facts, platform) if platform else facts
        return answer(
            {
                "month": f"{period.start:%Y-%m}",
                "platform": platform or None,
                "figures": figures(mine, period),
            }
        )
