"""Clean cases in great variety: nothing in them is wrong, so none of them may be stopped.

Drawn from a seed over every channel that reads our letters, on the shipped platforms' own links,
with holders of four countries, all kinds of rights and papers, and what strangers write.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from config.load import load_profiles, load_settings
from config.profiles import PlatformProfile
from domain.cases import Case
from domain.decisions import Reason
from domain.listings import Lane, ListingKey, Money, PageState, PlatformSlug, Sighting
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import AuthorisedSeller, HolderSlug, Right, RightKind, RightsHolder, Work
from takedown.checks.look import Ledger
from takedown.checks.title import BASIS_PAPERS
from takedown.draft import Draft, Rulebook, drafts_of
from takedown.rules import Pack, load_packs, read_laws
from tests.factories import (
    a_candidate,
    a_decision,
    a_holder,
    a_mark,
    a_proof,
    a_score,
    a_sighting,
    a_work,
    an_exhibit,
    an_identity_paper,
    digest,
)
from tests.takedown.faults import looked

K = ExhibitKind
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

ITEM_IDS = {
    "amazon": "B0CK123459", "rakuten": "tanuki-shop:10000123", "mercari": "m12345678901",
    "xiaohongshu": "65f0c1d2000000001203abc9", "shopee": "12345678.9876543210",
    "mercadolibre": "MLB1234567890", "yahoo_shopping_jp": "tanuki-ya_kw-12",
    "temu": "601099512345678", "tiktok_shop": "1729384756102938475",
    "douyin": "3612345678901234567", "independent": "fox-bottlea",
}  # fmt: skip
"""Ids in the form of each platform; the others take ten digits."""

HOLDERS = [
    a_holder(),
    a_holder(names={"zh": "杭州月白文化有限公司", "en": "Yuebai Culture Ltd", "ja": "月白文化"},
             country="CN", email="ip@yuebai.example"),
    a_holder(names={"en": "Northlight GmbH", "zh": "北光有限公司", "ja": "ノースライト社"},
             country="DE", address="Hafenstraße 4, 20359 Hamburg"),
    a_holder(names={"en": "O’Hara & Sons, Inc.", "zh": "奥哈拉公司", "ja": "オハラ社"},
             country="US", contact_person=None),
]  # fmt: skip

TITLES = [
    "LUMORI 保温杯 316 bottle", "露茉莉 bottle 月下狐狸 ＂正品＂", "ルモリ 水筒 bottle 保温杯",
    "LUMORI =cmd|'/c calc'!A1 保温杯 bottle", "LUMORI <b>bottle</b> 保温杯 {{7*7}}",
    "LUMORI\u202e bottle 保温杯 " + "好" * 500,
]  # fmt: skip
SELLERS = ["小店一号", "Best Deals 2026", "=HYPERLINK(1)", "Tödd O’Roarke", "ショップ★", None]
EXTRAS = [
    K.DRAFT, K.LAYERED_SOURCE, K.RAW_PHOTO, K.FIRST_PUBLICATION, K.NOTARY, K.TIME_STAMP,
    K.DECLARATION, K.CERTIFIER, K.EMPLOYMENT, K.SHOOTING_SET,
]  # fmt: skip


@dataclass(frozen=True)
class CleanCase:
    """A draft, the record beside it, and what it is called in a failure."""

    name: str
    draft: Draft
    ledger: Ledger


def clean_cases(count: int, seed: int = 20261124) -> Iterator[CleanCase]:
    """So many clean cases, the same for the same seed."""
    luck = random.Random(seed)
    settings = load_settings({}, {})
    book = Rulebook(load_packs(settings), load_profiles(settings), read_laws())
    platforms = sorted(one.slug for one in book.profiles.values() if one.complaint_channel)
    for number in range(count):
        profile = book.profiles[platforms[number % len(platforms)]]
        cases = [
            _case(luck, profile, book, listing) for listing in range(luck.choice((1, 1, 2, 5)))
        ]
        (draft,) = drafts_of([_like(one, cases[0]) for one in cases], book, NOW)
        ledger = Ledger(
            pending={(ListingKey(PlatformSlug("x"), "x", "1"), cases[0].right.slug): "n"}
        )
        yield CleanCase(f"{number}: {draft.slug}", draft, ledger)


def _like(case: Case, first: Case) -> Case:
    """The case on the right, the papers and the finding of the first: one complaint holds one."""
    return replace(
        case,
        right=first.right,
        holder=first.holder,
        proof=first.proof,
        exhibits=first.exhibits,
        candidate=replace(case.candidate, right=first.right.slug),
        decision=replace(case.decision, reason=first.decision.reason, note=first.decision.note),
    )


def _case(luck: random.Random, profile: PlatformProfile, book: Rulebook, listing: int) -> Case:
    pack = book.packs[profile.complaint_channel or ""]
    holder: RightsHolder = luck.choice(HOLDERS)
    right, reason = _right(luck, pack, profile.country)
    sighting = _sighting(luck, profile, listing)
    first_seen = sighting.seen_at - timedelta(days=luck.randrange(0, 90))
    digest_seen = sighting.digest
    note = "缝线与正品不同" if reason is Reason.COUNTERFEIT_SEEN else luck.choice((None, "清楚"))
    taken = looked(PageState.OK) if luck.random() < 0.5 else None
    return Case(
        candidate=a_candidate(right=right.slug, sighting_digest=digest_seen, score=a_score()),
        decision=a_decision(reason=reason, sighting_digest=digest_seen, note=note),
        sighting=sighting,
        first_seen_at=first_seen,
        holder=holder,
        right=right,
        proof=a_proof(right=right.slug),
        exhibits=_papers(luck, holder, right),
        sellers=_sellers(luck, profile),
        captures=(taken,) if taken else (),
    )


def _right(luck: random.Random, pack: Pack, site: str | None) -> tuple[Right, Reason]:
    taken = {one: kind for kind in RightKind for rule in pack.reasons for one in rule.decisions
             if rule.right is kind}  # fmt: skip
    reason = luck.choice(sorted(taken))
    if taken[reason] is RightKind.MARK:
        territory = tuple(sorted({"CN", "US", pack.country, *([site] if site else [])}))
        expires = date(2026, 11, 24) + timedelta(days=luck.randrange(0, 3650))
        return a_mark(territory=territory, expires_on=expires), reason
    made = date(2008, 1, 1) + timedelta(days=luck.randrange(0, 6000))
    changes: dict[str, Any] = {
        "kind": luck.choice(("illustration", "photograph", "applied_art")),
        "title_basis": luck.choice(("employment", "legal_entity", "assignment", None)),
        "created_on": made,
        "first_published_on": luck.choice((None, made + timedelta(days=90))),
    }
    return a_work(**changes), reason


def _sighting(luck: random.Random, profile: PlatformProfile, listing: int) -> Sighting:
    base = a_sighting()
    item_id = _next(ITEM_IDS.get(profile.slug, "1234567890"), listing)
    host = profile.domains[0] if profile.domains else "fox-shop.example"
    template = profile.item_url or f"https://www.{host}/products/{{item_id}}"
    template = template.replace("api.mercadolibre.com/items", f"www.{host}/p")
    url = template.format(item_id=item_id.replace(":", "/"))
    price = luck.choice((None, Money(Decimal("39.90"), profile.currency or "USD")))
    seller = luck.choice(SELLERS)
    facts = replace(
        base.facts,
        platform=PlatformSlug(profile.slug),
        item_id=item_id,
        url=url,
        title=luck.choice(TITLES),
        price=price,
        seller=seller,
        missing={"price": "none shown", "seller": "none shown"},
    )
    return replace(
        base,
        key=ListingKey(PlatformSlug(profile.slug), host, item_id),
        facts=facts,
        seen_at=NOW - timedelta(hours=luck.randrange(1, 72)),
        lane=luck.choice((Lane.HTTP, Lane.BROWSER, Lane.MANUAL, Lane.API)),
    )


def _next(item_id: str, listing: int) -> str:
    """Another id of the same form, for each of a notice's listings."""
    last = item_id[-1]
    ring = "0123456789" if last.isdigit() else "abcdefghij"
    return item_id[:-1] + ring[(ring.index(last) + listing) % 10]


