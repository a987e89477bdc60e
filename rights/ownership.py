"""Ownership: the ways in which a right is shown, and what is missing.

The law presumes the author who is named on a work (PRC Copyright Law art. 12; Berne Convention
art. 15) and forbids formalities (Berne art. 5(2)). Drafts, originals, lawful publications,
certificates of certification bodies and contracts stand beside a registration as equals (SPC
Interpretation on Copyright Disputes, art. 7). So a copyright registration is never asked for here:
it is one way among others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.languages import Sentence
from domain.ownership import Answer, Exhibit, ExhibitKind, Gap, OwnershipProof, Question
from domain.rights import Mark, Right, RightsHolder, Work

K = ExhibitKind
Q = Question


@dataclass(frozen=True, slots=True)
class WayOfProof:
    """One way of answering questions of ownership: with what, and why that counts."""

    code: str
    name: Sentence
    questions: tuple[Question, ...]
    exhibits: tuple[ExhibitKind, ...]
    basis: str
    sources: tuple[str, ...]


WAYS_OF_PROOF: tuple[WayOfProof, ...] = (
    WayOfProof(
        "A",
        Sentence("主体身份文件", "identity of the claimant", "権利者の本人確認書類"),
        (Q.STANDING,),
        (K.IDENTITY,),
        "PRC Civil Code art. 1195: the notice holds the real identity of the right holder",
        ("CC",),
    ),
    WayOfProof(
        "B",
        Sentence("权利来源文件", "title papers", "権利取得の書類"),
        (Q.TITLE,),
        (K.EMPLOYMENT, K.COMMISSION, K.ASSIGNMENT, K.LICENCE),
        "PRC Copyright Law arts. 11, 18, 19, 27: work of a legal entity, employment, commission, "
        "assignment; SPC Interpretation on Copyright Disputes art. 7: contracts of acquisition",
        ("CL", "SPCCL"),
    ),
    WayOfProof(
        "C",
        Sentence("创作过程材料", "papers of creation", "創作過程の資料"),
        (Q.AUTHOR, Q.DATE, Q.SAME_WORK),
        (K.DRAFT, K.LAYERED_SOURCE, K.RAW_PHOTO, K.ORIGINAL, K.SHOOTING_SET),
        "SPC Interpretation on Copyright Disputes art. 7: manuscripts and originals are evidence",
        ("SPCCL",),
    ),
    WayOfProof(
        "D",
        Sentence("署名的首次发表", "first publication with the name", "名義を付した最初の公表"),
        (Q.AUTHOR, Q.DATE, Q.SAME_WORK),
        (K.FIRST_PUBLICATION,),
        "PRC Copyright Law art. 12: who signs the work is presumed its author; "
        "SPC Interpretation art. 7: lawful publications are evidence; Berne Convention art. 15",
        ("CL", "SPCCL", "BERNE"),
    ),
    WayOfProof(
        "E",
        Sentence("完整性固定", "fixed integrity", "完全性の固定"),
        (Q.DATE,),
        (K.TIME_STAMP, K.NOTARY),
        "Internet Courts Provisions art. 11: trusted time stamps; SPC Civil Evidence Provisions "
        "art. 94: notarial certificates",
        ("ICP", "EVID"),
    ),
    WayOfProof(
        "F",
        Sentence("第三方证明", "certificate of a third party", "第三者の証明書"),
        (Q.AUTHOR, Q.DATE, Q.TITLE),
        (K.CERTIFIER, K.WORK_CERTIFICATE),
        "SPC Interpretation on Copyright Disputes art. 7: certificates of certification bodies, "
        "beside the registration certificate and not below it",
        ("SPCCL", "CODA"),
    ),
    WayOfProof(
        "G",
        Sentence("权属声明", "declaration of ownership", "権利帰属の宣言書"),
        (Q.TITLE,),
        (K.DECLARATION,),
        "SPC Guiding Opinion 2020 no. 32: written guarantee of truth; 17 U.S.C. 512(c)(3)",
        ("GUIDE32", "DMCA"),
    ),
)
"""Every way of proof. H, the comparison with the listing, belongs to the single case."""

WANTED: dict[Question, tuple[tuple[ExhibitKind, ...], Sentence]] = {
    Q.AUTHOR: (
        (K.DRAFT, K.LAYERED_SOURCE, K.FIRST_PUBLICATION),
        Sentence(
            "尚无材料说明由谁创作：可提供底稿、分层源文件或署名的首次发表页面。",
            "Nothing shows yet who made it: give a draft, a layered source file, or a first "
            "publication that bears the name.",
            "誰が創作したかを示す資料がありません。下書き、レイヤー付き原稿、"
            "または名義入りの最初の公表を提出してください。",
        ),
    ),
    Q.DATE: (
        (K.FIRST_PUBLICATION, K.TIME_STAMP, K.DRAFT),
        Sentence(
            "尚无材料说明作品何时已经存在：可提供注明日期的首次发表页面、时间戳或底稿。",
            "Nothing shows yet since when it exists: give a dated first publication, a time "
            "stamp, or a dated draft.",
            "いつから存在するかを示す資料がありません。日付のある最初の公表、"
            "タイムスタンプ、または下書きを提出してください。",
        ),
    ),
    Q.TITLE: (
        (K.EMPLOYMENT, K.ASSIGNMENT, K.COMMISSION, K.DECLARATION),
        Sentence(
            "尚无材料说明权利如何归属于权利人：可提供职务作品证明、转让合同、委托合同或权属声明。",
            "Nothing shows yet why the holder owns it: give employment papers, an assignment, a "
            "commission contract with its clause, or a declaration.",
            "権利者に帰属する理由を示す資料がありません。職務著作の証明、譲渡契約、"
            "委託契約、または宣言書を提出してください。",
        ),
    ),
    Q.STANDING: (
        (K.IDENTITY,),
        Sentence(
            "缺少权利人的身份文件：请提供公司登记证明。",
            "The holder's identity paper is missing: give the company register extract.",
            "権利者の本人確認書類がありません。登記事項証明書を提出してください。",
        ),
    ),
    Q.SAME_WORK: (
        (K.ORIGINAL, K.LAYERED_SOURCE),
        Sentence(
            "缺少可与商品图片比对的原件：请提供原图或源文件。",
            "There is no original to compare with a listing's picture: give the original file.",
            "商品画像と比較できる原本がありません。元データを提出してください。",
        ),
    ),
}
"""What would answer each question of a work most cheaply, cheapest first."""

MARK_WANTED = Sentence(
    "缺少商标注册证：请提供注册证或注册簿摘录。",
    "The certificate of registration is missing: give it, or an extract of the register.",
    "商標登録証がありません。登録証または登録簿の写しを提出してください。",
)


def prove_ownership(
    right: Right, holder: RightsHolder, exhibits: Sequence[Exhibit], *, today: date
) -> OwnershipProof:
    """What can be shown of this right today, question by question, and what cannot.

    An exhibit that has run out answers nothing. There is no score: an answer names its exhibits,
    a gap names the cheapest thing that would fill it.
    """
    valid = [one for one in exhibits if one.valid_until is None or one.valid_until >= today]
    if isinstance(right, Mark):
        return _proof_of_mark(right, valid)
    return _proof_of_work(right, valid)


def _proof_of_mark(mark: Mark, exhibits: Sequence[Exhibit]) -> OwnershipProof:
    papers = tuple(one.sha256 for one in exhibits if one.kind == K.MARK_CERTIFICATE)
    identity = tuple(one.sha256 for one in exhibits if one.kind == K.IDENTITY)
    answers, gaps = [], []
    for question in (Q.TITLE, Q.DATE):
        if papers:
            answers.append(Answer(question, "F", papers, _registered(mark)))
        else:
            gaps.append(Gap(question, (K.MARK_CERTIFICATE,), MARK_WANTED))
    if identity:
        answers.append(Answer(Q.STANDING, "A", identity, WAYS_OF_PROOF[0].name))
    else:
        gaps.append(Gap(Q.STANDING, *WANTED[Q.STANDING]))
    return OwnershipProof(mark.slug, tuple(answers), tuple(gaps))


def _proof_of_work(work: Work, exhibits: Sequence[Exhibit]) -> OwnershipProof:
    answers, gaps = [], []
    for question in Question:
        found = list(_answers(question, exhibits))
        answers += found
        if not found:
            gaps.append(Gap(question, *WANTED[question]))
    return OwnershipProof(work.slug, tuple(answers), tuple(gaps))


def _answers(question: Question, exhibits: Sequence[Exhibit]) -> list[Answer]:
    found = []
    for way in WAYS_OF_PROOF:
        if question not in way.questions:
            continue
        papers = [one for one in exhibits if one.kind in way.exhibits]
        if question == Q.DATE:
            papers = [one for one in papers if one.dated is not None]
        if papers:
            found.append(Answer(question, way.code, tuple(one.sha256 for one in papers), way.name))
    return found


def _registered(mark: Mark) -> Sentence:
    number, office = mark.registration_number, mark.office
    return Sentence(
        f"{office} 第 {number} 号商标注册证",
        f"certificate of registration {office} no. {number}",
        f"{office} 登録第 {number} 号 商標登録証",
    )
