"""Lead absolute URLs of a system of record back through the gateway.

A client that follows such a URL by itself would carry its token past the door. Rewritten are the values of JSON
bodies at any depth, of forms and of texts, also in the midst of longer text, and header fields but the ``ETag``,
which clients send back; in ``Location``, ``Content-Location`` and ``Link`` paths from the root too, which the
gateway's own prefix would break.
Names of members and fields stay: clients look them up by their exact text. So do URLs in percent-encoding, and
relative paths in bodies: what they are relative to is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import SplitResult, urlencode, urlsplit

from gateway.domain.json import Json
from gateway.domain.message import Body, BodyKind, Message
from gateway.edge import strict_json

_LOCATIONS = frozenset({"content-location", "location"})
_DEFAULT_PORTS = {"https": 443, "http": 80}

# ``git+https://`` is another scheme; ``https://api.example.evil.example`` and ``https://api.example@evil.example``
# are other hosts; ``/api/v10`` is not below ``/api/v1``. A dot or a colon may end a sentence.
_BEFORE = r"(?<![A-Za-z0-9+.-])"
_AFTER = r"(?![\w%@-]|[.:][\w%@-])"
# Of a Link (RFC 8288, section 3). Not over another "<": 8 KB of "</</" would take 0.2 s.
_TARGET = re.compile(r"<(/(?![/\\])[^<>]*)>")
_ANY_TARGET = re.compile(r"<([^>]*)>?")
# Browsers drop spaces and tabs before they read a URL, and take a backslash for a slash (WHATWG URL, section 4.4).
_RELATIVE = re.compile(r"(?!/|[A-Za-z][A-Za-z0-9+.-]*:)[^\x00-\x20\\]*")


def lead_back(message: Message, origins: Sequence[str], base: str) -> Message:
    """Return ``message`` with every URL below one of ``origins`` below ``base`` instead.

    A message without any is returned as it is, with the same bytes.

    Args:
        origins: Absolute URLs, such as ``https://api.github.com`` or ``https://example.com/api/v3``.
        base: Where the gateway answers for the connector, without a trailing slash.
    """
    way = _way(tuple(origins), base)
    headers = tuple((name, way.header(name, value)) for name, value in message.headers)
    body = way.body(message.body)
    if body is message.body and headers == message.headers:
        return message
    return replace(message, headers=headers, body=body)


def leads_away(name: str, value: str, base: str) -> bool:
    """Return whether a field tells the client to go to somewhere that is not below ``base``.

    Clients follow ``rel="next"`` of a ``Link`` with their token in hand, so one such target is enough.
    """
    if name in _LOCATIONS:
        return _is_elsewhere(value, base)
    return name == "link" and any(_is_elsewhere(target, base) for target in _ANY_TARGET.findall(value))


def _is_elsewhere(url: str, base: str) -> bool:
    if _RELATIVE.fullmatch(url):
        return False
    return url != base and not url.startswith((base + "/", base + "?", base + "#"))


@dataclass(frozen=True, slots=True)
class _Way:
    """Back to ``base`` from any of some origins."""

    base: str
    hosts: tuple[bytes, ...]  # lower case
    prefixes: tuple[str, ...]  # paths of the origins, the longest first
    origin: re.Pattern[str]

    def text(self, text: str) -> str:
        return self.origin.sub(lambda _: self.base, text) if "://" in text else text

    def header(self, name: str, value: str) -> str:
        if name in _LOCATIONS:
            return self._path(value) if value.startswith("/") else self.text(value)
        if name == "link":
            return _TARGET.sub(lambda target: f"<{self._path(target[1])}>", self.text(value))
        return value if name == "etag" else self.text(value)  # ``Next-Page`` of Kinto is a URL that clients follow

    def body(self, body: Body) -> Body:
        if not self._may_hold(body):
            return body
        document = self._document(body)
        if document == body.document:
            return body
        return replace(body, document=document, content=_content(body.kind, document))

    def _path(self, path: str) -> str:
        """Return a path from the root of the system as a URL; one that leads elsewhere stays."""
        if path.startswith(("//", "/\\")):
            return path
        for prefix in self.prefixes:
            rest = path.removeprefix(prefix)
            if path.startswith(prefix) and rest[:1] in {"", "/", "?", "#"}:
                return self.base + rest
        return path

    def _may_hold(self, body: Body) -> bool:
        """Claim so unless no host occurs in the content: 15 us for 50 KB, where a walk takes 300 us."""
        content = body.content
        if body.kind is BodyKind.JSON and b"\\u" in content:  # letters may be escaped
            content = strict_json.write(body.document)
        content = content.lower()
        return any(host in content for host in self.hosts)

    def _document(self, body: Body) -> Json:
        if body.kind is BodyKind.FORM and isinstance(body.document, list):
            return [[pair[0], self._value(pair[1])] for pair in body.document if isinstance(pair, list)]
        return self._value(body.document)

    def _value(self, value: Json) -> Json:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(element) for element in value]
        if isinstance(value, dict):
            return {name: self._value(member) for name, member in value.items()}
        return value


@lru_cache(maxsize=256)
def _way(origins: tuple[str, ...], base: str) -> _Way:
    urls = sorted((urlsplit(origin) for origin in origins), key=lambda url: len(url.path), reverse=True)
    alternatives: list[str] = []
    for url in urls:
        default = _DEFAULT_PORTS.get(url.scheme)
        port = rf"(?::{default}(?!\d)|:(?=[/?#]))?" if url.port in {None, default} else f":{url.port}"
        host = re.escape(_host(url))
        alternatives.append(rf"(?i:{url.scheme}://{host}){port}{re.escape(url.path.rstrip('/'))}")
    return _Way(
        base=base,
        hosts=tuple(dict.fromkeys(_host(url).encode() for url in urls)),
        prefixes=tuple(dict.fromkeys(url.path.rstrip("/") for url in urls)),
        origin=re.compile(f"{_BEFORE}(?:{'|'.join(alternatives)}){_AFTER}"),
    )


def _host(url: SplitResult) -> str:
    name = url.hostname or ""
    return f"[{name}]" if ":" in name else name  # an IPv6 address loses its brackets


def _content(kind: BodyKind, document: Json) -> bytes:
    if kind is BodyKind.TEXT and isinstance(document, str):
        return document.encode()
    if kind is BodyKind.FORM and isinstance(document, list):
        return urlencode([(str(pair[0]), str(pair[1])) for pair in document if isinstance(pair, list)]).encode()
    return strict_json.write(document)
