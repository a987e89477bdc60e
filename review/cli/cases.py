"""`candidates timeline` and `candidates pictures`: what was done in a case, and what was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.candidates import CandidateId
from domain.errors import NotFound
from domain.records import to_plain
from review import desk
from review.checks import LARGEST
from review.cli.exits import told, warn
from review.cli.options import AsJson
from review.cli.session import Row, session_of
from review.showing import named_pictures
from review.timeline import case_timeline

Number = Annotated[int, typer.Argument(help="The candidate's id.", min=1, max=LARGEST)]


def timeline(context: typer.Context, candidate: Number, as_json: AsJson = False) -> None:
    """Show everything that was done in a case, as the record tells it."""
    with told():
        session = session_of(context)
        with session.store() as store:
            case = case_timeline(store, CandidateId(candidate))
        if as_json:
            session.json(to_plain(case))
            return
        rows: list[Row] = [
            (
                f"{one.at:%Y-%m-%d %H:%M:%S}",
                one.kind,
                one.who,
                "; ".join(f"{name} {value}" for name, value in one.told),
                f"{one.seq} {one.digest[:12]}",
            )
            for one in case.events
        ]
        heads = ("UTC", "what", "who", "what it says", "record")
        session.table(f"Timeline 经过 {case.right}", heads, rows)


def pictures(
    context: typer.Context,
    candidate: Number,
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
) -> None:
    """Write the pictures that stand side by side: the listing's, ours, and where both agree."""
    with told():
        session = session_of(context)
        with session.store() as store:
            page = desk.candidate_page(store, CandidateId(candidate))
            out.mkdir(parents=True, exist_ok=True)
            for name, digest in named_pictures(page):
                try:
                    content = store.blobs.read(digest)
                except NotFound as exc:
                    warn(str(exc))
                    continue
                (out / name).write_bytes(content)
                session.say(str(out / name))
