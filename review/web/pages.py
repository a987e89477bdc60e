"""The desk's pages: what stands at which address."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from domain.accounts import Role
from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.errors import StaleView
from domain.listings import SightingId
from domain.notices import NoticeId
from domain.records import to_plain
from domain.rights import Mark, label_of
from review import desk as logic
from review.checks import LARGEST
from review.reasons import mentioning_texts
from review.showing import picture as picture_of
from review.web.aliases import add_aliases
from review.web.door import needs
from review.web.marked import picture_type
from review.web.page import Desk
from review.web.proofs import add_proofs

PAGE_SIZE = 50

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Count = Annotated[int, Query(ge=0, le=LARGEST)]
PICTURE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=31536000, immutable",
}


def add_routes(app: FastAPI, desk: Desk) -> None:
    """Put every page of the desk at its address."""
    _add_overviews(app, desk)
    _add_candidates(app, desk)
    add_aliases(app, desk)
    add_proofs(app, desk)
    _add_interface(app, desk)


def _add_overviews(app: FastAPI, desk: Desk) -> None:
    @app.get("/")
    @needs(Role.VIEWER)
    def today(request: Request) -> Response:
        context = {
            "counts": logic.counts_by_state(desk.store_of(request)),
            "runs": logic.recent_runs(desk.store_of(request), 8),
            "waiting": logic.waiting(desk.store_of(request)),
        }
        return desk.page(request, "today.html", context)

    @app.get("/rights")
    @needs(Role.VIEWER)
    def rights(request: Request) -> Response:
        return desk.page(
            request, "rights.html", {"lines": logic.right_lines(desk.store_of(request))}
        )

    @app.get("/notices")
    @needs(Role.VIEWER)
    def notices(request: Request) -> Response:
        return desk.page(
            request, "notices.html", {"notices": logic.notices(desk.store_of(request))}
        )

    @app.get("/notices/{number}")
    @needs(Role.VIEWER)
    def notice(request: Request, number: Id) -> Response:
        found = logic.notice(desk.store_of(request), NoticeId(number))
        return desk.page(request, "notice.html", {"notice": found})

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


def _add_candidates(app: FastAPI, desk: Desk) -> None:
    @app.get("/candidates")
    @needs(Role.VIEWER)
    def candidates(
        request: Request, page: Annotated[int, Query(ge=1, le=LARGEST // PAGE_SIZE)] = 1
    ) -> Response:
        filters = _filters(request)
        start = (page - 1) * PAGE_SIZE
        lines, total = logic.candidate_lines(
            desk.store_of(request), filters, limit=PAGE_SIZE, offset=start
        )
        context = {
            "lines": lines,
            "total": total,
            "page": page,
            "pages": -(-total // PAGE_SIZE),
            "filters": filters,
            "query": urlencode(filters),
        }
        return desk.page(request, "candidates.html", context)

    @app.get("/candidates/{number}")
    @needs(Role.VIEWER)
    def candidate(request: Request, number: Id) -> Response:
        return desk.page(request, "candidate.html", _candidate(request, desk, number))

    @app.get("/candidates/{number}/decision")
    @needs(Role.VIEWER)
    def back(request: Request, number: Id) -> Response:
        # whoever changes the language of a refused decision, or reloads it, comes here
        return RedirectResponse(f"/candidates/{number}?{request.url.query}", status_code=303)

    @app.post("/candidates/{number}/decision")
    @needs(Role.ANALYST)
    def decision(  # noqa: PLR0917, PLR0913 - the fields of the form
        request: Request,
        number: Id,
        verdict: Annotated[Verdict, Form()],
        reason: Annotated[Reason, Form()],
        seen: Annotated[str, Form()],
        sighting: Annotated[int, Form(ge=1, le=LARGEST)],
        note: Annotated[str, Form()] = "",
    ) -> Response:
        filters = _filters(request)
        try:
            logic.decide(
                desk.store_of(request),
                CandidateId(number),
                verdict,
                reason,
                analyst=desk.name_of(request),
                note=note,
                seen_digest=Sha256(seen),
                now=desk.clock(),
            )
        except StaleView:
            return _stale(request, desk, number, sighting)
        after = logic.next_candidate(desk.store_of(request), CandidateId(number), filters)
        where = f"/candidates/{after}" if after else "/candidates"
        return RedirectResponse(f"{where}?{urlencode(filters)}", status_code=303)


def _add_interface(app: FastAPI, desk: Desk) -> None:
    @app.get("/pictures/{digest}")
    @needs(Role.VIEWER)
    def picture(request: Request, digest: str) -> Response:
        content = picture_of(desk.store_of(request), Sha256(digest))
        kind = picture_type(content)
        if kind is None:
            raise HTTPException(404, "no_such_picture")
        return Response(content, media_type=kind, headers=PICTURE_HEADERS)

    @app.get("/api/candidates")
    @needs(Role.VIEWER)
    def listed(request: Request, limit: Count = 50, offset: Count = 0) -> Response:
        lines, total = logic.candidate_lines(
            desk.store_of(request), _filters(request), limit=min(limit, 500), offset=offset
        )
        return JSONResponse({"total": total, "candidates": [to_plain(one) for one in lines]})

    @app.get("/api/candidates/{number}")
    @needs(Role.VIEWER)
    def one(request: Request, number: Id) -> Response:
        return JSONResponse(
            to_plain(logic.candidate_page(desk.store_of(request), CandidateId(number)))
        )


def _filters(request: Request) -> dict[str, str]:
    """The filters in the address; empty ones and everything else are left out."""
    given = {name: request.query_params.get(name, "") for name in logic.FILTERS}
    return {name: value for name, value in given.items() if value}


def _stale(request: Request, desk: Desk, number: int, sighting: int) -> Response:
    """What changed since this sighting, and the way back to what is there now."""
    page = logic.candidate_page(desk.store_of(request), CandidateId(number))
    context = {
        "changes": logic.changes(
            desk.store_of(request), CandidateId(number), SightingId(sighting)
        ),
        "is_latest": page.is_latest,
        "again": f"/candidates/{number}?{urlencode(_filters(request))}",
    }
    return desk.page(request, "stale.html", context, 409)


def _candidate(request: Request, desk: Desk, number: int) -> dict[str, object]:
    page = logic.candidate_page(desk.store_of(request), CandidateId(number))
    filters = _filters(request)
    pairs = [one.pictures for one in page.candidate.score.readings if one.pictures]
    seen = [one.sha256 for one in page.sighting.pictures if one.sha256]
    owned = [one.sha256 for one in page.right.pictures]
    return {
        "page": page,
        "facts": page.sighting.facts,
        "texts": mentioning_texts(page),
        "is_mark": isinstance(page.right, Mark),
        "label": label_of(page.right),
        "theirs": pairs[0].listing_picture if pairs else next(iter(seen), None),
        "ours": pairs[0].reference_picture if pairs else next(iter(owned), None),
        "sheets": [
            one.placement.sheet
            for one in page.candidate.score.readings
            if one.placement is not None and one.placement.sheet is not None
        ],
        "following": logic.next_candidate(desk.store_of(request), CandidateId(number), filters),
        "query": urlencode(filters),
    }
