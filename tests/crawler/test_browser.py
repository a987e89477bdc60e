from __future__ import annotations

import http.client
from pathlib import Path

import pytest

from config.load import load_profiles, load_settings
from crawler.browser import find_browser, launch_options
from crawler.egress import egress_proxy
from crawler.request import ScanRequest
from domain.listings import PageKind
from tests.crawler.site import PRODUCT, run_addresses, settings_of, site
from tests.shop.replies import Reply
from tests.shop.server import Shop, serving, write_profiles


def test_a_browser_that_is_set_and_missing_is_not_replaced(tmp_path: Path) -> None:
    assert find_browser(tmp_path / "none") is None


def test_the_browser_has_no_way_out_but_the_proxy() -> None:
    arguments = launch_options(Path("/bin/browser"), 4321)["args"]
    assert isinstance(arguments, list)
    assert {"--proxy-server=http://127.0.0.1:4321", "--proxy-bypass-list=<-loopback>"} <= set(
        arguments
    )


@pytest.mark.parametrize("allowed", [True, False])
def test_the_proxy_reaches_loopback_only_where_that_is_allowed(*, allowed: bool) -> None:
    with serving() as shop, egress_proxy(allow_loopback=allowed) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", f"{shop.url}/robots.txt")
        status = connection.getresponse().status
        connection.close()
    assert status == (200 if allowed else 403)


@pytest.mark.browser
def test_a_script_rendered_page_is_read_and_its_screenshot_kept(tmp_path: Path) -> None:
    if find_browser(None) is None:
        pytest.skip("no Chromium on this machine")
    with serving() as shop:
        write_profiles(tmp_path / "profiles", shop)
        crawl = {"profile_folders": ["profiles"], "allow_loopback": True, "contact": "a@b.example"}
        settings = load_settings({}, {"home": str(tmp_path), "crawl": crawl})
        profile = load_profiles(settings)["bazaar_live"]
        pace = profile.pace.model_copy(update={"pages_per_run": 4})
        profile = profile.model_copy(update={"pace": pace})
        request = ScanRequest(profile=profile, crawl=settings.crawl, lane="browser")
        search = f"{shop.live_url}/search?q=cup&page=1"
        folder, trouble = run_addresses(tmp_path, request, [search], PageKind.LISTING)
        assert trouble is None
    lines = folder.read().lines
    assert lines
    kinds = {capture.kind: capture for capture in lines[0].sighting.captures}
    assert folder.read_blob(kinds["screenshot"].sha256).startswith(b"\x89PNG")
    assert lines[0].sighting.facts.title


@pytest.mark.browser
def test_a_scan_in_the_browser_goes_with_the_analysts_session_and_writes_it_nowhere(
    tmp_path: Path,
) -> None:
    if find_browser(None) is None:
        pytest.skip("no Chromium on this machine")
    cookie = {"name": "sid", "value": "geheim-7", "domain": "127.0.0.1", "path": "/",
              "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}  # fmt: skip
    with site(lambda _path, _before: Reply(200, PRODUCT.format("7", "").encode())) as found:
        write_profiles(tmp_path / "profiles", Shop(found.port))
        settings = settings_of(tmp_path)
        profile = load_profiles(settings)["bazaar_live"]
        request = ScanRequest(profile=profile, crawl=settings.crawl, lane="browser")
        session = {"cookies": [cookie], "origins": []}
        urls = [found.url + "/item"]
        folder, trouble = run_addresses(tmp_path, request, urls, session=session)
        assert trouble is None
        assert "sid=geheim-7" in found.cookies
    kept = [path for path in folder.folder.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"geheim" in path.read_bytes()]
