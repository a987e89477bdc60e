"""1,000 listings to finished bundles at five channels: `make bench-notices`.

Captures, pictures and decisions are there before; measured is what a person waits for: drafting,
preflight, letters in three languages, tables, sheets, pictures cut to size, checklists, sealing,
bundles written and synced. Then once more from an empty folder, for the same bytes. Peers in the
same run: the letter by WeasyPrint (where it is installed), its editable form by python-docx
alone, the table by openpyxl.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import html
import importlib
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import docx
import openpyxl
from PIL import Image

from bench.timing import cpu_seconds
from config.load import load_settings
from config.settings import Settings
from domain.candidates import CandidateState, PicturePair
from domain.decisions import Reason, Verdict
from domain.digests import Sha256, sha256_of
from domain.listings import Capture, ListingKey, PlatformSlug, SeenPicture, Sighting
from domain.rights import Portfolio, Work
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from takedown.bundle import file_digest
from takedown.draft import Draft, drafts_of
from takedown.filing.tables import table_files
from takedown.notice import letters_of, listing_lines
from takedown.papers.docx import letter_docx
from takedown.papers.letter import Letter
from takedown.papers.printed import letter_pdf
from takedown.stage import assemble_notices
from tests.factories import (
    a_holder,
    a_proof,
    a_reading,
    a_reference_picture,
    a_score,
    a_work,
    the_papers,
)
from tests.shop.edits import COPYINGS
from tests.shop.pictures import picture_jpeg
from tests.shop.works import work_picture
from tests.takedown.drafts import BLOBS, NOW, a_book, case_of, seen

CHANNELS = ("alibaba_taotian", "lazada", "temu", "amazon", "walmart")
PEER_LISTINGS = 50

PROFILE = """
slug = "bazaar_{channel}"
names = {{zh = "市集街", en = "Bazaar Street", ja = "バザール通り"}}
domains = ["street.bazaar.example"]
lane = "http"
complaint_channel = "{channel}"
country = "CN"
permission = {{method = "test", basis = "ours"}}
"""


def main() -> None:
    """Print how long 1,000 listings take at each of five channels, and what peers cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=1000, help="at each channel")
    parser.add_argument("--page-bytes", type=int, default=60_000, help="of each captured page")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = whole(Path(one), given.listings, given.page_bytes)
        (Path(other) / "keys").mkdir()
        shutil.copy2(Path(one) / "keys" / "checkpoint.key", Path(other) / "keys")
        second = whole(Path(other), given.listings, given.page_bytes)
    different = [name for name in first if first[name] != second.get(name)]
    print(f"on repeat {len(first)} files, {len(different)} of other bytes; ", end="")
    print(f"{len(set(second) - set(first))} more\n")
    peers()


def whole(place: Path, listings: int, page_bytes: int) -> dict[str, str]:
    """Assemble everything from a new store; the digest of each written file by its name."""
    started = perf_counter()
    settings, store = an_installation(place)
    for channel in CHANNELS:
        decide_copies(store, channel, listings, page_bytes)
    print(f"{listings} listings at each of {len(CHANNELS)} channels, with captures and ", end="")
    print(f"decisions after {perf_counter() - started:.0f} s (not measured)")
    wall, cpu = perf_counter(), process_time()
    report = assemble_notices(store, settings, None, who="bench", now=NOW)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    with store.reading() as work:
        notices = work.notices.all()
    sizes = Counter((one.channel, len(one.decisions)) for one in notices)
    for channel in CHANNELS:
        of = sorted((size, count) for (slug, size), count in sizes.items() if slug == channel)
        told = ", ".join(f"{count} of {size}" for size, count in reversed(of))
        print(f"  {channel:<16} bundles: {told}")
    print(f"  {dict(report.counts)} {list(report.problems)[:3]}")
    paths = sorted(settings.takedown.out_folder.rglob("*.zip"))
    written = sum(path.stat().st_size for path in paths)
    print(
        f"  {wall:.1f} s wall, {cpu:.1f} s CPU, {len(notices)} bundles and "
        f"{len(paths) - len(notices)} rights files, {written / 1e6:.0f} MB, "
        f"{1000 * cpu / (listings * len(CHANNELS)):.1f} ms CPU a listing"
    )
    store.close()
    return {str(path.relative_to(place)): file_digest(path) for path in paths}


def an_installation(place: Path) -> tuple[Settings, Store]:
    """A new store with one work and its papers, and a profile for each channel."""
    (place / "profiles").mkdir()
    for channel in CHANNELS:
        text = PROFILE.format(channel=channel)
        (place / "profiles" / f"bazaar_{channel}.toml").write_text(text, encoding="utf-8")
    url = f"sqlite:///{place}/bench.sqlite"
    told = {"home": str(place), "database": {"url": url}}
    settings = load_settings({}, {**told, "crawl": {"profile_folders": [str(place / "profiles")]}})
    engine = open_engine(url)
    bring_up_to_date(engine)
    store = Store(engine, FolderBlobs(settings.blobs.folder))
    for content in (*BLOBS.values(), own_picture()):
        store.blobs.keep(content)
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (the_work(),)))
        for exhibit in the_papers():
            work.rights.keep_exhibit(exhibit)
        work.rights.keep_proof(a_proof(), NOW)
    return settings, store


