"""No spelling of a forbidden address gets through, and none of this machine where it was not asked for."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import example, given
from hypothesis import strategies as st

from gateway.domain.network import Network
from gateway.outbound.addresses import FORBIDDEN, LOOPBACK, REACHED, kind_of, literal

IPV4 = [network for network in (*FORBIDDEN, *LOOPBACK) if network.version == 4]
INSIDE = st.sampled_from(IPV4).flatmap(
    lambda network: st.integers(int(network.network_address), int(network.broadcast_address))
)
BASES: tuple[Callable[[int], str], ...] = (
    str,
    oct,
    hex,
    "{:#X}".format,
    "{:03o}".format,
    "0{:o}".format,
    "{:05d}".format,
    "0x{:08x}".format,
)


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """Return an address that may not be reached as ``inet_aton`` takes it, or inside an IPv6 address."""
    number = draw(INSIDE)
    inside = str(IPv4Address(number))
    if draw(st.booleans()):
        prefix = draw(st.sampled_from(["::ffff:", "::FFFF:", "0:0:0:0:0:ffff:", "::", "64:ff9b::", "::ffff:0:"]))
        tail = draw(st.sampled_from([inside, f"{number >> 16:x}:{number & 0xFFFF:x}"]))
        return prefix + tail
    parts = draw(st.integers(1, 4))
    octets = [number >> shift & 0xFF for shift in (24, 16, 8, 0)]
    last = number & (1 << 8 * (5 - parts)) - 1
    written = [draw(st.sampled_from(BASES))(each) for each in (*octets[: parts - 1], last)]
    return ".".join(written) + draw(st.sampled_from(["", "", "."]))


def connected(host: str) -> Iterator[IPv4Address | IPv6Address]:
    """Yield what a connection to ``host`` would lead to, if ``host`` is an address to anybody."""
    address = literal(host)
    if address is not None:
        yield address
        return
    with contextlib.suppress(OSError):
        for *_, sockaddr in socket.getaddrinfo(host, 443, flags=socket.AI_NUMERICHOST):
            yield ip_address(sockaddr[0])


@given(spellings())
@example("2852039166")
@example("0xa9.0xfe.43518")
@example("::ffff:169.254.169.254")
@example("127.1")
def test_no_spelling_of_a_forbidden_address_or_of_this_machine_is_reached(host: str) -> None:
    with contextlib.suppress(ValueError):
        for address in connected(host):
            assert kind_of(address) not in REACHED[Network.PUBLIC] | REACHED[Network.PRIVATE]


@given(st.text(alphabet="0123456789abcdefxX.:-%_ \uff11\u3002", max_size=40))
def test_whatever_is_taken_for_a_name_is_an_address_to_nobody(host: str) -> None:
    with contextlib.suppress(ValueError):
        if literal(host) is None:
            with contextlib.suppress(OSError):
                assert socket.getaddrinfo(host, 443, flags=socket.AI_NUMERICHOST) == []


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**128 - 1))
def test_every_address_is_of_one_kind_and_an_address_inside_is_no_freer(small: int, large: int) -> None:
    plain = kind_of(IPv4Address(small))
    assert kind_of(IPv6Address((0xFFFF << 32) | small)) is plain
    assert kind_of(IPv6Address(large)) is kind_of(ip_address(str(IPv6Address(large))))
