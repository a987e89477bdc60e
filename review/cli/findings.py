"""`rights findings`: what the files of a right say of themselves."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.records import to_plain
from domain.rights import RightSlug
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import session_of
from review.metadata import told_by_files


def findings(
    context: typer.Context,
    right: Annotated[str, typer.Argument(help="The slug of a right; `rights list` shows them.")],
    as_json: AsJson = False,
) -> None:
    """Show the metadata of a right's exhibits: findings, never a score. Anybody can write them."""
    with told():
        session = session_of(context)
        with session.store() as store:
            found = told_by_files(store, RightSlug(right))
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        for one in found:
            session.say(f"{one.exhibit.kind.value} {one.exhibit.file_name} {one.exhibit.sha256}")
            if one.findings.not_read:
                session.say(f"  {one.findings.not_read}")
        rows = [
            (one.exhibit.file_name, field.group, field.name, field.value)
            for one in found
            for field in one.findings.fields
        ]
        if rows:
            session.table(
                "Findings 元数据", ("file", "place", "field", "what it says"), list(rows)
            )
