"""Fields of a form in the portal's order: what to paste or upload, what a person fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.languages import Sentence
from domain.ownership import ExhibitKind
from takedown.draft import Draft
from takedown.filing.values import TEXTS, words
from takedown.regimes import known_regimes
from takedown.rules import FieldRule
from takedown.statements import statements_of

PAPERS: Mapping[str, tuple[ExhibitKind, ...]] = {
    "original_image": (ExhibitKind.RAW_PHOTO, ExhibitKind.ORIGINAL, ExhibitKind.LAYERED_SOURCE),
    "shooting_set": (ExhibitKind.SHOOTING_SET,),
    "loa": (ExhibitKind.POWER_OF_ATTORNEY,),
    "work_sample": (ExhibitKind.ORIGINAL, ExhibitKind.FIRST_PUBLICATION),
    "proof_of_ownership": tuple(
        kind
        for kind in ExhibitKind
        if kind not in (ExhibitKind.IDENTITY, ExhibitKind.POWER_OF_ATTORNEY)
    ),
}
"""Fields that take papers, and which."""

MADE: Mapping[str, str] = {
    "evidence_file": "comparison",
    "comparison_image": "comparison",
    "marked_screenshot": "comparison",
    "page_screenshot": "screenshots",
    "signed_notice": "letter",
}
"""Fields that take files of the complaint, and which of them."""

SAID: Mapping[str, frozenset[str]] = {
    code: frozenset(
        one.code for one in known_regimes().elements if one.said and code in one.fields
    )
    for element in known_regimes().elements
    if element.said
    for code in element.fields
}
"""Fields that take statements, and of which elements (`regimes.toml`)."""

HAND = frozenset({"signature", "signed_notice", "shop_password", "expert_opinion"})
"""Fields that only a person can fill, whatever else there is."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a form needs beside the case: the approved right's reference, and files by their use.

    Files are named as in the bundle: `comparison`, `screenshots`, `letter`, and each exhibit
    under its kind.
    """

    reference: str | None = None
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """One field: text to paste, files to upload, or why a person must fill it in."""

    rule: FieldRule
    name: Sentence
    text: str | None
    files: tuple[str, ...]
    by_hand: Sentence | None


def filled(draft: Draft, language: str, given: Given) -> tuple[Filled, ...]:
    """Every field of the channel's form that this complaint has, in the portal's order.

    A field that a newer pack asks for and this program does not know is left to a person, and
    said to be.
    """
    wanted = (
        rule
        for rule in draft.pack.form_fields
        if not rule.reasons or draft.ground.code in rule.reasons
    )
    return tuple(_filled(rule, draft, language, given) for rule in wanted)


def field_name(code: str) -> Sentence:
    """What a field is called; its code where we have no name for it."""
    return words().names.get(code, Sentence(code, code, code))


def _filled(rule: FieldRule, draft: Draft, language: str, given: Given) -> Filled:
    code, name = rule.code, field_name(rule.code)
    text = _text(code, draft, language, given)
    files = _files(code, given)
    if text is not None and rule.most_characters is not None and len(text) > rule.most_characters:
        return Filled(rule, name, text, files, words().by_hand["too_long"])
    if code in HAND or (text is None and not files):
        return Filled(rule, name, text, files, _why(code))
    return Filled(rule, name, text, files, None)


def _why(code: str) -> Sentence:
    known = words()
    if code in known.by_hand:
        return known.by_hand[code]
    if code in SAID:
        return known.by_hand["own_words"]
    return known.by_hand["not_held" if code in known.names else "unknown_field"]


def _files(code: str, given: Given) -> tuple[str, ...]:
    if code in MADE:
        return given.files.get(MADE[code], ())
    kinds = PAPERS.get(code, ())
    return tuple(name for kind in kinds for name in given.files.get(kind.value, ()))


def _statements(code: str, draft: Draft, language: str) -> Iterator[str]:
    """The statements of this notice that the field takes, each as the letter has it."""
    for one in statements_of(draft.pack, draft.ground.right_kind, draft.regimes):
        if one.element in SAID[code]:
            yield str(getattr(one, language))


def _text(code: str, draft: Draft, language: str, given: Given) -> str | None:
    if code in SAID:
        said = _statements(code, draft, language)
        return "\n".join(said) or None
    if code == "right_ref":
        return given.reference
    make = TEXTS.get(code)
    return None if make is None else make(draft, language)
