"""Read what vendors say their tokens look like, and turn it into expressions.

The facts are in ``formats.toml``, with their sources. Nothing is known here about how they are used: see
``tokens.py`` for tokens with a form of their own and ``named_tokens.py`` for those that need their vendor's name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from pathlib import Path

_FACTS = Path(__file__).with_name("formats.toml")
_PART = re.compile(r"<(\w+) (\d+)(\+|-\d+)?>|([^<]+)")
# Where a token may begin: not within a word, but after %3D (a percent-encoded "=") and after the \n of escaped text.
BEGIN = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt]))"
_FILLER = "3f9a1c7b2e8d4056"  # stands for what is random: hexadecimal, and no other alphabet lacks all of it
_MOST_OF_TRIGGER = 28  # characters: what is asked for in every message need not be the whole token
_MOST_OF_CLASS = 16
_FEW = 6


@dataclass(frozen=True, slots=True)
class Part:
    """Literal text, or from ``shortest`` to ``longest`` characters of a class; ``None``: no end is promised."""

    literal: str = ""
    characters: str = ""
    shortest: int = 0
    longest: int | None = 0

    @property
    def size(self) -> int:
        return len(self.literal) or self.shortest


@dataclass(frozen=True, slots=True)
class TokenFormat:
    """One form that tokens of a vendor have. Without prefixes the body is all of it."""

    label: str
    title: str
    vendor: str
    prefixes: tuple[str, ...]
    body: str
    parts: tuple[Part, ...]
    near: tuple[str, ...]
    checksum: str
    misses: str
    source: str

    @property
    def name(self) -> str:
        """Return what tells the format from others: its beginning and its body."""
        return f"{self.prefixes[0] if self.prefixes else ''}{self.body}"

    @property
    def anchor(self) -> str:
        """Return the longest text that every body has, which is quicker to look for than an expression."""
        return max((part.literal for part in self.parts), key=len, default="")

    @property
    def expression(self) -> str:
        """Return what matches the token, from its prefix to its last character."""
        return self._choice_of_prefixes() + "".join(
            _expression(part, is_last=part is self.parts[-1]) for part in self.parts
        )

    @property
    def trigger(self) -> str:
        """Return what every token of the format has, as far as is needed to be rare."""
        if not self.prefixes and self.anchor:
            return self._around_anchor()
        written, length = self._choice_of_prefixes(), min(map(len, self.prefixes), default=0)
        for part in self.parts:
            if length >= _MOST_OF_TRIGGER:
                break
            length += part.size
            most = min(part.shortest, _MOST_OF_CLASS)
            written += re.escape(part.literal) if part.literal else f"[{part.characters}]{{{most}}}"
            if not part.literal and not part.longest == part.shortest == most:
                break  # how many follow is left open, so what comes after them stands nowhere in particular
        return written

    def _around_anchor(self) -> str:
        index = next(index for index, part in enumerate(self.parts) if part.literal == self.anchor)
        before, after = self.parts[:index][-1:], self.parts[index + 1 :][:1]
        written = "".join(f"[{part.characters}]{{{min(part.shortest, _MOST_OF_TRIGGER)}}}" for part in before)
        written += re.escape(self.anchor)
        few = _FEW if any(part.shortest > _FEW for part in before) else _MOST_OF_TRIGGER
        return written + "".join(f"[{part.characters}]{{{min(part.shortest, few)}}}" for part in after)

    def example(self, lacking: int = 0) -> str:
        """Return a token that was never issued; with ``lacking``, one that much too short to be any."""
        text = self.prefixes[0] if self.prefixes else ""
        for part in self.parts:
            text += part.literal or filler(part.characters, part.shortest)
        return text[: len(text) - lacking]

    def _choice_of_prefixes(self) -> str:
        if not self.prefixes:
            return ""
        return f"(?:{'|'.join(re.escape(prefix) for prefix in sorted(self.prefixes, key=len, reverse=True))})"


def filler(characters: str, length: int) -> str:
    """Return characters of a class that look like nothing in particular."""
    allowed = re.compile(f"[{characters}]")
    suitable = [each for each in _FILLER if allowed.match(each)] or [
        each for each in _FILLER.upper() + "QZRYMN" if allowed.match(each)
    ]
    if all(each.isdigit() for each in suitable) and allowed.match("K"):
        suitable = [each for each in "7K2QZ4XR5WNJ3VHD" if allowed.match(each)]
    return "".join(islice(cycle(suitable), length))


@cache
def formats() -> tuple[TokenFormat, ...]:
    """Return all formats, in the order of the file."""
    with _FACTS.open("rb") as file:
        facts = tomllib.load(file)
    return tuple(_format(entry, facts["alphabet"]) for entry in facts["format"])


def _format(entry: Mapping[str, object], alphabets: Mapping[str, str]) -> TokenFormat:
    body = str(entry["body"])
    return TokenFormat(
        label=f"secret.{entry['label']}",
        title=str(entry["title"]),
        vendor=str(entry["vendor"]),
        prefixes=_strings(entry.get("prefix")),
        body=body,
        parts=tuple(_part(match, alphabets) for match in _PART.finditer(body)),
        near=_strings(entry.get("near")),
        checksum=str(entry.get("checksum", "")),
        misses=str(entry.get("misses", "")),
        source=str(entry["source"]),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _part(match: re.Match[str], alphabets: Mapping[str, str]) -> Part:
    name, shortest, more, literal = match.groups()
    if literal:
        return Part(literal)
    least = int(shortest)
    longest = least if not more else None if more == "+" else int(more[1:])
    return Part("", alphabets[name], least, longest)


def _expression(part: Part, *, is_last: bool) -> str:
    if part.literal:
        return re.escape(part.literal) + (r"(?![A-Za-z0-9])" if is_last and part.literal[-1].isalnum() else "")
    some = f"[{part.characters}]"
    if part.longest is not None:
        count = f"{part.shortest}" if part.longest == part.shortest else f"{part.shortest},{part.longest}"
        return f"{some}{{{count}}}" + (r"(?![A-Za-z0-9_])" if is_last else "")
    if not is_last:
        return f"{some}{{{part.shortest},}}"
    # The last character is no punctuation, unless it is needed: "…, ghs_x." ends before the full stop.
    return f"(?:{some}{{{part.shortest - 1},}}[A-Za-z0-9_=]|{some}{{{part.shortest}}})"