def decide_copies(store: Store, channel: str, listings: int, page_bytes: int) -> None:
    """So many decided copies at one channel, each with its page, its picture and a screenshot."""
    copies = [store.blobs.keep(one) for one in copy_pictures()]
    filler = b"<html>" + b"p" * page_bytes
    with store.begin() as work:
        for number in range(listings):
            key = f"{channel} {number}".encode()
            page, shot = store.blobs.keep(filler + key), store.blobs.keep(screenshot() + key)
            sighting = a_copy(channel, number, copies[number % len(copies)], (page, shot))
            kept = work.listings.keep_sighting(sighting)
            pair = PicturePair(copies[number % len(copies)], sha256_of(own_picture()), "phash", 2)
            score = a_score(readings=(a_reading(pictures=pair),))
            candidate = work.candidates.suggest(kept.listing, the_work().slug, kept.id, score, NOW)
            if candidate is None:
                raise RuntimeError("A copy was not suggested.")
            found = work.candidates.candidate(candidate)
            work.candidates.move(candidate, CandidateState.INFRINGING)
            work.decisions.append(
                found, Verdict.INFRINGING, Reason.COPIED_PICTURE, analyst="bench", now=NOW
            )


def a_copy(
    channel: str, number: int, picture: Sha256, captures: tuple[Sha256, Sha256]
) -> Sighting:
    """One listing of its own, as it was seen."""
    item = str(900_000_000 + number)
    facts = {
        "platform": PlatformSlug(f"bazaar_{channel}"),
        "title": f"月下狐狸保温杯 500ml 不锈钢 儿童水杯 第{number}款 ⭐ free shipping",
        "seller": f"小店{number % 170}号",
        "item_id": item,
        "url": f"https://street.bazaar.example/item/{item}.html?from=search&rank={number}",
    }
    page, shot = captures
    return replace(
        seen(number, facts=facts),
        key=ListingKey(PlatformSlug(f"bazaar_{channel}"), "cn", item),
        pictures=(SeenPicture("https://street.bazaar.example/p.jpg", "p", picture, "image/jpeg"),),
        captures=(
            Capture("page", page, "text/html", 60_000, ""),
            Capture("screenshot", shot, "image/png", len(screenshot()), ""),
        ),
    )


@functools.cache
def the_work() -> Work:
    """The copied work."""
    return a_work(pictures=(a_reference_picture(sha256=sha256_of(own_picture())),))


@functools.cache
def own_picture() -> bytes:
    """The work's own picture."""
    file = io.BytesIO()
    work_picture("fox").save(file, "PNG")
    return file.getvalue()


@functools.cache
def copy_pictures() -> tuple[bytes, ...]:
    """Copies of the work as sellers make them, 800 pixels wide."""
    return tuple(picture_jpeg(f"work:fox:{how}", 800) for how in sorted(COPYINGS))


@functools.cache
def screenshot() -> bytes:
    """A picture of a page, about 300 kB; bytes after its end make each one its own."""
    page = Image.new("RGB", (1366, 3000), "white")
    for place, how in enumerate(copy_pictures()[:4]):
        with Image.open(io.BytesIO(how)) as picture:
            page.paste(picture.resize((280, 280)), (40, 40 + place * 320))
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


def peers() -> None:
    """The same letter and table by other ways, in CPU time."""
    cases = [case_of(seen(900_001 + number)) for number in range(PEER_LISTINGS)]
    draft = drafts_of(cases, a_book(), NOW)[0]
    letter = letters_of(draft)[0]
    print(f"a letter on {len(draft.cases)} listings, best of three, ms CPU")
    line("PDF: typst (ours)", lambda: letter_pdf(letter))
    with contextlib.suppress(ImportError):
        weasyprint = importlib.import_module("weasyprint")
        line("PDF: WeasyPrint", lambda: weasyprint.HTML(string=page_of(letter)).write_pdf())
    line("DOCX: docxtpl (ours)", lambda: letter_docx(letter))
    line("DOCX: python-docx alone", lambda: plain_docx(letter))
    line("XLSX and CSV: XlsxWriter (ours)", lambda: table_files(draft, [None] * len(draft.cases)))
    line("XLSX: openpyxl", lambda: plain_table(draft))


def line(name: str, work: Callable[[], object]) -> None:
    """One line of the table of peers."""
    print(f"  {name:<34} {1000 * cpu_seconds(work):8.1f}")


def page_of(letter: Letter) -> str:
    """The letter as a page of HTML."""
    tags = {"h1": "h1", "h2": "h2", "li": "li"}
    body = "".join(
        f"<{tags.get(one.tag, 'p')}>{html.escape(one.text)}</{tags.get(one.tag, 'p')}>"
        for one in letter.lines
    )
    return f"<style>body {{ font-family: 'Noto Serif CJK SC' }}</style>{body}"


def plain_docx(letter: Letter) -> bytes:
    """The letter's lines as paragraphs of a new document."""
    made, file = docx.Document(), io.BytesIO()
    for one in letter.lines:
        made.add_paragraph(one.text)
    made.save(file)
    return file.getvalue()


def plain_table(draft: Draft) -> bytes:
    """The listings as openpyxl writes them."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    if sheet is not None:
        for one in listing_lines(draft, "zh"):
            sheet.append([one.number, one.item_id, one.url, one.title, one.price, one.seen_at])
    book.save(file)
    return file.getvalue()


if __name__ == "__main__":
    main()
