"""Records that are valid by default; keywords make them differ. Everything is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.candidates import (
    Band,
    Candidate,
    CandidateId,
    CandidateState,
    PicturePair,
    Reading,
    Score,
    Span,
)
from domain.cases import Case
from domain.decisions import Decision, DecisionId, Reason, Verdict
from domain.digests import Sha256, sha256_of
from domain.languages import Sentence
from domain.listings import (
    Availability,
    Capture,
    Lane,
    ListingFacts,
    ListingId,
    ListingKey,
    Money,
    PageState,
    PictureLink,
    PlatformSlug,
    SeenPicture,
    Sighting,
    SightingId,
)
from domain.ownership import Answer, Exhibit, ExhibitKind, OwnershipProof, Question
from domain.rights import (
    HolderSlug,
    Mark,
    MarkKind,
    MarkName,
    NameKind,
    ReferencePicture,
    RightsHolder,
    RightSlug,
    Script,
    Work,
)

SEEN_AT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
DECIDED_AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SAYING = Sentence("一句话。", "One sentence.", "一文。")


def digest(text: str) -> Sha256:
    """The digest of some invented bytes."""
    return sha256_of(text.encode())


def a_holder(**changes: Any) -> RightsHolder:
    """An invented rights holder in Japan."""
    holder = RightsHolder(
        slug=HolderSlug("hoshikawa"),
        names={
            "ja": "株式会社星川製作所",
            "en": "Hoshikawa Seisakusho Co., Ltd.",
            "zh": "株式会社星川制作所",
        },
        country="JP",
        address="1-2-3 Hoshimachi, Chuo-ku, Tokyo",
        contact_person="星川 花子",
        email="ip@hoshikawa.example",
        phone="+81-3-0000-0000",
    )
    return replace(holder, **changes)


def a_mark(**changes: Any) -> Mark:
    """An invented word mark, registered in China."""
    mark = Mark(
        slug=RightSlug("mark-lumori-cn"),
        holder=HolderSlug("hoshikawa"),
        kind=MarkKind.WORD,
        names=(
            MarkName("LUMORI", Script.LATIN),
            MarkName("露茉莉", Script.CHINESE),
            MarkName("ルモリ", Script.KANA, NameKind.TRANSLITERATION),
        ),
        registration_number="12345678",
        office="CN",
        territory=("CN", "US"),
        nice_classes=(21,),
        registered_on=date(2018, 3, 1),
        expires_on=date(2032, 2, 29),
        goods_words=("保温杯", "bottle"),
    )
    return replace(mark, **changes)


def a_reference_picture(**changes: Any) -> ReferencePicture:
    """A reference picture of a work."""
    picture = ReferencePicture(digest("fox"), "fox.png", "image/png", 1200, 900)
    return replace(picture, **changes)


def a_work(**changes: Any) -> Work:
    """An invented illustration, made by an employee and published in 2021."""
    work = Work(
        slug=RightSlug("work-fox"),
        holder=HolderSlug("hoshikawa"),
        title="月下の狐",
        kind="illustration",
        pictures=(a_reference_picture(),),
        author="星川 花子",
        title_basis="employment",
        created_on=date(2021, 5, 1),
        first_published_on=date(2021, 9, 15),
        first_published_at="https://hoshikawa.example/fox",
    )
    return replace(work, **changes)


def a_sighting(**changes: Any) -> Sighting:
    """A listing with one picture, seen by the HTTP lane."""
    platform = PlatformSlug("bazaar_street")
    facts = ListingFacts(
        platform=platform,
        site="cn",
        item_id="900001",
        url="https://street.bazaar.example/item/900001.html",
        title="LUMORI 露茉莉 月下狐狸保温杯",
        price=Money(Decimal("39.90"), "CNY"),
        seller="小店一号",
        availability=Availability.IN_STOCK,
        images=(PictureLink("https://street.bazaar.example/img/p1_800.jpg", "p1"),),
        sources={"title": "jsonld", "price": "jsonld", "seller": "jsonld"},
    )
    sighting = Sighting(
        key=ListingKey(platform, "cn", "900001"),
        facts=facts,
        seen_at=SEEN_AT,
        lane=Lane.HTTP,
        page_state=PageState.OK,
        pictures=(
            SeenPicture(
                "https://street.bazaar.example/img/p1_800.jpg", "p1", digest("copy"), "image/jpeg"
            ),
        ),
        captures=(Capture("page", digest("page"), "text/html", 4, facts.url or ""),),
    )
    return replace(sighting, **changes)


def a_reading(**changes: Any) -> Reading:
    """What the pHash signal says of a copied picture."""
    pair = PicturePair(digest("copy"), digest("fox"), "phash", 2)
    return replace(Reading("picture_phash", 0.97, SAYING, pictures=pair), **changes)


def a_mention(**changes: Any) -> Reading:
    """What the mention signal says of a plain mention."""
    reading = Reading("exact_mention", 0.95, SAYING, span=Span("title", 0, 6, "LUMORI"))
    return replace(reading, **changes)


def a_score(**changes: Any) -> Score:
    """A score that reaches the suggest band."""
    return replace(Score(0.97, Band.SUGGEST, (a_reading(),), "test-1"), **changes)


def a_candidate(**changes: Any) -> Candidate:
    """A candidate on the default sighting and work."""
    candidate = Candidate(
        id=CandidateId(1),
        listing=ListingId(1),
        right=a_work().slug,
        sighting=SightingId(1),
        sighting_digest=a_sighting().digest,
        score=a_score(),
        state=CandidateState.INFRINGING,
        suggested_at=SEEN_AT,
    )
    return replace(candidate, **changes)


def a_decision(**changes: Any) -> Decision:
    """A finding of infringement for a copied picture."""
    decision = Decision(
        id=DecisionId(1),
        candidate=CandidateId(1),
        verdict=Verdict.INFRINGING,
        reason=Reason.COPIED_PICTURE,
        note=None,
        analyst="王小明",
        decided_at=DECIDED_AT,
        sighting=SightingId(1),
        sighting_digest=a_sighting().digest,
    )
    return replace(decision, **changes)


def an_exhibit(**changes: Any) -> Exhibit:
    """The original file of the default work."""
    exhibit = Exhibit(
        right=a_work().slug,
        holder=HolderSlug("hoshikawa"),
        kind=ExhibitKind.ORIGINAL,
        sha256=digest("original"),
        file_name="fox-original.tiff",
        media_type="image/tiff",
        size_bytes=8,
        taken_in_at=SEEN_AT,
        taken_in_by="王小明",
        described="Original file with layers",
        dated=date(2021, 5, 1),
    )
    return replace(exhibit, **changes)


def an_identity_paper(**changes: Any) -> Exhibit:
    """The holder's register extract."""
    identity: dict[str, Any] = {
        "right": None,
        "kind": ExhibitKind.IDENTITY,
        "sha256": digest("extract"),
        "file_name": "register-extract.pdf",
        "media_type": "application/pdf",
        "size_bytes": 7,
        "described": "Company register extract",
        "dated": date(2026, 9, 1),
    }
    return an_exhibit(**(identity | changes))


