"""How durations, sizes, rates, addresses and URLs are written in configuration files.

Each reader takes the text and raises pydantic's error with a sentence of ours. No value carries its unit in the
name of its key, so each says its unit itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator

from connectors.shapes import Line, kind_of, wrong
from gateway.settings.model import Address

_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,6})?)"
_DURATION = re.compile(_NUMBER + r"(ms|s|m|h|d)")
_SECONDS: Mapping[str, float] = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZE = re.compile(r"([0-9]{1,9})(B|KiB|MiB|GiB)")
_BYTES: Mapping[str, int] = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[0-9A-Za-z.-]+):([0-9]{1,5})")
_RATE = re.compile(r"([0-9]{1,9})/(s|min|h|day)")
_PERIODS: Mapping[str, float] = {"s": 1, "min": 60, "h": 3600, "day": 86400}
_MAX_PORT = 65535


def duration(text: object) -> float:
    """Return seconds."""
    found = _match(_DURATION, text, "a duration such as `30s`, `500ms` or `1h`")
    return float(found[1]) * _SECONDS[found[2]]


def positive_duration(text: object) -> float:
    """Return seconds, more than none."""
    seconds = duration(text)
    if not seconds:
        raise wrong(f"expected a duration longer than `{text}`")
    return seconds


def size(text: object) -> int:
    """Return bytes, more than none."""
    found = _match(_SIZE, text, "a size such as `16MiB`, `64KiB` or `512B`")
    count = int(found[1]) * _BYTES[found[2]]
    if not count:
        raise wrong(f"expected a size larger than `{text}`")
    return count


def rate(text: object) -> tuple[int, float]:
    """Return a count and the seconds in which so many are allowed."""
    found = _match(_RATE, text, "a rate such as `60/min`, `5/s`, `100/h` or `1000/day`")
    if not int(found[1]):
        raise wrong("expected a rate of at least one: to allow none, do not grant it")
    return int(found[1]), _PERIODS[found[2]]


def address(text: object) -> Address:
    """Return a host and a port."""
    expected = "an address such as `0.0.0.0:8080`, `localhost:8080` or `[::1]:8080`"
    found = _match(_ADDRESS, text, expected)
    port = int(found[2])
    if port > _MAX_PORT:
        raise wrong(f"expected a port up to {_MAX_PORT}, found `{port}`")
    return Address(host=found[1].strip("[]"), port=port)


def base_url(text: str) -> str:
    """Return an absolute URL that paths can be added to: no query, and no slash at its end."""
    if _url(text).query:
        raise wrong("expected a URL without a query")
    return text.rstrip("/")


def endpoint(text: str) -> str:
    """Return an absolute URL exactly as written."""
    _url(text)
    return text


def absolute_uri(text: str) -> str:
    """Return a resource indicator (RFC 8707, section 2): any scheme, no fragment."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+", text) or "#" in text:
        raise wrong("expected an absolute URI without a fragment")
    return text


def _url(text: str) -> SplitResult:
    parts = _split(text)
    if parts is None or not parts.hostname or parts.scheme not in {"https", "http"}:
        raise wrong("expected a URL such as `https://api.example.com`")
    if parts.username is not None:
        raise wrong("a URL carries no credentials here")
    if "#" in text:
        raise wrong("expected a URL without a fragment")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise wrong("expected https: plain http is for this machine only")
    return parts


def _split(text: str) -> SplitResult | None:
    if not re.fullmatch(r"[!-~]+", text):  # urlsplit drops line breaks and tabs without a word
        return None
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (raises where it is none)
    except ValueError:
        return None
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _match(pattern: re.Pattern[str], text: object, expected: str) -> re.Match[str]:
    if not isinstance(text, str):
        raise wrong(f"expected {expected}, found {kind_of(text)}")
    found = pattern.fullmatch(text)
    if found is None:
        raise wrong(f"expected {expected}, found `{text}`")
    return found


Duration = Annotated[float, BeforeValidator(positive_duration)]
DurationOrNone = Annotated[float, BeforeValidator(duration)]
Size = Annotated[int, BeforeValidator(size)]
ListenAddress = Annotated[Address, BeforeValidator(address)]
BaseUrl = Annotated[Line, AfterValidator(base_url)]
Endpoint = Annotated[Line, AfterValidator(endpoint)]
AbsoluteUri = Annotated[Line, AfterValidator(absolute_uri)]
