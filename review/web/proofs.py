"""The desk's proof of one right, and its file for a route as a ZIP to keep."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Path, Query, Request, Response

from domain.accounts import Role
from domain.candidates import CandidateId
from domain.rights import AgentSlug, RightSlug
from review.proofs import About, proof_page, zipped_proof
from review.web.door import needs
from review.web.page import Desk
from review.web.words import language_of

Route = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$")]
Candidate = Annotated[str, Query(pattern=r"^[0-9]{0,9}$")]


def add_proofs(app: FastAPI, desk: Desk) -> None:
    """Put the page of a proof, and the file of a route, at their addresses."""

    @app.get("/rights/{slug}/proof")
    @needs(Role.VIEWER)
    def proof(request: Request, slug: str, candidate: Candidate = "", agent: str = "") -> Response:
        about = _about(None, candidate, agent)
        store = desk.store_of(request)
        page = proof_page(store, desk.settings, RightSlug(slug), about, now=desk.clock())
        names = {one.sha256: one.exhibit.described for one in page.papers}
        asked = {"candidate": candidate, "agent": agent}
        context = {"page": page, "names": names, "asked": asked}
        return desk.page(request, "proof.html", context)

    @app.get("/rights/{slug}/proof/{route}.zip")
    @needs(Role.ANALYST)
    def dossier(
        request: Request,
        slug: str,
        route: Route,
        candidate: Candidate = "",
        agent: str = "",
    ) -> Response:
        kept = request.cookies.get("lang")
        spoken = language_of(request.query_params.get("lang"), kept, desk.settings.review.language)
        packed = zipped_proof(
            desk.store_of(request),
            desk.settings,
            RightSlug(slug),
            _about(route, candidate, agent),
            spoken,
            now=desk.clock(),
        )
        name = f"{slug}-{route.replace('_', '-')}-{spoken}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(packed, media_type="application/zip", headers=headers)


def _about(platform: str | None, candidate: str, agent: str) -> About:
    return About(
        platform=platform,
        candidate=CandidateId(int(candidate)) if candidate else None,
        agent=AgentSlug(agent) if agent else None,
    )
