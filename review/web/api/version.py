"""One version of the API: its addresses, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from review.web.api.shapes import PROBLEMS

PREFIX = "/api/v1"

bearer = HTTPBearer(auto_error=False, description="A token that begins with jz_.")

Adding = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Version:
    """The addresses below the prefix. They stand on the application itself, like the pages."""

    app: FastAPI

    def get(self, path: str, **options: Any) -> Adding:
        """An address that reads."""
        return self._add("GET", path, options)

    def post(self, path: str, **options: Any) -> Adding:
        """An address that does something."""
        return self._add("POST", path, options)

    def put(self, path: str, **options: Any) -> Adding:
        """An address that sets something."""
        return self._add("PUT", path, options)

    def delete(self, path: str, **options: Any) -> Adding:
        """An address that removes something."""
        return self._add("DELETE", path, options)

    def file(self, path: str, kind: str) -> Adding:
        """An address of a file of this media type."""
        content: dict[int | str, dict[str, Any]] = {200: {"content": {kind: {}}}}
        return self.get(path, response_class=Response, responses=content)

    def routes(self) -> list[APIRoute]:
        """Every address of this version."""
        return [
            one
            for one in self.app.routes
            if isinstance(one, APIRoute) and one.path.startswith(PREFIX)
        ]

    def _add(self, method: str, path: str, options: dict[str, Any]) -> Adding:
        return self.app.api_route(
            PREFIX + path,
            methods=[method],
            responses=PROBLEMS | options.pop("responses", {}),
            dependencies=[Depends(bearer)],
            **options,
        )
