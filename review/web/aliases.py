"""The desk's page of aliases: what the program proposes, approved or refused by name."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from domain.aliases import AliasState
from domain.errors import InputError
from review.alias_desk import VERDICTS, aliases, decide_aliases
from review.checks import LARGEST, checked_name
from review.web.page import Desk


def add_aliases(app: FastAPI, desk: Desk) -> None:
    """Put the page of aliases, and the form that decides one, at their addresses."""

    @app.get("/aliases")
    def listed(request: Request) -> Response:
        state = _state(request)
        context = {"lines": aliases(desk.store, state=state), "state": state, "verdicts": VERDICTS}
        return desk.page(request, "aliases.html", context)

    @app.get("/aliases/{number}/decision")
    def back(request: Request, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Response:
        return RedirectResponse(f"/aliases?{request.url.query}", status_code=303)

    @app.post("/aliases/{number}/decision")
    def decided(
        request: Request,
        number: Annotated[int, Path(ge=1, le=LARGEST)],
        verdict: Annotated[AliasState, Form()],
        analyst: Annotated[str, Form()],
        token: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
    ) -> Response:
        if not desk.guard.holds(token):
            raise HTTPException(403, "not_our_form")
        now = desk.clock()
        decide_aliases(desk.store, [number], verdict, analyst=analyst, note=note, now=now)
        answer = RedirectResponse(f"/aliases?state={_state(request)}", status_code=303)
        cookie = desk.guard.signed(checked_name(analyst))
        answer.set_cookie("analyst", cookie, samesite="strict", httponly=True)
        return answer


def _state(request: Request) -> AliasState:
    asked = request.query_params.get("state") or AliasState.PROPOSED
    if asked not in tuple(AliasState):
        raise InputError(f"There is no state {asked!r}.", mend=f"Use {', '.join(AliasState)}.")
    return AliasState(asked)
