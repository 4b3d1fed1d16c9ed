"""Every reader that is an expression and what its matches read as: hits and near misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classifiers.views import escapes, ibans, letters, mail, markup, tokens, wording
from classifiers.views.view import Reader, View

Read = Callable[[Reader, str], list[View]]
IBAN = "DE89370400440532013000"
TOKEN = "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6"


@pytest.mark.parametrize(
    ("reader", "text", "read_as"),
    [
        (escapes.PERCENT, "a%34%31%C3%A9b", "a41\u00e9b"),
        (escapes.PERCENT, "%u0034", "4"),
        (escapes.ENTITIES, "&#52;&#x31;&#49&commat;", "411@"),
        (escapes.BACKSLASHES, r"\u0034\x31\061\u{31}\U00000031", "41111"),
        (escapes.BACKSLASHES, r"\uD835\uDFD2\N{DIGIT FOUR}", "\U0001d7d24"),
        (escapes.BACKSLASHES, r"4\n1 \n", r"4 1 \n"),
        (escapes.STYLE_SHEETS, r"\34 \31 \000031", "411"),
        (escapes.CONTROLS, "4\x001\x00", "41"),
        (mail.QUOTED_PRINTABLE, "4111=2D1111=\r\n=34=31", "4111-111141"),
        (mail.QUOTED_PRINTABLE, "J=C3=B6rg", "J\u00f6rg"),
        (mail.ENCODED_WORDS, "=?utf-8?B?NDEx?= =?utf-8?q?a=34_b?=", "411 a4 b"),
        (markup.TAGS, "41<b>11</b>1<!-- x -->1", "411111"),
        (markup.TAGS, "41</td><td>11", "41 11"),
        (markup.EMPHASIS, "41**11**11111", "411111111"),
        (ibans.IBANS, "to DE89.3704.0044.0532.0130.00 now", f"to {IBAN} now"),
        (ibans.IBANS, IBAN.lower(), IBAN),
        (ibans.IBANS, "de89 3704 0044 0532 0130 00", IBAN),
        (letters.MISTYPED, "4OOOO56655665556", "4000056655665556"),
        (letters.MISTYPED, "ssn 536-9O-4399", "ssn 536-90-4399"),
        (letters.GLUED, "ssn_536904399", "ssn 536904399"),
        (letters.GLUED, "ssn536904399", "ssn 536904399"),
        (letters.GLUED, "x_536-90-4399_y", "x 536-90-4399 y"),
        (tokens.WRITTEN_APART, "g h p _ a B 3 d 4 5", "ghp_aB3d45"),
        (tokens.WRITTEN_APART, "j a n e @ a . d e", "jane@a.de"),
        (tokens.BROKEN, "ghp_aB3dE6\n  gH9jK2", "ghp_aB3dE6gH9jK2"),
        (tokens.BROKEN, '"ghp_" + "aB3dE6gH9"', '"ghp_aB3dE6gH9"'),
        (tokens.OTHER_CASE, TOKEN.replace("ghp", "GHP"), TOKEN),
        (tokens.BACKWARDS, TOKEN[::-1], TOKEN),
        (wording.DIGITS_IN_WORDS, "four one one One one one one one ONE", "411111111"),
        (wording.ADDRESSES, "to jane.doe at example dot com", "to jane.doe@example.com"),
        (wording.ADDRESSES, "jane [dot] doe [at] example [dot] co [dot] uk", "jane.doe@example.co.uk"),
        (wording.ADDRESSES, "jane @ example . com", "jane@example.com"),
    ],
)
def test_it_is_read_as_what_was_meant(read: Read, reader: Reader, text: str, read_as: str) -> None:
    assert [view.text for view in read(reader, text)] == [read_as]


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (escapes.PERCENT, "100 % of 5%"),
        (escapes.PERCENT, "%u00"),
        (escapes.ENTITIES, "?a=1&copy=2&nosuchname;"),
        (escapes.BACKSLASHES, r"C:\Users\n \u12 \N{NO SUCH NAME}"),
        (escapes.BACKSLASHES, r"\u{110000}"),
        (escapes.STYLE_SHEETS, r"C:\34\bin"),
        (mail.QUOTED_PRINTABLE, "page=20&size=48"),
        (mail.ENCODED_WORDS, "=?no-such-charset?B?NDEx?= =?utf-8?B?x?= =?utf-8?B?\u00e9?="),
        (markup.TAGS, "a < b and c > d"),
        (markup.TAGS, "one</p><p>two"),
        (markup.EMPHASIS, "a*b**c 2*3"),
        (ibans.IBANS, "DE89 3704 0044 0532 0130 00"),
        (ibans.IBANS, "DE88.3704.0044.0532.0130.00"),
        (ibans.IBANS, "DE89.3704.0044.0532.0130"),
        (ibans.IBANS, "at 10 people of us came there"),
        (ibans.IBANS, "zz89.3704.0044.0532.0130.00"),
        (letters.MISTYPED, "4111111111111111 and 536-90-4399"),
        (letters.MISTYPED, "4OOOO56655665557"),
        (letters.MISTYPED, "OOOO0000OOOO0000 IOI-OI-IOOl"),
        (letters.GLUED, "a_1234 ssn_12"),
        (tokens.WRITTEN_APART, "a b c d e f g h i"),
        (tokens.BROKEN, "hello world\nagain and again"),
        (tokens.OTHER_CASE, TOKEN),
        (tokens.OTHER_CASE, "GHP_ and SK_LIVE_MODE"),
        (tokens.BACKWARDS, "the_end"),
        (wording.DIGITS_IN_WORDS, "one two three"),
        (wording.ADDRESSES, "look at the dots. at noon"),
        (wording.ADDRESSES, "jane.doe@example.com"),
    ],
)
def test_what_only_looks_similar_stands_as_it_is(read: Read, reader: Reader, text: str) -> None:
    assert read(reader, text) == []
