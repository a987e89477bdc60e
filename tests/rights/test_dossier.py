from __future__ import annotations

import ctypes
import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, InputError, OwnershipGap
from domain.ownership import ExhibitKind
from domain.rights import Work
from rights.dossier.folder import MANIFEST, Sources, files_of, write_declaration, write_dossier
from rights.dossier.scene import Scene
from rights.proof.routes import lacks_only_signature, read_routes, ready_for, without
from tests.authority import Authority, an_authority
from tests.rights.recipient import a_bench, complaints, pages_of, squeezed
from tests.rights.twelve_works import TODAY, TWELVE, Maker

K = ExhibitKind
ROUTES = {one.code: one for one in read_routes().routes}
SIX = (
    *("alibaba_image_theft", "alibaba_claim_statement", "pinduoduo_image_theft"),
    *("douyin_image_theft", "wechat", "dmca"),
)
LANGUAGES = ("zh", "en", "ja")
WORKS = {one.name: one for one in TWELVE}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_bench(tmp_path_factory.mktemp("recipient") / "bin")


def scene(maker: Maker, route: str, language: str) -> Scene:
    return Scene(maker.claim, ready_for(ROUTES[route], maker.claim), language, TODAY)


def stamped(maker: Maker, authority: Authority, folder: Path) -> Maker:
    """With a token of the authority on its first source file."""
    sources = maker.of(K.RAW_PHOTO, K.LAYERED_SOURCE, K.ORIGINAL, K.DRAFT)
    (folder / "stamped").write_bytes(maker.read(sources[0].sha256))
    authority.answer(folder / "stamped", folder / "token.tsr")
    token = (folder / "token.tsr").read_bytes()
    known = {"verified_by": "RFC 3161", "stamps": sources[0].sha256}
    return maker.adding(K.TIME_STAMP, token, date(2026, 11, 20), **known)


@pytest.fixture
def dossier(tmp_path: Path, authority: Authority) -> Path:
    """A stamped dossier as a recipient gets it."""
    maker = stamped(WORKS["photo-series"], authority, tmp_path)
    return write_dossier(scene(maker, "wechat", "en"), Sources(maker.read), tmp_path / "out")


def test_a_recipient_checks_a_dossier_by_the_readme_inside(
    dossier: Path, authority: Authority, bench: Path
) -> None:
    readme = (dossier / "README.en.txt").read_text(encoding="utf-8")
    assert "openssl ts -verify" in readme
    assert complaints(dossier, authority.root, bench) == []


@pytest.mark.parametrize("name", ["dossier.pdf", "content.json", "exhibits/E"])
def test_a_recipient_sees_a_changed_byte(
    dossier: Path, authority: Authority, bench: Path, name: str
) -> None:
    changed = next(one for one in sorted(dossier.rglob("*")) if name in str(one) and one.is_file())
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    assert complaints(dossier, authority.root, bench)


def test_a_recipient_sees_a_file_taken_out_and_one_put_in(
    dossier: Path, authority: Authority, bench: Path
) -> None:
    (dossier / "exhibits" / "added.pdf").write_bytes(b"%PDF-")
    assert complaints(dossier, authority.root, bench)
    (dossier / "exhibits" / "added.pdf").unlink()
    next((dossier / "exhibits").iterdir()).unlink()
    assert complaints(dossier, authority.root, bench)


def test_a_recipient_sees_a_token_of_another_authority(
    dossier: Path, tmp_path: Path, bench: Path
) -> None:
    other = an_authority(tmp_path / "other")
    assert any("openssl" in one for one in complaints(dossier, other.root, bench))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", SIX)
def test_what_a_reader_copies_is_what_was_written(route: str, language: str) -> None:
    maker = WORKS["packaging-twice"]
    files = files_of(scene(maker, route, language), Sources(maker.read))
    whole = json.loads(files["content.json"])
    text = squeezed("".join(pages_of(files["dossier.pdf"])))
    for told in sentences(whole):
        said = squeezed("".join(part["s"] for part in told["spans"]))
        assert said in text, said
    for one in whole["exhibits"]:
        assert squeezed(one["sha256"]) in text


