"""The report for a court or an authority: each point that is asked, and the bundle's answer."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from config.settings import TimeAuthority
from domain.captures import two_looks
from domain.cases import Case
from domain.digests import Sha256, sha256_of
from domain.ownership import ExhibitKind
from domain.records import Plain
from takedown.bundle import Content
from takedown.draft import Draft
from takedown.papers.typeset import typeset

HERE = Path(__file__).parent
MOST_FILES = 150
LISTED = ("captures/", "ownership/")
LISTING_HEADS = ("listing", "seen", "captures", "agreement")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the report knows beside the draft: who was asked for trusted time, and what came."""

    authorities: Sequence[TimeAuthority] = ()
    stamps: Sequence[tuple[str, datetime]] = ()


def report_files(
    draft: Draft, payload: Mapping[str, Content], known: Circumstances, languages: Collection[str]
) -> dict[str, bytes]:
    """The reports of a bundle with this payload, by their names below `data/`."""
    return {
        f"report/report.{one}.pdf": court_report(draft, payload, known, one) for one in languages
    }


def court_report(
    draft: Draft, payload: Mapping[str, Content], known: Circumstances, language: str
) -> bytes:
    """The report as PDF/A in this language (zh, en or ja).

    Raises:
        InputError: A font is missing, or it cannot be set in type.
    """
    return typeset("report.typ", report_content(draft, payload, known, language), draft.day, {})


def report_content(
    draft: Draft, payload: Mapping[str, Content], known: Circumstances, language: str
) -> dict[str, Plain]:
    """Everything that the report prints, as values."""
    words, points = _read("words.toml"), _read("points.toml")
    facts = _facts(draft, known)
    listed = [(name, _digest(one)) for name, one in sorted(payload.items())]
    shown = [row for row in listed if row[0].startswith(LISTED)]
    say = _Said(words, language)
    return {
        "language": language,
        "slug": draft.slug,
        "words": {name: say(name) for name, one in words.items() if language in one},
        "rows": [list(row) for row in _rows(draft, known, say)],
        "listing_heads": [
            say(f"column.{one}") for one in ("listing", "seen", "captures", "agreement")
        ],
        "listings": [_listing(case, say) for case in draft.cases],
        "not_proved": [one[language] for one in points["not_proved"]],
        "point_heads": [say(f"column.{one}") for one in ("item", "asks", "answer")],
        "laws": [_law(law, facts, payload, say) for law in points["law"]],
        "file_head": say("column.file"),
        "files": [list(row) for row in shown[:MOST_FILES]],
        "more": len(listed) - min(len(shown), MOST_FILES),
        "certificate": points["certificate"],
    }


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of one language, by dotted name."""

    words: Mapping[str, Any]
    language: str

    def __call__(self, name: str) -> str:
        found: Any = self.words
        for part in name.split("."):
            found = found[part]
        return str(found[self.language])


def _facts(draft: Draft, known: Circumstances) -> set[str]:
    """The facts of the case that answers hang on; `never` is none of them."""
    told = {
        "always": True,
        "capture": any(case.captures for case in draft.cases),
        "two_looks": any(two_looks(case.captures) for case in draft.cases),
        "authority": bool(known.authorities),
        "qualified": any(one.qualified for one in known.authorities),
        "stamped": bool(known.stamps),
        "notary": any(
            one.kind is ExhibitKind.NOTARY for case in draft.cases for one in case.exhibits
        ),
    }
    return {name for name, holds in told.items() if holds}


def _law(
    law: Mapping[str, Any], facts: Collection[str], payload: Mapping[str, Content], say: _Said
) -> Plain:
    return {
        "name": law["name"][say.language],
        "checked_on": law["checked_on"].isoformat(),
        "points": [_point(one, facts, payload, say) for one in law["point"]],
    }


def _point(
    point: Mapping[str, Any], facts: Collection[str], payload: Mapping[str, Content], say: _Said
) -> Plain:
    holds, partly = point["needs"] in facts, point.get("partly", False)
    in_part = partly is True or (partly and partly not in facts)
    status = "not_shown" if not holds else "partly" if in_part else "shown"
    return {
        "item": point["item"],
        "asks": point["asks"][say.language],
        "answer": point["shows" if holds else "lacks"][say.language],
        "status": status,
        "said": say(f"status.{status}"),
        "where": [one for one in point["where"] if _is_there(one, payload)] if holds else [],
    }


def _is_there(pattern: str, payload: Mapping[str, Content]) -> bool:
    """Whether a place in the bundle holds something; custody and tag files come with every one."""
    if pattern.startswith(("../", "audit/")):
        return True
    wanted = pattern + "*" if pattern.endswith("/") else pattern
    return any(fnmatchcase(name, wanted) for name in payload)


def _rows(draft: Draft, known: Circumstances, say: _Said) -> Iterator[tuple[str, str]]:
    holder = draft.holder
    named = holder.names.get(say.language) or next(iter(holder.names.values()))
    yield say("row.notice"), draft.slug
    yield say("row.holder"), named
    yield say("row.right"), draft.right.slug
    yield say("row.platform"), draft.profile.slug
    yield say("row.day"), draft.day.isoformat()
    asked = ", ".join(
        f"{one.name}{say('qualified') if one.qualified else ''}" for one in known.authorities
    )
    yield say("row.authorities"), asked or say("none")
    came = "; ".join(f"{name} {_moment(at)}" for name, at in known.stamps)
    if known.authorities:
        yield say("row.stamps"), came or say("pending")


def _listing(case: Case, say: _Said) -> list[str]:
    facts, decision, both = case.sighting.facts, case.decision, two_looks(case.captures)
    shown = "\n".join(one for one in (facts.title, facts.url, facts.item_id) if one)
    taken = [one.taken for one in case.captures if one.taken]
    captured = "\n".join(f"{one.slug}\n{_moment(one.taken_at)}" for one in taken)
    states = {True: say("agreed"), False: say("differed"), None: say("unsaid")}
    compared = [f"{one.fact}: {states[one.agrees]}" for one in both.compared] if both else []
    return [
        shown,
        f"{say('seen_at')} {_moment(case.sighting.seen_at)}\n"
        f"{say('decided_by')} {decision.analyst}\n{_moment(decision.decided_at)}",
        captured or say("no_capture"),
        "\n".join(compared) or say("none"),
    ]


def _digest(content: Content) -> Sha256:
    return sha256_of(content) if isinstance(content, bytes) else content


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(HERE.joinpath(name).read_text(encoding="utf-8"))
