"""Tokens: whether an authority's answer holds for a digest, and what time it tells."""

from __future__ import annotations

from asn1crypto import cms, tsp
from cryptography import x509
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from domain.digests import Sha256
from domain.errors import EvidenceError, InputError
from domain.stamps import Stamp
from stamping.authority import Answer, Authority


def check(answer: Answer, digest: Sha256, authority: Authority) -> Stamp:
    """The stamp in this answer, held to the request, the digest and the authority's own roots.

    The certificates are judged at the token's own time, so a token outlives them.

    Raises:
        EvidenceError: It was made for another digest or request, by another key, or is spoilt.
        InputError: The authority's roots cannot be read.
    """
    roots = _roots(authority)
    try:
        request = tsp.TimeStampReq.load(answer.request)
        response = decode_timestamp_response(in_der_order(answer.response))
        builder = VerifierBuilder(roots=roots, nonce=int(request["nonce"].native))
        if authority.policy:
            builder = builder.policy_id(x509.ObjectIdentifier(authority.policy))
        builder.build().verify(response, bytes.fromhex(digest))
    except (VerificationError, ValueError, TypeError, KeyError) as exc:
        raise EvidenceError(f"The token of {authority.name} does not hold ({exc}).") from exc
    info = response.tst_info
    signer = _signer(answer.response)
    return Stamp(
        digest=digest,
        at=info.gen_time,
        policy=info.policy.dotted_string,
        serial=str(info.serial_number),
        signer=signer.subject.rfc4514_string(),
        signer_until=signer.not_valid_after_utc,
    )


def in_der_order(response: bytes) -> bytes:
    """The answer with its set of certificates in DER's order.

    Some authorities, and openssl itself, write the set in another order, which strict readers
    refuse; the order is outside what is signed.

    Raises:
        ValueError: It is no time-stamp answer.
    """
    answer = tsp.TimeStampResp.load(response)
    if answer["status"]["status"].native not in ("granted", "granted_with_mods"):
        raise ValueError(f"the authority refused: {answer['status'].native}")
    signed = answer["time_stamp_token"]["content"]
    ordered = sorted(signed["certificates"], key=lambda one: one.dump())
    signed["certificates"] = cms.CertificateSet(ordered)
    made: bytes = answer.dump(force=True)
    return made


def _signer(response: bytes) -> x509.Certificate:
    signed = tsp.TimeStampResp.load(response)["time_stamp_token"]["content"]
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    for one in signed["certificates"]:
        certificate = x509.load_der_x509_certificate(one.chosen.dump())
        if certificate.serial_number == serial:
            return certificate
    raise EvidenceError("The token holds no certificate of its signer.")


def _roots(authority: Authority) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(authority.roots.read_bytes())
    except (OSError, ValueError) as exc:
        raise InputError(
            f"The root certificate of {authority.name} cannot be read.",
            where=str(authority.roots),
            mend="Get it from the authority's own site, as PEM.",
        ) from exc
