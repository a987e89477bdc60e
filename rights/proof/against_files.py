"""Facts against the claim in the files themselves: dates, names, programs, pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.agreement import Agreement
from domain.ownership import Contradiction, ExhibitKind
from domain.papers import FileFacts, Paper
from domain.rights import Work
from rights.proof.claim import Claim
from rights.proof.found import found
from rights.proof.names import stranger_in, stranger_in_notice

K = ExhibitKind
EDGE = 0.05
MADE = (K.RAW_PHOTO, K.LAYERED_SOURCE, K.ORIGINAL, K.DRAFT, K.SHOOTING_SET)
UNEDITED = (K.RAW_PHOTO, K.ORIGINAL)
NOT_OF_THE_WORK = (K.EMPLOYMENT, K.COMMISSION, K.ASSIGNMENT, K.LICENCE, K.POWER_OF_ATTORNEY)
"""Papers whose parties stand in fields of their own."""

EDITORS = (
    *("photoshop", "lightroom", "camera raw", "gimp", "affinity", "capture one", "snapseed"),
    *("darktable", "rawtherapee", "luminar", "dxo", "on1", "acdsee", "pixelmator", "paint.net"),
    *("irfanview", "xnview", "imagemagick", "picasa", "vsco", "canva", "photopea", "krita"),
    *("meitu", "美图", "醒图", "illustrator", "corel", "paintshop", "aperture", "silkypix"),
    *("polarr", "photoscape", "skylum", "iphoto", "faststone", "stable diffusion", "midjourney"),
)
"""Programs that develop or retouch: what they saved is not what the camera wrote."""

SYNTHETIC = ("trainedalgorithmicmedia", "algorithmicmedia", "generative")
GENERATORS = ("stable diffusion", "midjourney", "dall-e", "dall·e", "firefly", "novelai")


def captured_after_publication(claim: Claim) -> Iterator[Contradiction]:
    """A file that says it was captured after the work was published."""
    first = _first_publication(claim)
    for paper, days in _captured(claim):
        late = [day for day in days if first and first < day <= claim.today]
        if late:
            yield found(
                "captured_after_publication",
                f"文件自载的拍摄（形成）日期 {late[0]} 晚于首次发表日期 {first}。",
                f"The file says it was made on {late[0]}, after the first publication on {first}.",
                f"ファイルの撮影日 {late[0]} が最初の公表日 {first} より後です。",
                paper,
            )


def captured_in_the_future(claim: Claim) -> Iterator[Contradiction]:
    """A file that says it was captured on a day still to come."""
    for paper, days in _captured(claim):
        # a camera keeps local time, which may be a day ahead of ours
        late = [day for day in days if day > claim.today + timedelta(days=1)]
        if late:
            yield found(
                "captured_in_the_future",
                f"文件记载的拍摄日期 {late[0]} 在今天之后。",
                f"The file says it was captured on {late[0]}, which lies in the future.",
                f"ファイルの撮影日 {late[0]} は将来の日付です。",
                paper,
            )


def another_author(claim: Claim) -> Iterator[Contradiction]:
    """Another author or owner in the metadata, on an earlier copy or on a certificate."""
    known = claim.known_names
    for paper in claim.papers:
        borne = () if paper.exhibit.kind in (*NOT_OF_THE_WORK, K.IDENTITY) else paper.bears
        facts = paper.file or FileFacts()
        strangers = [stranger_in(name, known) for name in (*borne, *facts.named)]
        strangers += [stranger_in_notice(one, known) for one in facts.notices]
        named = [name for name in strangers if name]
        if named:
            yield found(
                "another_author",
                f"该文件载有另一姓名“{named[0]}”，与所主张的作者或权利人不符。",
                f"It bears another name, “{named[0]}”, than the author or holder claimed.",
                f"主張する著作者・権利者と異なる名前「{named[0]}」が記載されています。",
                paper,
            )


def resaved_raw(claim: Claim) -> Iterator[Contradiction]:
    """What is said to be a camera's raw file was written by something else."""
    for paper in claim.papers:
        facts = paper.file
        if paper.exhibit.kind is not K.RAW_PHOTO or facts is None:
            continue
        how = _resaved(facts)
        if how:
            yield found(
                "resaved_raw",
                f"所称的相机原始文件曾由软件另存（{how}）。",
                f"What is said to be a raw file was saved again ({how}).",
                f"RAW とされるファイルが再保存されています（{how}）。",
                paper,
            )