def sentences(value: object) -> list[dict[str, list[dict[str, str]]]]:
    if isinstance(value, dict):
        own = [value] if "spans" in value else []
        return own + [one for inner in value.values() for one in sentences(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in sentences(inner)]
    return []


@pytest.mark.parametrize(
    ("language", "ours"), [("zh", "CJKsc"), ("en", "Libertinus"), ("ja", "CJKjp")]
)
def test_each_language_takes_its_own_glyphs(language: str, ours: str) -> None:
    maker = WORKS["illustration"]
    files = files_of(scene(maker, "wechat", language), Sources(maker.read))
    for name in ("dossier.pdf", "declaration.pdf"):
        drawn = glyphs_of(files[name])
        kana = {(char, font) for char, font in drawn if "\u3040" <= char <= "\u30ff"}
        assert {font for _, font in kana} <= JAPANESE, kana
        assert any(ours in font for _, font in drawn)
    # the title is Japanese in every file: 骨 has another form in Chinese
    drawn = glyphs_of(files["dossier.pdf"])
    assert {font for char, font in drawn if char == "骨"} <= JAPANESE
    if language == "zh":
        assert all("CJKsc" in font for char, font in drawn if char in "权链认")


JAPANESE = {
    f"Noto{kind}CJKjp-{weight}" for kind in ("Serif", "Sans") for weight in ("Regular", "Bold")
}


def glyphs_of(pdf: bytes) -> list[tuple[str, str]]:
    """Every character of a PDF with the typeface that draws it."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
                raw.FPDFText_GetFontInfo(text.raw, place, name, 200, ctypes.byref(flags))
                font = name.value.decode().split("+")[-1]
                found.append((chr(raw.FPDFText_GetUnicode(text.raw, place)), font))
    return [(char, font) for char, font in found if not char.isspace() and font]


@pytest.mark.parametrize("name", [one.name for one in TWELVE if one.name != "commissioned-bare"])
def test_no_page_is_blank(name: str) -> None:
    maker = WORKS[name]
    files = files_of(scene(maker, "dmca", "ja"), Sources(maker.read))
    for pdf in (files["dossier.pdf"], files["declaration.pdf"]):
        assert all(len(squeezed(page)) > 40 for page in pages_of(pdf))


def test_the_same_file_is_the_same_bytes_again(tmp_path: Path) -> None:
    maker = WORKS["foreign"]
    first, second = (files_of(scene(maker, "dmca", "zh"), Sources(maker.read)) for _ in range(2))
    assert first == second
    one = write_dossier(scene(maker, "dmca", "zh"), Sources(maker.read), tmp_path)
    kept = {path.name: path.read_bytes() for path in one.rglob("*") if path.is_file()}
    again = write_dossier(scene(maker, "dmca", "zh"), Sources(maker.read), tmp_path)
    assert {path.name: path.read_bytes() for path in again.rglob("*") if path.is_file()} == kept


@pytest.mark.parametrize("name", ["dossier.pdf", "declaration.pdf"])
def test_the_pdf_says_that_it_is_archivable_and_tagged(name: str) -> None:
    maker = WORKS["text"]
    pdf = files_of(scene(maker, "wechat", "ja"), Sources(maker.read))[name]
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"/Lang" in pdf or b"ja" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.is_tagged()


def test_a_route_that_is_not_ready_gets_no_file(tmp_path: Path) -> None:
    maker = WORKS["illustration"]
    (employment,) = maker.of(K.EMPLOYMENT)
    bare = replace(maker, claim=without(maker.claim, employment.sha256))
    with pytest.raises(OwnershipGap, match="paper of title"):
        write_dossier(scene(bare, "dmca", "en"), Sources(bare.read), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_declaration_can_be_signed_before_the_file_is_ready(tmp_path: Path) -> None:
    maker = WORKS["illustration"]
    (declaration,) = maker.of(K.DECLARATION)
    bare = replace(maker, claim=without(maker.claim, declaration.sha256))
    unsigned = scene(bare, "alibaba_claim_statement", "zh")
    assert lacks_only_signature(unsigned.readiness)
    paper = write_declaration(unsigned, tmp_path)
    assert "Copyright Claim Statement" in "".join(pages_of(paper.read_bytes()))


def test_kept_bytes_that_changed_are_not_passed_on() -> None:
    maker = WORKS["illustration"]

    def read(sha256: Sha256) -> bytes:
        return maker.read(sha256) + b" "

    with pytest.raises(EvidenceError, match="no longer has its digest"):
        files_of(scene(maker, "wechat", "zh"), Sources(read))


def test_a_folder_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    maker = WORKS["illustration"]
    made = scene(maker, "wechat", "zh")
    target = write_dossier(made, Sources(maker.read), tmp_path)
    shutil.rmtree(target)
    target.mkdir()
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds no dossier"):
        write_dossier(made, Sources(maker.read), tmp_path)
    assert (target / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_no_file_quotes_the_grade(dossier: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in dossier.glob("*.txt")]
    texts += ["".join(pages_of(path.read_bytes())) for path in dossier.glob("*.pdf")]
    for text in texts:
        assert not re.search(r"\bgrade\b|等级|グレード", text, re.IGNORECASE)


def test_the_manifest_names_every_other_file(dossier: Path) -> None:
    lines = (dossier / MANIFEST).read_text(encoding="ascii").splitlines()
    named = {line[66:]: line[:64] for line in lines}
    there = {str(one.relative_to(dossier)) for one in dossier.rglob("*") if one.is_file()}
    assert set(named) == there - {MANIFEST}
    for name, digest in named.items():
        assert sha256_of((dossier / name).read_bytes()) == digest


def test_hostile_words_are_printed_as_they_are() -> None:
    evil = '#read("/etc/passwd") {holder} $x$ \u202eabc\u200b <b> \\u{0}'
    maker = WORKS["illustration"]
    work = maker.claim.right
    assert isinstance(work, Work)
    work = replace(work, title=evil)
    maker = replace(maker, claim=replace(maker.claim, right=work))
    files = files_of(scene(maker, "wechat", "en"), Sources(maker.read))
    text = squeezed("".join(pages_of(files["dossier.pdf"])))
    assert squeezed('#read("/etc/passwd") {holder} $x$ ·abc· <b>') in text
