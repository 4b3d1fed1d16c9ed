from __future__ import annotations

import pytest

from gateway.domain.errors import MalformedRequest
from gateway.edge.headers import NEVER, OVERRIDES, REQUEST, RESPONSE, SINGLE, allowed, refuse_ambiguous, value_of


def crossing(names: list[str], base: frozenset[str], *extra: str) -> list[str]:
    return [name for name, _ in allowed(tuple((name, "x") for name in names), base, extra)]


def test_of_a_request_only_listed_fields_go_on() -> None:
    names = ["accept", "user-agent", "if-match", "x-forwarded-for", "forwarded", "origin", "expect", "if-none-match"]
    assert crossing(names, REQUEST) == ["accept", "if-match"]


def test_of_an_answer_only_listed_fields_come_back() -> None:
    names = ["etag", "server", "set-cookie", "x-powered-by", "link", "location", "content-disposition", "date"]
    assert crossing(names, RESPONSE) == ["etag", "link", "location"]


@pytest.mark.parametrize("base", [REQUEST, RESPONSE])
def test_a_system_can_allow_more(base: frozenset[str]) -> None:
    assert crossing(["x-github-api-version", "x-other"], base, "x-github-api-version") == ["x-github-api-version"]


@pytest.mark.parametrize("base", [REQUEST, RESPONSE])
@pytest.mark.parametrize("name", sorted(NEVER))
def test_some_fields_no_system_can_allow(base: frozenset[str], name: str) -> None:
    assert crossing([name], base, name) == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-connection",
        ),  # hop by hop
        *("authorization", "cookie", "set-cookie", "proxy-authorization", "www-authenticate"),  # credentials
        *("range", "if-range", "a-im"),  # stitching
        *("host", "content-length", "content-type", "content-encoding", "accept-encoding", "traceparent"),  # ours
    ],
)
def test_what_can_never_cross_is_listed(name: str) -> None:
    assert name in NEVER
    assert name not in REQUEST | RESPONSE


@pytest.mark.parametrize("base", [REQUEST, RESPONSE])
@pytest.mark.parametrize("nominated", ["x-one", "X-One", "close, x-one", "x-two , \tx-one", "x-one,"])
def test_what_connection_nominates_is_for_one_hop_only(base: frozenset[str], nominated: str) -> None:
    headers = (("connection", nominated), ("x-one", "1"), ("x-one-more", "2"))
    assert allowed(headers, base, ("x-one", "x-one-more")) == (("x-one-more", "2"),)


def test_every_connection_field_counts() -> None:
    headers = (("connection", "close"), ("connection", "etag"), ("etag", "1"))
    assert allowed(headers, RESPONSE, ()) == ()


def test_fields_that_cross_keep_their_order_and_their_repetitions() -> None:
    headers = (("prefer", "a"), ("accept", "b"), ("cookie", "c"), ("prefer", "d"))
    assert allowed(headers, REQUEST, ()) == (("prefer", "a"), ("accept", "b"), ("prefer", "d"))


@pytest.mark.parametrize("name", sorted(SINGLE))
def test_two_readings_of_one_request_are_refused(name: str) -> None:
    value = {"expect": "100-continue", "transfer-encoding": "Chunked "}.get(name, "x")
    refuse_ambiguous(((name, value),))
    with pytest.raises(MalformedRequest, match=f"{name} is given more than once"):
        refuse_ambiguous(((name, value), ("accept", "y"), (name, value)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("transfer-encoding", value) for value in ("gzip, chunked", "identity", "chunked, chunked", "xchunked", "")),
        *(("expect", value) for value in ("200-ok", "100-continue, 200-ok", "")),
        *(
            ("host", value)
            for value in ("", "a b", "a@b", "a/b", "a,b", "a:", "a:123456", "a:b", "caf\u00e9", "[::1", "a:1:2")
        ),
    ],
)
def test_what_others_may_understand_otherwise_is_refused(name: str, value: str) -> None:
    with pytest.raises(MalformedRequest):
        refuse_ambiguous(((name, value),))


@pytest.mark.parametrize("host", ["sallyport.example.com", "gateway:8080", "127.0.0.1:80", "[::1]:8080", "a_b", "x."])
def test_a_host_is_taken_as_it_is_written(host: str) -> None:
    refuse_ambiguous((("host", host),))


def test_a_head_is_bounded_as_a_whole() -> None:
    headers = tuple((f"x-{index}", "a" * 1000) for index in range(31))
    refuse_ambiguous(headers)
    with pytest.raises(MalformedRequest, match="longer than 32768 bytes"):
        refuse_ambiguous((*headers, ("x-more", "a" * 2000)))


@pytest.mark.parametrize("name", sorted(OVERRIDES))
def test_a_method_or_target_override_is_refused(name: str) -> None:
    with pytest.raises(MalformedRequest, match="override"):
        refuse_ambiguous(((name, "DELETE"),))


def test_an_upgrade_is_refused() -> None:
    with pytest.raises(MalformedRequest, match="upgrade"):
        refuse_ambiguous((("upgrade", "h2c"),))


def test_a_refusal_repeats_no_value() -> None:
    with pytest.raises(MalformedRequest) as caught:
        refuse_ambiguous((("host", "secret-one"), ("host", "secret-two")))
    assert "secret" not in caught.value.detail


def test_repeated_fields_that_may_repeat_are_no_ambiguity() -> None:
    refuse_ambiguous((("accept", "a"), ("accept", "b"), ("x-method", "GET")))


def test_the_first_value_of_a_field_is_found() -> None:
    assert value_of((("a", "1"), ("b", "2"), ("b", "3")), "b") == "2"
    assert value_of((("a", "1"),), "b") is None
