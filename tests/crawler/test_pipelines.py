from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from crawler.pictures import check_picture
from tests.shop.replies import Ask
from tests.shop.trouble import trouble_reply


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    noise = random.Random(64).randbytes(64 * 64)
    Image.frombytes("L", (64, 64), noise).convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
def test_the_media_type_is_that_of_the_bytes(kind: str, media_type: str) -> None:
    assert check_picture(_picture(kind), max_bytes=10**6, max_pixels=10**6).media_type == (
        media_type
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_picture("JPEG")[:900], "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "no picture"),
        (b"", "no picture"),
        (b"x" * 2_000_000, "bytes"),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    check = check_picture(content, max_bytes=10**6, max_pixels=10**6)
    assert check.media_type is None
    assert reason in (check.reason or "")


def test_a_picture_that_claims_a_huge_size_is_refused_undecoded() -> None:
    bomb = trouble_reply(Ask("bazaar_street", "http://127.0.0.1", "/huge.png", {}, 0))
    assert bomb is not None
    check = check_picture(bomb.body, max_bytes=10**6, max_pixels=60_000_000)
    assert "pixels" in (check.reason or "")
