"""`rights prove`: the file of proof for a platform's route."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.records import to_plain
from domain.rights import RightSlug
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import session_of
from review.proofs import write_proof


def prove(
    context: typer.Context,
    work: Annotated[str, typer.Argument(help="The slug of a work; `rights list` shows them.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    platform: Annotated[
        str | None,
        typer.Option(
            "--platform",
            help="A platform, its complaint channel or a route; each ready route gets a file.",
            show_default=False,
        ),
    ] = None,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Write the proof of ownership of a work for a platform's routes, with its exhibits.

    A route that lacks something is named with its gaps and gets no file (exit code 6 when none
    is ready). The grade is for you alone: no file quotes it.
    """
    with told():
        session = session_of(context)
        spoken = language or session.settings.review.language
        with session.store() as store:
            proof, written = write_proof(
                store,
                session.settings,
                RightSlug(work),
                platform,
                spoken,
                out,
                now=session.clock(),
            )
        if as_json:
            folders = [str(one) for one in written.folders]
            session.json(to_plain(proof) | {"folders": folders, "lacking": written.lacking})
            return
        for folder in written.folders:
            session.say(f"written 已生成: {folder}")
        for lack in written.lacking:
            session.say(f"  ! {lack}")
        for one in proof.contradictions:
            session.say(f"  against 不利事实: {one.sentence.in_language(spoken)}")
        grades = ", ".join(f"{law} {grade}" for law, grade in sorted(proof.grades.items()))
        session.say(f"grade, for you alone 仅供内部: {grades}")
