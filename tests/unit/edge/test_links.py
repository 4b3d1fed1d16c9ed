"""URLs of a system of record lead back through the gateway."""

from __future__ import annotations

import pytest

from gateway.domain.json import Json
from gateway.domain.message import EMPTY_BODY, Body, Message
from gateway.edge.bodies import FORM_TYPE, decode
from gateway.edge.links import lead_back, leads_away

API = "https://api.github.com"
GATEWAY = "https://gw.example/github"


def json_body(content: bytes) -> Body:
    return decode(content, "application/json", (), max_bytes=1_000_000, from_client=False)


def text_body(text: str) -> Body:
    return decode(text.encode(), "text/plain", (), max_bytes=1_000_000, from_client=False)


def led_back(text: str, *origins: str) -> str:
    led = lead_back(Message((), text_body(text)), origins or (API,), GATEWAY).body
    assert led.content == str(led.document).encode()
    return str(led.document)


@pytest.mark.parametrize(
    ("text", "led"),
    [
        (API, GATEWAY),
        (API + "/repos/1?page=2#x", GATEWAY + "/repos/1?page=2#x"),
        (API + "?q=1", GATEWAY + "?q=1"),
        ("HTTPS://Api.GitHub.COM/Repos", GATEWAY + "/Repos"),
        (API + ":443/repos", GATEWAY + "/repos"),
        (API + ":443", GATEWAY),
        (API + ":/repos", GATEWAY + "/repos"),
        (API + "/users{/other_user}", GATEWAY + "/users{/other_user}"),
        (f"see {API}/a, ({API}/b) and <{API}>.", f"see {GATEWAY}/a, ({GATEWAY}/b) and <{GATEWAY}>."),
        (f"It is at {API}.", f"It is at {GATEWAY}."),
        (f"{API}: that", f"{GATEWAY}: that"),
        (f"url={API}/x", f"url={GATEWAY}/x"),
    ],
)
def test_a_url_of_the_system_leads_back(text: str, led: str) -> None:
    assert led_back(text) == led


@pytest.mark.parametrize(
    "text",
    [
        "https://api.github.com.evil.example/x",
        "https://api.github.comx/x",
        "https://api.github.com-evil.example/x",
        "https://api.github.com@evil.example/x",
        "https://api.github.com:secret@evil.example/x",
        "https://api.github.com:@evil.example/x",
        "https://api.github.com%2eevil.example/x",
        "https://api.github.com:8443/x",
        "https://api.github.com:4430/x",
        "https://api.github.comé/x",
        "http://api.github.com/x",
        "git+https://api.github.com/x",
        "xhttps://api.github.com/x",
        "https://evil.example/api.github.com/",
        "https://github.com/x",
        "api.github.com/x",
        "//api.github.com/x",
    ],
)
def test_a_url_of_another_host_stays(text: str) -> None:
    message = Message((("location", text),), text_body(text))

    assert lead_back(message, (API,), GATEWAY) is message


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("http://127.0.0.1:4010/x", GATEWAY + "/x"),
        ("http://127.0.0.1:40101/x", "http://127.0.0.1:40101/x"),
        ("http://127.0.0.1/x", "http://127.0.0.1/x"),
        ("http://[::1]:4010/x", GATEWAY + "/x"),
        ("https://ghe.example/api/v3/x", GATEWAY + "/x"),
        ("https://ghe.example/api/v3", GATEWAY),
        ("https://ghe.example/api/v30/x", "https://ghe.example/api/v30/x"),
        ("https://ghe.example/API/v3/x", "https://ghe.example/API/v3/x"),
        ("https://ghe.example/login", "https://ghe.example/login"),
        ("https://both.example/api/x", GATEWAY + "/x"),
        ("https://both.example/apix", GATEWAY + "/apix"),
    ],
)
def test_origins_have_ports_and_paths(text: str, led: str) -> None:
    origins = (
        "http://127.0.0.1:4010",
        "http://[::1]:4010",
        "https://ghe.example/api/v3",
        "https://both.example",
        "https://both.example/api",
    )
    assert led_back(text, *origins) == led


def test_json_values_lead_back_at_any_depth_and_names_stay() -> None:
    body = json_body(
        b'{"url": "https:\\/\\/api.github.com\\/a", "n": [1.5, null, {"x": ["go to \\u0068ttps://\\u0061pi.github.com/b"]}],'
        b' "https://api.github.com/rels": true}'
    )
    led = lead_back(Message((), body), (API,), GATEWAY).body

    expected: Json = {
        "url": GATEWAY + "/a",
        "n": [1.5, None, {"x": [f"go to {GATEWAY}/b"]}],
        "https://api.github.com/rels": True,
    }
    assert led.document == expected
    assert json_body(led.content).document == expected
    assert body.document != expected


