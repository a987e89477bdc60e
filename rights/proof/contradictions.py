"""Contradictions: facts in the exhibits that speak against the claim. Always shown, never weighed.

Each finder gives what it found; one that `blocks` leaves the file not ready. Any of them caps the
grade at C, which asks for a lead's decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from domain.agreement import Agreement
from domain.languages import Sentence
from domain.ownership import Contradiction, ExhibitKind
from domain.papers import Paper
from domain.rights import Mark, Work
from rights.proof.chain import covers_creation
from rights.proof.claim import Claim, same_name, spellings

K = ExhibitKind
TERM_YEARS = 50
APPLIED_ART_YEARS = 25
APPLIED_ART = {"applied_art", "design", "trade_dress"}
ENTITY_BASES = {"legal_entity", "own"}
EDGE = 0.05
MADE = (K.RAW_PHOTO, K.LAYERED_SOURCE, K.ORIGINAL, K.DRAFT, K.SHOOTING_SET)
EDITORS = (
    "photoshop",
    "lightroom",
    "gimp",
    "affinity",
    "capture one",
    "snapseed",
    "meitu",
    "美图",
)


def find_contradictions(claim: Claim) -> tuple[Contradiction, ...]:
    """Everything that speaks against this claim, in a fixed order."""
    return tuple(found for finder in FINDERS for found in finder(claim))


def _captured_after_publication(claim: Claim) -> Iterator[Contradiction]:
    first = _first_publication(claim)
    for paper, day in _captured(claim):
        if first and first < day <= claim.today:
            yield _found(
                "captured_after_publication",
                f"文件记载的拍摄日期 {day} 晚于首次发表日期 {first}。",
                f"The file says it was captured on {day}, after the first publication on {first}.",
                f"ファイルの撮影日 {day} が最初の公表日 {first} より後です。",
                paper,
            )


def _captured_in_the_future(claim: Claim) -> Iterator[Contradiction]:
    for paper, day in _captured(claim):
        # a camera keeps local time, which may be a day ahead of ours
        if day > claim.today + timedelta(days=1):
            yield _found(
                "captured_in_the_future",
                f"文件记载的拍摄日期 {day} 在今天之后。",
                f"The file says it was captured on {day}, which lies in the future.",
                f"ファイルの撮影日 {day} は将来の日付です。",
                paper,
            )


def _another_author(claim: Claim) -> Iterator[Contradiction]:
    for paper in claim.papers:
        named = [*paper.bears] if paper.exhibit.kind in (K.FIRST_PUBLICATION, *MADE) else []
        if paper.file:
            named += paper.file.named
        # a name that some tool wrote as question marks is lost, and speaks against nobody
        readable = [name for name in named if any(char.isalpha() for char in name)]
        strangers = [name for name in readable if not _known_to(claim, name)]
        if strangers:
            yield _found(
                "another_author",
                f"该文件载有另一姓名“{strangers[0]}”，与所主张的作者或权利人不符。",
                f"It bears another name, “{strangers[0]}”, than the author or holder claimed.",
                f"主張する著作者・権利者と異なる名前「{strangers[0]}」が記載されています。",
                paper,
            )


def _resaved_raw(claim: Claim) -> Iterator[Contradiction]:
    for paper in claim.papers:
        facts = paper.file
        if paper.exhibit.kind is not K.RAW_PHOTO or facts is None:
            continue
        how = facts.software or "no raw structure"
        edited = any(name in (facts.software or "").casefold() for name in EDITORS)
        if edited or not facts.is_raw:
            yield _found(
                "resaved_raw",
                f"所称的相机原始文件曾由软件另存（{how}）。",
                f"What is said to be a raw file was saved again ({how}).",
                f"RAW とされるファイルが再保存されています（{how}）。",
                paper,
            )


def _original_smaller(claim: Claim) -> Iterator[Contradiction]:
    agreement = claim.agreement
    if agreement is None or agreement.finding != "same":
        return
    papers = [one for one in claim.papers if one.sha256 == agreement.reference]
    if agreement.original_is_smaller or _reaches_beyond(agreement, _size_of(claim, papers)):
        yield _found(
            "original_smaller",
            "所称的原图比商品图片小，或只是其一部分。",
            "The so-called original is smaller than the listing's picture, or a crop of it.",
            "「原本」が商品画像より小さいか、その一部です。",
            *papers,
        )


def _size_of(claim: Claim, papers: Sequence[Paper]) -> tuple[int, int] | None:
    """Width and height of the original: as read in the file, else as the portfolio has it."""
    for paper in papers:
        if paper.file and paper.file.width and paper.file.height:
            return paper.file.width, paper.file.height
    wanted = claim.agreement.reference if claim.agreement else None
    pictures = [one for one in claim.right.pictures if one.sha256 == wanted]
    return (pictures[0].width, pictures[0].height) if pictures else None


def _reaches_beyond(agreement: Agreement, size: tuple[int, int] | None) -> bool:
    """Whether the listing shows scene outside the original, by more than a few hundredths."""
    if size is None:
        return False
    width, height = size
    return any(
        not (-EDGE * width <= x <= (1 + EDGE) * width)
        or not (-EDGE * height <= y <= (1 + EDGE) * height)
        for x, y in agreement.outline
    )


def _contract_term(claim: Claim) -> Iterator[Contradiction]:
    work = claim.right
    if not isinstance(work, Work):
        return
    for paper in claim.papers:
        kind = paper.exhibit.kind
        if kind in (K.EMPLOYMENT, K.COMMISSION) and not covers_creation(paper, work):
            yield _out_of_term(paper, work.created_on)
        if kind is K.LICENCE and not _covers(paper, claim.today):
            yield _out_of_term(paper, claim.today)
        if kind is K.ASSIGNMENT and paper.term_from and paper.term_from > claim.today:
            yield _out_of_term(paper, claim.today)


def _no_clause(claim: Claim) -> Iterator[Contradiction]:
    for paper in claim.papers:
        if paper.exhibit.kind is K.COMMISSION and paper.clause is False:
            yield _found(
                "commission_without_clause",
                "委托合同没有权属条款：无约定时著作权属于受托人（著作权法第19条）。",
                "The commission has no clause on ownership: without one the commissioned party "
                "owns the work (PRC Copyright Law art. 19).",
                "委託契約に帰属条項がありません。定めがなければ受託者に帰属します（中国著作権法19条）。",
                paper,
                blocks=True,
            )


def _authority(claim: Claim) -> Iterator[Contradiction]:
    for paper in claim.papers:
        if paper.exhibit.kind is K.POWER_OF_ATTORNEY and not _covers(paper, claim.today):
            yield _found(
                "authority_out_of_term",
                f"授权委托书在 {claim.today} 未生效或已过期。",
                f"The power of attorney does not hold on {claim.today}: not yet valid or expired.",
                f"委任状は {claim.today} の時点で未発効または期限切れです。",
                paper,
                blocks=claim.agent is not None,
            )


def _term_over(claim: Claim) -> Iterator[Contradiction]:
    work = claim.right
    if not isinstance(work, Work):
        return
    if work.kind in APPLIED_ART and claim.holder.country != "CN" and work.created_on:
        yield from _over(claim, work.created_on, APPLIED_ART_YEARS, "实施国际著作权条约的规定 6")
    entity = work.title_basis in ENTITY_BASES or claim.author_is_claimant
    began = work.first_published_on or work.created_on
    if entity and began:
        yield from _over(claim, began, TERM_YEARS, "著作权法 23")


def _over(claim: Claim, began: date, years: int, source: str) -> Iterator[Contradiction]:
    # a term ends with the last day of its last year (PRC Copyright Law art. 23)
    if claim.today.year > began.year + years:
        yield _found(
            "term_over",
            f"保护期已满：自 {began} 起 {years} 年（{source}）。",
            f"The term of protection is over: {years} years from {began} ({source}).",
            f"保護期間が満了しています：{began} から {years} 年（{source}）。",
            blocks=True,
        )


def _mark_class(claim: Claim) -> Iterator[Contradiction]:
    mark = claim.right
    if not isinstance(mark, Mark) or not mark.nice_classes:
        return
    outside = sorted(set(claim.goods_classes) - set(mark.nice_classes))
    if outside and len(outside) == len(set(claim.goods_classes)):
        own, goods = _listed(mark.nice_classes), _listed(outside)
        yield _found(
            "class_not_covered",
            f"商标核定类别 {own} 不含商品类别 {goods}。",
            f"The mark's classes {own} do not cover class {goods} of the goods.",
            f"商標の区分 {own} は商品の区分 {goods} を含みません。",
        )


def _mark_territory(claim: Claim) -> Iterator[Contradiction]:
    mark, country = claim.right, claim.platform_country
    if isinstance(mark, Mark) and country and country not in mark.territory:
        own = _listed(mark.territory)
        yield _found(
            "territory_not_covered",
            f"商标的效力地域 {own} 不含平台所在地 {country}。",
            f"The mark's territory {own} does not cover {country}, where the platform sells.",
            f"商標の効力地域 {own} に販売地 {country} が含まれません。",
        )


def _first_publication(claim: Claim) -> date | None:
    """The earliest day that the record or a publication's own date names."""
    days = [
        paper.exhibit.dated for paper in claim.papers if paper.exhibit.kind is K.FIRST_PUBLICATION
    ]
    if isinstance(claim.right, Work):
        days.append(claim.right.first_published_on)
    return min((day for day in days if day), default=None)


