"""Undo codings of bytes in letters and digits: base64, base32, hexadecimal and others (RFC 4648).

Everything long and random looks like one of them. Told apart are those that could be text by what ASCII's first bit,
which is never set, leaves in every group of characters; the rest is not even decoded. Where a coding begins is told
the same way, so that it may be glued to something.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from classifiers.detector import Trigger
from classifiers.views.content import text_of
from classifiers.views.splice import Substitution

# Four characters for three bytes of which none has its first bit set, and the first is none of most control codes.
_ANY = "[A-Za-z0-9+/_-]"
_GROUP_64 = rf"[CI-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589](?:{_ANY}|=)"
# UTF-16 of ASCII: every other byte is zero.
_ZEROS_64 = rf"{_ANY}[AQgw][AB]{_ANY}A[A-H][AEIMQUYcgkosw048]A"
_ZEROS_FIRST_64 = rf"A[A-H][AEIMQUYcgkosw048]A{_ANY}[AQgw][AB]{_ANY}"
# How compressed bytes begin: gzip, zlib, bzip2, xz.
_COMPRESSED_64 = r"H4sI|eNq|eNo|eJ[wxyz]|eF[4567]|eAE|QlpoO|/Td6WFoA"
_TEXT_64 = re.compile(
    rf"(?:{_GROUP_64}){{3}}|(?:{_ZEROS_64}){{2}}|(?:{_ZEROS_FIRST_64}){{2}}|(?:{_COMPRESSED_64}){_ANY}{{12}}"
)
_BREAK = r"[ \t]*(?:\r?\n|\\r\\n|\\n)[ \t]*"
_BREAKS = re.compile(r"\\[rn]|\s")
_TO_STANDARD = str.maketrans("-_", "+/")


def _set_off(match: re.Match[str], decoded: str) -> str:
    """Return what was decoded, apart from what the coding was glued to."""
    before = " " if match.start() else ""
    return before + decoded + (" " if match.end() < len(match.string) else "")


def _decoder(
    beginning: re.Pattern[str], group: int, decode: Callable[[str], bytes]
) -> Callable[[re.Match[str]], str | None]:
    """Return what reads a run of a coding whose groups have so many characters, wherever in it they begin."""

    def read(match: re.Match[str]) -> str | None:
        run = _BREAKS.sub("", match[0]).rstrip("=")
        tried: set[int] = set()
        found: list[str] = []
        for start in beginning.finditer(run):
            offset = start.start() % group
            if offset in tried:
                continue
            tried.add(offset)
            text = text_of(decode(run[offset:]))
            if text is not None:
                found.append(text)
                if offset == 0:
                    break
        return _set_off(match, "\n".join(found)) if found else None

    return read


def _of_64(run: str) -> bytes:
    run = run[: len(run) - (len(run) % 4 == 1)].translate(_TO_STANDARD)  # one character alone is no byte
    return binascii.a2b_base64(run + "=" * (-len(run) % 4))


BASE64 = Substitution(
    "base64",
    (
        Trigger(rf"(?:{_GROUP_64}){{3}}"),
        Trigger(rf"(?:{_ZEROS_64}){{2}}"),
        Trigger(rf"(?:{_ZEROS_FIRST_64}){{2}}"),
        Trigger(rf"(?:{_COMPRESSED_64}){_ANY}{{12}}"),
    ),
    re.compile(rf"{_ANY}{{11,}}+(?:{_BREAK}{_ANY}{{2,}}+)*+={{0,2}}"),
    _decoder(_TEXT_64, 4, _of_64),
    is_decoded=True,
)

# Eight characters for five bytes. The first is that of a printed byte, the others have a bit that is zero.
_HALF_32 = "[E-P][ABEFIJMNQRUVYZ45][A-Z2-7][A-HQ-X][ACEGIKMOQSUWY246][A-Z2-7]"
_TEXT_32 = f"{_HALF_32}[A-DI-LQ-TYZ23][A-Z2-7]{_HALF_32}"
_ENDS_32 = frozenset({1, 3, 6})  # numbers of characters that are left over by no number of bytes


def _of_32(run: str) -> bytes:
    run = run.upper()
    while len(run) % 8 in _ENDS_32:
        run = run[:-1]
    return base64.b32decode(run + "=" * (-len(run) % 8))


BASE32 = Substitution(
    "base32",
    (Trigger(_TEXT_32), Trigger(_TEXT_32.lower())),
    re.compile(r"(?<![0-9A-Za-z])(?:[A-Z2-7]{14,}+|[a-z2-7]{14,}+)={0,6}(?![0-9A-Za-z])"),
    _decoder(re.compile(_TEXT_32, re.IGNORECASE), 8, _of_32),
    is_decoded=True,
)

_PRINTED_16 = "[2-7][0-9A-Fa-f]"
_COMPRESSED_16 = "1[Ff]8[Bb]08|78(?:01|5[Ee]|9[Cc]|[Dd][Aa])|425[Aa]68"
_TEXT_16 = (
    rf"(?:{_PRINTED_16}){{9}}|(?:00{_PRINTED_16}){{6}}|(?:{_PRINTED_16}00){{6}}|(?:{_COMPRESSED_16})[0-9A-Fa-f]{{16}}"
)

HEXADECIMAL = Substitution(
    "hexadecimal",
    (Trigger(_TEXT_16),),
    re.compile(r"[0-9A-Fa-f]{18,}+"),
    _decoder(re.compile(_TEXT_16), 2, lambda run: bytes.fromhex(run[: len(run) // 2 * 2])),
    is_decoded=True,
)


_CODE_16 = rf"(?:0x)?{_PRINTED_16}"
_CODE_10 = "(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6])"
_LISTED_16 = rf"{_CODE_16}(?:(?:[ :,;-]{{1,2}}(?:0x)?|0x){_PRINTED_16})"
_LISTED_10 = rf"{_CODE_10}(?:[ ,;]{{1,2}}{_CODE_10})"
_LISTED_2 = r"0[01]{7}(?:[ ,;]?0[01]{7})"


def _of_listed(match: re.Match[str]) -> str | None:
    """Read codes as hexadecimal and as decimal numbers: "52, 49" may be either."""
    codes = re.findall(r"[0-9A-Fa-f]+", match[0].replace("0x", " "))
    found: list[str | None] = []
    if all(re.fullmatch(_PRINTED_16, code) for code in codes):
        found.append(text_of(bytes(int(code, 16) for code in codes)))
    if all(re.fullmatch(_CODE_10, code) for code in codes):
        found.append(text_of(bytes(map(int, codes))))
    texts = [text for text in found if text is not None]
    return _set_off(match, "\n".join(texts)) if texts else None


# "34 31 31", "34:31:31", "0x34, 0x31"; "52, 49, 49".
CODES = Substitution(
    "character codes",
    (Trigger(_LISTED_16 + "{8}"), Trigger(_LISTED_10 + "{8}")),
    re.compile(rf"(?<![0-9A-Za-z])(?:{_LISTED_16}{{8,}}+|{_LISTED_10}{{8,}}+)(?![0-9A-Za-z])"),
    _of_listed,
    is_decoded=True,
)


def _of_bits(match: re.Match[str]) -> str | None:
    bits = match[0].replace(" ", "").replace(",", "").replace(";", "")
    text = text_of(int(bits, 2).to_bytes(len(bits) // 8, "big"))
    return None if text is None else _set_off(match, text)


BINARY = Substitution(
    "binary",
    (Trigger(_LISTED_2 + "{8}"),),
    re.compile(_LISTED_2 + "{8,}+"),
    _of_bits,
    is_decoded=True,
)


def _of_85(match: re.Match[str]) -> str | None:
    try:
        text = text_of(base64.a85decode(match[0], adobe=True))
    except ValueError:
        return None
    return None if text is None else _set_off(match, text)


# As PostScript and PDF write it, between its marks; without them it cannot be told from anything.
ASCII85 = Substitution(
    "ASCII85", (Trigger("<~[!-uz]{8}"),), re.compile(r"<~[!-uz\s]{8,}+~>"), _of_85, is_decoded=True, literal="<~"
)


def _of_uuencoding(match: re.Match[str]) -> str | None:
    try:
        text = text_of(b"".join(binascii.a2b_uu(line) for line in match[1].splitlines()))
    except binascii.Error:
        return None
    return None if text is None else _set_off(match, text)


# POSIX uuencode, the historical algorithm.
UUENCODING = Substitution(
    "uuencoding",
    (Trigger(r"begin [0-7]{3} "),),
    re.compile(r"begin [0-7]{3,4} [^\n]{1,100}\n((?:[ -`]{1,61}\r?\n)+)(?:end)?"),
    _of_uuencoding,
    is_decoded=True,
    literal="begin ",
)
