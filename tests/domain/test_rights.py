from __future__ import annotations

from domain.rights import MarkKind, label_of
from tests.factories import a_mark


def test_a_figurative_mark_without_a_name_is_known_by_its_registration() -> None:
    mark = a_mark(kind=MarkKind.FIGURATIVE, names=())
    assert label_of(mark) == "CN 12345678"
