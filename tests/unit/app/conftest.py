from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateways import Deployment
from tests.notes import deployment_of
from tests.servers.oidc import AuthorizationServer


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    """Return a deployment that nobody calls: its issuer and its system need not be there."""
    nobody = AuthorizationServer("http://127.0.0.1:9", "", {"gateway": "secret"})
    return deployment_of(tmp_path, nobody, "http://127.0.0.1:9")
