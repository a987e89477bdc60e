"""Stage 5: decisions become exported bundles, one a channel, platform, right and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from config.load import load_profiles
from config.settings import Settings
from domain.cases import Case
from domain.custody import Custody
from domain.decisions import DecisionId, Verdict
from domain.digests import Sha256, sha256_of
from domain.errors import InputError, MonitorError
from domain.notices import Finding, Notice, NoticeId, NoticeState
from domain.records import Plain
from domain.runs import Progress, StageReport, silent
from domain.second_looks import LookKind
from domain.stamps import StampedKind
from domain.standing import Account
from store.unit_of_work import Store, Work
from takedown.bundle import Content, beside_of, write_bundle
from takedown.checks.look import Ledger
from takedown.custody import custody_files, sealed_files, subjects_of
from takedown.draft import Draft, Rulebook, drafts_of
from takedown.filing.form import has_rights_file
from takedown.filing.package import Standing
from takedown.filing.rights_file import RightsFile, write_rights_file
from takedown.filling import files_of
from takedown.ledger import ledger_of
from takedown.payload import bag_facts
from takedown.preflight import blocks, preflight
from takedown.rules import load_packs, read_laws
from takedown.signing import Signer, open_signer
from takedown.stamps import exhibit_tokens, want_stamps


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every notice of one run needs."""

    store: Store
    settings: Settings
    signer: Signer
    who: str
    now: datetime
    problems: list[str] = field(default_factory=list)
    again: dict[str, str] = field(default_factory=dict)
    """Slugs of notices that are filed again, by the number under which they are."""
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Bundled:
    """A written bundle: its digest, and where it lies."""

    sha256: Sha256
    path: str


def assemble_notices(
    store: Store,
    settings: Settings,
    decision_ids: Sequence[int] | None,
    *,
    who: str,
    now: datetime,
    progress: Progress = silent,
) -> StageReport:
    """Draft, check and export the notices that these decisions make.

    Without ids all findings of infringement that are in no notice yet, and the notices that are
    still incomplete, which are checked again. A notice that preflight blocks becomes
    `incomplete` and no bundle is written. The last state reached here is `exported`: a person
    files. Running it again changes nothing.

    Returns:
        Counts of `exported`, `incomplete` and `lost`, and the notices touched as `made`.

    Raises:
        InputError: A rule pack or a profile does not fit.
        NotFound: A decision does not exist.
    """
    book = Rulebook(load_packs(settings), load_profiles(settings), read_laws())
    takedown = settings.takedown
    signer = open_signer(takedown.signing_key, takedown.log_name)
    bench = _Bench(store, settings, signer, who, now)
    drafts = [*_new_drafts(bench, book, decision_ids), *_old_drafts(bench, book, decision_ids)]
    made: list[int] = []
    for place, draft in enumerate(drafts):
        progress("assemble", place, len(drafts))
        try:
            made.append(_assemble(bench, draft))
        except (MonitorError, OSError) as exc:
            bench.counts["lost"] += 1
            bench.problems.append(f"{draft.slug}: {exc}")
    progress("assemble", len(drafts), len(drafts))
    counts, problems = dict(bench.counts), tuple(bench.problems)
    return StageReport(counts, problems, made=tuple(made), remarks=_held_back(store))


def _held_back(store: Store) -> tuple[str, ...]:
    """What is in no notice because a second person has not looked at it yet."""
    with store.reading() as work:
        waits = len(work.decisions.held_back())
    if not waits:
        return ()
    return (
        f"{waits} findings wait for a second person and are in no notice: "
        "`jianzhen candidates second` lists them (queue.second_person).",
    )


def _new_drafts(
    bench: _Bench, book: Rulebook, decision_ids: Sequence[int] | None
) -> tuple[Draft, ...]:
    with bench.store.reading() as work:
        free = work.decisions.undrafted()
        wanted = free if decision_ids is None else _wanted(bench, work, decision_ids, free)
        cases = [work.case(decision) for decision in wanted]
    bench.counts["decisions"] += len(cases)
    return drafts_of(_with_channel(bench, book, cases), book, bench.now)


def _wanted(
    bench: _Bench, work: Work, asked: Sequence[int], free: Sequence[DecisionId]
) -> list[DecisionId]:
    decisions = [work.decisions.decision(DecisionId(one)) for one in dict.fromkeys(asked)]
    for decision in decisions:
        if decision.verdict is not Verdict.INFRINGING:
            bench.problems.append(
                f"Decision {decision.id} is {decision.verdict}; only findings of infringement "
                "are put into notices."
            )
    return [decision.id for decision in decisions if decision.id in set(free)]


def _with_channel(bench: _Bench, book: Rulebook, cases: Iterable[Case]) -> list[Case]:
    kept = []
    for case in cases:
        try:
            book.channel_of(case)
        except InputError as exc:
            bench.counts["without_channel"] += 1
            bench.problems.append(f"Decision {case.decision.id}: {exc}")
        else:
            kept.append(case)
    return kept


def _old_drafts(bench: _Bench, book: Rulebook, decision_ids: Sequence[int] | None) -> list[Draft]:
    drafts: list[Draft] = []
    with bench.store.reading() as work:
        for notice in work.notices.all(NoticeState.INCOMPLETE):
            if decision_ids is not None and not set(decision_ids) & set(notice.decisions):
                continue
            cases = [work.case(decision) for decision in notice.decisions]
            again = drafts_of(_with_channel(bench, book, cases), book, bench.now)
            if [draft.ground.code for draft in again] == [notice.ground]:
                drafts.append(_numbered(bench, work, notice, again[0]))
            else:
                bench.problems.append(
                    f"{notice.slug} was drafted for {notice.ground}; the rules now read otherwise."
                )
    return drafts


