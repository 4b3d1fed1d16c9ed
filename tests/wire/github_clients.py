"""PyGithub as its users have it, pointed at a gateway; and a gateway in front of something that speaks like GitHub."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from github import Github
from github.Auth import Auth

from tests.gateways import Connector, Deployment
from tests.servers.oidc import AuthorizationServer

READS = "{connector: github, read: ['*']}"
OPENS_ISSUES = (
    "{connector: github, write: [issues.create], because: opens what its users ask for,"
    " approved_by: ciso@example.com, until: 2099-12-31}"
)

Result = TypeVar("Result")


def in_front_of(
    upstream: str, folder: Path, authorization_server: AuthorizationServer, *grants: str, rules: str = "[]"
) -> Deployment:
    """Return a gateway with GitHub's catalogue in front of ``upstream``, and a plugin ``triage`` with these grants."""
    connector = Connector(
        "github",
        "use: github",
        upstream,
        authorization_server.token_endpoint,
        authorization_server.gateway_secret,
        delegation="audience: 'https://api.github.com', scopes: [read, write]",
    )
    plugin = f"{{id: triage, owner: platform, grants: [{', '.join(grants)}]}}"
    return Deployment(folder, authorization_server.issuer, [connector], [plugin], rules)


async def token_of_alice(deployment: Deployment, authorization_server: AuthorizationServer) -> str:
    return await authorization_server.token(user="alice", plugin="triage", audience=f"{deployment.url}/github")


async def with_pygithub(
    deployment: Deployment, auth: Auth, work: Callable[[Github], Result], *, lazy: bool = False
) -> Result:
    """Return what ``work`` makes of a client that neither retries nor waits, in a thread: PyGithub blocks.

    A ``lazy`` client asks for nothing before an attribute of it is looked at.
    """

    def working() -> Result:
        with Github(
            auth=auth,
            base_url=f"{deployment.url}/github",
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
            lazy=lazy,
            api_version="2022-11-28",
        ) as client:
            return work(client)

    return await asyncio.to_thread(working)
