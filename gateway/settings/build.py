"""From checked shapes to ``Settings``. Nothing here can go wrong that was not told before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from connectors.model import System
from gateway.domain.mistake import Path
from gateway.domain.secret import Secret
from gateway.settings.model import (
    AuditSettings,
    ClassifierSettings,
    ClientSettings,
    ConnectorSettings,
    IssuerSettings,
    LimitSettings,
    Settings,
    TimeoutSettings,
    TokenExchangeSettings,
    UserClaims,
)
from gateway.settings.plugin_shape import PluginShape, to_plugin
from gateway.settings.rule_shape import RuleShape, to_rule
from gateway.settings.shape import ConnectorShape, IssuerShape, RootShape, TokenExchangeShape

KEY: Path = ("key",)
REDIS: Path = ("redis",)


@dataclass(frozen=True, slots=True)
class Sections:
    """Every part of a configuration, checked. ``secrets`` are by the path of their references."""

    root: RootShape
    connectors: Mapping[str, ConnectorShape]
    systems: Mapping[str, System]
    plugins: tuple[PluginShape, ...]
    rules: tuple[RuleShape, ...]
    secrets: Mapping[Path, Secret]
    classifiers: ClassifierSettings
    directory: FilePath  # of the main file: relative paths begin there


def client_secret(connector: str) -> Path:
    """Return the path of the secret of the gateway's own client for ``connector``."""
    return ("connectors", connector, "delegation", "client", "secret")


def build(sections: Sections, digest: str) -> Settings:
    """Return the settings that ``sections`` make up."""
    root = sections.root
    return Settings(
        listen=root.listen,
        admin=root.admin,
        public_url=root.public_url,
        issuers=tuple(map(_issuer, root.identity.issuers)),
        connectors={name: _connector(name, connector, sections) for name, connector in sections.connectors.items()},
        plugins=tuple(map(to_plugin, sections.plugins)),
        rules=tuple(map(to_rule, sections.rules)),
        audit=AuditSettings(directory=sections.directory / root.audit.directory, max_wait=root.audit.max_wait),
        key=sections.secrets.get(KEY),
        redis=sections.secrets.get(REDIS),
        region=root.region,
        limits=LimitSettings(request_body=root.limits.request_body, response_body=root.limits.response_body),
        classifiers=sections.classifiers,
        digest=digest,
    )


def _issuer(shape: IssuerShape) -> IssuerSettings:
    claims = shape.user_claims
    return IssuerSettings(
        issuer=shape.issuer,
        audience=shape.audience,
        keys=shape.keys,
        network=shape.network,
        plugin_claim=shape.plugin_claim,
        user_claims=UserClaims(id=claims.id, tenant=claims.tenant, groups=claims.groups),
        algorithms=tuple(algorithm.value for algorithm in shape.algorithms),
        token_types=shape.token_types,
        leeway=shape.leeway,
        max_lifetime=shape.max_lifetime,
    )


def _connector(name: str, shape: ConnectorShape, sections: Sections) -> ConnectorSettings:
    timeouts = shape.timeouts
    return ConnectorSettings(
        system=sections.systems[name],
        upstream=shape.upstream,
        network=shape.network,
        delegation=_delegation(shape.delegation, sections.secrets[client_secret(name)]),
        region=shape.region,
        timeouts=TimeoutSettings(connect=timeouts.connect, idle=timeouts.idle, total=timeouts.total),
    )


def _delegation(shape: TokenExchangeShape, secret: Secret) -> TokenExchangeSettings:
    return TokenExchangeSettings(
        strategy="token_exchange",
        token_endpoint=shape.token_endpoint,
        client=ClientSettings(id=shape.client.id, secret=secret, auth=shape.client.auth),
        audience=shape.audience,
        resource=shape.resource,
        scopes=shape.scopes,
        network=shape.network,
        timeout=shape.timeout,
    )
