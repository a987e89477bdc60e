"""Drafts with one fault each, and drafts that come near one: what preflight must tell apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.candidates import CandidateState
from domain.captures import (
    CaptureId,
    CapturePurpose,
    CaptureState,
    EvidenceCapture,
    TakenPage,
)
from domain.cases import Case
from domain.decisions import DecisionId, Reason
from domain.languages import Sentence
from domain.listings import Availability, ListingId, PageState
from domain.ownership import Contradiction, Exhibit, ExhibitKind
from domain.standing import HeldRow, Hold
from takedown.checks.look import Ledger
from takedown.draft import Draft, drafts_of
from tests.factories import (
    a_candidate,
    a_case,
    a_holder,
    a_mark,
    a_proof,
    a_work,
    an_exhibit,
    an_identity_paper,
    digest,
)
from tests.takedown.drafts import (
    NOW,
    a_book,
    a_draft,
    a_mark_case,
    a_pack,
    a_profile,
    case_of,
    seen,
)

K = ExhibitKind
DAY = NOW.date()
SAID = Sentence("缺", "lacking", "不足")
FOX, MARK = a_work().slug, a_mark().slug
KEY = a_case().sighting.key


def with_papers(*papers: Exhibit, case: Case | None = None, **changes: Any) -> Draft:
    """The default case with further exhibits."""
    base = case or a_case(**changes)
    return a_draft(replace(base, exhibits=(*base.exhibits, *papers)))


def paper(kind: ExhibitKind, **changes: Any) -> Exhibit:
    """A paper of this kind; of the holder where it is not of one right."""
    own = None if kind is K.POWER_OF_ATTORNEY else FOX
    plain: dict[str, Any] = {"kind": kind, "right": own, "sha256": digest(kind.value)}
    return an_exhibit(**(plain | changes))


def identity(**changes: Any) -> Case:
    """The default case with its identity paper changed."""
    return a_case(exhibits=(an_identity_paper(**changes), an_exhibit()))


def without(kind: ExhibitKind) -> Draft:
    """The default case without its paper of this kind."""
    case = a_case()
    return a_draft(replace(case, exhibits=tuple(p for p in case.exhibits if p.kind is not kind)))


BARE = without(K.DECLARATION).cases[0]


def commissioned(*papers: Exhibit) -> Draft:
    """A work whose title rests on a commission."""
    return with_papers(*papers, right=a_work(title_basis="commission"))


def a_design(until: date, **changes: Any) -> Case:
    """A registered design with this last day."""
    told = {"registration_number": "D1", "office": "JP", "expires_on": until}
    return a_case(right=a_work(kind="design", **(told | changes)))


def linked(url: str) -> Draft:
    """A listing with this link, on a platform whose links hold the item id."""
    profile = a_profile(item_url="https://street.bazaar.example/item/{item_id}.html")
    return a_draft(case_of(seen(facts={"url": url})), profile=profile)


def rakuten(url: str) -> Draft:
    """A listing whose id names shop and item, as Rakuten's do."""
    profile = a_profile(item_url="https://item.rakuten.co.jp/{item_id}/", item_id_pattern=None)
    facts = {"url": url, "item_id": "kitsune-shop:10000001"}
    return a_draft(case_of(seen(facts=facts)), profile=profile)


def authority(**changes: Any) -> Draft:
    """A draft with a power of attorney that was read."""
    given = {"clause": True, "giver": "株式会社星川製作所"}
    return with_papers(paper(K.POWER_OF_ATTORNEY, **(given | changes)))


def certificate(*, assignment: bool = False, **changes: Any) -> Draft:
    """A mark's draft whose certificate is changed, with an assignment or without."""
    case = a_mark_case()
    read = replace(case.exhibits[1], **changes)
    further = (paper(K.ASSIGNMENT, right=MARK),) if assignment else ()
    return a_draft(replace(case, exhibits=(case.exhibits[0], read, *further)))


def titled(basis: str, **changes: Any) -> Draft:
    """A work whose title rests on a licence or an assignment, its paper changed."""
    return with_papers(paper(ExhibitKind(basis), **changes), right=a_work(title_basis=basis))


def of_work(**changes: Any) -> Draft:
    """The draft of the default work, changed."""
    return a_draft(a_case(right=a_work(**changes)))


