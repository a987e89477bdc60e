"""The custody record of a bundle: what the audit log says of its files, provable by a stranger."""

from __future__ import annotations

from collections.abc import Mapping

from domain.custody import Custody
from domain.digests import canonical_json, sha256_of
from domain.records import Plain, to_plain
from takedown.bundle import Content
from takedown.draft import Draft
from takedown.signing import Signer


def sealed_files(payload: Mapping[str, Content]) -> Plain:
    """What the event says that seals a payload: each file's digest, and which came from outside.

    `kept` are the files whose bytes were taken in earlier as exhibits or seen at a marketplace;
    for each of them the custody record has an event.
    """
    digests = {
        f"data/{name}": sha256_of(one) if isinstance(one, bytes) else one
        for name, one in payload.items()
    }
    from_outside = [
        f"data/{name}"
        for name, one in payload.items()
        if not isinstance(one, bytes) and name.startswith(("captures/", "ownership/"))
    ]
    return {"files": to_plain(digests), "kept": to_plain(sorted(from_outside))}


def custody_files(custody: Custody, signer: Signer) -> dict[str, bytes]:
    """The custody record of a bundle: its events, their proofs, and the signed checkpoint."""
    events = b"".join(canonical_json(event.record()) + b"\n" for event in custody.events)
    proofs = {str(seq): [one.hex() for one in path] for seq, path in custody.proofs.items()}
    return {
        "audit/events.jsonl": events,
        "audit/proofs.json": canonical_json(proofs) + b"\n",
        "audit/checkpoint.txt": signer.checkpoint(custody.size, custody.root).encode(),
        "audit/checkpoint.vkey": f"{signer.verifier_key()}\n".encode("ascii"),
    }


def subjects_of(draft: Draft) -> set[str]:
    """What the audit log calls the things this notice rests on."""
    subjects = {draft.slug}
    for case in draft.cases:
        subjects |= {f"candidate {case.candidate.id}", f"sighting {case.sighting.digest}"}
        subjects |= {f"exhibit {exhibit.sha256}" for exhibit in case.exhibits}
        subjects |= {f"capture {one.taken.slug}" for one in case.captures if one.taken}
    return subjects
