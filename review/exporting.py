"""The desk's export: everything that is kept of the portfolio, with its files."""

from __future__ import annotations

from pathlib import Path

from review.desk import Store
from rights.export import Form, Kept, export_portfolio


def export(store: Store, form: Form, out: Path) -> Path:
    """Write the kept portfolio into a new folder, in a form that can be imported again.

    Raises:
        InputError: The folder is there and is not empty.
        EvidenceError: Kept bytes no longer have their digest.
    """
    with store.reading() as work:
        kept = Kept(work.rights.portfolio(), work.rights.exhibits(), store.blobs.read)
    return export_portfolio(kept, form, out)
