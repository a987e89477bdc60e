"""Checks of the channel: its rule pack, its limits and its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jinja2 import TemplateError

from domain.rights import kind_of
from takedown.checks.look import Look, Problem
from takedown.notice import letters_of

CHECKED_WITHIN = timedelta(days=90)


def right_not_taken(look: Look) -> Iterator[Problem]:
    """The channel takes no complaints of this kind of right."""
    kind = kind_of(look.draft.right)
    if kind not in {rule.code for rule in look.draft.pack.rights}:
        yield Problem({"right": kind.value})


def reason_not_on_list(look: Look) -> Iterator[Problem]:
    """The channel has no reason for this right and what was decided."""
    if look.draft.ground.reason is None:
        decided = look.draft.cases[0].decision.reason.value
        yield Problem({"decided": decided, "right": look.draft.ground.right_kind.value})


def no_law(look: Look) -> Iterator[Problem]:
    """No article of law is known for this right, reason and day."""
    if look.draft.ground.reason is not None and not look.draft.ground.laws:
        yield Problem({"day": look.draft.day.isoformat(), "country": look.draft.pack.country})


def mixed(look: Look) -> Iterator[Problem]:
    """More than one right or more than one platform in one complaint."""
    rights = {case.right.slug for case in look.draft.cases}
    platforms = {case.sighting.key.platform for case in look.draft.cases}
    if len(rights) > 1 or len(platforms) > 1:
        named = ", ".join(sorted([*rights, *platforms]))
        yield Problem({"named": named}, look.draft.pack.one_complaint)


def too_many_links(look: Look) -> Iterator[Problem]:
    """More links than one complaint takes."""
    rule, count = look.draft.pack.links_per_complaint, len(look.draft.cases)
    if rule.value is not None and count > rule.value:
        yield Problem({"count": str(count), "limit": str(rule.value)}, rule)


def limit_unknown(look: Look) -> Iterator[Problem]:
    """How many links a complaint takes is not known, and this one has several."""
    rule, count = look.draft.pack.links_per_complaint, len(look.draft.cases)
    if rule.value is None and count > 1:
        yield Problem({"count": str(count)}, rule)


def pack_not_valid_yet(look: Look) -> Iterator[Problem]:
    """The rules are those of a later day."""
    if look.draft.day < look.draft.pack.valid_from:
        yield Problem({"valid_from": look.draft.pack.valid_from.isoformat()})


def pack_unchecked(look: Look) -> Iterator[Problem]:
    """Nobody has compared the rules with the portal for ninety days."""
    if look.draft.day - look.draft.pack.checked_on > CHECKED_WITHIN:
        yield Problem({"checked_on": look.draft.pack.checked_on.isoformat()})


def letter_unfilled(look: Look) -> Iterator[Problem]:
    """The letter asks for something that the case does not have."""
    try:
        letters_of(look.draft)
    except TemplateError as exc:
        yield Problem({"why": str(exc)})
