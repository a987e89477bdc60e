from __future__ import annotations

import pytest

from crawler.addresses import AddressRefused, check_url, checked_addresses, is_allowed

PRIVATE = [
    "10.0.0.1", "127.0.0.1", "169.254.169.254", "100.100.100.200", "192.168.1.1", "172.16.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2002:a00:1::", "nonsense", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_our_own_network_is_refused(address: str) -> None:
    assert not is_allowed(address, allow_loopback=False)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed(address, allow_loopback=False)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"])
def test_allowing_loopback_allows_nothing_else(address: str) -> None:
    assert is_allowed("127.0.0.1", allow_loopback=True)
    assert not is_allowed(address, allow_loopback=True)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://shop.example/", "http://", "http://user@shop.example/",
     "http://shop.example:22/", "http://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_shops_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url, allow_loopback=False)


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "localhost"])
def test_other_spellings_of_loopback_are_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        checked_addresses(host, 80, allow_loopback=False)
