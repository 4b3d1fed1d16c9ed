"""Undo the escapes that stand for one character: of URLs, HTML, programming languages and style sheets.

What an escape is replaced by has a place in the original, so that findings are exact.
"""

from __future__ import annotations

import html
import re
import unicodedata

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_HEX = "[0-9A-Fa-f]"
_LAST = 0x10FFFF


def _character(code: int) -> str | None:
    return chr(code) if code <= _LAST else None


def _of_percent(match: re.Match[str]) -> str | None:
    if match[1]:
        return _character(int(match[1], 16))
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


# RFC 3986, section 2.1; and ``escape()`` of ECMAScript, annex B.2.1, for the second form.
PERCENT = Substitution(
    "percent-encoding",
    (Trigger(rf"%{_HEX}{_HEX}"), Trigger(rf"%u{_HEX}{{4}}")),
    re.compile(rf"%u({_HEX}{{4}})|(?:%{_HEX}{_HEX})+"),
    _of_percent,
    literal="%",
)

# HTML, section 13.2.5.72 and after: the semicolon may be missing after a number.
ENTITIES = Substitution(
    "HTML references",
    (Trigger(rf"&#(?:\d|[xX]{_HEX})"), Trigger(r"&[A-Za-z][A-Za-z0-9]{1,30};")),
    re.compile(rf"&(?:#\d{{1,9}};?|#[xX]{_HEX}{{1,8}};?|[A-Za-z][A-Za-z0-9]{{1,30}};)"),
    lambda match: html.unescape(match[0]),
    literal="&",
)


def _of_backslash(match: re.Match[str]) -> str | None:
    kind = match.lastgroup or ""
    escaped = match[kind]
    match kind:
        case "low":
            high = int(match["high"], 16) - 0xD800
            return chr(0x10000 + (high << 10) + int(escaped, 16) - 0xDC00)
        case "octal":
            return chr(int(escaped, 8))
        case "name":
            try:
                return unicodedata.lookup(escaped)
            except KeyError:
                return None
        case "blank":
            return " "
        case _:
            return _character(int(escaped, 16))


# Of C, Java, ECMAScript, Python and JSON. A line's end or a tab counts between digits: elsewhere nothing depends on it.
BACKSLASHES = Substitution(
    "escapes",
    (
        Trigger(rf"\\(?:u\{{?{_HEX}{{2}}|U{_HEX}{{8}}|x{_HEX}{{2}}|N\{{[A-Za-z]|[01][0-7]{{2}})"),
        Trigger(r"\d\\[nrt]\d"),
    ),
    re.compile(
        rf"\\u(?P<high>[Dd][89ABab]{_HEX}{{2}})\\u(?P<low>[Dd][C-Fc-f]{_HEX}{{2}})"
        rf"|\\u(?P<unit>{_HEX}{{4}})|\\U(?P<code>{_HEX}{{8}})|\\u\{{(?P<braces>{_HEX}{{1,6}})\}}|\\x(?P<byte>{_HEX}{{2}})"
        r"|\\N\{(?P<name>[A-Za-z0-9 -]{2,80})\}|\\(?P<octal>[01][0-7]{2})|(?<=[0-9])\\(?P<blank>[nrt])(?=[0-9])"
    ),
    _of_backslash,
    literal="\\",
)

_STYLE_ESCAPE = re.compile(rf"\\0{{0,4}}([2-7]{_HEX})")

# CSS Syntax Module Level 3, section 4.3.7. One alone is more likely a path.
STYLE_SHEETS = Substitution(
    "style sheet escapes",
    (Trigger(rf"\\0{{0,4}}[2-7]{_HEX} ?\\0{{0,4}}[2-7]{_HEX}"),),
    re.compile(rf"(?:\\0{{0,4}}[2-7]{_HEX} ?){{3,}}"),
    lambda match: "".join(chr(int(code, 16)) for code in _STYLE_ESCAPE.findall(match[0])),
    literal="\\",
)

# The control characters that are not drawn; NUL between the bytes is what UTF-16 looks like when read as ASCII.
CONTROLS = Substitution(
    "without control characters",
    (Trigger(r"[0-9A-Za-z_][\x00-\x08\x0e-\x1f]"),),
    re.compile(r"(?<=[0-9A-Za-z_])[\x00-\x08\x0e-\x1f]+"),
    lambda _: "",
)