def test_a_host_in_escapes_only_is_seen() -> None:
    body = json_body(b'["https://\\u0061\\u0070\\u0069.github.com"]')

    assert lead_back(Message((), body), (API,), GATEWAY).body.document == [GATEWAY]


def test_the_deepest_document_leads_back() -> None:
    body = json_body(b"[" * 254 + b'"https://api.github.com"' + b"]" * 254)

    led = lead_back(Message((), body), (API,), GATEWAY).body

    assert led.content == b"[" * 254 + f'"{GATEWAY}"'.encode() + b"]" * 254


def test_form_values_lead_back() -> None:
    body = decode(b"u=https%3A%2F%2Fapi.github.com%2Fx&b=2", FORM_TYPE, (), max_bytes=999, from_client=False)
    body_with_plain_host = lead_back(Message((), body), (API,), GATEWAY).body

    assert body_with_plain_host.document == [["u", GATEWAY + "/x"], ["b", "2"]]
    assert body_with_plain_host.content == b"u=https%3A%2F%2Fgw.example%2Fgithub%2Fx&b=2"


@pytest.mark.parametrize(
    ("name", "value", "led"),
    [
        ("location", API + "/x", GATEWAY + "/x"),
        ("location", "/x?y", GATEWAY + "/x?y"),
        ("location", "/", GATEWAY + "/"),
        ("content-location", "/x", GATEWAY + "/x"),
        ("location", "x/y", "x/y"),
        ("location", "//evil.example/x", "//evil.example/x"),
        ("location", "/\\evil.example/x", "/\\evil.example/x"),
        (
            "link",
            f'<{API}/x?page=2>; rel="next", <{API}/x?page=9>; rel="last"',
            f'<{GATEWAY}/x?page=2>; rel="next", <{GATEWAY}/x?page=9>; rel="last"',
        ),
        ("link", '</x?page=2>; rel="next"', f'<{GATEWAY}/x?page=2>; rel="next"'),
        ("link", "<//evil.example/x>; rel=next", "<//evil.example/x>; rel=next"),
        ("link", "<https://docs.example/>; rel=help", "<https://docs.example/>; rel=help"),
        ("etag", f'"{API}"', f'"{API}"'),
    ],
)
def test_fields_that_lead_somewhere_lead_back(name: str, value: str, led: str) -> None:
    message = lead_back(Message(((name, value),), EMPTY_BODY), (API,), GATEWAY)

    assert message.headers == ((name, led),)


@pytest.mark.parametrize(
    ("value", "led"),
    [
        ("/api/v3/x", GATEWAY + "/x"),
        ("/api/v3", GATEWAY),
        ("/api/v30", "/api/v30"),
        ("/login", "/login"),
    ],
)
def test_a_path_is_read_below_the_systems_own(value: str, led: str) -> None:
    message = lead_back(Message((("location", value),), EMPTY_BODY), ("https://ghe.example/api/v3/",), GATEWAY)

    assert message.headers == (("location", led),)
    assert leads_away("location", message.headers[0][1], GATEWAY) is (value == led)


@pytest.mark.parametrize(
    "body",
    [
        EMPTY_BODY,
        json_body(b' {"a" : "https://other.example/\\u00e9", "n": 1.50} '),
        json_body(b' {"a" : "the host is api.github.com"} '),
        text_body("nothing here"),
    ],
)
def test_a_message_without_such_urls_is_returned_itself(body: Body) -> None:
    message = Message((("etag", "x"), ("link", "<https://other.example/>")), body)

    assert lead_back(message, (API,), GATEWAY) is message


@pytest.mark.parametrize(
    ("name", "value", "away"),
    [
        ("link", f'<{GATEWAY}/x?page=2>; rel="next", <x?page=9>; rel="last"', False),
        ("link", f'<{GATEWAY}/x>; rel="prev", <https://other.example/x>; rel="next"', True),
        ("link", '<https://other.example/x; rel="next"', True),  # some clients read on without the bracket
        ("etag", "<https://other.example/>", False),
        ("location", GATEWAY, False),
        ("location", GATEWAY + "/x", False),
        ("location", GATEWAY + "?x", False),
        ("location", "x/y?z", False),
        ("location", "?page=2", False),
        ("location", "", False),
        ("location", GATEWAY + "2/x", True),
        ("location", "https://gw.example/other", True),
        ("location", "/other", True),
        ("location", "https://evil.example/", True),
        ("location", "//evil.example/", True),
        ("location", "\\\\evil.example/", True),
        ("location", "/\\evil.example/", True),
        ("location", " https://evil.example/", True),
        ("location", "ht\ttps://evil.example/", True),
        ("location", "javascript:x", True),
        ("content-location", "https://evil.example/", True),
        ("link", "<https://evil.example/>", True),
        ("etag", "https://evil.example/", False),
    ],
)
def test_a_location_that_leaves_the_gateway_is_told(name: str, value: str, away: bool) -> None:
    assert leads_away(name, value, GATEWAY) is away
