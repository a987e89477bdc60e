"""`candidates next|undo|second|weights`: the queue, from the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.errors import InputError
from domain.records import to_plain
from review import deciding, queue
from review.checks import LARGEST
from review.cli.exits import told
from review.cli.options import AsJson, Name
from review.cli.session import Row, Session, session_of
from review.deciding import Finding

Share = Annotated[float | None, typer.Option(help="0 (not at all) to 3.", min=0, max=3)]


def next_(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    name: Name = None,
    queue_name: Annotated[
        str | None, typer.Option("--queue", help="main, compatible, obfuscated or unsure.")
    ] = None,
    platform: Annotated[str | None, typer.Option(help="A platform's slug.")] = None,
    right: Annotated[str | None, typer.Option(help="A right's slug.")] = None,
    after: Annotated[
        int | None, typer.Option(help="Go on behind this one, and put it back.", max=LARGEST)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take the next candidate of the queue; nobody else is given it for some minutes."""
    with told():
        session = session_of(context)
        given = {"queue": queue_name, "platform": platform, "right": right}
        filters = {key: value for key, value in given.items() if value is not None}
        with session.store() as store:
            claim = queue.claim_next(
                store,
                session.settings,
                filters,
                who=session.analyst(name),
                now=session.clock(),
                after=None if after is None else CandidateId(after),
            )
        if as_json:
            session.json(to_plain(claim))
        elif claim is None:
            session.say("Nothing waits. 没有待判断的候选。")
        else:
            session.say(f"candidate {claim.candidate}: yours until {claim.until:%H:%M:%S} UTC")
            session.say(f"look at it with: jianzhen candidates show {claim.candidate}")


def undo(
    context: typer.Context,
    name: Name = None,
    times: Annotated[int, typer.Option(help="How many steps back.", min=1, max=1000)] = 1,
    as_json: AsJson = False,
) -> None:
    """Take back what you decided last; a group that was decided at once is one step."""
    with told():
        session = session_of(context)
        who, hours = session.analyst(name), session.settings.queue.undo_hours
        with session.store() as store:
            for _ in range(times):
                taken = deciding.undo(store, analyst=who, now=session.clock(), hours=hours)
                if as_json:
                    session.json([to_plain(one) for one in taken])
                    continue
                for one in taken:
                    session.say(f"candidate {one.candidate}: {one.verdict} taken back 已撤销")


def second(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    candidate: Annotated[
        int | None, typer.Argument(help="The candidate you looked at.", min=1, max=LARGEST)
    ] = None,
    verdict: Annotated[Verdict | None, typer.Option(help="What you found.")] = None,
    reason: Annotated[Reason | None, typer.Option(help="Why.")] = None,
    name: Name = None,
    note: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    seen: Annotated[str | None, typer.Option(help="Digest of the sighting you saw.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what waits for a second person, or say what you found of one of them.

    What the first person found is not told.
    """
    with told():
        session = session_of(context)
        if candidate is None:
            _list_second(session, name, as_json=as_json)
            return
        if verdict is None or reason is None:
            raise InputError("A second look says --verdict and --reason.")
        digest = None if seen is None else Sha256(seen)
        finding = Finding(verdict, reason, session.analyst(name), note, digest)
        with session.store() as store:
            now = session.clock()
            look = deciding.look_again(store, CandidateId(candidate), finding, now=now)
        if as_json:
            session.json(to_plain(look))
        elif look.agrees:
            session.say(f"candidate {candidate}: both found the same 两人一致")
        else:
            session.say(f"candidate {candidate}: the first found {look.first}; unsure now 存疑")


def _list_second(session: Session, name: str | None, *, as_json: bool) -> None:
    who = name or session.settings.review.analyst
    with session.store() as store:
        looks = queue.second_looks(store, {}, who=who)
    if as_json:
        # blind: what the first person found stays out, and that a rule asked, which tells it
        session.json([{"candidate": one.candidate} for one in looks])
        return
    rows: list[Row] = [(str(one.candidate), f"{one.asked_at:%Y-%m-%d %H:%M}") for one in looks]
    session.table("Second looks 复核", ("candidate", "since"), rows)


def weights(  # noqa: PLR0917 - each is an option by name
    context: typer.Context,
    harm: Share = None,
    confidence: Share = None,
    chance: Share = None,
    price_gap: Share = None,
    name: Name = None,
    as_json: AsJson = False,
) -> None:
    """Show how the queue is ordered, or order it anew at once.

    The order is harm^a x confidence^b x chance of success^c x price gap^d, highest first.
    """
    with told():
        session = session_of(context)
        given = {"harm": harm, "confidence": confidence, "chance": chance, "price_gap": price_gap}
        changes = {key: value for key, value in given.items() if value is not None}
        with session.store() as store:
            if changes:
                who, now = session.analyst(name), session.clock()
                queue.set_weights(store, changes, who=who, now=now)
            found = queue.weights(store)
        if as_json:
            session.json(to_plain(found))
            return
        rows: list[Row] = [(key, f"{value:g}") for key, value in found.named().items()]
        session.table("Weights 排序权重", ("factor", "weight"), rows)
