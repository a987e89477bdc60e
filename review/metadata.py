"""The desk's view of metadata: what the exhibits of a right say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from domain.digests import Sha256
from domain.errors import InputError
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import RightSlug
from review.desk import Store
from rights.credentials import Credentials, credentials_of, media_type_of, sign_beside
from rights.findings import Findings, findings_of

SOURCE_KIND_OF = {
    ExhibitKind.RAW_PHOTO: "digitalCapture",
    ExhibitKind.ORIGINAL: "digitalCapture",
    ExhibitKind.SHOOTING_SET: "digitalCapture",
    ExhibitKind.LAYERED_SOURCE: "digitalCreation",
    ExhibitKind.DRAFT: "digitalCreation",
}
"""How each kind of file came about, as its signer states it (IPTC digital source type)."""


@dataclass(frozen=True, slots=True)
class Told:
    """An exhibit with the metadata of its file, and what its content credentials say."""

    exhibit: Exhibit
    findings: Findings
    credentials: Credentials


def told_by_files(store: Store, slug: RightSlug, trusted: str | None = None) -> tuple[Told, ...]:
    """The metadata of every exhibit of this right, read now from the bytes that were taken in.

    `trusted` are certificates (PEM) of authorities whose content credentials are believed.

    Raises:
        NotFound: There is no such right.
        EvidenceError: Kept bytes no longer have their digest.
    """
    with store.reading() as work:
        exhibits = work.rights.exhibits(right=work.rights.right(slug).slug)
        sidecars = {
            one.stamps: one.sha256
            for one in exhibits
            if one.kind is ExhibitKind.CONTENT_CREDENTIALS and one.stamps
        }
    return tuple(_told(store, one, sidecars.get(one.sha256), trusted) for one in exhibits)


def sign_originals(
    store: Store, slug: RightSlug, out: Path, *, chain: str, key: str, url: str | None
) -> tuple[Path, ...]:
    """Write a manifest beside each file of creation that can carry one; their paths.

    Raises:
        NotFound: There is no such right.
        InputError: The library is not installed, certificate and key do not fit, or no file of
            the right can be signed.
    """
    with store.reading() as work:
        exhibits = work.rights.exhibits(right=work.rights.right(slug).slug)
    made = []
    for one in exhibits:
        content = store.blobs.read(one.sha256)
        if one.kind in SOURCE_KIND_OF and media_type_of(content):
            kind = SOURCE_KIND_OF[one.kind]
            title = PurePath(one.file_name).name
            manifest = sign_beside(
                content, title=title, source_kind=kind, chain=chain, key=key, authority_url=url
            )
            made.append((one.sha256, manifest))
    if not made:
        raise InputError(f"{slug} has no file that carries credentials.", mend="JPEG, PNG, TIFF …")
    out.mkdir(parents=True, exist_ok=True)
    for sha256, manifest in made:
        (out / f"{sha256}.c2pa").write_bytes(manifest)
    return tuple(out / f"{sha256}.c2pa" for sha256, _ in made)


def _told(store: Store, one: Exhibit, sidecar: Sha256 | None, trusted: str | None) -> Told:
    content = store.blobs.read(one.sha256)
    beside = store.blobs.read(sidecar) if sidecar else None
    credentials = credentials_of(content, sidecar=beside, trusted=trusted)
    return Told(one, findings_of(content), credentials)
