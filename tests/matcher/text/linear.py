"""The plain answer of every way of recognising a name: every form at every place, no index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from domain.rights import RightSlug
from matcher.text.folding import DROPPED, Folded, View, fold, is_han
from matcher.text.forms import Form, form_of
from matcher.text.mention import SoughtName
from matcher.text.readings import BLURS, mixed_up, readings, syllables
from matcher.text.vendored import shapes
from matcher.text.ways import characters, kana, masks, skeleton, typos

Place = tuple[str, int, int]
"""A form's letters, and where it was found."""


def forms_of(names: Iterable[str]) -> list[Form]:
    """The names as they are looked for."""
    made = (form_of(RightSlug(name), SoughtName(name)) for name in names)
    return [form for form in made if form is not None]


def standing(view: View, chars: str) -> Iterator[tuple[int, int]]:
    """Every place of the aligned text at which these letters stand, whatever parts them."""
    for start in range(len(view.chars) - len(chars) + 1):
        if view.chars[start : start + len(chars)] == chars:
            yield view.stretch(start, start + len(chars))


def plain(forms: Sequence[Form], text: str) -> set[Place]:
    """Names letter by letter, before their edges and gaps are looked at."""
    view = fold(text).view
    return {(form.chars, *place) for form in forms for place in standing(view, form.chars)}


def sounding(forms: Sequence[Form], text: str) -> set[Place]:
    """Stretches of Chinese with the blurred sound of a name and one character of it."""
    folded = fold(text)
    view = View(folded.aligned.translate(BLURS))
    found = set()
    for form in forms:
        for way in readings(form.chars):
            sound = "".join(syllables()[one] for one in way).translate(mixed_up())
            for first, beyond in standing(view, sound):
                found.add((form.chars, first, beyond))
    return found


def replaced(forms: Sequence[Form], text: str) -> set[Place]:
    """Stretches that differ from a name in one Chinese character."""
    folded = fold(text)
    chars = folded.chars
    found = set()
    for form in forms:
        for start in range(len(chars) - len(form.chars) + 1):
            window = chars[start : start + len(form.chars)]
            if _one_other(window, form.chars) and _may_be(folded, form, start, window):
                found.add((form.chars, *folded.view.stretch(start, start + len(window))))
    return found


def _one_other(window: str, name: str) -> bool:
    wrong = [new for new, old in zip(window, name, strict=True) if new != old]
    return len(wrong) == 1 and is_han(wrong[0])


def _may_be(folded: Folded, form: Form, start: int, window: str) -> bool:
    if len(form.chars) > 2:
        return True
    new, old = next((a, b) for a, b in zip(window, form.chars, strict=True) if a != b)
    if new in shapes().get(old, ()):
        return True
    first, beyond = folded.view.stretch(start, start + 2)
    near = not characters.parts_of(new).isdisjoint(characters.parts_of(old))
    edges = (folded.aligned[first - 1 : first] or DROPPED, folded.aligned[beyond : beyond + 1])
    return near and beyond == first + 2 and not all(edge and is_han(edge) for edge in edges)


def misspelt(forms: Sequence[Form], text: str) -> set[Place]:
    """Single words within the slips that are forgiven a name, measured one by one."""
    folded = fold(text)
    found = set()
    for run in typos.RUNS.finditer(folded.aligned):
        for form in forms:
            distance = OSA.distance(run.group(), form.chars)
            same = run.group().strip(typos.DIGITS) == form.chars
            if 0 < distance <= typos.slips_of(form.chars) and not same:
                found.add((form.chars, *run.span()))
    return found


def hidden(forms: Sequence[Form], text: str) -> set[Place]:
    """Chinese names of which one sign stands for one character."""
    folded = fold(text)
    found = set()
    for mask in masks.MASK.finditer(folded.text):
        for form in forms:
            for at in range(len(form.chars)):
                first, beyond = mask.start() - at, mask.end() + len(form.chars) - at - 1
                wanted = form.chars[:at] + form.chars[at + 1 :]
                seen = folded.aligned[max(0, first) : mask.start()]
                seen += folded.aligned[mask.end() : beyond]
                if len(mask.group()) == 1 and first >= 0 and seen == wanted:
                    found.add((form.chars, first, beyond))
    return found


def alike(forms: Sequence[Form], text: str) -> set[Place]:
    """Latin names by what their letters look like, one letter for one."""
    folded = fold(text)
    view = View(folded.text.translate(skeleton.SKELETONS))
    found = set()
    for form in forms:
        for place in standing(view, form.chars.translate(skeleton.ALIKE)):
            if folded.aligned[slice(*place)].replace(DROPPED, "") != form.chars:
                found.add((form.chars, *place))
    return found


def sound_of_kana(chars: str) -> str:
    """A kana name without what its spellings differ in."""
    for spelling, sound in kana.SAME:
        chars = chars.replace(spelling, sound)
    return chars.replace(DROPPED, "")
