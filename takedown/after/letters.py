"""Letters after filing: withdrawal, preservation, word of a suit, and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import InputError
from domain.languages import LANGUAGES, Sentence
from takedown.draft import Draft
from takedown.notice import holder_context, listing_lines, listing_table
from takedown.papers.letter import Letter, write_letter

PRESERVATION_COUNTRY = "CN"
"""Article 31 of the PRC E-Commerce Law binds platforms that answer to Chinese law."""


class WithdrawalReason(StrEnum):
    """Why a notice is withdrawn."""

    AUTHORISED_SELLER = "authorised_seller"
    WRONG_LISTING = "wrong_listing"
    NOT_INFRINGING = "not_infringing"
    RIGHT_LAPSED = "right_lapsed"
    SETTLED = "settled"
    OTHER = "other"


class Act(StrEnum):
    """What a rights holder does within the time after a seller's statement."""

    COMPLAINED = "complained"
    SUED = "sued"


REASONS = {
    WithdrawalReason.AUTHORISED_SELLER: Sentence(
        "经核对，被投诉方已获授权", "the seller is authorised", "出品者は許諾を得ていた"
    ),
    WithdrawalReason.WRONG_LISTING: Sentence(
        "投诉链接有误", "the wrong listing was reported", "対象のリンクに誤りがあった"
    ),
    WithdrawalReason.NOT_INFRINGING: Sentence(
        "经复核，不构成侵权",
        "on a second look it does not infringe",
        "再確認の結果、侵害に当たらない",
    ),
    WithdrawalReason.RIGHT_LAPSED: Sentence(
        "所主张的权利已失效",
        "the right asserted is no longer in force",
        "主張した権利が失効していた",
    ),
    WithdrawalReason.SETTLED: Sentence("双方已和解", "the matter was settled", "和解が成立した"),
    WithdrawalReason.OTHER: Sentence(
        "通知人的决定", "by decision of the notifier", "通知者の判断による"
    ),
}

ACTS = {
    Act.COMPLAINED: Sentence("投诉", "filed a complaint with", "申し立てました"),
    Act.SUED: Sentence("提起诉讼", "brought an action before", "提訴しました"),
}


@dataclass(frozen=True, slots=True)
class Filed:
    """What is known of the filing: its day, the platform's ticket, the bundle, the statement."""

    filed_on: date | None = None
    ticket: str | None = None
    bundle_sha256: str | None = None
    countered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """A complaint or an action that the rights holder brought."""

    act: Act
    authority: str
    on: date
    case_number: str | None = None


def withdrawal_letters(
    draft: Draft, filed: Filed, reason: WithdrawalReason, day: date
) -> tuple[Letter, ...]:
    """The withdrawal of a notice that was filed.

    Raises:
        InputError: The day of filing is not known.
    """
    filed_on = _known(filed.filed_on, "filed")
    return _written(
        "withdrawal", draft, filed, day, {"filed_on": filed_on, "reason": REASONS[reason]}
    )


def preservation_letters(draft: Draft, filed: Filed, day: date) -> tuple[Letter, ...]:
    """The request that a Chinese platform keeps what it has on these listings.

    Raises:
        InputError: The channel does not answer to Chinese law.
    """
    if draft.pack.country != PRESERVATION_COUNTRY:
        raise InputError(
            f"{draft.pack.slug} does not answer to the PRC E-Commerce Law.",
            mend="Ask counsel for a request under the law of that country.",
            code="not_chinese_law",
            channel=draft.pack.slug,
        )
    return _written("preservation", draft, filed, day, {})


def court_letters(draft: Draft, filed: Filed, brought: Brought, day: date) -> tuple[Letter, ...]:
    """Word to the platform that a complaint or an action was brought in time.

    Raises:
        InputError: The day on which the seller's statement came is not known.
    """
    told: dict[str, object] = {
        "countered_on": _known(filed.countered_on, "countered"),
        "authority": brought.authority,
        "brought_on": brought.on.isoformat(),
        "act": ACTS[brought.act],
        "case_number": brought.case_number or "",
    }
    return _written("court", draft, filed, day, told)


def answer_letters(
    draft: Draft, filed: Filed, claim: Sentence, answer: Sentence, day: date
) -> tuple[Letter, ...]:
    """The ready answer to a seller's statement.

    Raises:
        InputError: The day on which the statement came is not known.
    """
    told: dict[str, object] = {
        "countered_on": _known(filed.countered_on, "countered"),
        "claim": claim,
        "answer": answer,
        "bundle_sha256": filed.bundle_sha256 or "",
        "added": [],
    }
    return _written("answer", draft, filed, day, told)


def _written(
    template: str, draft: Draft, filed: Filed, day: date, told: dict[str, object]
) -> tuple[Letter, ...]:
    return tuple(
        write_letter(
            template,
            language,
            {
                **holder_context(draft, language),
                "day": day,
                "slug": draft.slug,
                "ticket": filed.ticket or "",
                "listings": listing_lines(draft, language),
                **{name: _in(value, language) for name, value in told.items()},
            },
            {"listings": listing_table(draft, language)},
        )
        for language in LANGUAGES
    )


def _in(value: object, language: str) -> object:
    return value.in_language(language) if isinstance(value, Sentence) else value


def _known(day: date | None, event: str) -> str:
    if day is None:
        raise InputError(
            f"The day on which the notice was {event} is not known.",
            mend="Write down what happened first: `jianzhen notices filed` or `notices counter`.",
            code="day_not_known",
        )
    return day.isoformat()
