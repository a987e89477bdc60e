"""What the shop is asked and what it answers, without any socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: which storefront, the path, the query, and how often this was asked before."""

    shop: str
    origin: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    asked_before: int = 0

    @property
    def page(self) -> int:
        """The result page that is asked for, from 1."""
        page = self.query.get("page", "1")
        return max(1, int(page)) if page.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: status, body, media type as sent, further headers."""

    status: int
    body: bytes
    media_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def html(text: str, status: int = 200) -> Reply:
    """A page in UTF-8."""
    return Reply(status, text.encode())


def as_json(value: object, status: int = 200) -> Reply:
    """An interface answer."""
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")


def picture(body: bytes, media_type: str = "image/jpeg") -> Reply:
    """A picture's bytes."""
    return Reply(200, body, media_type)


def redirect(to: str) -> Reply:
    """A 302 to this address."""
    return Reply(302, b"", headers={"Location": to})
