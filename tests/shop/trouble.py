"""How the shop misbehaves on request: each kind under its own path prefix."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

from tests.shop.pictures import picture_jpeg
from tests.shop.replies import Ask, Reply, html, picture, redirect
from tests.shop.street import street_page

Trouble = Callable[[Ask], Reply | None]

SLOW_SECONDS = 3.0
REFUSALS = 2
"""`/429/…` and `/flaky/…` refuse so often before they let the same address through."""

PRIVATE_ADDRESS = "http://10.0.0.1/admin"


def trouble_reply(ask: Ask) -> Reply | None:
    """The misbehaviour of this path prefix; None where the rest of the path is served as usual."""
    prefix = ask.path.strip("/").partition("/")[0]
    trouble = TROUBLES.get(prefix)
    return trouble(ask) if trouble else None


def rest_of(path: str) -> str:
    """The path without the prefix of a misbehaviour."""
    prefix, _, rest = path.strip("/").partition("/")
    return "/" + rest if prefix in TROUBLES else path


def _slow(ask: Ask) -> None:
    time.sleep(float(ask.query.get("seconds", SLOW_SECONDS)))


def _blocked(_ask: Ask) -> Reply:
    body = "<h1>访问受限</h1><p>请完成滑动验证后继续</p><div class='nc-container'></div>"
    return html(f"<!doctype html><title>验证码拦截</title>{body}")


def _login(_ask: Ask) -> Reply:
    form = "<form><input name=user><input type=password name=pass><button>登录</button></form>"
    return html(f"<!doctype html><title>登录</title><p>请登录后查看</p>{form}")


def _walled(ask: Ask) -> Reply:
    return redirect(f"{ask.origin}/login")


def _too_many(ask: Ask) -> Reply | None:
    if ask.asked_before >= REFUSALS:
        return None
    return Reply(429, "慢一点".encode(), headers={"Retry-After": ask.query.get("after", "1")})


def _flaky(ask: Ask) -> Reply | None:
    return None if ask.asked_before >= REFUSALS else html("<h1>系统繁忙</h1>", 503)


def _gone(_ask: Ask) -> Reply:
    return html("<!doctype html><title>宝贝不存在</title><p>很抱歉，您查看的宝贝已下架</p>", 404)


def _changed(_ask: Ask) -> Reply:
    cells = "".join(f"<x-tile data-n='{n}'></x-tile>" for n in range(12))
    return html(f"<!doctype html><title>市集 2.0</title><x-app>{cells}</x-app>")


def _redirect_private(ask: Ask) -> Reply:
    return redirect(ask.query.get("to", PRIVATE_ADDRESS))


def _redirect_loop(ask: Ask) -> Reply:
    return redirect(f"{ask.origin}/redirect-loop")


def _huge_png(_ask: Ask) -> Reply:
    """A picture of a few hundred bytes that claims 60,000 × 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    row = zlib.compress(bytes(60000), 9)
    parts = ((b"IHDR", header), (b"IDAT", row), (b"IEND", b""))
    chunks = b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )
    return picture(b"\x89PNG\r\n\x1a\n" + chunks, "image/png")


def _huge_page(ask: Ask) -> Reply:
    size = int(ask.query.get("bytes", 30_000_000))
    return Reply(200, b"<!doctype html><p>" + b"x" * size)


def _truncated_jpeg(_ask: Ask) -> Reply:
    whole = picture_jpeg("work:fox:plain", 800)
    return picture(whole[: len(whole) // 3])


def _no_picture(_ask: Ask) -> Reply:
    return Reply(200, b"<html>not a picture</html>", "image/jpeg")


def _gbk(ask: Ask) -> Reply | None:
    """The page behind this prefix in GBK, which nothing declares."""
    page = street_page(replace(ask, path=rest_of(ask.path)))
    if page is None:
        return None
    text = page.body.decode().replace('<meta charset="utf-8">', "").replace("¥", "￥")
    return Reply(200, text.encode("gbk"), "text/html")


TROUBLES: dict[str, Trouble] = {
    "slow": _slow,
    "blocked": _blocked,
    "login": _login,
    "walled": _walled,
    "429": _too_many,
    "flaky": _flaky,
    "gone": _gone,
    "changed": _changed,
    "redirect-private": _redirect_private,
    "redirect-loop": _redirect_loop,
    "huge.png": _huge_png,
    "huge-page": _huge_page,
    "truncated.jpg": _truncated_jpeg,
    "no-picture.jpg": _no_picture,
    "gbk": _gbk,
}
"""Each misbehaviour by its path prefix; `/slow/item/1.html` is that page, slowly."""
