"""Drafts for tests: a complete one by default; keywords make it differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.load import ROOT
from config.profiles import PlatformProfile
from domain.cases import Case
from domain.custody import AuditEvent, Custody, event_digest
from domain.decisions import Reason
from domain.digests import Sha256
from domain.listings import ListingFacts, ListingKey, PlatformSlug, Sighting
from domain.ownership import ExhibitKind
from domain.records import Plain, to_plain
from store.audit import START
from store.merkle import Tree
from takedown.bundle import Content, write_bundle
from takedown.custody import custody_files, sealed_files, subjects_of
from takedown.draft import Draft, Rulebook, drafts_of
from takedown.filing.package import Standing, papers_of
from takedown.payload import bag_facts, payload_of
from takedown.rules import Pack, read_laws, read_pack
from takedown.signing import Signer
from tests.factories import (
    a_candidate,
    a_case,
    a_decision,
    a_mark,
    a_mention,
    a_proof,
    a_score,
    a_sighting,
    an_exhibit,
    an_identity_paper,
    digest,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PACKS_FOLDER = ROOT / "takedown" / "platforms"
CHANNELS = ("alibaba_taotian", "shopify_standalone")
BLOBS = {
    digest(name): name.encode()
    for name in (
        "copy",
        "fox",
        "page",
        "original",
        "extract",
        "certificate",
        "employment",
        "declaration",
    )
}


def read_blob(sha: Sha256) -> bytes:
    """The invented bytes behind the digests of the factories."""
    return BLOBS[sha]


def a_pack(slug: str = "alibaba_taotian", **changes: Any) -> Pack:
    """A shipped rule pack."""
    return replace(read_pack(PACKS_FOLDER / f"{slug}.toml"), **changes)


def a_profile(**changes: Any) -> PlatformProfile:
    """The profile of the invented street market."""
    table: dict[str, Any] = {
        "slug": "bazaar_street",
        "names": {"zh": "市集街", "en": "Bazaar Street", "ja": "バザール通り"},
        "domains": ("street.bazaar.example", "127.0.0.1:8123"),
        "lane": "http",
        "complaint_channel": "alibaba_taotian",
        "country": "CN",
        "item_id_pattern": "^[0-9]{6}$",
        "permission": {"method": "test", "basis": "ours"},
    }
    return PlatformProfile.model_validate(table | changes)


def a_book(**changes: Any) -> Rulebook:
    """The shipped packs, the invented platform and the laws."""
    packs = {slug: a_pack(slug) for slug in CHANNELS}
    book = Rulebook(packs, {"bazaar_street": a_profile()}, read_laws())
    return replace(book, **changes)


def a_draft(case: Case | None = None, **changes: Any) -> Draft:
    """The draft of one case at the shipped Alibaba channel."""
    (draft,) = drafts_of([case or a_case()], a_book(), NOW)
    return replace(draft, **changes)


def a_dmca_draft(case: Case | None = None) -> Draft:
    """The draft of one case at the shipped host channel."""
    profiles = {"bazaar_street": a_profile(complaint_channel="shopify_standalone", country=None)}
    (draft,) = drafts_of([case or a_case()], a_book(profiles=profiles), NOW)
    return draft


def seen(number: int = 900001, facts: Mapping[str, Any] | None = None, **changes: Any) -> Sighting:
    """A sighting of the item with this number, its facts changed."""
    sighting = a_sighting()
    own = {
        "item_id": str(number),
        "url": f"https://street.bazaar.example/item/{number}.html",
    } | dict(facts or {})
    key = ListingKey(PlatformSlug("bazaar_street"), "cn", str(number))
    told: ListingFacts = replace(sighting.facts, **own)
    return replace(replace(sighting, key=key, facts=told), **changes)


def case_of(sighting: Sighting, **changes: Any) -> Case:
    """A decided case on this sighting."""
    base = a_case(
        sighting=sighting,
        candidate=a_candidate(sighting_digest=sighting.digest),
        decision=a_decision(sighting_digest=sighting.digest),
    )
    return replace(base, **changes)


def a_mark_case(reason: Reason = Reason.MARK_IN_TITLE, **changes: Any) -> Case:
    """A decided mention of the default mark, with its certificate."""
    slug = a_mark().slug
    certificate = an_exhibit(
        right=slug,
        kind=ExhibitKind.MARK_CERTIFICATE,
        sha256=digest("certificate"),
        media_type="application/pdf",
    )
    base = a_case(
        right=a_mark(),
        candidate=a_candidate(right=slug, score=a_score(readings=(a_mention(),))),
        decision=a_decision(reason=reason),
        proof=a_proof(right=slug),
        exhibits=(an_identity_paper(), certificate),
    )
    return replace(base, **changes)


SIGNER = Signer("log.hoshikawa.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
"""Whose key signs the custody records of these bundles."""


def a_log(draft: Draft, files: Plain) -> Custody:
    """A log in which all of this draft was taken in and sealed, between other people's events."""
    events: list[AuditEvent] = []
    for case in draft.cases:
        for one in case.exhibits:
            _note(events, "exhibit taken in", f"exhibit {one.sha256}", {"holds": [one.sha256]})
            _note(events, "exhibit taken in", "exhibit of another right", {"holds": []})
        held = [one.sha256 for one in case.sighting.captures]
        _note(events, "seen", f"sighting {case.sighting.digest}", {"holds": to_plain(held)})
        _note(events, "decided", f"candidate {case.candidate.id}", {"verdict": "infringing"})
    _note(events, "sealed", draft.slug, files)
    tree = Tree([bytes.fromhex(event.digest) for event in events])
    ours = tuple(event for event in events if event.subject in subjects_of(draft))
    proofs = {event.seq: tuple(tree.inclusion(event.seq - 1)) for event in ours}
    return Custody(ours, proofs, len(events), tree.root())


def _note(events: list[AuditEvent], kind: str, subject: str, payload: Plain) -> None:
    seq, previous = len(events) + 1, events[-1].digest if events else START
    digest = event_digest(seq, kind, subject, "王小明", NOW, payload, previous)
    events.append(AuditEvent(seq, kind, subject, "王小明", NOW, payload, previous, digest))


_papers: dict[str, dict[str, Content]] = {}


def a_package(draft: Draft, read: Callable[[Sha256], bytes] = read_blob) -> dict[str, Content]:
    """What is written for filing this draft; for the same draft it is set only once a run."""
    key = f"{draft!r}"
    if key not in _papers:
        _papers[key] = papers_of(draft, read, Standing())
    return dict(_papers[key])


def a_bundle(folder: Path, draft: Draft | None = None) -> Path:
    """A written bundle of this draft."""
    one = draft or a_draft()
    path = folder / f"{one.slug}.zip"
    payload = payload_of(one, a_package(one))
    payload |= custody_files(a_log(one, sealed_files(payload)), SIGNER)
    write_bundle(path, payload, bag_facts(one), read_blob)
    return path
