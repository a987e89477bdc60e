"""Content credentials (C2PA): read offline, and signed into a file beside the original.

They say who signed a file and when, and that it is unchanged since; not who made the work. Every
shop that re-encodes a picture drops them. The library is optional: without it nothing is read,
and that is said.
"""

from __future__ import annotations

import importlib.util
import io
import json
from dataclasses import dataclass
from typing import Any

from domain.errors import InputError

NOT_INSTALLED = "not read: c2pa-python is not installed"
SIGNS = (b"jumb", b"c2pa")
"""What stands in every file that carries a manifest (JUMBF, ISO/IEC 19566-5)."""

MEDIA_TYPES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"RIFF", "image/webp"),
)
OFFLINE = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
    "builder": {"thumbnail": {"enabled": False}},
}
SOURCE_KINDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"

STATES = {"Trusted": "trusted", "Valid": "valid", "Invalid": "invalid"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a file's credentials say: `trusted`, `valid` or `invalid`, by whom, made with what.

    `state` is None where there are none, or where they were not read (`not_read` says why).
    `valid` fits the bytes, by a signer whom no list of ours vouches for.
    """

    state: str | None = None
    signer: str | None = None
    signed_at: str | None = None
    generator: str | None = None
    not_read: str | None = None


def checker() -> list[str]:
    """The name of what reads credentials, where it is installed."""
    return ["c2pa"] if importlib.util.find_spec("c2pa") else []


def credentials_of(
    content: bytes, *, sidecar: bytes | None = None, trusted: str | None = None
) -> Credentials:
    """What these bytes carry, or the manifest beside them; nothing is fetched from anywhere.

    Args:
        content: The file.
        sidecar: The manifest, where it lies in a file of its own.
        trusted: Certificates in PEM whose signatures are trusted; the owner's own authority.
    """
    media_type = media_type_of(content)
    if media_type is None or (sidecar is None and not all(sign in content for sign in SIGNS)):
        return Credentials()
    if not checker():
        return Credentials(not_read=NOT_INSTALLED)
    import c2pa  # noqa: PLC0415 - optional

    settings: dict[str, Any] = OFFLINE | ({"trust": {"trust_anchors": trusted}} if trusted else {})
    try:
        with (
            c2pa.Context.from_dict(settings) as context,
            c2pa.Reader(media_type, io.BytesIO(content), sidecar, context) as reader,
        ):
            told = json.loads(reader.json())
    except c2pa.C2paError as exc:
        reason = str(exc).split(":", 1)[0]
        return Credentials(not_read=f"not read: {reason}")
    manifest = told.get("manifests", {}).get(told.get("active_manifest"), {})
    signature = manifest.get("signature_info") or {}
    return Credentials(
        state=STATES.get(told.get("validation_state", "")),
        signer=signature.get("common_name") or signature.get("issuer"),
        signed_at=signature.get("time"),
        generator=_generator(manifest),
    )


def sign_beside(
    content: bytes,
    *,
    title: str,
    source_kind: str,
    chain: str,
    key: str,
    authority_url: str | None = None,
) -> bytes:
    """A manifest over these bytes, for a file of its own; the original stays as it is.

    Args:
        content: The file.
        title: What the file is called in the manifest.
        source_kind: How it came about (IPTC digital source type), such as digitalCapture; the
            signer states it.
        chain: The signer's certificates in PEM, its own first (ES256).
        key: The signer's key in PEM (PKCS 8).
        authority_url: A time authority (RFC 3161) whose time goes into the signature.

    Raises:
        InputError: c2pa-python is not installed, the file is of a kind that cannot be signed, or
            certificate and key do not fit.
    """
    if not checker():
        raise InputError(
            "c2pa-python is not installed.", mend="pip install 'jianzhen[credentials]'"
        )
    media_type = media_type_of(content)
    if media_type is None:
        raise InputError(f"{title} is of a kind that carries no credentials.", mend="JPEG, PNG …")
    import c2pa  # noqa: PLC0415 - optional

    created = {"action": "c2pa.created", "digitalSourceType": SOURCE_KINDS + source_kind}
    manifest = {
        "title": title,
        "format": media_type,
        "claim_generator_info": [{"name": "Jianzhen"}],
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [created]}}],
    }
    try:
        info = c2pa.C2paSignerInfo(
            c2pa.C2paSigningAlg.ES256, chain.encode(), key.encode(), authority_url
        )
        with (
            c2pa.Context.from_dict(OFFLINE) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder.from_json(json.dumps(manifest), context) as builder,
        ):
            builder.set_no_embed()
            made: bytes = builder.sign(signer, media_type, io.BytesIO(content), io.BytesIO())
            return bytes(made)
    except (c2pa.C2paError, ValueError) as exc:
        raise InputError(
            f"{title} could not be signed ({exc}).",
            mend="Give a certificate for ES256 with its chain, and its own key.",
        ) from exc


def media_type_of(content: bytes) -> str | None:
    """The media type by the first bytes; None for what carries no credentials here."""
    return next((kind for sign, kind in MEDIA_TYPES if content.startswith(sign)), None)


def _generator(manifest: dict[str, Any]) -> str | None:
    told = manifest.get("claim_generator_info") or [{}]
    name = told[0].get("name") if isinstance(told, list) else None
    return name or manifest.get("claim_generator")
