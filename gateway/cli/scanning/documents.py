"""Findings for programs: the same as is told to people, as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.finding import Place
from gateway.cli.places import Names, restricted_names, told_pointer
from gateway.cli.scanning.explained import evidence_document
from gateway.cli.scanning.files import ScannedFile
from gateway.cli.scanning.folder import Listing
from gateway.cli.scanning.scanned import Scanned
from gateway.cli.scanning.sought import Sought
from gateway.domain.json import Json


def payload_document(scanned: Scanned, sought: Sought, *, explain: bool) -> dict[str, Json]:
    """Return what was found in one payload, and what would be released of it."""
    released = None if scanned.withheld or scanned.released is None else scanned.released
    return {
        **_found(scanned, sought, explain=explain),
        "redacted": None if released is None else released.message.body.document,
    }


def files_document(files: Sequence[ScannedFile], listed: Listing, sought: Sought, *, explain: bool) -> dict[str, Json]:
    """Return what was found in each file of a folder, or why it was not inspected."""
    return {
        "files": [
            {"file": file.name, "not_inspected": None, **_found(file.scanned, sought, explain=explain)}
            if file.scanned
            else {"file": file.name, "not_inspected": file.reason}
            for file in files
        ],
        "left_out": {"directories": listed.directories_left_out, "symbolic_links": listed.links_left_out},
    }


def _found(scanned: Scanned, sought: Sought, *, explain: bool) -> dict[str, Json]:
    names = restricted_names(scanned.findings)
    released = scanned.released
    return {
        "findings": [
            {
                "label": each.label,
                "place": _place(each.place, names),
                "line": line,
                "span": None if each.span is None else [each.span.start, each.span.end],
                "score": each.score,
                "recogniser": each.recognizer,
                **({"evidence": evidence_document(each, sought)} if explain else {}),
            }
            for each, line in zip(scanned.findings, scanned.lines, strict=True)
        ],
        "treatments": [
            {
                "rule": each.rule,
                "action": each.action.value,
                "label": each.label,
                "place": _place(each.place, names),
                "mode": each.mode.value,
            }
            for each in (released.treatments if released else ())
        ],
        "withheld": scanned.withheld or None,
    }


def _place(place: Place, names: Names) -> Json:
    return {"part": place.part.value, "pointer": told_pointer(place, names), "in_key": place.in_key}
