from __future__ import annotations

import json

import pytest

from gateway.identity.addresses import is_protected, keys_address, metadata_urls


@pytest.mark.parametrize(
    ("url", "protected"),
    [
        ("https://login.example.com", True),
        ("https://login.example.com:8443/tenant/v2.0", True),
        ("https://login.example.com/keys?p=b2c", True),
        ("http://127.0.0.1:9000", True),
        ("http://[::1]:9000/a", True),
        ("http://localhost:9000", True),
        ("http://login.example.com", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.com", False),
        ("http://127.0.0.1.example.com", False),
        ("https://user@login.example.com", False),
        ("https://login.example.com#x", False),
        ("https://", False),
        ("https://login.example.com:0", False),
        ("https://login.example.com:99999", False),
        ("https://[::1", False),
        ("file:///etc/keys", False),
        ("login.example.com", False),
    ],
)
def test_only_https_and_this_machine_are_protected(url: str, *, protected: bool) -> None:
    assert is_protected(url) is protected


@pytest.mark.parametrize(
    ("issuer", "oauth", "openid"),
    [
        ("https://a.example", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"),
        ("https://a.example/", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"),
        (
            "https://a.example/t/v2",
            "/.well-known/oauth-authorization-server/t/v2",
            "/t/v2/.well-known/openid-configuration",
        ),
    ],
)
def test_metadata_is_looked_for_in_the_two_places_that_standards_name(issuer: str, oauth: str, openid: str) -> None:
    assert metadata_urls(issuer) == ("https://a.example" + oauth, "https://a.example" + openid)


def test_metadata_tells_where_the_keys_are() -> None:
    metadata = {"issuer": "https://a.example", "jwks_uri": "https://keys.example/a?x=1"}

    assert keys_address(json.dumps(metadata).encode(), "https://a.example") == "https://keys.example/a?x=1"


@pytest.mark.parametrize(
    ("metadata", "complaint"),
    [
        ({"issuer": "https://b.example", "jwks_uri": "https://a.example/keys"}, "another"),
        ({"issuer": "https://a.example/", "jwks_uri": "https://a.example/keys"}, "another"),
        ({"jwks_uri": "https://a.example/keys"}, "another"),
        ({"issuer": "https://a.example"}, "no protected"),
        ({"issuer": "https://a.example", "jwks_uri": ["https://a.example/keys"]}, "no protected"),
        ({"issuer": "https://a.example", "jwks_uri": "http://a.example/keys"}, "no protected"),
        ({"issuer": "https://a.example", "jwks_uri": "http://127.0.0.1/keys"}, "from https to http"),
    ],
)
def test_metadata_that_cannot_be_trusted_leads_nowhere(metadata: object, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        keys_address(json.dumps(metadata).encode(), "https://a.example")
