"""What an organisation's identifiers look like, and the form in which they are compared.

A shape is written ``D{8}`` (digits), ``L{2}D{6}`` (letters, then digits), ``X{10}`` (letters or digits) or
``D{4}-D{4}``: where ``-`` is, one separator may stand, whichever it is, or none. An identifier is compared without
separators and in upper case: ``ab-12 34`` is ``AB1234``. Letters and digits are those of ASCII; other ways to write
them are the business of ``views/``.
"""

from __future__ import annotations

import re
from itertools import groupby
from string import ascii_letters, digits

SEPARATORS = "-./_ "

_CLASSES = {"D": "[0-9]", "L": "[A-Za-z]", "X": "[0-9A-Za-z]", "-": f"[{re.escape(SEPARATORS)}]?"}
_PART = re.compile(r"([DLX])(?:\{([1-9][0-9]?)\})?|-")
_SIGNATURE = str.maketrans(
    dict.fromkeys(digits, "D") | dict.fromkeys(ascii_letters, "L") | dict.fromkeys(SEPARATORS, "-")
)
_WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)


def canonical(identifier: str) -> str:
    """Return an identifier as it is compared."""
    return identifier.translate(_WITHOUT_SEPARATORS).upper()


def signature(identifier: str) -> str:
    """Return an identifier with ``D`` for each digit, ``L`` for each letter and ``-`` for each separator."""
    return identifier.translate(_SIGNATURE)


def shape_of(signed: str) -> str:
    """Return the shape that a signature is."""
    runs = ((kind, len(list(run))) for kind, run in groupby(signed))
    return "".join(kind if kind == "-" else f"{kind}{{{length}}}" for kind, length in runs)


def expression_of(shape: str) -> str:
    """Return the regular expression that a shape is.

    Raises:
        ValueError: It is no shape.
    """
    parts = list(_PART.finditer(shape))
    if not parts or "".join(part[0] for part in parts) != shape or shape[0] == "-" or shape[-1] == "-":
        raise ValueError("not a shape")
    return "".join(_CLASSES[part[1] or "-"] + (f"{{{part[2]}}}" if part[2] else "") for part in parts)
