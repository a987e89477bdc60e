"""Checks of papers: whether their names join, what a power of attorney covers, and their files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from domain.languages import LANGUAGES
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import Mark, Work, kind_of
from takedown.cells import printable
from takedown.checks.look import Look, Problem, folded, known
from takedown.checks.names import among
from takedown.rules import FormLimit

K = ExhibitKind
NamesOf = Callable[[Exhibit], tuple[str, ...]]
EVERY_PLATFORM = (
    "所有",
    "全部",
    "各电商",
    "各大",
    "一切",
    "すべて",
    "全て",
    "allplatforms",
    "allonline",
)
"""What a power of attorney for every platform says where it names platforms."""

TRANSLATED = ("译", "訳", "translat")
"""What the description of a paper says where a translation is with it."""

OFFICIAL = {"JP": "ja", "CN": "zh", "TW": "zh", "KR": "ko", "DE": "de", "FR": "fr", "IT": "it"}
"""The language of public papers where it is neither English nor told otherwise."""


def identity_names_another(look: Look) -> Iterator[Problem]:
    """An identity paper was read, and it names somebody else."""
    yield from _named(look, papers_of(look, K.IDENTITY), _bearers)


def authority_from_another(look: Look) -> Iterator[Problem]:
    """A power of attorney was read, and somebody else gave it."""
    yield from _named(look, papers_of(look, K.POWER_OF_ATTORNEY), _giver)


def certificate_names_another(look: Look) -> Iterator[Problem]:
    """The mark's certificate names another owner, and no assignment leads from there."""
    if isinstance(look.draft.right, Mark) and not papers_of(look, K.ASSIGNMENT):
        yield from _named(look, papers_of(look, K.MARK_CERTIFICATE), _bearers)


def name_written_otherwise(look: Look) -> Iterator[Problem]:
    """A paper writes the holder's name otherwise: the legal form, or shapes of characters."""
    own = {folded(name) for name in look.draft.holder.names.values()}
    for kind, names_of in ((K.IDENTITY, _bearers), (K.POWER_OF_ATTORNEY, _giver)):
        read = [name for paper in papers_of(look, kind) for name in names_of(paper)]
        same = [name for name in read if among(name, look.draft.holder.names.values())]
        if same and not any(folded(name) in own for name in read):
            yield Problem({"named": printable(same[0], 80), "holder": _holder(look)})


def authority_elsewhere(look: Look) -> Iterator[Problem]:
    """Every power of attorney names platforms, and none of them is this one."""
    papers = papers_of(look, K.POWER_OF_ATTORNEY)
    if papers and not any(_covers(paper, look) for paper in papers):
        named = sorted({one for paper in papers for one in paper.platforms})
        yield Problem({"named": printable(", ".join(named), 80)})


def authority_without_enforcement(look: Look) -> Iterator[Problem]:
    """A power of attorney was read, and does not give leave to enforce."""
    papers = papers_of(look, K.POWER_OF_ATTORNEY)
    if papers and all(paper.clause is False for paper in papers):
        yield Problem()


def authority_unread(look: Look) -> Iterator[Problem]:
    """Nobody has said whether the power of attorney names enforcement."""
    papers = papers_of(look, K.POWER_OF_ATTORNEY)
    if any(paper.clause is None for paper in papers) and not any(one.clause for one in papers):
        yield Problem()


def authority_not_begun(look: Look) -> Iterator[Problem]:
    """Every power of attorney begins on a later day."""
    starts = [paper.term_from for paper in papers_of(look, K.POWER_OF_ATTORNEY)]
    begins = [day for day in starts if day]
    if starts and len(begins) == len(starts) and min(begins) > look.draft.day:
        yield Problem({"begins": min(begins).isoformat()})


def translation_missing(look: Look) -> Iterator[Problem]:
    """The channel wants identity papers, and these are in a language that it does not read."""
    language = OFFICIAL.get(look.draft.holder.country)
    read = {rule.code for rule in look.draft.pack.languages}
    wanted = any(rule.needed for rule in look.draft.pack.identity)
    papers = papers_of(look, K.IDENTITY)
    said = " ".join(paper.described.casefold() for paper in papers)
    unread = wanted and papers and language not in read
    if language and unread and not any(word in said for word in TRANSLATED):
        yield Problem({"language": language, "read": ", ".join(sorted(read))})


def needed_paper_of_wrong_kind(look: Look) -> Iterator[Problem]:
    """A paper without which the channel refuses is of a kind of file that the form refuses."""
    yield from _wrong_kind(look, _needed(look))


