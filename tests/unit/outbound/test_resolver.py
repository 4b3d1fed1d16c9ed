from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from gateway.domain.network import Network
from gateway.outbound.resolver import JudgingResolver, RefusedAddress, insist_on_literal

PUBLIC, PRIVATE, LOOPBACK = Network.PUBLIC, Network.PRIVATE, Network.LOOPBACK


class FakeResolver(AbstractResolver):
    """Says the same of every name."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses
        self.is_closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        (PUBLIC, ["93.184.216.34", "2606:2800:220:1::1"]),
        (PRIVATE, ["10.0.0.1"]),
        (PRIVATE, ["10.0.0.1", "93.184.216.34", "fd12::1"]),
        (LOOPBACK, ["127.0.0.1", "::1"]),
    ],
)
async def test_what_lies_in_the_network_is_handed_on_as_it_was_found(network: Network, addresses: list[str]) -> None:
    found = await JudgingResolver(FakeResolver(*addresses), network).resolve("crm.example", 443)
    assert [(each["host"], each["port"]) for each in found] == [(address, 443) for address in addresses]


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        (PUBLIC, ["10.0.0.1"]),
        (PUBLIC, ["127.0.0.1"]),
        (PUBLIC, ["169.254.169.254"]),
        (PUBLIC, ["fe80::1%eth0"]),
        (PUBLIC, ["93.184.216.34", "169.254.169.254"]),
        (PUBLIC, ["93.184.216.34", "93.184.216.34", "::ffff:10.0.0.1"]),
        (PRIVATE, ["127.0.0.1"]),
        (PRIVATE, ["10.0.0.1", "fd00:ec2::254"]),
        (LOOPBACK, ["93.184.216.34"]),
        (LOOPBACK, ["10.0.0.1"]),
        (LOOPBACK, ["127.0.0.1", "0.0.0.0"]),  # noqa: S104  (judged, not listened on)
    ],
)
async def test_a_name_is_refused_whole_for_one_address_outside(network: Network, addresses: list[str]) -> None:
    with pytest.raises(RefusedAddress):
        await JudgingResolver(FakeResolver(*addresses), network).resolve("crm.example", 443)


async def test_a_name_without_an_address_cannot_be_reached() -> None:
    with pytest.raises(OSError, match="no address"):
        await JudgingResolver(FakeResolver(), PUBLIC).resolve("crm.example", 443)


async def test_closing_closes_the_resolver_inside() -> None:
    inner = FakeResolver()
    await JudgingResolver(inner, PUBLIC).close()
    assert inner.is_closed


@pytest.mark.parametrize(
    ("host", "network"),
    [("crm.example", PUBLIC), ("93.184.216.34", PUBLIC), ("10.0.0.1", PRIVATE), ("::1", LOOPBACK)],
)
def test_names_and_addresses_in_the_network_pass(host: str, network: Network) -> None:
    insist_on_literal(host, network)


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("10.0.0.1", PUBLIC),
        ("127.0.0.1", PRIVATE),
        ("93.184.216.34", LOOPBACK),
        ("169.254.169.254", PRIVATE),
        ("::ffff:169.254.169.254", PRIVATE),
        ("127.1", LOOPBACK),
        ("2130706433", LOOPBACK),
    ],
)
def test_an_address_outside_and_an_odd_spelling_are_refused(host: str, network: Network) -> None:
    with pytest.raises(RefusedAddress):
        insist_on_literal(host, network)


async def test_one_line_of_the_log_says_which_host_and_why(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RefusedAddress):
        await JudgingResolver(FakeResolver("10.0.0.1"), PUBLIC).resolve("crm.example")
    with pytest.raises(RefusedAddress):
        insist_on_literal("x" * 300, PUBLIC)
    first, second = (record.getMessage() for record in caplog.records)
    assert first == "crm.example was not connected to: it is 10.0.0.1 (private), the network is public"
    assert second == "x" * 253 + " was not connected to: it is neither a name nor an address in its one form"
