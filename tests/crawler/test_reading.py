"""From bytes to a reading: which profile, which charset, which state."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.load import load_profiles, load_settings
from config.profiles import PlatformProfile
from crawler.decoding import decode, is_mistaken
from crawler.pages import Answer, FactsDraft
from crawler.reading import profile_for, read_page, reading_as_json
from domain.listings import PageKind, PageState

PROFILES = load_profiles(load_settings({}))
PRODUCT = (
    '<script type="application/ld+json">{"@type":"Product","name":"Fox cup","offers":'
    '{"price":"12.00","priceCurrency":"EUR"}}</script><h1>Fox cup</h1>'
)


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.amazon.co.jp/dp/B000000001", "amazon"),
        ("https://smile.amazon.com/dp/B000000001", "amazon"),
        ("https://HE.AliExpress.com/item/1.html", "aliexpress"),
        ("https://api.ebay.com/buy/browse/v1/item/1", "ebay"),
        ("https://notamazon.com/dp/B000000001", "independent"),
        ("https://amazon.com.evil.example/dp/B000000001", "independent"),
        ("http://127.0.0.1:8471/item/1", "independent"),
        ("page.html", "independent"),
        ("http://[broken/", "independent"),
    ],
)
def test_the_host_chooses_the_profile(url: str, slug: str) -> None:
    profile = profile_for(url, PROFILES)
    assert profile
    assert profile.slug == slug


def test_the_longest_domain_wins() -> None:
    wide, narrow = (
        PROFILES["independent"].model_copy(update={"slug": slug, "domains": (domain,)})
        for slug, domain in (("wide", "example.com"), ("narrow", "shop.example.com"))
    )
    chosen = profile_for("https://a.shop.example.com/", {"wide": wide, "narrow": narrow})
    assert chosen is narrow


def test_without_any_profile_the_page_is_unknown() -> None:
    reading = read_page(Answer("https://cups.example.com/", b"<h1>Fox</h1>"), {})
    assert reading.state is PageState.UNKNOWN_LAYOUT
    assert reading.signs == ("host:no profile",)


@pytest.mark.parametrize(
    ("body", "content_type", "host", "text"),
    [
        ("红枣 250 克".encode("gb18030"), None, "", "红枣 250 克"),
        ("红枣".encode("gb18030"), "text/html; charset=utf-8", "", "红枣"),
        ("红枣".encode(), "text/html; charset=nonsense", "", "红枣"),
        ("红枣".encode(), "text/html; charset=base64", "", "红枣"),
        ("红枣".encode(), "text/html; charset=utf-7", "", "红枣"),
        ("红枣".encode("utf-16"), None, "", "红枣"),
        ('{"t":"红枣","c":"<meta charset=gbk>"}'.encode(), None, "", None),
        ("星川の水筒です".encode("cp932"), None, "shop.example.jp", "星川の水筒です"),
        ("Stříbrný hrnek".encode("cp1250"), "text/html; charset=windows-1250", "", None),
        ("红枣干果".encode()[:-1], None, "", "红枣干\ufffd"),
        (b"", None, "", ""),
    ],
)
def test_bytes_become_text(body: bytes, content_type: str | None, host: str, text: str) -> None:
    known = text if text is not None else body.decode("cp1250" if content_type else "utf-8")
    assert decode(body, content_type, host) == known


@pytest.mark.parametrize("status", [403, 412, 429, 503])
def test_a_refusing_status_without_goods_is_a_block(status: int) -> None:
    answer = Answer("https://www.ebay.com/itm/123456789012", b"<h1>Sorry</h1>", status=status)
    assert read_page(answer, PROFILES).state is PageState.BLOCKED


def test_goods_are_read_whatever_the_status() -> None:
    body = PRODUCT.encode()
    reading = read_page(Answer("https://cups.example.com/p/1", body, status=503), PROFILES)
    assert reading.state is PageState.OK
    assert reading.listings[0].title == "Fox cup"


def test_a_block_is_never_a_removal() -> None:
    page = b"<title>Page Not Found</title><a href='/_____tmd_____/punish?x=1'>verify</a>"
    reading = read_page(Answer("https://www.amazon.com/dp/B000000001", page), PROFILES)
    assert reading.state is PageState.BLOCKED


def test_a_refused_request_of_a_long_page_does_not_block_it() -> None:
    words = "<p>Fox cups and jugs, one of them in red. </p>" * 200
    page = f"<title>Page Not Found</title>{words}<script>'/_____tmd_____/punish?x5=1'</script>"
    reading = read_page(Answer("https://www.amazon.com/dp/B000000001", page.encode()), PROFILES)
    assert reading.state is PageState.GONE


def test_a_sign_in_form_beside_goods_is_no_sign_in_page() -> None:
    page = PRODUCT + '<form><input type="password"></form><div class="g-recaptcha"></div>'
    reading = read_page(Answer("https://cups.example.com/p/1", page.encode()), PROFILES)
    assert reading.state is PageState.OK


def test_a_failing_page_object_is_an_error_and_no_crash(caplog: pytest.LogCaptureFixture) -> None:
    broken = PROFILES["independent"].model_copy(update={"page_objects": "not_there"})
    reading = read_page(Answer("https://cups.example.com/", b"<p>"), {"independent": broken})
    assert reading.state is PageState.ERROR
    assert reading.signs == ("exception:ModuleNotFoundError in not_there",)
    assert "page object failed" in caplog.text


def test_a_destroyed_title_is_missing_with_its_reason() -> None:
    page = PRODUCT.replace("Fox cup", "\ufffd\ufffd cup").encode()
    reading = read_page(Answer("https://cups.example.com/p/1", page), PROFILES)
    assert reading.state is PageState.PARTIAL
    assert reading.listings[0].title is None
    assert "wrong charset" in reading.listings[0].missing["title"]


def test_the_reading_as_json_says_what_the_command_prints() -> None:
    page = Answer("https://cups.example.com/p/77001", PRODUCT.encode())
    told = reading_as_json(read_page(page, PROFILES))
    assert json.loads(json.dumps(told)) == told
    assert told["state"] == "ok"
    assert told["kind"] == "item"
    listing = told["listings"][0]
    assert (listing["item_id"], listing["price"], listing["currency"]) == ("77001", "12.00", "EUR")
    assert listing["price_max"] is None
    assert listing["sources"]["price"] == "jsonld"
    assert set(listing["missing"]) == {"seller", "images", "availability"}


def test_an_unknown_answer_tells_nothing() -> None:
    reading = read_page(Answer("https://cups.example.com/api", b'{"a": [1, 2]}'), PROFILES)
    assert reading.state is PageState.UNKNOWN_LAYOUT
    assert reading.kind is PageKind.LISTING
    assert reading.listings == ()


PIECES = st.sampled_from(
    [
        b"<h1>Fox</h1>", b'<span class="price">$1.', b"<script type='application/ld+json'>", b"{",
        b'{"@type":"Product","name":', b"]", b"window.runParams = {data: ", b"</script>", b"\x00",
        b'{"products":[{"handle":1,"variants":[{"price":', b"\xff\xfe", b"<meta charset=hex>",
        b'{"itemSummaries":[{"price":3}', b"<div itemscope itemtype='http://schema.org/Product'>",
        b'<span id="productTitle">a</span>', b'<ul class="srp-results"><li class="s-item">', b"}",
        b"<?xml version='1.0' encoding='utf-8'?>", "红".encode("gb18030"), b"<sup>99</sup>",
    ]
)  # fmt: skip


@pytest.mark.parametrize("slug", sorted(PROFILES))
@given(body=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=12).map(b"".join)))
@settings(max_examples=40, deadline=None)
def test_no_bytes_make_a_page_object_fail(slug: str, body: bytes) -> None:
    profile: PlatformProfile = PROFILES[slug]
    host = profile.domains[0] if profile.domains else "cups.example.com"
    reading = read_page(Answer(f"https://{host}/itm/1", body), PROFILES)
    assert reading.state is not PageState.ERROR, reading.signs
    json.dumps(reading_as_json(reading), allow_nan=False)


@pytest.mark.parametrize(
    "text",
    [
        "红枣 250 克".encode().decode("latin-1"),
        "狐狸杯子一套".encode().decode("gb18030", "ignore"),
        "Crème brûlée".encode().decode("cp1252"),
        "Fox® cup".encode().decode("latin-1"),
        "Fox\u00a0Ying\u00a0Ke".encode().decode("latin-1"),
        "?????? 250 ?",
    ],
)
def test_text_of_a_wrong_charset_is_no_text(text: str) -> None:
    assert is_mistaken(text)


@pytest.mark.parametrize(
    "text",
    [
        "红枣 250 克",
        "某某专营店",
        "一诺千金nono8",
        "CAFÉ® «cité»",
        "What? Why?",
        "ÂGE D'OR",
        "Fox",
    ],
)
def test_text_of_the_right_charset_is_text(text: str) -> None:
    assert not is_mistaken(text)


@pytest.mark.parametrize("name", ["https://cups.example.com/fox", "//cups.example.com", "/a/fox"])
def test_an_address_is_no_name_of_a_seller(name: str) -> None:
    draft = FactsDraft("independent", "cups.example.com").put("seller", name, "microdata")
    assert draft.facts().seller is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_that_leads_to_no_page_is_none(link: str) -> None:
    draft = FactsDraft("independent", "shop.example").put("url", link, "jsonld")
    assert draft.facts().url is None
    assert draft.put("url", "https://shop.example/p/1", "url").facts().url
