"""Proof of ownership: five questions answered by named exhibits, and a grade by conditions.

The law presumes the author who is named on a work (PRC Copyright Law art. 12; Berne Convention
art. 15) and forbids formalities (Berne art. 5(2)). Drafts, originals, lawful publications,
certificates of certification bodies and contracts stand beside a registration as equals (SPC
Interpretation on Copyright Disputes, art. 7). So a copyright registration is never asked for: it
is one way among others. A declaration alone never closes the question of title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.grades import Grade, Jurisdiction, Level
from domain.languages import Sentence
from domain.ownership import (
    Answer,
    Exhibit,
    ExhibitKind,
    Gap,
    NextStep,
    OwnershipProof,
    Question,
)
from domain.papers import Paper
from domain.rights import Mark, Right, RightsHolder
from rights.proof.authority import authority_holds
from rights.proof.claim import Claim
from rights.proof.conditions import (
    CHAINED,
    LAID,
    Condition,
    Effort,
    papers_that_meet,
    read_conditions,
    weakest_of,
)
from rights.proof.contradictions import find_contradictions
from rights.proof.reading import told_of
from rights.proof.ways import read_ways

K = ExhibitKind
NO_AUTHORITY = Sentence(
    "缺少有效的授权委托书：须载明代理人、平台与期限。",
    "A power of attorney that holds today is missing: it names the agent, the platform, the term.",
    "有効な委任状がありません。代理人、プラットフォーム、期間の記載が必要です。",
)
NO_CERTIFICATE = Sentence(
    "缺少商标注册证：请提供注册证或注册簿摘录。",
    "The certificate of registration is missing: give it, or an extract of the register.",
    "商標登録証がありません。登録証または登録簿の写しを提出してください。",
)
CLEAR_FIRST = Sentence(
    "先澄清所列不利事实；未澄清前不高于 C。",
    "Clear up the facts listed against the claim first; until then it stays at C.",
    "まず不利な事実を解消してください。解消までは C が上限です。",
)
INDEPENDENT_KINDS = (K.TIME_STAMP, K.NOTARY, K.CERTIFIER, K.WORK_CERTIFICATE, K.FIRST_PUBLICATION)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One law's view of a claim: answers, gaps, the grade and the cheapest steps up."""

    law: Jurisdiction
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    grade: Grade
    steps: tuple[NextStep, ...]


def prove_ownership(
    right: Right, holder: RightsHolder, exhibits: Sequence[Exhibit], *, today: date
) -> OwnershipProof:
    """What can be shown of this right today, question by question, and what cannot.

    An exhibit that has run out answers nothing.
    """
    papers = tuple(told_of(one) for one in exhibits)
    return prove(Claim(right=right, holder=holder, papers=papers, today=today))


def prove(claim: Claim) -> OwnershipProof:
    """The proof of a claim: answers and gaps under PRC law, grades and steps under all four."""
    if isinstance(claim.right, Mark):
        return _proof_of_mark(claim)
    home = weigh(claim, Jurisdiction.CN)
    views = [home, *(weigh(claim, law) for law in Jurisdiction if law is not home.law)]
    return OwnershipProof(
        claim.right.slug,
        home.answers,
        home.gaps,
        find_contradictions(claim),
        {view.law.value: view.grade.value for view in views},
        tuple(step for view in views for step in view.steps),
    )


def weigh(claim: Claim, law: Jurisdiction) -> Weighed:
    """The claim under one law. Only papers that have not run out are weighed."""
    living = replace(claim, papers=tuple(one for one in claim.papers if _lives(one, claim.today)))
    answers = tuple(one for question in Question for one in _answers(question, living, law))
    gaps = tuple(_gaps(living, answers, law))
    spoken_against = any(one.counts_under(law) for one in find_contradictions(claim))
    grade = _grade(living, answers, gaps, law, capped=spoken_against)
    steps = _steps(living, answers, grade, law, capped=spoken_against)
    return Weighed(law, answers, gaps, grade, steps)


def independent_proofs(claim: Claim) -> tuple[Paper, ...]:
    """The proofs that do not come from the claimant's side and that somebody stands for."""
    return tuple(
        paper
        for paper in claim.papers
        if paper.exhibit.kind in INDEPENDENT_KINDS
        and paper.level is not Level.STATED
        and (paper.third_party or paper.exhibit.kind is not K.FIRST_PUBLICATION)
    )


def _lives(paper: Paper, today: date) -> bool:
    return paper.exhibit.valid_until is None or paper.exhibit.valid_until >= today


def _answers(question: Question, claim: Claim, law: Jurisdiction) -> list[Answer]:
    """One answer for each condition that is met, best first; an exhibit is named once."""
    found, named = [], set()
    for condition in read_conditions().of(question, law):
        papers, level = papers_that_meet(condition, claim, law)
        by_rule = bool((CHAINED | LAID) & set(condition.requires))
        fresh = tuple(one for one in papers if one.sha256 not in named)
        if fresh:
            named |= {one.sha256 for one in fresh}
            way = read_ways().way_of(fresh[0].exhibit.kind)
            digests = tuple(one.sha256 for one in fresh)
            # what one paper reaches is never said of another
            level = weakest_of(fresh) if level is not Level.STATED and not by_rule else level
            found.append(Answer(question, way.code, digests, way.name, level, condition.code))
    return found


