"""Checks of what the laws of notices require, and of the languages and reasons of a channel."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from domain.cases import Case
from domain.languages import LANGUAGES
from domain.ownership import ExhibitKind
from domain.rights import Mark, RightKind
from takedown.checks.look import Look, Problem, known, of_listing
from takedown.checks.owner import mark_out_of_term, work_out_of_term
from takedown.checks.title import applied_art_out_of_term, design_over
from takedown.draft import Draft
from takedown.parts import parts_in
from takedown.rules import Confidence, Rule
from takedown.statements import statements_of

Shown = Callable[[Draft], bool]

FREE_MAIL = frozenset(
    {
        "163.com", "126.com", "qq.com", "foxmail.com", "sina.com", "sohu.com", "aliyun.com",
        "gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "yahoo.co.jp",
        "icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.de", "gmx.com", "web.de",
    }
)  # fmt: skip
"""Mail services of private persons."""


def element_missing(look: Look) -> Iterator[Problem]:
    """Something that a law of notices requires is not in the draft."""
    draft = look.draft
    for part in parts_in(draft):
        shown = SHOWN.get(part.element.code)
        if part.required_by and shown is not None and not shown(draft):
            name, by = part.element.name, ", ".join(part.required_by)
            yield Problem({"zh": name.zh, "en": name.en, "ja": name.ja, "regimes": by})


def term_element_fails(look: Look) -> Iterator[Problem]:
    """The notice would declare that the right is in term, and it is not."""
    said = {one.code for one in statements_of(look.draft.pack, _kind(look), look.draft.regimes)}
    if "jp_in_term" in said and _over(look):
        yield Problem()


def no_letter_in_its_language(look: Look) -> Iterator[Problem]:
    """The channel reads none of the languages in which a letter can be written."""
    read = [rule.code for rule in look.draft.pack.languages]
    if not set(read) & set(LANGUAGES):
        values = {"read": ", ".join(read), "written": ", ".join(LANGUAGES)}
        yield Problem(values, look.draft.pack.languages[0])


def reason_evidence_missing(look: Look) -> Iterator[Problem]:
    """The channel's reason asks for one of some papers, and none of them is there."""
    reason = look.draft.ground.reason
    kinds = {one.kind for one in look.draft.cases[0].exhibits}
    if reason is not None and reason.needs and not kinds & set(reason.needs):
        yield Problem({"reason": reason.zh, "wanted": ", ".join(reason.needs)}, reason)


def mark_not_in_title(look: Look) -> Iterator[Problem]:
    """The decision says that the title uses the mark, and no spelling of it stands there."""
    right = look.draft.right
    if not isinstance(right, Mark):
        return
    for case in look.draft.cases:
        if case.decision.reason.value == "mark_in_title" and not _in_title(case, right):
            yield of_listing(case)


def private_contact(look: Look) -> Iterator[Problem]:
    """The e-mail that sellers will be shown is one of a private person's service."""
    mail = look.draft.holder.email or ""
    if mail.rpartition("@")[2].strip().casefold() in FREE_MAIL:
        yield Problem({"email": mail.strip()[:80]})


def portal_unknown(look: Look) -> Iterator[Problem]:
    """Where the complaint is filed is not known."""
    if look.draft.pack.portal.url is None:
        yield Problem({}, look.draft.pack.portal)


def hardly_known(look: Look) -> Iterator[Problem]:
    """A rule is used that is known by hearsay alone."""
    for rule in _used(look):
        if rule.confidence is Confidence.LOW:
            yield Problem({"rule": getattr(rule, "code", None) or rule.fact[:80]}, rule)


def _used(look: Look) -> Iterator[Rule]:
    """The rules that this notice rests on: its reason, laws, papers, limits and statements."""
    draft, kind = look.draft, _kind(look)
    pack = draft.pack
    yield from draft.ground.laws
    if draft.ground.reason is not None:
        yield draft.ground.reason
    yield from (one for one in pack.rights if one.code == kind)
    yield from (one for one in pack.languages if one.code in LANGUAGES)
    yield from (one for one in pack.limits if one.endings or one.largest_bytes)
    if kind is RightKind.MARK:
        yield pack.territory
    papers = (*pack.identity, *pack.proof_registered, *pack.proof_unregistered)
    yield from (one for one in papers if one.needed and one.right in (None, kind))
    if pack.links_per_complaint.value is not None:
        yield pack.links_per_complaint


def _kind(look: Look) -> RightKind:
    return look.draft.ground.right_kind


def _over(look: Look) -> bool:
    terms = (mark_out_of_term, work_out_of_term, applied_art_out_of_term, design_over)
    return any(True for term in terms for _ in term(look))


def _in_title(case: Case, mark: Mark) -> bool:
    title = _plain(case.sighting.facts.title or "")
    spans = [span for one in case.candidate.score.readings for span in one.spans()]
    names = [_plain(name.text) for name in mark.names]
    return any(span.field == "title" for span in spans) or any(name in title for name in names)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _contact(draft: Draft) -> bool:
    return all(known(getattr(draft.holder, name)) for name in ("address", "phone", "email"))


def _identified(draft: Draft) -> bool:
    right = draft.right
    if isinstance(right, Mark):
        return known(right.registration_number) and known(right.office)
    return known(right.title)


def _proved(draft: Draft) -> bool:
    case = draft.cases[0]
    certificates = {ExhibitKind.MARK_CERTIFICATE, ExhibitKind.WORK_CERTIFICATE}
    return bool(case.proof.answers) or any(one.kind in certificates for one in case.exhibits)


def _says(element: str) -> Shown:
    def shown(draft: Draft) -> bool:
        said = statements_of(draft.pack, draft.ground.right_kind, draft.regimes)
        return any(one.element == element for one in said)

    return shown


SHOWN: Mapping[str, Shown] = {
    "claimant_identity": lambda draft: any(known(one) for one in draft.holder.names.values()),
    "claimant_contact": _contact,
    "right_identified": _identified,
    "right_proof": _proved,
    "exact_location": lambda draft: all(known(one.sighting.facts.url) for one in draft.cases),
    "prima_facie_evidence": lambda draft: all(one.sighting.captures for one in draft.cases),
    "infringing_act": lambda draft: draft.ground.reason is not None and bool(draft.ground.laws),
    **{
        element: _says(element)
        for element in (
            "good_faith_statement",
            "accuracy_statement",
            "completeness_statement",
            "perjury_statement",
            "truth_guarantee",
            "no_licence_statement",
            "protection_term_ok",
        )
    },
}
"""How each element is seen to be there; a letter is in writing, and a person signs it."""
