"""What became of the listings that notices were filed for, for the page and the command line."""

from __future__ import annotations

from datetime import datetime

from config.load import load_profiles
from config.settings import Settings
from crawler.watching import WatchLine, watch_lines
from domain.errors import InputError
from domain.listings import ListingId, PageState
from domain.watch import Check
from review.checks import checked_name, checked_note
from review.desk import Store

__all__ = ["WatchLine", "note_look", "watched"]

TOLD = {"gone": PageState.GONE, "offered": PageState.OK, "unclear": PageState.UNKNOWN_LAYOUT}
"""What a person can say of a page that they opened."""


def watched(store: Store, settings: Settings) -> tuple[WatchLine, ...]:
    """Every listing that a notice was filed for, those due for a look first."""
    return watch_lines(store, settings, load_profiles(settings))


def note_look(
    store: Store, listing: ListingId, told: str, *, who: str, note: str | None, now: datetime
) -> Check:
    """Keep what a named person saw on a listing's own page; it counts as one look.

    Raises:
        InputError: No name was given, the listing is not watched, or the word is not known.
    """
    name, said = checked_name(who), checked_note(note)
    if told not in TOLD:
        raise InputError(
            f"{told!r} says nothing of a page.",
            mend=f"Use {', '.join(TOLD)}.",
            code="no_look",
            given=told,
        )
    signs = (f"person:{name}", *([f"note:{said}"] if said else []))
    check = Check(listing, now, TOLD[told], signs=signs)
    with store.begin() as work:
        if listing not in {one.listing for one in work.watch.watched()}:
            raise InputError(
                f"No notice was filed for listing {listing}.",
                mend="`jianzhen watch list` shows the listings that are watched.",
                code="not_watched",
            )
        work.watch.note(check, name)
    return check
