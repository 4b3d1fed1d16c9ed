"""A real authorization server: npm ``oidc-provider``, with two people, two plugins and the gateway as a client.

Tokens are issued and signed by its own code. Only the log-in is ours: a grant type that takes a user's name, because
no test is about typing passwords. Access tokens for an audience are JWTs (RFC 9068); without an audience they are
opaque and good at its userinfo endpoint, which is what Kinto asks. ``https://sallyport.example.com/`` and loopback
addresses are audiences of the gateway; the gateway may exchange tokens for those, and for no others.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote_plus

import aiohttp

from tests.servers.calls import Answered, call
from tests.servers.node_packages import HERE, node
from tests.servers.process import running

GATEWAY_CLIENT = "gateway"
OWN_APPLICATION = "records-app"  # the client with which people reach their own records, without any plugin
LOGIN = "urn:sallyport:test:login"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"

Fault = Literal["down", "hang", "refused", "garbage", "reset"]

_READY = re.compile(r'^\{"issuer":.*\}')


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """One request that reached the token endpoint. Tokens are named by their ``fingerprint``."""

    grant_type: str
    client: str | None
    user: str | None  # whose token was issued
    actor: Mapping[str, object] | None  # the ``act`` claim of what was issued
    audience: str | None
    scope: str | None
    status: int | None  # None: the connection was cut
    error: str | None
    subject_sha256: str | None
    issued_sha256: str | None


@dataclass(frozen=True, slots=True)
class AuthorizationServer:
    """A running server, seen by tests: its addresses, tokens from it, its journal, and its faults."""

    issuer: str
    control: str
    secrets: Mapping[str, str]

    @property
    def token_endpoint(self) -> str:
        return f"{self.issuer}/token"

    @property
    def keys(self) -> str:
        return f"{self.issuer}/jwks"

    @property
    def gateway_secret(self) -> str:
        """Return the secret of ``GATEWAY_CLIENT``; HTTP Basic needs it form-encoded (RFC 6749, section 2.3.1)."""
        return self.secrets[GATEWAY_CLIENT]

    async def token(
        self,
        *,
        user: str,
        plugin: str,
        audience: str | None,
        scope: str = "read write",
        expires_in: int = 600,
    ) -> str:
        """Return a user's access token for ``audience``, obtained by ``plugin``. Negative ``expires_in``: expired."""
        form = {"grant_type": LOGIN, "username": user, "scope": scope, "lifetime": str(expires_in)}
        return await self._issued(plugin, {**form, **({"resource": audience} if audience else {})})

    async def own_token(self, user: str) -> str:
        """Return a user's opaque token from their own application: no plugin and no gateway had a part in it."""
        return await self.token(user=user, plugin=OWN_APPLICATION, audience=None, scope="openid")

    async def client_credentials_token(self, *, plugin: str, audience: str) -> str:
        """Return a token that speaks for a plugin and for no user."""
        return await self._issued(plugin, {"grant_type": "client_credentials", "resource": audience, "scope": "read"})

    async def exchange(
        self, subject_token: str, *, audience: str | None = None, scope: str | None = None, client: str = GATEWAY_CLIENT
    ) -> Answered:
        """Ask for an exchange as the gateway would (RFC 8693)."""
        form = {"grant_type": TOKEN_EXCHANGE, "subject_token": subject_token, "subject_token_type": ACCESS_TOKEN}
        wanted = {"audience": audience, "scope": scope}
        return await self._request(client, {**form, **{name: value for name, value in wanted.items() if value}})

    async def userinfo(self, token: str) -> Answered:
        return await call("GET", f"{self.issuer}/me", bearer=token)

    async def requests(self) -> tuple[TokenRequest, ...]:
        """Return what the token endpoint was asked since the last ``forget``, oldest first."""
        entries = (await call("GET", f"{self.control}/requests")).body
        assert isinstance(entries, list)
        return tuple(TokenRequest(**entry) for entry in entries)

    async def exchanges(self) -> tuple[TokenRequest, ...]:
        """Return the token exchanges among ``requests``."""
        return tuple(request for request in await self.requests() if request.grant_type == TOKEN_EXCHANGE)

    async def forget(self) -> None:
        await self._control("DELETE", "/requests")

    async def break_exchange(self, fault: Fault) -> None:
        """Make every exchange fail alike: 503, no answer at all, invalid_grant, a web page, a connection reset."""
        await self._control("PUT", "/exchange/fault", {"fault": fault})

    async def shorten_exchange(self, seconds: int) -> None:
        """Let exchanged tokens live for ``seconds`` only."""
        await self._control("PUT", "/exchange/lifetime", {"seconds": seconds})

    async def mend(self) -> None:
        """Undo every ``break_exchange`` and ``shorten_exchange``; what hangs is answered 503."""
        await self._control("DELETE", "/exchange/fault")

    async def _control(self, method: str, path: str, body: object = None) -> None:
        answered = await call(method, self.control + path, json=body)
        assert answered.status == 200, answered.content

    async def _request(self, client: str, form: Mapping[str, str]) -> Answered:
        basic = aiohttp.encode_basic_auth(quote_plus(client), quote_plus(self.secrets[client]))
        return await call("POST", self.token_endpoint, form=form, headers={"Authorization": basic})

    async def _issued(self, client: str, form: Mapping[str, str]) -> str:
        answered = await self._request(client, form)
        assert answered.status == 200, answered.content
        return issued_token(answered)


def issued_token(answered: Answered) -> str:
    """Return the access token of a token endpoint's answer."""
    assert isinstance(answered.body, dict), answered.content
    return str(answered.body["access_token"])


def fingerprint(token: str) -> str:
    """Return the name under which the journal knows a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@contextmanager
def authorization_server() -> Iterator[AuthorizationServer]:
    """Run one while the block lasts.

    Raises:
        NodeUnavailable: Its packages cannot be had here.
    """
    with running([node(), str(HERE / "authorization_server.mjs")], _READY) as ready:
        yield AuthorizationServer(**json.loads(ready.group()))
