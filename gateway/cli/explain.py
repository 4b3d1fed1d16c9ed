"""``sallyport explain``: what would happen to a request, stage by stage, and why. No network."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from classifiers.finding import Finding
from classifiers.scanner import Scanner
from connectors.faults import nearest
from gateway.app.checking import known_labels
from gateway.app.policy import ConfiguredPolicy
from gateway.app.rehearsal import Rehearsed, Script, rehearse
from gateway.cli.configured import Format, add_config, add_format, loaded
from gateway.cli.exits import EnvironmentFault, Exit
from gateway.domain.caller import Caller, User
from gateway.domain.decision import Claim, Decision
from gateway.domain.errors import MalformedRequest
from gateway.domain.message import Problem
from gateway.domain.passage import Passage
from gateway.domain.secret import Secret
from gateway.edge.reading import METHODS
from gateway.inspection.inspector import Inspector
from gateway.settings.model import Settings

Line = tuple[str, str]
"""A stage and what came of it."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_format(parser)
    parser.add_argument("--plugin", required=True, help="the plugin's id")
    parser.add_argument("--user", required=True, help="the user's id in the token")
    parser.add_argument("--group", action="append", default=[], help="a group of the user; may come again")
    parser.add_argument("--body", default="", metavar="@FILE|TEXT", help="of the request")
    parser.add_argument("--response", default="", metavar="@FILE|TEXT", help="what the system of record would answer")
    parser.add_argument("--content-type", default="application/json", help="of both (%(default)s)")
    parser.add_argument("method", metavar="METHOD", choices=sorted(METHODS))
    parser.add_argument("url", metavar="URL", help="a URL of the gateway, or a path that begins with the connector")


def run(options: argparse.Namespace) -> int:
    checked = loaded(options.config, resolve_secrets=False)
    if checked is None:
        return Exit.FINDINGS
    settings = checked.valid()
    try:
        rehearsed = asyncio.run(_rehearse(options, settings))
    except MalformedRequest as refusal:
        lines: list[Line] = [("outcome", f"400 {refusal.slug}: {refusal.detail}")]
        carried = False
    else:
        lines = list(_lines(rehearsed))
        carried = not isinstance(rehearsed.reply, Problem)
    if options.format is Format.JSON:
        print(orjson.dumps([{"stage": stage, "result": result} for stage, result in lines]).decode())
    else:
        print("\n".join(f"{stage:<11}{result}" for stage, result in lines))
    return Exit.FINE if carried else Exit.FINDINGS


async def _rehearse(options: argparse.Namespace, settings: Settings) -> Rehearsed:
    now = datetime.now(UTC)
    plugin = next((each for each in settings.plugins if each.id == options.plugin), None)
    if plugin is None:
        meant = nearest(options.plugin, [each.id for each in settings.plugins])
        raise EnvironmentFault(
            f"no plugin {options.plugin} is registered" + (f"; did you mean {meant}?" if meant else "")
        )
    user = User(settings.issuers[0].issuer, options.user, groups=frozenset(options.group))
    script = Script(
        Caller(user, plugin, Secret(""), now),
        options.method,
        _target(options.url),
        _content(options.body),
        _content(options.response),
        options.content_type,
    )
    labels = {label for rule in settings.rules for label in rule.labels}
    inspector = Inspector(Scanner(labels))
    try:
        return await rehearse(script, settings, ConfiguredPolicy.of(settings, known_labels()), inspector, now)
    finally:
        inspector.close()


def _lines(rehearsed: Rehearsed) -> Iterator[Line]:
    passage, reply = rehearsed.passage, rehearsed.reply
    if passage.connector is not None:
        yield "connector", f"{passage.connector.name}: {passage.connector.system.title} at {passage.connector.upstream}"
    if passage.operation is not None:
        flags = "".join(f", {flag}" for flag in sorted(passage.operation.flags))
        yield "operation", f"{passage.operation.id}: {passage.operation.effect}, tier {passage.operation.tier}{flags}"
    if passage.grant is not None:
        until = f" until {passage.grant.until}" if passage.grant.until else ""
        yield "grant", f"{passage.grant.effect} {', '.join(passage.grant.operations)}{until}"
    yield from _found("request", passage.found_in_request)
    if passage.decision is not None:
        yield from _decided(passage.decision)
    if passage.delegation is not None:
        scopes = f", scopes {' '.join(passage.delegation.scopes)}" if passage.delegation.scopes else ""
        yield (
            "delegation",
            f"{passage.delegation.strategy}, audience {passage.delegation.audience or 'default'}{scopes}",
        )
    yield from _found("answer", passage.found_in_answer)
    yield from _treated(passage)
    if isinstance(reply, Problem):
        yield "outcome", f"{reply.status} {reply.slug}: {reply.detail}"
        return
    yield "outcome", f"{reply.status}, {dict(reply.headers).get('sallyport-released', 'unchanged')}"
    if reply.content:
        yield "released", reply.content.decode()


def _found(where: str, findings: Iterable[Finding]) -> Iterator[Line]:
    for finding in findings:
        name = " (in the name)" if finding.place.in_key else ""
        yield "found", f"{where}: {finding.label} in {finding.place.part} {finding.place.pointer}{name}"


def _decided(decision: Decision) -> Iterator[Line]:
    for reason in decision.reasons:
        shadow = "" if reason.enforced else " (shadow)"
        yield "rule", f"{reason.rule or 'tier'}: {reason.verdict}{shadow}. {reason.detail}"
    for obligation in decision.obligations:
        what = ", ".join((*obligation.labels, *obligation.fields))
        yield "rule", f"{obligation.rule}: {obligation.action} {what} in the answer"
    for claim in decision.claims:
        yield "limit", _limit(claim)
    yield "decision", decision.verdict


def _limit(claim: Claim) -> str:
    rate = claim.rate
    return f"{claim.rule}: {rate.count} in {rate.seconds:g} s, {rate.burst} at once, per {' and '.join(rate.per)}"


def _treated(passage: Passage) -> Iterator[Line]:
    for item in passage.released.treatments if passage.released else ():
        yield "released", f"{item.rule}: {item.action} {item.label} in {item.place.part} {item.place.pointer}"


def _target(url: str) -> str:
    """Return the path and the query of ``url``; the host is the gateway's own, whatever it says."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _content(given: str) -> bytes:
    if not given.startswith("@"):
        return given.encode()
    try:
        return Path(given[1:]).read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"cannot read {given[1:]}: {error.strerror}") from error