def of_mark(reason: Reason = Reason.MARK_IN_TITLE, **changes: Any) -> Draft:
    """The draft of the default mark, changed."""
    return a_draft(a_mark_case(reason, right=a_mark(**changes)))


def of_facts(**facts: Any) -> Draft:
    """The draft of a listing whose page told other facts."""
    return a_draft(case_of(seen(facts=facts)))


def at(channel: str, case: Case | None = None, **profile: Any) -> Draft:
    """The draft of a case at another channel."""
    used = a_profile(complaint_channel=channel, **profile)
    book = a_book(packs={channel: a_pack(channel)}, profiles={"bazaar_street": used})
    (draft,) = drafts_of([case or a_case()], book, NOW)
    return draft


def contradicted(*, blocks: bool) -> Draft:
    """A draft whose exhibits speak against it."""
    found = Contradiction("captured_in_the_future", SAID, blocks=blocks)
    return a_draft(a_case(proof=a_proof(contradictions=(found,))))


def looked(state: PageState, *, days: int = 0, **facts: Any) -> EvidenceCapture:
    """A capture for evidence taken some days before the notice."""
    told = replace(seen().facts, **facts)
    taken = TakenPage("c", told.url or "", NOW - timedelta(days=days), state, (), told)
    return EvidenceCapture(
        CaptureId(1),
        ListingId(1),
        told.url or "",
        CapturePurpose.CONFIRMATION,
        CaptureState.TAKEN,
        NOW,
        taken=taken,
    )


def captured(*captures: EvidenceCapture) -> Draft:
    """The default draft with these captures."""
    return a_draft(a_case(captures=captures))


def mark_title(title: str) -> Draft:
    """A mark said to be in this title, with no other reading of it."""
    case = a_mark_case()
    score = replace(case.candidate.score, readings=())
    sighting = seen(facts={"title": title})
    return a_draft(
        replace(
            case,
            sighting=sighting,
            candidate=replace(case.candidate, score=score, sighting_digest=sighting.digest),
            decision=replace(case.decision, sighting_digest=sighting.digest),
        )
    )


def reasoned() -> Draft:
    """Goods found to be counterfeit, with the reasons written down."""
    case = a_mark_case(Reason.COUNTERFEIT_SEEN)
    return a_draft(replace(case, decision=replace(case.decision, note="缝线不同")))


def two_sites() -> Draft:
    """A draft put together by hand over two sites."""
    other = replace(a_case(), sighting=replace(seen(), key=replace(KEY, site="jp")))
    return a_draft(cases=(a_case(), other))


HELD = Hold("good_faith_mechanism", "success", 0.9, 0.95, 0.85, (HeldRow(KEY, 0.0, SAID),))
OTHER = {(KEY, FOX): "earlier-notice"}