def _gaps(claim: Claim, answers: tuple[Answer, ...], law: Jurisdiction) -> list[Gap]:
    answered = {answer.question for answer in answers}
    gaps = []
    for question in Question:
        if question not in answered:
            cheapest = read_conditions().of(question, law)
            last = next(one for one in cheapest if one.grade is Grade.C)
            gaps.append(Gap(question, last.kinds, last.get))
    if not authority_holds(claim):
        gaps.append(Gap(Question.STANDING, (K.POWER_OF_ATTORNEY,), NO_AUTHORITY))
    return gaps


def _grade(
    claim: Claim,
    answers: tuple[Answer, ...],
    gaps: tuple[Gap, ...],
    law: Jurisdiction,
    *,
    capped: bool,
) -> Grade:
    if gaps:
        return Grade.D
    grades = [_reached(question, answers, law) for question in _graded(claim)]
    worst = max(grades, key=list(Grade).index)
    if worst is Grade.A and len(independent_proofs(claim)) < read_conditions().independent:
        worst = Grade.B
    return Grade.C if capped and worst in (Grade.A, Grade.B) else worst


def _graded(claim: Claim) -> list[Question]:
    """Whether the pictures are the same work is graded only where a listing is compared."""
    return [one for one in Question if one is not Question.SAME_WORK or claim.agreement]


def _reached(question: Question, answers: tuple[Answer, ...], law: Jurisdiction) -> Grade:
    met = {answer.condition for answer in answers if answer.question is question}
    of_question = read_conditions().of(question, law)
    return next((one.grade for one in of_question if one.code in met), Grade.D)


def _steps(
    claim: Claim, answers: tuple[Answer, ...], grade: Grade, law: Jurisdiction, *, capped: bool
) -> tuple[NextStep, ...]:
    """For each question that holds the file back, the cheapest condition of the next grade."""
    target = grade.better
    if target is None:
        return ()
    if capped and grade is Grade.C:
        return (NextStep(law, target, None, "no_contradiction", (), "day", CLEAR_FIRST),)
    order = list(Grade)
    steps = []
    for question in _graded(claim):
        if order.index(_reached(question, answers, law)) > order.index(target):
            one = _cheapest(question, target, claim, law)
            steps.append(
                NextStep(law, target, question, one.code, one.kinds, one.effort.value, one.get)
            )
    if not authority_holds(claim):
        wanted = (K.POWER_OF_ATTORNEY,)
        steps.append(
            NextStep(law, target, Question.STANDING, "authority", wanted, "week", NO_AUTHORITY)
        )
    if not steps:
        saying = read_conditions().independent_get
        steps.append(NextStep(law, target, None, "independent", INDEPENDENT_KINDS, "week", saying))
    return tuple(steps)


def _cheapest(question: Question, target: Grade, claim: Claim, law: Jurisdiction) -> Condition:
    """What reaches the grade with least effort: something at hand first, then what is quickest."""
    order, efforts = list(Grade), list(Effort)
    held = {paper.exhibit.kind for paper in claim.papers}
    enough = [
        one
        for one in read_conditions().of(question, law)
        if order.index(one.grade) <= order.index(target) and _possible(one, claim)
    ]
    return min(enough, key=lambda one: (efforts.index(one.effort), not held & set(one.kinds)))


def _possible(condition: Condition, claim: Claim) -> bool:
    """Whether the condition can be met at all: the work of another is not shown as one's own."""
    return "author_is_claimant" not in condition.requires or claim.author_is_claimant


def _proof_of_mark(claim: Claim) -> OwnershipProof:
    living = [paper for paper in claim.papers if _lives(paper, claim.today)]
    ways = read_ways()
    answers, gaps = [], []
    for question, kind, condition in (
        (Question.TITLE, K.MARK_CERTIFICATE, "register"),
        (Question.DATE, K.MARK_CERTIFICATE, "register"),
        (Question.STANDING, K.IDENTITY, "identity"),
    ):
        papers = [one for one in living if one.exhibit.kind is kind]
        if papers:
            level = min((one.level for one in papers), key=list(Level).index)
            digests = tuple(one.sha256 for one in papers)
            way = ways.way_of(kind)
            answers.append(Answer(question, way.code, digests, way.name, level, condition))
        else:
            saying = NO_CERTIFICATE if kind is K.MARK_CERTIFICATE else _no_identity()
            gaps.append(Gap(question, (kind,), saying))
    if not authority_holds(claim):
        gaps.append(Gap(Question.STANDING, (K.POWER_OF_ATTORNEY,), NO_AUTHORITY))
    return OwnershipProof(
        claim.right.slug, tuple(answers), tuple(gaps), find_contradictions(claim)
    )


def _no_identity() -> Sentence:
    return read_conditions().of(Question.STANDING, Jurisdiction.CN)[-1].get
