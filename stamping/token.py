"""Tokens: whether an authority's answer holds for a digest, and what time it tells."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import rfc3161_client
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from domain.digests import Sha256
from domain.errors import EvidenceError, InputError
from domain.stamps import Stamp
from stamping.authority import Answer, Authority

CLOCKS_APART = timedelta(minutes=10)
"""How far an authority's clock and ours may lie apart; beyond it one of them is wrong."""


def check(answer: Answer, digest: Sha256, authority: Authority) -> Stamp:
    """The stamp in this answer, held to the request, the digest and the authority's own roots.

    The certificates are judged at the token's own time, so a token outlives them. That time has
    to lie between our question and the answer, clocks aside.

    Raises:
        EvidenceError: It was made for another digest or request, by another key, at another time,
            or is spoilt.
        InputError: The authority's certificates cannot be read.
    """
    roots = _certificates(authority, authority.roots)
    try:
        response = decode_timestamp_response(in_der_order(answer.response))
        _verifier(answer, authority, roots).verify(response, bytes.fromhex(digest))
    except (VerificationError, ValueError, TypeError, KeyError) as exc:
        raise EvidenceError(f"The token of {authority.name} does not hold ({exc}).") from exc
    info = response.tst_info
    if not answer.asked_at - CLOCKS_APART <= info.gen_time <= answer.received_at + CLOCKS_APART:
        raise EvidenceError(
            f"The token of {authority.name} does not hold (it says {info.gen_time.isoformat()}, "
            f"and it was asked for at {answer.asked_at.isoformat(timespec='seconds')})."
        )
    chain = chain_of(answer.response, roots)
    others = [one for one in _held_in(answer.response) if one not in chain]
    return Stamp(
        digest=digest,
        at=info.gen_time,
        policy=info.policy.dotted_string,
        serial=str(info.serial_number),
        signer=chain[0].subject.rfc4514_string(),
        signer_until=chain[0].not_valid_after_utc,
        chain="".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in (*chain, *others)),
        url=authority.url,
        received_at=answer.received_at,
    )


def chain_of(response: bytes, roots: list[x509.Certificate]) -> list[x509.Certificate]:
    """The signer's certificate and its issuers, to a root that signs itself.

    Raises:
        EvidenceError: The certificates do not lead there.
    """
    signed = tsp.TimeStampResp.load(response)["time_stamp_token"]["content"]
    known = _held_in(response)
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    chain = [one for one in known if one.serial_number == serial][:1]
    if not chain:
        raise EvidenceError("The token holds no certificate of its signer.")
    while not _issued(chain[-1], chain[-1]):
        above = [one for one in (*roots, *known) if one not in chain and _issued(chain[-1], one)]
        if not above:
            raise EvidenceError(
                "The certificates of the token do not lead to a root that signs itself; "
                "`roots` must hold that root."
            )
        chain.append(above[0])
    return chain


def plain_answer(response: bytes) -> bytes:
    """The answer with nothing beside its token but that it was granted.

    Some authorities add words to the status, which nothing signs; the token's bytes stay.
    """
    token = tsp.TimeStampResp.load(response)["time_stamp_token"]
    made: bytes = tsp.TimeStampResp(
        {"status": {"status": "granted"}, "time_stamp_token": token}
    ).dump()
    return made


def _held_in(response: bytes) -> list[x509.Certificate]:
    signed = tsp.TimeStampResp.load(response)["time_stamp_token"]["content"]
    return [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _verifier(
    answer: Answer, authority: Authority, roots: list[x509.Certificate]
) -> rfc3161_client.Verifier:
    request = tsp.TimeStampReq.load(answer.request)
    builder = VerifierBuilder(roots=roots, nonce=int(request["nonce"].native))
    if authority.policy:
        builder = builder.policy_id(x509.ObjectIdentifier(authority.policy))
    if authority.certificate:
        builder = builder.tsa_certificate(_certificates(authority, authority.certificate)[0])
    return builder.build()


def in_der_order(response: bytes) -> bytes:
    """The answer with its set of certificates in DER's order.

    Some authorities, and openssl itself, write the set in another order, which strict readers
    refuse; the order is outside what is signed.

    Raises:
        ValueError: It is no time-stamp answer.
    """
    answer = tsp.TimeStampResp.load(response)
    if answer["status"]["status"].native != "granted":
        raise ValueError(f"the authority refused: {answer['status'].native}")
    signed = answer["time_stamp_token"]["content"]
    if len(signed["signer_infos"][0]["unsigned_attrs"]):
        raise ValueError("it holds attributes that nothing signs")
    found = [one.dump() for one in signed["certificates"]]
    if found == sorted(found):
        return response
    ordered = sorted(signed["certificates"], key=lambda one: one.dump())
    signed["certificates"] = cms.CertificateSet(ordered)
    made: bytes = answer.dump(force=True)
    return made


def _certificates(authority: Authority, path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as exc:
        raise InputError(
            f"The root certificate of {authority.name} cannot be read."
            if path == authority.roots
            else f"The certificate of {authority.name} cannot be read.",
            where=str(path),
            mend="Get it from the authority's own site, as PEM.",
        ) from exc
