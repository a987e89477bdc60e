"""What the texts of a sighting say of each mark, read field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.aliases import Alias
from domain.candidates import Band
from domain.listings import ListingFacts, Sighting
from domain.policies import MarkPolicy
from domain.rights import Mark, MarkName, RightSlug
from matcher.text.folding import DROPPED, fold
from matcher.text.lexicon import SoughtMark, sought_mark
from matcher.text.mention import Channel, Field, Guard, Mention, SoughtName, UseContext
from matcher.text.mentions import MentionFinder

UNPROVEN = 0.70
"""The most that a name reaches which its owner wants seen only beside evidence."""

FITTING_CLASSES = frozenset((7, 8, 9, 11, 12, 16, 21, 28))
"""Nice classes of goods that others make accessories and spare parts for."""

NO_BRAND = frozenset(
    (
        "无", "无品牌", "无牌", "其他", "其它", "不明", "ノーブランド",
        "other", "nobrand", "unbranded", "generic", "na", "none",
    )
)  # fmt: skip
"""What sellers write where a page asks for a brand and they declare none, folded."""

Mentions = Mapping[RightSlug, tuple[Mention, ...]]


def sought_marks(
    marks: Iterable[Mark], aliases: Mapping[RightSlug, Iterable[Alias]]
) -> list[SoughtMark]:
    """The marks as they are looked for: by policy, and with the aliases a person approved."""
    return [_sought(mark, aliases.get(mark.slug, ())) for mark in marks]


class FieldReader:
    """Finds marks in every text of a listing, each score by the weight of its field."""

    def __init__(self, marks: Iterable[SoughtMark], weights: Mapping[str, float]) -> None:
        self._marks = {mark.slug: mark for mark in marks}
        self._weights = weights
        self._finder = MentionFinder(self._marks.values())

    def mentions_of(self, sighting: Sighting, picture_text: Iterable[str] = ()) -> Mentions:
        """Every mark that the sighting mentions in any of its texts, field by field.

        `picture_text` is what was read in its pictures. Fields without a weight are not read.
        """
        found: dict[RightSlug, list[Mention]] = defaultdict(list)
        declared = declared_brand(sighting.facts)
        own = {one.mark for one in self._finder.find(declared)} if declared else set()
        for name, text in texts_of(sighting, picture_text).items():
            for mention in self._finder.find(text) if self._weights.get(name) else ():
                other = None if mention.mark in own else declared
                told = replace(mention, field=Field(name), other_brand=other)
                found[mention.mark].append(self._weighed(told))
        return {mark: tuple(mentions) for mark, mentions in found.items()}

    def _weighed(self, mention: Mention) -> Mention:
        mark = self._marks[mention.mark]
        mention = _proven(_for_fit(mention, mark))
        score = round(mention.score * self._weights[mention.field], 4)
        band = Band.SUGGEST if score >= mark.suggest else Band.REVIEW
        return replace(mention, score=score, band=band if score >= mark.review else Band.LOG)


def texts_of(sighting: Sighting, picture_text: Iterable[str] = ()) -> dict[str, str]:
    """Every text of the sighting in which words are read, by field."""
    texts = {name: text for name, text in sighting.facts.texts().items() if text}
    if read := "\n".join(picture_text):
        texts[Field.PICTURE.value] = read
    return texts


def declared_brand(facts: ListingFacts) -> str | None:
    """The brand that the seller declares in the field made for it; None where there is none."""
    for brand in (facts.brand, *map(facts.attributes.get, ("品牌", "brand", "Brand", "ブランド"))):
        if brand and not _none_declared(brand):
            return brand
    return None


def _none_declared(brand: str) -> bool:
    folded = fold(brand)
    pieces = [piece for piece in folded.aligned.split(DROPPED) if piece]
    return folded.chars in NO_BRAND or all(piece in NO_BRAND for piece in pieces)


def _sought(mark: Mark, aliases: Iterable[Alias]) -> SoughtMark:
    policy = mark.policy or MarkPolicy()
    plain = sought_mark(mark)
    approved = (SoughtName(one.proposal.text, one.proposal.kind) for one in aliases)
    return replace(
        plain,
        names=(*(_name(name, policy) for name in mark.names), *approved),
        required_words=policy.required_words,
        forbidden_words=policy.forbidden_words,
        allowed_uses=frozenset(UseContext(one) for one in policy.allowed_uses),
        suggest=plain.suggest if policy.suggest is None else policy.suggest,
        review=plain.review if policy.review is None else policy.review,
    )


def _name(name: MarkName, policy: MarkPolicy) -> SoughtName:
    wished = policy.of_name(name.text)
    channels = None if wished.channels is None else frozenset(map(Channel, wished.channels))
    return SoughtName(name.text, name.kind, channels, wished.needs_evidence)


def _for_fit(mention: Mention, mark: SoughtMark) -> Mention:
    """A use for fit, where the listing declares another brand for what may be an accessory.

    So it is with electronics and cars; with clothes and cosmetics the same is a strong sign of
    an imitation, and stays a use as a brand.
    """
    if mention.other_brand is None or not FITTING_CLASSES & set(mark.nice_classes):
        return mention
    if mention.context is not UseContext.BRAND or mention.channel is not Channel.EXACT:
        return mention
    guards = (*mention.guards, Guard.OTHER_BRAND_DECLARED)
    score = min(mention.score, UNPROVEN)
    return replace(mention, context=UseContext.COMPATIBLE, guards=guards, score=score)


def _proven(mention: Mention) -> Mention:
    """Less sure, where the owner wants this name seen only beside evidence and there is none."""
    if not mention.name.needs_evidence or mention.goods or mention.code_word:
        return mention
    if Guard.NEEDS_EVIDENCE in mention.guards:
        return mention
    guards = (*mention.guards, Guard.NEEDS_EVIDENCE)
    return replace(mention, guards=guards, score=min(mention.score, UNPROVEN))