FAULTS: list[tuple[str, Draft]] = [
    ("V01_paper_old", at("rakuten", identity(dated=date(2026, 8, 22)))),
    ("V01_names_differ", a_draft(identity(bears=("月野社",)))),
    ("V01_email", a_draft(a_case(holder=a_holder(email="ip.hoshikawa.example")))),
    ("V01_name_written", a_draft(identity(bears=("㈱星川製作所",)))),
    ("V05_basis_clause", titled("licence", clause=False)),
    ("V05_basis_over", titled("licence", valid_until=DAY - timedelta(days=1))),
    ("V05_basis_names", titled("assignment", taker="月野社")),
    ("V01_authority_names", authority(giver="月野社")),
    ("V02_authority_early", authority(term_from=DAY + timedelta(days=1))),
    ("V02_authority_platform", authority(platforms=("elsewhere",))),
    ("V02_authority_scope", authority(clause=False)),
    ("V02_authority_unread", authority(clause=None)),
    ("V03_not_yet_registered", of_mark(registered_on=date(2027, 1, 1))),
    ("V03_owner", certificate(bears=("月野社",))),
    ("V03_goods", of_mark(goods_words=("雨伞", "umbrella"))),
    ("V04_design_over", a_draft(a_design(date(2026, 1, 1)))),
    ("V04_evaluation", a_draft(a_design(date(2030, 1, 1)))),
    ("V05_commission", commissioned()),
    (
        "V05_commission_clause",
        commissioned(paper(K.COMMISSION, clause=False)),
    ),
    ("V05_basis_paper", without(K.EMPLOYMENT)),
    ("V05_basis_paper", at("mercari", a_case(right=a_work(title_basis="assignment")))),
    ("V05_basis_told", at("shopify_standalone", a_case(right=a_work(title_basis="licence")))),
    ("V06_contradiction_stops", contradicted(blocks=True)),
    ("V06_contradiction", contradicted(blocks=False)),
    ("V06_own_word", a_draft(a_case(exhibits=(an_identity_paper(), paper(K.TIME_STAMP))))),
    ("V06_own_word", a_draft(a_case(exhibits=(an_identity_paper(), paper(K.DECLARATION))))),
    ("V06_declaration", without(K.DECLARATION)),
    ("V06_declaration", at("lazada", without(K.DECLARATION).cases[0])),
    ("V07_only_told", a_draft(a_case(exhibits=(an_identity_paper(), an_exhibit(dated=None))))),
    ("V07_only_told", a_draft(a_case(exhibits=(an_identity_paper(), an_exhibit(dated=DAY))))),
    ("V08_applied_art", of_work(kind="applied_art", created_on=date(2000, 5, 1))),
    ("V09_page_state", a_draft(case_of(seen(page_state=PageState.BLOCKED)))),
    ("V09_looks_disagree", captured(looked(PageState.OK), looked(PageState.OK, seller="二号"))),
    ("V10_id_in_link", linked("https://street.bazaar.example/item/900002.html")),
    ("V10_id_in_link", linked("https://street.bazaar.example/item/9000011.html")),
    ("V10_id_in_link", rakuten("https://item.rakuten.co.jp/tanuki-shop/cup-1/")),
    ("V11_sites", two_sites()),
    (
        "V12_reason_evidence",
        a_draft(a_case(exhibits=(an_identity_paper(), paper(K.EMPLOYMENT)))),
    ),
    ("V12_counterfeit", a_draft(a_mark_case(Reason.COUNTERFEIT_SEEN))),
    ("V12_certificate", at("lazada")),
    ("V13_mark_in_title", mark_title("月下保温杯")),
    ("V14_language", at("wildberries_ozon")),
    ("V14_translation", at("pinduoduo")),
    (
        "V15_paper_kind",
        at("xiaohongshu", identity(file_name="extract.heic")),
    ),
    ("V15_exhibit_kind", at("yahoo_japan")),
    (
        "V15_paper_size",
        at("douyin_ecommerce", identity(size_bytes=10_000_001)),
    ),
    (
        "V15_exhibit_size",
        at("rakuten", a_case(exhibits=(an_identity_paper(), an_exhibit(size_bytes=3_000_001)))),
    ),
    ("V16_element", at("shopify_standalone", a_case(right=a_work(title=" ")))),
    ("V16_term_statement", at("mercari", a_design(date(2020, 1, 1)))),
    ("V17_state", a_draft(a_case(candidate=a_candidate(state=CandidateState.UNSURE)))),
    ("V18_gone", captured(looked(PageState.OK, days=2), looked(PageState.GONE))),
    ("V18_no_word", captured(looked(PageState.OK, days=2), looked(PageState.LOGIN))),
    ("V18_sold_out", of_facts(availability=Availability.OUT_OF_STOCK)),
    ("V20_contact", a_draft(a_case(holder=a_holder(email="hoshikawa@QQ.com")))),
    ("V21_portal_unknown", at("suning")),
    ("V21_hardly_known", at("douyin_ecommerce")),
]  # fmt: skip
"""A draft with one fault, and the finding it gives."""

ON_RECORD: list[tuple[str, Ledger]] = [
    ("V10_pending", Ledger(pending=OTHER)),
    ("V10_refused", Ledger(refused=OTHER)),
    ("V17_second_person", Ledger(unseconded=frozenset({DecisionId(1)}))),
    ("V19_held", Ledger(hold=HELD)),
    ("V19_released", Ledger(hold=HELD, released_by="李华")),
    ("V19_near", Ledger(near=HELD)),
]
"""What the record says beside the default draft, and the finding it gives."""

