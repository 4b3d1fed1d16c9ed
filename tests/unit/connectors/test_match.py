from __future__ import annotations

import pytest

from connectors.match import Matcher
from connectors.model import Effect, Operation, System, Tier


def system(*requests: str, writes: bool = False) -> System:
    effect = Effect.WRITE if writes else Effect.READ
    pairs = [request.split(" ") for request in requests]
    operations = (Operation(f"{method} {path}", method, path, effect, Tier.HIGH) for method, path in pairs)
    return System("sample", "Sample", tuple(operations))


SAMPLE = Matcher(
    system(
        "GET /v1/",
        "GET /issues/{number}",
        "PUT /issues/{number}",
        "GET /issues/comments/{id}",
        "GET /files/{id}",
        "GET /files/{id}/meta",
        "PUT /files/{path*}",
        "GET /files/{path*}",
        "GET /caf\u00e9/{name}",
        "HEAD /ping",
        "POST /ping",
    )
)


@pytest.mark.parametrize(
    ("method", "path", "operation", "parameters"),
    [
        ("GET", "/v1/", "GET /v1/", {}),
        ("GET", "/issues/12", "GET /issues/{number}", {"number": "12"}),
        ("PUT", "/issues/12", "PUT /issues/{number}", {"number": "12"}),
        ("GET", "/issues/a%20b%2Bc", "GET /issues/{number}", {"number": "a b+c"}),
        ("GET", "/issues/comments/7", "GET /issues/comments/{id}", {"id": "7"}),
        ("GET", "/issues/%63omments/7", "GET /issues/comments/{id}", {"id": "7"}),
        ("GET", "/files/a", "GET /files/{id}", {"id": "a"}),
        ("GET", "/files/a/meta", "GET /files/{id}/meta", {"id": "a"}),
        ("GET", "/files/a/b", "GET /files/{path*}", {"path": "a/b"}),
        ("GET", "/files/a/meta/c", "GET /files/{path*}", {"path": "a/meta/c"}),
        ("PUT", "/files/a", "PUT /files/{path*}", {"path": "a"}),
        ("GET", "/caf%C3%A9/x", "GET /caf\u00e9/{name}", {"name": "x"}),
        ("HEAD", "/issues/12", "GET /issues/{number}", {"number": "12"}),
        ("HEAD", "/ping", "HEAD /ping", {}),
    ],
)
def test_the_most_particular_template_takes_a_request(
    method: str, path: str, operation: str, parameters: dict[str, str]
) -> None:
    match = SAMPLE.match(method, path)
    assert match is not None
    assert (match.operation.id, match.parameters) == (operation, parameters)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/"),
        ("GET", "v1/"),
        ("GET", "/v1"),
        ("GET", "/v1//"),
        ("GET", "/V1/"),
        ("get", "/v1/"),
        ("DELETE", "/issues/12"),
        ("OPTIONS", "/issues/12"),
        ("GET", "/issues"),
        ("GET", "/issues/"),
        ("GET", "/issues/12/"),
        ("GET", "/issues/12/labels"),
        ("GET", "/issues/%FF"),  # not UTF-8
        ("GET", "/files/"),
        ("GET", "/files/a/"),
        ("GET", "/files/a//b"),
        ("GET", "/ping"),
    ],
)
def test_what_no_template_takes_does_not_exist(method: str, path: str) -> None:
    assert SAMPLE.match(method, path) is None


def test_a_literal_is_never_the_value_of_a_parameter_beside_it() -> None:
    assert SAMPLE.match("GET", "/issues/comments") is None
    assert SAMPLE.match("PUT", "/issues/comments") is None


def test_head_does_not_ask_for_a_get_that_acts() -> None:
    assert Matcher(system("GET /uninstall", writes=True)).match("HEAD", "/uninstall") is None


@pytest.mark.parametrize("pair", [("GET /a/{x}", "GET /a/{y}"), ("GET /a/{x*}", "GET /a/{y*}"), ("GET /a", "GET /a")])
def test_operations_that_take_the_same_requests_do_not_compile(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="take the same requests"):
        Matcher(system(*pair))