def _captured(claim: Claim) -> Iterator[tuple[Paper, date]]:
    for paper in claim.papers:
        if paper.exhibit.kind in MADE and paper.file and paper.file.captured_on:
            yield paper, paper.file.captured_on


def _known_to(claim: Claim, name: str) -> bool:
    """Whether a name is the author's, the holder's, or that of a party in the chain of title.

    An author's spellings stand beside each other with a stroke: 星川 花子 / Hanako Hoshikawa.
    """
    known = {one for paper in claim.papers for one in (paper.giver, paper.taker) if one}
    known |= {*claim.holder.names.values(), *claim.author_names}
    return any(same_name(part, one) for part in spellings(name) for one in known)


def _covers(paper: Paper, on: date) -> bool:
    ends = paper.term_until or paper.exhibit.valid_until
    return (paper.term_from is None or paper.term_from <= on) and (ends is None or on <= ends)


def _out_of_term(paper: Paper, on: date | None) -> Contradiction:
    return _found(
        "contract_out_of_term",
        f"合同期限不含 {on}。",
        f"The contract's term does not cover {on}.",
        f"契約期間に {on} が含まれません。",
        paper,
    )


def _listed(values: Sequence[object]) -> str:
    return ", ".join(str(value) for value in values) or "-"


def _found(
    code: str, zh: str, en: str, ja: str, *papers: Paper, blocks: bool = False
) -> Contradiction:
    return Contradiction(code, Sentence(zh, en, ja), tuple(one.sha256 for one in papers), blocks)


FINDERS: tuple[Callable[[Claim], Iterator[Contradiction]], ...] = (
    _captured_after_publication,
    _captured_in_the_future,
    _another_author,
    _resaved_raw,
    _original_smaller,
    _contract_term,
    _no_clause,
    _authority,
    _term_over,
    _mark_class,
    _mark_territory,
)
"""Every finder, in the order in which findings are shown."""
