from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from connectors.model import System
from gateway.domain.connector import Connector
from gateway.domain.grant import Plugin
from gateway.identity.key_set import KeySet, read_key_set
from gateway.outbound.client import Outbound
from gateway.settings.model import IssuerSettings, UserClaims

Json = object
Key = RSAKey | ECKey | OKPKey
Mint = Callable[..., str]

NOW = datetime.fromisoformat("2026-11-23T12:00:00+00:00").timestamp()
ISSUER = "https://login.example.com"


@pytest.fixture
def now() -> float:
    return NOW


@pytest.fixture(scope="session")
def signing_keys() -> Mapping[str, Key]:
    """One key for each algorithm that is accepted by default; the key id is the algorithm's name."""
    return {
        "RS256": RSAKey.generate_key(2048, {"kid": "RS256"}),
        "PS256": RSAKey.generate_key(2048, {"kid": "PS256"}),
        "ES256": ECKey.generate_key("P-256", {"kid": "ES256"}),
        "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "EdDSA"}),
    }


@pytest.fixture(scope="session")
def published(signing_keys: Mapping[str, Key]) -> bytes:
    """The JWK Set of these keys."""
    return json.dumps({"keys": [key.as_dict(private=False) for key in signing_keys.values()]}).encode()


@pytest.fixture(scope="session")
def keys(published: bytes) -> KeySet:
    return read_key_set(published)


@pytest.fixture
def issuer() -> IssuerSettings:
    return IssuerSettings(issuer=ISSUER, user_claims=UserClaims(id="oid", tenant="tid", groups="groups"))


@pytest.fixture
def connector() -> Connector:
    return Connector(
        name="crm",
        system=System("crm", "Customers", (), auth_schemes=("bearer", "token")),
        upstream="https://crm.example.com",
        audience="https://sallyport.example.com/crm",
    )


@pytest.fixture
def plugins() -> Mapping[str, Plugin]:
    return {"summariser": Plugin("summariser", "support")}


@pytest.fixture(scope="session")
def mint(signing_keys: Mapping[str, Key]) -> Mint:
    """Return a function that signs a good token with the given differences; ``None`` leaves a member out.

    ``payload`` and ``protected`` replace a part's bytes altogether.
    """

    def sign(
        *,
        algorithm: str = "ES256",
        key: Key | None = None,
        header: Mapping[str, Json] | None = None,
        protected: bytes | None = None,
        payload: bytes | None = None,
        **claims: Json,
    ) -> str:
        heading = {"alg": algorithm, "kid": algorithm, "typ": "at+jwt", **(header or {})}
        body = {
            "iss": ISSUER,
            "aud": "https://sallyport.example.com/crm",
            "sub": "pairwise-alice",
            "oid": "alice",
            "tid": "acme",
            "client_id": "summariser",
            "groups": ["support"],
            "iat": int(NOW),
            "exp": int(NOW) + 300,
            **claims,
        }
        signed = b".".join(
            base64.urlsafe_b64encode(part if part is not None else _written(members)).rstrip(b"=")
            for part, members in ((protected, heading), (payload, body))
        )
        signature = JWSRegistry.algorithms[algorithm].sign(signed, key or signing_keys[algorithm])
        return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()

    return sign


def _written(members: Mapping[str, Json]) -> bytes:
    return json.dumps({name: value for name, value in members.items() if value is not None}).encode()


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    async with Outbound() as opened:
        yield opened


class Issuer:
    """An authorization server's public side on loopback. What it serves may change; what was asked is kept."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.arrived = asyncio.Event()
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        self.arrived.set()
        if request.path not in self.pages:
            return web.Response(status=404, text="<html>no such page</html>")
        return web.Response(body=self.pages[request.path], content_type="application/json")


@pytest.fixture
async def authority(published: bytes) -> AsyncIterator[Issuer]:
    issuer = Issuer()
    application = web.Application()
    application.router.add_get("/{rest:.*}", issuer.answer)
    async with TestServer(application) as server:
        issuer.url = str(server.make_url("")).rstrip("/")
        issuer.pages["/keys"] = published
        yield issuer
