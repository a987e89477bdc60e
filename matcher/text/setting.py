"""What of a text concerns all mentions in it, worked out when first asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from matcher.text.codewords import claim_in, code_words
from matcher.text.folding import Folded
from matcher.text.goods import goods_in
from matcher.text.mention import CodeWord
from matcher.text.wording import Wording


class Setting:
    """A folded text with its words, its goods and its code words.

    Attributes:
        known_words: Folded words of the trade that are no slip of a name, and how many titles of
            a crawl they stand in.
    """

    def __init__(self, folded: Folded, known_words: Mapping[str, int]) -> None:
        self.folded = folded
        self.known_words = known_words
        self.wording = Wording(folded)

    @cached_property
    def code_word(self) -> CodeWord | None:
        """The first code word, those of imitations before those of grey goods."""
        return next(code_words(self.folded.original), None)

    @cached_property
    def claim(self) -> str | None:
        """A word that claims the genuine article."""
        return claim_in(self.folded.original)

    @cached_property
    def goods(self) -> dict[int, str]:
        """The classes of which the text names goods, each with a word."""
        return goods_in(self.folded)