def made_by_a_machine(claim: Claim) -> Iterator[Contradiction]:
    """A file of creation that says a model made it."""
    for paper in claim.papers:
        facts = paper.file
        if facts is None or paper.exhibit.kind not in MADE:
            continue
        kind = (facts.source_kind or "").casefold().replace(" ", "")
        program = (facts.software or "").casefold()
        if any(one in kind for one in SYNTHETIC) or any(one in program for one in GENERATORS):
            said = facts.source_kind or facts.software
            yield found(
                "made_by_a_machine",
                f"文件自述由人工智能生成（{said}）。",
                f"The file says of itself that a model made it ({said}).",
                f"ファイル自身が AI による生成と述べています（{said}）。",
                paper,
            )


def broken_credentials(claim: Claim) -> Iterator[Contradiction]:
    """A file whose content credentials do not fit its bytes."""
    for paper in claim.papers:
        if paper.file and paper.file.credentials == "invalid":
            yield found(
                "broken_credentials",
                "文件所附内容凭证（C2PA）与其字节不符：签署后被改动。",
                "Its content credentials (C2PA) do not fit its bytes: it was changed since.",
                "付随するコンテンツ認証情報（C2PA）がバイト列と一致しません。署名後に変更されています。",
                paper,
            )


def original_smaller(claim: Claim) -> Iterator[Contradiction]:
    """An 'original' that is smaller than the listing's picture, or a crop of it."""
    agreement = claim.agreement
    if agreement is None or agreement.finding != "same":
        return
    papers = [one for one in claim.papers if one.sha256 == agreement.reference]
    beyond = agreement.goes_on is not False and _reaches_beyond(agreement, _size(claim, papers))
    if agreement.original_is_smaller or beyond:
        yield found(
            "original_smaller",
            "所称的原图比商品图片小，或只是其一部分。",
            "The so-called original is smaller than the listing's picture, or a crop of it.",
            "「原本」が商品画像より小さいか、その一部です。",
            *papers,
        )


def _resaved(facts: FileFacts) -> str | None:
    """How it shows that a raw file was saved again; None where it does not."""
    if not facts.is_raw:
        return facts.software or "no raw structure"
    if any(name in (facts.software or "").casefold() for name in EDITORS):
        return facts.software
    first = min(facts.captures, default=None)
    if first and facts.changed_on and facts.changed_on > first + timedelta(days=1):
        return f"{first} → {facts.changed_on}"
    return next((step for step in facts.history if "saved" in step.casefold()), None)


def _size(claim: Claim, papers: Sequence[Paper]) -> tuple[int, int] | None:
    """Width and height of the original: as compared, as in the file, or as in the portfolio."""
    if claim.agreement and claim.agreement.reference_size:
        return claim.agreement.reference_size
    for paper in papers:
        if paper.file and paper.file.width and paper.file.height:
            return paper.file.width, paper.file.height
    wanted = claim.agreement.reference if claim.agreement else None
    pictures = [one for one in claim.right.pictures if one.sha256 == wanted]
    return (pictures[0].width, pictures[0].height) if pictures else None


def _reaches_beyond(agreement: Agreement, size: tuple[int, int] | None) -> bool:
    """Whether the listing's frame lies outside the original, by more than a few hundredths."""
    if size is None:
        return False
    width, height = size
    return any(
        not (-EDGE * width <= x <= (1 + EDGE) * width)
        or not (-EDGE * height <= y <= (1 + EDGE) * height)
        for x, y in agreement.outline
    )


def _first_publication(claim: Claim) -> date | None:
    """The earliest day that the record or a publication's own date names."""
    days = [
        paper.exhibit.dated for paper in claim.papers if paper.exhibit.kind is K.FIRST_PUBLICATION
    ]
    if isinstance(claim.right, Work):
        days.append(claim.right.first_published_on)
    return min((day for day in days if day), default=None)


def _captured(claim: Claim) -> Iterator[tuple[Paper, tuple[date, ...]]]:
    for paper in claim.papers:
        facts, kind = paper.file, paper.exhibit.kind
        if facts is None or kind not in MADE:
            continue
        # where no field tells the capture, an unedited file was written when it was taken
        written = (facts.changed_on,) if facts.changed_on and kind in UNEDITED else ()
        if days := facts.captures or written:
            yield paper, days
