"""Checks against the record: other notices, second persons, later looks, the standing guard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from domain.candidates import CandidateState
from domain.captures import EvidenceCapture, agreements
from domain.cases import Case
from domain.decisions import Reason
from domain.listings import Availability, PageState
from takedown.cells import printable
from takedown.checks.look import Look, Problem, called, of_listing

NO_WORD = (PageState.BLOCKED, PageState.LOGIN, PageState.ERROR, PageState.UNKNOWN_LAYOUT)
"""What a page was when it said nothing of the listing."""

ROWS_NAMED = 20


def pending_elsewhere(look: Look) -> Iterator[Problem]:
    """The listing stands in another notice on this right that is not answered yet."""
    for case in look.draft.cases:
        other = look.ledger.pending.get((case.sighting.key, case.right.slug))
        if other is not None and other != look.draft.slug:
            yield of_listing(case, notice=other)


def refused_before(look: Look) -> Iterator[Problem]:
    """The listing was reported on this right before, and that was refused."""
    for case in look.draft.cases:
        other = look.ledger.refused.get((case.sighting.key, case.right.slug))
        if other is not None:
            yield of_listing(case, notice=other)


def no_longer_infringing(look: Look) -> Iterator[Problem]:
    """The candidate was decided otherwise since, or is to be looked at again."""
    for case in look.draft.cases:
        if case.candidate.state is not CandidateState.INFRINGING:
            yield of_listing(case, state=case.candidate.state.value)


def not_seconded(look: Look) -> Iterator[Problem]:
    """A rule asks that a second person find the same, and nobody has yet."""
    for case in look.draft.cases:
        if case.decision.id in look.ledger.unseconded:
            yield of_listing(case, analyst=printable(case.decision.analyst, 60))


def counterfeit_without_reasons(look: Look) -> Iterator[Problem]:
    """Counterfeit is a person's finding with reasons, and none were written down."""
    for case in look.draft.cases:
        if case.decision.reason is Reason.COUNTERFEIT_SEEN and not case.decision.note:
            yield of_listing(case)


def page_said_nothing(look: Look) -> Iterator[Problem]:
    """What was decided on is no page of the listing, but a wall, an error or half a page."""
    for case in look.draft.cases:
        if case.sighting.page_state is not PageState.OK:
            yield of_listing(case, state=case.sighting.page_state.value)


def gone_since(look: Look) -> Iterator[Problem]:
    """A later look found that the listing is gone: there is nothing to take down."""
    for case in look.draft.cases:
        last = _last_look(case)
        if last is not None and last.taken and last.taken.page_state is PageState.GONE:
            yield of_listing(case, seen=last.taken.taken_at.date().isoformat())


def last_look_said_nothing(look: Look) -> Iterator[Problem]:
    """The latest capture shows a wall or an error: that is no removal, and no proof either."""
    for case in look.draft.cases:
        last = _last_look(case)
        if last is not None and last.taken and last.taken.page_state in NO_WORD:
            yield of_listing(case, state=last.taken.page_state.value)


def looks_disagree(look: Look) -> Iterator[Problem]:
    """Two captures of the listing tell different facts."""
    for case in look.draft.cases:
        facts = [one.taken.facts for one in case.captures if one.taken and one.taken.facts]
        for one in agreements(facts[0], facts[1]) if len(facts) > 1 else ():
            if one.agrees is False:
                yield of_listing(case, fact=one.fact)


def sold_out(look: Look) -> Iterator[Problem]:
    """The page lets nobody buy: a removal may not be counted as one."""
    for case in look.draft.cases:
        if case.sighting.facts.availability is Availability.OUT_OF_STOCK:
            yield of_listing(case)


def held_for_standing(look: Look) -> Iterator[Problem]:
    """The batch would break a threshold of the channel for those who report."""
    hold = look.ledger.hold
    if hold is None or look.ledger.released_by is not None:
        return
    rule = next(one for one in look.draft.pack.standing if one.code == hold.rule)
    rows = hold.rows[:ROWS_NAMED]
    named = [f"{row.listing.platform}/{printable(row.listing.item_id, 40)}" for row in rows]
    more = len(hold.rows) - len(rows)
    yield Problem(
        {
            "measure": hold.measure,
            "now": f"{hold.now:.1%}",
            "then": f"{hold.then:.1%}",
            "threshold": f"{hold.threshold:.1%}",
            "rows": ", ".join(named) + (f" (+{more})" if more else ""),
            "why_zh": rows[0].why.zh,
            "why_en": rows[0].why.en,
            "why_ja": rows[0].why.ja,
        },
        rule,
    )


def released_by_second_person(look: Look) -> Iterator[Problem]:
    """The batch was held for the account's standing, and a second person let it go."""
    if look.ledger.hold is not None and look.ledger.released_by is not None:
        yield Problem({"who": printable(look.ledger.released_by, 60)})


def near_a_threshold(look: Look) -> Iterator[Problem]:
    """The batch would bring the account near a threshold of the channel."""
    near = look.ledger.near
    if near is not None and look.ledger.hold is None:
        values = {"then": f"{near.then:.1%}", "threshold": f"{near.threshold:.1%}"}
        yield Problem({"measure": near.measure, **values})


def several_sites(look: Look) -> Iterator[Problem]:
    """The listings stand on more than one site of the platform."""
    sites = sorted({case.sighting.key.site for case in look.draft.cases})
    if len(sites) > 1:
        yield Problem({"sites": printable(", ".join(sites), 80)}, look.draft.pack.one_complaint)


def item_id_not_in_link(look: Look) -> Iterator[Problem]:
    """The link does not hold the item id, where links of the platform do."""
    if "{item_id}" not in (look.draft.profile.item_url or ""):
        return
    for case in look.draft.cases:
        facts = case.sighting.facts
        if not facts.item_id or not facts.url:
            continue
        own = _own_value(facts.url, look.draft.profile.item_url or "")
        if not _holds(facts.url if own is None else own, facts.item_id):
            yield Problem({"listing": called(case), "item_id": printable(facts.item_id, 40)})


def _own_value(url: str, template: str) -> str | None:
    """What the link has where the platform's links have the item id in their query; else None."""
    names = [name for name, value in parse_qsl(urlsplit(template).query) if value == "{item_id}"]
    try:
        found = dict(parse_qsl(urlsplit(url).query))
    except ValueError:
        return None
    return next((found[name] for name in names if name in found), None)


def _holds(url: str, item_id: str) -> bool:
    """Whether the id stands in the link, and not as a piece of a longer one.

    Some platforms break an id in two, or put a dash into it, where they make a link of it; of an
    id that names shop and item (`shop:item`) the link may hold another code of the item.
    """
    link = url.casefold()
    return any(
        all(_stands_in(link, one) or _stands_in(link.replace("-", ""), one) for one in parts)
        for whole in item_id.casefold().split(":")
        if (parts := [part for part in re.split(r"[./_]", whole) if part])
    )


def _stands_in(link: str, part: str) -> bool:
    before, after = ("[0-9]" if one.isdigit() else "[a-z]" for one in (part[0], part[-1]))
    return re.search(f"(?<!{before}){re.escape(part)}(?!{after})", link) is not None


def _last_look(case: Case) -> EvidenceCapture | None:
    taken = [one for one in case.captures if one.taken]
    return max(taken, key=lambda one: one.taken.taken_at if one.taken else one.next_try_at,
               default=None)  # fmt: skip
