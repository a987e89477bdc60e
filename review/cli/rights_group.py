"""`rights` with all that is asked of it."""

from __future__ import annotations

from review.cli.findings import findings, sign
from review.cli.prices import price
from review.cli.rights import app
from review.cli.rights_due import due
from review.cli.show import show
from review.cli.tables import export, template

__all__ = ["app"]

for name, command in (
    ("show", show),
    ("due", due),
    ("findings", findings),
    ("sign", sign),
    ("price", price),
    ("export", export),
    ("template", template),
):
    app.command(name)(command)
