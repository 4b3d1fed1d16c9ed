from __future__ import annotations

import pytest

from classifiers.documents import Images
from classifiers.finding import NotInspected
from tests.made_documents import read, said


def texts(content: str) -> list[str]:
    return [leaf.text for leaf in read(content.encode(), "text/html")]


@pytest.mark.parametrize(
    "content",
    [
        "<b>41</b>11",
        "<p>41<span class=x>1<i>1</i></span></p>",
        "41<!-- not seen -->11",
        "41<wbr>1<unheard-of>1",
        "41<script>var x</script>11",
        "41<a href='>'>11",
        "<b>41</b\n>11",
        "&#52;1&#x31;1",
        "41<!doctype x>11",
        "41</>11",
    ],
)
def test_text_that_is_split_by_markup_is_joined(content: str) -> None:
    assert "4111" in texts(content)


@pytest.mark.parametrize("content", ["<td>41</td><td>11</td>", "41<br>11", "<div>41</div>11", "<P>41<P>11"])
def test_lines_are_not_joined(content: str) -> None:
    assert "41\n11" in texts(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<img alt='an image'>", "an image"),
        ('<a href="https://example.com/?q=1&amp;r=2">', "https://example.com/?q=1&r=2"),
        ("<input value=unquoted>", "unquoted"),
        ("<p data-card = 4111>", "4111"),
        ("<p hidden title='a \"quoted\" title'>", 'a "quoted" title'),
        ("</p title='of an end'>", "of an end"),
        ("<meta content='said of the page'/>", "said of the page"),
        ("<!-- a comment -->", " a comment "),
        ("<!-- never ends", " never ends"),
        ("<![CDATA[a section]]>", "[CDATA[a section]]"),
        ("<?php echo 1 ?>", "php echo 1 ?"),
        ("<script>var card = '<b>'</script>", "var card = '<b>'"),
        ("<style>p { content: 'x' }</STYLE >", "p { content: 'x' }"),
        ("<plaintext>a </plaintext> b", "a </plaintext> b"),
        ("<p title='never closed>4111", "'never closed>4111"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a <", "a <"),
        ("<title>of the page</title>", "of the page"),
        ("<template>not shown</template>", "not shown"),
    ],
)
def test_everything_in_a_page_is_read(content: str, text: str) -> None:
    assert text in texts(content)


def test_the_name_of_an_attribute_leads_to_its_value() -> None:
    (leaf,) = [leaf for leaf in read(b"<p data-customer-ssn=078051120>", "text/html") if leaf.text[0] == "0"]
    assert leaf.words == ("data", "customer", "ssn")


def test_an_attribute_that_comes_again_is_read_once() -> None:
    assert texts("<p class=x>" * 1000).count("x") == 1


def test_a_page_is_read_in_the_character_set_it_declares_and_as_it_stands() -> None:
    assert "привет" in said("<meta charset='koi8-r'>привет".encode("koi8-r"), "text/html")
    assert "4111 +1111-" in said(b"<meta charset=utf-7>4111 +1111-", "text/html")


def test_an_image_in_a_data_url_is_an_image() -> None:
    page = b"<img src='data:image/png;base64,iVBORw0KGgo='>"
    with pytest.raises(NotInspected):
        read(page, "text/html")
    assert read(page, "text/html", images=Images.IGNORE)


@pytest.mark.parametrize(
    "content", ["<" * 50_000, "<a " * 50_000, "<!--" * 50_000, "<a b='" * 50_000, "<a" + " " * 99_999]
)
def test_what_never_ends_takes_no_longer_for_it(content: str) -> None:
    read(content.encode(), "text/html", seconds=2)
