"""A whole gateway between a hostile system of record and a hostile plugin."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.gateways import Deployment, serving
from tests.notes import Spoken, deployment_of, speak, token_for
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Behaviour, Upstream, upstream

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
NO_CARDS = """
- id: no-cards
  owner: security@example.com
  because: never in a model's context
  labels: [payment_card]
  action: redact
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """``notes`` behind the gateway, and alice's token for it in a plugin's hands."""

    deployment: Deployment
    system: Upstream
    token: str

    async def ask(
        self,
        method: str,
        target: str,
        *,
        fields: Iterable[str] = (),
        body: bytes = b"",
        content_type: str | None = None,
    ) -> Spoken:
        """Return the answer to a request for ``target`` of the system."""
        return await speak(
            self.deployment.url,
            method,
            f"/notes{target}",
            fields=fields,
            bearer=self.token,
            body=body,
            content_type=content_type,
        )


@asynccontextmanager
async def stage(
    behaviour: Behaviour, folder: Path, authorization_server: AuthorizationServer, rules: str = NO_CARDS
) -> AsyncIterator[Stage]:
    async with upstream(behaviour) as system:
        deployment = deployment_of(folder, authorization_server, system.url, rules=rules)
        token = await token_for(deployment, authorization_server)
        async with serving(deployment):
            yield Stage(deployment, system, token)
