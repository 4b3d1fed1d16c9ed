"""Read vocabularies from TOML. ``vocabulary.toml`` is the one that comes with the product, and the example to follow.

Everything that is wrong with a file is told at once.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classifiers.fields.paths import pointer_expression
from classifiers.fields.plausible import Kind
from classifiers.fields.vocabulary import MOST_WORDS, Claim, Naming, Vocabulary, comparable

BUILT_IN = Path(__file__).parent / "vocabulary.toml"

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*$")]


class InvalidVocabulary(ValueError):
    """A vocabulary cannot be used. ``faults`` are all that is wrong with it."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{name}: {'; '.join(faults)}")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: _Label
    kind: Kind = Kind.ANYTHING
    names: list[str] = []
    then: list[str] = []
    under: list[str] | None = None
    paths: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entry: Annotated[list[_Entry], Field(min_length=1)]
    groups: dict[str, list[str]] = {}
    titles: dict[_Label, str] = {}


@cache
def built_in() -> Vocabulary:
    """Return the vocabulary that comes with the product."""
    return _joined("fields", _File.model_validate(tomllib.loads(BUILT_IN.read_text(encoding="utf-8"))), {})


def read_vocabulary(path: Path, *, name: str = "") -> Vocabulary:
    """Return the vocabulary in a file. It may use the groups of the one that comes with the product.

    Raises:
        InvalidVocabulary: With everything that is wrong with it.
        OSError: It cannot be read.
    """
    name = name or path.stem
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as wrong:
        faults = [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors()]
        raise InvalidVocabulary(name, faults) from None
    except UnicodeDecodeError:
        raise InvalidVocabulary(name, ["not UTF-8"]) from None
    except tomllib.TOMLDecodeError as wrong:
        raise InvalidVocabulary(name, [f"not TOML: {wrong}"]) from None
    return _joined(name, file, built_in().groups)


def _joined(name: str, file: _File, known: Mapping[str, frozenset[str]]) -> Vocabulary:
    groups = {**known, **{group: frozenset(map(comparable, words)) for group, words in file.groups.items()}}
    names: defaultdict[str, tuple[Naming, ...]] = defaultdict(tuple)
    paths: dict[str, Claim] = {}
    faults: list[str] = []
    for number, entry in enumerate(file.entry):
        faults += (f"entry.{number}: {fault}" for fault in _faults(entry, groups))
        under = None if entry.under is None else frozenset().union(*(groups.get(each, ()) for each in entry.under))
        for written in entry.names:
            for spelling in _spellings(written, entry.then):
                names[spelling] += (Naming(Claim(entry.label, entry.kind, name, written), under),)
        for path in entry.paths:
            try:
                paths[pointer_expression(path)] = Claim(entry.label, entry.kind, name, path)
            except ValueError as wrong:
                faults.append(f"entry.{number}: {path!r}: {wrong}")
    if faults:
        raise InvalidVocabulary(name, faults)
    return Vocabulary(name, dict(names), groups.get("neutral", frozenset()), paths, file.titles, groups)


def _faults(entry: _Entry, groups: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if not entry.names and not entry.paths:
        yield "neither names nor paths"
    for written in entry.names:
        if not 0 < len(written.split()) <= MOST_WORDS:
            yield f"{written!r}: a name has one to {MOST_WORDS} words"
    for group in entry.under or ():
        if group not in groups:
            yield f"{group!r}: no such group"


def _spellings(written: str, then: Sequence[str]) -> set[str]:
    """Return how a name may be spelled: words apart or together, umlauts as two letters, and with what may follow."""
    spellings: set[str] = set()
    for form, more in product((written, written.translate(_UMLAUTS)), ("", *then)):
        words = [comparable(word) for word in f"{form} {more}".split()]
        spellings |= {" ".join(words), "".join(words)}
    return spellings
