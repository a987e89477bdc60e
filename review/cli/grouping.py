"""`candidates groups` and `candidates group`: what is alike, decided at once."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.errors import InputError
from domain.queue import GroupKind, Member
from domain.records import to_plain
from review import groups as logic
from review.cli.exits import told
from review.cli.options import AsJson, Limit, Name
from review.cli.session import Row, Session, session_of
from review.deciding import Finding
from review.sampling import second_person

WHY_OUT = {"changed": "changed since 有变化", "held": "held by somebody 他人正在查看",
           "decided": "decided meanwhile 已判断"}  # fmt: skip


def groups(
    context: typer.Context,
    platform: Annotated[str | None, typer.Option(help="A platform's slug.")] = None,
    right: Annotated[str | None, typer.Option(help="A right's slug.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List groups of alike listings that wait, the most urgent first."""
    with told():
        session = session_of(context)
        given = {"platform": platform, "right": right}
        filters = {name: value for name, value in given.items() if value is not None}
        with session.store() as store:
            found = logic.groups(store, filters, limit=limit)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        rows: list[Row] = [
            (one.kind.value, one.key, str(one.size), one.first.candidate.right,
             one.first.title or "", one.first.seller or "")
            for one in found
        ]  # fmt: skip
        heads = ("alike in", "key", "waiting", "right", "title", "seller")
        session.table("Groups 成组", heads, rows)


def group(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    kind: Annotated[GroupKind, typer.Argument(help="picture, seller or title.")],
    key: Annotated[str, typer.Argument(help="The group's key, from `candidates groups`.")],
    verdict: Annotated[Verdict | None, typer.Option(help="What you found of all.")] = None,
    reason: Annotated[Reason | None, typer.Option(help="Why.")] = None,
    seen: Annotated[
        list[str] | None, typer.Option(help="CANDIDATE:DIGEST that you looked at; repeated.")
    ] = None,
    name: Name = None,
    note: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a group with what stays out of it, or decide it at once with --verdict.

    Without --seen it is decided as it is now.
    """
    with told():
        session = session_of(context)
        with session.store() as store:
            members = logic.members(store, kind, key)
        if verdict is None:
            _show(session, members, as_json=as_json)
            return
        if reason is None:
            raise InputError("A finding needs its --reason.")
        pairs = logic.seen_pairs(seen or []) or _as_now(members)
        finding = Finding(verdict, reason, session.analyst(name), note)
        with session.store() as store:
            outcome = logic.decide_group(
                store, pairs, finding, now=session.clock(), second=second_person(session.settings)
            )
        if as_json:
            session.json(to_plain(outcome))
            return
        session.say(f"{len(outcome.decided)} of {len(pairs)}: {verdict} ({reason})")
        for candidate, why in outcome.left_out.items():
            session.say(f"  candidate {candidate} stays out: {WHY_OUT[why]}")


def _as_now(members: tuple[Member, ...]) -> dict[CandidateId, Sha256]:
    return {one.candidate.id: one.candidate.sighting_digest for one in members if not one.changed}


def _show(session: Session, members: tuple[Member, ...], *, as_json: bool) -> None:
    if as_json:
        session.json([to_plain(one) for one in members])
        return
    rows: list[Row] = [
        (str(one.candidate.id), f"{one.candidate.score.value:.2f}", one.title or "",
         one.seller or "", WHY_OUT["changed"] if one.changed else "",
         f"{one.candidate.id}:{one.candidate.sighting_digest[:16]}")
        for one in members
    ]  # fmt: skip
    heads = ("id", "score", "title", "seller", "stays out", "--seen")
    session.table(f"Group 成组 ({len(members)})", heads, rows)
