"""The API's lists and records: what the pages show."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from domain.accounts import Role
from domain.aliases import Alias, AliasState
from domain.candidates import Band, CandidateId, CandidateState
from domain.correspondence import Entry
from domain.deadlines import Deadline
from domain.notices import Notice, NoticeId
from domain.queue import Member, Weights
from domain.rights import Agent, Product, RightSlug
from domain.runs import Run
from domain.scans import ClosedScan
from domain.second_looks import SecondLook
from review import desk as logic
from review import groups, queue
from review.alias_desk import aliases
from review.compare import ComparePage, compare_page
from review.deadlines import deadlines
from review.filing import history
from review.history import RightPage, right_page
from review.morning import Morning, morning
from review.notice_page import NoticePage, notice_page
from review.proofs import About, ProofPage, proof_page
from review.quality import QualityPage, quality
from review.watching import WatchLine, watched
from review.web.api.shapes import (
    GroupKey,
    Kind,
    Language,
    Limit,
    Number,
    Offset,
    Page,
    Slug,
    Word,
    answer,
    filters_in,
    page_of,
    part_of,
    slice_of,
)
from review.web.api.version import Version
from review.web.door import needs
from review.web.page import Desk
from takedown.clocks import Clock


def add_reading(api: Version, desk: Desk) -> None:
    """Put every list and record at its address."""
    _add_candidates(api, desk)
    _add_groups(api, desk)
    _add_rights(api, desk)
    _add_notices(api, desk)
    _add_house(api, desk)


def _add_candidates(api: Version, desk: Desk) -> None:
    @api.get("/candidates", response_model=Page[logic.CandidateLine])
    @needs(Role.VIEWER)
    def candidates(  # noqa: PLR0913, PLR0917 - the filters of the list
        request: Request,
        state: CandidateState | None = None,
        band: Band | None = None,
        queue: Word = None,
        platform: Word = None,
        right: Word = None,
        seller: Word = None,
        signal: Word = None,
        language: Language = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        """Candidates in the order of the queue."""
        given = filters_in(
            {
                "state": state, "band": band, "queue": queue, "platform": platform,
                "right": right, "seller": seller, "signal": signal, "language": language,
            }
        )  # fmt: skip
        store = desk.store_of(request)
        lines, total = logic.candidate_lines(store, given, limit=limit, offset=offset)
        return page_of(request, lines, total=total, limit=limit, offset=offset)

    @api.get("/candidates/{number}", response_model=ComparePage)
    @needs(Role.VIEWER)
    def candidate(request: Request, number: Number) -> Response:
        """One candidate with everything that stands beside it."""
        store, who = desk.store_of(request), desk.name_of(request)
        return answer(compare_page(store, CandidateId(number), who=who, now=desk.clock()))

    @api.get("/second-looks", response_model=Page[SecondLook])
    @needs(Role.ANALYST)
    def second(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """What waits for a second person; the first finding is not told to whoever looks."""
        found = queue.second_looks(desk.store_of(request), {}, who=desk.name_of(request))
        return slice_of(request, found, limit, offset)

    @api.get("/queue/weights", response_model=Weights)
    @needs(Role.VIEWER)
    def weights(request: Request) -> Response:
        """How much each factor counts in the order now."""
        return answer(queue.weights(desk.store_of(request)))


def _add_groups(api: Version, desk: Desk) -> None:
    @api.get("/groups", response_model=Page[groups.GroupLine])
    @needs(Role.VIEWER)
    def all_groups(
        request: Request,
        platform: Word = None,
        right: Word = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        """Groups of alike listings that wait, the most urgent first."""
        given = filters_in({"platform": platform, "right": right})
        store = desk.store_of(request)
        found = groups.groups(store, given, limit=limit + 1, offset=offset)
        return part_of(request, found, limit, offset)

    @api.get("/groups/{kind}/{key}", response_model=list[Member])
    @needs(Role.VIEWER)
    def group(request: Request, kind: Kind, key: GroupKey) -> Response:
        """Everything of a group that waits."""
        return answer(groups.members(desk.store_of(request), kind, key))

    @api.get("/aliases", response_model=Page[Alias])
    @needs(Role.VIEWER)
    def all_aliases(
        request: Request, state: AliasState | None = None, limit: Limit = 50, offset: Offset = 0
    ) -> Response:
        """Short forms and nicknames, and what was said of them."""
        return slice_of(request, aliases(desk.store_of(request), state=state), limit, offset)


def _add_rights(api: Version, desk: Desk) -> None:
    @api.get("/rights", response_model=Page[logic.RightLine])
    @needs(Role.VIEWER)
    def rights(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Every right with what was last proved of it."""
        return slice_of(request, logic.right_lines(desk.store_of(request)), limit, offset)

    @api.get("/agents", response_model=Page[Agent])
    @needs(Role.VIEWER)
    def agents(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Who acts for the owners."""
        found, _ = logic.agents_and_products(desk.store_of(request))
        return slice_of(request, found, limit, offset)

    @api.get("/products", response_model=Page[Product])
    @needs(Role.VIEWER)
    def products(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Genuine products, with the rights they are sold under."""
        _, found = logic.agents_and_products(desk.store_of(request))
        return slice_of(request, found, limit, offset)

    @api.get("/rights/{slug}", response_model=RightPage)
    @needs(Role.VIEWER)
    def right(request: Request, slug: Slug) -> Response:
        """One right with its exhibits and versions."""
        return answer(right_page(desk.store_of(request), RightSlug(slug)))

    @api.get("/rights/{slug}/proof", response_model=ProofPage)
    @needs(Role.VIEWER)
    def proof(request: Request, slug: Slug) -> Response:
        """How one right is shown to be owned: answers, gaps, grades and routes."""
        store, now = desk.store_of(request), desk.clock()
        return answer(proof_page(store, desk.settings, RightSlug(slug), About(), now=now))

    @api.get("/deadlines", response_model=Page[Deadline])
    @needs(Role.VIEWER)
    def papers(
        request: Request,
        within_days: Annotated[int, Query(ge=0, le=3660)] = 180,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        """What of the portfolio runs out, the nearest end first."""
        found = deadlines(desk.store_of(request), now=desk.clock(), within_days=within_days)
        return slice_of(request, found, limit, offset)


def _add_notices(api: Version, desk: Desk) -> None:
    @api.get("/notices", response_model=Page[Notice])
    @needs(Role.VIEWER)
    def notices(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Every notice, in the order of drafting."""
        return slice_of(request, logic.notices(desk.store_of(request)), limit, offset)

    @api.get("/notices/{number}", response_model=Notice)
    @needs(Role.VIEWER)
    def notice(request: Request, number: Number) -> Response:
        """One notice with its findings."""
        return answer(logic.notice(desk.store_of(request), NoticeId(number)))

    @api.get("/notices/{number}/page", response_model=NoticePage)
    @needs(Role.VIEWER)
    def whole(request: Request, number: Number) -> Response:
        """One notice with its listings, the fields to paste, the checklist and what came of it."""
        return answer(notice_page(desk.store_of(request), desk.settings, NoticeId(number)))

    @api.get("/notices/{number}/history", response_model=list[Entry])
    @needs(Role.VIEWER)
    def told(request: Request, number: Number) -> Response:
        """Everything that happened to a notice after it was exported, oldest first."""
        return answer(history(desk.store_of(request), NoticeId(number)))

    @api.get("/clocks", response_model=Page[Clock])
    @needs(Role.VIEWER)
    def clocks(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Every period that runs for a notice, the soonest first."""
        found = logic.running_clocks(desk.store_of(request), desk.settings, desk.clock().date())
        return slice_of(request, found, limit, offset)

    @api.get("/watched", response_model=Page[WatchLine])
    @needs(Role.VIEWER)
    def watching(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Every listing that a notice was filed for, those due for a look first."""
        return slice_of(request, watched(desk.store_of(request), desk.settings), limit, offset)


def _add_house(api: Version, desk: Desk) -> None:
    @api.get("/morning", response_model=Morning)
    @needs(Role.VIEWER)
    def day(request: Request) -> Response:
        """What the day holds for whoever asks."""
        store, who = desk.store_of(request), desk.name_of(request)
        return answer(morning(store, desk.settings, who=who, now=desk.clock()))

    @api.get("/quality", response_model=QualityPage)
    @needs(Role.VIEWER)
    def figures(request: Request) -> Response:
        """Precision by band, agreement, pace, and the thresholds in use."""
        return answer(quality(desk.store_of(request), desk.settings))

    @api.get("/runs", response_model=Page[Run])
    @needs(Role.VIEWER)
    def runs(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """The latest lines of the run ledger, newest first."""
        found = logic.recent_runs(desk.store_of(request), limit + 1, offset)
        return part_of(request, found, limit, offset)

    @api.get("/scans", response_model=Page[ClosedScan])
    @needs(Role.VIEWER)
    def scans(
        request: Request, platform: Word = None, limit: Limit = 50, offset: Offset = 0
    ) -> Response:
        """What each scan measured of itself, newest first."""
        found = logic.scan_health(desk.store_of(request), platform, limit + 1, offset)
        return part_of(request, found, limit, offset)
