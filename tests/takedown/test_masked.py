"""A masked copy is a whole bundle in whose bytes no masked value stands."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from config.settings import Settings
from domain.errors import EvidenceError, InputError
from domain.notices import NoticeId
from domain.retention import FieldClass
from store.unit_of_work import Store
from takedown.masked_stage import MaskedExport, export_masked
from takedown.masking import still_shown
from takedown.verify_bundle import verify_bundle
from tests.takedown.test_retention import PHONE, SELLER, offered
from tests.takedown.test_stage import assemble, decide, keep_portfolio, notice_of, with_channel

BOTH = (FieldClass.SELLER_IDENTITY, FieldClass.CONTACT)
VALUES = (SELLER, PHONE, "chenguang_77", "shop-77001")


@pytest.fixture
def whole(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> tuple[Settings, Path]:
    site = with_channel(settings, tmp_path, "alibaba_taotian")
    keep_portfolio(store, now)
    sighting = offered(store)
    facts = replace(sighting.facts, title=f"狐狸杯 {SELLER} 自营")
    decide(store, now, replace(sighting, facts=facts))
    return site, Path(str(notice_of(store, assemble(store, site, now)).bundle_path))


def masked(store: Store, site: Settings, out: Path, now: datetime) -> MaskedExport:
    return export_masked(store, site, NoticeId(1), BOTH, out, who="王小明", now=now)


def test_the_masked_copy_is_whole_and_shows_no_masked_value(
    store: Store, whole: tuple[Settings, Path], tmp_path: Path, now: datetime
) -> None:
    site, bundle = whole
    shown = bundle.read_bytes()
    assert all(value.encode() in shown for value in (SELLER, PHONE))
    made = masked(store, site, tmp_path / "masked.zip", now)
    content = made.path.read_bytes()
    for value in VALUES:
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert value.encode(encoding) not in content
        assert json.dumps(value)[1:-1].encode() not in content
    assert verify_bundle(made.path) == ()
    assert verify_bundle(bundle) == ()


def test_what_was_left_out_is_named_by_digest(
    store: Store, whole: tuple[Settings, Path], tmp_path: Path, now: datetime
) -> None:
    made = masked(store, whole[0], tmp_path / "masked.zip", now)
    with zipfile.ZipFile(made.path) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("masked.json")]
        told = json.loads(archive.read(name))
    assert any(one.startswith("captures/") for one in told["left_out"])
    assert offered(store).captures[0].sha256 in told["left_out"].values()
    with store.reading() as work:
        assert work.audit.first_break() is None


def test_a_masked_copy_is_in_the_log(
    store: Store, whole: tuple[Settings, Path], tmp_path: Path, now: datetime
) -> None:
    made = masked(store, whole[0], tmp_path / "masked.zip", now)
    with store.reading() as work:
        slug = work.notices.notice(NoticeId(1)).slug
        (event,) = [one for one in work.audit.events(slug) if one.kind == "masked_export"]
    assert event.payload["sha256"] == made.sha256


def test_the_public_listing_cannot_be_masked(
    store: Store, whole: tuple[Settings, Path], tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(InputError, match="can be masked"):
        export_masked(
            store, whole[0], NoticeId(1), [FieldClass.PUBLIC_LISTING], tmp_path / "x", who="x",
            now=now,
        )  # fmt: skip
    assert not (tmp_path / "x").exists()


def packed(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        SELLER.encode(), SELLER.encode("gb18030"), SELLER.encode("utf-16-le"),
        json.dumps({"a": SELLER}).encode(),
        packed(SELLER), gzip.compress(SELLER.encode(), mtime=0),
        b"%PDF-1.7\nstream\n" + zlib.compress(SELLER.encode()) + b"\nendstream",
        "".join(f"&#{ord(one)};" for one in SELLER).encode(),
    ],
)  # fmt: skip
def test_a_value_is_found_however_it_is_written(content: bytes) -> None:
    assert still_shown("x", content, [SELLER]) == (SELLER,)
    assert still_shown("x", content, ["另一家店铺"]) == ()


def test_a_value_in_a_file_of_ours_stops_the_export(
    store: Store,
    whole: tuple[Settings, Path],
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import takedown.masked_stage as stage

    monkeypatch.setattr(stage, "masked_case", lambda case, _values, _classes: case)
    with pytest.raises(EvidenceError, match="would still show"):
        masked(store, whole[0], tmp_path / "masked.zip", now)
    assert not (tmp_path / "masked.zip").exists()
