"""Signs that every marketplace shares of a page that shows no goods: block, captcha, sign-in."""

from __future__ import annotations

from web_poet import HttpResponse

from crawler.decoding import is_json
from crawler.visible import text_of
from domain.listings import PageState

REFUSING = frozenset({403, 412, 418, 429, 503})
"""Statuses with which marketplaces answer a visitor whom they take for a program."""

BLOCK_MARKS = (
    "FAIL_SYS_USER_VALIDATE",
    "FAIL_SYS_ILLEGAL_ACCESS",
    "RGV587_ERROR",
    "<title>Robot Check",
    "Pardon our interruption",
    "Pardon Our Interruption",
    'id="px-captcha"',
    "/errors/validateCaptcha",
    "opfcaptcha.amazon",
    "captcha-delivery.com",
    "/splashui/captcha",
    "<title>Just a moment...",
    "<title>Access Denied",
    "Attention Required! | Cloudflare",
    "验证码拦截",
)
"""Words and addresses that only block and captcha pages bear."""

SCRIPT_MARKS = ("_____tmd_____/punish", "/punish?x5secdata")
"""Addresses of block pages; long pages bear them too, where only a part of theirs was refused."""

FAINT_BLOCK_MARKS = (
    "Robot Check",
    "px-captcha",
    "g-recaptcha",
    "h-captcha",
    "cf-challenge",
    "nc_1_n1z",
    "baxia-dialog",
    "verify.yangkeduo.com",
    "Access Denied",
    "unusual traffic",
    "Checking your browser",
    "滑动验证",
    "访问受限",
)
"""The same, but ordinary pages may bear them too: they count where nothing else is known."""

LOGIN_MARKS = (
    "FAIL_SYS_SESSION_EXPIRED",
    "FAIL_SYS_TOKEN",
    "login.taobao.com/member/login",
    "请登录后",
)
"""Words of pages that ask for a sign-in; they count where nothing else is known."""

LONGEST_REFUSAL = 6000
"""Characters of visible text; sign-in and captcha pages say less, goods pages more."""

LOGIN_PATHS = ("/login", "/signin", "/sign-in", "/ap/signin", "/member/login", "passport.")


def block_sign(response: HttpResponse, *, faint: bool = False) -> str | None:
    """What shows that the platform refused this visitor, or None."""
    if response.status in REFUSING:
        return f"status:{response.status}"
    marks = (
        *BLOCK_MARKS,
        *(SCRIPT_MARKS if is_short(response) else ()),
        *(FAINT_BLOCK_MARKS if faint else ()),
    )
    return next((f"text:{mark}" for mark in marks if mark in response.text), None)


def is_short(response: HttpResponse) -> bool:
    """Whether this says no more than sign-in and captcha pages do."""
    return is_json(response.text) or len(text_of(response.selector)) <= LONGEST_REFUSAL


def login_sign(response: HttpResponse) -> str | None:
    """What shows that the page asks for a sign-in, or None."""
    if response.status == 401:
        return "status:401"
    url = str(response.url)
    if path := next((path for path in LOGIN_PATHS if path in url), None):
        return f"url:{path}"
    if mark := next((mark for mark in LOGIN_MARKS if mark in response.text), None):
        return f"text:{mark}"
    if not is_json(response.text) and response.css("input[type=password]"):
        return "css:input[type=password]"
    return None


def refused_state(response: HttpResponse) -> tuple[PageState, str] | None:
    """Blocked or sign-in, with its sign, for a page of which nothing else is known.

    Ordinary pages hold sign-in forms and captcha scripts too, so these count on short pages only.
    """
    if sign := block_sign(response):
        return PageState.BLOCKED, sign
    if not is_short(response):
        return None
    if sign := login_sign(response):
        return PageState.LOGIN, sign
    if sign := block_sign(response, faint=True):
        return PageState.BLOCKED, sign
    return None
