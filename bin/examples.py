"""Writes an example bundle of each channel into docs/examples: `python -m bin.examples`.

Everything in it is invented: the test marketplace's work, its copies, and a holder that is none.
The first page of each letter is drawn by pdftoppm (Debian's poppler-utils).
"""

from __future__ import annotations

import argparse
import base64
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bench.notices import PROFILE
from config.load import ROOT, load_settings
from config.settings import Settings
from domain.candidates import CandidateState, PicturePair
from domain.decisions import Reason, Verdict
from domain.digests import Sha256, sha256_of
from domain.listings import Capture, ListingKey, PlatformSlug, SeenPicture, Sighting
from domain.notices import Notice
from domain.ownership import ExhibitKind
from domain.rights import Portfolio
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from takedown.bundle import ZIP_TIME
from takedown.filing.form import form_language
from takedown.rules import Pack, load_packs
from takedown.stage import assemble_notices
from tests.factories import (
    a_holder,
    a_proof,
    a_reading,
    a_reference_picture,
    a_score,
    a_work,
    an_exhibit,
    an_identity_paper,
)
from tests.shop.pictures import picture_jpeg
from tests.shop.works import work_picture
from tests.takedown.drafts import BLOBS, NOW, seen

TARGET = ROOT / "docs" / "examples"
TITLES = {
    "zh": ("月下狐狸插画保温杯 500ml 大容量不锈钢", "狐狸图案儿童水杯 直身款 现货"),
    "ja": ("月下の狐 イラスト 水筒 500ml 直飲み", "狐柄 ステンレスボトル 送料無料"),
    "en": ("Moonlight Fox Insulated Bottle 500 ml", "Fox print kids' water bottle, in stock"),
}
SPOKEN = {"CN": "zh", "JP": "ja"}
PAGE_DPI = 45
WHOLE = (
    "alibaba_taotian",
    "alibaba_international",
    "pinduoduo",
    "douyin_ecommerce",
    "jd",
    "xiaohongshu",
    "wechat",
    "kuaishou",
    "lazada",
    "temu",
    "amazon",
    "ebay",
)
"""Channels whose whole bundle is kept; of the others, their file list and page are."""


def main() -> None:
    """Write the examples anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--all", action="store_true", help="the whole bundle of every channel")
    given = parser.parse_args()
    shutil.rmtree(given.out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        packs = load_packs(load_settings())
        settings, store = an_installation(Path(name), packs)
        for pack in packs.values():
            decide_two(store, pack)
        report = assemble_notices(store, settings, None, who="示例 Example", now=NOW)
        with store.reading() as work:
            notices = work.notices.all()
        whole = frozenset(packs if given.all else WHOLE)
        made = [write_example(given.out, one, packs[one.channel], whole) for one in notices]
        index = "".join(line for lines in made for line in lines)
        store.close()
    (given.out / "README.md").write_text(HEAD + index, encoding="utf-8")
    print(dict(report.counts), report.problems)  # noqa: T201 - its report


HEAD = """# Example bundles

Made by `python -m bin.examples` from invented data: one work, two copies at each channel. Each
zip is what `jianzhen notices assemble` writes, packed smaller and without the court report;
`files.txt` names what is in it. `python -m bin.examples --all --out FOLDER` writes all whole.

| channel | first page of the letter | bundle | what is in it |
| --- | --- | --- | --- |
"""


def an_installation(place: Path, packs: dict[str, Pack]) -> tuple[Settings, Store]:
    """A new store with the example's work, papers and one profile for each channel."""
    (place / "profiles").mkdir()
    (place / "keys").mkdir()
    for slug, pack in packs.items():
        country = "CN" if pack.country == "CN" else pack.country
        text = PROFILE.format(channel=slug).replace('"CN"', f'"{country}"')
        (place / "profiles" / f"bazaar_{slug}.toml").write_text(text, encoding="utf-8")
    key = place / "keys" / "checkpoint.key"
    key.write_bytes(base64.b64encode(bytes(range(32))) + b"\n")
    key.chmod(0o600)
    told = {
        "home": str(place),
        "database": {"url": f"sqlite:///{place}/example.sqlite"},
        # reports to a court have examples of their own
        "takedown": {"report_languages": []},
    }
    settings = load_settings({}, {**told, "crawl": {"profile_folders": [str(place / "profiles")]}})
    engine = open_engine(settings.database.url.get_secret_value())
    bring_up_to_date(engine)
    store = Store(engine, FolderBlobs(settings.blobs.folder))
    original = store.blobs.keep(png(work_picture("fox").resize((300, 300)).quantize(128)))
    for content in BLOBS.values():
        store.blobs.keep(content)
    work_of = a_work(pictures=(a_reference_picture(sha256=original),))
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (work_of,)))
        for exhibit in (
            an_identity_paper(),
            an_exhibit(sha256=original, file_name="fox.png", media_type="image/png"),
            an_exhibit(kind=ExhibitKind.DECLARATION, sha256=sha256_of(b"certificate")),
        ):
            work.rights.keep_exhibit(exhibit)
        work.rights.keep_proof(a_proof(), NOW)
    return settings, store


