"""The desk's pages: what stands at which address."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Path, Query, Request, Response

from domain.accounts import Role
from review import desk as logic
from review.checks import LARGEST
from review.morning import morning
from review.web.aliases import add_aliases
from review.web.candidates import add_candidates
from review.web.door import needs
from review.web.groups import add_groups
from review.web.page import Desk
from review.web.proofs import add_proofs
from review.web.quality import add_quality

PAGE_SIZE = 50

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Count = Annotated[int, Query(ge=0, le=LARGEST)]


def add_routes(app: FastAPI, desk: Desk) -> None:
    """Put every page of the desk at its address."""
    _add_overviews(app, desk)
    add_candidates(app, desk)
    add_groups(app, desk)
    add_quality(app, desk)
    add_aliases(app, desk)
    add_proofs(app, desk)


def _add_overviews(app: FastAPI, desk: Desk) -> None:
    @app.get("/")
    @needs(Role.VIEWER)
    def today(request: Request) -> Response:
        store, name = desk.store_of(request), desk.name_of(request)
        found = morning(store, desk.settings, who=name, now=desk.clock())
        context = {"morning": found}
        return desk.page(request, "today.html", context)

    @app.get("/rights")
    @needs(Role.VIEWER)
    def rights(request: Request) -> Response:
        store = desk.store_of(request)
        agents, products = logic.agents_and_products(store)
        context = {"lines": logic.right_lines(store), "agents": agents, "products": products}
        return desk.page(request, "rights.html", context)

    @app.get("/runs")
    @needs(Role.VIEWER)
    def runs(request: Request) -> Response:
        return desk.page(
            request, "runs.html", {"runs": logic.recent_runs(desk.store_of(request), 100)}
        )

    @app.get("/health")
    @needs(Role.VIEWER)
    def health(request: Request) -> Response:
        return desk.page(
            request, "health.html", {"scans": logic.scan_health(desk.store_of(request), None, 100)}
        )
