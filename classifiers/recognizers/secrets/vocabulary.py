"""The labels of secrets: name, title, example, near miss and known misses of each.

Those of vendors come from ``formats.toml``. Examples are put together from a prefix and filler, so that nothing in
this repository looks like a leaked token to those who search it for some. Standard library only.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from classifiers.recognizers.secrets.facts import TokenFormat, filler, formats

Row = tuple[str, str, str, str, str]

_HEX = "a-f0-9"
_RANDOM = filler(_HEX, 32)
_JWT_HEADER = "eyJhbGciOiJIUzI1NiJ9"
_CLAIMS = "eyJzdWIiOiJqYW5lIn0"


def secret_labels() -> Iterator[Row]:
    """Yield name, title, example, near miss and known misses of every label of secrets."""
    yield from _OWN
    for name, group in groupby(formats(), key=attrgetter("label")):
        yield _row(name, list(group))


def _row(name: str, known: list[TokenFormat]) -> Row:
    plain = [each for each in known if not each.near]
    misses = "; ".join(each.misses for each in known if each.misses)
    if plain:
        token = plain[0].example()
        return name, plain[0].title, f"use {token} here", f"use {token[: len(token) // 2]}- here", misses
    token, near = known[0].example(), known[0].near[0]
    without = f"tokens without a name such as {near} beside them"
    return name, known[0].title, f"{near}_key = {token}", f"row = {token}", "; ".join(filter(None, (without, misses)))


def _block(kind: str) -> str:
    return f"-----BEGIN {kind} KEY-----\n{filler('A-Za-z0-9', 64)}\n-----END {kind} KEY-----"


_OWN: tuple[Row, ...] = (
    ("secret.private_key", "Private key", _block("PRIVATE"), _block("PUBLIC"), "keys in binary form"),
    (
        "secret.jwt",
        "Signed or encrypted token (JWT)",
        f"{_JWT_HEADER}.{_CLAIMS}.c2lnbmF0dXJl",
        f"{_JWT_HEADER}.{_CLAIMS}",
        "tokens that are split over several fields",
    ),
    (
        "secret.credentials_in_url",
        "Password or token in a URL",
        "postgres://app:" + "Tr0ub4dor" + "@db.internal/orders",
        "postgres://app@db.internal/orders",
        (
            "stand-ins such as user:password; hosts named example.com, .org and .net; passwords of fewer than three "
            "characters"
        ),
    ),
    (
        "secret.connection_string",
        "Connection string with a password or key",
        "Server=db;User Id=app;Password=" + "Tr0ub4dor" + ";",
        "Server=db;User Id=app;Integrated Security=true;",
        "strings whose members stand on several lines",
    ),
    (
        "secret.azure_sas_token",
        "Azure shared access signature",
        "?sv=2024-11-04&se=2027-01-01&sig=" + filler("A-Za-z0-9", 43) + "%3D",
        "?sv=2024-11-04&se=2027-01-01&sp=r",
        "presigned URLs of other vendors: they are short-lived, and name one object",
    ),
    (
        "secret.basic_auth",
        "User and password as they are sent",
        "Authorization: Basic " + base64.b64encode(b"app:" + b"Tr0ub4dor").decode(),
        "Authorization: Basic information",
        "other schemes with a password, such as Digest",
    ),
    (
        "secret.bearer_token",
        "Bearer token as it is sent",
        f"Authorization: Bearer {_RANDOM}",
        "Authorization: Bearer <token>",
        "tokens of fewer than ten characters",
    ),
    (
        "secret.password",
        "Password, by the name it bears",
        "db_password = " + "Tr0ub4dor",
        "db_password = os.environ",
        "passwords without a name; those that are words in prose; names in languages other than English and German",
    ),
    (
        "secret.api_key",
        "Key, token or secret, by the name it bears",
        f"api_key: {_RANDOM}",
        "api_key: see the vault",
        "keys without a name; values that are words or numbers of up to 20 digits; fewer than eight characters",
    ),
)
