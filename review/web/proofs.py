"""The desk's page of the proof of one right."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from domain.accounts import Role
from domain.rights import RightSlug
from review.proofs import proof_page
from review.web.door import needs
from review.web.files import Candidate, about_of
from review.web.page import Desk


def add_proofs(app: FastAPI, desk: Desk) -> None:
    """Put the page of a proof at its address."""

    @app.get("/rights/{slug}/proof")
    @needs(Role.VIEWER)
    def proof(request: Request, slug: str, candidate: Candidate = "", agent: str = "") -> Response:
        about = about_of(None, candidate, agent)
        store = desk.store_of(request)
        page = proof_page(store, desk.settings, RightSlug(slug), about, now=desk.clock())
        names = {one.sha256: one.exhibit.described for one in page.papers}
        asked = {"candidate": candidate, "agent": agent}
        context = {"page": page, "names": names, "asked": asked}
        return desk.page(request, "proof.html", context)
