"""The pages on which an analyst spends the day: the queue, one candidate, what is said of it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from config.load import read_toml
from domain.accounts import Role
from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.errors import Held, InputError, StaleView
from domain.listings import SightingId
from review import deciding, queue
from review import desk as logic
from review.checks import LARGEST
from review.deciding import Finding
from review.sampling import second_person
from review.web.comparing import compare_context, filters_of, number_in
from review.web.door import needs
from review.web.page import Desk

PAGE_SIZE = 50

Id = Annotated[int, Path(ge=1, le=LARGEST)]
After = Annotated[int | None, Form(ge=1, le=LARGEST)]


def add_candidates(app: FastAPI, desk: Desk) -> None:
    """Put the pages of candidates at their addresses."""
    _add_list(app, desk)
    _add_going_on(app, desk)
    _add_one(app, desk)
    _add_decisions(app, desk)


def _add_list(app: FastAPI, desk: Desk) -> None:
    @app.get("/candidates")
    @needs(Role.VIEWER)
    def candidates(
        request: Request, page: Annotated[int, Query(ge=1, le=LARGEST // PAGE_SIZE)] = 1
    ) -> Response:
        filters = filters_of(request)
        start = (page - 1) * PAGE_SIZE
        store = desk.store_of(request)
        lines, total = logic.candidate_lines(store, filters, limit=PAGE_SIZE, offset=start)
        context = {
            "lines": lines,
            "total": total,
            "page": page,
            "pages": -(-total // PAGE_SIZE),
            "filters": filters,
            "query": urlencode(filters),
            "weights": queue.weights(store).named(),
            "just_waits": number_in(request, "waits"),
            "signals": sorted(read_toml(desk.settings.match.scorecard)["signals"]),
        }
        return desk.page(request, "candidates.html", context)

    @app.post("/candidates/weights")
    @needs(Role.LEAD)
    def weights(
        request: Request,
        harm: Annotated[float, Form()],
        confidence: Annotated[float, Form()],
        chance: Annotated[float, Form()],
        price_gap: Annotated[float, Form()],
    ) -> Response:
        changes = {
            "harm": harm, "confidence": confidence, "chance": chance, "price_gap": price_gap,
        }  # fmt: skip
        queue.set_weights(
            desk.store_of(request), changes, who=desk.name_of(request), now=desk.clock()
        )
        return _to(f"/candidates?{urlencode(filters_of(request))}")


def _add_going_on(app: FastAPI, desk: Desk) -> None:
    @app.post("/candidates/next")
    @needs(Role.ANALYST)
    def following(
        request: Request,
        after: After = None,
    ) -> Response:
        name = desk.name_of(request)
        return go_on(desk, request, name, after)

    @app.post("/candidates/undo")
    @needs(Role.ANALYST)
    def undo(
        request: Request,
    ) -> Response:
        name, now = desk.name_of(request), desk.clock()
        hours = desk.settings.queue.undo_hours
        taken = deciding.undo(desk.store_of(request), analyst=name, now=now, hours=hours)
        back = f"/candidates/{taken[0].candidate}?{urlencode(filters_of(request))}"
        return _to(back)

    @app.post("/candidates/second/next")
    @needs(Role.ANALYST)
    def second(
        request: Request,
    ) -> Response:
        name = desk.name_of(request)
        return _second(desk, request, name)


def _add_one(app: FastAPI, desk: Desk) -> None:
    @app.get("/candidates/{number}")
    @needs(Role.VIEWER)
    def candidate(request: Request, number: Id) -> Response:
        return desk.page(request, "candidate.html", compare_context(request, desk, number))

    @app.get("/candidates/{number}/decision")
    @needs(Role.VIEWER)
    def back(request: Request, number: Id) -> Response:
        # whoever changes the language of a refused decision, or reloads it, comes here
        return _to(f"/candidates/{number}?{request.url.query}")

    @app.get("/candidates/{number}/second")
    @needs(Role.VIEWER)
    def back_again(request: Request, number: Id) -> Response:
        return _to(f"/candidates/{number}?{request.url.query}")


def _add_decisions(app: FastAPI, desk: Desk) -> None:
    @app.post("/candidates/{number}/decision")
    @needs(Role.ANALYST)
    def decision(  # noqa: PLR0917, PLR0913 - the fields of the form
        request: Request,
        number: Id,
        seen: Annotated[str, Form()],
        sighting: Annotated[int, Form(ge=1, le=LARGEST)],
        finding: Annotated[str, Form()] = "",
        verdict: Annotated[Verdict | None, Form()] = None,
        reason: Annotated[Reason | None, Form()] = None,
        note: Annotated[str, Form()] = "",
    ) -> Response:
        said, why = said_in(finding, verdict, reason)
        name = desk.name_of(request)
        try:
            decision = deciding.decide(
                desk.store_of(request),
                CandidateId(number),
                said,
                why,
                analyst=name,
                note=note,
                seen_digest=Sha256(seen),
                now=desk.clock(),
                second=second_person(desk.settings),
            )
        except StaleView as exc:
            return _stale(request, desk, number, sighting, exc)
        waits = number if deciding.waits(desk.store_of(request), decision) else None
        return go_on(desk, request, name, number_in(request), waits)

    @app.post("/candidates/{number}/second")
    @needs(Role.ANALYST)
    def second(
        request: Request,
        number: Id,
        seen: Annotated[str, Form()],
        sighting: Annotated[int, Form(ge=1, le=LARGEST)],
        finding: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
    ) -> Response:
        said, why = said_in(finding)
        name = desk.name_of(request)
        found = Finding(said, why, name, note, Sha256(seen))
        try:
            deciding.look_again(
                desk.store_of(request), CandidateId(number), found, now=desk.clock()
            )
        except StaleView as exc:
            return _stale(request, desk, number, sighting, exc)
        return _second(desk, request, name)


def said_in(
    finding: str, verdict: Verdict | None = None, reason: Reason | None = None
) -> tuple[Verdict, Reason]:
    """The finding of a form: one button says `infringing:copied_picture`.

    Raises:
        InputError: It says no verdict with a reason.
    """
    said, _, why = finding.partition(":")
    try:
        return verdict or Verdict(said), reason or Reason(why)
    except ValueError as exc:
        raise InputError(
            f"{finding[:60]!r} is no finding.",
            mend="Choose a verdict and its reason.",
            code="no_finding",
        ) from exc


def go_on(
    desk: Desk, request: Request, name: str, after: int | None, waits: int | None = None
) -> Response:
    """To the next candidate that the filters leave, claimed for this person; else to the list.

    `waits` is what was just decided and waits for a second person: the next page says so.
    """
    filters = filters_of(request)
    wanted = {name: one for name, one in filters.items() if (name, one) not in DONE}
    behind = None if after is None else CandidateId(after)
    claim = queue.claim_next(
        desk.store_of(request),
        desk.settings,
        wanted,
        who=name,
        now=desk.clock(),
        after=behind,
        ahead=desk.ahead,
    )
    place = {} if after is None else {"after": str(after)}
    said = {} if waits is None else {"waits": str(waits)}
    if claim is None:
        return _to(f"/candidates?{urlencode(filters | said)}")
    place |= said
    return _to(f"/candidates/{claim.candidate}?{urlencode(filters | place)}")


DONE = (("state", "infringing"), ("state", "cleared"))
"""Filters of the list under which nothing waits."""


def _second(desk: Desk, request: Request, name: str) -> Response:
    filters = filters_of(request)
    look = queue.claim_second(
        desk.store_of(request), desk.settings, filters, who=name, now=desk.clock()
    )
    return _to("/" if look is None else f"/candidates/{look.candidate}?{urlencode(filters)}")


def _to(where: str) -> RedirectResponse:
    return RedirectResponse(where.removesuffix("?"), status_code=303)


def _stale(request: Request, desk: Desk, number: int, sighting: int, why: StaleView) -> Response:
    """What changed since this sighting, and the way back to what is there now."""
    store = desk.store_of(request)
    page = logic.candidate_page(store, CandidateId(number))
    context = {
        "held": why if isinstance(why, Held) else None,
        "message": str(why),
        "changes": logic.changes(
            desk.store_of(request), CandidateId(number), SightingId(sighting)
        ),
        "is_latest": page.is_latest,
        "again": f"/candidates/{number}?{urlencode(filters_of(request))}",
        "query": urlencode(filters_of(request)),
    }
    return desk.page(request, "stale.html", context, 409)
