"""Ways to write a restricted value so that it is not seen, and whether we claim to see it.

Each row is a JSON document that a system of record could answer with. ``docs/disguises.md`` is drawn from this table.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import codecs
import gzip
import json
import lzma
import quopri
import unicodedata
import urllib.parse
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

CARD = "4539578763621486"
ZEROS = "4000056655665556"
SSN = "536-90-4399"
IBAN = "DE89370400440532013000"
TOKEN = "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6"
EMAIL = "jane.doe@example.com"

LABELS = {
    CARD: "payment_card",
    ZEROS: "payment_card",
    SSN: "national_id.us_ssn",
    IBAN: "bank.iban",
    TOKEN: "secret.github_token",
    EMAIL: "contact.email",
}


class Outcome(Enum):
    FOUND = auto()
    REFUSED = auto()  # not inspected, so not released
    MISSED = auto()


@dataclass(frozen=True, slots=True)
class Disguise:
    """A value in a document, what is claimed to become of it, and why, if that is not that it is found."""

    name: str
    value: str
    document: object
    outcome: Outcome = Outcome.FOUND
    why: str = ""


def missed(name: str, value: str, document: object, why: str) -> Disguise:
    return Disguise(name, value, document, Outcome.MISSED, why)


def groups(separator: str, value: str = CARD, size: int = 4) -> str:
    return separator.join(value[start : start + size] for start in range(0, len(value), size))


def digits(zero: str, value: str = CARD) -> str:
    """Return a value in the digits that begin with ``zero``."""
    return "".join(chr(ord(zero) + int(digit)) if digit.isdigit() else digit for digit in value)


def based64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def packed(content: bytes) -> str:
    return base64.b64encode(content).decode()


def each(template: Callable[[str], str], value: str = CARD) -> str:
    return "".join(map(template, value))


def likeness(value: str, letters: str, others: str) -> str:
    """Return a value in which others stand in for some letters."""
    return value.translate(str.maketrans(letters, others))


def note(text: str) -> dict[str, str]:
    return {"note": text}


WORDS = dict(zip("0123456789", "zero one two three four five six seven eight nine".split(), strict=True))  # noqa: SIM905
CIRCLED = "\u24ea\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468"
RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
BLACK = "\u24ff\u2776\u2777\u2778\u2779\u277a\u277b\u277c\u277d\u277e"
HAN = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
SELECTORS = "".join(chr(0xE0100 + byte - 16) for byte in CARD.encode())
URLSAFE = base64.urlsafe_b64encode(f"{CARD}??>>".encode()).decode().rstrip("=")
JSON_TEXT = json.dumps({"card": {"number": CARD}})

MESSAGE = b"\x0a\x13\xff\x12\x10" + CARD.encode() + b"\x18\x9a\xf1"

DISGUISES: tuple[Disguise, ...] = (
    # Where it stands
    Disguise("as it is", CARD, note(f"paid with {CARD} today")),
    Disguise("name of a member", CARD, {CARD: 1}),
    Disguise("number", CARD, {"n": int(CARD)}),
    Disguise("number with a fraction of zero", CARD, {"n": float(CARD)}),
    Disguise("JSON in a text", CARD, note(JSON_TEXT)),
    Disguise("JSON in a text in a text", CARD, note(json.dumps(note(JSON_TEXT)))),
    Disguise("cell of CSV", CARD, note(f'id,number\r\n1,"{CARD}"\r\n2,')),
    Disguise("query of a URL", CARD, note(f"https://shop.example/pay?c={groups('+')}&x=1")),
    Disguise("path of a URL", CARD, note(f"https://shop.example/{groups('/')}/receipt")),
    Disguise("glued to a name", SSN, note("ssn_536904399")),
    Disguise("glued to underscores", SSN, note(f"x_{SSN}_y")),
    Disguise("glued to punctuation", TOKEN, note(f'token:"{TOKEN}";')),
    # What stands between the digits
    Disguise("dots", CARD, note(groups("."))),
    Disguise("slashes", CARD, note(groups("/"))),
    Disguise("underscores", CARD, note(groups("_"))),
    Disguise("commas", CARD, note(groups(","))),
    Disguise("colons", CARD, note(groups(":"))),
    Disguise("asterisks", CARD, note(groups("*"))),
    Disguise("bars", CARD, note(groups(" | "))),
    Disguise("two spaces", CARD, note(groups("  "))),
    Disguise("lines", CARD, note(groups("\n"))),
    Disguise("tabs", CARD, note(groups("\t"))),
    Disguise("spaced dashes", CARD, note(groups(" - "))),
    Disguise("brackets", CARD, note("(" + groups(") (") + ")")),
    Disguise("different separators", CARD, note("4539-5787 6362.1486")),
    Disguise("digit by digit", CARD, note(groups(".", size=1))),
    Disguise("pairs", CARD, note(groups(":", size=2))),
    Disguise("thousands", CARD, note(f"{int(CARD):,}")),
    Disguise("pairs with spaces", CARD, note(groups(" ", size=2))),
    Disguise("cells between others", CARD, note(f"1,Jane,{groups(',')},12/29")),
    Disguise("groups of no order", CARD, note("453 95787 6362 1486")),
    Disguise("expiry behind it", CARD, note(f"{groups('.')} 12/29 123")),
    Disguise("no-break spaces", CARD, note(groups("\u00a0"))),
    Disguise("en dashes", CARD, note(groups("\u2013"))),
    Disguise("middle dots", CARD, note(groups("\u00b7"))),
    Disguise("slashes in another number", SSN, {"ssn": "536/90/4399"}),
    Disguise("dots in an account number", IBAN, note("pay to DE89.3704.0044.0532.0130.00 now")),
    Disguise("digits of another number one by one", SSN, {"ssn": groups(" ", "536904399", 1)}),
    # Characters
    Disguise("zero-width spaces", CARD, note(groups("\u200b"))),
    Disguise("zero-width joiners in a token", TOKEN, note(groups("\u200d", TOKEN, 3))),
    Disguise("soft hyphens", CARD, note(groups("\u00ad"))),
    Disguise("word joiners and byte order marks", CARD, note(groups("\u2060\ufeff"))),
    Disguise("variation selectors between", CARD, note(groups("\ufe0e"))),
    Disguise("combining marks", CARD, note(each(lambda digit: digit + "\u0336"))),
    Disguise("full width", CARD, note(digits("\uff10"))),
    Disguise("Arabic digits", CARD, note(digits("\u0660"))),
    Disguise("Devanagari digits", CARD, note(digits("\u0966"))),
    Disguise("mathematical digits", CARD, note(digits("\U0001d7d8"))),
    Disguise("circled digits", CARD, note(likeness(CARD, "0123456789", CIRCLED))),
    Disguise("raised digits", CARD, note(likeness(CARD, "0123456789", RAISED))),
    Disguise("digits in black circles", CARD, note(likeness(CARD, "0123456789", BLACK))),
    Disguise("keycaps", CARD, note(each(lambda digit: digit + "\ufe0f\u20e3"))),
    Disguise("full width in an address", EMAIL, note("jane.doe\uff20example\uff0ecom")),
    Disguise("full width in a token", TOKEN, note(each(lambda one: chr(ord(one) + 0xFEE0), TOKEN))),
    Disguise("Cyrillic letters in a token", TOKEN, note(likeness(TOKEN, "paE", "\u0440\u0430\u0415"))),
    Disguise("Greek letters in an account number", IBAN, note(likeness(IBAN, "E", "\u0395"))),
    Disguise("accents in a token", TOKEN, note(unicodedata.normalize("NFC", TOKEN.replace("g", "g\u0301")))),
    Disguise("tag characters", CARD, note("hi" + each(lambda digit: chr(0xE0000 + ord(digit))))),
    Disguise("bytes in variation selectors", CARD, note(f"\U0001f600{SELECTORS}")),
    Disguise("override", CARD, note(f"\u202e{groups(' ')[::-1]}\u202c")),
    Disguise("control characters", CARD, note(groups("\x01"))),
    Disguise("letter O for zero", ZEROS, note(ZEROS.replace("0", "O"))),
    Disguise("letter O in another number", SSN, {"ssn": SSN.replace("0", "O")}),
    # Encodings
    Disguise("base64", CARD, note(based64(CARD))),
    Disguise("base64 in a sentence", SSN, note(f"the ssn is {based64('536904399')}, keep it")),
    Disguise("base64 for URLs without padding", CARD, note(URLSAFE)),
    Disguise("base64 in lines", CARD, note(base64.encodebytes(f"{'x' * 70} {CARD}".encode()).decode())),
    Disguise("base64 twice", CARD, note(based64(based64(CARD)))),
    Disguise("base64 of JSON", CARD, note(based64(JSON_TEXT))),
    Disguise("base64 of UTF-16", CARD, note(packed(CARD.encode("utf-16-le")))),
    Disguise("base64 in a binary message", CARD, note(packed(MESSAGE))),
    Disguise("base64 as a name", CARD, {based64(CARD): 1}),
    Disguise("base32", CARD, note(base64.b32encode(CARD.encode()).decode())),
    Disguise("ASCII85", CARD, note(base64.a85encode(CARD.encode(), adobe=True).decode())),
    Disguise("hexadecimal", CARD, note(CARD.encode().hex())),
    Disguise("hexadecimal with spaces", CARD, note(CARD.encode().hex(" "))),
    Disguise("hexadecimal codes of C", CARD, note(", ".join(f"0x{ord(digit):02X}" for digit in CARD))),
    Disguise("hexadecimal codes in one", CARD, note(each(lambda digit: f"0x{ord(digit):02x}"))),
    Disguise("character codes", CARD, note(f"String.fromCharCode({','.join(str(ord(digit)) for digit in CARD)})")),
    Disguise("binary", CARD, note(" ".join(f"{ord(digit):08b}" for digit in CARD))),
    Disguise("gzip in base64", CARD, note(packed(gzip.compress(JSON_TEXT.encode(), mtime=0)))),
    Disguise("zlib in base64", CARD, note(packed(zlib.compress(CARD.encode())))),
    Disguise("bzip2 in base64", CARD, note(packed(bz2.compress(CARD.encode())))),
    Disguise("xz in base64", CARD, note(packed(lzma.compress(CARD.encode())))),
    Disguise("data URI", CARD, note(f"data:text/plain;base64,{based64(CARD)}")),
    Disguise("percent-encoding", CARD, note(each(lambda digit: f"%{ord(digit):02x}"))),
    Disguise("percent-encoding twice", CARD, note(each(lambda digit: f"%25{ord(digit):02x}"))),
    Disguise("percent-encoded address", EMAIL, note(urllib.parse.quote(EMAIL, safe=""))),
    Disguise("HTML references", CARD, note(each(lambda digit: f"&#{ord(digit)};"))),
    Disguise("HTML references in hexadecimal", CARD, note(each(lambda digit: f"&#x{ord(digit):x};"))),
    Disguise("named HTML references", EMAIL, note(EMAIL.replace("@", "&commat;").replace(".", "&period;"))),
    Disguise("escapes of JSON", CARD, note(each(lambda digit: f"\\u{ord(digit):04x}"))),
    Disguise("escapes of ECMAScript", CARD, note(each(lambda digit: f"\\u{{{ord(digit):x}}}"))),
    Disguise("escapes of C", CARD, note(each(lambda digit: f"\\x{ord(digit):02x}"))),
    Disguise("octal escapes", CARD, note(each(lambda digit: f"\\{ord(digit):03o}"))),
    Disguise("style sheet escapes", CARD, note(each(lambda digit: f"\\{ord(digit):x} "))),
    Disguise("quoted-printable", CARD, note(each(lambda digit: f"={ord(digit):02X}"))),
    Disguise("soft line break", CARD, note(quopri.encodestring(f"{'x' * 65} {CARD}".encode()).decode())),
    Disguise("encoded word", CARD, note(f"=?utf-8?B?{based64(CARD)}?=")),
    Disguise("UTF-7", CARD, note("+ADQANQAzADkANQA3ADgANwA2ADMANgAyADEANAA4ADY-")),
    Disguise("UTF-16 read as ASCII", CARD, note(CARD.encode("utf-16-le").decode("ascii"))),
    Disguise("uuencoding", CARD, note(f"begin 644 x\n{binascii.b2a_uu(CARD.encode()).decode()}`\nend\n")),
    Disguise("percent-encoded base64", CARD, note("NDUzOTU3ODc2MzYyMTQ4Ng%3D%3D")),
    # Markup and programs
    Disguise("tags", CARD, note("<b>4539</b>5787<i>6362</i>1486")),
    Disguise("cells of a table", CARD, note("<tr><td>4539</td><td>5787</td><td>6362</td><td>1486</td></tr>")),
    Disguise("comments", CARD, note(groups("<!-- x -->"))),
    Disguise("emphasis", CARD, note("45**39**57876362**1486**")),
    Disguise("pieces in quotation marks", TOKEN, note('"ghp_aB3dE6gH9jK2" + "mN5pQ8sT1vW4yZ7bC0eF3hJ6"')),
    Disguise("token over two lines", TOKEN, note("ghp_aB3dE6gH9jK2\n  mN5pQ8sT1vW4yZ7bC0eF3hJ6")),
    Disguise("token letter by letter", TOKEN, note(groups(" ", TOKEN, 1))),
    Disguise("prefix in capitals", TOKEN, note(TOKEN.replace("ghp_", "GHP_"))),
    Disguise("account number in small letters", IBAN, note(IBAN.lower())),
    Disguise("token backwards", TOKEN, note(TOKEN[::-1])),
    Disguise("digits in words", CARD, note(" ".join(WORDS[digit] for digit in CARD))),
    Disguise("at and dot", EMAIL, note("jane.doe at example dot com")),
    Disguise("address with spaces", EMAIL, note("jane.doe @ example . com")),
    Disguise("at and dot in brackets", EMAIL, note("jane.doe[at]example[dot]com")),
    # Split
    Disguise("elements of a list", CARD, {"c": ["4539", "5787", "6362", "1486"]}),
    Disguise("members of an object", CARD, {"a": "4539", "b": "5787", "c": "6362", "d": "1486"}),
    Disguise("numbers of a list", CARD, {"c": [4539, 5787, 6362, 1486]}),
    Disguise("halves", CARD, {"first": "45395787", "last": "63621486"}),
    missed("over records", CARD, [{"a": "4539578", "t": "x"}, {"a": "763621486", "t": "y"}],
           "only values beside each other are put together"),
    # Not claimed
    missed("in a long list", CARD, {"c": [*map(str, range(1000, 1016)), *groups(" ").split()]},
           "of 20 groups or more, one in forty would begin what looks like a card"),
    missed("percent signs between", CARD, note(groups("%")), "a percent sign and two digits are a character"),
    missed("letters on both sides", CARD, note(f"a{CARD}b"), "hashes are full of digits with letters on both sides"),
    missed("noughts before", CARD, note(f"000{CARD}"), "the number is another one"),
    missed("two groups of no order", CARD, note("453957 8763621486"), "identifiers are often written so"),
    missed("base64 in small groups", CARD, note(groups(" ", based64(CARD))), "so is a sentence of short words"),
    missed("Chinese digits", CARD, note(likeness(CARD, "0123456789", HAN)), "only English words are read as digits"),
    missed("hidden digits between", CARD, note("4539<s hidden>9</s>578763621486"), "what is drawn is not worked out"),
    missed("card backwards", CARD, note(CARD[::-1]),
             "one number in forty is a card number when read backwards"),
    missed("ROT13", TOKEN, note(codecs.encode(TOKEN, "rot13")),
             "what is a cipher and what a word cannot be told"),
    missed("words for pairs of digits", CARD, note("forty-five thirty-nine fifty-seven eighty-seven"),
             "only digits one by one are read"),
    missed("letters between", CARD, note(groups("x")),
             "hexadecimal numbers are full of digits with letters between them"),
    missed("words between", CARD, note("4539 then 5787 then 6362 and 1486"),
             "sentences are full of numbers"),
    missed("base85 without marks", CARD, note(base64.b85encode(CARD.encode()).decode()),
             "every text is one, of something"),
    missed("base58", CARD, note("7YXq9GBZmPsVd9RvSQ1nSb"),
             "bytes of base58 have no groups that could be told"),
    Disguise("base64 five times", CARD, note(based64(based64(based64(based64(based64(CARD)))))),
             Outcome.REFUSED, "three times is what is undone"),
    missed("Morse code", CARD, note("....- ..... ...-- ----. ....."),
             "not undone"),
    missed("added to", CARD, {"n": int(CARD) + 1},
             "arithmetic is not undone"),
)  # fmt: skip
