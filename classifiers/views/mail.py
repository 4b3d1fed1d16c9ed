"""Undo how mail carries text: quoted-printable (RFC 2045, section 6.7) and words with a charset (RFC 2047)."""

from __future__ import annotations

import base64
import quopri
import re

from classifiers.detector import Trigger
from classifiers.views.splice import Substitution

_CODE = "=[2-7][0-9A-Fa-f]"
_BYTE = "=(?:[2-7][0-9A-Fa-f]|[89A-F][0-9A-F])"


def _of_quoted_printable(match: re.Match[str]) -> str:
    codes = match[1]
    return bytes.fromhex(codes.replace("=", "")).decode("utf-8", "replace") if codes else ""


# One code behind a letter, and without one of its own, is more likely the "=20" of "page=20".
QUOTED_PRINTABLE = Substitution(
    "quoted-printable",
    (Trigger(_BYTE + _BYTE), Trigger("=[2-7][A-F]"), Trigger(f"[0-9]{_CODE}"), Trigger(r"=\r?\n")),
    re.compile(rf"((?:{_BYTE}){{2,}}|=[2-7][A-F]|(?<=[0-9]){_CODE})|=\r?\n"),
    _of_quoted_printable,
    literal="=",
)


def _of_encoded_word(match: re.Match[str]) -> str | None:
    charset, coding, encoded = match.groups()
    try:
        if coding in "Bb":
            content = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
        else:
            content = quopri.decodestring(encoded.replace("_", " ").encode("ascii"))
        return content.decode(charset.partition("*")[0], "replace")
    except (LookupError, ValueError):
        return None


ENCODED_WORDS = Substitution(
    "encoded words",
    (Trigger(r"=\?[0-9A-Za-z*_-]{2,40}\?[BbQq]\?"),),
    re.compile(r"=\?([0-9A-Za-z*_-]{2,40})\?([BbQq])\?([!->@-~]{1,1000})\?="),
    _of_encoded_word,
    is_decoded=True,
    literal="=?",
)
