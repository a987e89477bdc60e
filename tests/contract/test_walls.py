from __future__ import annotations

from store import tables
from store.wall import _NAMED, _THROUGH, CLOSED, OPEN


def test_every_table_is_open_closed_or_hangs_on_something() -> None:
    undeclared = [
        table.name
        for table in tables.metadata.tables.values()
        if table.name not in OPEN | CLOSED | set(_NAMED)
        and not any(one in table.c and table.c[one].foreign_keys for one in _THROUGH)
    ]
    assert undeclared == [], "say in store/wall.py what a tenant may see of it"
