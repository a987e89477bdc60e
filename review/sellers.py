"""Sellers at the desk: what one offers, and what others' listings share with it."""

from __future__ import annotations

from domain.errors import NotFound
from domain.sellers import SellerLine, SellerPage
from review.desk import Store


def seller_lines(store: Store, *, limit: int = 200, offset: int = 0) -> tuple[SellerLine, ...]:
    """Sellers of whom something was put before an analyst, the worst first."""
    with store.reading() as work:
        return work.sellers.lines(limit, offset)


def seller_page(store: Store, platform: str, seller: str) -> SellerPage:
    """Everything known of this seller on this platform.

    Raises:
        NotFound: Nothing of this seller was seen.
    """
    with store.reading() as work:
        listings = work.sellers.listings(platform, seller)
        if not listings:
            raise NotFound(
                f"No listing of {seller!r} was seen on {platform}.",
                code="no_seller",
                seller=seller,
                platform=platform,
            )
        return SellerPage(platform, seller, listings, work.sellers.shared(platform, seller))
