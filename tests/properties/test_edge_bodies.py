"""Whatever is sent as a body is read or refused in our words, and what was read reads the same again."""

from __future__ import annotations

import gzip
import zlib

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gateway.domain.errors import Refusal
from gateway.domain.message import BodyKind
from gateway.edge.bodies import FORM_TYPE, content_type, decode

MAX_BYTES = 64 * 1024

# What readers differ on, put together in every order.
PIECES = [
    *(b"{", b"}", b"[", b"]", b":", b",", b'"a"', b'"A"', b'"\\ud800"', b"1e999", b"-0", b"NaN", b"9" * 40, b"null"),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00",
        b"\x1b",
        b"\x7f",
        b"\xed\xa0\x80",
        b"caf\xe9",
        b"\r\n",
        b" ",
        b"%",
        b"&",
        b"=",
        b"+",
    ),
    *(b"--b", b"--b--", b"\r\n--b\r\n", b"\r\n\r\n", b'Content-Disposition: form-data; name="a"', b'; filename="f"'),
    *(b"Content-Type: application/json", b"Content-Type: multipart/form-data; boundary=b", b"a=1", b"%41", b"%zz"),
    *(b"PK\x03\x04", b"%PDF-1.7\n", b"\x1f\x8b", b"<?xml version='1.0'?><!DOCTYPE a><a/>", b"<html>", b"data: x\n\n"),
]
TYPES = [
    *("application/json", "application/vnd.api+json", "text/json", FORM_TYPE, "text/plain", "text/csv", "text/html"),
    *("multipart/form-data; boundary=b", "multipart/form-data", "application/pdf", "application/zip", "text/xml", ""),
    *(
        "application/octet-stream",
        "application/json; charset=utf-16",
        "text/plain; charset=latin1",
        "text/event-stream",
    ),
]
contents = st.binary(max_size=64) | st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)
types = st.none() | st.sampled_from(TYPES) | st.text(max_size=20)
codings = st.lists(st.sampled_from(["gzip", "x-gzip", "deflate", "identity", "br", "", "gzip, deflate"]), max_size=3)


def packed(content: bytes, values: list[str]) -> bytes:
    """Return content in these codings, as far as there are such."""
    for name in (name.strip() for value in values for name in value.split(",")):
        content = (
            gzip.compress(content)
            if name.endswith("gzip")
            else zlib.compress(content)
            if name == "deflate"
            else content
        )
    return content


@given(contents, types, codings, st.booleans(), st.booleans())
@example(b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n--b--', TYPES[7], [], True, False)
@example(b"<?xml", TYPES[7], [], False, False)
@settings(max_examples=400)
def test_a_body_is_read_or_refused_and_reads_the_same_again(
    content: bytes, said: str | None, values: list[str], from_client: bool, is_packed: bool
) -> None:
    sent = packed(content, values) if is_packed else content
    try:
        body = decode(sent, said, values, max_bytes=MAX_BYTES, from_client=from_client)
    except Refusal:
        return
    if body.kind is BodyKind.EMPTY:
        assert body.content == b""
        return
    assert decode(body.content, content_type(body), (), max_bytes=MAX_BYTES * 8, from_client=from_client) == body


@given(contents, st.sampled_from(TYPES), st.integers(1, 64))
@settings(max_examples=200)
def test_no_more_is_read_than_may_be(content: bytes, said: str, most: int) -> None:
    assume(len(content) > most)
    try:
        body = decode(gzip.compress(content), said, ("gzip",), max_bytes=most, from_client=True)
    except Refusal:
        return
    raise AssertionError(body)
