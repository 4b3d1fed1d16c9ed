"""The form in which terms and texts are compared: folded to lower case, and nothing but words with blanks between.

A word is a run of letters, digits and marks of any script. Everything else (white space, punctuation, ``_``) stands
between words, however much of it. Scripts that write no blanks between words, or attach endings to them, have
one word for each character: there a term is found wherever its characters follow each other.

Letters are compared as in Unicode's compatibility caseless matching (The Unicode Standard, section 3.13, D146), but
for marks that only the case folding takes apart. Look-alikes and hidden characters are the business of ``views/``.
"""

from __future__ import annotations

from unicodedata import category, normalize

import regex

_SEPARATOR = regex.compile(r"[^\x00-\x7f\p{L}\p{N}\p{M}]")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_FEW = 16  # kinds of separators: one by one that many are replaced faster than by an expression
_ASCII = bytes(range(0x80))
_SPELLED = bytes(ord(chr(byte).lower()) if chr(byte).isalnum() else ord(" ") for byte in _ASCII) + bytes(
    range(0x80, 0x100)
)


def folded(text: str) -> str:
    """Return ``text`` with letters that count as the same made the same, and blanks for separators beyond ASCII.

    ASCII is left to ``spelled``: a text of nothing else is returned as it is.
    """
    if text.isascii():
        return text
    same = normalize("NFKC", normalize("NFKC", text).casefold())
    beyond = set(same.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    separators = [character for character in beyond if category(character)[0] not in "LNM"]
    if len(separators) > _FEW:
        same = _SEPARATOR.sub(" ", same)
    else:
        for separator in separators:
            same = same.replace(separator, " ")
    return _UNSPACED.sub(r" \g<0> ", same) if _UNSPACED.search("".join(beyond)) else same


def spelled(fold: str) -> bytes:
    """Return the bytes of a folded text: lower case, and a blank for each character that is of no word."""
    return fold.encode().translate(_SPELLED)


def term_of(text: str) -> bytes:
    """Return the words of ``text`` with one blank between each two: equal for texts that count as the same term."""
    return b" ".join(spelled(folded(text)).split())
