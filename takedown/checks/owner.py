"""Checks of the owner, the right and the papers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from domain.languages import LANGUAGES
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import Mark, Work, kind_of
from takedown.cells import printable
from takedown.checks.look import Look, Problem, known
from takedown.rules import PaperRule

PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|lorem ipsum|\{\{|\}\}|\{%|%\}|\$\{|<[a-z _-]+>"
    r"|\[(?:[A-Z]{3,}[A-Z _]*|your [a-z ]+|insert [a-z ]+)\]|_{4,}|…{2,}|\.{4,}|[〇○●×]{3,}"
    r"|(?<![一二三四五六七八九十])[〇○●]{2}(?=[都道府県市区町村丁番省县路街号])"
    r"|待填|待补|待定|请填写|请输入|此处填写|未記入|要記入|記入してください|ご記入|〔\s*〕|【\s*】|［\s*］",
    re.IGNORECASE,
)
"""What people leave where something is still to be filled in, in the desk's three languages."""

EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>.]+(\.[^@\s;,<>.]+)+")

TERM_YEARS = 50


def holder_name_missing(look: Look) -> Iterator[Problem]:
    """No name of the holder in a language that the channel reads and we write; else in English."""
    read = [rule.code for rule in look.draft.pack.languages]
    languages = read if set(read) & set(LANGUAGES) else ["en"]
    if not any(known(look.draft.holder.names.get(language)) for language in languages):
        yield Problem({"languages": ", ".join(languages)}, look.draft.pack.languages[0])


def contact_missing(look: Look) -> Iterator[Problem]:
    """Address, telephone or e-mail of the holder is not given."""
    holder = look.draft.holder
    for name in ("address", "phone", "email"):
        if not known(getattr(holder, name)):
            yield Problem({"field": name})


def email_unusable(look: Look) -> Iterator[Problem]:
    """The holder's e-mail is no single address."""
    mail = (look.draft.holder.email or "").strip()
    if mail and not EMAIL.fullmatch(mail):
        yield Problem({"email": printable(mail, 80)})


def placeholder_left(look: Look) -> Iterator[Problem]:
    """A text of the portfolio was never filled in."""
    for name, text in _own_texts(look):
        if PLACEHOLDER.search(text):
            yield Problem({"field": name, "text": printable(text, 60)})


def paper_missing(look: Look) -> Iterator[Problem]:
    """A paper without which the channel refuses is not among the exhibits."""
    kind = kind_of(look.draft.right)
    pack = look.draft.pack
    for rule in (*pack.identity, *pack.proof_registered, *pack.proof_unregistered):
        if rule.needed and rule.right in (None, kind) and not _shown(look, rule):
            yield Problem({"paper": rule.code}, rule)


def identity_expired(look: Look) -> Iterator[Problem]:
    """Every identity paper is past its date."""
    yield from _expired(look, ExhibitKind.IDENTITY)


def paper_too_old(look: Look) -> Iterator[Problem]:
    """Every identity paper is dated, and older than the channel takes on that day."""
    papers = look.draft.cases[0].exhibits
    shown = [one for one in papers if one.kind is ExhibitKind.IDENTITY]
    for rule in look.draft.pack.identity:
        days = [one.dated for one in shown if one.dated]
        if rule.most_months is None or not days or len(days) < len(shown):
            continue
        if months_after(max(days), rule.most_months) < look.draft.day:
            values = {"dated": max(days).isoformat(), "months": str(rule.most_months)}
            yield Problem({**values, "paper": rule.code}, rule)


def authority_expired(look: Look) -> Iterator[Problem]:
    """A power of attorney is there, but none that still holds."""
    yield from _expired(look, ExhibitKind.POWER_OF_ATTORNEY)


def mark_elsewhere(look: Look) -> Iterator[Problem]:
    """The mark is not registered where the platform sells."""
    right, territory = look.draft.right, look.draft.pack.territory
    country = look.draft.profile.country
    wanted = territory.countries or ((country,) if country else ())
    if isinstance(right, Mark) and wanted and not set(wanted) <= set(right.territory):
        values = {"wanted": ", ".join(wanted), "territory": ", ".join(right.territory) or "-"}
        yield Problem(values, territory)


