"""A masked copy of a notice's bundle, for those who may not see who the seller is."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from domain.custody import Custody
from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, InputError
from domain.notices import Notice, NoticeId
from domain.records import to_plain
from domain.retention import FieldClass
from store.unit_of_work import Store
from takedown.bundle import Content, write_bundle
from takedown.custody import custody_files, sealed_files, subjects_of
from takedown.draft import Draft
from takedown.draft_again import draft_again
from takedown.filling import files_of
from takedown.masking import left_out, masked_case, masked_values, still_shown
from takedown.payload import bag_facts
from takedown.signing import open_signer

NOTE = {
    "zh": "本包已遮盖卖家等信息；未遮盖的原件及所列文件密封保存在权利人处，可按摘要核对。"
    "图片本身未作遮盖。",
    "en": "Values of the seller and others are masked here. The files named below, and the whole "
    "bundle, are kept sealed by the rights holder and can be held to these digests. Pictures "
    "themselves are not masked.",
    "ja": "出品者等の情報を伏せた写しです。以下のファイルと全体の証拠包は権利者が封印して保管し、"
    "ダイジェストで照合できます。画像そのものは伏せていません。",
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who masks, where and when."""

    store: Store
    settings: Settings
    who: str
    now: datetime


@dataclass(frozen=True, slots=True)
class MaskedExport:
    """What was written: the digest of the zip, how many values were masked, what was left out."""

    path: Path
    sha256: Sha256
    values: int
    left_out: tuple[str, ...]


def export_masked(  # noqa: PLR0913 - what, for whom, where to, by whom and when
    store: Store,
    settings: Settings,
    notice: NoticeId,
    classes: Collection[FieldClass],
    path: Path,
    *,
    who: str,
    now: datetime,
) -> MaskedExport:
    """Write a notice's bundle without the values of these classes, in none of its bytes.

    What shows them and cannot be masked (kept pages, captures) is left out and named by digest.

    Raises:
        InputError: Public facts are to be masked, or the notice can no longer be drafted.
        EvidenceError: A value would still show; nothing is written.
    """
    if FieldClass.PUBLIC_LISTING in classes or not classes:
        raise InputError("Only seller_identity and contact can be masked.", where="--mask")
    whole, kept = draft_again(store, settings, notice)
    values = masked_values(whole.cases, classes)
    cases = tuple(masked_case(one, values, classes) for one in whole.cases)
    payload = files_of(replace(whole, cases=cases), settings, store.blobs.read)
    payload = _showing_nothing(payload, values, store)
    missing = left_out(files_of(whole, settings, store.blobs.read), payload)
    payload["masked.json"] = _record(kept, classes, missing)
    payload |= _custody(_Desk(store, settings, who, now), whole, payload, values)
    digest = write_bundle(path, payload, bag_facts(whole), store.blobs.read)
    if shown := still_shown("", path.read_bytes(), values):
        path.unlink()
        raise EvidenceError(f"{len(shown)} masked values would still show; nothing was written.")
    told = {"classes": sorted(classes), "sha256": digest}
    with store.begin() as work:
        work.audit.append("masked_export", kept.slug, told, who, now)
    return MaskedExport(path, digest, len(values), tuple(sorted(missing)))


def _showing_nothing(
    payload: Mapping[str, Content], values: tuple[str, ...], store: Store
) -> dict[str, Content]:
    """The payload without kept files that show a value; one of our own that does is an error."""
    fitting: dict[str, Content] = {}
    for name, content in payload.items():
        made = isinstance(content, bytes)
        whole = content if isinstance(content, bytes) else store.blobs.read(content)
        shown = still_shown(name, whole, values)
        if shown and made:
            raise EvidenceError(f"{name} would still show {len(shown)} masked values.")
        if not shown:
            fitting[name] = content
    return fitting


def _record(
    notice: Notice, classes: Collection[FieldClass], missing: Mapping[str, Content]
) -> bytes:
    digests = {
        name: sha256_of(one) if isinstance(one, bytes) else one for name, one in missing.items()
    }
    told = {
        "note": NOTE,
        "masked": sorted(classes),
        "whole_bundle_sha256": notice.bundle_sha256,
        "left_out": to_plain(dict(sorted(digests.items()))),
    }
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _custody(
    desk: _Desk, draft: Draft, payload: Mapping[str, Content], values: tuple[str, ...]
) -> dict[str, bytes]:
    """The custody record of the masked copy; an event that shows a value is left out."""
    takedown, subject = desk.settings.takedown, f"{draft.slug} masked"
    with desk.store.begin() as work:
        sealing = work.audit.seal(subject, sealed_files(payload), desk.who, desk.now)
        custody = work.audit.custody({*subjects_of(draft), subject}, sealing.seq)
    events = tuple(
        one
        for one in custody.events
        if not still_shown("", json.dumps(one.record(), ensure_ascii=False).encode(), values)
    )
    proofs = {one.seq: custody.proofs[one.seq] for one in events}
    signer = open_signer(takedown.signing_key, takedown.log_name)
    return custody_files(Custody(events, proofs, custody.size, custody.root), signer)
