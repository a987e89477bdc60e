"""The dossier as a folder: typeset file, declaration, exhibits as given, manifest and README."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, InputError, OwnershipGap
from domain.languages import LANGUAGES
from domain.ownership import ExhibitKind
from rights.dossier.comparison import comparison_of
from rights.dossier.content import content_of
from rights.dossier.declaration import declaration_of
from rights.dossier.numbering import Numbered, labels_of
from rights.dossier.pictures import small_jpeg
from rights.dossier.scene import Plain, Scene, sentence
from rights.dossier.spans import Span
from rights.dossier.typeset import TEMPLATES, typeset
from rights.dossier.wording import word

ReadBlob = Callable[[Sha256], bytes]
MANIFEST = "manifest-sha256.txt"
SHOWN = ("outline.jpg", "listing.jpg", "agreement.jpg")
"""What of a comparison stands in the typeset file."""

OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
"""What a ZIP knows as its first day; ours says nothing of when it was packed."""

SHOWN_FIRST = (
    ExhibitKind.ORIGINAL,
    ExhibitKind.FIRST_PUBLICATION,
    ExhibitKind.LAYERED_SOURCE,
    ExhibitKind.RAW_PHOTO,
    ExhibitKind.DRAFT,
)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the bytes come from: kept files by digest, and the listing's picture."""

    read: ReadBlob
    listing: bytes | None = None


def write_dossier(scene: Scene, sources: Sources, out: Path) -> Path:
    """Write the folder of this file below `out` and give its path; the same scene, same bytes.

    Raises:
        OwnershipGap: The route is not ready; the message names every gap.
        EvidenceError: Kept bytes no longer have their digest.
        InputError: The folder is there and is no dossier, or type could not be set.
    """
    if not scene.readiness.is_ready:
        raise OwnershipGap(lacks(scene))
    target = out / folder_name(scene)
    if target.exists() and not (target / MANIFEST).is_file():
        raise InputError("The folder is there and holds no dossier.", where=str(target))
    files = files_of(scene, sources)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=out) as beside:
        made = Path(beside) / target.name
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if target.exists():
            shutil.rmtree(target)
        made.replace(target)
    return target


def zip_of(scene: Scene, sources: Sources) -> bytes:
    """The folder of this file as one ZIP; the same scene, same bytes.

    Raises:
        OwnershipGap: The route is not ready; the message names every gap.
        EvidenceError: Kept bytes no longer have their digest.
    """
    if not scene.readiness.is_ready:
        raise OwnershipGap(lacks(scene))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files_of(scene, sources).items()):
            entry = zipfile.ZipInfo(f"{folder_name(scene)}/{name}", OLDEST_DATE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_declaration(scene: Scene, out: Path) -> Path:
    """Write the declaration that a person is to sign, before there is a file to put it in.

    Raises:
        InputError: Type could not be set.
    """
    content = typeset("declaration.typ", declaration_of(scene), {})
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{folder_name(scene)}-to-sign.pdf"
    with tempfile.TemporaryDirectory(prefix=".part-", dir=out) as beside:
        made = Path(beside) / target.name
        made.write_bytes(content)
        made.replace(target)
    return target


def lacks(scene: Scene) -> str:
    """What the route still lacks, in the language of the file."""
    gaps = [need.get.in_language(scene.language) for need in scene.readiness.missing]
    gaps += [one.sentence.in_language(scene.language) for one in scene.readiness.blocking]
    route = scene.readiness.route.name.in_language(scene.language)
    return f"{scene.work.slug}, {route}: not ready 未就绪. " + " ".join(gaps)


def folder_name(scene: Scene) -> str:
    """Right, route and language, in ASCII."""
    route = scene.readiness.route.code.replace("_", "-")
    return f"{scene.work.slug}-{route}-{scene.language}"


def files_of(scene: Scene, sources: Sources) -> dict[str, bytes]:
    """Every file of the folder by name, in order, with the manifest of the others."""
    exhibits = scene.exhibits
    copies = {f"exhibits/{one.file_name}": _copied(one, sources) for one in exhibits.values()}
    whole, pictures, drawn = _whole(scene, sources)
    files = {
        **copies,
        **{f"comparison/{name}": content for name, content in drawn.items()},
        "dossier.pdf": typeset("dossier.typ", whole, pictures),
        "declaration.pdf": typeset("declaration.typ", declaration_of(scene), {}),
        "content.json": json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode(),
        **{f"README.{one}.txt": _readme(scene, one) for one in LANGUAGES},
    }
    lines = (f"{sha256_of(files[name])}  {name}\n" for name in sorted(files))
    return {**files, MANIFEST: "".join(lines).encode("ascii")}


def _whole(scene: Scene, sources: Sources) -> tuple[Plain, dict[str, bytes], dict[str, bytes]]:
    content = content_of(scene)
    picture, refs = _first_picture(scene, sources)
    agreement = scene.claim.agreement
    held = agreement is not None and agreement.reference in scene.exhibits
    original = sources.read(agreement.reference) if agreement and held else None
    comparison, drawn = comparison_of(scene, original, sources.listing)
    every = [one.label for one in scene.exhibits.values()]
    whole = content | {
        "picture": {"refs": refs} if picture else None,
        "comparison": comparison,
        "against_none": sentence((_own(scene, "against_none"),), every),
        "check": sentence((_own(scene, "check_text"),), every),
    }
    shown = {name: one for name, one in drawn.items() if name in SHOWN}
    return whole, {**({"picture.jpg": picture} if picture else {}), **shown}, drawn


def _first_picture(scene: Scene, sources: Sources) -> tuple[bytes | None, list[str]]:
    """The first exhibit that opens as a picture, in small."""
    by_kind = sorted(
        (one for one in scene.exhibits.values() if one.paper.exhibit.kind in SHOWN_FIRST),
        key=lambda one: (SHOWN_FIRST.index(one.paper.exhibit.kind), one.number),
    )
    for one in by_kind:
        if made := small_jpeg(sources.read(one.paper.sha256)):
            return made, labels_of(scene.exhibits, (one.paper.sha256,))
    return None, []


def _own(scene: Scene, key: str) -> Span:
    return Span(word("labels", key).in_language(scene.language), scene.language)


def _copied(one: Numbered, sources: Sources) -> bytes:
    content = sources.read(one.paper.sha256)
    if sha256_of(content) != one.paper.sha256:
        raise EvidenceError(
            f"Exhibit {one.label} no longer has its digest: find out who touched it."
        )
    return content


def _readme(scene: Scene, language: str) -> bytes:
    text = (TEMPLATES / f"README.{language}.txt").read_text(encoding="utf-8")
    commands = [f"    $ {line}" for line in stamp_commands(scene)] or ["    -"]
    return text.replace("{stamps}", "\n".join(commands)).encode()


def stamp_commands(scene: Scene) -> list[str]:
    """The command that checks each time stamp of this folder."""
    by_digest = {sha: f"exhibits/{one.file_name}" for sha, one in scene.exhibits.items()}
    pairs = [
        (by_digest[one.paper.stamps], by_digest[sha])
        for sha, one in scene.exhibits.items()
        if one.paper.stamps in by_digest
    ]
    return [
        f"openssl ts -verify -data {stamped} -in {token} -CAfile root.pem"
        for stamped, token in pairs
    ]
