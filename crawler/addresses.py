"""The guard against addresses of our own network: only what the whole world reaches is asked."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from domain.addresses import carried_in, is_public
from domain.errors import MonitorError

PORTS = (80, 443)
"""The ports that marketplaces serve; loopback, where allowed, may use any."""


class AddressRefused(MonitorError):
    """An address leads into our own network, or is no web address: it is not asked.

    Attributes:
        url: The address as it was given.
        reason: Why it was refused.
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"The address {url[:200]} was not asked: {reason}.")


def is_allowed(address: str, *, allow_loopback: bool) -> bool:
    """Whether this resolved address is public, or loopback where that is allowed.

    Addresses that carry another one (IPv4-mapped, 6to4, Teredo, NAT64) are judged by both.
    """
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if carried_in(parsed) is not None:
        return is_public(address)
    return is_public(address) or (allow_loopback and parsed.is_loopback)


def is_literal(host: str) -> bool:
    """Whether this host is an address itself, and no name that would have to be looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def check_url(url: str, *, allow_loopback: bool) -> tuple[str, int]:
    """The host and the port of a web address, as far as the address alone can be judged.

    Raises:
        AddressRefused: No http(s) address, one with a user name in it, or a port of no shop.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as exc:
        raise AddressRefused(url, "it is no address") from exc
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused(url, "it is no http or https address")
    if parts.username is not None:
        raise AddressRefused(url, "it holds a user name")
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in PORTS and not allow_loopback:
        raise AddressRefused(url, f"port {port} is no port of a shop")
    return host, port


def checked_addresses(host: str, port: int, *, allow_loopback: bool) -> tuple[str, ...]:
    """The addresses of this host, resolved once; connect to one of these and to no other.

    Raises:
        AddressRefused: The host has no address, or one of them is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise AddressRefused(host, "its name has no address") from exc
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not is_allowed(address, allow_loopback=allow_loopback):
            raise AddressRefused(host, f"{address} lies in a private or reserved network")
    return addresses
