from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from time import monotonic

import httpx2
import pytest
from PIL import Image

from tests.shop.catalogue import OFFERS
from tests.shop.server import Shop, serving
from tests.shop.trouble import PRIVATE_ADDRESS, TROUBLES

ITEM = "/item/610204.html"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with serving() as running:
        yield running


@pytest.mark.parametrize(
    ("path", "status", "sign"),
    [
        ("/blocked" + ITEM, 200, "滑动验证"),
        ("/login", 200, "type=password"),
        ("/gone" + ITEM, 404, "已下架"),
        ("/changed" + ITEM, 200, "x-tile"),
        ("/slow" + ITEM + "?seconds=0.2", 200, "月夜狐狸保温杯"),
    ],
)
def test_a_troubled_page_bears_its_sign(
    shop: Shop, client: httpx2.Client, path: str, status: int, sign: str
) -> None:
    answer = client.get(shop.url + path)
    assert (answer.status_code, sign in answer.text) == (status, True)


@pytest.mark.parametrize("prefix", ["blocked", "gone", "changed", "login"])
def test_a_refusing_page_shows_no_goods(shop: Shop, client: httpx2.Client, prefix: str) -> None:
    text = client.get(f"{shop.url}/{prefix}{ITEM}").text
    assert not any(offer.title in text for offer in OFFERS.values())


def test_a_slow_page_is_slow(shop: Shop, client: httpx2.Client) -> None:
    start = monotonic()
    client.get(f"{shop.url}/slow{ITEM}?seconds=0.3")
    assert monotonic() - start >= 0.3


@pytest.mark.parametrize(("prefix", "status"), [("429", 429), ("flaky", 503)])
def test_a_refusal_ends_after_two(
    shop: Shop, client: httpx2.Client, prefix: str, status: int
) -> None:
    answers = [client.get(f"{shop.url}/{prefix}{ITEM}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert (answers[0].headers.get("Retry-After") == "1") == (prefix == "429")


@pytest.mark.parametrize(
    ("path", "target"),
    [("/redirect-private", PRIVATE_ADDRESS), ("/walled" + ITEM, "/login")],
)
def test_a_redirect_leads_astray(
    shop: Shop, client: httpx2.Client, path: str, target: str
) -> None:
    answer = client.get(shop.url + path)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(target)


def test_the_huge_picture_is_small_on_the_wire_and_vast_once_decoded(
    shop: Shop, client: httpx2.Client
) -> None:
    body = client.get(f"{shop.url}/huge.png").content
    assert len(body) < 2000
    with pytest.raises(Image.DecompressionBombError):
        Image.open(BytesIO(body))


@pytest.mark.parametrize("path", ["/truncated.jpg", "/no-picture.jpg"])
def test_a_broken_picture_cannot_be_decoded(shop: Shop, client: httpx2.Client, path: str) -> None:
    body = client.get(shop.url + path).content
    with pytest.raises(OSError, match=r"truncated|cannot identify"):
        Image.open(BytesIO(body)).load()


def test_the_old_page_is_gbk_and_does_not_say_so(shop: Shop, client: httpx2.Client) -> None:
    answer = client.get(f"{shop.url}/gbk{ITEM}")
    assert answer.headers["Content-Type"] == "text/html"
    assert "月夜狐狸保温杯" in answer.content.decode("gb18030")


def test_a_huge_page_is_as_large_as_asked(shop: Shop, client: httpx2.Client) -> None:
    assert len(client.get(f"{shop.url}/huge-page?bytes=5000000").content) > 5_000_000


def test_every_trouble_has_a_name_that_is_a_path() -> None:
    assert all("/" not in name for name in TROUBLES)
