"""What an address leads to: each network's ends, and what lies just beside them."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from gateway.domain.network import Network
from gateway.outbound.addresses import REACHED, Kind, kind_of, literal, written_network

PUBLIC, PRIVATE, LOOPBACK, FORBIDDEN = Kind.PUBLIC, Kind.PRIVATE, Kind.LOOPBACK, Kind.FORBIDDEN


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("93.184.216.34", PUBLIC),
        ("0.0.0.0", FORBIDDEN),  # noqa: S104  (judged, not listened on)
        ("0.255.255.255", FORBIDDEN),
        ("1.0.0.0", PUBLIC),
        ("9.255.255.255", PUBLIC),
        ("10.0.0.0", PRIVATE),
        ("10.255.255.255", PRIVATE),
        ("11.0.0.0", PUBLIC),
        ("100.63.255.255", PUBLIC),
        ("100.64.0.0", PRIVATE),
        ("100.100.100.199", PRIVATE),
        ("100.100.100.200", FORBIDDEN),  # Alibaba Cloud
        ("100.100.100.201", PRIVATE),
        ("100.127.255.255", PRIVATE),
        ("100.128.0.0", PUBLIC),
        ("126.255.255.255", PUBLIC),
        ("127.0.0.0", LOOPBACK),
        ("127.0.0.1", LOOPBACK),
        ("127.255.255.255", LOOPBACK),
        ("128.0.0.0", PUBLIC),
        ("168.63.129.15", PUBLIC),
        ("168.63.129.16", FORBIDDEN),  # Azure
        ("168.63.129.17", PUBLIC),
        ("169.253.255.255", PUBLIC),
        ("169.254.0.0", FORBIDDEN),
        ("169.254.169.254", FORBIDDEN),
        ("169.254.170.2", FORBIDDEN),  # ECS
        ("169.254.255.255", FORBIDDEN),
        ("169.255.0.0", PUBLIC),
        ("172.15.255.255", PUBLIC),
        ("172.16.0.0", PRIVATE),
        ("172.31.255.255", PRIVATE),
        ("172.32.0.0", PUBLIC),
        ("191.255.255.255", PUBLIC),
        ("192.0.0.0", FORBIDDEN),
        ("192.0.0.192", FORBIDDEN),  # Oracle Cloud
        ("192.0.1.0", PUBLIC),
        ("192.0.2.1", FORBIDDEN),
        ("192.0.3.0", PUBLIC),
        ("192.88.98.255", PUBLIC),
        ("192.88.99.1", FORBIDDEN),
        ("192.167.255.255", PUBLIC),
        ("192.168.0.0", PRIVATE),
        ("192.168.255.255", PRIVATE),
        ("192.169.0.0", PUBLIC),
        ("198.17.255.255", PUBLIC),
        ("198.18.0.0", FORBIDDEN),
        ("198.19.255.255", FORBIDDEN),
        ("198.20.0.0", PUBLIC),
        ("198.51.100.1", FORBIDDEN),
        ("198.51.101.0", PUBLIC),
        ("203.0.112.255", PUBLIC),
        ("203.0.113.1", FORBIDDEN),
        ("223.255.255.255", PUBLIC),
        ("224.0.0.1", FORBIDDEN),
        ("239.255.255.255", FORBIDDEN),
        ("240.0.0.0", FORBIDDEN),
        ("255.255.255.255", FORBIDDEN),
    ],
)
def test_an_ipv4_address_is_of_one_kind(address: str, kind: Kind) -> None:
    assert kind_of(ip_address(address)) is kind


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("::", FORBIDDEN),
        ("::1", LOOPBACK),
        ("::2", FORBIDDEN),  # IPv4-compatible, obsolete (RFC 4291, section 2.5.5.1)
        ("::127.0.0.1", FORBIDDEN),
        ("::93.184.216.34", FORBIDDEN),
        ("100::1", FORBIDDEN),  # discarded (RFC 6666)
        ("1fff:ffff::1", FORBIDDEN),
        ("2000::", PUBLIC),
        ("2001::", FORBIDDEN),  # Teredo
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", FORBIDDEN),
        ("2001:2::1", FORBIDDEN),  # benchmarks
        ("2001:20::1", FORBIDDEN),  # ORCHIDv2
        ("2001:1ff:ffff::1", FORBIDDEN),
        ("2001:200::1", PUBLIC),
        ("2001:db7:ffff::1", PUBLIC),
        ("2001:db8::1", FORBIDDEN),
        ("2001:db9::1", PUBLIC),
        ("2002:a9fe:a9fe::1", FORBIDDEN),  # 6to4 of 169.254.169.254
        ("2002:5db8:d822::1", FORBIDDEN),  # and of a public address: obsolete
        ("2003::1", PUBLIC),
        ("2606:2800:220:1::1", PUBLIC),
        ("3ffe:ffff::1", PUBLIC),
        ("3fff::1", FORBIDDEN),  # documentation
        ("3fff:fff::1", FORBIDDEN),
        ("3fff:1000::1", PUBLIC),
        ("4000::1", FORBIDDEN),
        ("5f00::1", FORBIDDEN),  # segment routing (RFC 9602)
        ("fbff::1", FORBIDDEN),
        ("fc00::1", PRIVATE),
        ("fd00::1", PRIVATE),
        ("fd00:42::41", PRIVATE),
        ("fd00:42::42", FORBIDDEN),  # Scaleway
        ("fd00:ec1::254", PRIVATE),
        ("fd00:ec2::23", FORBIDDEN),  # credentials of EKS
        ("fd00:ec2::254", FORBIDDEN),  # AWS
        ("fd00:ec3::254", PRIVATE),
        ("fd20:ce::253", PRIVATE),
        ("fd20:ce::254", FORBIDDEN),  # Google Cloud
        ("fdff::1", PRIVATE),
        ("fe00::1", FORBIDDEN),
        ("fe80::1", FORBIDDEN),
        ("fe80::1%eth0", FORBIDDEN),
        ("fe80::a9fe:a9fe", FORBIDDEN),  # OpenStack
        ("febf::1", FORBIDDEN),
        ("fec0::1", FORBIDDEN),  # site-local, obsolete (RFC 3879)
        ("ff02::1", FORBIDDEN),
    ],
)
def test_an_ipv6_address_is_of_one_kind(address: str, kind: Kind) -> None:
    assert kind_of(ip_address(address)) is kind


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("::ffff:93.184.216.34", PUBLIC),  # mapped: the kernel connects to the address inside
        ("::ffff:10.0.0.1", PRIVATE),
        ("::ffff:127.0.0.1", LOOPBACK),
        ("::ffff:7f00:1", LOOPBACK),
        ("::ffff:169.254.169.254", FORBIDDEN),
        ("::ffff:a9fe:a9fe", FORBIDDEN),
        ("::ffff:0:169.254.169.254", FORBIDDEN),  # translated (RFC 2765)
        ("64:ff9b::93.184.216.34", PUBLIC),  # NAT64, as DNS64 makes it
        ("64:ff9b::10.0.0.1", FORBIDDEN),
        ("64:ff9b::127.0.0.1", FORBIDDEN),
        ("64:ff9b::169.254.169.254", FORBIDDEN),
        ("64:ff9b:0:0:0:1::1", FORBIDDEN),  # just beside that prefix
        ("64:ff9b:1::93.184.216.34", FORBIDDEN),  # RFC 8215: where the address stands is a local matter
    ],
)
def test_an_address_inside_another_is_what_counts(address: str, kind: Kind) -> None:
    assert kind_of(ip_address(address)) is kind


@pytest.mark.parametrize(
    "host", ["crm.example", "crm.example.", "localhost", "xn--bcher-kva.example", "a_b.example", "1.example", "0x7f.x"]
)
def test_a_name_is_no_address(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "93.184.216.34", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "2606:2800:220:1::1"]
)
def test_an_address_is_read_as_it_is_written(host: str) -> None:
    assert literal(host) == ip_address(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "2130706433",  # all of these are 127.0.0.1 to inet_aton
        "017700000001",
        "0x7f000001",
        "127.1",
        "127.0.1",
        "0x7f.1",
        "0x7f.0.0.0x1",
        "0177.0.0.1",
        "127.0.0.01",
        "127.0.0.1.",
        "0",
        "0x",
        "1.2.3.4.5",
        "256.0.0.1",
        "crm.1",
        "\uff11\uff12\uff17.0.0.1",  # full-width digits, which IDNA folds
        "127\u30020.0.1",  # with an ideographic full stop
        "%31%32%37.0.0.1",
        "127.0.0.1%00.crm.example",
        "fe80::1%eth0",
        "fe80::1%25eth0",
        "[::1]",
        "v1.fe80::1",
        ":::",
        "::ffff:127.1",
        "::ffff:0177.0.0.1",
        "crm..example",
        ".crm.example",
        "crm.example..",
        "crm example",
        "a" * 64 + ".example",
        "a." * 127 + "example",
    ],
)
def test_what_readers_differ_on_is_neither(host: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        literal(host)


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("https://crm.example/v1", Network.PUBLIC),
        ("https://93.184.216.34", Network.PUBLIC),
        ("https://10.1.2.3:8443/v1", Network.PRIVATE),
        ("https://[fd12::1]/", Network.PRIVATE),
        ("http://127.0.0.1:8081", Network.LOOPBACK),
        ("http://[::1]:8081", Network.LOOPBACK),
        ("https://[::ffff:127.0.0.1]", Network.LOOPBACK),
        ("http://localhost:8081", Network.LOOPBACK),
        ("http://LOCALHOST", Network.LOOPBACK),
        ("https://localhost.example", Network.PUBLIC),
        ("https://crm.localhost", Network.PUBLIC),
        ("https://10.example", Network.PUBLIC),
        ("https://127.1", Network.PUBLIC),
        ("https://169.254.169.254", Network.PUBLIC),
    ],
)
def test_a_url_says_by_its_own_words_where_it_leads(url: str, network: Network) -> None:
    assert written_network(url) is network


def test_no_network_reaches_what_is_forbidden_and_only_loopback_reaches_this_machine() -> None:
    assert all(Kind.FORBIDDEN not in kinds for kinds in REACHED.values())
    assert [network for network in Network if Kind.LOOPBACK in REACHED[network]] == [Network.LOOPBACK]
    assert REACHED[Network.LOOPBACK] == {Kind.LOOPBACK}
