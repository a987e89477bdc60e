"""Where a name may begin and end, and what may part its letters."""

from __future__ import annotations

from matcher.text.folding import DROPPED, Folded, is_hiragana, is_kana, is_latin
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.vendored import english_words

LONGEST_GAP = 3
PAUSES = frozenset(',，、;；:：&()（）[]【】「」《》<>"“”。|–—!！?？')
"""Signs that part two words rather than the characters of one name."""


def bounded(folded: Folded, writing: Writing, first: int, beyond: int) -> bool:
    """Whether a stretch stands alone, and not inside a longer word of its own script."""
    if writing is Writing.KANA:
        return not _same_kana(folded, first - 1, first) and not _same_kana(
            folded, beyond, beyond - 1
        )
    return _latin_edges(folded, first, beyond)


def _latin_edges(folded: Folded, first: int, beyond: int) -> bool:
    aligned = folded.aligned
    for neighbour, edge in ((first - 1, first), (beyond, beyond - 1)):
        char = aligned[neighbour] if 0 <= neighbour < len(aligned) else DROPPED
        if not is_latin(aligned[edge]) and not aligned[edge].isdigit():
            continue
        if char.isascii() and char.isdigit() and beyond - first <= 2:
            return False
        if is_latin(char) and not _other_style(folded.text, neighbour, edge):
            return False
    return True


def _other_style(text: str, neighbour: int, edge: int) -> bool:
    """Whether letters change their dress at this place: 𝗡𝗶𝗸𝗲shoes, niceNIKE, NIKEshoes."""
    outside, inside = text[neighbour], text[edge]
    if outside.isascii() != inside.isascii() and not (outside.isalpha() and ord(inside) < 0x2000):
        return True
    if neighbour < edge:
        return outside.islower() and inside.isupper()
    return False


def _same_kana(folded: Folded, neighbour: int, edge: int) -> bool:
    """Whether both are hiragana or both katakana: a particle after a name is no part of it."""
    if not 0 <= neighbour < len(folded.aligned) or not is_kana(folded.aligned[neighbour]):
        return False
    return is_hiragana(folded.text[neighbour]) == is_hiragana(folded.text[edge])


def gaps_inside(folded: Folded, first: int, beyond: int) -> list[str]:
    """What was dropped between the letters from one place to the other."""
    gaps: list[str] = []
    start = None
    for place in range(first, beyond):
        if folded.aligned[place] == DROPPED:
            start = place if start is None else start
        elif start is not None:
            gaps.append(folded.text[start:place])
            start = None
    return gaps


def meant_gaps(folded: Folded, form: Form, first: int, beyond: int) -> bool:
    """Whether letters were parted on purpose, rather than two words standing side by side."""
    gaps = [gap for gap in gaps_inside(folded, first, beyond) if visible(gap)]
    if any(len(gap.strip()) > LONGEST_GAP or len(gap) > LONGEST_GAP + 2 for gap in gaps):
        return False
    pieces = [piece for piece in folded.aligned[first:beyond].split(DROPPED) if piece]
    if form.writing is Writing.LATIN:
        found = Found(form, Channel.GAP, 0, first, beyond)
        meant = len(form.chars) > 2 and costumed(folded, found)
        return meant or _latin_pieces_meant(form, pieces, gaps)
    if form.writing is Writing.HAN and len(form.chars) == 2:
        return not any(PAUSES.intersection(gap) for gap in gaps)
    return True


def costumed(folded: Folded, found: Found) -> bool:
    """Whether Latin letters are written with letters that only look like them."""
    written = folded.text[found.first : found.beyond]
    pairs = zip(folded.aligned[found.first : found.beyond], written, strict=True)
    foreign = any(is_latin(char) and not one.isascii() for char, one in pairs)
    return foreign and not any(0xFF00 < ord(one) < 0xFF5F for one in written)


def visible(gap: str) -> bool:
    """Whether a reader sees the gap at all."""
    return not all(char in INVISIBLE for char in gap)


INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f")


def _latin_pieces_meant(form: Form, pieces: list[str], gaps: list[str]) -> bool:
    """Whether a Latin name was parted on purpose, and not two words that stand side by side."""
    if tuple(pieces) == form.words or len(pieces) == 1:
        return True
    if len(form.chars) <= 2:
        return False
    if all(len(piece) == 1 for piece in pieces):
        return len(form.chars) > 3 or not all(gap.isspace() for gap in gaps)
    return not any(_parting(gap) for gap in gaps) or _long_and_odd(form, pieces, gaps)


def _long_and_odd(form: Form, pieces: list[str], gaps: list[str]) -> bool:
    """Whether pieces of a name are no words of their own."""
    blank = any(gap.isspace() for gap in gaps)
    loose = [piece for piece in pieces if piece not in form.words]
    if all(piece in english_words() or piece.isdigit() for piece in loose):
        return False
    if blank and any(piece.isdigit() for piece in pieces):
        return False
    return len(form.chars) >= (5 if blank else 4)


def _parting(gap: str) -> bool:
    return any(char.isspace() or char in PAUSES or char in "-+/" for char in gap)
