"""``sallyport scan``: what the classifiers find in a payload, and the payload without it.

The payload is taken for an answer to some call. With rules, those on labels and on fields treat it as they would
treat such an answer; which calls a rule is about, and for whom it makes an exception, does not count here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from classifiers.finding import Finding, NotInspected, Place
from classifiers.labels import LABELS
from classifiers.scanner import Scanner
from gateway.app.checking import load_checked_rules
from gateway.cli.configured import Format, add_format
from gateway.cli.exits import EnvironmentFault, Exit
from gateway.cli.payload import STDIN, body_of, read_payload, shown
from gateway.cli.places import Names, restricted_names, told_place, told_pointer
from gateway.domain.decision import Decision, Obligation, Released, Verdict
from gateway.domain.errors import UninspectableContent
from gateway.domain.json import Json
from gateway.domain.message import Answer, Body, BodyKind, Message
from gateway.domain.rule import Action, Mode, Rule
from gateway.inspection.findings import findings_in
from gateway.inspection.leaves import NotOpened
from gateway.inspection.release import release
from gateway.settings import render
from gateway.settings.mistakes import InvalidConfiguration

BUDGET_SECONDS = 300.0  # a person waits; a request would not

EVERYTHING = (Obligation("scan", Action.REDACT, labels=tuple(LABELS)),)
"""What is done without rules."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found, and what would be released; or why nothing would be."""

    findings: Sequence[Finding]
    released: Released | None
    withheld: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.findings and self.released is not None and not self.released.treatments


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("payload", nargs="?", default=STDIN, metavar="FILE", help="the payload; - is standard input")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="treat what is found as these rules say")
    parser.add_argument(
        "--content-type", metavar="TYPE", help="of the payload; else its name or its looks tell JSON, form or text"
    )
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    try:
        rules = _rules(options.rules)
    except InvalidConfiguration as invalid:
        print(render.text(invalid.mistakes), file=sys.stderr)
        return Exit.FINDINGS
    body = body_of(options.payload, read_payload(options.payload), options.content_type)
    if sys.stderr.isatty():
        print("Loading the classifiers ...", file=sys.stderr)
    scanned = scan(body, EVERYTHING if rules is None else tuple(_obligations(rules)))
    print(_json(scanned) if options.format == Format.JSON else _text(scanned, with_rules=rules is not None))
    return Exit.FINE if scanned.is_clean else Exit.FINDINGS


def scan(body: Body, obligations: tuple[Obligation, ...]) -> Scanned:
    """Return what is found in ``body`` of what ``obligations`` name, and what is left of it once they are met.

    Raises:
        EnvironmentFault: It could not be inspected to its end.
    """
    message = Message((), body)
    labels = {label for obligation in obligations for label in obligation.labels}
    try:
        findings = tuple(findings_in(message, Scanner(labels, budget_seconds=BUDGET_SECONDS)))
    except NotOpened as reason:
        raise EnvironmentFault(f"the payload cannot be inspected: {reason}; nothing of it would be released") from None
    except NotInspected as unfinished:
        raise EnvironmentFault("the payload could not be inspected to its end: nothing of it would be released") from (
            unfinished
        )
    try:
        released = release(Decision(Verdict.ALLOW, obligations=obligations), Answer(200, message), findings)
    except UninspectableContent as refusal:
        return Scanned(findings, None, refusal.detail)
    blocked = f"Blocked by {', '.join(released.blocked_by)}." if released.blocked_by else ""
    return Scanned(findings, released, blocked)


def _rules(path: Path | None) -> tuple[Rule, ...] | None:
    if path is None:
        return None
    if path.is_dir() or not path.exists():
        raise EnvironmentFault(f"{path} is no file of rules; name one with --rules")
    return load_checked_rules(path)


def _obligations(rules: Iterable[Rule]) -> Iterator[Obligation]:
    for rule in rules:
        if rule.action is not None:
            yield Obligation(rule.id, rule.action, rule.labels, rule.fields, rule.mode)


def _text(scanned: Scanned, *, with_rules: bool) -> str:
    names = restricted_names(scanned.findings)
    blocks = [_table(scanned.findings, names)]
    if with_rules:
        blocks.append("\n".join(_treated(scanned.released, names)) or "no rule treats any of it")
    if scanned.released is None or scanned.withheld:
        blocks.append(f"Nothing would be released. {scanned.withheld}")
    elif scanned.released.message.body.kind is not BodyKind.EMPTY:
        blocks.append(shown(scanned.released.message.body))
    return "\n\n".join(blocks)


def _table(findings: Sequence[Finding], names: Names) -> str:
    if not findings:
        return "nothing found"
    rows = [("label", "place", "characters", "score", "recogniser")]
    rows += [
        (each.label, told_place(each.place, names), _characters(each), f"{each.score:.2f}", each.recognizer)
        for each in findings
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _characters(finding: Finding) -> str:
    """Return which characters of the value are meant, the first counted as 1."""
    return "all" if finding.span is None else f"{finding.span.start + 1}-{finding.span.end}"


def _treated(released: Released | None, names: Names) -> Iterator[str]:
    for item in released.treatments if released else ():
        shadow = " (shadow)" if item.mode is Mode.SHADOW else ""
        yield f"{item.rule}: {item.action.value} {item.label} in {told_place(item.place, names)}{shadow}"


def _json(scanned: Scanned) -> str:
    names = restricted_names(scanned.findings)
    released = scanned.released
    document: dict[str, Json] = {
        "findings": [
            {
                "label": each.label,
                "place": _place(each.place, names),
                "span": None if each.span is None else [each.span.start, each.span.end],
                "score": each.score,
                "recogniser": each.recognizer,
            }
            for each in scanned.findings
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
        "redacted": None if scanned.withheld or released is None else released.message.body.document,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


def _place(place: Place, names: Names) -> Json:
    return {"part": place.part.value, "pointer": told_pointer(place, names), "in_key": place.in_key}