def decide_two(store: Store, pack: Pack) -> None:
    """Two decided copies at this channel."""
    titles = TITLES[SPOKEN.get(pack.country, "en")]
    for number, (title, how) in enumerate(zip(titles, ("plain", "mirrored"), strict=True)):
        picture = store.blobs.keep(picture_jpeg(f"work:fox:{how}", 220))
        page = store.blobs.keep(png(a_page(picture_jpeg(f"work:fox:{how}", 220))))
        sighting = a_copy(pack.slug, str(900_001 + number), title, (picture, page))
        with store.begin() as work:
            kept = work.listings.keep_sighting(sighting)
            own = next(iter(work.rights.right(a_work().slug).pictures)).sha256
            pair = PicturePair(picture, own, "phash", 2)
            score = a_score(readings=(a_reading(pictures=pair),))
            found = work.candidates.suggest(kept.listing, a_work().slug, kept.id, score, NOW)
            if found is not None:
                candidate = work.candidates.candidate(found)
                work.candidates.move(found, CandidateState.INFRINGING)
                work.decisions.append(
                    candidate,
                    Verdict.INFRINGING,
                    Reason.COPIED_PICTURE,
                    analyst="示例 Example",
                    now=NOW,
                )


def a_copy(channel: str, item: str, title: str, kept: tuple[Sha256, Sha256]) -> Sighting:
    """One listing of the example."""
    picture, page = kept
    platform = PlatformSlug(f"bazaar_{channel}")
    facts = {"platform": platform, "title": title, "item_id": item}
    return replace(
        seen(int(item), facts=facts),
        key=ListingKey(platform, "cn", item),
        pictures=(SeenPicture("https://street.bazaar.example/p.jpg", "p", picture, "image/jpeg"),),
        captures=(Capture("screenshot", page, "image/png", 1, ""),),
    )


def a_page(picture: bytes) -> Image.Image:
    """A plain picture of a page with this picture on it."""
    page = Image.new("RGB", (300, 210), "white")
    with Image.open(io.BytesIO(picture)) as shown:
        page.paste(shown.resize((160, 160)), (20, 20))
    return page.quantize(64)


def png(image: Image.Image) -> bytes:
    """The picture as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def write_example(out: Path, notice: Notice, pack: Pack, whole: frozenset[str]) -> Iterator[str]:
    """The bundle packed smaller, its file list and the first page of its letter."""
    if notice.bundle_path is None:
        yield f"| {pack.slug} | - | not exported: {notice.findings[0].code} | - |\n"
        return
    folder, bundle = out / pack.slug, Path(notice.bundle_path)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(bundle) as old:
        names = [one.partition("/")[2] for one in old.namelist()]
        if pack.slug in whole:
            pack_smaller(old, folder / "bundle.zip")
        letter = old.read(f"{bundle.stem}/data/notice/notice.{form_language(pack)}.pdf")
    (folder / "files.txt").write_text("".join(f"{name}\n" for name in names), encoding="ascii")
    draw_page(letter, folder / "page")
    zipped = f"[bundle.zip]({pack.slug}/bundle.zip)" if pack.slug in whole else "with `--all`"
    yield (
        f"| {pack.names.zh} {pack.names.en} | [page]({pack.slug}/page.png) "
        f"| {zipped} | [files.txt]({pack.slug}/files.txt) |\n"
    )


def pack_smaller(old: zipfile.ZipFile, to: Path) -> None:
    """The same entries, deflated."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for one in old.namelist():
            entry = zipfile.ZipInfo(one, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(one))


def draw_page(pdf: bytes, to: Path) -> None:
    """The first page of a PDF as PNG."""
    command = ["pdftoppm", "-r", str(PAGE_DPI), "-gray", "-png", "-singlefile", "-", str(to)]
    subprocess.run(command, input=pdf, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
