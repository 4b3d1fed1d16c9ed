from __future__ import annotations

import pytest

from classifiers.finding import NotInspected
from tests.made_documents import read, said


def texts(content: str | bytes) -> dict[str, tuple[str, ...]]:
    encoded = content.encode() if isinstance(content, str) else content
    return {leaf.text: leaf.words for leaf in read(encoded, "application/xml")}


def test_names_lead_to_what_they_name() -> None:
    found = texts('<customer><ssn no="1">078051120</ssn><field name="cardNumber" value="4111"/></customer>')
    assert found["078051120"] == ("customer", "ssn")
    assert found["1"] == ("customer", "ssn", "no")
    assert found["4111"] == ("customer", "field", "card", "number", "value")
    assert {"customer", "ssn", "field", "no", "name"} <= found.keys()


@pytest.mark.parametrize(
    "content",
    [
        "<a><b>41</b>11</a>",
        "<a>41<b><c>1</c></b>1</a>",
        "<a>41<!-- not seen -->11</a>",
        "<a>41<?not seen?>11</a>",
        "<a>41<![CDATA[11]]></a>",
        "<a>&#52;&#x31;11</a>",
        "<text:p xmlns:text='t'><text:span>41</text:span><text:span>11</text:span></text:p>",
        "<svg><text><tspan>41</tspan><tspan>11</tspan></text></svg>",
    ],
)
def test_text_that_is_split_over_elements_is_joined(content: str) -> None:
    assert "4111" in texts(content)


def test_fields_beside_each_other_are_not_joined() -> None:
    assert "4111" not in texts("<row><id>41</id> <amount>11</amount></row>")


def test_comments_and_instructions_are_read() -> None:
    assert {" a comment ", "target an instruction"} <= texts(
        "<a><!-- a comment --><?target an instruction?></a>"
    ).keys()


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_character_set_is_obeyed(charset: str) -> None:
    assert "Grüße" in texts(f'<?xml version="1.0" encoding="{charset}"?><a>Grüße</a>'.encode(charset))


def test_a_document_in_a_data_url_is_read() -> None:
    assert "hello" in said(b'<a href="data:text/plain;base64,aGVsbG8="/>', "image/svg+xml")


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a [<!ENTITY b "4111">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://example.com/b"> %b;]><a/>',
        "<a>&undeclared;</a>",
        "<a>",
        "",
        "text",
        "<a/><b/>",
        '<?xml version="1.0" encoding="utf-7"?><a/>',
        '<?xml version="1.0" encoding="unheard-of"?><a/>',
        "<a>" * 300 + "</a>" * 300,
        "<a x='data:text/plain;base64,!'/>",
    ],
)
def test_what_is_not_well_formed_or_declares_something_is_refused(content: str) -> None:
    with pytest.raises(NotInspected):
        texts(content)


def test_a_large_document_is_read_in_pieces() -> None:
    content = "<a>" + "<b>text</b>" * 50_000 + "</a>"
    assert len(read(content.encode(), "text/xml")) > 50_000
