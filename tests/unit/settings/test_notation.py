from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic_core import PydanticCustomError

from gateway.settings import notation
from gateway.settings.model import Address


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (notation.duration, "500ms", 0.5),
        (notation.duration, "30s", 30),
        (notation.duration, "1.5m", 90),
        (notation.duration, "1h", 3600),
        (notation.duration, "2d", 172800),
        (notation.duration, "0s", 0),
        (notation.size, "512B", 512),
        (notation.size, "64KiB", 65536),
        (notation.size, "16MiB", 16 * 1024 * 1024),
        (notation.size, "1GiB", 1024**3),
        (notation.rate, "60/min", (60, 60)),
        (notation.rate, "5/s", (5, 1)),
        (notation.rate, "100/h", (100, 3600)),
        (notation.rate, "1000/day", (1000, 86400)),
        (notation.address, "0.0.0.0:8080", Address(host="0.0.0.0", port=8080)),  # noqa: S104
        (notation.address, "localhost:0", Address(host="localhost", port=0)),
        (notation.address, "[::1]:9090", Address(host="::1", port=9090)),
        (notation.base_url, "https://api.example.com/", "https://api.example.com"),
        (notation.base_url, "https://api.example.com:8443/v1/", "https://api.example.com:8443/v1"),
        (notation.base_url, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (notation.base_url, "http://[::1]:8000", "http://[::1]:8000"),
        (notation.base_url, "http://localhost", "http://localhost"),
        (notation.endpoint, "https://login.example.com/", "https://login.example.com/"),  # an issuer is compared whole
        (notation.endpoint, "https://login.example.com/token?tenant=a", "https://login.example.com/token?tenant=a"),
        (notation.absolute_uri, "https://api.example.com/v1", "https://api.example.com/v1"),
        (notation.absolute_uri, "urn:example:api", "urn:example:api"),
    ],
)
def test_a_notation_is_read(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (notation.duration, "30"),
        (notation.duration, "30 s"),
        (notation.duration, "30S"),
        (notation.duration, "-1s"),
        (notation.duration, "1w"),
        (notation.duration, "1h30m"),
        (notation.duration, "1" * 400 + "s"),
        (notation.duration, 30),
        (notation.duration, None),
        (notation.positive_duration, "0s"),
        (notation.size, "16MB"),
        (notation.size, "16"),
        (notation.size, "1.5MiB"),
        (notation.size, "0B"),
        (notation.rate, "60"),
        (notation.rate, "0/min"),
        (notation.rate, "60/m"),
        (notation.rate, "60 / min"),
        (notation.rate, "-1/s"),
        (notation.address, "8080"),
        (notation.address, ":8080"),
        (notation.address, "host:65536"),
        (notation.address, "::1:9090"),
        (notation.address, "https://host:80"),
        (notation.base_url, "api.example.com"),
        (notation.base_url, "ftp://api.example.com"),
        (notation.base_url, "https://"),
        (notation.base_url, "https://api.example.com?x=1"),
        (notation.base_url, "https://api.example.com#x"),
        (notation.base_url, "https://user:word@api.example.com"),
        (notation.base_url, "https://api.example.com:99999"),
        (notation.base_url, "https://[::1"),
        (notation.base_url, "https://api.exa\nmple.com"),
        (notation.base_url, "http://api.example.com"),
        (notation.base_url, "http://127.0.0.1.example.com"),
        (notation.base_url, "http://10.0.0.1"),
        (notation.endpoint, "http://login.example.com"),
        (notation.absolute_uri, "/v1"),
        (notation.absolute_uri, "https://api.example.com/#x"),
        (notation.absolute_uri, "https://api.example.com/a b"),
    ],
)
def test_a_near_miss_is_refused(read: Callable[[object], object], text: object) -> None:
    with pytest.raises(PydanticCustomError, match=r"expected|no credentials"):
        read(text)


def test_credentials_in_a_url_are_not_told_back() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        notation.base_url("https://user:hunter2@api.example.com")
    assert "hunter2" not in str(caught.value)
