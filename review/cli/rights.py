"""`rights`: what we own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.records import to_plain
from domain.rights import Mark, kind_of
from domain.runs import Step
from review import desk
from review.checks import checked_name
from review.cli import pictures
from review.cli.exits import told
from review.cli.options import AsJson, Language, Name
from review.cli.prove import prove
from review.cli.session import session_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What you own. 权利组合")
app.add_typer(pictures.app, name="pictures")
app.command("prove")(prove)


@app.command("import")
def import_(
    context: typer.Context,
    portfolio: Annotated[Path, typer.Argument(help="A TOML file, or a folder of CSV tables.")],
    name: Name = None,
    as_json: AsJson = False,
) -> None:
    """Take in a portfolio, whole or not at all. See docs/portfolio.md.

    Every wrong row is named with its line and its mend. Importing again changes nothing.
    """
    with told():
        session = session_of(context)
        who = checked_name(name or session.settings.review.analyst or "command line")
        step = Step("import_rights", {"path": str(portfolio.absolute()), "who": who})
        session.report(session.run(step), as_json=as_json)
        again = session.run(Step("retro"))
        if not as_json and again.counts.get("pictures_looked_at"):
            session.say("Put beside all pictures seen before 与以往图片比对:")
            session.report(again)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List marks and works with their terms, genuine products, and who acts for the owners.

    With --json the rights alone; `rights export` writes everything.
    """
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = desk.right_lines(store)
            agents, products = desk.agents_and_products(store)
        if as_json:
            session.json([{"kind": kind_of(one.right)} | to_plain(one.right) for one in lines])
            return
        rows = [
            (
                str(one.right.slug),
                kind_of(one.right).value,
                one.label,
                _term(one),
                str(len(one.proof.gaps)) if one.proof else "?",
            )
            for one in lines
        ]
        session.table("Rights 权利", ("right", "kind", "name", "term", "gaps"), list(rows))
        goods = [
            (one.slug, one.name, ", ".join(one.rights), ", ".join(one.codes)) for one in products
        ]
        if goods:
            session.table("Products 正品", ("product", "name", "rights", "codes"), list(goods))
        acting = [(str(one.slug), " / ".join(one.names.values()), one.country) for one in agents]
        if acting:
            session.table("Agents 代理人", ("agent", "name", "country"), list(acting))


@app.command("gaps")
def gaps(context: typer.Context, language: Language = None, as_json: AsJson = False) -> None:
    """Say what the proof of ownership of each right still lacks, and what would fill it."""
    with told():
        session = session_of(context)
        spoken = language or session.settings.review.language
        with session.store() as store:
            lines = desk.right_lines(store)
        found = [(one, gap) for one in lines if one.proof for gap in one.proof.gaps]
        against = [(one, said) for one in lines if one.proof for said in one.proof.contradictions]
        if as_json:
            told_of = [*found, *against]
            session.json([{"right": one.right.slug} | to_plain(said) for one, said in told_of])
            return
        unweighed = [str(one.right.slug) for one in lines if one.proof is None]
        if unweighed:
            session.say(f"Never weighed, so nothing is known 尚未评估: {', '.join(unweighed)}")
        for one, said in against:
            session.say(f"Against 不利事实: {one.right.slug}: {said.sentence.in_language(spoken)}")
        if not found and not unweighed:
            session.say("No gaps: every right that was imported can be shown. 没有缺口。")
        if not found:
            return
        rows = [
            (str(one.right.slug), gap.question.value, gap.sentence.in_language(spoken))
            for one, gap in found
        ]
        session.table("Gaps 缺口", ("right", "question", "what is missing"), list(rows))


def _term(line: desk.RightLine) -> str:
    right = line.right
    if isinstance(right, Mark):
        return f"to {right.expires_on}"
    return f"published {right.first_published_on}" if right.first_published_on else ""
