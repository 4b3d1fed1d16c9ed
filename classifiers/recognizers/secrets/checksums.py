"""Verify what some tokens end in or consist of. A token that does not verify is one all the same, and less sure.

Whoever edits a token by one character must not get it past us, so nothing here is ever required.
"""

from __future__ import annotations

import base64
import string
import zlib
from collections.abc import Callable, Mapping

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def verifies(checksum: str, token: str) -> bool:
    """Return whether the checksum of that name is right; not if there is no such checksum."""
    check = _CHECKS.get(checksum)
    return check is not None and check(token)


def crc32_base62(text: str) -> str:
    """Return the CRC-32 of a text as six digits of base 62: the digits, then A to Z, then a to z."""
    rest, digits = zlib.crc32(text.encode()), ""
    while rest:
        rest, digit = divmod(rest, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0")


def _ends_in_crc32_base62(token: str) -> bool:
    """Check tokens of GitHub and npm: 30 random characters and the checksum of these.

    https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
    """
    body = token.partition("_")[2]
    return len(body) == 36 and body.isascii() and crc32_base62(body[:30]) == body[30:]  # noqa: PLR2004


def _ends_in_crc32_hex(token: str) -> bool:
    """Check tokens of Atlassian: the CRC-32 of all that stands before it, in upper-case hexadecimal."""
    before, equals, checksum = token.rpartition("=")
    return f"{zlib.crc32((before + equals).encode()):08X}" == checksum


def _ends_in_crc32_after_underscore(token: str) -> bool:
    """Check tokens of Grafana's service accounts: the CRC-32 of prefix and secret, in lower-case hexadecimal."""
    before, _, checksum = token.rpartition("_")
    return f"{zlib.crc32(before.encode()):08x}" == checksum


def _is_macaroon(token: str) -> bool:
    """Check tokens of PyPI: the base64 of a macaroon (version 2), whose location is the index.

    https://pypi.org/help/#apitoken, https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt
    """
    body = token.removeprefix("pypi-")
    try:
        packed = base64.b64decode(body[: len(body) - len(body) % 4], altchars=b"-_", validate=True)
    except ValueError:
        return False
    return packed[:2] == b"\x02\x01" and b"pypi.org" in packed[2:20]


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "github": _ends_in_crc32_base62,
    "npm": _ends_in_crc32_base62,
    "atlassian": _ends_in_crc32_hex,
    "grafana": _ends_in_crc32_after_underscore,
    "macaroon": _is_macaroon,
}
