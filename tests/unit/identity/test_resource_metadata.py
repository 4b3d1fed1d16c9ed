from __future__ import annotations

from gateway.domain.connector import Connector
from gateway.identity.resource_metadata import audience_for, challenge, resource_metadata
from gateway.settings.model import IssuerSettings


def test_the_document_says_where_to_get_a_token_and_how_to_send_it(connector: Connector) -> None:
    issuers = [IssuerSettings(issuer="https://a.example"), IssuerSettings(issuer="https://b.example")]

    assert resource_metadata(connector, issuers) == {
        "resource": "https://sallyport.example.com/crm",
        "resource_name": "Customers",
        "authorization_servers": ["https://a.example", "https://b.example"],
        "bearer_methods_supported": ["header"],
    }


def test_a_challenge_calls_a_token_invalid_only_if_one_was_sent() -> None:
    url = "https://s.example/.well-known/oauth-protected-resource/crm"

    assert challenge("https://s.example/", "crm", sent=False) == f'Bearer resource_metadata="{url}"'
    assert challenge("https://s.example", "crm", sent=True) == (
        f'Bearer error="invalid_token", resource_metadata="{url}"'
    )


def test_an_issuers_template_names_the_audience_or_the_connector_does(connector: Connector) -> None:
    assert audience_for(IssuerSettings(issuer="i"), connector) == "https://sallyport.example.com/crm"
    assert audience_for(IssuerSettings(issuer="i", audience="api://{connector}"), connector) == "api://crm"
    assert audience_for(IssuerSettings(issuer="i", audience="api://one"), connector) == "api://one"
