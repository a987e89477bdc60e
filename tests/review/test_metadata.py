from __future__ import annotations

from datetime import datetime

import pytest

from domain.errors import NotFound
from domain.rights import Portfolio, RightSlug
from review.metadata import told_by_files
from rights.findings import exiftool
from store.unit_of_work import Store
from tests.factories import a_holder, a_work, an_exhibit
from tests.rights.files import a_scene, jpeg


@pytest.mark.skipif(exiftool() is None, reason="exiftool is not installed")
def test_the_findings_of_a_right_come_from_the_kept_bytes(store: Store, now: datetime) -> None:
    sha256 = store.blobs.keep(jpeg(a_scene(), artist="星川 花子"))
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        work.rights.keep_exhibit(an_exhibit(sha256=sha256, taken_in_at=now))
    (told,) = told_by_files(store, a_work().slug)
    assert told.findings.values("Artist") == ("星川 花子",)


def test_an_unknown_right_has_no_findings(store: Store) -> None:
    with pytest.raises(NotFound):
        told_by_files(store, RightSlug("work-nothing"))
