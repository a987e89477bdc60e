"""Whether a name that is also an ordinary word is used as one: 苹果 in a list of fruit."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.text.folding import DROPPED, is_han
from matcher.text.forms import Found, Writing
from matcher.text.goods import goods_words
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Channel
from matcher.text.setting import Setting

LONGEST_WORD = 2
"""Characters of a name that may be an ordinary word; longer ones are names wherever they stand."""


def word_use(one: Found, found: Iterable[Found], mark: SoughtMark, setting: Setting) -> bool:
    """Whether a plain Chinese name stands for what the word means, and not for the mark.

    A brand is told by another name of the mark beside it, by its goods, by a model number after
    it, or by standing first where no other goods are named.
    """
    if not _may_be_word(one):
        return False
    within = setting.wording.inside_word(one.first, one.beyond)
    if not within and not setting.wording.whole_word(one.first, one.beyond):
        return False
    if _named_twice(one, found):
        return False
    if within:
        return not setting.wording.begins_word(one.first, one.beyond)
    own = any(number in setting.goods for number in mark.nice_classes)
    model = _model_follows(setting.folded.aligned, one.beyond)
    return not (own or model) and (one.first > 0 or _among_its_goods(one.form.chars, setting))


def _may_be_word(one: Found) -> bool:
    chinese = one.form.writing is Writing.HAN and len(one.form.chars) <= LONGEST_WORD
    return chinese and one.channel is Channel.EXACT


def _named_twice(one: Found, found: Iterable[Found]) -> bool:
    """Whether another name of the mark stands in the text."""
    return any(
        other.channel is Channel.EXACT
        and other.form.mark == one.form.mark
        and other.form.chars != one.form.chars
        for other in found
    )


def _model_follows(aligned: str, place: int) -> bool:
    after = aligned[place : place + 1]
    return bool(after) and after != DROPPED and not is_han(after)


def _among_its_goods(chars: str, setting: Setting) -> bool:
    """Whether the word itself names goods, and the text names others of their class."""
    return any(
        chars in goods_words()[number] and word != chars for number, word in setting.goods.items()
    )
