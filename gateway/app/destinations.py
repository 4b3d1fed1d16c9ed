"""Find URLs in the configuration that nothing would ever be connected to: better told now than with each request.

What a name leads to is known only when it is looked up, so names are judged by ``outbound`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from gateway.domain.mistake import Mistake, Path
from gateway.domain.network import Network
from gateway.outbound.addresses import REACHED, Kind, kind_of, literal
from gateway.settings.model import Settings


def check(settings: Settings) -> Iterator[Mistake]:
    """Yield a mistake for each URL that leads where it may not."""
    for path, url, network in _destinations(settings):
        if message := _refusal(urlsplit(url).hostname or "", network):
            yield Mistake(path, message)


def _destinations(settings: Settings) -> Iterator[tuple[Path, str, Network | None]]:
    for index, issuer in enumerate(settings.issuers):
        key = "issuer" if issuer.keys is None else "keys"
        yield ("identity", "issuers", index, key), issuer.keys or issuer.issuer, issuer.network
    for name, connector in settings.connectors.items():
        yield ("connectors", name, "upstream"), connector.upstream, connector.network
        delegation = connector.delegation
        path = ("connectors", name, "delegation", "token_endpoint")
        yield path, delegation.token_endpoint, delegation.network


def _refusal(host: str, network: Network | None) -> str | None:
    try:
        address = literal(host)
    except ValueError:
        return f"`{host}` is neither a name nor an address in its one form"
    if address is None and host != "localhost":
        return None
    kind = Kind.LOOPBACK if address is None else kind_of(address)
    if kind is Kind.FORBIDDEN:
        return f"nothing may be connected to `{host}`: see `docs/configuration.md`, networks"
    if network is not None and kind not in REACHED[network]:
        return f"`{host}` is {kind}, and `network` says {network}"
    return None
