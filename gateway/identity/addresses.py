"""Which addresses speak for an issuer, and what its metadata says of its keys. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit, urlunsplit

from gateway.domain.strict_json import read_object


def is_protected(url: str) -> bool:
    """Claim that nobody on the way can answer in place of ``url``: https, or http that never leaves the machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not host or parts.port == 0 or parts.username is not None or "#" in url:
            return False
    except ValueError:  # of the port, or of an IPv6 address
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def metadata_urls(issuer: str) -> tuple[str, str]:
    """Return where metadata may be: RFC 8414, section 3.1, and OpenID Connect Discovery, section 4."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    oauth = urlunsplit((parts.scheme, parts.netloc, f"/.well-known/oauth-authorization-server{path}", "", ""))
    openid = urlunsplit((parts.scheme, parts.netloc, f"{path}/.well-known/openid-configuration", "", ""))
    return oauth, openid


def keys_address(metadata: bytes, issuer: str) -> str:
    """Return where the issuer's own metadata says its keys are.

    Raises:
        ValueError: It is another issuer's (RFC 8414, section 3.3), or names no address that may be trusted.
    """
    document = read_object(metadata)
    if document.get("issuer") != issuer:
        raise ValueError("the metadata is another issuer's")
    address = document.get("jwks_uri")
    if not isinstance(address, str) or not is_protected(address):
        raise ValueError("the metadata names no protected jwks_uri")
    # What was had over https must not lead to keys over http, which would be some service of this machine.
    if issuer.startswith("https:") and not address.startswith("https:"):
        raise ValueError("the metadata leads from https to http")
    return address


def _is_loopback(host: str) -> bool:
    if host == "localhost":  # RFC 6761, section 6.3
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
