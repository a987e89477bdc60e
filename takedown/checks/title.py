"""Checks of the title to a work and of a registration: its chain, its days and its term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.ownership import Exhibit, ExhibitKind
from domain.rights import Mark, Work
from takedown.cells import printable
from takedown.checks.look import Look, Problem, folded, of_listing
from takedown.checks.names import among
from takedown.checks.papers import basis_of, exhibits, papers_of
from takedown.parts import carried
from takedown.statements import statements_of

K = ExhibitKind
APPLIED_ART = {"applied_art", "design", "trade_dress"}
APPLIED_ART_YEARS = 25
BASIS_PAPERS = {
    "employment": K.EMPLOYMENT,
    "commission": K.COMMISSION,
    "assignment": K.ASSIGNMENT,
    "licence": K.LICENCE,
}
ALONE = {K.TIME_STAMP, K.DECLARATION}
"""What fixes a time or is the claimant's own word: it shows no author."""

OF_HOLDER = {K.IDENTITY, K.POWER_OF_ATTORNEY}


def not_yet_registered(look: Look) -> Iterator[Problem]:
    """The mark is registered from a later day on."""
    right, day = look.draft.right, look.draft.day
    if isinstance(right, Mark) and right.registered_on and right.registered_on > day:
        yield Problem({"registered_on": right.registered_on.isoformat()})


def goods_not_named(look: Look) -> Iterator[Problem]:
    """None of the words for the mark's goods stands in the listing."""
    right = look.draft.right
    if not isinstance(right, Mark) or not right.goods_words:
        return
    words = [folded(word) for word in right.goods_words]
    for case in look.draft.cases:
        told = folded(" ".join(text for text in case.sighting.facts.texts().values() if text))
        if not any(word in told for word in words):
            yield of_listing(case, words=", ".join(right.goods_words[:6]))


def design_over(look: Look) -> Iterator[Problem]:
    """The design's registration is over on the day of the notice."""
    right = look.draft.right
    if not isinstance(right, Work) or not right.registration_number or not right.expires_on:
        return
    if right.expires_on < look.draft.day:
        yield Problem({"expires_on": right.expires_on.isoformat()})


def evaluation_may_be_asked(look: Look) -> Iterator[Problem]:
    """A registered design in China: the evaluation report is commonly asked for."""
    right = look.draft.right
    registered = isinstance(right, Work) and right.registration_number
    if registered and look.draft.pack.country == "CN":
        yield Problem()


def commission_without_contract(look: Look) -> Iterator[Problem]:
    """The work was commissioned, and the contract is not there: it belongs to its maker."""
    if basis_of(look) == "commission" and not papers_of(look, K.COMMISSION):
        yield Problem()


def commission_without_clause(look: Look) -> Iterator[Problem]:
    """The commission contract was read, and gives the right to nobody but the maker."""
    papers = papers_of(look, K.COMMISSION) if basis_of(look) == "commission" else []
    if papers and all(paper.clause is False for paper in papers):
        yield Problem()


def basis_without_clause(look: Look) -> Iterator[Problem]:
    """The paper of the title was read, and gives the holder no right or no leave to enforce it."""
    kind = BASIS_PAPERS.get(basis_of(look) or "")
    papers = papers_of(look, kind) if kind in (K.EMPLOYMENT, K.LICENCE) else []
    if kind and papers and all(paper.clause is False for paper in papers):
        yield Problem({"paper": kind.value})


def basis_out_of_force(look: Look) -> Iterator[Problem]:
    """The licence or assignment that the title rests on is over, or begins on a later day."""
    kind, day = BASIS_PAPERS.get(basis_of(look) or ""), look.draft.day
    papers = papers_of(look, kind) if kind in (K.ASSIGNMENT, K.LICENCE) else []
    if kind and papers and not any(_holds_on(paper, day) for paper in papers):
        yield Problem({"paper": kind.value, "day": day.isoformat()})


def basis_names_another(look: Look) -> Iterator[Problem]:
    """The licence or assignment was read, and goes to somebody else."""
    kind = BASIS_PAPERS.get(basis_of(look) or "")
    papers = papers_of(look, kind) if kind in (K.ASSIGNMENT, K.LICENCE) else []
    takers = [paper.taker for paper in papers if paper.taker and paper.taker.strip()]
    own = look.draft.holder.names.values()
    if kind and takers and not any(among(taker, own) for taker in takers):
        yield Problem({"paper": kind.value, "named": printable(takers[0], 80)})


