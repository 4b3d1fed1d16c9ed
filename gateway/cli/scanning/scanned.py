"""What was found in one payload, and what would be released of it.

The payload is taken for an answer to some call. Rules on labels and on fields treat it as they would treat such an
answer; which calls a rule is about, and for whom it makes an exception, does not count here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.finding import Finding, NotInspected
from gateway.cli.payload import Unreadable
from gateway.cli.scanning.sought import Sought
from gateway.domain.decision import Decision, Released, Verdict
from gateway.domain.errors import UninspectableContent
from gateway.domain.message import Answer, Body, BodyKind, Message
from gateway.inspection.findings import findings_in
from gateway.inspection.leaves import NotOpened
from gateway.inspection.release import release


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found, and what would be released; or why nothing would be."""

    findings: Sequence[Finding]
    lines: Sequence[int | None]
    released: Released | None
    withheld: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.findings and self.released is not None and not self.released.treatments


def scan_to_the_end(body: Body, sought: Sought) -> Scanned:
    """Return what ``scan`` does, and tell a person where it cannot.

    Raises:
        Unreadable: It could not be inspected to its end.
    """
    try:
        return scan(body, sought)
    except NotOpened as reason:
        raise Unreadable(
            f"the payload cannot be inspected: {reason}; nothing of it would be released", str(reason)
        ) from None
    except NotInspected as unfinished:
        raise Unreadable(
            "the payload could not be inspected to its end: nothing of it would be released", str(unfinished)
        ) from unfinished


def scan(body: Body, sought: Sought) -> Scanned:
    """Return what is found in ``body``, and what is left of it once what is asked for is met.

    Raises:
        NotInspected: It could not be inspected to its end.
    """
    message = Message((), body)
    findings = tuple(findings_in(message, sought.scanner, sought.limits))
    lines = _lines(body, findings)
    try:
        released = release(Decision(Verdict.ALLOW, obligations=sought.obligations), Answer(200, message), findings)
    except UninspectableContent as refusal:
        return Scanned(findings, lines, None, refusal.detail)
    return Scanned(findings, lines, released, _why_blocked(released, sought))


def _why_blocked(released: Released, sought: Sought) -> str:
    if not released.blocked_by:
        return ""
    if not sought.has_rules:
        return "Nothing can be taken out of a document."
    return f"Blocked by {', '.join(released.blocked_by)}."


def _lines(body: Body, findings: Sequence[Finding]) -> list[int | None]:
    """Return the line of a text in which each finding begins, the first counted as 1."""
    text = str(body.document) if body.kind is BodyKind.TEXT else ""
    lines: dict[int, int] = {}
    line, counted = 1, 0
    for start in sorted({each.span.start for each in findings if each.span and not each.place.pointer}):
        line, counted = line + text.count("\n", counted, start), start
        lines[start] = line
    return [lines[each.span.start] if text and each.span and not each.place.pointer else None for each in findings]
