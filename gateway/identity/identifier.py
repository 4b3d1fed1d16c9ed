"""Identify the caller of a request, or say the same thing to everyone who cannot be identified.

The client learns that a valid token is needed and where to get one; which check failed is the refusal's ``cause``,
one word of ``Reason``, for the metric.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from gateway.domain.caller import Caller
from gateway.domain.connector import Connector
from gateway.domain.errors import DelegationUnavailable, Unauthenticated
from gateway.domain.grant import Plugin
from gateway.domain.message import Fields
from gateway.domain.secret import Secret
from gateway.identity.access_token import parse, verify
from gateway.identity.authorization import access_token
from gateway.identity.keys import Keys, KeysUnavailable
from gateway.identity.principal import actors_of, plugin_of, user_of
from gateway.identity.reason import NotIdentified, Reason
from gateway.identity.resource_metadata import audience_for, challenge
from gateway.identity.verified import VerifiedCallers
from gateway.settings.model import IssuerSettings


class Identifier:
    """Who may call under one configuration. A reload makes a new one, and with it an empty memory.

    Args:
        plugins: By the OAuth client that their tokens are issued to.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        issuers: Sequence[IssuerSettings],
        plugins: Mapping[str, Plugin],
        keys: Keys,
        public_url: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuers = {issuer.issuer: issuer for issuer in issuers}
        self._plugins = plugins
        self._keys = keys
        self._public_url = public_url
        self._clock = clock
        self._verified = VerifiedCallers()

    async def identify(self, headers: Fields, query: Fields, connector: Connector) -> Caller:
        """Return the user and the plugin that a request's token proves.

        Raises:
            Unauthenticated: It proves nobody, or not to this connector.
            DelegationUnavailable: The issuer does not answer, so that nothing can be said of its tokens.
        """
        try:
            token = access_token(headers, query, connector.system.auth_schemes)
            return self._verified.get(token, connector, self._clock()) or await self._verify(token, connector)
        except NotIdentified as failure:
            sent = failure.reason is not Reason.NOTHING_SENT
            fields = (("www-authenticate", challenge(self._public_url, connector.name, sent=sent)),)
            raise Unauthenticated(cause=failure.reason, headers=fields) from failure
        except KeysUnavailable as failure:  # a 401 would send the client for a new token, which would fare no better
            raise DelegationUnavailable(cause=Reason.KEYS_UNAVAILABLE) from failure

    async def _verify(self, token: str, connector: Connector) -> Caller:
        unverified = parse(token)
        named = unverified.claims.get("iss")
        issuer = self._issuers.get(named) if isinstance(named, str) else None
        if issuer is None:
            raise NotIdentified(Reason.UNKNOWN_ISSUER)
        keys = await self._keys.of(issuer.issuer, unverified.kid)
        now = self._clock()
        verified = verify(unverified, keys, issuer, audience_for(issuer, connector), now)
        caller = Caller(
            user_of(verified.claims, issuer),
            plugin_of(verified.claims, issuer, self._plugins),
            Secret(token),
            datetime.fromtimestamp(verified.expires_at, UTC),
            actors_of(verified.claims),
        )
        self._verified.put(token, connector, caller, now)
        return caller
