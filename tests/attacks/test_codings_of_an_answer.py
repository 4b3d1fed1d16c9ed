"""Content that is not what it is said to be, or is it more than once: what a client reads and an inspection does not.

Either the content is undone to its last layer and inspected, or it does not reach the plugin.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from pathlib import Path

import pytest

from tests.attacks.cases import CARD, Case, ask, at_the_gateway, at_the_naive_proxy, write
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import Behaviour, saying

PLAIN = f'{{"card": "{CARD}"}}'
SECRET = PLAIN.encode()
HELLO = b'{"id": 1}'
JSON, TEXT = "Content-Type: application/json", "Content-Type: text/plain"
GZIP = "Content-Encoding: gzip"


def says(content: bytes, *fields: str) -> Behaviour:
    lines = ["HTTP/1.1 200 OK", "Connection: close", f"Content-Length: {len(content)}", *fields]
    return saying("\r\n".join([*lines, "", ""]).encode("latin-1") + content)


def chunks(content: bytes, *fields: str) -> Behaviour:
    lines = ["HTTP/1.1 200 OK", "Connection: close", *fields]
    return saying("\r\n".join([*lines, "", ""]).encode("latin-1") + b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content))


def kept_in(name: str, content: bytes, *fields: str, naive: bool = False) -> Case:
    """Return a read whose answer cannot be inspected."""
    return Case(name, ask(), [403], 1, system=says(content, *fields), told=("uninspectable-content",), naive=naive)


def undone(name: str, content: bytes, *fields: str, naive: bool = False) -> Case:
    """Return a read whose answer is inspected, and the card in it found."""
    return Case(name, ask(), [200], 1, system=says(content, *fields), told=('"card"', "redacted"), naive=naive)


def raw_deflate(content: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(content) + deflater.flush()


LAYERS = [
    undone("gzip by its other name", gzip.compress(SECRET), JSON, "Content-Encoding: x-gzip"),
    undone("gzip in capitals", gzip.compress(SECRET), JSON, "Content-Encoding: GZIP", naive=True),
    undone("deflate without its wrapper", raw_deflate(SECRET), JSON, "Content-Encoding: deflate", naive=True),
    undone("gzip twice", gzip.compress(gzip.compress(SECRET)), JSON, "Content-Encoding: gzip, gzip"),
    undone("gzip twice, in two fields", gzip.compress(gzip.compress(SECRET)), JSON, GZIP, GZIP),
    undone("deflate in gzip", gzip.compress(zlib.compress(SECRET)), JSON, "Content-Encoding: deflate, gzip"),
    undone("gzip and nothing", gzip.compress(SECRET), JSON, "Content-Encoding: gzip, identity"),
    undone("nothing and gzip", gzip.compress(SECRET), JSON, "Content-Encoding: identity", GZIP, naive=True),
    undone("gzip in two members", gzip.compress(SECRET[:15]) + gzip.compress(SECRET[15:]), JSON, GZIP, naive=True),
    kept_in("four layers", gzip.compress(SECRET), JSON, "Content-Encoding: gzip, gzip, gzip, gzip"),
    kept_in("compress", b"\x1f\x9d\x90{}", JSON, "Content-Encoding: compress"),
    kept_in("an unknown coding", HELLO, JSON, "Content-Encoding: aes128gcm"),
    kept_in("base64", b"eyJpZCI6IDF9", JSON, "Content-Encoding: base64"),
    kept_in("a coding in quotes", gzip.compress(SECRET), JSON, 'Content-Encoding: "gzip"'),
    kept_in("a coding with a parameter", gzip.compress(SECRET), JSON, "Content-Encoding: gzip;q=1"),
]
UNTOLD = [
    kept_in("gzip, untold, for JSON", gzip.compress(SECRET), JSON),
    Case("gzip, untold, for text", ask(), [403], 1, system=says(gzip.compress(SECRET), TEXT)),
    kept_in("deflate, untold", zlib.compress(SECRET), TEXT),
    kept_in("raw deflate, untold", raw_deflate(SECRET), TEXT),
    Case("gzip under what was told", ask(), [403], 1, system=says(gzip.compress(gzip.compress(SECRET)), TEXT, GZIP)),
    kept_in("gzip as the language", gzip.compress(SECRET), JSON, "Content-Language: gzip"),
    kept_in("gzip as bytes of no kind", raw_deflate(SECRET), "Content-Type: application/octet-stream"),
]
DAMAGED = [
    kept_in("half a gzip", gzip.compress(SECRET)[:-9], JSON, GZIP),
    kept_in("a gzip without its sum", gzip.compress(SECRET)[:-8], JSON, GZIP),
    kept_in("a gzip with a wrong sum", gzip.compress(SECRET)[:-8] + b"\0" * 8, JSON, GZIP, naive=True),
    kept_in("more behind a gzip", gzip.compress(HELLO) + SECRET, JSON, GZIP, naive=True),
    kept_in("zeros behind a gzip", gzip.compress(HELLO) + b"\0" * 512, JSON, GZIP, naive=True),
    kept_in("what is no gzip", SECRET, JSON, GZIP, naive=True),
    kept_in("what is no deflate", SECRET, JSON, "Content-Encoding: deflate", naive=True),
    kept_in("gzip told as deflate", gzip.compress(SECRET), JSON, "Content-Encoding: deflate", naive=True),
    kept_in("many members", gzip.compress(b"") * 40 + gzip.compress(SECRET), JSON, GZIP),
]
BOMBS = [
    kept_in("a bomb", gzip.compress(b'"' + b"a" * (8 << 20) + b'"'), JSON, GZIP),
    kept_in("a bomb in a bomb", gzip.compress(gzip.compress(b"0" * (8 << 20))), JSON, "Content-Encoding: gzip, gzip"),
    kept_in("a bomb of deflate", zlib.compress(b"0" * (8 << 20)), JSON, "Content-Encoding: deflate"),
]
TRANSFER = [
    Case(
        f"transferred in {coding!r}",
        ask(),
        (200, 403, 502),
        1,
        system=chunks(gzip.compress(SECRET), JSON, f"Transfer-Encoding: {coding}"),
    )
    for coding in ("gzip, chunked", "deflate, chunked", "x-gzip, chunked")
]
CHARSETS = [
    kept_in(name, PLAIN.encode(codec), content_type)
    for name, codec, content_type in (
        ("UTF-16, told", "utf-16", f"{JSON}; charset=utf-16"),
        ("UTF-16, untold", "utf-16", JSON),
        ("UTF-16 without its mark", "utf-16-le", TEXT),
        ("UTF-16, the other way round", "utf-16-be", TEXT),
        ("UTF-16 told as Latin-1", "utf-16-le", f"{TEXT}; charset=iso-8859-1"),
        ("UTF-32, told", "utf-32", f"{TEXT}; charset=utf-32"),
        ("UTF-32, untold", "utf-32-le", TEXT),
        ("EBCDIC, told", "cp037", f"{TEXT}; charset=ibm037"),
        ("EBCDIC, untold", "cp037", TEXT),
        ("a UTF-16 CSV", "utf-16", "Content-Type: text/csv"),
    )
]
UTF_7 = b"card: +" + base64.b64encode(CARD.encode("utf-16-be")).rstrip(b"=") + b"-"
SHIFTS = [
    kept_in("UTF-7, told", UTF_7, f"{TEXT}; charset=utf-7"),
    Case("UTF-7, untold", ask(), (200, 403), 1, system=says(UTF_7, TEXT)),
    kept_in("a charset that nobody knows", HELLO, f"{JSON}; charset=x-secret"),
    kept_in("two charsets", HELLO, f"{JSON}; charset=utf-8; charset=utf-16"),
    kept_in("ISO-2022", b"\x1b$B%+!<%I\x1b(B 1", f"{TEXT}; charset=iso-2022-jp"),
    kept_in("Latin-1 told as UTF-8", b'{"name": "caf\xe9"}', f"{JSON}; charset=utf-8"),
    kept_in("beyond ASCII told as ASCII", b"caf\xc3\xa9", f"{TEXT}; charset=us-ascii"),
]
TYPES = [
    kept_in("no type", SECRET),
    kept_in("an empty type", SECRET, "Content-Type:"),
    kept_in("a type that is none", SECRET, "Content-Type: json"),
    kept_in("an image", b"\x89PNG\r\n\x1a\n" + SECRET, "Content-Type: image/png"),
    kept_in("bytes", SECRET + b"\0", "Content-Type: application/octet-stream"),
    kept_in("a script", SECRET, "Content-Type: application/javascript"),
    kept_in("parts", b"--b\r\n\r\n" + SECRET + b"\r\n--b--", "Content-Type: multipart/mixed; boundary=b"),
    kept_in("no JSON", b"<html>", JSON),
    kept_in("JSON and more", HELLO + b"\x00", JSON),
]
WRITES = [
    Case(
        "a write whose answer cannot be inspected",
        write(),
        [200],
        1,
        system=says(gzip.compress(SECRET)[:-9], JSON, GZIP),
        told=("content-length: 0", "sallyport-released: withheld"),
    ),
    Case(
        "a write that is answered in brotli",
        write(),
        [200],
        1,
        system=says(b"\x0b\x02\x80{}\x03", JSON, "Content-Encoding: br"),
        told=("content-length: 0", "sallyport-released: withheld"),
    ),
]
BENIGN = [
    Case(name, ask(), [200], 1, system=says(content, *fields), told=(told,), naive=True)
    for name, content, fields, told in (
        ("plain", HELLO, (JSON,), '{"id": 1}'),
        ("gzip", gzip.compress(HELLO), (JSON, GZIP), '{"id": 1}'),
        ("deflate", zlib.compress(HELLO), (JSON, "Content-Encoding: deflate"), '{"id": 1}'),
        ("identity", HELLO, (JSON, "Content-Encoding: identity"), '{"id": 1}'),
        ("UTF-8 in capitals", HELLO, (f"{JSON}; charset=UTF-8",), '{"id": 1}'),
        ("UTF-8 in quotes", HELLO, (f'{JSON}; charset="utf-8"',), '{"id": 1}'),
        ("Latin-1", b"caf\xe9", (f"{TEXT}; charset=iso-8859-1",), "caf"),
        ("well compressed", gzip.compress(b'"' + b"ab" * 40_000 + b'"'), (JSON, GZIP), '"abab'),
        ("a type of a vendor", HELLO, ("Content-Type: application/vnd.api+json",), '{"id": 1}'),
        ("nothing", b"", (JSON,), "200"),
        ("a gzip of nothing", b"", (JSON, GZIP), "200"),
    )
]
CASES = [*LAYERS, *UNTOLD, *DAMAGED, *BOMBS, *TRANSFER, *CHARSETS, *SHIFTS, *TYPES, *WRITES, *BENIGN]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_content_is_undone_to_its_end_or_kept_in(
    tmp_path: Path, authorization_server: AuthorizationServer, case: Case
) -> None:
    assert await at_the_gateway(case, tmp_path, authorization_server) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_naive_proxy_does_what_the_table_says(case: Case) -> None:
    assert (await at_the_naive_proxy(case) == []) is case.naive
