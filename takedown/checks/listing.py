"""Checks of the listings, of what was seen of them, and of what was decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from config.profiles import PlatformProfile
from domain.cases import Case
from domain.decisions import Verdict
from domain.listings import Lane
from domain.rights import AuthorisedSeller, RightKind, Work
from takedown.checks.look import Look, Problem, called, known, of_listing
from takedown.checks.names import among
from takedown.draft import pairs_of
from takedown.regimes import host_of

LINK = re.compile(r"https?://[!-~]+")
FRESH = timedelta(hours=72)


def link_missing(look: Look) -> Iterator[Problem]:
    """There is no link of the item's own page: none, no web address, or a shop's front door."""
    for case in look.draft.cases:
        url = case.sighting.facts.url
        if url is None or not LINK.fullmatch(url) or not _leads_to_a_page(url):
            yield of_listing(case)


def link_elsewhere(look: Look) -> Iterator[Problem]:
    """The link leads to a host that is not the platform's; shops of their own have any host."""
    for case in look.draft.cases if look.draft.profile.domains else ():
        host = host_of(case.sighting.facts.url or "")
        if host is not None and not _serves(look.draft.profile, host):
            yield of_listing(case, host=host)


def item_id_missing(look: Look) -> Iterator[Problem]:
    """The platform has item ids, and this listing's is not known or is none of them."""
    pattern = look.draft.profile.item_id_pattern
    for case in look.draft.cases:
        item_id = case.sighting.facts.item_id
        if pattern and not re.fullmatch(pattern, item_id or ""):
            why = "not of the platform's form" if item_id else None
            yield of_listing(case, why=why or case.sighting.facts.missing.get("item_id", "-"))


def listed_twice(look: Look) -> Iterator[Problem]:
    """The same listing stands in the notice more than once."""
    counts = Counter(called(case) for case in look.draft.cases)
    for name, count in sorted(counts.items()):
        if count > 1:
            yield Problem({"listing": name, "count": str(count)})


def not_found_infringing(look: Look) -> Iterator[Problem]:
    """The decision is not one of infringement, or speaks of another sighting."""
    for case in look.draft.cases:
        decision = case.decision
        stale = decision.sighting_digest != case.sighting.digest
        if decision.verdict is not Verdict.INFRINGING or stale:
            yield of_listing(case, verdict=decision.verdict.value)


def seller_authorised(look: Look) -> Iterator[Problem]:
    """The shop is one that the holder allowed to sell."""
    for case in look.draft.cases:
        if any(_is_shop(case, seller) for seller in case.sellers):
            yield of_listing(case, shop=case.sighting.facts.seller or "-")


def seller_unknown(look: Look) -> Iterator[Problem]:
    """The page showed no shop, so it was not compared with the authorised ones."""
    for case in look.draft.cases:
        facts = case.sighting.facts
        if not known(facts.seller) and not known(facts.seller_id):
            yield of_listing(case, why=facts.missing.get("seller", "-"))


def price_unknown(look: Look) -> Iterator[Problem]:
    """The page showed no price; the notice says none."""
    for case in look.draft.cases:
        facts = case.sighting.facts
        if facts.price is None:
            yield of_listing(case, why=facts.missing.get("price", "-"))


def pictures_missing(look: Look) -> Iterator[Problem]:
    """A copyright notice lacks a reference picture beside the listing's own."""
    if look.draft.ground.right_kind is not RightKind.WORK:
        return
    for case in look.draft.cases:
        if not pairs_of(case):
            yield of_listing(case)


def capture_missing(look: Look) -> Iterator[Problem]:
    """Nothing of the page itself was kept."""
    for case in look.draft.cases:
        if not case.sighting.captures:
            yield of_listing(case)


def bytes_missing(look: Look) -> Iterator[Problem]:
    """Something that the bundle would hold is no longer kept."""
    for case in look.draft.cases:
        captures = (capture.sha256 for capture in case.sighting.captures)
        pictures = (
            digest
            for pair in pairs_of(case)
            for digest in (pair.listing_picture, pair.reference_picture)
        )
        exhibits = (exhibit.sha256 for exhibit in case.exhibits)
        for digest in sorted({*captures, *pictures, *exhibits}):
            if not look.has_bytes(digest):
                yield of_listing(case, digest=digest)


def listing_older(look: Look) -> Iterator[Problem]:
    """The listing was online before the work is shown to have existed, or that is not shown."""
    right = look.draft.right
    if not isinstance(right, Work):
        return
    days = [day for day in (right.created_on, right.first_published_on) if day]
    for case in look.draft.cases:
        seen = case.first_seen_at.date()
        if not days or min(days) >= seen:
            earliest = min(days).isoformat() if days else "-"
            yield of_listing(case, earliest=earliest, seen=seen.isoformat())


def look_is_old(look: Look) -> Iterator[Problem]:
    """The listing was last looked at more than three days before the notice."""
    for case in look.draft.cases:
        captured = (one.taken.taken_at for one in case.captures if one.taken)
        seen = max([case.sighting.seen_at, *captured])
        if look.draft.drafted_at - seen > FRESH:
            yield of_listing(case, seen=seen.date().isoformat())


def changed_since(look: Look) -> Iterator[Problem]:
    """The listing changed after it was decided; the notice speaks of what was decided."""
    for case in look.draft.cases:
        if case.candidate.sighting_digest != case.decision.sighting_digest:
            yield of_listing(case)


def seen_by_hand(look: Look) -> Iterator[Problem]:
    """The page was saved by a person; its time is that person's word."""
    for case in look.draft.cases:
        if case.sighting.lane is Lane.MANUAL:
            yield of_listing(case)


def _leads_to_a_page(url: str) -> bool:
    if host_of(url) is None:
        return False
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _serves(profile: PlatformProfile, host: str) -> bool:
    own = [domain.rsplit(":", maxsplit=1)[0].lower() for domain in profile.domains]
    return any(host == domain or host.endswith(f".{domain}") for domain in own)


def _is_shop(case: Case, seller: AuthorisedSeller) -> bool:
    facts, day = case.sighting.facts, case.sighting.seen_at.date()
    names = [name for name in (facts.seller, facts.seller_id) if name]
    in_time = (seller.valid_from or date.min) <= day <= (seller.valid_until or date.max)
    same_platform = seller.platform in (case.sighting.key.platform, case.sighting.key.site)
    return in_time and same_platform and among(seller.seller, names)
