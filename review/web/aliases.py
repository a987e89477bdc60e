"""The desk's page of aliases: what the program proposes, approved or refused by name."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from domain.accounts import Role
from domain.aliases import AliasState
from domain.errors import InputError
from review.alias_desk import VERDICTS, aliases, decide_aliases
from review.checks import LARGEST
from review.web.door import needs
from review.web.page import Desk


def add_aliases(app: FastAPI, desk: Desk) -> None:
    """Put the page of aliases, and the form that decides one, at their addresses."""

    @app.get("/aliases")
    @needs(Role.VIEWER)
    def listed(request: Request) -> Response:
        state = _state(request)
        context = {
            "lines": aliases(desk.store_of(request), state=state),
            "state": state,
            "verdicts": VERDICTS,
        }
        return desk.page(request, "aliases.html", context)

    @app.get("/aliases/{number}/decision")
    @needs(Role.VIEWER)
    def back(request: Request, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Response:
        return RedirectResponse(f"/aliases?{request.url.query}", status_code=303)

    @app.post("/aliases/{number}/decision")
    @needs(Role.ANALYST)
    def decided(
        request: Request,
        number: Annotated[int, Path(ge=1, le=LARGEST)],
        verdict: Annotated[AliasState, Form()],
        note: Annotated[str, Form()] = "",
    ) -> Response:
        store, analyst = desk.store_of(request), desk.name_of(request)
        decide_aliases(store, [number], verdict, analyst=analyst, note=note, now=desk.clock())
        return RedirectResponse(f"/aliases?state={_state(request)}", status_code=303)


def _state(request: Request) -> AliasState:
    asked = request.query_params.get("state") or AliasState.PROPOSED
    if asked not in tuple(AliasState):
        raise InputError(
            f"There is no state {asked!r}.",
            mend=f"Use {', '.join(AliasState)}.",
            code="no_alias_state",
            given=asked,
        )
    return AliasState(asked)
