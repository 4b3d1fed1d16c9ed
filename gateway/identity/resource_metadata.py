"""Tell clients where to get a token for a connector (RFC 9728): one document, and one challenge, for each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.connector import Connector
from gateway.domain.json import Json
from gateway.settings.model import IssuerSettings

WELL_KNOWN = "/.well-known/oauth-protected-resource/"


def audience_for(issuer: IssuerSettings, connector: Connector) -> str:
    """Return what a token of this issuer must name to be accepted at the connector."""
    if issuer.audience is None:
        return connector.audience
    return issuer.audience.replace("{connector}", connector.name)


def metadata_url(public_url: str, connector_name: str) -> str:
    """Return where a connector's document is served."""
    return f"{public_url.rstrip('/')}{WELL_KNOWN}{connector_name}"


def resource_metadata(connector: Connector, issuers: Sequence[IssuerSettings]) -> dict[str, Json]:
    """Return the document (RFC 9728, section 2)."""
    return {
        "resource": connector.audience,
        "resource_name": connector.system.title,
        "authorization_servers": [issuer.issuer for issuer in issuers],
        "bearer_methods_supported": ["header"],
    }


def challenge(public_url: str, connector_name: str, *, sent: bool) -> str:
    """Return the ``WWW-Authenticate`` of a 401 (RFC 9728, section 5.1).

    Args:
        sent: Whether there was a token, or something in its place: only then is it called invalid
            (RFC 6750, section 3.1).
    """
    error = 'error="invalid_token", ' if sent else ""
    return f'Bearer {error}resource_metadata="{metadata_url(public_url, connector_name)}"'
