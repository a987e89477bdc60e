"""The page of quality: precision, agreement and pace, and thresholds that a person accepts."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from domain.accounts import Role
from review.quality import accept_bands, quality
from review.web.door import needs
from review.web.page import Desk


def add_quality(app: FastAPI, desk: Desk) -> None:
    """Put the page of quality at its address."""

    @app.get("/quality")
    @needs(Role.VIEWER)
    def page(request: Request) -> Response:
        return desk.page(
            request, "quality.html", {"page": quality(desk.store_of(request), desk.settings)}
        )

    @app.post("/quality/bands")
    @needs(Role.LEAD)
    def accept(
        request: Request,
        suggest: Annotated[float, Form()],
        review: Annotated[float, Form()],
    ) -> Response:
        name = desk.name_of(request)
        accept_bands(
            desk.store_of(request), desk.settings, suggest, review, who=name, now=desk.clock()
        )
        return RedirectResponse("/quality", status_code=303)
