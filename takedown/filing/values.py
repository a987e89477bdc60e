"""What is pasted into the fields of a form, by the field's code."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.decisions import Reason
from domain.languages import Sentence
from domain.rights import Mark, RightKind, label_of
from takedown.cells import printable
from takedown.draft import Draft
from takedown.notice import holder_name
from takedown.regimes import known_regimes
from takedown.words import DECIDED

WORDS_FILE = Path(__file__).with_name("fields.toml")
NAME_LENGTH = 80

PROOF_FIELDS = frozenset(
    {"right_ref", "proof_of_ownership", "original_image", "shooting_set", "work_sample"}
)
PAGE_FIELDS = frozenset({"evidence_file", "comparison_image", "marked_screenshot"})
"""Fields by which a form takes proof of the right, and evidence of the pages."""


@dataclass(frozen=True, slots=True)
class Words:
    """Names of fields, why a person fills them, and texts with values in braces."""

    names: Mapping[str, Sentence]
    by_hand: Mapping[str, Sentence]
    texts: Mapping[str, Sentence]


@functools.cache
def words() -> Words:
    """The words of every field."""
    return TypeAdapter(Words).validate_python(read_toml(WORDS_FILE))


def describe(draft: Draft, language: str) -> str:
    """The complaint in a few sentences, short enough for every form that is known.

    Papers are said to be attached only where the form takes them.
    """
    told = [
        "owner_mark" if isinstance(draft.right, Mark) else "owner_work",
        "checked",
        "laws",
        *_attached(draft),
        "no_sample",
    ]
    request = known_regimes().request_in(draft.pack.country).in_language(language)
    return _joined([*_sentences(draft, language, told), request], language)


def tell_seller(draft: Draft, language: str) -> str:
    """The complaint as the seller is to read it: whose right, what was found, our reference."""
    told = [
        "owner_mark" if isinstance(draft.right, Mark) else "owner_work",
        "checked",
        "no_sample",
    ]
    return _joined(_sentences(draft, language, told), language)


def _sentences(draft: Draft, language: str, told: list[str]) -> list[str]:
    values = _values(draft, language)
    return [words().texts[one].in_language(language).format_map(values) for one in told]


def _joined(sentences: list[str], language: str) -> str:
    return (" " if language == "en" else "").join(sentences)


def _attached(draft: Draft) -> Iterator[str]:
    taken = {rule.code for rule in draft.pack.form_fields}
    if taken & PROOF_FIELDS:
        yield "attached_proof"
    if taken & PAGE_FIELDS:
        yield "attached_pages"


def _values(draft: Draft, language: str) -> dict[str, str]:
    right, reason = draft.right, draft.cases[0].decision.reason
    mark = right if isinstance(right, Mark) else None
    return {
        "holder": _short(holder_name(draft, language)),
        "right": _short(label_of(right)),
        "count": str(len(draft.cases)),
        "decided": DECIDED[reason].in_language(language) if reason in DECIDED else reason.value,
        "place": _place(draft, language) or words().texts["place_none"].in_language(language),
        "laws": ("; " if language == "en" else "；").join(
            str(getattr(law, language)) for law in draft.ground.laws
        ),
        "slug": draft.slug,
        "number": mark.registration_number if mark else "",
        "classes": ", ".join(str(one) for one in mark.nice_classes) if mark else "",
    }


def _short(text: str) -> str:
    return printable(text, NAME_LENGTH)


def _lines(values: list[str | None]) -> str | None:
    known = [printable(one, None) for one in values if one]
    return "\n".join(known) if known else None


def _site(draft: Draft, language: str) -> str:
    name = getattr(draft.profile.names, language)
    sites = sorted({case.sighting.key.site for case in draft.cases})
    return f"{name} ({', '.join(sites)})"


def _reason(draft: Draft, language: str) -> str | None:
    reason = draft.ground.reason
    return None if reason is None else str(getattr(reason, language))


def _contact(draft: Draft, language: str) -> str:
    holder = draft.holder
    parts = (
        holder_name(draft, language),
        holder.address,
        holder.contact_person,
        holder.phone,
        holder.email,
    )
    return "\n".join(printable(one, None) for one in parts if one)


def _kind(draft: Draft, language: str) -> str:
    return words().texts[f"right_{draft.ground.right_kind.value}"].in_language(language)


def _work(draft: Draft, language: str) -> str:
    right = draft.right
    if isinstance(right, Mark):
        return f"{_short(label_of(right))}, {right.registration_number} ({right.office})"
    author = f", {printable(right.author)}" if right.author else ""
    year = f", {right.created_on.year}" if right.created_on else ""
    return f"{printable(right.title)} ({right.kind}){author}{year}"


def _place(draft: Draft, language: str) -> str | None:
    code = {
        Reason.COPIED_PICTURE: "place_picture",
        Reason.COPIED_ARTWORK: "place_goods",
        Reason.MARK_ON_GOODS: "place_goods",
        Reason.MARK_IN_TITLE: "place_title",
        Reason.COUNTERFEIT_SEEN: "place_goods",
    }.get(draft.cases[0].decision.reason)
    return None if code is None else words().texts[code].in_language(language)


def _work_link(draft: Draft, _language: str) -> str | None:
    right = draft.right
    return None if isinstance(right, Mark) else right.first_published_at


def _published(draft: Draft, _language: str) -> str | None:
    right = draft.right
    if isinstance(right, Mark) or right.first_published_on is None:
        return None
    return right.first_published_on.isoformat()


def _brand(draft: Draft, language: str) -> str:
    right = draft.right
    if isinstance(right, Mark):
        return _short(label_of(right))
    names = draft.holder.names
    return _short(names.get(language) or next(iter(names.values())))


def _countries(draft: Draft, _language: str) -> str:
    right = draft.right
    return ", ".join(right.territory) if isinstance(right, Mark) else draft.holder.country


def _seller(draft: Draft, _language: str) -> str | None:
    return _lines(list(dict.fromkeys(case.sighting.facts.seller for case in draft.cases)))


def _listed(name: str) -> Callable[[Draft, str], str | None]:
    def told(draft: Draft, _language: str) -> str | None:
        return _lines([getattr(case.sighting.facts, name) for case in draft.cases])

    return told


def _titles(draft: Draft, _language: str) -> str | None:
    titles = (case.sighting.facts.title for case in draft.cases)
    return "\n".join(printable(one) for one in titles if one) or None


def _said(key: str) -> Callable[[Draft, str], str | None]:
    def told(_draft: Draft, language: str) -> str | None:
        return words().texts[key].in_language(language)

    return told


TEXTS: Mapping[str, Callable[[Draft, str], str | None]] = {
    "site": _site,
    "target_type": _said("target_listing"),
    "right_type": _kind,
    "reason_code": _reason,
    "listing_url": _listed("url"),
    "item_id": _listed("item_id"),
    "item_title": _titles,
    "seller_name": _seller,
    "infringing_party": _seller,
    "description": describe,
    "message_to_seller": tell_seller,
    "detailed_message": describe,
    "nature_of_infringement": _place,
    "position_of_infringement": _place,
    "work_description": _work,
    "work_link": _work_link,
    "first_publication_date": _published,
    "brand": _brand,
    "country_of_right": _countries,
    "contact": _contact,
    "holder_info": _contact,
    "secondary_contact": lambda draft, _language: draft.holder.email,
    "public_contact": lambda draft, _language: draft.holder.email,
    "contact_email": lambda draft, _language: draft.holder.email,
    "copy_email": lambda _draft, _language: "true",
}
"""What is pasted into a field, by its code."""

RIGHT_KINDS = frozenset(f"right_{kind.value}" for kind in RightKind)
"""Texts that must exist for each kind of right."""
