"""Payloads: which files a bundle holds, under which names, and what its records say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.captures import MANUAL_LACKS, Agreement, EvidenceCapture, agreements, two_looks
from domain.cases import Case
from domain.digests import Sha256
from domain.languages import LANGUAGES
from domain.listings import Capture, Lane
from domain.ownership import Exhibit
from domain.records import Plain, to_plain
from domain.rights import Mark
from takedown.bundle import Content
from takedown.cells import safe_name, suffix_of
from takedown.draft import Draft, pairs_of
from takedown.notice import price_text
from takedown.packs import rules_mark

BUNDLE_SCHEMA = "jianzhen-bundle/1"
TEXTS = Path(__file__).with_name("templates")
PAGE_PICTURES = ("image/png", "image/jpeg", "image/webp")
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that a reader does not see or that turn the reading direction."""


def payload_of(draft: Draft, papers: Mapping[str, Content]) -> dict[str, Content]:
    """Every file of a draft's bundle by its name below `data/`; names are ASCII.

    `papers` are those written for filing, by name: letters, tables and fields to paste. Kept
    bytes are named by digest. A page from a marketplace ends in `.txt`, so that opening the
    bundle runs nothing. Of the seller only what the pack's `columns` name is told.
    """
    return {**papers, **dict(_files(draft))}


def bag_facts(draft: Draft) -> dict[str, str]:
    """The lines of bag-info.txt: whose bag it is, what it is about and of which day."""
    return {
        "Source-Organization": draft.holder.slug,
        "External-Identifier": draft.slug,
        "Bagging-Date": draft.day.isoformat(),
        "Bag-Software-Agent": BUNDLE_SCHEMA,
        "Rules": rules_mark(draft.pack, draft.day),
    }


def case_folder(case: Case) -> str:
    """The folder name of a listing: platform, item and eight digits of what was seen."""
    key = case.sighting.key
    return f"{safe_name(f'{key.platform}-{key.item_id}')}-{case.decision.sighting_digest[:8]}"


def _files(draft: Draft) -> Iterator[tuple[str, Content]]:
    for language in LANGUAGES:
        name = f"README.{language}.txt"
        yield name, TEXTS.joinpath(name).read_bytes()
    yield "case.json", _json(_case_record(draft))
    for case in draft.cases:
        yield from _captures(case)
        yield from _comparison(case)
    yield from _ownership(draft)


def page_pictures(case: Case) -> Iterator[tuple[str, Sha256]]:
    """Pictures of the whole page by their name in the bundle, an evidence capture's first."""
    for capture in case.captures:
        for file in capture.taken.files if capture.taken else ():
            if file.media_type in PAGE_PICTURES:
                yield f"{_capture_folder(case, capture)}/{file.name}", file.sha256
    for one in case.sighting.captures:
        if one.media_type in PAGE_PICTURES:
            yield _seen_name(case, one), one.sha256


def _captures(case: Case) -> Iterator[tuple[str, Content]]:
    for one in case.sighting.captures:
        yield _seen_name(case, one), one.sha256
    for capture in case.captures:
        for file in capture.taken.files if capture.taken else ():
            # our own names, made by the capture
            yield f"{_capture_folder(case, capture)}/{file.name}", file.sha256
    record = {
        "looks": _looks(case),
        "seen_at": to_plain(case.sighting.seen_at),
        "lane": case.sighting.lane.value,
        "page_state": case.sighting.page_state.value,
        "sighting_digest": case.sighting.digest,
        "captures": to_plain(case.sighting.captures),
    }
    yield f"captures/{case_folder(case)}/capture.json", _json(record)
    if case.sighting.lane is Lane.MANUAL:
        yield f"captures/{case_folder(case)}/environment.json", _json(_by_hand(case))


def _by_hand(case: Case) -> Plain:
    """The circumstances of a page that a person saved: what is known, and what it cannot have."""
    sighting = case.sighting
    return {
        "identity": {"case": case_folder(case), "lane": sighting.lane.value},
        "time": {"saved_at": to_plain(sighting.seen_at)},
        "files": [{"sha256": one.sha256, "bytes": one.size_bytes} for one in sighting.captures],
        "not_measured": dict(MANUAL_LACKS),
    }


def _seen_name(case: Case, one: Capture) -> str:
    name = f"{safe_name(one.kind)}-{one.sha256[:8]}{suffix_of(one.media_type)}"
    return f"captures/{case_folder(case)}/{name}"


def _capture_folder(case: Case, capture: EvidenceCapture) -> str:
    return f"captures/{case_folder(case)}/{safe_name(capture.purpose)}"


