"""The comparison of one listing's picture with the original, as sentences and drawings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from domain.agreement import Agreement
from domain.digests import Sha256
from domain.records import to_plain
from rights.dossier.numbering import labels_of
from rights.dossier.pictures import agreement_jpeg, listing_jpeg, opened, outline_jpeg, suffix_of
from rights.dossier.scene import Plain, Scene, sentence
from rights.dossier.spans import Span, said
from rights.dossier.wording import word

WHOLE = 0.99
"""Share of the original from which the listing shows the whole of it."""


def comparison_of(
    scene: Scene, original: bytes | None, listing: bytes | None
) -> tuple[Plain | None, dict[str, bytes]]:
    """What the registration shows, and its pictures; nothing where none was made or drawn."""
    agreement = scene.claim.agreement
    if agreement is None or agreement.finding != "same" or original is None or listing is None:
        return None, {}
    ours, theirs = opened(original), opened(listing)
    if ours is None or theirs is None or agreement.reference not in scene.exhibits:
        return None, {}
    drawn = {
        "outline.jpg": outline_jpeg(ours, agreement),
        "listing.jpg": listing_jpeg(theirs),
        "agreement.jpg": agreement_jpeg(ours, theirs, agreement),
        f"listing-as-received{suffix_of(listing)}": listing,
        "transform.json": transform_json(agreement),
    }
    refs = labels_of(scene.exhibits, (Sha256(agreement.reference),))
    told = [
        sentence(
            said(word("comparison", key).in_language(scene.language), scene.language, values), refs
        )
        for key, values in _points(scene, agreement)
    ]
    return {"sentences": told, "agreement": True}, drawn


def _points(scene: Scene, agreement: Agreement) -> Iterator[tuple[str, Mapping[str, Span]]]:
    yield ("whole" if agreement.share_shown >= WHOLE else "share"), _shares(scene, agreement)
    if agreement.agreeing is not None:
        yield "agreeing", {"agreeing": Span(f"{100 * agreement.agreeing:.0f}", scene.language)}
    yield "geometry", _lie(scene, agreement)


def transform_json(agreement: Agreement) -> bytes:
    """The registration as it was kept: transform, outline, versions and thresholds."""
    return json.dumps(to_plain(agreement), ensure_ascii=False, indent=2, sort_keys=True).encode()


def _shares(scene: Scene, agreement: Agreement) -> Mapping[str, Span]:
    hidden = max(0.0, 100 * (1 - agreement.share_shown))
    return {
        "ratio": Span(f"{agreement.owner_pixel_ratio:.1f}", scene.language),
        "hidden": Span(f"{hidden:.0f}", scene.language),
    }


def _lie(scene: Scene, agreement: Agreement) -> Mapping[str, Span]:
    mirrored = scene.word("answers", "yes" if agreement.mirrored else "no")
    return {
        "inliers": Span(str(agreement.inliers), scene.language),
        "scale": Span(f"{agreement.scale:.3f}", scene.language),
        "turn": Span(f"{agreement.turn_degrees:.1f}", scene.language),
        "mirrored": mirrored,
    }