def _papers(luck: random.Random, holder: RightsHolder, right: Right) -> tuple[Exhibit, ...]:
    names = list(holder.names.values())
    papers = [an_identity_paper(holder=holder.slug, bears=luck.choice(((), (names[0],))))]
    if luck.random() < 0.5:
        papers.append(
            an_exhibit(
                right=None, kind=K.POWER_OF_ATTORNEY, sha256=digest("poa"), giver=names[-1],
                clause=luck.choice((True, None)), file_name="poa.pdf",
                valid_until=luck.choice((None, NOW.date() + timedelta(days=1))),
            )
        )  # fmt: skip
    if not isinstance(right, Work):
        kind = {"kind": K.MARK_CERTIFICATE, "file_name": "certificate.pdf", "sha256": digest("c")}
        return (
            *papers,
            an_exhibit(right=right.slug, bears=luck.choice(((), (names[0],))), **kind),
        )
    made = right.created_on or date(2021, 5, 1)
    original = an_exhibit(right=right.slug, dated=luck.choice((None, made)))
    basis = BASIS_PAPERS.get(right.title_basis or "")
    more = luck.sample(EXTRAS, luck.randrange(0, 5))
    more += [kind for kind in (basis, K.DECLARATION) if kind and kind not in more]
    return (
        *papers,
        original,
        *(an_exhibit(right=right.slug, kind=kind, sha256=digest(kind.value)) for kind in more),
    )


def _sellers(luck: random.Random, profile: PlatformProfile) -> tuple[AuthorisedSeller, ...]:
    """Shops that may sell, none of which is the listing's."""
    ours = HolderSlug("hoshikawa")
    return luck.choice(
        (
            (),
            (AuthorisedSeller(ours, profile.slug, "星川旗舰店"),),
            (AuthorisedSeller(ours, "elsewhere", "小店一号"),),
            (AuthorisedSeller(ours, profile.slug, "小店一号", valid_until=date(2020, 1, 1)),),
        )
    )
