from __future__ import annotations

import pytest

from gateway.identity.check import check
from gateway.settings.model import IssuerSettings

FIRST = ("identity", "issuers", 0)


def test_the_defaults_are_no_mistake() -> None:
    assert check([IssuerSettings(issuer="https://a.example"), IssuerSettings(issuer="http://127.0.0.1:9000")]) == []


@pytest.mark.parametrize("template", ["https://s.example/{connector}", "api://gateway", "{connector}"])
def test_an_audience_may_name_the_connector(template: str) -> None:
    assert check([IssuerSettings(issuer="https://a.example", audience=template)]) == []


@pytest.mark.parametrize("template", ["https://s.example/{name}", "{connector", "{connector}}", "{}", "{connector!r}"])
def test_an_audience_has_no_other_placeholder(template: str) -> None:
    (mistake,) = check([IssuerSettings(issuer="https://a.example", audience=template)])

    assert (mistake.path, mistake.suggestion) == ((*FIRST, "audience"), "{connector}")


def test_an_empty_audience_is_a_mistake() -> None:
    (mistake,) = check([IssuerSettings(issuer="https://a.example", audience="")])

    assert mistake.path == (*FIRST, "audience")


@pytest.mark.parametrize("name", ["HS256", "HS384", "HS512", "none"])
def test_a_symmetric_algorithm_is_a_mistake(name: str) -> None:
    (mistake,) = check([IssuerSettings(issuer="https://a.example", algorithms=("RS256", name))])

    assert mistake.path == (*FIRST, "algorithms", 1)
    assert "not asymmetric" in mistake.message


@pytest.mark.parametrize(("name", "suggestion"), [("RS265", "RS256"), ("EDDSA", "EdDSA"), ("x", None)])
def test_an_unknown_algorithm_is_a_mistake_with_the_nearest_name(name: str, suggestion: str | None) -> None:
    (mistake,) = check([IssuerSettings(issuer="https://a.example", algorithms=(name,))])

    assert mistake.path == (*FIRST, "algorithms", 0)
    if suggestion is None:
        assert mistake.suggestion is None
    else:
        assert mistake.suggestion is not None
        assert mistake.suggestion[:2].lower() == suggestion[:2].lower()


def test_nothing_is_accepted_without_algorithms_or_token_types() -> None:
    mistakes = check([IssuerSettings(issuer="https://a.example", algorithms=(), token_types=())])

    assert [mistake.path for mistake in mistakes] == [(*FIRST, "algorithms"), (*FIRST, "token_types")]


def test_addresses_that_others_could_answer_for_are_mistakes() -> None:
    mistakes = check([IssuerSettings(issuer="http://a.example?x=1", keys="http://a.example/keys")])

    assert [mistake.path for mistake in mistakes] == [(*FIRST, "issuer"), (*FIRST, "keys"), (*FIRST, "issuer")]


def test_an_issuer_configured_twice_is_a_mistake() -> None:
    issuers = [IssuerSettings(issuer="https://a.example"), IssuerSettings(issuer="https://a.example")]

    assert [mistake.path for mistake in check(issuers)] == [("identity", "issuers", 1, "issuer")]
