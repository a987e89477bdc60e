"""`serve`: the desk in a browser."""

from __future__ import annotations

import typer

from review.cli.exits import told
from review.cli.session import session_of


def serve(context: typer.Context) -> None:
    """Serve the desk (审核台) until Ctrl-C, and print a link that signs you in once.

    On this machine alone, unless review.host, review.hosts and review.tls open it to others.
    """
    with told():
        from review.web.serve import serve as serve_desk  # noqa: PLC0415

        session = session_of(context)
        with session.store() as store:
            serve_desk(session.settings, store, clock=session.clock, told=session.say)
