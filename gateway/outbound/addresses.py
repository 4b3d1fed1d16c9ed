"""Say what an IP address leads to, and whether a host is an address at all. Pure: names are looked up elsewhere.

Sources: the IANA registries of special-purpose addresses (RFC 6890), RFC 4291 for IPv6 as a whole, and the
documents of the clouds for services that hand credentials to whoever asks. What is neither listed here nor public
by its registry is forbidden, whatever the configuration says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from gateway.domain.network import Network

Ip = IPv4Address | IPv6Address


class Kind(StrEnum):
    """What is at an address."""

    PUBLIC = "public"
    PRIVATE = "private"
    LOOPBACK = "loopback"
    FORBIDDEN = "forbidden"


REACHED: Mapping[Network, frozenset[Kind]] = {
    Network.PUBLIC: frozenset({Kind.PUBLIC}),
    Network.PRIVATE: frozenset({Kind.PUBLIC, Kind.PRIVATE}),
    Network.LOOPBACK: frozenset({Kind.LOOPBACK}),
}


def _networks(*texts: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, texts))


FORBIDDEN = _networks(
    "0.0.0.0/8",  # this network (RFC 791)
    "100.100.100.200/32",  # Alibaba Cloud: metadata
    "168.63.129.16/32",  # Azure: wire server
    "169.254.0.0/16",  # link-local (RFC 3927): metadata of most clouds, credentials of ECS and EKS
    "192.0.0.0/24",  # protocol assignments (RFC 6890); 192.0.0.192 is metadata of Oracle Cloud
    "192.0.2.0/24",  # documentation (RFC 5737), with the two below
    "192.88.99.0/24",  # relays of 6to4, ended by RFC 7526
    "198.18.0.0/15",  # benchmarks (RFC 2544)
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",  # multicast (RFC 5771)
    "240.0.0.0/4",  # reserved (RFC 1112), and broadcast
    "2001::/23",  # protocol assignments (RFC 2928): Teredo, benchmarks, ORCHID
    "2001:db8::/32",  # documentation (RFC 3849), with the second below
    "2002::/16",  # 6to4 (RFC 3056): a tunnel to the IPv4 address inside
    "3fff::/20",  # RFC 9637
    "fd00:42::42/128",  # Scaleway: metadata
    "fd00:ec2::/32",  # AWS: metadata, credentials of EKS
    "fd20:ce::254/128",  # Google Cloud: metadata
)
PRIVATE = _networks(
    "10.0.0.0/8",  # RFC 1918, with the two below
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",  # behind a carrier's translation (RFC 6598)
    "fc00::/7",  # unique local (RFC 4193)
)
LOOPBACK = _networks("127.0.0.0/8", "::1/128")  # RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3
PUBLIC = _networks("0.0.0.0/0", "2000::/3")  # but for the above: all of IPv4, what IANA has given out of IPv6

_TABLE = ((Kind.FORBIDDEN, FORBIDDEN), (Kind.PRIVATE, PRIVATE), (Kind.LOOPBACK, LOOPBACK), (Kind.PUBLIC, PUBLIC))
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052, section 2.1

_MAX_NAME = 253
_NAME = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?")
# Whatever ends like this is read as an IPv4 address by some reader: `127.1`, `0x7f.1`, `2130706433`, `127.0.0.1.`.
# https://url.spec.whatwg.org/#ends-in-a-number-checker
_NUMBER_AT_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")


@lru_cache(maxsize=1024)
def kind_of(address: Ip) -> Kind:
    """Return what is at ``address``."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:  # the kernel connects to the IPv4 address (RFC 4038, section 4.2)
            return kind_of(address.ipv4_mapped)
        if address in _NAT64:
            # RFC 6052, section 3.1: this prefix never stands for what is not public.
            inside = kind_of(IPv4Address(int(address) & 0xFFFFFFFF))
            return Kind.PUBLIC if inside is Kind.PUBLIC else Kind.FORBIDDEN
    return next((kind for kind, networks in _TABLE if _is_among(address, networks)), Kind.FORBIDDEN)


@lru_cache(maxsize=1024)  # 13 us without, for each request to an upstream that is written as an address
def literal(host: str) -> Ip | None:
    """Return the address that ``host`` spells, or ``None`` for a name.

    Raises:
        ValueError: It is neither a name nor the one spelling of an address on which all readers agree.
    """
    if ":" in host:
        address = ip_address(host)
        if isinstance(address, IPv6Address) and address.scope_id is not None:
            raise ValueError("an address with a zone is for one link only")
        return address
    if _NUMBER_AT_END.fullmatch(host):
        return IPv4Address(host)
    if len(host) > _MAX_NAME or not _NAME.fullmatch(host):
        raise ValueError("neither an address nor a name")
    return None


def written_network(url: str) -> Network:
    """Return where ``url`` leads by its own words: whoever wrote an address, or ``localhost``, meant it."""
    host = urlsplit(url).hostname or ""
    try:
        address = literal(host)
    except ValueError:
        return Network.PUBLIC
    if address is None:
        return Network.LOOPBACK if host == "localhost" else Network.PUBLIC  # RFC 6761, section 6.3
    match kind_of(address):
        case Kind.LOOPBACK:
            return Network.LOOPBACK
        case Kind.PRIVATE:
            return Network.PRIVATE
        case _:
            return Network.PUBLIC


def _is_among(address: Ip, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)
