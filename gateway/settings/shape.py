"""The keys of ``sallyport.yaml`` as people write them. What each means is in ``docs/configuration.md``.

Defaults are those of ``model.py``. Plugins, rules and connectors are checked one by one, so that a mistake in one
hides none in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator

from connectors.faults import Fault
from connectors.shapes import AtLeastOne, Line, Several, Shape, choice, wrong
from gateway.domain.network import Network
from gateway.settings.classifier_shape import ClassifiersShape
from gateway.settings.model import Address, ClientAuthentication
from gateway.settings.notation import AbsoluteUri, BaseUrl, Duration, DurationOrNone, Endpoint, ListenAddress, Size
from gateway.settings.secrets import RedisField, SecretField

_CONNECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")  # a path segment that can be a host label too
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 6749, section 3.3


class Algorithm(StrEnum):
    """Asymmetric signatures (RFC 7518, section 3.1; RFC 8037): with a shared secret anyone who checks could sign."""

    RS256 = "RS256"
    RS384 = "RS384"
    RS512 = "RS512"
    PS256 = "PS256"
    PS384 = "PS384"
    PS512 = "PS512"
    ES256 = "ES256"
    ES384 = "ES384"
    ES512 = "ES512"
    EDDSA = "EdDSA"


class _Strategy(StrEnum):
    TOKEN_EXCHANGE = "token_exchange"  # noqa: S105  (a strategy, not a secret)


NetworkField = Annotated[Network, BeforeValidator(choice(Network))]


def _connector_name(text: str) -> str:
    if not _CONNECTOR.fullmatch(text):
        raise wrong(f"expected a name of lower-case letters, digits and hyphens, found `{text}`")
    return text


def _audience(text: str) -> str:
    if set("{}") & set(text.replace("{connector}", "")):
        raise wrong("expected `{connector}` to be the only thing in braces")
    return text


def _scope(text: str) -> str:
    if not _SCOPE.fullmatch(text):
        raise wrong("expected one scope, without spaces")
    return text


class UserClaimsShape(Shape):
    """``user_claims`` of an issuer."""

    id: Line = "sub"
    tenant: Line | None = None
    groups: Line | None = "groups"


class IssuerShape(Shape):
    """One item of ``identity.issuers``."""

    issuer: Endpoint
    audience: Annotated[Line, AfterValidator(_audience)] | None = None
    keys: Endpoint | None = None
    network: NetworkField | None = None
    plugin_claim: Line = "client_id"
    user_claims: UserClaimsShape = UserClaimsShape()
    algorithms: AtLeastOne[Annotated[Algorithm, BeforeValidator(choice(Algorithm))]] = (
        Algorithm.RS256,
        Algorithm.PS256,
        Algorithm.ES256,
        Algorithm.EDDSA,
    )
    token_types: AtLeastOne[Line] = ("at+jwt",)
    leeway: DurationOrNone = 60
    max_lifetime: Duration = 86400


class IdentityShape(Shape):
    """``identity``."""

    issuers: AtLeastOne[IssuerShape]


class ClientShape(Shape):
    """``delegation.client`` of a connector."""

    id: Line
    secret: SecretField
    auth: Annotated[ClientAuthentication, BeforeValidator(choice(ClientAuthentication, later=("private_key_jwt",)))] = (
        ClientAuthentication.BASIC
    )


class TokenExchangeShape(Shape):
    """``delegation`` of a connector."""

    strategy: Annotated[
        Literal[_Strategy.TOKEN_EXCHANGE],
        BeforeValidator(choice(_Strategy, later=("on_behalf_of", "jwt_bearer", "id_jag", "vault", "static_key"))),
    ]
    token_endpoint: Endpoint
    client: ClientShape
    audience: Line | None = None
    resource: AbsoluteUri | None = None
    scopes: Several[Annotated[Line, AfterValidator(_scope)]] = ()
    network: NetworkField | None = None
    timeout: Duration = 5


class TimeoutShape(Shape):
    """``timeouts`` of a connector."""

    connect: Duration = 5
    idle: Duration = 30
    total: Duration = 60


class ConnectorShape(Shape):
    """One value of ``connectors``."""

    use: Line | None = None
    file: Line | None = None
    upstream: BaseUrl
    network: NetworkField | None = None
    delegation: TokenExchangeShape
    region: Line | None = None
    timeouts: TimeoutShape = TimeoutShape()

    @classmethod
    def combine(cls, keys: Mapping[str, object]) -> Iterable[Fault]:
        """Return a fault unless exactly one of ``use`` and ``file`` says what the system is."""
        if "use" in keys and "file" in keys:
            yield Fault(("file",), "`use` already says what this system is", in_key=True)
        elif "use" not in keys and "file" not in keys and cls.knows_all(keys):
            yield Fault((), "expected `use: NAME` from the catalogue, or `file: PATH` of a description", in_key=True)


class AuditShape(Shape):
    """``audit``."""

    later: ClassVar[frozenset[str]] = frozenset({"sinks"})

    directory: Line
    max_wait: Duration = 4


class LimitsShape(Shape):
    """``limits``."""

    request_body: Size = 10 * 1024 * 1024
    response_body: Size = 16 * 1024 * 1024


class RootShape(Shape):
    """The whole of ``sallyport.yaml``, once ``plugins`` and ``rules`` stand for what their directories hold."""

    later: ClassVar[frozenset[str]] = frozenset({"configuration", "records", "regions"})

    listen: ListenAddress
    admin: ListenAddress = Address(host="127.0.0.1", port=9090)
    public_url: BaseUrl
    region: Line | None = None
    identity: IdentityShape
    connectors: dict[Annotated[str, AfterValidator(_connector_name)], object]
    plugins: Several[object]
    rules: Several[object]
    audit: AuditShape
    key: SecretField | None = None
    redis: RedisField | None = None
    limits: LimitsShape = LimitsShape()
    classifiers: ClassifiersShape = ClassifiersShape()

    @classmethod
    def combine(cls, keys: Mapping[str, object]) -> Iterable[Fault]:
        """Return a fault where plugins and operators would meet on one port, and where replicas would count apart."""
        if "admin" in keys and keys["admin"] == keys.get("listen"):
            yield Fault(("admin",), "expected another address than that of `listen`, which plugins reach")
        if "redis" in keys and "key" not in keys and cls.knows_all(keys):
            yield Fault(("redis",), "gateways that share a Redis share a key: `key` is missing", in_key=True)
