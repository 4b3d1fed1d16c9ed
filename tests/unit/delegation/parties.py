"""Who takes part in a delegation: callers, connectors, and stand-ins for the other side."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from connectors.model import System
from gateway.delegation.strategy import Obtained, Target
from gateway.domain.caller import Actor, Caller, User
from gateway.domain.connector import Connector
from gateway.domain.errors import DelegationRefused, Refusal
from gateway.domain.grant import Plugin
from gateway.domain.json import Json
from gateway.domain.message import Fields
from gateway.domain.network import Network
from gateway.domain.secret import Secret
from gateway.outbound.client import RawAnswer, Timeouts
from gateway.outbound.faults import OutboundFault
from gateway.settings.model import ClientAuthentication, ClientSettings, TokenExchangeSettings
from gateway.volatile.store import VolatileUnavailable

NOW = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
ISSUER = "https://id.example.com"
ENDPOINT = "https://id.example.com/token"
ID_CLAIMS = {ISSUER: "sub"}
SUBJECT_TOKEN = "the-callers-own-token"
CLIENT_SECRET = "s3cret"


def caller(
    subject: str = "alice",
    plugin: str = "summariser",
    token: str = SUBJECT_TOKEN,
    *,
    issuer: str = ISSUER,
    tenant: str | None = None,
    actors: tuple[Actor, ...] = (),
    expires_at: datetime = NOW + timedelta(hours=1),
) -> Caller:
    return Caller(User(issuer, subject, tenant), Plugin(plugin, "owner"), Secret(token), expires_at, actors)


def connector(name: str = "tickets") -> Connector:
    return Connector(name, System(name, name, ()), f"https://{name}.example.com", f"https://gateway/{name}")


def settings(
    *,
    audience: str | None = "tickets",
    resource: str | None = None,
    scopes: tuple[str, ...] = ("read",),
    auth: ClientAuthentication = ClientAuthentication.BASIC,
    client_id: str = "sallyport",
    secret: str = CLIENT_SECRET,
    endpoint: str = ENDPOINT,
    network: Network | None = None,
    timeout: float = 5,
) -> TokenExchangeSettings:
    return TokenExchangeSettings(
        strategy="token_exchange",
        token_endpoint=endpoint,
        client=ClientSettings(id=client_id, secret=Secret(secret), auth=auth),
        audience=audience,
        resource=resource,
        scopes=scopes,
        network=network,
        timeout=timeout,
    )


def jwt(claims: Json, header: Json = None) -> str:
    parts = [{"alg": "RS256", "typ": "at+jwt"} if header is None else header, claims]
    return ".".join([*(_encoded(json.dumps(part).encode()) for part in parts), _encoded(b"a signature")])


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def token_answer(**members: Json) -> bytes:
    """Return a good answer; a member that is ``None`` is left out."""
    document: dict[str, Json] = {
        "access_token": "users-own-token",
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "token_type": "Bearer",
        "expires_in": 300,
        **members,
    }
    return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


@dataclass
class Sent:
    method: str
    url: str
    network: Network
    headers: dict[str, str]
    content: bytes
    timeouts: Timeouts
    max_bytes: int


@dataclass
class FakeOutbound:
    """Answers each request alike, and keeps what was sent."""

    answer: RawAnswer | OutboundFault = field(default_factory=lambda: RawAnswer(200, (), token_answer()))
    sent: list[Sent] = field(default_factory=list)

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
        self.sent.append(Sent(method, url, network, dict(headers), content, timeouts, max_bytes))
        if isinstance(self.answer, OutboundFault):
            raise self.answer
        return self.answer


class Clock:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def seconds(self) -> float:
        return self.now.timestamp()


class Mint:
    """A strategy whose tokens say whose they are and how many were made before.

    While ``gate`` is closed nobody gets one. A ``refusal`` is raised instead of a token; ``revoked`` tokens get none.
    """

    def __init__(self, target: Target | None = None, lifetime_seconds: int = 3600) -> None:
        self.target = target or Target("token_exchange", ENDPOINT, "digest", audience="tickets", scopes=("read",))
        self.lifetime_seconds = lifetime_seconds
        self.minted: list[Secret] = []
        self.callers: list[Caller] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.refusal: Refusal | None = None
        self.revoked: set[str] = set()
        self.name: Callable[[Caller, Connector, int], str] = _name

    async def obtain(self, caller: Caller, connector: Connector) -> Obtained:
        self.callers.append(caller)
        await self.gate.wait()
        if self.refusal is not None:
            raise self.refusal
        if caller.token.reveal() in self.revoked:
            raise DelegationRefused
        token = Secret(self.name(caller, connector, len(self.minted)))
        self.minted.append(token)
        return Obtained(token, "Bearer", self.target.scopes, self.lifetime_seconds)


def _name(caller: Caller, connector: Connector, number: int) -> str:
    return f"{caller.user.issuer}|{caller.user.subject}|{caller.plugin.id}|{connector.name}|{number}"


class DownStore:
    """A store that is gone, and counts who asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def get(self, key: str) -> bytes | None:
        self._refuse()

    async def set(self, key: str, value: bytes, ttl_seconds: float) -> None:
        self._refuse()

    async def delete(self, key: str) -> None:
        self._refuse()

    async def claim(self, key: str, owner: str, ttl_seconds: float) -> bool:
        self._refuse()

    async def release(self, key: str, owner: str) -> None:
        self._refuse()

    def _refuse(self) -> NoReturn:
        self.asked += 1
        raise VolatileUnavailable("down")


async def step(_: float = 0) -> None:
    """Let every other task run once, in place of sleeping."""
    await asyncio.sleep(0)