def _numbered(bench: _Bench, work: Work, notice: Notice, draft: Draft) -> Draft:
    """The draft under its notice's slug; what is filed again has a number of its own."""
    attempts = work.correspondence.attempts(notice.id)
    slug = notice.slug if attempts == 1 else f"{notice.slug}-{attempts}"
    bench.again[slug] = notice.slug
    return replace(draft, slug=slug)


def _assemble(bench: _Bench, draft: Draft) -> NoticeId:
    findings = preflight(draft, bench.store.blobs.has, _ledger(bench, draft))
    bundled = None if blocks(findings) else _export(bench, draft)
    with bench.store.begin() as work:
        notice = work.notices.draft(_notice(draft, bench.again.get(draft.slug, draft.slug)))
        if bundled is not None:
            stamped = sha256_of(beside_of(Path(bundled.path))[0])
            want_stamps(work, bench.settings, stamped, StampedKind.BUNDLE, bench.now)
            work.notices.advance(notice.id, NoticeState.READY, bench.now, findings=findings)
            work.notices.advance(
                notice.id,
                NoticeState.EXPORTED,
                bench.now,
                bundle_sha256=bundled.sha256,
                bundle_path=bundled.path,
            )
        elif notice.state is NoticeState.DRAFTED or notice.findings != findings:
            work.notices.advance(notice.id, NoticeState.INCOMPLETE, bench.now, findings=findings)
        if bundled is not None or notice.findings != findings:
            _audit(bench, work, draft, findings, bundled)
    bench.counts["exported" if bundled else "incomplete"] += 1
    return notice.id


def _ledger(bench: _Bench, draft: Draft) -> Ledger:
    account = Account(draft.pack.slug, draft.holder.slug)
    with bench.store.reading() as work:
        own = bench.again.get(draft.slug, draft.slug)
        kept = work.notices.known(own)
        releases = work.standing.releases(kept.id) if kept else ()
        waiting = work.second_looks.waiting({}, limit=100_000)
        return ledger_of(
            draft,
            work.standing.reported(account),
            releases,
            bench.now,
            notice=own,
            unseconded=[one.decision for one in waiting if one.kind is LookKind.RULE],
        )


def _export(bench: _Bench, draft: Draft) -> _Bundled:
    folder = bench.settings.takedown.out_folder / draft.pack.slug
    path = folder / f"{draft.slug}.zip"
    standing = _standing(bench, draft, folder)
    payload = files_of(draft, bench.settings, bench.store.blobs.read, standing)
    payload |= _tokens(bench, payload)
    custody = _seal(bench, draft, sealed_files(payload))
    payload |= custody_files(custody, bench.signer)
    digest = write_bundle(path, payload, bag_facts(draft), bench.store.blobs.read)
    return _Bundled(digest, str(path))


def _standing(bench: _Bench, draft: Draft, folder: Path) -> Standing:
    """The rights file of this right at the channel, written at first need, and its reference."""
    if not has_rights_file(draft.pack):
        return Standing()
    with bench.store.reading() as work:
        reference = work.correspondence.reference(draft.pack.slug, draft.right.slug)
    exhibits = draft.cases[0].exhibits
    rights = RightsFile(draft.pack, draft.holder, draft.right, exhibits)
    path = write_rights_file(rights, folder / "rights", bench.store.blobs.read)
    return Standing(f"rights/{path.name}", reference)


def _tokens(bench: _Bench, payload: Mapping[str, Content]) -> dict[str, Content]:
    kept = [one for one in payload.values() if not isinstance(one, bytes)]
    with bench.store.reading() as work:
        return exhibit_tokens(payload, work.stamps.of(kept))


def _seal(bench: _Bench, draft: Draft, files: Plain) -> Custody:
    """Seal the files in the audit log; the record ends with the sealing event, whenever it is."""
    with bench.store.begin() as work:
        sealing = work.audit.seal(draft.slug, files, bench.who, bench.now)
        return work.audit.custody(subjects_of(draft), sealing.seq)


def _notice(draft: Draft, slug: str) -> Notice:
    return Notice(
        id=NoticeId(0),
        slug=slug,
        channel=draft.pack.slug,
        platform=draft.profile.slug,
        holder=draft.holder.slug,
        right=draft.right.slug,
        ground=draft.ground.code,
        decisions=tuple(case.decision.id for case in draft.cases),
        findings=(),
        state=NoticeState.DRAFTED,
        drafted_at=draft.drafted_at,
    )


def _audit(
    bench: _Bench,
    work: Work,
    draft: Draft,
    findings: tuple[Finding, ...],
    bundled: _Bundled | None,
) -> None:
    payload = {
        "decisions": [case.decision.id for case in draft.cases],
        "findings": sorted({finding.code for finding in findings}),
        "bundle_sha256": bundled.sha256 if bundled else None,
        "rules_sha256": draft.pack.digest,
    }
    kind = "notice_exported" if bundled else "notice_incomplete"
    work.audit.append(kind, draft.slug, payload, bench.who, bench.now)