def _looks(case: Case) -> Plain:
    """The captures, and what two independent looks agree on."""
    taken = [one for one in case.captures if one.taken]
    both = two_looks(case.captures)
    first = next((one.taken for one in taken if one.taken and one.taken.facts), None)
    beside = agreements(case.sighting.facts, first.facts) if first and first.facts else ()
    told = [
        {
            "purpose": one.purpose.value,
            "capture": one.taken.slug,
            "taken_at": to_plain(one.taken.taken_at),
            "page_state": one.taken.page_state.value,
        }
        for one in taken
        if one.taken
    ]
    return to_plain(
        {
            "captures": told,
            "found_and_first_capture": {
                "found_by_lane": case.sighting.lane.value,
                "found_at": to_plain(case.sighting.seen_at),
                "agreement": [_agreed(one) for one in beside],
            },
            "agreement": [_agreed(one) for one in (both.compared if both else ())],
        }
    )


def _agreed(one: Agreement) -> Plain:
    return {"fact": one.fact, "first": one.first, "second": one.second, "agrees": one.agrees}


def _comparison(case: Case) -> Iterator[tuple[str, Content]]:
    folder = f"comparison/{case_folder(case)}"
    media: dict[Sha256, str | None] = {
        picture.sha256: picture.media_type for picture in case.right.pictures
    }
    media |= {one.sha256: one.media_type for one in case.sighting.pictures if one.sha256}
    for pair in pairs_of(case):
        for role, digest in (("listing", pair.listing_picture), ("work", pair.reference_picture)):
            yield f"{folder}/{role}-{digest[:8]}{suffix_of(media.get(digest))}", digest
    yield f"{folder}/readings.json", _json(_readings(case))


def _readings(case: Case) -> Plain:
    scored = case.candidate.sighting_digest
    return {"sighting_digest": scored, "score": to_plain(case.candidate.score)}


def ownership_folder(draft: Draft) -> str:
    """Where the exhibits of the right lie in a bundle."""
    return f"ownership/{safe_name(draft.right.slug)}"


def _ownership(draft: Draft) -> Iterator[tuple[str, Content]]:
    folder, case = ownership_folder(draft), draft.cases[0]
    for exhibit in case.exhibits:
        yield f"{folder}/{exhibit_name(exhibit)}", exhibit.sha256
    record = {
        "right": to_plain(draft.right),
        "holder": to_plain(draft.holder),
        "names": _names(draft),
        "answers": to_plain(case.proof.answers),
        "gaps": to_plain(case.proof.gaps),
        "exhibits": [{**to_plain(one), "file": exhibit_name(one)} for one in case.exhibits],
    }
    yield f"{folder}/ownership.json", _json(record)


def exhibit_name(exhibit: Exhibit) -> str:
    """The file name of an exhibit: kind and eight digits of its digest."""
    return f"{safe_name(exhibit.kind)}-{exhibit.sha256[:8]}{suffix_of(exhibit.media_type)}"


def _names(draft: Draft) -> Plain:
    """The chain of names as the portfolio has it; whether they join is for the reader to see."""
    right = draft.right
    author = None if isinstance(right, Mark) else right.author
    basis = None if isinstance(right, Mark) else right.title_basis
    return {"author": author, "title_basis": basis, "holder": to_plain(draft.holder.names)}


def _case_record(draft: Draft) -> Plain:
    pack, reason = draft.pack, draft.ground.reason
    return {
        "schema": BUNDLE_SCHEMA,
        "notice": draft.slug,
        "day": draft.day.isoformat(),
        "channel": {
            "slug": pack.slug,
            "portal": pack.portal.url,
            "rules_valid_from": to_plain(pack.valid_from),
            "rules_checked_on": to_plain(pack.checked_on),
            "rules_mark": rules_mark(pack, draft.day),
            "rules_sha256": pack.digest,
        },
        "ground": {
            "reason": draft.ground.code,
            "reason_zh": reason.zh if reason else None,
            "laws": [law.code for law in draft.ground.laws],
        },
        "holder": draft.holder.slug,
        "right": draft.right.slug,
        "listings": [_listing_record(draft, case) for case in draft.cases],
    }


def _listing_record(draft: Draft, case: Case) -> Plain:
    facts, decision = case.sighting.facts, case.decision
    return {
        "folder": case_folder(case),
        "platform": facts.platform,
        "site": facts.site,
        "item_id": facts.item_id,
        "url": facts.url,
        "title": facts.title,
        "price": price_text(facts.price),
        **({"shop": facts.seller} if "shop" in draft.pack.columns else {}),
        "missing": dict(facts.missing),
        "first_seen_at": to_plain(case.first_seen_at),
        "seen_at": to_plain(case.sighting.seen_at),
        "lane": case.sighting.lane.value,
        "sighting_digest": case.sighting.digest,
        "decision": {
            "verdict": decision.verdict.value,
            "reason": decision.reason.value,
            "analyst": decision.analyst,
            "decided_at": to_plain(decision.decided_at),
            "scorecard": case.candidate.score.scorecard,
        },
    }


def _json(record: Plain) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=2)
    shown = UNSEEN.sub(lambda one: f"\\u{ord(one[0]):04x}", text)
    # a lone surrogate becomes its own JSON escape
    return f"{shown}\n".encode("utf-8", "backslashreplace")
