"""TLS of a captured page: what was agreed with the server, and the certificates that it showed."""

from __future__ import annotations

import base64
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Page

TOLD = {
    "protocol": "protocol",
    "key_exchange": "keyExchange",
    "key_exchange_group": "keyExchangeGroup",
    "cipher": "cipher",
    "subject": "subjectName",
    "names": "sanList",
    "issuer": "issuer",
    "valid_from": "validFrom",
    "valid_to": "validTo",
    "certificate_transparency": "certificateTransparencyCompliance",
}
"""Our names for what the browser says of a connection."""

STAMPED = ("status", "origin", "logDescription", "logId", "timestamp")
"""What is kept of a signed certificate timestamp (RFC 6962)."""


# no slots: the browser library keeps its wrapped listeners on the object
@dataclass
class TlsWatch:
    """Listens to what the browser says of each https answer to the page, by origin."""

    agreed: dict[str, dict[str, Any]] = field(default_factory=dict)
    chains: dict[str, list[str]] = field(default_factory=dict)
    _session: CDPSession | None = None

    async def listen(self, context: BrowserContext, page: Page) -> None:
        """Take in what is agreed from now on."""
        self._session = await context.new_cdp_session(page)
        self._session.on("Network.responseReceived", self._received)
        await self._session.send("Network.enable")

    async def read_chains(self) -> None:
        """Fetch the certificates that each origin showed, from the leaf upwards, as PEM."""
        if self._session is None:
            return
        for origin in self.agreed:
            told = await self._session.send("Network.getCertificate", {"origin": origin})
            chain = [base64.b64decode(one) for one in told.get("tableNames", [])]
            self.chains[origin] = [ssl.DER_cert_to_PEM_cert(one) for one in chain]

    def record(self) -> dict[str, object]:
        """Everything of TLS that goes into environment.json."""
        return {
            origin: {
                **told,
                "chain_sha256": [_digest(one) for one in self.chains.get(origin, [])],
                "checked_by": "the browser, with its own roots",
            }
            for origin, told in self.agreed.items()
        }

    def pem(self) -> bytes:
        """The certificates of all origins, one after the other."""
        return "".join(one for chain in self.chains.values() for one in chain).encode("ascii")

    def _received(self, event: Mapping[str, Any]) -> None:
        response = event.get("response", {})
        details = response.get("securityDetails")
        parts = urlsplit(str(response.get("url", "")))
        if details is None or parts.scheme != "https":
            return
        told = {name: details.get(theirs) for name, theirs in TOLD.items()}
        stamps = details.get("signedCertificateTimestampList", [])
        told["scts"] = [{name: one.get(name) for name in STAMPED} for one in stamps]
        told["state"] = response.get("securityState")
        self.agreed.setdefault(f"https://{parts.netloc}", told)


def _digest(pem: str) -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
