"""`notices` with all that is asked of it."""

from __future__ import annotations

from review.cli.letters import app
from review.cli.notice_show import show

__all__ = ["app"]

app.command("show")(show)
