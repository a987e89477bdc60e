"""What groups save on the demo's marketplaces, and how often one finding would be wrong in one.

Every offer of both storefronts is put beside the demo's rights without a crawl. A group is wrong
for a member whose own finding (by the truth table and the mark's territory) is not the finding of
most of its members.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from config.load import load_settings
from config.settings import Settings
from domain.candidates import Candidate
from domain.listings import (
    Lane,
    ListingFacts,
    ListingKey,
    Money,
    PageState,
    PictureLink,
    PlatformSlug,
    SeenPicture,
    Sighting,
)
from matcher.stage import match_sightings
from review.groups import groups, members
from rights.stage import import_portfolio
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.shop.catalogue import OFFERS, TRUTH, WRONG, Offer
from tests.shop.judging import COUNTRIES, territories_in
from tests.shop.pictures import picture_jpeg
from tests.shop.portfolio import write_portfolio

NOW = datetime(2026, 11, 28, tzinfo=UTC)
CUT, WRONG_SHARE = 0.60, 0.01

Territories = dict[str, tuple[str, ...]]


def main() -> int:
    """Print decisions with and without groups; 1 where a limit is broken."""
    with tempfile.TemporaryDirectory(prefix="jianzhen-groups-") as folder:
        home = Path(folder)
        settings = load_settings({}, {"home": str(home)})
        engine = open_engine(settings.database.url.get_secret_value())
        bring_up_to_date(engine)
        store = Store(engine, FolderBlobs(settings.blobs.folder))
        territories = suggest_all(store, settings, home / "portfolio")
        held = tell(store, territories)
        store.close()
    return 0 if held else 1


def suggest_all(store: Store, settings: Settings, portfolio: Path) -> Territories:
    """Put every offer beside the demo's rights; where each mark is registered."""
    path = write_portfolio(portfolio)
    import_portfolio(store, path, who="bench", now=NOW)
    for offer in OFFERS.values():
        with store.begin() as work:
            work.listings.keep_sighting(_sighting(store, offer))
    match_sightings(store, settings, None, now=NOW)
    return dict(territories_in(path))


def tell(store: Store, territories: Territories) -> bool:
    """Count the looks that groups take, and the members that a group's finding is wrong for."""
    with store.reading() as work:
        waiting, looks = work.groups.count({})
    lines = groups(store, {}, limit=500)
    wrong = sum(
        _wrong([one.candidate for one in members(store, line.kind, line.key)], store, territories)
        for line in lines
    )
    kinds = Counter(line.kind.value for line in lines)
    cut, share = 1 - looks / waiting, wrong / waiting
    print(f"demo set: {waiting} candidates, {looks} looks when groups are one look")
    print(f"  groups of at least two: {len(lines)} ({dict(kinds)})")
    print(f"  decisions cut by {cut:.1%} (at least {CUT:.0%})")
    print(f"  wrongly grouped {wrong} = {share:.1%} (at most {WRONG_SHARE:.0%})")
    return cut >= CUT and share <= WRONG_SHARE


def _wrong(group: list[Candidate], store: Store, territories: Territories) -> int:
    findings = Counter(_finding(one, store, territories) for one in group)
    return len(group) - findings.most_common(1)[0][1]


def _finding(candidate: Candidate, store: Store, territories: Territories) -> bool:
    """Whether this candidate infringes, by the truth table."""
    with store.reading() as work:
        key = work.listings.sighting(candidate.sighting).key
    truth = TRUTH[key.platform, key.item_id]
    about = truth.about is not None and candidate.right.startswith(truth.about)
    here = COUNTRIES[key.platform] in territories.get(candidate.right, (COUNTRIES[key.platform],))
    return truth.kind in WRONG and about and here


def _sighting(store: Store, offer: Offer) -> Sighting:
    platform = PlatformSlug(offer.shop)
    site = COUNTRIES[offer.shop].lower()
    keys = offer.picture_keys
    facts = ListingFacts(
        platform=platform,
        site=site,
        item_id=offer.item_id,
        url=f"https://{offer.shop}.example/{offer.item_id}",
        title=offer.title,
        price=None if offer.price is None else Money(offer.price, offer.currency),
        seller=offer.seller,
        seller_id=offer.seller_id,
        images=tuple(PictureLink(f"https://{offer.shop}.example/{one}", one) for one in keys),
    )
    pictures = tuple(
        SeenPicture(key, key, store.blobs.keep(picture_jpeg(recipe, 800)), "image/jpeg")
        for key, recipe in zip(keys, offer.pictures, strict=True)
    )
    key = ListingKey(platform, site, offer.item_id)
    return Sighting(key, facts, NOW, Lane.HTTP, PageState.OK, pictures)


if __name__ == "__main__":
    sys.exit(main())
