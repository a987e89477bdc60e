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
from review.measures.charts import charts
from review.measures.figures import Figure, figures, only
from review.sellers import seller_lines, seller_page
from review.timeline import CaseTimeline, case_timeline
from review.watching import note_look
from review.web.api.shapes import (
    PLAIN,
    Body,
    Language,
    Limit,
    Note,
    Number,
    Offset,
    Page,
    answer,
    part_of,
)  # fmt: skip
from review.web.api.version import Version
from review.web.door import needs
from review.web.figures import Month, Platform, facts_of
from review.web.page import Desk
from review.web.words import speaker

Name = Annotated[str, Query(min_length=1, max_length=200, pattern=PLAIN)]


class Figures(BaseModel):
    """The figures of a month, of one platform or of all."""

    month: str
    platform: str | None
    figures: list[Figure]


class ChartTable(BaseModel):
    """A chart without its drawing: what it means, from how many things, and its numbers."""

    key: str
    title: str
    means: str
    of: int
    heads: list[str]
    rows: list[list[str]]


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

    @api.get("/sellers", response_model=Page[SellerLine])
    @needs(Role.VIEWER)
    def sellers(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Sellers, those with most findings first."""
        found = seller_lines(desk.store_of(request), limit=limit + 1, offset=offset)
        return part_of(request, found, limit, offset)

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
    @api.get("/figures/charts", response_model=list[ChartTable])
    @needs(Role.VIEWER)
    def drawn(request: Request, platform: Platform = "", lang: Language = None) -> Response:
        """The charts as tables; each is also a file, `/figures/{key}.svg` and `.csv`."""
        facts, _ = facts_of(desk, request, "")
        mine = only(facts, platform) if platform else facts
        found = charts(mine, speaker(lang or desk.language_of(request)))
        names = ChartTable.model_fields
        return answer([{name: getattr(one, name) for name in names} for one in found])

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
