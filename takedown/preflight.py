"""Preflight: everything a platform would refuse or doubt, found before a notice is written."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.digests import Sha256
from domain.languages import Sentence
from domain.notices import Finding, Severity
from takedown.checks import channel, elements, listing, owner, papers, record, title
from takedown.checks.look import Check, Ledger, Look, Problem
from takedown.draft import Draft
from takedown.rules import Rule, Source

TEXTS_FILE = Path(__file__).with_name("findings.toml")

CHECKS: Mapping[str, Check] = {
    "V01_holder_name": owner.holder_name_missing,
    "V01_contact": owner.contact_missing,
    "V01_email": owner.email_unusable,
    "V01_identity_expired": owner.identity_expired,
    "V01_paper_old": owner.paper_too_old,
    "V01_names_differ": papers.identity_names_another,
    "V01_name_written": papers.name_written_otherwise,
    "V01_authority_names": papers.authority_from_another,
    "V02_authority_expired": owner.authority_expired,
    "V02_authority_early": papers.authority_not_begun,
    "V02_authority_platform": papers.authority_elsewhere,
    "V02_authority_scope": papers.authority_without_enforcement,
    "V02_authority_unread": papers.authority_unread,
    "V03_paper_missing": owner.paper_missing,
    "V03_territory": owner.mark_elsewhere,
    "V03_territory_unknown": owner.territory_unknown,
    "V03_term": owner.mark_out_of_term,
    "V03_classes": owner.mark_without_classes,
    "V03_not_yet_registered": title.not_yet_registered,
    "V03_owner": papers.certificate_names_another,
    "V03_goods": title.goods_not_named,
    "V04_design_over": title.design_over,
    "V04_evaluation": title.evaluation_may_be_asked,
    "V05_commission": title.commission_without_contract,
    "V05_commission_clause": title.commission_without_clause,
    "V05_basis_clause": title.basis_without_clause,
    "V05_basis_over": title.basis_out_of_force,
    "V05_basis_names": title.basis_names_another,
    "V05_basis_paper": title.basis_without_paper,
    "V05_basis_told": title.basis_only_told,
    "V06_gap_stops": owner.gap_stops,
    "V06_gap_said": owner.gap_said,
    "V06_nothing_proved": owner.nothing_proved,
    "V06_contradiction_stops": title.contradiction_stops,
    "V06_contradiction": title.contradiction_said,
    "V06_own_word": title.own_word_alone,
    "V06_declaration": title.declaration_missing,
    "V07_listing_older": listing.listing_older,
    "V07_only_told": title.date_only_told,
    "V08_term": owner.work_out_of_term,
    "V08_applied_art": title.applied_art_out_of_term,
    "V09_capture": listing.capture_missing,
    "V09_bytes": listing.bytes_missing,
    "V09_by_hand": listing.seen_by_hand,
    "V09_page_state": record.page_said_nothing,
    "V09_looks_disagree": record.looks_disagree,
    "V10_link": listing.link_missing,
    "V10_host": listing.link_elsewhere,
    "V10_item_id": listing.item_id_missing,
    "V10_id_in_link": record.item_id_not_in_link,
    "V10_duplicate": listing.listed_twice,
    "V10_pending": record.pending_elsewhere,
    "V10_refused": record.refused_before,
    "V11_mixed": channel.mixed,
    "V11_sites": record.several_sites,
    "V11_limit": channel.too_many_links,
    "V11_limit_unknown": channel.limit_unknown,
    "V12_right": channel.right_not_taken,
    "V12_reason": channel.reason_not_on_list,
    "V12_pictures": listing.pictures_missing,
    "V12_reason_evidence": elements.reason_evidence_missing,
    "V12_counterfeit": record.counterfeit_without_reasons,
    "V12_certificate": title.certificate_may_be_asked,
    "V13_law": channel.no_law,
    "V13_mark_in_title": elements.mark_not_in_title,
    "V13_price_unknown": listing.price_unknown,
    "V14_language": elements.no_letter_in_its_language,
    "V14_translation": papers.translation_missing,
    "V15_paper_kind": papers.needed_paper_of_wrong_kind,
    "V15_exhibit_kind": papers.exhibit_of_wrong_kind,
    "V15_paper_size": papers.needed_paper_too_large,
    "V15_exhibit_size": papers.exhibit_too_large,
    "V16_element": elements.element_missing,
    "V16_term_statement": elements.term_element_fails,
    "V16_placeholder": owner.placeholder_left,
    "V16_letter": channel.letter_unfilled,
    "V17_decision": listing.not_found_infringing,
    "V17_state": record.no_longer_infringing,
    "V17_second_person": record.not_seconded,
    "V17_authorised": listing.seller_authorised,
    "V17_seller_unknown": listing.seller_unknown,
    "V18_old_look": listing.look_is_old,
    "V18_changed": listing.changed_since,
    "V18_gone": record.gone_since,
    "V18_no_word": record.last_look_said_nothing,
    "V18_sold_out": record.sold_out,
    "V19_held": record.held_for_standing,
    "V19_released": record.released_by_second_person,
    "V19_near": record.near_a_threshold,
    "V20_contact": elements.private_contact,
    "V21_pack_early": channel.pack_not_valid_yet,
    "V21_pack_unchecked": channel.pack_unchecked,
    "V21_hardly_known": elements.hardly_known,
    "V21_portal_unknown": elements.portal_unknown,
}
"""Every question that is put to a draft, by the code of its finding."""


@dataclass(frozen=True, slots=True)
class FindingText:
    """How a finding reads; sentences name values in braces."""

    severity: Severity
    rule: str
    source: str
    what: Sentence
    mend: Sentence


def preflight(
    draft: Draft, has_bytes: Callable[[Sha256], bool], ledger: Ledger | None = None
) -> tuple[Finding, ...]:
    """All findings on this draft, in the order of the checks.

    `has_bytes` says whether bytes of a digest are kept; `ledger` is what is on record beside it.
    """
    look = Look(draft, has_bytes, ledger or Ledger())
    texts = finding_texts()
    return tuple(
        _finding(code, texts[code], problem, draft)
        for code, check in CHECKS.items()
        for problem in check(look)
    )


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Whether one of these stops the export."""
    return any(finding.severity is Severity.BLOCKS for finding in findings)


@functools.cache
def finding_texts() -> Mapping[str, FindingText]:
    """The text of every finding by its code."""
    return TypeAdapter(dict[str, FindingText]).validate_python(read_toml(TEXTS_FILE))


def _finding(code: str, text: FindingText, problem: Problem, draft: Draft) -> Finding:
    rule, source = text.rule, text.source
    if problem.rule is not None:
        rule, source = problem.rule.fact, _cited(problem.rule, draft)
    return Finding(
        code=code,
        severity=text.severity,
        what=_filled(text.what, problem.values),
        rule=rule,
        source=source,
        mend=_filled(text.mend, problem.values),
    )


def _cited(rule: Rule, draft: Draft) -> str:
    known: dict[str, Source] = {**draft.pack.sources, **dict(draft.ground.sources)}
    cited = (f"{one}: {known[one].title} ({known[one].url or '-'})" for one in rule.sources)
    return "; ".join(cited)


def _filled(sentence: Sentence, values: Mapping[str, str]) -> Sentence:
    return Sentence(
        zh=sentence.zh.format_map(values),
        en=sentence.en.format_map(values),
        ja=sentence.ja.format_map(values),
    )
