"""The desk's logic for reference pictures: which are looked for, and who switched one off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.digests import Sha256
from domain.errors import InputError
from domain.languages import Sentence
from domain.records import Plain, from_plain
from domain.rights import Mark, MarkKind, ReferencePicture, Right, RightSlug
from review.checks import checked_digest, checked_name, checked_note
from review.desk import Store

LICENSED = Sentence(
    "许可多人使用，单独不构成指控",
    "licensed to many; alone it accuses nobody",
    "多数に許諾されており、単独では侵害を示しません",
)


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A reference picture in a list: `on`, `off`, `licensed` or `refused`, and why."""

    right: RightSlug
    picture: ReferencePicture
    state: str
    reason: Sentence | None


def picture_lines(store: Store) -> tuple[PictureLine, ...]:
    """Every reference picture of the portfolio, by right."""
    # OpenCV comes along, and most commands do without it
    from matcher.pictures.calibration import way  # noqa: PLC0415

    with store.reading() as work:
        rights = work.rights.portfolio().rights()
        kept = {(one.right, one.picture): one for one in work.pictures.references()}
        digests = [picture.sha256 for right in rights for picture in right.pictures]
        cards = work.listings.prints(way(), digests)
    lines = []
    for right in rights:
        for picture in right.pictures:
            reference = kept.get((right.slug, picture.sha256))
            off = None
            if reference is not None and reference.off_at is not None:
                off = f"{reference.off_at:%Y-%m-%d} {reference.off_by}: {reference.off_reason}"
            lines.append(_line(right, picture, off, cards.get(picture.sha256)))
    return tuple(lines)


def switch_off(
    store: Store, right: RightSlug, picture: Sha256, *, who: str, reason: str, now: datetime
) -> Sha256:
    """Look for a reference picture no more, from now on; its whole digest.

    Raises:
        InputError: No name or reason was given, or the beginning does not mean one picture.
        NotFound: There is no such right.
    """
    name, said = checked_name(who), checked_note(reason)
    if said is None:
        raise InputError("Why does this picture mislead?", mend='Give --reason "…".')
    with store.begin() as work:
        digest = _one(work.rights.right(right), picture)
        work.pictures.number_references([(right, digest)])
        work.pictures.switch_off(right, digest, who=name, reason=said, now=now)
        payload = {"picture": digest, "reason": said}
        work.audit.append("reference switched off", right, payload, name, now)
    return digest


def switch_on(
    store: Store, right: RightSlug, picture: Sha256, *, who: str, now: datetime
) -> Sha256:
    """Look for a reference picture again; its whole digest.

    Raises:
        InputError: No name was given, or the beginning does not mean one picture.
        NotFound: There is no such right, or the picture was never registered.
    """
    name = checked_name(who)
    with store.begin() as work:
        digest = _one(work.rights.right(right), picture)
        work.pictures.switch_on(right, digest)
        work.audit.append("reference switched on", right, {"picture": digest}, name, now)
    return digest


def _line(right: Right, picture: ReferencePicture, off: str | None, card: Plain) -> PictureLine:
    if off is not None:
        return PictureLine(right.slug, picture, "off", Sentence(off, off, off))
    if picture.licensed_to_many:
        return PictureLine(right.slug, picture, "licensed", LICENSED)
    drawn = isinstance(right, Mark) and right.kind is MarkKind.FIGURATIVE
    if drawn and card is not None and card["reason"] is not None:
        reason = from_plain(Sentence, card["reason"])
        return PictureLine(right.slug, picture, "refused", reason)
    return PictureLine(right.slug, picture, "on", None)


def _one(right: Right, picture: Sha256) -> Sha256:
    """The picture of this right whose digest begins so."""
    begin = checked_digest(picture) or ""
    found = {one.sha256 for one in right.pictures if one.sha256.startswith(begin)}
    if len(found) != 1:
        raise InputError(
            f"{right.slug} has {len(found)} pictures whose SHA-256 begins with {begin!r}.",
            mend="`jianzhen rights pictures list --json` prints them whole.",
        )
    return found.pop()
