"""Every page in a real browser, in three languages: no report of its policy, and for everybody.

With JIANZHEN_TEST_PICTURES naming a folder, a picture of each page is left there.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, BrowserContext

from domain.accounts import Account, Role, Scope, Stage
from domain.languages import LANGUAGES, Sentence
from domain.notices import Finding, Notice, NoticeId, NoticeState, Severity
from domain.rights import HolderSlug, RightSlug
from domain.runs import RunState, StageReport, Step
from domain.scans import Purpose
from review.access import people
from review.access.signing import _begin
from review.desk import Store
from review.web.door import ANYONE
from tests.factories import a_mention, a_score, a_sighting
from tests.review.access.conftest import OURS, Clock, Tenant
from tests.review.browsing import DESKTOP, PHONE, a_browser, a_context, watched
from tests.review.desks import NOW, an_account, begin_session, served

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "vendor" / "axe" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
HOSTILE = '<script>alert("1")</script>"><img src=x onerror=alert(2)>{{ 7 * 7 }}\u202egnp.exe'
NO_PAGES, FILES = ("/api/", "/pictures/"), (".csv", ".pdf", ".svg", ".zip", ".ics", "{digest}")
ASKS = {"/seller": f"?platform=taobao&name={quote(HOSTILE)}"}
"""What a page must be asked for."""

SERIOUS = ("serious", "critical")
PICTURES = os.environ.get("JIANZHEN_TEST_PICTURES")


@pytest.fixture
def furnished(store: Store, tenants: tuple[Tenant, Tenant], clock: Clock) -> Account:
    """A store in which every page has something to show, and an admin who sees all of it."""
    ours = tenants[0]
    account = an_account(store, "管理 Admin", Role.ADMIN)
    an_account(store, HOSTILE[:60].replace("\u202e", ""), Role.ANALYST, [OURS])
    people.new_token(
        store, account, "<b>report</b>", list(Scope), days=30, who="test", now=clock()
    )
    saying = Sentence(HOSTILE, HOSTILE, HOSTILE)
    with store.begin() as work:
        mark = next(one for one in work.rights.portfolio().marks if one.slug == ours.right)
        facts = replace(
            a_sighting().facts, item_id="666", title=HOSTILE, seller=HOSTILE,
            url="javascript:alert(3)", attributes={HOSTILE: HOSTILE},
        )  # fmt: skip
        sighting = replace(a_sighting(), key=replace(a_sighting().key, item_id="666"), facts=facts)
        kept = work.listings.keep_sighting(sighting)
        score = a_score(value=0.99, readings=(replace(a_mention(), sentence=saying),))
        work.candidates.suggest(kept.listing, mark.slug, kept.id, score, NOW)
        finding = Finding("no_proof", Severity.BLOCKS, saying, HOSTILE, HOSTILE, saying)
        work.notices.draft(
            Notice(
                NoticeId(0), "notice-1", "alibaba_taotian", "taobao", HolderSlug(OURS),
                RightSlug(ours.right), "mark", (), (finding,), NoticeState.INCOMPLETE, NOW,
            )
        )  # fmt: skip
        run = work.runs.start(Step("scan", {"platform": HOSTILE}), NOW)
        report = StageReport({"kept": 1}, degraded=HOSTILE)
        work.runs.finish(run, RunState.DEGRADED, NOW, report=report)
        scan = work.frontier.open_scan("taobao", Purpose.SEARCH, "scan-1", NOW, None)
        work.frontier.close(scan.id, "done", NOW, {"degraded": HOSTILE, "health": {"pages": 2}})
    return account


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


def pages(app: FastAPI, tenant: Tenant) -> list[str]:
    """The address of every page that can be read, with something of this tenant in it."""
    known = {"number": "1", "slug": tenant.right, "kind": "seller", "key": "0" * 24}
    found = []
    for one in app.routes:
        reads = isinstance(one, APIRoute) and "GET" in (one.methods or ())
        if not reads or one.path.startswith(NO_PAGES) or one.path.endswith(FILES):  # type: ignore[attr-defined]
            continue
        if getattr(one.endpoint, "needs", None) == ANYONE:  # type: ignore[attr-defined]
            continue
        path = re.sub(r"{(\w+)(?::\w+)?}", lambda part: known[part[1]], one.path)  # type: ignore[attr-defined]
        found.append(path + ASKS.get(path, ""))
    hostile = ["/candidates/3", "/candidates/99", "/nowhere", "/log?kind=decided"]
    return [*found, *hostile]


def outside(context: BrowserContext, store: Store, account: Account, address: str) -> list[str]:
    """The pages of the sign-in, which are read before one is in."""
    lead = an_account(store, "Lead", Role.LEAD)
    enrolling = _begin(store, lead, Stage.ENROL, NOW)
    context.add_cookies([{"name": "desk", "value": enrolling, "url": address}])
    return ["/sign-in", "/sign-in?next=/rights", "/sign-in/link?key=x", "/sign-in/enrol"]


def test_the_engine_is_the_one_that_was_read() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_clean_in_the_browser(
    app: FastAPI, store: Store, browser: Browser, furnished: Account,
    tenants: tuple[Tenant, Tenant], language: str,
) -> None:  # fmt: skip
    """No report of the content policy, hostile text as text, and nothing wider than a phone."""
    with served(app) as address:
        context = a_context(browser, address, begin_session(store, furnished), viewport=PHONE)
        look = watched(context)
        for inside in (True, False):
            paths = (
                pages(app, tenants[0]) if inside else outside(context, store, furnished, address)
            )
            for path in paths:
                look.go(_in(language, address + path))
                look.said = [one for one in look.said if "status of 404" not in one]
                assert look.said == [], path
                assert look.page.get_attribute("html", "lang") == language, path
                assert look.page.locator("img[src='x']").count() == 0, path
                assert look.page.locator("a[href^='javascript']").count() == 0, path
                if path == "/candidates/3":
                    shown = look.page.inner_text("body")
                    assert "<script>alert" in shown
                    assert "{{ 7 * 7 }}" in shown
                wide = look.page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= PHONE["width"], (path, wide)
                _keep(look.page, f"phone-{language}", path)
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_keeps_anybody_out(
    app: FastAPI, store: Store, browser: Browser, furnished: Account,
    tenants: tuple[Tenant, Tenant], language: str,
) -> None:  # fmt: skip
    """axe-core finds nothing serious, by day and in the dark.

    It runs where the policy lets a test's script in.
    """
    findings: list[str] = []
    # what scrolls on a phone must be reached by key as well
    size = PHONE if language == "ja" else DESKTOP
    with served(app) as address:
        context = a_context(
            browser, address, begin_session(store, furnished), viewport=size, bypass_csp=True,
            color_scheme="dark" if language == "zh" else "light",
        )  # fmt: skip
        page = context.new_page()
        for inside in (True, False):
            paths = (
                pages(app, tenants[0]) if inside else outside(context, store, furnished, address)
            )
            for path in paths:
                page.goto(_in(language, address + path))
                page.add_script_tag(path=str(AXE))
                found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
                findings += [
                    f"{path} {one['id']}: {one['nodes'][0]['html'][:160]}"
                    for one in found["violations"]
                    if one["impact"] in SERIOUS
                ]
                _keep(page, f"desk-{language}", path)
        context.close()
    assert findings == []


def _in(language: str, url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}lang={language}"


def _keep(page: object, folder: str, path: str) -> None:
    if PICTURES:
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        target = Path(PICTURES) / folder / f"{name}.png"
        page.screenshot(path=str(target), full_page=True)  # type: ignore[attr-defined]
