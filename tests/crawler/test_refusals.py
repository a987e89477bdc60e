"""On every platform: pages that show no goods say so by their sign, and are never a removal."""

from __future__ import annotations

import pytest

from config.load import load_profiles, load_settings
from config.profiles import PlatformProfile
from crawler.pages import Answer
from crawler.reading import read_page
from domain.listings import PageKind, PageState

PROFILES = load_profiles(load_settings({}))
NAMED = [profile for profile in PROFILES.values() if profile.item_url and profile.search]
IDS = {"1688": "600000000001", "amazon": "B000000001", "mercadolibre": "MLM100000001",
       "mercari": "m10000000001", "newegg": "N82E16800000001", "pinduoduo": "900100201",
       "rakuten": "fox/cup-1", "shopee": "7700123/20000000002", "xiaohongshu": "a" * 24,
       "yahoo_shopping_jp": "fox/cup-1"}  # fmt: skip
FURNITURE = "<nav><a href='/help'>Help</a></nav><footer>© Fox 2026, 7 days free returns</footer>"
REFUSALS = {
    "slider": '<title>验证码拦截</title><div id="nc_1_n1z">请按住滑块，拖动到最右边</div>',
    "punish": '<script>location="https://x.example/_____tmd_____/punish?x5secdata=1"</script>',
    "robot check": "<title>Robot Check</title><form action='/errors/validateCaptcha'></form>",
    "press and hold": '<title>Robot or human?</title><div id="px-captcha"></div>',
    "cloudflare": "<title>Just a moment...</title><div class='cf-challenge'></div>",
    "access denied": "<title>Access Denied</title><h1>Access Denied</h1>Reference #18",
    "interruption": "<title>Pardon Our Interruption...</title><h1>Pardon Our Interruption...</h1>",
    "data dome": '<script src="https://ct.captcha-delivery.com/c.js"></script><p>Enable JS</p>',
}
ANSWERS = {
    "token": '{"ret":["FAIL_SYS_USER_VALIDATE::x"],"data":{}}',
    "too fast": '{"ret":["RGV587_ERROR::SM::x"],"data":{}}',
}
SAYS_NOTHING = {
    "empty": "",
    "scripts only": "<html><body><div id=root></div><script src=a.js></script></body></html>",
    "an error": '{"error":"internal","message":"try later"}',
    "no object": "[]",
    "furniture": f"<html><body>{FURNITURE}</body></html>",
    "a review": "<html><body><p>"
    + "The one I had was good. This item is no longer available, said"
    " the shop when I wrote, 该商品已下架, この商品は削除されました, so I bought another of them."
    "</p></body></html>",
}


def item_url(profile: PlatformProfile) -> str:
    """The address of an item of this platform."""
    template = profile.item_url or ""
    return template.replace("{item_id}", IDS.get(profile.slug, "16000000000000001"))


def search_url(profile: PlatformProfile) -> str:
    """The address of a search of this platform."""
    template = profile.search.url if profile.search else ""
    return template.format(query="fox", page=1, offset=0)


@pytest.mark.parametrize("profile", NAMED, ids=lambda profile: profile.slug)
@pytest.mark.parametrize("body", [*REFUSALS.values(), *ANSWERS.values()])
def test_a_refusal_is_told_as_one(profile: PlatformProfile, body: str) -> None:
    for url in (item_url(profile), search_url(profile)):
        reading = read_page(Answer(url, body.encode()), PROFILES)
        assert reading.state is PageState.BLOCKED
        assert reading.listings == ()


@pytest.mark.parametrize("profile", NAMED, ids=lambda profile: profile.slug)
@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_refusing_status_is_no_removal(profile: PlatformProfile, status: int) -> None:
    answer = Answer(item_url(profile), f"<h1>Sorry</h1>{FURNITURE}".encode(), status=status)
    assert read_page(answer, PROFILES).state is PageState.BLOCKED


@pytest.mark.parametrize("profile", NAMED, ids=lambda profile: profile.slug)
def test_a_sign_in_page_is_told_as_one(profile: PlatformProfile) -> None:
    body = "<title>Sign in</title><form><input type=password name=p></form>" + FURNITURE
    for url in (item_url(profile), search_url(profile)):
        reading = read_page(Answer(url, body.encode()), PROFILES)
        assert reading.state is PageState.LOGIN
        assert reading.listings == ()


@pytest.mark.parametrize("profile", NAMED, ids=lambda profile: profile.slug)
@pytest.mark.parametrize("name", SAYS_NOTHING)
def test_what_proves_nothing_concludes_nothing(profile: PlatformProfile, name: str) -> None:
    for url in (item_url(profile), search_url(profile)):
        reading = read_page(Answer(url, SAYS_NOTHING[name].encode()), PROFILES)
        assert reading.state in (PageState.UNKNOWN_LAYOUT, PageState.PARTIAL, PageState.ERROR)
        assert reading.listings == ()


@pytest.mark.parametrize("profile", NAMED, ids=lambda profile: profile.slug)
def test_a_page_of_another_shop_gives_no_price_or_seller(profile: PlatformProfile) -> None:
    body = (
        "<title>Fox cup</title><div class='card'><b class='amount'>12.00</b>"
        "<a class='vendor' href='/fox'>Fox den</a></div>" + FURNITURE
    )
    reading = read_page(Answer(item_url(profile), body.encode()), PROFILES)
    assert reading.kind in PageKind
    assert all(facts.price is None and facts.seller is None for facts in reading.listings)
