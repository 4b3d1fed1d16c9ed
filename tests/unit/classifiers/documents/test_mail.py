from __future__ import annotations

import base64

import pytest

from classifiers.finding import NotInspected
from tests.made_documents import Pdf, mail, read, said, written, zipped

MAIL = "message/rfc822"


def encoded(content: bytes, content_type: str) -> bytes:
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(content)


def text_part(content: bytes, charset: str = "utf-8", encoding: str = "8bit", kind: str = "plain") -> bytes:
    head = f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + content


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Subject: plain", "plain"),
        ("Subject: =?utf-8?b?R3LDvMOfZQ==?= to all", "Grüße to all"),
        ("Subject: =?iso-8859-1?q?Gr=FC=DFe?=\r\n =?utf-8?q?_to?=", "Grüße to"),
        ("Subject: =?utf-8?b?NDE=?= =?utf-8?b?MTE=?=", "4111"),
        ("Subject: 41\r\n 11", "41 11"),
        ("Subject: Grüße", "Grüße"),
        ("X-Customer-SSN: 078-05-1120", "078-05-1120"),
        ("To: =?utf-8?q?Ann?= <ann@example.com>", "Ann <ann@example.com>"),
    ],
)
def test_headers_are_decoded(header: str, text: str) -> None:
    content = f"{header}\r\n\r\nbody".encode()
    assert text in [leaf.text for leaf in read(content, MAIL)]


def test_the_name_of_a_header_leads_to_it() -> None:
    (leaf,) = [leaf for leaf in read(b"X-Customer-SSN: 1\r\n\r\n", MAIL) if leaf.text == "1"]
    assert leaf.words == ("x", "customer", "ssn")


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (text_part("Grüße".encode()), "Grüße"),
        (text_part("Grüße".encode("latin-1"), "iso-8859-1"), "Grüße"),
        (text_part(b"Gr=FC=\r\n=DFe", "iso-8859-1", "quoted-printable"), "Grüße"),
        (text_part(base64.b64encode("привет".encode("koi8-r")), "koi8-r", "base64"), "привет"),
        (text_part(b"4111 +1111-", "utf-7", "7bit"), "4111 +1111-"),
        (text_part(b"<b>41</b>11", kind="html"), "4111"),
        (b"Content-Type: text/html\r\n\r\n<b>41</b>11", "4111"),
        (text_part(b"a,b\r\n1,2", kind="csv"), "b"),
        (b"\r\nno header", "no header"),
        (encoded(zipped({"a.txt": "attached"}), "application/zip"), "attached"),
        (encoded(zipped({"a.txt": "attached"}), "application/octet-stream; name=x.zip"), "attached"),
        (encoded(zipped({"a": "x"}), 'application/zip; name="=?utf-8?q?078-05?=-1120.zip"'), "078-05"),
        (encoded(Pdf(written("on a page")).file(), "application/pdf"), "on a page"),
        (b"Content-Type: message/rfc822\r\n\r\n" + mail(text_part(b"forwarded"), boundary="c"), "forwarded"),
        (b"Content-Type: image/svg+xml\r\n\r\n<svg><text>drawn</text></svg>", "drawn"),
    ],
)
def test_every_part_is_read(part: bytes, text: str) -> None:
    assert text in said(mail(text_part(b"first"), part), MAIL)


def test_what_stands_around_the_parts_is_read() -> None:
    content = mail(text_part(b"first")).replace(b"\r\n\r\n\r\n--b", b"\r\n\r\nbefore\r\n--b") + b"after"
    text = said(content, MAIL)
    assert "before" in text
    assert "after" in text


@pytest.mark.parametrize(
    "content",
    [
        mail(encoded(b"x", "text/plain") + b"!!!"),
        mail(encoded(bytes(range(256)), "application/octet-stream")),
        mail(encoded(bytes(range(256)), "application/pkcs7-mime")),
        mail(b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n"),
        mail(text_part(b"x", "unheard-of")),
        mail(text_part(b"x"))[:-8],
        mail(text_part(b"x"), headers="Subject: =?unheard-of?b?eA==?="),
        mail(text_part(b"x"), headers="Subject: =?utf-8?b?e?="),
        mail(encoded(b"text", "application/pdf")),
        b"Content-Type: multipart/mixed\r\n\r\nx",
    ],
)
def test_what_is_damaged_encrypted_or_in_an_unknown_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(NotInspected):
        read(content, MAIL)
