"""What a person types, checked before it is kept or asked for: names, notes, digests, filters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from domain.candidates import Band, CandidateState, Queue
from domain.digests import Sha256
from domain.errors import InputError, NotAllowed
from domain.languages import LANGUAGES

LARGEST = 2**31 - 1
"""The largest number that can be an id."""

NAME_LIMIT, NOTE_LIMIT, SHORTEST_DIGEST = 100, 1000, 8

FILTERS = (
    "state", "band", "queue", "platform", "right", "seller", "signal", "language", "holder",
)  # fmt: skip
"""What a list of candidates can be narrowed by."""


def checked_name(name: str | None) -> str:
    """The name of the person who acts, without space around it.

    Raises:
        InputError: There is none, or it is no name.
    """
    found = (name or "").strip()
    if not found:
        raise InputError(
            "This needs a name.",
            mend='Give it with --as "Your Name", or set review.analyst.',
            code="needs_name",
        )
    return _plain(found, "The name", NAME_LIMIT)


def checked_note(note: str | None) -> str | None:
    """The note without space around it; None where nothing was noted.

    Raises:
        InputError: It is too long, or holds characters that cannot be kept.
    """
    found = (note or "").strip()
    return _plain(found, "The note", NOTE_LIMIT, allowed="\n\t") if found else None


def checked_digest(seen: str | None) -> Sha256 | None:
    """The beginning of a sighting's digest, long enough to mean one sighting.

    Raises:
        InputError: It is too short to say what was seen.
    """
    if seen is None:
        return None
    if len(seen) < SHORTEST_DIGEST:
        raise InputError(
            f"A digest of {len(seen)} characters does not say what was seen.",
            mend=f"Give at least {SHORTEST_DIGEST}; `jianzhen candidates show` prints them.",
            code="digest_short",
            least=SHORTEST_DIGEST,
        )
    return Sha256(seen)


def checked_filters(filters: Mapping[str, str]) -> Mapping[str, str]:
    """The filters as they are, where each can leave something.

    Raises:
        InputError: A filter, a state, a band or a queue has a name that is not known.
    """
    known = {
        "state": tuple(CandidateState),
        "band": tuple(Band),
        "queue": (*Queue, CandidateState.UNSURE.value),
        "language": LANGUAGES,
    }
    for name, wanted in filters.items():
        if name not in FILTERS:
            raise InputError(
                f"There is no filter {name!r}.",
                mend=f"Use {', '.join(FILTERS)}.",
                code="no_filter",
                name=name,
            )
        if name in known and wanted not in known[name]:
            raise InputError(
                f"There is no {name} {wanted!r}.",
                mend=f"Use {', '.join(known[name])}.",
                code="no_such_value",
                name=name,
                given=wanted,
            )
        _plain(wanted, f"The {name}", NOTE_LIMIT)
    return filters


def refuse_walled(*, walled: bool) -> None:
    """Refuse to change for all what only some rights holders' people ask for.

    Raises:
        NotAllowed: The account sees only some rights holders.
    """
    if walled:
        raise NotAllowed(
            "This holds for every rights holder; somebody who sees all sets it.",
            code="for_every_holder",
        )


def _plain(text: str, what: str, limit: int, *, allowed: str = "") -> str:
    if len(text) > limit:
        raise InputError(
            f"{what} is longer than {limit} characters.",
            mend="Shorten it.",
            code="too_long",
            limit=limit,
        )
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in text if one not in allowed):
        raise InputError(
            f"{what} holds control characters.", mend="Type it anew.", code="control_characters"
        )
    return text
