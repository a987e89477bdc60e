"""Trusted time for what leaves the house: tokens in bundles, a daily checkpoint of the log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from domain.digests import Sha256, sha256_of
from domain.errors import MonitorError
from domain.notices import Notice
from domain.runs import StageReport
from domain.stamps import StampedKind, StampState, WantedStamp
from store.unit_of_work import Store, Work
from takedown.bundle import TAG_MANIFEST, Content, beside_of, with_files
from takedown.signing import open_signer

WHO = "stamping"
CHECKPOINT = "checkpoint"
MOST_RENEWALS = 9
"""How often a stamp may be stamped anew and still be named in a bundle: many decades."""

MADE_OF_IT = re.compile(rf"{re.escape(TAG_MANIFEST)}\.([a-z0-9-]+)\.tsr")


def want_stamps(
    work: Work, settings: Settings, digest: Sha256, kind: StampedKind, now: datetime
) -> None:
    """Ask every authority for this digest; the tokens come when they come."""
    for authority in settings.stamping.authorities:
        work.stamps.want([digest], kind, authority.name, now)


def exhibit_tokens(
    payload: Mapping[str, Content], stamps: Mapping[Sha256, Iterable[WantedStamp]]
) -> dict[str, Content]:
    """A token beside each exhibit that has one: the earliest, for that is what it is to show."""
    beside: dict[str, Content] = {}
    for name, content in payload.items():
        if isinstance(content, bytes) or not name.startswith("ownership/"):
            continue
        held = [one for one in stamps.get(content, ()) if one.stamp and one.response]
        for one in sorted(held, key=lambda each: (each.stamp.at if each.stamp else "", each.id)):
            assert one.response is not None  # noqa: S101 - chosen so above
            beside.setdefault(f"{name}.tsr", one.response)
    return beside


def checkpoint_log(store: Store, settings: Settings, *, now: datetime) -> StageReport:
    """Sign the whole log as it stands, keep the checkpoint and ask for trusted time on it.

    A log to which nothing was added since the last checkpoint gets no new one.
    """
    signer = open_signer(settings.takedown.signing_key, settings.takedown.log_name)
    with store.begin() as work:
        last = work.audit.last()
        if last is None or last.kind == CHECKPOINT:
            return StageReport({"checkpoints": 0})
        custody = work.audit.custody((), last.seq)
        text = signer.checkpoint(custody.size, custody.root).encode()
        digest = store.blobs.keep(text)
        want_stamps(work, settings, digest, StampedKind.CHECKPOINT, now)
        told = {"size": custody.size, "root": custody.root.hex(), "note_sha256": digest}
        work.audit.append(CHECKPOINT, CHECKPOINT, told, WHO, now)
    return StageReport({"checkpoints": 1})


def complete_bundles(store: Store, settings: Settings, *, now: datetime) -> StageReport:
    """Lay the tokens that have come since beside the tag manifests of exported bundles.

    Nothing else in a bundle changes, so what was sent earlier and what is sent later differ in
    their tokens alone. A bundle that is no longer there, or not whole, is told and left alone.

    Returns:
        Counts of bundles `stamped` now, and of those that still wait (`waiting`).
    """
    counts: Counter[str] = Counter()
    problems: list[str] = []
    with store.reading() as work:
        notices = [one for one in work.notices.all() if one.bundle_path]
    for notice in notices:
        try:
            counts[_complete(store, notice, now)] += 1
        except (MonitorError, OSError) as exc:
            problems.append(f"{notice.slug}: {exc}")
    counts.pop("", None)
    return StageReport(dict(counts), tuple(problems))


def _complete(store: Store, notice: Notice, now: datetime) -> str:
    path = Path(str(notice.bundle_path))
    tags, there = beside_of(path)
    digest = sha256_of(tags)
    with store.reading() as work:
        wanted = work.stamps.of([digest]).get(digest, ())
        files = _with_renewals(work, wanted)
    new = {name: content for name, content in files.items() if name not in there}
    if not new:
        waits = any(one.state is not StampState.VERIFIED for one in wanted)
        return "waiting" if waits else ""
    sha256 = with_files(path, new)
    with store.begin() as work:
        work.notices.rebundled(notice.id, sha256)
        told = {"tokens": sorted(MADE_OF_IT.findall(" ".join(new))), "bundle_sha256": sha256}
        work.audit.append("bundle_stamped", notice.slug, told, WHO, now)
    return "stamped"


def _with_renewals(work: Work, wanted: Iterable[WantedStamp]) -> dict[str, bytes]:
    """The files of these stamps, and of those that stamped them anew, named after them."""
    files = _files(wanted, TAG_MANIFEST)
    tokens = {name: sha256_of(one) for name, one in files.items() if name.endswith(".tsr")}
    for _ in range(MOST_RENEWALS):
        anew = work.stamps.of(list(tokens.values()))
        later = {
            name: one
            for stem, digest in tokens.items()
            for name, one in _files(anew.get(digest, ()), stem).items()
        }
        files |= later
        tokens = {name: sha256_of(one) for name, one in later.items() if name.endswith(".tsr")}
    return files


def _files(wanted: Iterable[WantedStamp], of: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for one in wanted:
        if one.stamp and one.request and one.response:
            stem = f"{of}.{one.authority}"
            files[f"{stem}.tsq"] = one.request
            files[f"{stem}.tsr"] = one.response
            files[f"{stem}.chain.pem"] = one.stamp.chain.encode("ascii")
    return files
