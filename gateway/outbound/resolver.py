"""Look a name up once, judge every address that it stands for, and connect to those very addresses.

A name is refused whole if one of its addresses may not be reached. Leaving that one out would do for safety; but
whoever answers for a name with a metadata service among others is not the system that was configured, and a system
half of which is private needs a word in the configuration rather than a connection that works now and then.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from gateway.domain.network import Network
from gateway.outbound.addresses import REACHED, Ip, kind_of, literal

_MAX_TOLD = 253  # characters of a host: a longer one is no name (RFC 1035, section 2.3.4)

_log = logging.getLogger(__name__)


class RefusedAddress(OSError):
    """A host leads where this connection may not go. aiohttp takes it for a name that cannot be resolved."""


class JudgingResolver(AbstractResolver):
    """Another resolver's answers, as far as they lie in ``network``.

    aiohttp keeps answers for 10 s, only those that passed here, and hands out numeric addresses: nothing is looked
    up between the judgement and the connection. One resolver and one cache serve one network.
    """

    def __init__(self, resolver: AbstractResolver, network: Network) -> None:
        self._resolver = resolver
        self._network = network

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of ``host``.

        Raises:
            RefusedAddress: One of them may not be reached.
            OSError: There is none.
        """
        found = await self._resolver.resolve(host, port, family)
        if not found:
            raise OSError("the name has no address")
        _insist(host, [ip_address(each["host"]) for each in found], self._network)
        return found

    async def close(self) -> None:
        """Give back what the other resolver holds."""
        await self._resolver.close()


def insist_on_literal(host: str, network: Network) -> None:
    """Judge a host that is written as an address: aiohttp asks no resolver for it.

    Raises:
        RefusedAddress: It may not be reached, or readers differ on what it is.
    """
    try:
        address = literal(host)
    except ValueError:
        _log.warning("%s was not connected to: it is neither a name nor an address in its one form", host[:_MAX_TOLD])
        raise RefusedAddress("not a host") from None
    if address is not None:
        _insist(host, [address], network)


def _insist(host: str, addresses: Sequence[Ip], network: Network) -> None:
    for address in addresses:
        kind = kind_of(address)
        if kind not in REACHED[network]:
            _log.warning("%s was not connected to: it is %s (%s), the network is %s", host, address, kind, network)
            raise RefusedAddress(f"{kind} address")
