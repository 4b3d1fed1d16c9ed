"""``sallyport explain``: what would happen to a request, stage by stage, and why. No network."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson

from classifiers.finding import Finding
from gateway.app.classifying import inspector_of, labels_known_to
from gateway.app.policy import ConfiguredPolicy
from gateway.app.rehearsal import Rehearsed, Script, rehearse
from gateway.cli.configured import Format, add_config, add_format, loaded, registered
from gateway.cli.exits import EnvironmentFault, Exit
from gateway.cli.payload import shown
from gateway.cli.places import restricted_names, told_place
from gateway.cli.visible import visible_text
from gateway.domain.caller import Caller, User
from gateway.domain.decision import Claim, Decision
from gateway.domain.errors import MalformedRequest
from gateway.domain.grant import Grant
from gateway.domain.message import Problem
from gateway.domain.passage import Passage
from gateway.domain.rule import Mode
from gateway.domain.secret import Secret
from gateway.edge.reading import METHODS
from gateway.settings.model import Settings

Line = tuple[str, str]
"""A stage and what came of it."""

_INDENT = 12
_ORIGIN = re.compile(r"(?i)^https?://[^/?#]*")


def configure(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_format(parser)
    parser.add_argument("--plugin", required=True, metavar="ID", help="the plugin that asks")
    parser.add_argument("--user", required=True, type=_user, metavar="ID", help="the user for whom it asks")
    parser.add_argument("--group", action="append", default=[], metavar="NAME", help="of the user; may come again")
    parser.add_argument("--tenant", metavar="ID", help="of the user, where the issuer has tenants")
    parser.add_argument("--body", default="", metavar="@FILE|TEXT", help="of the request")
    parser.add_argument("--response", default="", metavar="@FILE|TEXT", help="what the system of record would answer")
    parser.add_argument("--content-type", default="application/json", help="of both (%(default)s)")
    parser.add_argument("method", metavar="METHOD", type=str.upper, choices=sorted(METHODS))
    parser.add_argument("url", metavar="URL", help="a URL of the gateway, or a path that begins with the connector")


def run(options: argparse.Namespace) -> int:
    checked = loaded(options.config, resolve_secrets=False, resolve_keys=True)
    if checked is None:
        return Exit.FINDINGS
    try:
        rehearsed = asyncio.run(_rehearse(options, checked.valid()))
    except MalformedRequest as refusal:
        lines: list[Line] = [("outcome", f"{refusal.status} {refusal.slug}: {refusal.detail}")]
        carried = False
    else:
        lines = list(_lines(rehearsed))
        carried = not isinstance(rehearsed.reply, Problem)
    if options.format == Format.JSON:
        print(orjson.dumps([{"stage": stage, "result": result} for stage, result in lines]).decode())
    else:
        print("\n".join(map(_printed, lines)))
    return Exit.FINE if carried else Exit.FINDINGS


def _printed(line: Line) -> str:
    stage, result = line
    return f"{stage:<{_INDENT}}" + visible_text(result).replace("\n", "\n" + " " * _INDENT)


async def _rehearse(options: argparse.Namespace, settings: Settings) -> Rehearsed:
    now = datetime.now(UTC)
    plugin = registered(options.plugin, settings)
    issuer = plugin.issuer or settings.issuers[0].issuer
    user = User(issuer, options.user, options.tenant, frozenset(options.group))
    script = Script(
        Caller(user, plugin, Secret(""), now),
        options.method,
        _target(options.url),
        _content(options.body),
        _content(options.response),
        options.content_type,
    )
    inspector = inspector_of(settings.rules, settings.classifiers)
    try:
        return await rehearse(
            script, settings, ConfiguredPolicy.of(settings, labels_known_to(settings.classifiers)), inspector, now
        )
    finally:
        inspector.close()


def _lines(rehearsed: Rehearsed) -> Iterator[Line]:
    passage, reply = rehearsed.passage, rehearsed.reply
    if passage.connector is not None:
        yield "connector", f"{passage.connector.name}: {passage.connector.system.title} at {passage.connector.upstream}"
    if passage.caller is not None:
        user = passage.caller.user
        groups = f", in {', '.join(sorted(user.groups))}" if user.groups else ""
        yield "caller", f"{passage.caller.plugin.id} for {user.subject}{groups}"
    if passage.operation is not None:
        flags = "".join(f", {flag}" for flag in sorted(passage.operation.flags))
        yield "operation", f"{passage.operation.id}: {passage.operation.effect}, tier {passage.operation.tier}{flags}"
    if passage.grant is not None:
        yield "grant", _granted(passage.grant)
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
        rules = f" ({', '.join(reply.rules)})" if reply.rules else ""
        yield "outcome", f"{reply.status} {reply.slug}{rules}: {reply.detail}"
        return
    yield "outcome", f"{reply.status}, {dict(reply.headers).get('sallyport-released', 'unchanged')}"
    if reply.content and passage.released is not None:
        yield "released", shown(passage.released.message.body)


def _granted(grant: Grant) -> str:
    until = f" until {grant.until}" if grant.until else ""
    because = f": {grant.because}" if grant.because else ""
    return f"{grant.effect} {', '.join(grant.operations)}{until}{because}"


def _found(where: str, findings: Sequence[Finding]) -> Iterator[Line]:
    names = restricted_names(findings)
    for finding in findings:
        yield "found", f"{where}: {finding.label} in {told_place(finding.place, names)}"


def _decided(decision: Decision) -> Iterator[Line]:
    for reason in decision.reasons:
        shadow = "" if reason.enforced else " (shadow)"
        yield "rule", f"{reason.rule or 'tier'}: {reason.verdict}{shadow}. {reason.detail}"
    for obligation in decision.obligations:
        what = ", ".join((*obligation.labels, *obligation.fields))
        shadow = "" if obligation.mode is Mode.ENFORCE else " (shadow)"
        yield "rule", f"{obligation.rule}: {obligation.action} {what} in the answer{shadow}"
    for claim in decision.claims:
        yield "limit", _limit(claim)
    yield "decision", decision.verdict


def _limit(claim: Claim) -> str:
    rate = claim.rate
    sharers = f"per {' and '.join(rate.per)}" if rate.per else "for all together"
    return f"{claim.rule}: {rate.count} in {rate.seconds:g} s, {rate.burst} at once, {sharers}"


def _treated(passage: Passage) -> Iterator[Line]:
    names = restricted_names(passage.found_in_answer)
    for item in passage.released.treatments if passage.released else ():
        shadow = "" if item.mode is Mode.ENFORCE else " (shadow)"
        yield "treated", f"{item.rule}: {item.action} {item.label} in {told_place(item.place, names)}{shadow}"


def _user(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("a user has an id")
    return text


def _target(url: str) -> str:
    """Return the path and the query of ``url``; the host is the gateway's own, whatever it says."""
    target = _ORIGIN.sub("", url)
    return target if target.startswith("/") else f"/{target}"


def _content(given: str) -> bytes:
    if not given.startswith("@"):
        return os.fsencode(given)
    try:
        return Path(given[1:]).read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"cannot read {given[1:]}: {error.strerror}") from error
