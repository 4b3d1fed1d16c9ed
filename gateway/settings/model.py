"""The shape of the configuration. What its parts mean is checked by the packages that use them.

Durations are seconds and sizes are bytes here; in the files both carry their unit (``30s``, ``16MiB``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from classifiers.documents.limits import Images
from classifiers.fields.vocabulary import Vocabulary
from classifiers.lists.dictionary import Dictionary
from classifiers.presidio.custom import CustomRecognizer
from classifiers.scanner import BUDGET_SECONDS
from connectors.model import System
from gateway.domain.grant import Plugin
from gateway.domain.network import Network
from gateway.domain.rule import Rule
from gateway.domain.secret import Secret

if TYPE_CHECKING:
    from classifiers.lists.identifiers import Identifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UserClaims:
    """Which claims name a person. ``id`` (and ``tenant``) must be the same for them in every application."""

    id: str = "sub"
    tenant: str | None = None
    groups: str | None = "groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerSettings:
    """An authorization server whose access tokens are accepted.

    ``audience`` is a template in which ``{connector}`` stands for a connector's name; the default is the
    connector's base URL. ``keys`` is the JWKS address; without it, the issuer's metadata tells
    (RFC 8414, OpenID Connect Discovery). ``network`` is where both may be: ``None`` for what ``keys``, or else
    ``issuer``, says by its own words.
    """

    issuer: str
    audience: str | None = None
    keys: str | None = None
    network: Network | None = None
    plugin_claim: str = "client_id"  # RFC 9068, section 2.2; Entra and Keycloak say azp
    user_claims: UserClaims = field(default_factory=UserClaims)
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    token_types: tuple[str, ...] = ("at+jwt",)  # RFC 9068, section 2.1
    leeway: float = 60
    max_lifetime: float = 86400


class ClientAuthentication(StrEnum):
    """How the gateway's own client authenticates (RFC 6749, section 2.3.1)."""

    BASIC = "basic"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSettings:
    """The gateway as an OAuth client of an authorization server."""

    id: str
    secret: Secret
    auth: ClientAuthentication = ClientAuthentication.BASIC


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenExchangeSettings:
    """RFC 8693: the caller's token for the same user's token at the system of record.

    ``audience`` or ``resource`` names the system; with neither, the authorization server's own default holds.
    ``network`` is where the token endpoint may be: ``None`` for what its URL says by its own words.
    """

    strategy: Literal["token_exchange"]
    token_endpoint: str
    client: ClientSettings
    audience: str | None = None
    resource: str | None = None
    scopes: tuple[str, ...] = ()
    network: Network | None = None
    timeout: float = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeoutSettings:
    """Bounds on one upstream call, in seconds."""

    connect: float = 5
    idle: float = 30  # between two reads, and until the head
    total: float = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorSettings:
    """One system of record: what it is (from the catalogue or a file), and how it is reached.

    ``network`` is where it may be: ``None`` for what ``upstream`` says by its own words.
    """

    system: System
    upstream: str
    delegation: TokenExchangeSettings
    network: Network | None = None
    region: str | None = None
    timeouts: TimeoutSettings = field(default_factory=TimeoutSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings:
    """Where records go, and how long a request waits for its record."""

    directory: Path
    max_wait: float = 4  # until a record is durable; then the request is refused


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSettings:
    """Bounds on what is read at once, in bytes."""

    request_body: int = 10 * 1024 * 1024
    response_body: int = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifierSettings:
    """What is looked for beyond the labels that are shipped, and how long a message may take, in seconds.

    ``left_out`` are labels that are not looked for. ``countries`` are those whose labels a rule that names a family
    means: ``None`` for every country. ``model`` names an installed spaCy model.
    ``images`` says whether those inside documents, which are not read, may pass.
    """

    recognizers: tuple[CustomRecognizer, ...] = ()
    left_out: frozenset[str] = frozenset()
    dictionaries: tuple[Dictionary, ...] = ()
    identifiers: tuple[Identifiers, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    model: str | None = None
    countries: frozenset[str] | None = None
    budget: float = BUDGET_SECONDS
    images: Images = Images.REFUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One whole configuration. ``digest`` is over every file that was read."""

    listen: Address
    admin: Address
    public_url: str
    issuers: tuple[IssuerSettings, ...]
    connectors: Mapping[str, ConnectorSettings]
    plugins: tuple[Plugin, ...]
    rules: tuple[Rule, ...]
    audit: AuditSettings
    key: Secret | None = None  # 32 bytes or more; replicas share it. Without one, a key file beside the audit log
    redis: Secret | None = None  # a URL may carry a password
    region: str | None = None
    limits: LimitSettings = field(default_factory=LimitSettings)
    classifiers: ClassifierSettings = field(default_factory=ClassifierSettings)
    digest: str
