"""Token exchange (RFC 8693): the caller's token for the same user's token at the system of record.

Exactly one request, made of the verified caller and the configuration and of nothing that the plugin sent
besides. Where it fails there is no token: no other grant is tried, and the caller's token never goes on.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote_plus, urlencode

from gateway.delegation.strategy import Obtained, Target
from gateway.delegation.token_answer import MAX_BYTES, read_answer
from gateway.delegation.token_check import ACCESS_TOKEN, insist
from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.errors import DelegationUnavailable
from gateway.domain.message import Fields
from gateway.domain.network import Network
from gateway.domain.secret import Secret
from gateway.outbound.addresses import written_network
from gateway.outbound.client import RawAnswer, Timeouts
from gateway.outbound.faults import OutboundFault
from gateway.settings.model import ClientAuthentication, ClientSettings, TokenExchangeSettings

_GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"


class Sender(Protocol):
    """The way out, as far as it is needed here."""

    async def send(
        self,
        method: str,
        url: str,
        *,
        network: Network,
        headers: Fields,
        content: bytes,
        timeouts: Timeouts,
        max_bytes: int,
    ) -> RawAnswer:
        """Send one request and return its answer. Raises ``OutboundFault``."""


class TokenExchange:
    """The strategy of one connector. ``id_claims`` says for each issuer which claim names a person."""

    def __init__(self, settings: TokenExchangeSettings, outbound: Sender, id_claims: Mapping[str, str]) -> None:
        self._settings = settings
        self._outbound = outbound
        self._id_claims = id_claims
        self._network = settings.network or written_network(settings.token_endpoint)
        self._timeouts = Timeouts(connect=settings.timeout, idle=settings.timeout, total=settings.timeout)
        self.target = Target(
            strategy=settings.strategy,
            endpoint=settings.token_endpoint,
            digest=_digest(settings),
            audience=settings.audience,
            resource=settings.resource,
            scopes=settings.scopes,
        )

    async def obtain(self, caller: Caller, connector: Connector) -> Obtained:
        headers, content = exchange_request(self._settings, caller.token)
        try:
            raw = await self._outbound.send(
                "POST",
                self._settings.token_endpoint,
                network=self._network,
                headers=headers,
                content=content,
                timeouts=self._timeouts,
                max_bytes=MAX_BYTES,
            )
        except OutboundFault as fault:
            raise DelegationUnavailable(
                cause=f"no answer from the token endpoint of {connector.name}: {fault}"
            ) from fault
        answer = read_answer(raw.status, raw.content)
        insist(answer, caller, self.target, self._settings.client.id, self._id_claims)
        scopes = self._settings.scopes if answer.scopes is None else answer.scopes
        return Obtained(Secret(answer.token), "Bearer", scopes, answer.lifetime_seconds)


def exchange_request(settings: TokenExchangeSettings, subject_token: Secret) -> tuple[Fields, bytes]:
    """Return the header fields and the form of the request (RFC 8693, section 2.1)."""
    form = [
        ("grant_type", _GRANT_TYPE),
        ("subject_token", subject_token.reveal()),
        ("subject_token_type", ACCESS_TOKEN),
        ("requested_token_type", ACCESS_TOKEN),
    ]
    optional = (("audience", settings.audience), ("resource", settings.resource), ("scope", " ".join(settings.scopes)))
    form += [(name, value) for name, value in optional if value]
    headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "application/json"),
        ("accept-encoding", "identity"),
    ]
    match settings.client.auth:
        case ClientAuthentication.BASIC:
            headers.append(("authorization", _basic(settings.client)))
        case ClientAuthentication.POST:
            form += [("client_id", settings.client.id), ("client_secret", settings.client.secret.reveal())]
    return tuple(headers), urlencode(form).encode()


def _basic(client: ClientSettings) -> str:
    """Return the credentials as RFC 6749, section 2.3.1 has them: form-encoded first, so a colon does no harm."""
    pair = f"{quote_plus(client.id)}:{quote_plus(client.secret.reveal())}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _digest(settings: TokenExchangeSettings) -> str:
    """Return a digest of who asks and how. Not of the secret: renewing it changes no token."""
    return hashlib.sha256(
        repr((settings.strategy, settings.client.id, settings.client.auth.value)).encode()
    ).hexdigest()
