"""The page of quality: precision, agreement and pace, and thresholds that a person accepts."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.quality import accept_bands, quality
from review.web.candidates import ours, who
from review.web.page import Desk


def add_quality(app: FastAPI, desk: Desk) -> None:
    """Put the page of quality at its address."""

    @app.get("/quality")
    def page(request: Request) -> Response:
        return desk.page(request, "quality.html", {"page": quality(desk.store, desk.settings)})

    @app.post("/quality/bands")
    def accept(
        request: Request,
        suggest: Annotated[float, Form()],
        review: Annotated[float, Form()],
        token: Annotated[str, Form()] = "",
        analyst: Annotated[str, Form()] = "",
    ) -> Response:
        ours(desk, token)
        name = who(desk, request, analyst)
        accept_bands(desk.store, desk.settings, suggest, review, who=name, now=desk.clock())
        return RedirectResponse("/quality", status_code=303)
