"""Say where something was found without saying what.

A JSON Pointer repeats the names that lead to a value, and a name can itself be a card number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from classifiers.finding import Finding, Part, Place
from gateway.cli.visible import visible_line

Names = Mapping[str, str]
"""Pointers into a body to names that are findings, each with a label of it."""


def restricted_names(findings: Iterable[Finding]) -> Names:
    return {
        finding.place.pointer: finding.label
        for finding in findings
        if finding.place.in_key and finding.place.part is Part.BODY
    }


def told_pointer(place: Place, names: Names) -> str:
    """Return the pointer of ``place`` with ``[label]`` for each restricted name on the way."""
    if place.part is not Part.BODY:
        return place.pointer
    way = ""
    told = ""
    for token in place.pointer.split("/")[1:]:
        way += f"/{token}"
        told += f"/[{names[way]}]" if way in names else f"/{token}"
    return told


def told_place(place: Place, names: Names) -> str:
    """Return ``place`` in one line for people."""
    pointer = told_pointer(place, names)
    name = " (its name)" if place.in_key else ""
    return visible_line(place.part.value + (f" {pointer}" if pointer else "") + name)
