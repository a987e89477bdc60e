"""The one way from bytes to a reading: profile by host, page object by profile, state by sign."""

from __future__ import annotations

import dataclasses
import importlib
import logging
from collections.abc import Mapping
from typing import Protocol, cast
from urllib.parse import urlsplit

import web_poet

from config.profiles import PlatformProfile
from crawler.decoding import REPLACEMENT, decoded, is_mistaken
from crawler.pages import Answer, MarketplacePage
from crawler.parsing import PageResponse
from crawler.signs import block_sign, refused_state
from domain.listings import ListingFacts, Money, PageKind, PageReading, PageState, PlatformSlug
from domain.records import Plain, to_plain

logger = logging.getLogger(__name__)

INDEPENDENT = "independent"
"""The profile that serves every host no other profile names."""

DESTROYED = "the saved page was written through a wrong charset; what it said is lost"

SURE = (PageState.EMPTY, PageState.GONE, PageState.ERROR)
"""States over which only the plain signs of a refusal win, not the faint ones."""


class PageObjects(Protocol):
    """What a module of `crawler.platforms` gives."""

    def page_object(
        self, response: web_poet.HttpResponse, profile: PlatformProfile
    ) -> MarketplacePage:
        """The page object for this answer of this platform."""
        ...


def read_page(answer: Answer, profiles: Mapping[str, PlatformProfile]) -> PageReading:
    """What this answer is, and the listings on it; never raises on what the answer holds.

    An exception of a page object becomes the state `error` with its name as a sign. A page without
    goods that bears a sign of refusal is `blocked` or `login`, whatever else it seems to say.
    """
    profile = profile_for(answer.url, profiles)
    if profile is None:
        return _nothing(INDEPENDENT, answer.url, PageState.UNKNOWN_LAYOUT, "host:no profile")
    response = decoded_response(answer)
    return _with_refusal(_legible(_read(response, profile, answer.url)), response)


def profile_for(url: str, profiles: Mapping[str, PlatformProfile]) -> PlatformProfile | None:
    """The profile whose domain is the longest suffix of the URL's host, else `independent`."""
    host = host_of(url)
    named = [
        (len(domain), slug)
        for slug, profile in profiles.items()
        for domain in profile.domains
        if host == domain or host.endswith("." + domain)
    ]
    return profiles[max(named)[1]] if named else profiles.get(INDEPENDENT)


def host_of(url: str) -> str:
    """The URL's host in lower case, "" where it has none."""
    try:
        return (urlsplit(url.strip()).hostname or "").lower()
    except ValueError:
        return ""


def decoded_response(answer: Answer) -> web_poet.HttpResponse:
    """The answer as a response whose body is UTF-8, whatever charset it came in."""
    text, body = decoded(answer.body, answer.content_type, host_of(answer.url))
    return PageResponse(answer.url, body, text, answer.status)


def reading_as_json(reading: PageReading) -> dict[str, Plain]:
    """The reading as the plain JSON that `jianzhen read --json` prints."""
    return {
        "state": reading.state.value,
        "kind": reading.kind.value,
        "platform": reading.platform,
        "url": reading.url,
        "listings": [_listing_as_json(facts) for facts in reading.listings],
        "total": reading.total,
        "signs": list(reading.signs),
    }


def _listing_as_json(facts: ListingFacts) -> dict[str, Plain]:
    money = facts.price or facts.price_max or facts.list_price
    same = ("platform", "item_id", "url", "title", "seller", "seller_id", "brand", "availability")
    plain = to_plain(facts)
    return {name: plain[name] for name in same} | {
        "price": _amount(facts.price),
        "price_max": _amount(facts.price_max),
        "list_price": _amount(facts.list_price),
        "currency": money.currency if money else None,
        "images": [picture.url for picture in facts.images],
        "image_keys": [picture.key for picture in facts.images],
        "sources": plain["sources"],
        "missing": plain["missing"],
        "warnings": plain["warnings"],
    }


def _amount(money: Money | None) -> str | None:
    return format(money.amount, "f") if money else None


def _read(response: web_poet.HttpResponse, profile: PlatformProfile, url: str) -> PageReading:
    name = profile.page_objects or INDEPENDENT
    try:
        module = cast(PageObjects, importlib.import_module(f"crawler.platforms.{name}"))
        return module.page_object(response, profile).reading()
    # Whatever a hostile page does to a page object is told as a state and logged, never a crash.
    except Exception as exc:
        fields = {"platform": profile.slug, "url": url}
        logger.warning("page object failed", exc_info=exc, extra=fields)
        return _nothing(
            profile.slug, url, PageState.ERROR, f"exception:{type(exc).__name__} in {name}"
        )


def _legible(reading: PageReading) -> PageReading:
    """The same without texts that a wrong charset destroyed before the page came to us."""
    listings = tuple(_legible_facts(facts) for facts in reading.listings)
    if listings == reading.listings:
        return reading
    untitled = reading.kind is PageKind.ITEM and not listings[0].title
    state = PageState.PARTIAL if untitled and reading.state is PageState.OK else reading.state
    return dataclasses.replace(reading, state=state, listings=listings)


def _legible_facts(facts: ListingFacts) -> ListingFacts:
    texts = {"title": facts.title, "seller": facts.seller, "brand": facts.brand}
    lost = {
        name for name, text in texts.items() if text and (REPLACEMENT in text or is_mistaken(text))
    }
    if not lost:
        return facts
    return dataclasses.replace(
        facts,
        title=None if "title" in lost else facts.title,
        seller=None if "seller" in lost else facts.seller,
        brand=None if "brand" in lost else facts.brand,
        sources={name: where for name, where in facts.sources.items() if name not in lost},
        missing={**facts.missing, **dict.fromkeys(sorted(lost), DESTROYED)},
    )


def _with_refusal(reading: PageReading, response: web_poet.HttpResponse) -> PageReading:
    if any(_is_goods(facts) for facts in reading.listings):
        return reading
    if reading.state in SURE or reading.listings or reading.item_links:
        sign = block_sign(response)
        refused = (PageState.BLOCKED, sign) if sign else None
    else:
        refused = refused_state(response)
    if refused is None:
        return reading
    state, sign = refused
    return dataclasses.replace(reading, state=state, signs=(sign, *reading.signs), listings=())


def _is_goods(facts: ListingFacts) -> bool:
    """A heading alone is no goods: block pages have headings too."""
    title_read = facts.title and not facts.sources.get("title", "").startswith("guessed:")
    return bool(facts.price or facts.seller or title_read)


def _nothing(platform: str, url: str, state: PageState, sign: str) -> PageReading:
    return PageReading(PlatformSlug(platform), url, PageKind.LISTING, state, (sign,))
