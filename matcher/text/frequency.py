"""How common a name is: in how many titles of the crawl it stands as it is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from domain.aliases import Frequency
from domain.rights import RightSlug
from matcher.text.folding import Folded, fold
from matcher.text.forms import form_of
from matcher.text.mention import Channel, SoughtName
from matcher.text.ways.plain import Plain

EXAMPLES = 3
LONGEST_EXAMPLE = 120


def frequencies(names: Iterable[str], titles: Iterable[str]) -> dict[str, Frequency]:
    """In how many of the titles each name stands, letters and boundaries alone regarded.

    Case, width, accents and traditional forms make no difference; disguises do not count, for a
    word is common in its plain spelling. A few titles are kept to look at, cut to a length.
    """
    search, counts = _Search(dict.fromkeys(names)), Counter[str]()
    examples: dict[str, list[str]] = defaultdict(list)
    total = 0
    for title in titles:
        total += 1
        for name in search.names_in(fold(title)):
            counts[name] += 1
            if len(examples[name]) < EXAMPLES:
                examples[name].append(title[:LONGEST_EXAMPLE])
    return {
        name: Frequency(counts[name], total, tuple(examples.get(name, ())))
        for name in search.names
    }


class _Search:
    """Names laid out to be found exactly; those of one character are looked up by it."""

    def __init__(self, names: Mapping[str, None]) -> None:
        self.names = tuple(names)
        self._plain, self._single = Plain(), defaultdict[str, list[str]](list)
        for name in self.names:
            form = form_of(RightSlug(name), SoughtName(name, channels=frozenset({Channel.EXACT})))
            if form:
                self._plain.add(form)
            elif chars := fold(name).chars:
                self._single[chars].append(name)

    def names_in(self, folded: Folded) -> Iterator[str]:
        """The names that stand in this text, each once."""
        found = {one.form.name.text for one in self._plain.find(folded)}
        for char in set(folded.chars) & self._single.keys():
            found.update(self._single[char])
        yield from sorted(found)
