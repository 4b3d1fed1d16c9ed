"""Documents inside of attributes: ``data:`` URLs (RFC 2397)."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from classifiers.documents.limits import Source
from classifiers.finding import NotInspected

_DATA_URI = re.compile(r"""\bdata:([\w.+-]+/[\w.+-]+)?((?:;[^;,"'()<>]{0,200}){0,8}),([^"'()<>]*)""", re.IGNORECASE)
_SPACE = re.compile(rb"\s+")


def data_uri_sources(text: str, source: Source) -> Iterator[Source]:
    """Yield what the ``data:`` URLs in a text hold.

    Raises:
        NotInspected: One is not in the encoding that it says.
    """
    for found in _DATA_URI.finditer(text) if "data:" in text or "DATA:" in text else ():
        media_type, parameters, payload = found.groups()
        content = unquote_to_bytes(payload)
        if "base64" in parameters.lower():
            try:
                content = b64decode(_SPACE.sub(b"", content), validate=True)
            except binascii.Error:
                raise NotInspected("a data: URL that is damaged") from None
        if content:
            yield source.inner(content, "/data", media_type)