def _holds_on(paper: Exhibit, day: date) -> bool:
    ends = min(paper.term_until or date.max, paper.valid_until or date.max)
    return (paper.term_from or date.min) <= day <= ends


def basis_without_paper(look: Look) -> Iterator[Problem]:
    """The paper that the title rests on is not among the exhibits, and proof is asked for."""
    if proof_asked(look):
        yield from _basis_untold(look)


def basis_only_told(look: Look) -> Iterator[Problem]:
    """The paper that the title rests on is not there, where the notice carries no proof."""
    if not proof_asked(look):
        yield from _basis_untold(look)


def proof_asked(look: Look) -> bool:
    """Whether a law of notices or the form takes proof of the right."""
    return "right_proof" in carried(look.draft)


def _basis_untold(look: Look) -> Iterator[Problem]:
    basis = basis_of(look)
    wanted = BASIS_PAPERS.get(basis or "")
    if wanted and wanted is not K.COMMISSION and not papers_of(look, wanted):
        yield Problem({"basis": basis or "-", "paper": wanted.value})


def contradiction_stops(look: Look) -> Iterator[Problem]:
    """A fact in the exhibits speaks against the claim so that no route is left."""
    yield from _contradictions(look, stops=True)


def contradiction_said(look: Look) -> Iterator[Problem]:
    """A fact in the exhibits speaks against the claim."""
    yield from _contradictions(look, stops=False)


def own_word_alone(look: Look) -> Iterator[Problem]:
    """A work rests on a time stamp or the claimant's own statement alone."""
    kinds = {one.kind for one in exhibits(look)} - OF_HOLDER
    if isinstance(look.draft.right, Work) and kinds and kinds <= ALONE:
        yield Problem({"kinds": ", ".join(sorted(kinds))})


def declaration_missing(look: Look) -> Iterator[Problem]:
    """Proof of a work without a certificate is asked for, and no declaration goes with it."""
    if not isinstance(look.draft.right, Work) or papers_of(look, K.WORK_CERTIFICATE):
        return
    draft = look.draft
    said = statements_of(draft.pack, draft.ground.right_kind, draft.regimes)
    rules = [one for one in draft.pack.proof_unregistered if K.DECLARATION in one.exhibits]
    # a statement under penalty of perjury, in the notice itself, is such a declaration
    sworn = any(one.element == "perjury_statement" for one in said)
    if proof_asked(look) and not sworn and not papers_of(look, K.DECLARATION):
        yield Problem({}, rules[0] if rules else None)


def certificate_may_be_asked(look: Look) -> Iterator[Problem]:
    """Whether the channel takes works without a certificate is not known."""
    said = look.draft.pack.unregistered_works or "unclear"
    unsure = said.casefold().startswith(("unclear", "no"))
    if isinstance(look.draft.right, Work) and unsure and not papers_of(look, K.WORK_CERTIFICATE):
        yield Problem({"said": said})


def date_only_told(look: Look) -> Iterator[Problem]:
    """The work is older than the listing by the portfolio's word alone: no exhibit is dated so."""
    right = look.draft.right
    if not isinstance(right, Work):
        return
    dated = [one.dated for one in exhibits(look) if one.dated and one.kind not in OF_HOLDER]
    for case in look.draft.cases:
        if not dated or min(dated) >= case.first_seen_at.date():
            yield of_listing(case, seen=case.first_seen_at.date().isoformat())


def applied_art_out_of_term(look: Look) -> Iterator[Problem]:
    """Foreign applied art has 25 years from its making in China."""
    right, day = look.draft.right, look.draft.day
    if not isinstance(right, Work) or right.kind not in APPLIED_ART or right.registration_number:
        return
    foreign = look.draft.holder.country != "CN" and look.draft.pack.country == "CN"
    if foreign and right.created_on and day > _after_years(right.created_on):
        yield Problem({"made": right.created_on.isoformat()})


def _contradictions(look: Look, *, stops: bool) -> Iterator[Problem]:
    for one in look.draft.cases[0].proof.contradictions:
        if one.blocks is stops:
            said = one.sentence
            yield Problem({"code": one.code, "zh": said.zh, "en": said.en, "ja": said.ja})


def _after_years(made: date) -> date:
    return date(made.year + APPLIED_ART_YEARS, 12, 31)