def exhibit_of_wrong_kind(look: Look) -> Iterator[Problem]:
    """An exhibit cannot be put into the form as it is."""
    needed = set(_needed(look))
    yield from _wrong_kind(look, (one for one in exhibits(look) if one not in needed))


def needed_paper_too_large(look: Look) -> Iterator[Problem]:
    """A paper without which the channel refuses is larger than the form takes."""
    yield from _too_large(look, _needed(look))


def exhibit_too_large(look: Look) -> Iterator[Problem]:
    """An exhibit is larger than the form takes."""
    needed = set(_needed(look))
    yield from _too_large(look, (one for one in exhibits(look) if one not in needed))


def papers_of(look: Look, kind: ExhibitKind) -> list[Exhibit]:
    """The papers of this kind of the holder and the right."""
    return [one for one in exhibits(look) if one.kind is kind]


def exhibits(look: Look) -> tuple[Exhibit, ...]:
    """Every exhibit of the holder and the right."""
    return look.draft.cases[0].exhibits


def _bearers(paper: Exhibit) -> tuple[str, ...]:
    return paper.bears


def _giver(paper: Exhibit) -> tuple[str, ...]:
    return (paper.giver,) if known(paper.giver) and paper.giver else ()


def _named(look: Look, papers: Iterable[Exhibit], names_of: NamesOf) -> Iterator[Problem]:
    read = [name for paper in papers for name in names_of(paper)]
    own = look.draft.holder.names.values()
    if read and not any(among(name, own) for name in read):
        yield Problem({"named": printable(read[0], 80), "holder": _holder(look)})


def _holder(look: Look) -> str:
    names = look.draft.holder.names
    return printable(names.get("zh") or names.get("en") or next(iter(names.values()), "-"), 80)


def _covers(paper: Exhibit, look: Look) -> bool:
    """Whether it names no platform, every platform, this one, or the group that it belongs to."""
    named = [folded(name) for name in paper.platforms]
    if not named or any(word in name for name in named for word in EVERY_PLATFORM):
        return True
    profile, pack = look.draft.profile, look.draft.pack
    ours = {folded(one) for one in (profile.slug, *_in_languages(profile.names))}
    # a channel's name may list its sites in brackets: those are other platforms
    groups = {folded(re.split("[（(]", one)[0]) for one in _in_languages(pack.names)}
    return any(
        name in ours
        or any(own in name for own in ours if len(own) > 1)
        or any(name in group for group in groups | {folded(pack.slug)} if len(name) > 1)
        for name in named
    )


def _in_languages(names: object) -> list[str]:
    return [str(getattr(names, language)) for language in LANGUAGES]


def _needed(look: Look) -> list[Exhibit]:
    pack, kind = look.draft.pack, kind_of(look.draft.right)
    rules = [
        rule
        for rule in (*pack.identity, *pack.proof_registered, *pack.proof_unregistered)
        if rule.needed and rule.right in (None, kind)
    ]
    return [one for one in exhibits(look) if any(one.kind in rule.exhibits for rule in rules)]


def _wrong_kind(look: Look, papers: Iterable[Exhibit]) -> Iterator[Problem]:
    rule = _limit(look, "file_types")
    if rule is None or not rule.endings:
        return
    taken = {_plain_ending(one) for one in rule.endings}
    for paper in papers:
        ending = _plain_ending(PurePosixPath(paper.file_name).suffix.lstrip(".").casefold())
        if ending not in taken:
            values = {"file": printable(paper.file_name, 60), "taken": ", ".join(rule.endings)}
            yield Problem(values, rule)


def _plain_ending(ending: str) -> str:
    return {"jpeg": "jpg", "tiff": "tif"}.get(ending, ending)


def _too_large(look: Look, papers: Iterable[Exhibit]) -> Iterator[Problem]:
    rule = _limit(look, "file_size")
    for paper in papers if rule and rule.largest_bytes else ():
        if rule and rule.largest_bytes and paper.size_bytes > rule.largest_bytes:
            size = f"{paper.size_bytes / 1e6:.1f} MB"
            most = f"{rule.largest_bytes / 1e6:g} MB"
            yield Problem(
                {"file": printable(paper.file_name, 60), "size": size, "most": most}, rule
            )


def _limit(look: Look, code: str) -> FormLimit | None:
    return next((rule for rule in look.draft.pack.limits if rule.code == code), None)


def basis_of(look: Look) -> str | None:
    """On what the holder's title to a work rests; None for a mark, and where nobody said."""
    right = look.draft.right
    return right.title_basis if isinstance(right, Work) else None
