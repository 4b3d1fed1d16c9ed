"""A system of record that hides a card number in every form that is undone here: no byte of an answer has it."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

import pytest

from tests.attacks.stage import stage
from tests.made_documents import zipped
from tests.servers.oidc import AuthorizationServer
from tests.servers.upstream import saying

NUMBER = "4111111111111111"
FULL_WIDTH = NUMBER.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
ARABIC = NUMBER.translate({ord(digit): ord(digit) + 0x630 for digit in "0123456789"})
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
NESTED = b'{"a":"{\\"b\\":\\"{\\\\\\"c\\\\\\":\\\\\\"\\\\\\\\u0034111111111111111\\\\\\"}\\"}"}'


def said(body: bytes, *fields: str, status: str = "200 OK", content_type: str = "application/json") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def plain(text: str) -> bytes:
    return f'{{"note":"{text}"}}'.encode()


ANSWERS = {
    "a name": said(f'{{"{NUMBER}":1}}'.encode()),
    "a number": said(f'{{"n":{NUMBER}}}'.encode()),
    "a whole float": said(f'{{"n":{NUMBER}.0}}'.encode()),
    "a float with an exponent": said(b'{"n":4.111111111111111e15}'),
    "a number with more digits than it holds": said(f'{{"n":{NUMBER}.00000000000000000001}}'.encode()),
    "the document itself": said(NUMBER.encode()),
    "escapes": said(b'{"n":"\\u0034\\u0031\\u0031\\u0031111111111111"}'),
    "JSON in a text in a text": said(NESTED),
    "full width": said(plain(FULL_WIDTH)),
    "Arabic digits": said(plain(ARABIC)),
    "spaces": said(plain("4111 1111 1111 1111")),
    "a +json type": said(plain(NUMBER), content_type="application/vnd.notes+json; v=2"),
    "text/json": said(plain(NUMBER), content_type="text/json; charset=iso-8859-1"),
    "JSON in ISO-8859-1": said(
        f'{{"caf\xe9":"{NUMBER}"}}'.encode("latin-1"), content_type="application/json; charset=latin1"
    ),
    "JSON called text": said(plain(NUMBER), content_type="text/plain"),
    "JSON called a form": said(plain(NUMBER), content_type="application/x-www-form-urlencoded"),
    "a form in percent": said(b"n=%34%31111111111111%311", content_type="application/x-www-form-urlencoded"),
    "a form with plus signs": said(b"n=4111+1111+1111+1111", content_type="application/x-www-form-urlencoded"),
    "a name in a form": said(f"{NUMBER}=1".encode(), content_type="application/x-www-form-urlencoded"),
    "text in ISO-8859-1": said(f"caf\xe9 {NUMBER}".encode("latin-1"), content_type="text/plain; charset=iso-8859-1"),
    "text with a byte order mark": said(b"\xef\xbb\xbf" + NUMBER.encode(), content_type="text/plain"),
    "HTML": said(f"<p title='{NUMBER}'>x</p>".encode(), content_type="text/html"),
    "an error": said(plain(NUMBER), status="500 Internal Server Error"),
    "a status without a name": said(plain(NUMBER), status="799 "),
    "a reason phrase": said(b"{}", status=f"200 {NUMBER}"),
    "gzip": said(gzip.compress(plain(NUMBER)), "Content-Encoding: gzip"),
    "gzip in two members": said(
        gzip.compress(plain(NUMBER)[:14]) + gzip.compress(plain(NUMBER)[14:]), "Content-Encoding: x-gzip"
    ),
    "deflate in gzip": said(
        gzip.compress(zlib.compress(plain(NUMBER))), "Content-Encoding: deflate", "Content-Encoding: gzip"
    ),
    "an ETag": said(b"{}", f'ETag: "{NUMBER}"'),
    "a Location": said(b"{}", f"Location: /notes/{NUMBER}", status="303 See Other"),
    "a Link": said(b"{}", f"Link: </notes?after={NUMBER}>; rel=next"),
    "one field of two": said(b"{}", "Allow: GET", f"Allow: {NUMBER}"),
    "a folded field": said(b"{}", "Allow: 4111 1111", " 1111 1111"),
    "a cookie": said(b"{}", f"Set-Cookie: n={NUMBER}"),
    "an early hint": f"HTTP/1.1 103 Early Hints\r\nLink: <{NUMBER}>\r\n\r\n".encode() + said(b"{}"),
    "a trailer": CHUNKED + b"Trailer: ETag\r\n\r\n" + f"2\r\n{{}}\r\n0\r\nETag: {NUMBER}\r\n\r\n".encode(),
    "lines of JSON": said(plain(NUMBER) + b"\n", content_type="application/x-ndjson"),
    "XML": said(f"<n>{NUMBER}</n>".encode(), content_type="application/xml"),
    "an extension of a chunk": CHUNKED + b"\r\n" + f"2;n={NUMBER}\r\n{{}}\r\n0\r\n\r\n".encode(),
}
REFUSED = {
    "a byte order mark before JSON": said(b"\xef\xbb\xbf" + plain(NUMBER)),
    "a name given twice": said(f'{{"n":"{NUMBER}","n":1}}'.encode()),
    "UTF-16": said(plain(NUMBER).decode().encode("utf-16"), content_type="text/plain"),
    "another charset": said(plain(NUMBER), content_type="application/json; charset=utf-7"),
    "two charsets": said(plain(NUMBER), content_type="application/json; charset=utf-8; charset=latin1"),
    "no type": b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n" + NUMBER.encode(),
    "JSON called gzip": said(plain(NUMBER), "Content-Encoding: gzip"),
    "events": said(b"data: " + plain(NUMBER) + b"\n\n", content_type="text/event-stream"),
    "bytes": said(plain(NUMBER), content_type="application/octet-stream"),
}
BLOCKED = {
    "gzip that nobody declared": said(gzip.compress(plain(NUMBER)), content_type="text/plain"),
    "an archive called text": said(zipped({"a.txt": NUMBER}), content_type="text/plain"),
    "text that markup splits": said(b"<p>4111 <b>1111 11</b>11 1111</p>", content_type="application/xhtml+xml"),
}


def digits(content: bytes) -> str:
    text = re.sub(rb"%3([0-9])", rb"\1", content).decode("utf-8", "replace")
    return "".join(str(int(character)) for character in text if character.isdecimal())


async def test_no_byte_of_an_answer_has_the_number(tmp_path: Path, authorization_server: AuthorizationServer) -> None:
    for name, raw in (ANSWERS | REFUSED | BLOCKED).items():
        folder = tmp_path / name.replace("/", " ")
        async with stage(saying(raw), folder, authorization_server) as act:
            answer = await act.ask("GET", "/notes/1")
        assert NUMBER not in digits(answer.content), name
        assert all(NUMBER not in digits(value.encode()) for _, value in answer.headers), name
        if name in REFUSED:
            assert (answer.status, answer.slug) == (403, "uninspectable-content"), name
        elif name in BLOCKED:
            assert (answer.status, answer.slug) == (403, "restricted-data"), name
        else:
            assert answer.header("content-type") != "application/problem+json", name


@pytest.mark.parametrize("text", ["0.4111111111111111", "4111111111111112", "x4111111111111111x"])
async def test_what_is_no_card_number_arrives(
    tmp_path: Path, authorization_server: AuthorizationServer, text: str
) -> None:
    async with stage(saying(said(plain(text))), tmp_path, authorization_server) as act:
        assert (await act.ask("GET", "/notes/1")).content == plain(text)
