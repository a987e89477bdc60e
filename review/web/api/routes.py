"""The API's front: version 1 at /api/v1, with its own description as OpenAPI."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from domain.accounts import Role
from review.web.api.accounts import add_accounts
from review.web.api.deciding import add_deciding
from review.web.api.filing import add_filing
from review.web.api.following import add_following
from review.web.api.hooks import add_hooks
from review.web.api.reading import add_reading
from review.web.api.version import Version
from review.web.door import needs
from review.web.files import add_files
from review.web.page import Desk

DESCRIPTION = """\
Everything on the desk's pages. Send `Authorization: Bearer` with a token of your account
(`jianzhen users token`); it sees and may do what you see and may do, within its scopes.
Lists come in pages: `limit`, `offset`, and the address of the next page in `next`.
"""


def add_api(app: FastAPI, desk: Desk) -> None:
    """Put the API at its addresses, with its description beside it."""
    api = Version(app)
    add_reading(api, desk)
    add_deciding(api, desk)
    add_following(api, desk)
    add_hooks(api, desk)
    add_filing(api, desk)
    add_accounts(api, desk)
    add_files(api.file, desk)

    @api.get("/openapi.json", include_in_schema=False)
    @needs(Role.VIEWER)
    def description(request: Request) -> Response:
        return JSONResponse(described(api))


def described(api: Version) -> dict[str, Any]:
    """The API as OpenAPI describes it."""
    return get_openapi(
        title="Jianzhen",
        version=metadata.version("jianzhen"),
        description=DESCRIPTION,
        routes=api.routes(),
    )