def territory_unknown(look: Look) -> Iterator[Problem]:
    """Nobody said where this platform sells, so the mark's territory was not compared."""
    draft = look.draft
    unknown = not draft.pack.territory.countries and draft.profile.country is None
    if isinstance(draft.right, Mark) and unknown:
        yield Problem({"platform": draft.profile.slug}, draft.pack.territory)


def mark_out_of_term(look: Look) -> Iterator[Problem]:
    """The registration is over on the day of the notice."""
    right, day = look.draft.right, look.draft.day
    if isinstance(right, Mark) and right.expires_on < day:
        yield Problem({"expires_on": right.expires_on.isoformat()})


def mark_without_classes(look: Look) -> Iterator[Problem]:
    """No class of goods is recorded for the mark."""
    if isinstance(look.draft.right, Mark) and not look.draft.right.nice_classes:
        yield Problem()


def work_out_of_term(look: Look) -> Iterator[Problem]:
    """Fifty years have passed since the work was published (or made, where never published)."""
    right = look.draft.right
    if not isinstance(right, Work) or look.draft.pack.country != "CN":
        return
    began = right.first_published_on or right.created_on
    if began and look.draft.day.year > began.year + TERM_YEARS:
        yield Problem({"began": began.isoformat()})


def gap_stops(look: Look) -> Iterator[Problem]:
    """A question of ownership is open that the channel or the law puts."""
    yield from _gaps(look, stops=True)


def gap_said(look: Look) -> Iterator[Problem]:
    """A question of ownership is open that does not stop a notice here."""
    yield from _gaps(look, stops=False)


def nothing_proved(look: Look) -> Iterator[Problem]:
    """Ownership was never weighed: no answer and no gap is recorded."""
    proof = look.draft.cases[0].proof
    if not proof.answers and not proof.gaps:
        yield Problem({"right": look.draft.right.slug})


def _gaps(look: Look, *, stops: bool) -> Iterator[Problem]:
    for gap in look.draft.cases[0].proof.gaps:
        if (gap.question in look.draft.pack.blocking_gaps) is stops:
            said = gap.sentence
            kinds = ", ".join(kind.value for kind in gap.wanted) or "-"
            yield Problem(
                {
                    "question": gap.question.value,
                    "wanted": kinds,
                    "zh": said.zh,
                    "en": said.en,
                    "ja": said.ja,
                }
            )


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _expired(look: Look, kind: ExhibitKind) -> Iterator[Problem]:
    papers = [one for one in look.draft.cases[0].exhibits if one.kind is kind]
    ends = [_end(paper) for paper in papers]
    if ends and max(ends) < look.draft.day:
        yield Problem({"valid_until": max(ends).isoformat()})


def _end(paper: Exhibit) -> date:
    return min(paper.valid_until or date.max, paper.term_until or date.max)


def _shown(look: Look, rule: PaperRule) -> bool:
    return any(one.kind in rule.exhibits for one in look.draft.cases[0].exhibits)


def _own_texts(look: Look) -> Iterator[tuple[str, str]]:
    """Every text of our own that a letter or a form shows, by the place where it is mended."""
    holder, right = look.draft.holder, look.draft.right
    for language, name in holder.names.items():
        yield f"holder.names.{language}", name
    for field in ("address", "contact_person", "email", "phone"):
        if text := getattr(holder, field):
            yield f"holder.{field}", text
    if isinstance(right, Work):
        yield from (("work.title", right.title), ("work.author", right.author or ""))
        yield "work.first_published_at", right.first_published_at or ""
    else:
        yield "mark.registration_number", right.registration_number
        yield from (("mark.names", name.text) for name in right.names)
    for exhibit in look.draft.cases[0].exhibits:
        yield f"exhibits.{exhibit.kind}.described", exhibit.described
    for case in look.draft.cases:
        yield "decision.note", case.decision.note or ""
