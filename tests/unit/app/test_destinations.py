from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.app.checking import load_checked
from tests.gateways import Deployment


def told(deployment: Deployment) -> list[str]:
    return [mistake.message for mistake in load_checked(deployment.write()).mistakes]


def with_upstream(deployment: Deployment, url: str, more: str = "") -> Deployment:
    (connector,) = deployment.connectors
    return replace(deployment, connectors=[replace(connector, upstream=url, more=more)])


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("https://crm.example", ""),
        ("https://crm.example", "network: loopback"),  # what it stands for is judged later
        ("https://93.184.216.34", ""),
        ("https://93.184.216.34", "network: private"),
        ("https://10.0.0.1", ""),
        ("https://10.0.0.1", "network: private"),
        ("http://localhost:9", ""),
        ("http://localhost:9", "network: loopback"),
        ("'http://[::1]:9'", ""),
    ],
)
def test_a_url_that_leads_where_it_may_is_no_mistake(deployment: Deployment, url: str, network: str) -> None:
    assert told(with_upstream(deployment, url, network)) == []


@pytest.mark.parametrize(
    ("url", "network", "message"),
    [
        ("https://169.254.169.254", "", "nothing may be connected to `169.254.169.254`"),
        ("https://169.254.169.254", "network: private", "nothing may be connected to `169.254.169.254`"),
        ("'https://[::ffff:169.254.169.254]'", "", "nothing may be connected to `::ffff:169.254.169.254`"),
        ("https://0x7f.1", "", "`0x7f.1` is neither a name nor an address"),
        ("https://2130706433", "network: loopback", "`2130706433` is neither a name nor an address"),
        ("https://10.0.0.1", "network: public", "`10.0.0.1` is private, and `network` says public"),
        ("http://localhost:9", "network: private", "`localhost` is loopback, and `network` says private"),
        ("https://93.184.216.34", "network: loopback", "`93.184.216.34` is public, and `network` says loopback"),
    ],
)
def test_a_url_that_nothing_would_be_connected_to_is_a_mistake(
    deployment: Deployment, url: str, network: str, message: str
) -> None:
    (mistake,) = told(with_upstream(deployment, url, network))
    assert mistake.startswith(message)


def test_token_endpoints_issuers_and_keys_are_judged_alike(deployment: Deployment) -> None:
    (connector,) = deployment.connectors
    endpoint = replace(deployment, connectors=[replace(connector, token_endpoint="https://169.254.169.254/token")])
    assert len(told(endpoint)) == 1
    assert len(told(replace(deployment, issuer="https://169.254.169.254"))) == 1
    assert len(told(replace(deployment, issuer_more=", keys: 'https://169.254.169.254/keys'"))) == 1
    assert len(told(replace(deployment, issuer_more="network: private"))) == 1
