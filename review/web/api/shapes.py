"""What the API takes and gives that is no record of the trade: pages, problems, bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.accounts import Role, Scope
from domain.aliases import AliasState
from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.languages import LANGUAGES
from domain.notices import NoticeState
from domain.queue import GroupKind
from domain.records import to_plain
from domain.rights import HolderSlug
from review.checks import LARGEST, NOTE_LIMIT

MOST_ITEMS = 500

PLAIN = r"^[^\x00-\x1f\x7f-\x9f]*$"
"""Words in any script; control characters are none, and no database takes them all."""

Item = TypeVar("Item")

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=LARGEST, description="How many are passed over.")]
Word = Annotated[str | None, Query(max_length=200, pattern=PLAIN)]
Language = Annotated[str | None, Query(pattern=f"^({'|'.join(LANGUAGES)})$")]
Slug = Annotated[str, Path(max_length=200, pattern=PLAIN)]
Note = Annotated[str, StringConstraints(max_length=NOTE_LIMIT)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[int, Field(ge=1, le=LARGEST)]


class Body(BaseModel):
    """What is sent; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(BaseModel, Generic[Item]):
    """A page of a list, and where the next page is; `total` is null where nobody counts."""

    total: int | None
    limit: int
    offset: int
    next: str | None
    items: list[Item]


class ProblemText(BaseModel):
    """What went wrong, and what to do; the code stays the same when the sentence does not."""

    status: int
    message: str
    code: str


class Problem(BaseModel):
    """Every answer that is none: 400, 401, 403, 404, 409, 411, 413, 422 or 429."""

    error: ProblemText


class Me(BaseModel):
    """Who asks, and what they may do and see; `holders` None is every one."""

    name: str
    role: Role
    holders: list[HolderSlug] | None
    scopes: list[Scope] | None


class Filtering(Body):
    """Filters as in lists."""

    filters: dict[str, str] = {}


class Asking(Filtering):
    """What is asked of the queue: filters, and what is passed over."""

    after: Id | None = None


class Saying(Body):
    """A finding on one candidate, of the sighting whose digest was seen."""

    verdict: Verdict
    reason: Reason
    seen: Digest
    note: Note = ""


class Seen(Body):
    """Candidates, each with the digest of the sighting that was seen."""

    seen: dict[Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,8}$")], Digest] = Field(
        min_length=1, max_length=MOST_ITEMS
    )

    def pairs(self) -> dict[CandidateId, str]:
        """The digests by candidate."""
        return {CandidateId(int(one)): seen for one, seen in self.seen.items()}


class SayingOfMany(Seen):
    """One finding for many candidates."""

    verdict: Verdict
    reason: Reason
    note: Note = ""


class SayingOfAlias(Body):
    """What a person says of an alias."""

    verdict: AliasState
    note: Note = ""


class Weighing(Body):
    """Weights of the queue; what is not named stays."""

    harm: float | None = Field(None, ge=0, le=3)
    confidence: float | None = Field(None, ge=0, le=3)
    chance: float | None = Field(None, ge=0, le=3)
    price_gap: float | None = Field(None, ge=0, le=3)


class Thresholds(Body):
    """From which score a candidate is suggested, and from which it is put up for review."""

    suggest: float = Field(gt=0, le=1)
    review: float = Field(gt=0, le=1)


class Outcome(Body):
    """What a person did with a notice, or what became of it, and on which day."""

    state: NoticeState
    on: date | None = None


def answer(record: object, status: int = 200) -> Response:
    """A record as JSON."""
    return JSONResponse(to_plain(record), status)


def page_of(
    request: Request,
    items: Sequence[object],
    *,
    total: int,
    limit: int,
    offset: int,
    counted: bool = True,
) -> Response:
    """A page of a list whose items are these."""
    more = offset + len(items) < total and len(items) > 0
    url = request.url.include_query_params(limit=limit, offset=offset + limit)
    following = f"{url.path}?{url.query}" if more else None
    plain: dict[str, Any] = {
        "total": total if counted else None, "limit": limit, "offset": offset, "next": following,
        "items": [to_plain(one) for one in items],
    }  # fmt: skip
    links = {"Link": f'<{following}>; rel="next"'} if following else {}
    return JSONResponse(plain, headers=links)


def slice_of(request: Request, everything: Sequence[object], limit: int, offset: int) -> Response:
    """A page of a list that is there whole."""
    items = everything[offset : offset + limit]
    return page_of(request, items, total=len(everything), limit=limit, offset=offset)


def part_of(request: Request, found: Sequence[object], limit: int, offset: int) -> Response:
    """A page of a list that nobody counts; `found` holds one more where there are more."""
    known = offset + limit + 1 if len(found) > limit else offset + len(found)
    return page_of(request, found[:limit], total=known, limit=limit, offset=offset, counted=False)


def filters_in(given: Mapping[str, str | None]) -> dict[str, str]:
    """The filters that were given."""
    return {name: value for name, value in given.items() if value}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": why}
    for status, why in {
        400: "Not to be had as asked for.",
        401: "No valid token or session.",
        403: "The role or the token's scopes do not reach.",
        404: "Not there, or of a rights holder that the account does not see.",
        409: "Changed meanwhile: look again.",
        422: "A field is missing or does not fit.",
    }.items()
}

GROUP_KEY = re.compile("^[0-9a-f]{24}$")
GroupKey = Annotated[str, Path(pattern=GROUP_KEY.pattern)]
Kind = GroupKind
