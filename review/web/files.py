"""Files to keep: bundles, letters, proofs, pictures, figures; the same for pages and the API."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from domain.accounts import Role
from domain.candidates import CandidateId
from domain.digests import Sha256
from domain.languages import LANGUAGES
from domain.notices import NoticeId
from domain.rights import AgentSlug, RightSlug
from review import desk as logic
from review.checks import LARGEST
from review.letters import letter_file
from review.measures.charts import Chart, chart
from review.measures.figures import by_platform, figures, only
from review.measures.month import chart_csv, figures_csv, month_pdf
from review.proofs import About, zipped_proof
from review.showing import picture as picture_of
from review.web.calendar import ICS, calendar_file
from review.web.door import needs
from review.web.figures import Month, Platform, facts_of
from review.web.marked import picture_type
from review.web.page import Desk
from review.web.words import speaker

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Route = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$")]
Key = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]
Candidate = Annotated[str, Query(pattern=r"^[0-9]{0,9}$")]
Agent = Annotated[str, Query(max_length=200)]
Language = Annotated[str | None, Query(pattern=f"^({'|'.join(LANGUAGES)})$")]

PDF, SVG, ZIP, BYTES = (
    "application/pdf",
    "image/svg+xml",
    "application/zip",
    "application/octet-stream",
)
CSV = "text/csv; charset=utf-8"
PICTURE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=31536000, immutable",
}

Place = Callable[[str, str], Callable[[Callable[..., Any]], Callable[..., Any]]]
"""Puts a handler at an address, whose answers have this media type."""


def add_files(place: Place, desk: Desk) -> None:
    """Put every file at its address."""
    _add_pictures(place, desk)
    _add_papers(place, desk)
    _add_months(place, desk)
    _add_charts(place, desk)
    _add_calendar(place, desk)


def _add_pictures(place: Place, desk: Desk) -> None:
    @place("/pictures/{digest}", "image/*")
    @needs(Role.VIEWER)
    def picture(request: Request, digest: Digest) -> Response:
        """A picture that stands on a page, as far as you may see what it is of."""
        content = picture_of(desk.store_of(request), Sha256(digest))
        kind = picture_type(content)
        if kind is None:
            raise HTTPException(404, "no_such_picture")
        return Response(content, media_type=kind, headers=PICTURE_HEADERS)


def _add_papers(place: Place, desk: Desk) -> None:
    @place("/notices/{number}/bundle.zip", ZIP)
    @needs(Role.ANALYST)
    def bundle(request: Request, number: Id) -> Response:
        """The bundle of a notice, as it was exported."""
        notice = logic.notice(desk.store_of(request), NoticeId(number))
        path = FilePath(notice.bundle_path or "")
        if notice.bundle_path is None or not path.is_file():
            raise HTTPException(404, "http_404")
        return FileResponse(path, media_type=ZIP, filename=f"{notice.slug}.zip")

    @place("/notices/{number}/letters/{digest}", BYTES)
    @needs(Role.ANALYST)
    def letter(request: Request, number: Id, digest: Digest) -> Response:
        """A letter that was written on a notice, by the digest that its history names."""
        name, content = letter_file(desk.store_of(request), NoticeId(number), Sha256(digest))
        return _file(content, BYTES, name)

    @place("/rights/{slug}/proof/{route}.zip", ZIP)
    @needs(Role.ANALYST)
    def proof(
        request: Request,
        slug: str,
        route: Route,
        candidate: Candidate = "",
        agent: Agent = "",
        lang: Language = None,
    ) -> Response:
        """The proof of a right for a route, with its papers."""
        store, spoken = desk.store_of(request), lang or desk.language_of(request)
        about = about_of(route, candidate, agent)
        packed = zipped_proof(
            store, desk.settings, RightSlug(slug), about, spoken, now=desk.clock()
        )
        return _file(packed, ZIP, f"{slug}-{route.replace('_', '-')}-{spoken}.zip")


def _add_months(place: Place, desk: Desk) -> None:
    @place("/figures/report.pdf", PDF)
    @needs(Role.VIEWER)
    def report(request: Request, month: Month = "", lang: Language = None) -> Response:
        """The report of a month: figures with their definitions, platforms, charts."""
        facts, period = facts_of(desk, request, month)
        language = lang or desk.language_of(request)
        content = month_pdf(facts, period, language, speaker(language))
        return _file(content, PDF, f"report-{period.start:%Y-%m}.{language}.pdf")

    @place("/figures/figures.csv", CSV)
    @needs(Role.VIEWER)
    def table(request: Request, month: Month = "", lang: Language = None) -> Response:
        """The figures of a month, of all platforms together and of each."""
        facts, period = facts_of(desk, request, month)
        say = speaker(lang or desk.language_of(request))
        whole = {say("all_platforms"): figures(facts, period), **by_platform(facts, period)}
        return _file(figures_csv(whole, say), CSV, f"figures-{period.start:%Y-%m}.csv")


def _add_calendar(place: Place, desk: Desk) -> None:
    @place("/due.ics", ICS)
    @needs(Role.VIEWER)
    def due(request: Request) -> Response:
        """Every running period as iCalendar, once; the page of what is due gives a feed."""
        return _file(calendar_file(desk, request), ICS, "due.ics")


def _add_charts(place: Place, desk: Desk) -> None:
    @place("/figures/{key}.csv", CSV)
    @needs(Role.VIEWER)
    def numbers(
        request: Request, key: Key, platform: Platform = "", lang: Language = None
    ) -> Response:
        """The numbers of a chart."""
        found = _chart(desk, request, key, platform, lang)
        return _file(chart_csv(found), CSV, f"{key}.csv")

    @place("/figures/{key}.svg", SVG)
    @needs(Role.VIEWER)
    def drawing(
        request: Request, key: Key, platform: Platform = "", lang: Language = None
    ) -> Response:
        """A chart, drawn."""
        found = _chart(desk, request, key, platform, lang)
        return _file(found.svg.encode(), SVG, f"{key}.svg")


def about_of(platform: str | None, candidate: str, agent: str) -> About:
    """What a proof is asked for: the route, a listing's candidate, and who files."""
    return About(
        platform=platform,
        candidate=CandidateId(int(candidate)) if candidate else None,
        agent=AgentSlug(agent) if agent else None,
    )


def _chart(desk: Desk, request: Request, key: str, platform: str, lang: str | None) -> Chart:
    facts, _ = facts_of(desk, request, "")
    mine = only(facts, platform) if platform else facts
    found = chart(mine, speaker(lang or desk.language_of(request)), key)
    if found is None:
        raise HTTPException(404, "http_404")
    return found


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
