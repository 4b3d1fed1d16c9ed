"""Numbers that are cut into members of one array or object: ``["4111", "1111", "1111", "1111"]``.

Short groups of digits that follow each other are joined by spaces, as they would be printed, and looked at as one
text. They have to say that they belong together: as elements of an array, or by names that differ by a letter or a
number only ("part1", "part2"; "a", "b"); or what they make is named above them. What is found is found in every
member that has a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from classifiers.finding import Span

LONGEST_GROUP = 9
FEWEST_DIGITS = 8
MOST_GROUPS = 19
LEAST_NUMBER = 1_000  # counts and coordinates are no groups
LEAST_TOO_LONG = 10**LONGEST_GROUP

_ORDINAL = re.compile(r"\d+|first|second|third|fourth|fifth|last|one|two|three|four|(?<![a-z])[a-z](?![a-z])")
_Member = tuple[str | int, object]


@dataclass(frozen=True, slots=True)
class Joined:
    """Groups of digits as one text, with the names or indices of their members, and where in the text each ends."""

    text: str
    members: tuple[str | int, ...]
    ends: tuple[int, ...]

    @property
    def parts(self) -> Iterator[tuple[str | int, Span]]:
        """Yield each member with the span of the text that it holds."""
        start = 0
        for member, end in zip(self.members, self.ends, strict=True):
            yield member, Span(start, end)
            start = end + 1


def joined_members(container: Mapping[str, object] | Sequence[object]) -> Iterator[Joined]:
    """Yield what the members of an array or object make together."""
    members: list[_Member] = list(container.items() if isinstance(container, Mapping) else enumerate(container))
    for is_group, run in groupby(members, lambda member: group_of(member[1]) is not None):
        if not is_group:
            continue
        for together in _belonging([*run]):
            groups = [group_of(value) or "" for _, value in together]
            if 1 < len(groups) <= MOST_GROUPS and sum(map(len, groups)) >= FEWEST_DIGITS:
                ends: list[int] = []
                for group in groups:
                    ends.append((ends[-1] + 1 if ends else 0) + len(group))
                yield Joined(" ".join(groups), tuple(name for name, _ in together), tuple(ends))


def group_of(value: object) -> str | None:
    """Return a value's digits, if it is a short group of digits and nothing else."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_GROUP and value.isdecimal() else None
    if isinstance(value, int) and LEAST_NUMBER <= value < LEAST_TOO_LONG:
        return str(value)
    return None


def _belonging(run: list[_Member]) -> Iterator[list[_Member]]:
    """Yield the members of a run that say that they belong together."""
    for _, together in groupby(run, lambda member: _stem(member[0])):
        yield [*together]


def _stem(name: str | int) -> str:
    return "" if isinstance(name, int) else _ORDINAL.sub("", name.lower())
