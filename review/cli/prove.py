"""`rights prove`: the file of proof for a platform's route."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.candidates import CandidateId
from domain.errors import OwnershipGap
from domain.records import to_plain
from domain.rights import AgentSlug, RightSlug
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import session_of
from review.proofs import About, write_proof
from rights.custody import take_in_picture
from rights.stage import Written

NOT_LAID = (
    "The listing's picture could not be laid on an original of this work: the file says nothing "
    "of it. Is the original among its exhibits? 商品图片未能与原图配准。"
)


def prove(  # noqa: PLR0917 - what is asked for
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
    agent: Annotated[
        str | None,
        typer.Option("--agent", help="The agent who files, by slug.", show_default=False),
    ] = None,
    candidate: Annotated[
        int | None,
        typer.Option(
            "--candidate",
            help="A candidate whose listing it is for: its pictures are laid on the originals.",
            show_default=False,
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture", help="A listing's picture as a file, instead.", show_default=False
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
        about = About(
            platform=platform,
            agent=AgentSlug(agent) if agent else None,
            candidate=CandidateId(candidate) if candidate is not None else None,
            picture=_picture(picture),
        )
        with session.store() as store:
            proof, written = write_proof(
                store,
                session.settings,
                RightSlug(work),
                about,
                spoken,
                out,
                now=session.clock(),
            )
        if as_json:
            folders = [str(one) for one in written.folders]
            told_of = to_plain(proof) | {"folders": folders, "lacking": written.lacking}
            to_sign = [str(one) for one in written.to_sign]
            session.json(told_of | {"to_sign": to_sign})
            _end_unready(written)
            return
        for folder in written.folders:
            session.say(f"written 已生成: {folder}")
        for paper in written.to_sign:
            session.say(f"to sign 待签署: {paper}")
        for lack in written.lacking:
            session.say(f"  ! {lack}")
        for one in proof.contradictions:
            session.say(f"  against 不利事实: {one.sentence.in_language(spoken)}")
        if (candidate is not None or picture) and not written.compared:
            session.say(NOT_LAID)
        grades = ", ".join(f"{law} {grade}" for law, grade in sorted(proof.grades.items()))
        session.say(f"grade, for you alone 仅供内部: {grades}")
        _end_unready(written)


def _end_unready(written: Written) -> None:
    if not written.folders:
        raise OwnershipGap(
            "No route is ready yet. Sign the declaration, take it in as an exhibit of the work "
            '(kind = "declaration"), and run this again. 尚无渠道就绪：签署声明并收入档案后重试。'
        )


def _picture(path: Path | None) -> bytes | None:
    return take_in_picture(path.parent, path.name).content if path else None
