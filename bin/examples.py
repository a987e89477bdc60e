"""Writes an example bundle of each channel into docs/examples: `python -m bin.examples`.

Everything in it is invented: a work, a copy of it, and a holder that is none. The first page of
each letter is drawn by pdftoppm (Debian's poppler-utils).
"""

from __future__ import annotations

import argparse
import base64
import io
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from bench.notices import PROFILE
from config.load import ROOT, load_settings
from config.settings import Settings
from domain.candidates import CandidateState, PicturePair
from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.languages import LANGUAGES
from domain.listings import Capture, ListingKey, PlatformSlug, SeenPicture, Sighting
from domain.rights import Portfolio
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from takedown.bundle import ZIP_TIME
from takedown.filing.form import form_language
from takedown.rules import Pack, load_packs
from takedown.stage import assemble_notices
from tests.factories import (
    a_declaration,
    a_holder,
    a_proof,
    a_reading,
    a_reference_picture,
    a_score,
    a_work,
    an_employment_paper,
    an_exhibit,
    an_identity_paper,
)
from tests.takedown.drafts import BLOBS, NOW, seen

TARGET = ROOT / "docs" / "examples"
TITLES = {
    "zh": "月下狐狸插画保温杯 500ml 大容量不锈钢",
    "ja": "月下の狐 イラスト 水筒 500ml 直飲み",
    "en": "Moonlight Fox Insulated Bottle 500 ml",
}
SPOKEN = {"CN": "zh", "JP": "ja"}
PAGE_DPI = 45
EVERY_LANGUAGE = "alibaba_taotian"
"""The channel whose example has the letter in every language; others have it in their own."""


def main() -> None:
    """Write the examples anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--full", action="store_true", help="all letters and reports in each")
    given = parser.parse_args()
    packs = load_packs(load_settings())
    lines = [write_example(given.out, pack, full=given.full) for pack in packs.values()]
    (given.out / "README.md").write_text(HEAD + "".join(lines), encoding="utf-8")
    total = sum(path.stat().st_size for path in given.out.rglob("bundle.zip"))
    print(f"{len(lines)} examples, {total / 1e6:.1f} MB")  # noqa: T201 - its report


HEAD = """# Example bundles

Made by `python -m bin.examples` from invented data: one work and one copy at each channel. Each
zip is what `jianzhen notices assemble` writes, packed smaller, without the report to a court, and
with the letter in the channel's own language alone (`[takedown] letter_languages`; the first
Alibaba channel has all three). `jianzhen bundle verify FILE` checks one; `files.txt` names what is
in it. Wildberries and Ozon read Russian: the English texts there wait for a translation.
`python -m bin.examples --full --out FOLDER` writes all whole.

| channel | first page of the letter | bundle | what is in it |
| --- | --- | --- | --- |
"""


def an_installation(place: Path, pack: Pack, *, full: bool) -> tuple[Settings, Store]:
    """A new store with the example's work and papers, and a profile for this channel."""
    (place / "profiles").mkdir()
    (place / "keys").mkdir()
    text = PROFILE.format(channel=pack.slug).replace('"CN"', f'"{pack.country}"')
    (place / "profiles" / f"bazaar_{pack.slug}.toml").write_text(text, encoding="utf-8")
    key = place / "keys" / "checkpoint.key"
    key.write_bytes(base64.b64encode(bytes(range(32))) + b"\n")
    key.chmod(0o600)
    letters = list(LANGUAGES) if full or pack.slug == EVERY_LANGUAGE else []
    reports = list(LANGUAGES) if full else []
    told = {
        "home": str(place),
        "database": {"url": f"sqlite:///{place}/example.sqlite"},
        "takedown": {"letter_languages": letters, "report_languages": reports},
    }
    settings = load_settings({}, {**told, "crawl": {"profile_folders": [str(place / "profiles")]}})
    engine = open_engine(settings.database.url.get_secret_value())
    bring_up_to_date(engine)
    store = Store(engine, FolderBlobs(settings.blobs.folder))
    original = store.blobs.keep(png(a_drawing(240).quantize(32)))
    for content in BLOBS.values():
        store.blobs.keep(content)
    work_of = a_work(pictures=(a_reference_picture(sha256=original),))
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (work_of,)))
        for exhibit in (
            an_identity_paper(),
            an_exhibit(sha256=original, file_name="fox.png", media_type="image/png"),
            an_employment_paper(),
            a_declaration(),
        ):
            work.rights.keep_exhibit(exhibit)
        work.rights.keep_proof(a_proof(), NOW)
    return settings, store


