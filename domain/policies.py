"""The owner's wishes for one mark: how its names are looked for, and which uses are no concern."""

from __future__ import annotations

from dataclasses import dataclass

CHANNELS = (
    "exact",
    "gap",
    "alias",
    "kana",
    "skeleton",
    "pinyin",
    "romanised",
    "split",
    "shape",
    "mask",
    "typo",
    "pinyin_fuzzy",
    "substituted",
    "order",
    "initials",
)
"""The ways in which a name is recognised, from the plainest to the most roundabout."""

USES = ("compatible", "word", "comparison")
"""Uses of a name that an owner may allow: for fit, as an ordinary word, beside its own brand."""


@dataclass(frozen=True, slots=True)
class NamePolicy:
    """How one name of the mark is looked for, where that is not what fits its length and script.

    Attributes:
        text: The name as it stands among the mark's names.
        channels: The ways allowed; None for those that fit.
        needs_evidence: Whether it is suggested only beside goods of the mark or a code word of
            the trade; None for what fits.
        one_character: That its owner knows it stands in thousands of honest titles.
    """

    text: str
    channels: tuple[str, ...] | None = None
    needs_evidence: bool | None = None
    one_character: bool = False


@dataclass(frozen=True, slots=True)
class MarkPolicy:
    """How one mark is looked for; all of it may be left out.

    Attributes:
        required_words: Where given, one of them must stand in the text.
        forbidden_words: Where one of them stands in the text, nothing is suggested.
        allowed_uses: Uses the owner does not mind, from `USES`.
        suggest: The score from which a listing is suggested; None for the scorecard's.
        review: The score from which it is put up for review; None for the scorecard's.
    """

    names: tuple[NamePolicy, ...] = ()
    required_words: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    allowed_uses: tuple[str, ...] = ()
    suggest: float | None = None
    review: float | None = None

    def of_name(self, text: str) -> NamePolicy:
        """What is wished for this name; the defaults where nothing is."""
        return next(
            (one for one in self.names if one.text.strip() == text.strip()), NamePolicy(text)
        )
