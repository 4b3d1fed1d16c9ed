"""The file of an organisation's identifiers: one line of JSON, then their digests, sorted.

    {"format": "sallyport-identifiers/1", "key": "5d0c...", "shapes": ["D{8}"], "count": 1000000}

``key`` tells which key it was made with: under another one nothing would be found, and nobody would know.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.lists.digests import SIZE, DigestSet
from classifiers.lists.faults import Fault, InvalidList, misnamed
from classifiers.lists.identifiers import Identifiers, KeyedHash
from classifiers.lists.shapes import canonical, expression_of, shape_of, signature

LEAST_CHARACTERS = 5
"""Of an identifier: numbers of four digits are years and amounts wherever they stand."""

LEAST_KEY_BYTES = 16
MOST_SHAPES = 64

_FORMAT = "sallyport-identifiers/1"
_MOST_HEADER = 64 * 1024
_WRITTEN = re.compile(r"[0-9A-Za-z]+(?:[-./_ ][0-9A-Za-z]+)*")


def make_identifiers(lines: Iterable[str], key: bytes, shapes: Sequence[str] = ()) -> bytes:
    """Return the file for identifiers that are written one a line (``#`` begins a comment line).

    Without ``shapes``, they are those of the identifiers; if these are too many, letters are not told from digits.

    Raises:
        InvalidList: With everything that is wrong, by line, without the identifiers.
    """
    faults = _unusable(key) + _misshapen(shapes)
    if faults:
        raise InvalidList("", faults)
    hashed = KeyedHash(key)
    is_of_shape = re.compile("|".join(map(expression_of, shapes)))
    digests: set[bytes] = set()
    signatures: set[str] = set()
    for line, text in enumerate(map(str.strip, lines), start=1):
        if not text or text.startswith("#"):
            continue
        identifier = canonical(text)
        if not _WRITTEN.fullmatch(text):
            faults.append((line, "an identifier is made of A-Z, 0-9 and single separators (- . / _ or a blank)"))
        elif len(identifier) < LEAST_CHARACTERS:
            faults.append((line, f"an identifier needs at least {LEAST_CHARACTERS} letters and digits"))
        elif shapes and not is_of_shape.fullmatch(text):
            faults.append((line, "of none of the stated shapes"))
        else:
            digests.add(hashed.digest(identifier))
            signatures.add(signature(text))
    used = tuple(shapes) or _shapes_of(signatures)
    faults += _misshapen(used)
    if not digests:
        faults.append((0, "no identifiers"))
    if faults:
        raise InvalidList("", faults)
    header = {"format": _FORMAT, "key": hashed.check(), "shapes": used, "count": len(digests)}
    return json.dumps(header).encode() + b"\n" + b"".join(sorted(digests))


def read_identifiers(path: Path, key: bytes, label: str, *, name: str = "", title: str = "") -> Identifiers:
    """Return the identifiers of a file. Their name is by default the file's, without the suffix.

    Raises:
        InvalidList: It is no such file, was damaged, or was made with another key.
        OSError: It cannot be read.
    """
    name = name or path.stem.lower().replace(" ", "-")
    hashed = KeyedHash(key)
    with path.open("rb") as file:
        header = _header_in(file.readline(_MOST_HEADER))
        content = file.read()
    if header is None:
        raise InvalidList(name, [(1, f"not the header of a file of {_FORMAT}")])
    faults = misnamed(name, label) + _misshapen(header.shapes)
    if not hmac.compare_digest(header.key.encode(), hashed.check().encode()):
        faults.append((0, "made with another key"))
    if not content or len(content) != header.count * SIZE:
        faults.append((0, "not as many digests as the header says"))
    if faults:
        raise InvalidList(name, faults)
    try:
        return Identifiers(name, label, title or name, header.shapes, DigestSet(content), hashed)
    except ValueError as wrong:
        raise InvalidList(name, [(0, str(wrong))]) from None


@dataclass(frozen=True, slots=True)
class _Header:
    key: str
    shapes: tuple[str, ...]
    count: int


def _header_in(line: bytes) -> _Header | None:
    try:
        header: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match header:
        case {"format": "sallyport-identifiers/1", "key": str(key), "shapes": [*shapes], "count": int(count)}:
            return _Header(key, tuple(map(str, shapes)), count)
        case _:
            return None


def _unusable(key: bytes) -> list[Fault]:
    return [(0, f"the key has fewer than {LEAST_KEY_BYTES} bytes")] if len(key) < LEAST_KEY_BYTES else []


def _misshapen(shapes: Sequence[str]) -> list[Fault]:
    if len(shapes) > MOST_SHAPES:
        return [(0, f"more than {MOST_SHAPES} shapes")]
    faults: list[Fault] = []
    for shape in shapes:
        try:
            expression_of(shape)
        except ValueError:
            faults.append((0, f"not a shape: {shape[:40]!r}"))
    return faults


def _shapes_of(signatures: Iterable[str]) -> tuple[str, ...]:
    narrow = {shape_of(each) for each in signatures}
    if len(narrow) <= MOST_SHAPES:
        return tuple(sorted(narrow))
    return tuple(sorted({shape_of(each.replace("D", "X").replace("L", "X")) for each in signatures}))