def decide_one(store: Store, pack: Pack) -> None:
    """A decided copy at this channel."""
    title = TITLES[SPOKEN.get(pack.country, "en")]
    copy = ImageOps.mirror(a_drawing(200))
    picture, page = store.blobs.keep(jpeg(copy)), store.blobs.keep(png(a_page(copy)))
    sighting = a_sighting_of(pack.slug, "900001", title, (picture, page))
    with store.begin() as work:
        kept = work.listings.keep_sighting(sighting)
        own = next(iter(work.rights.right(a_work().slug).pictures)).sha256
        score = a_score(readings=(a_reading(pictures=PicturePair(picture, own, "phash", 2)),))
        found = work.candidates.suggest(kept.listing, a_work().slug, kept.id, score, NOW)
        if found is None:
            raise RuntimeError("The copy was not suggested.")
        candidate = work.candidates.candidate(found)
        work.candidates.move(found, CandidateState.INFRINGING)
        reason = Reason.COPIED_PICTURE
        work.decisions.append(
            candidate, Verdict.INFRINGING, reason, analyst="示例 Example", now=NOW
        )


def a_drawing(side: int) -> Image.Image:
    """The work of the examples: a fox's head before the moon, in plain colours that pack small."""
    large = Image.new("RGB", (960, 960), "#20304f")
    pen = ImageDraw.Draw(large)
    pen.ellipse((470, 90, 850, 470), fill="#f3e3a8")
    pen.polygon([(220, 330), (330, 540), (480, 640), (630, 540), (740, 330), (760, 640),
                 (480, 880), (200, 640)], fill="#d9702f")  # fmt: skip
    pen.polygon([(480, 880), (330, 700), (480, 740), (630, 700)], fill="#fff4e6")
    for left in (345, 555):
        pen.ellipse((left, 590, left + 60, 650), fill="#20304f")
    return large.resize((side, side), Image.Resampling.LANCZOS)


def a_sighting_of(channel: str, item: str, title: str, kept: tuple[Sha256, Sha256]) -> Sighting:
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


def a_page(picture: Image.Image) -> Image.Image:
    """A plain picture of a page with this picture on it."""
    page = Image.new("RGB", (300, 210), "white")
    page.paste(picture.resize((160, 160)), (20, 20))
    return page.quantize(32)


def png(image: Image.Image) -> bytes:
    """The picture as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def jpeg(image: Image.Image) -> bytes:
    """The picture as JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


def write_example(out: Path, pack: Pack, *, full: bool = False) -> str:
    """The bundle packed smaller, its file list and the first page of its letter; its row."""
    folder = out / pack.slug
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        settings, store = an_installation(Path(name), pack, full=full)
        decide_one(store, pack)
        report = assemble_notices(store, settings, None, who="示例 Example", now=NOW)
        with store.reading() as work:
            (notice,) = work.notices.all()
        store.close()
        if notice.bundle_path is None:
            found = ", ".join(one.code for one in notice.findings)
            raise RuntimeError(f"{pack.slug} was not exported: {found} {report.problems}")
        bundle = Path(notice.bundle_path)
        with zipfile.ZipFile(bundle) as old:
            names = [one.partition("/")[2] for one in old.namelist()]
            pack_smaller(old, folder / "bundle.zip")
            letter = old.read(f"{bundle.stem}/data/notice/notice.{form_language(pack)}.pdf")
    (folder / "files.txt").write_text("".join(f"{name}\n" for name in names), encoding="ascii")
    draw_page(letter, folder / "page.png")
    return (
        f"| {pack.names.zh} {pack.names.en} | [page]({pack.slug}/page.png) "
        f"| [bundle.zip]({pack.slug}/bundle.zip) | [files.txt]({pack.slug}/files.txt) |\n"
    )


def pack_smaller(old: zipfile.ZipFile, to: Path) -> None:
    """The same entries, deflated."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for one in old.namelist():
            entry = zipfile.ZipInfo(one, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(one))


def draw_page(pdf: bytes, to: Path) -> None:
    """The first page of a PDF as PNG, in sixteen greys."""
    command = ["pdftoppm", "-r", str(PAGE_DPI), "-gray", "-png", "-singlefile", "-"]
    drawn = subprocess.run(command, input=pdf, check=True, capture_output=True)  # noqa: S603 - our own words
    with Image.open(io.BytesIO(drawn.stdout)) as page:
        page.quantize(16).save(to, "PNG", optimize=True)


if __name__ == "__main__":
    main()
