"""Pages of groups: what is alike is looked at together, and decided with one finding."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Path, Request, Response

from domain.accounts import Role
from domain.queue import GroupKind
from review import groups as logic
from review.deciding import Finding
from review.sampling import second_person
from review.web.candidates import said_in
from review.web.comparing import filters_of
from review.web.door import needs
from review.web.page import Desk

Key = Annotated[str, Path(pattern="^[0-9a-f]{24}$")]


def add_groups(app: FastAPI, desk: Desk) -> None:
    """Put the pages of groups at their addresses."""
    _add_looks(app, desk)
    _add_finding(app, desk)


def _add_looks(app: FastAPI, desk: Desk) -> None:
    @app.get("/groups")
    @needs(Role.VIEWER)
    def groups(request: Request) -> Response:
        filters = filters_of(request)
        context = {
            "groups": logic.groups(desk.store_of(request), filters),
            "filters": filters,
            "query": urlencode(filters),
        }
        return desk.page(request, "groups.html", context)

    @app.get("/groups/{kind}/{key}")
    @needs(Role.VIEWER)
    def group(request: Request, kind: GroupKind, key: Key) -> Response:
        context = {
            "kind": kind,
            "key": key,
            "members": logic.members(desk.store_of(request), kind, key),
            "viewer": desk.name_of(request),
            "query": urlencode(filters_of(request)),
        }
        return desk.page(request, "group.html", context)


def _add_finding(app: FastAPI, desk: Desk) -> None:
    @app.post("/groups/{kind}/{key}")
    @needs(Role.ANALYST)
    def decide(  # noqa: PLR0913, PLR0917 - the fields of the form
        request: Request,
        kind: GroupKind,
        key: Key,
        finding: Annotated[str, Form()],
        seen: Annotated[list[str] | None, Form()] = None,
        confirmed: Annotated[bool, Form()] = False,
        note: Annotated[str, Form()] = "",
    ) -> Response:
        verdict, reason = said_in(finding)
        name, now = desk.name_of(request), desk.clock()
        said = Finding(verdict, reason, name, note).checked()
        pairs = logic.seen_pairs(seen or [])
        shown = {
            "kind": kind, "key": key, "finding": finding, "note": note, "asked": len(pairs),
            "query": urlencode(filters_of(request)),
        }  # fmt: skip
        found = logic.preview(desk.store_of(request), pairs, who=name, now=now)
        if found.left_out and not confirmed:
            kept = [f"{one}:{pairs[one]}" for one in found.unchanged]
            context = {**shown, "preview": found, "seen": kept, "outcome": None}
            return desk.page(request, "group_outcome.html", context, 409)
        outcome = logic.decide_group(
            desk.store_of(request), pairs, said, now=now, second=second_person(desk.settings)
        )
        context = {**shown, "preview": None, "seen": [], "outcome": outcome}
        return desk.page(request, "group_outcome.html", context)
