from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from review.cli.main import app
from review.cli.session import Session
from tests.shop.portfolio import write_portfolio
from tests.shop.works import work_picture

PROFILE = """
slug = "street"
names = {zh = "街市", en = "Street", ja = "街市"}
domains = ["street.bazaar.example"]
currency = "CNY"
lane = "manual"
country = "CN"
complaint_channel = "alibaba_taotian"
item_id_pattern = '\\d+'
permission = {method = "test", basis = "pages that the test wrote"}
"""

PAGE = """<!doctype html><html lang="zh"><head><title>{title}</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "Product",
 "name": "{title}", "sku": "{item}", "image": "{picture}",
 "url": "https://street.bazaar.example/item/{item}",
 "offers": {{"@type": "Offer", "price": "{price}", "priceCurrency": "CNY",
   "availability": "https://schema.org/InStock",
   "seller": {{"@type": "Organization", "name": "{seller}"}}}}}}
</script></head><body><h1>{title}</h1><img src="{picture}"><p>¥{price}</p></body></html>
"""


@dataclass(frozen=True)
class Installation:
    """The command line of one installation."""

    home: Path
    database: str
    now: datetime

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """Run one command and give what it printed."""
        environment = {
            "JIANZHEN_HOME": str(self.home),
            "JIANZHEN_DATABASE__URL": self.database,
            "JIANZHEN_CRAWL__PROFILE_FOLDERS": json.dumps([str(self.home / "profiles")]),
            "JIANZHEN_REVIEW__LANGUAGE": "en",
            "JIANZHEN_TAKEDOWN__SIGNING_KEY": str(self.home.parent / "checkpoint.key"),
        }
        session = Session(clock=lambda: self.now)
        done = CliRunner().invoke(app, list(arguments), obj=session, env=environment)
        assert done.exit_code == code, done.output
        return done.output

    def json(self, *arguments: str) -> list[dict[str, object]]:
        """Run one command with --json and give what it printed."""
        found: list[dict[str, object]] = json.loads(self(*arguments, "--json"))
        return found


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Three saved pages: a copied picture, a plain mention, and goods that have nothing to do."""
    folder = tmp_path / "pages"
    folder.mkdir()
    work_picture("fox").convert("RGB").resize((480, 480)).save(folder / "copy.jpg", quality=60)
    noise = random.Random(300).randbytes(300 * 300)
    Image.frombytes("L", (300, 300), noise).convert("RGB").save(folder / "other.jpg")
    rows = [
        ("900001", "月下狐狸保温杯 500ml", "copy.jpg", "39.90", "小店一号"),
        ("900002", "儿童雨靴 防滑", "other.jpg", "25.00", "小店二号"),
    ]
    lines = ["file,url,captured_on"]
    for item, title, picture, price, seller in rows:
        page = PAGE.format(item=item, title=title, picture=picture, price=price, seller=seller)
        (folder / f"{item}.html").write_text(page, encoding="utf-8")
        lines.append(f"{item}.html,https://street.bazaar.example/item/{item},2026-11-20")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def first_night(run: Installation, pages: Path, portfolio: Path) -> tuple[object, list[bytes]]:
    """The whole way, and what it left: candidates and bundles."""
    (run.home / "profiles").mkdir(parents=True)
    (run.home / "profiles" / "street.toml").write_text(PROFILE, encoding="utf-8")
    run("init", "--settings-file", str(run.home / "site.toml"))
    run("rights", "import", str(portfolio), "--as", "王小明")
    run("intake", str(pages))
    run("match")
    found = run.json("candidates", "list")
    copies = [str(one["id"]) for one in found if str(one["right"]).startswith("work")]
    decided = ("--verdict", "infringing", "--reason", "copied_picture", "--as", "王小明")
    run("candidates", "decide", *copies, *decided)
    run("notices", "assemble", "--as", "王小明")
    paths = [Path(str(one["bundle_path"])) for one in run.json("notices", "list")]
    run("bundle", "verify", "--key", run("bundle", "key").strip(), *map(str, paths))
    return run.json("candidates", "list"), [path.read_bytes() for path in paths]


def test_the_same_way_twice_gives_the_same_ids_and_the_same_bytes(
    new_database: Callable[[], str], tmp_path: Path, pages: Path, now: datetime
) -> None:
    portfolio = write_portfolio(tmp_path / "portfolio")
    one = first_night(Installation(tmp_path / "one", new_database(), now), pages, portfolio)
    two = first_night(Installation(tmp_path / "two", new_database(), now), pages, portfolio)
    assert one[0]
    assert one[1]
    assert one == two


def test_doing_everything_again_on_one_installation_changes_nothing(
    new_database: Callable[[], str], tmp_path: Path, pages: Path, now: datetime
) -> None:
    portfolio = write_portfolio(tmp_path / "portfolio")
    run = Installation(tmp_path / "one", new_database(), now)
    candidates, bundles = first_night(run, pages, portfolio)
    run("rights", "import", str(portfolio), "--as", "王小明")
    run("intake", str(pages))
    run("match")
    run("notices", "assemble", "--as", "王小明")
    assert run.json("candidates", "list") == candidates
    paths = [Path(str(one["bundle_path"])) for one in run.json("notices", "list")]
    assert [path.read_bytes() for path in paths] == bundles


def test_a_bundle_that_was_touched_is_refused_with_the_file_named(
    new_database: Callable[[], str], tmp_path: Path, pages: Path, now: datetime
) -> None:
    run = Installation(tmp_path / "one", new_database(), now)
    first_night(run, pages, write_portfolio(tmp_path / "portfolio"))
    path = Path(str(run.json("notices", "list")[0]["bundle_path"]))
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(unpacked)
    (case,) = unpacked.rglob("links.csv")
    case.write_bytes(case.read_bytes().replace(b"900001", b"900009"))
    (folder,) = [one.parent for one in unpacked.rglob("bagit.txt")]
    assert "links.csv" in run("bundle", "verify", str(folder), code=5)
