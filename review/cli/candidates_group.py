"""`candidates` with all that is asked of it."""

from __future__ import annotations

from review.cli.candidates import app
from review.cli.cases import pictures, timeline
from review.cli.grouping import group, groups
from review.cli.queueing import next_, second, undo, weights

__all__ = ["app"]

for name, command in (
    ("next", next_),
    ("undo", undo),
    ("groups", groups),
    ("group", group),
    ("second", second),
    ("weights", weights),
    ("timeline", timeline),
    ("pictures", pictures),
):
    app.command(name)(command)