CLEAN: list[tuple[str, Draft]] = [
    ("V01_paper_old", at("rakuten", identity(dated=date(2026, 8, 23)))),
    ("V01_paper_old", at("rakuten", identity(dated=None))),
    ("V01_paper_old", a_draft(identity(dated=date(2020, 1, 1)))),
    ("V01_names_differ", a_draft(identity(bears=("HOSHIKAWA SEISAKUSHO CO LTD",)))),
    ("V01_authority_names", authority(giver="Hoshikawa Seisakusho Co., Ltd.")),
    ("V01_email", a_draft()),
    ("V01_name_written", a_draft(identity(bears=("株式会社星川製作所",)))),
    ("V05_basis_clause", titled("licence", clause=True)),
    ("V05_basis_over", titled("licence", valid_until=DAY)),
    ("V05_basis_names", titled("assignment", taker="㈱星川製作所")),
    ("V02_authority_early", authority(term_from=DAY)),
    ("V02_authority_platform", authority(platforms=("elsewhere", "Bazaar Street"))),
    ("V02_authority_platform", authority(platforms=())),
    ("V02_authority_scope", authority(clause=True)),
    ("V02_authority_unread", authority(clause=True)),
    ("V03_not_yet_registered", of_mark(registered_on=DAY)),
    ("V03_owner", certificate(bears=("株式会社星川製作所",))),
    ("V03_owner", certificate(assignment=True, bears=("月野社",))),
    ("V03_goods", of_mark()),
    ("V04_design_over", a_draft(a_design(DAY))),
    ("V05_commission", commissioned(paper(K.COMMISSION, clause=True))),
    ("V05_commission_clause", commissioned(paper(K.COMMISSION, clause=None))),
    ("V05_basis_paper", a_draft()),
    ("V05_basis_paper", at("ebay", without(K.EMPLOYMENT).cases[0])),
    ("V05_basis_told", at("ebay")),
    ("V06_own_word", with_papers(paper(K.TIME_STAMP))),
    ("V06_declaration", a_draft()),
    ("V06_declaration", with_papers(paper(K.WORK_CERTIFICATE), case=BARE)),
    ("V06_declaration", at("temu", BARE)),
    ("V06_declaration", at("shopify_standalone", BARE)),
    ("V07_only_told", a_draft()),
    ("V08_applied_art", of_work(kind="applied_art", created_on=date(2001, 1, 1))),
    ("V08_applied_art", of_work(created_on=date(2000, 5, 1))),
    ("V09_looks_disagree", captured(looked(PageState.OK), looked(PageState.OK))),
    ("V10_id_in_link", linked("https://street.bazaar.example/x?id=900001&a=9")),
    ("V10_id_in_link", rakuten("https://item.rakuten.co.jp/kitsune-shop/cup-1/")),
    ("V12_reason_evidence", a_draft()),
    ("V12_counterfeit", reasoned()),
    ("V13_mark_in_title", mark_title("正品 ＬＵＭＯＲＩ 杯")),
    ("V14_language", at("mercari")),
    ("V14_translation", at("mercari", country="JP")),
    ("V14_translation", at("pinduoduo", identity(described="登记簿及中文译文"))),
    ("V15_paper_kind", at("xiaohongshu")),
    ("V15_paper_size", at("douyin_ecommerce", identity(size_bytes=10_000_000))),
    ("V18_gone", captured(looked(PageState.GONE, days=2), looked(PageState.OK))),
    ("V18_no_word", captured(looked(PageState.LOGIN, days=2), looked(PageState.OK))),
    ("V20_contact", a_draft()),
    ("V21_portal_unknown", a_draft()),
]  # fmt: skip
"""A draft that comes near a fault without having it."""

NOT_ON_RECORD: list[tuple[str, Ledger]] = [
    ("V10_pending", Ledger(pending={(KEY, MARK): "on another right"})),
    ("V10_pending", Ledger(pending={(replace(KEY, item_id="1"), FOX): "of another listing"})),
    ("V10_pending", Ledger(pending={(KEY, FOX): a_draft().slug})),
    ("V17_second_person", Ledger(unseconded=frozenset({DecisionId(2)}))),
    ("V19_held", Ledger(hold=HELD, released_by="李华")),
    ("V19_near", Ledger(hold=HELD, near=HELD)),
]
"""What the record says of something else."""
