"""Say where something was found without saying what.

A JSON Pointer repeats the names that lead to a value, and a name can itself be a card number. Records hold only
places that went through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from classifiers.finding import Finding, Part, Place
from gateway.domain.message import BodyKind, Message


def told(findings: Iterable[Finding], message: Message) -> tuple[Finding, ...]:
    """Return the findings in ``message`` with places that repeat no name which is itself a finding."""
    findings = tuple(findings)
    names = restricted_names(findings, message)
    if not names:
        return findings
    return tuple(replace(finding, place=told_place(finding.place, names)) for finding in findings)


def restricted_names(findings: Iterable[Finding], message: Message) -> Mapping[str, str]:
    """Return the pointers to the names of a JSON body that are findings, each with a label of it.

    Pairs of a form, a query or a head have places without names.
    """
    if message.body.kind is not BodyKind.JSON:
        return {}
    found = [(finding.place.pointer, finding.label) for finding in findings if _is_body_name(finding.place)]
    return dict(sorted(found, reverse=True))  # of several labels the first in the alphabet


def told_place(place: Place, names: Mapping[str, str]) -> Place:
    """Return ``place`` with ``[label]`` for each restricted name on the way to it."""
    if place.part is not Part.BODY or not names:
        return place
    way = ""
    tokens: list[str] = []
    for token in place.pointer.split("/")[1:]:
        way += f"/{token}"
        tokens.append(f"/[{names[way]}]" if way in names else f"/{token}")
    return replace(place, pointer="".join(tokens))


def _is_body_name(place: Place) -> bool:
    return place.in_key and place.part is Part.BODY
