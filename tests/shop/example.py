"""The example of the documents: a whole proof of an invented work, as its recipient gets it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from domain.digests import sha256_of
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import RightSlug
from review.registrations import registered
from rights.dossier.folder import Sources, write_dossier
from rights.dossier.scene import Scene
from rights.portfolio import read_portfolio
from rights.proof.claim import Claim
from rights.proof.reading import papers_of
from rights.proof.routes import read_routes, ready_for
from tests.rights.files import jpeg
from tests.shop.papers import paper_pdf
from tests.shop.portfolio import write_portfolio
from tests.shop.works import work_picture

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
WHO = "Sanae Kurumizawa"
OUT = Path(__file__).parents[2] / "docs" / "examples"
ROUTE, LANGUAGE = "alibaba_claim_statement", "en"


def write_example(out: Path) -> Path:
    """Write the folder of the proof below `out`, and give its path."""
    with tempfile.TemporaryDirectory() as name:
        path = write_portfolio(Path(name))
        read = read_portfolio(path, today=TODAY, who=WHO, now=NOW)
    work = next(one for one in read.portfolio.works if one.slug == RightSlug("work-fox"))
    (holder,) = read.portfolio.holders
    contents = {one.sha256: one.content for one in read.files}
    original = work.pictures[0]
    declared = paper_pdf("权属声明 Declaration", ("SAMPLE 样本", "signed by the holder"))
    contents[sha256_of(declared)] = declared
    exhibits = [one for one in read.exhibits if one.right in (None, work.slug)]
    exhibits += [
        _exhibit(exhibits[-1], ExhibitKind.ORIGINAL, contents[original.sha256], "fox.png"),
        _exhibit(exhibits[-1], ExhibitKind.DECLARATION, declared, "declaration.pdf"),
    ]
    papers = papers_of([replace(one, confirmed_by=WHO) for one in exhibits], contents.__getitem__)
    claim = Claim(right=work, holder=holder, papers=papers, today=TODAY)
    listing = jpeg(work_picture("fox").crop((80, 120, 860, 900)).resize((400, 400)))
    claim = replace(claim, agreement=registered(claim, [listing], contents.__getitem__))
    route = next(one for one in read_routes().routes if one.code == ROUTE)
    scene = Scene(claim, ready_for(route, claim), LANGUAGE, TODAY)
    return write_dossier(scene, Sources(contents.__getitem__, listing), out)


def _exhibit(like: Exhibit, kind: ExhibitKind, content: bytes, name: str) -> Exhibit:
    return replace(
        like,
        kind=kind,
        sha256=sha256_of(content),
        file_name=name,
        size_bytes=len(content),
        described=f"SAMPLE 样本: {name}",
        dated=date(2026, 11, 28) if kind is ExhibitKind.DECLARATION else date(2021, 5, 20),
    )


def main() -> None:
    """Write the PDF and the README of the example into the documents."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = write_example(Path(name))
        shutil.copyfile(folder / "dossier.pdf", OUT / "proof.pdf")
        shutil.copyfile(folder / "declaration.pdf", OUT / "declaration.pdf")
        shutil.copyfile(folder / "README.en.txt", OUT / "README.en.txt")


if __name__ == "__main__":
    main()