def an_employment_paper(**changes: Any) -> Exhibit:
    """The paper that the default work's title rests on."""
    return _paper(ExhibitKind.EMPLOYMENT, "Certificate of employment", changes)


def a_declaration(**changes: Any) -> Exhibit:
    """The holder's signed declaration of ownership."""
    return _paper(ExhibitKind.DECLARATION, "Declaration of ownership", changes)


def _paper(kind: ExhibitKind, described: str, changes: dict[str, Any]) -> Exhibit:
    told: dict[str, Any] = {
        "kind": kind,
        "sha256": digest(kind.value),
        "file_name": f"{kind.value}.pdf",
        "media_type": "application/pdf",
        "size_bytes": len(kind.value),
        "described": described,
        "dated": date(2026, 10, 5),
    }
    return an_exhibit(**(told | changes))


def the_papers() -> tuple[Exhibit, ...]:
    """Every exhibit that a notice on the default work needs."""
    return (an_identity_paper(), an_exhibit(), an_employment_paper(), a_declaration())


def a_proof(**changes: Any) -> OwnershipProof:
    """A proof in which each of the five questions is answered."""
    answers = tuple(Answer(question, "C", (an_exhibit().sha256,), SAYING) for question in Question)
    return replace(OwnershipProof(a_work().slug, answers, ()), **changes)


def a_case(**changes: Any) -> Case:
    """A decided copy of the default work, with everything a notice needs."""
    case = Case(
        candidate=a_candidate(),
        decision=a_decision(),
        sighting=a_sighting(),
        first_seen_at=SEEN_AT,
        holder=a_holder(),
        right=a_work(),
        proof=a_proof(),
        exhibits=the_papers(),
        sellers=(),
    )
    return replace(case, **changes)
