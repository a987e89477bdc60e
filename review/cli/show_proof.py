"""The proof of a right as it is told on a terminal: answers, gaps, what speaks against, steps."""

from __future__ import annotations

from collections.abc import Mapping

from domain.digests import Sha256
from domain.ownership import Answer, OwnershipProof
from domain.papers import Paper
from review.cli.session import Session
from review.proofs import ProofPage


def tell_proof(session: Session, page: ProofPage, language: str) -> None:
    """Tell what can be shown of a right today, what is missing, and the cheapest way up."""
    names = {one.sha256: one.exhibit.file_name for one in page.papers}
    for one in page.proof.contradictions:
        files = ", ".join(names.get(sha, sha[:12]) for sha in one.exhibits)
        session.say(f"against 不利事实: {one.sentence.in_language(language)} {files}".rstrip())
    rows = [_answer(one, names) for one in page.proof.answers]
    rows += [
        (gap.question.value, "-", "missing 缺", gap.sentence.in_language(language))
        for gap in page.proof.gaps
    ]
    heads = ("question", "condition met", "how it is known", "by")
    session.table("Proof 权属证明", heads, list(rows))
    _tell_list(session, page, language)
    _tell_routes(session, page, language)
    _tell_grades(session, page.proof, language)


def _answer(answer: Answer, names: Mapping[Sha256, str]) -> tuple[str, str, str, str]:
    files = ", ".join(names.get(sha, sha[:12]) for sha in answer.exhibits)
    return answer.question.value, answer.condition, answer.level.value, files


def _tell_list(session: Session, page: ProofPage, language: str) -> None:
    rows = [
        (
            "/".join(kind.value for kind in one.wanted.exhibits),
            _held(one.papers) if one.papers else ("missing 缺" if one.wanted.needed else "-"),
            "" if one.papers else one.wanted.get.in_language(language),
        )
        for one in page.own_list
    ]
    if rows:
        session.table("Exhibits of this kind 本类证据", ("exhibit", "held", "get"), list(rows))


def _held(papers: tuple[Paper, ...]) -> str:
    return ", ".join(one.exhibit.file_name for one in papers)


def _tell_routes(session: Session, page: ProofPage, language: str) -> None:
    rows = []
    for one in page.routes:
        lacks = [need.get.in_language(language) for need in one.missing]
        lacks += [bad.sentence.in_language(language) for bad in one.blocking]
        ready = "ready 就绪" if one.is_ready else "not ready 未就绪"
        rows.append((one.route.code, one.route.certificate.value, ready, " ".join(lacks)))
    if rows:
        heads = ("route", "certificate", "", "what it lacks")
        session.table("Routes 渠道", heads, list(rows))


def _tell_grades(session: Session, proof: OwnershipProof, language: str) -> None:
    grades = ", ".join(f"{law} {grade}" for law, grade in sorted(proof.grades.items()))
    if grades:
        session.say(f"grade, for you alone 仅供内部: {grades}")
    told: dict[str, list[str]] = {}
    for one in proof.steps:
        text = f"→ {one.grade.value} ({one.effort}): {one.sentence.in_language(language)}"
        told.setdefault(text, []).append(one.jurisdiction.value)
    for text, laws in told.items():
        session.say(f"  {'/'.join(laws)} {text}")
