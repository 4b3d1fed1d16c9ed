"""What the shape of the configuration cannot know of delegation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from gateway.domain.mistake import Mistake, Path
from gateway.settings.model import ConnectorSettings, TokenExchangeSettings

_SCOPE = re.compile(r"[!#-\[\]-~]+")  # RFC 6749, section 3.3


def check(connectors: Mapping[str, ConnectorSettings]) -> list[Mistake]:
    """Return what would make a connector's delegation unsafe, or fail at its first request."""
    return [
        mistake
        for name, connector in connectors.items()
        for mistake in _token_exchange(connector.delegation, ("connectors", name, "delegation"))
    ]


def _token_exchange(settings: TokenExchangeSettings, at: Path) -> Iterator[Mistake]:
    endpoint = _split(settings.token_endpoint)
    if endpoint is None or not endpoint.hostname or endpoint.fragment or endpoint.username is not None:
        yield Mistake((*at, "token_endpoint"), "expected an https URL without credentials and fragment (RFC 6749, 3.2)")
    elif endpoint.scheme != "https" and not (endpoint.scheme == "http" and _is_loopback(endpoint.hostname)):
        yield Mistake(
            (*at, "token_endpoint"),
            "expected https: the user's token and the gateway's secret are sent there",
            endpoint._replace(scheme="https").geturl(),
        )
    if not settings.client.id:
        yield Mistake((*at, "client", "id"), "expected the gateway's client id at the authorization server")
    if settings.resource is not None:
        resource = _split(settings.resource)
        if resource is None or resource.fragment:
            yield Mistake((*at, "resource"), "expected an absolute URI without fragment (RFC 8707)")
    for index, scope in enumerate(settings.scopes):
        if not _SCOPE.fullmatch(scope):
            yield Mistake((*at, "scopes", index), "expected one scope: visible ASCII without quotes and spaces")


def _split(url: str) -> SplitResult | None:
    """Return the parts of an absolute URI, or ``None``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme and (parts.netloc or parts.path) and _is_visible(url) else None


def _is_visible(url: str) -> bool:
    return all("!" <= character <= "~" for character in url)


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
