"""The servers that tests share, and the rule that nothing is skipped silently.

A server that cannot be had here is a skip with its reason; with ``CI=true`` every skip is a failure (``skips.py``).
Processes live as long as the session; what a test sees of them is its own: an empty journal, an empty store.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.servers import oidc, prism
from tests.servers.kinto import Kinto, kinto_at, kinto_process
from tests.servers.node_packages import NodeUnavailable, node
from tests.servers.oidc import AuthorizationServer
from tests.servers.recorder import Recorder, recorder
from tests.servers.redis import redis_server

pytest_plugins = ["tests.skips"]


@pytest.fixture(scope="session")
def node_packages() -> None:
    """Make sure of node and of its packages, or skip."""
    try:
        node()
    except NodeUnavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def authorization_server_process(node_packages: None) -> Iterator[AuthorizationServer]:
    with oidc.authorization_server() as server:
        yield server


@pytest.fixture
async def authorization_server(authorization_server_process: AuthorizationServer) -> AsyncIterator[AuthorizationServer]:
    """Yield the session's authorization server as if it were new: whole, and with an empty journal."""
    await authorization_server_process.forget()
    yield authorization_server_process
    await authorization_server_process.mend()


@pytest.fixture(scope="session")
def kinto_url(authorization_server_process: AuthorizationServer) -> Iterator[str]:
    with kinto_process(authorization_server_process.issuer) as url:
        yield url


@pytest.fixture
async def kinto(kinto_url: str) -> AsyncIterator[Kinto]:
    """Yield the session's Kinto, empty, with a recorder of the test's own in front."""
    async with kinto_at(kinto_url) as emptied:
        yield emptied


@pytest.fixture(scope="session")
def prism_github_url(node_packages: None) -> Iterator[str]:
    with prism.prism_github() as url:
        yield url


@pytest.fixture
async def prism_github(prism_github_url: str) -> AsyncIterator[Recorder]:
    """Yield a recorder of the test's own in front of the session's Prism: ``url``, ``received()``."""
    async with recorder(prism_github_url) as recording:
        yield recording


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url
