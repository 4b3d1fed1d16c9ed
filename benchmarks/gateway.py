"""Sallyport against a bare reverse proxy: CPU for each request, throughput and memory, in one run.

All stand before the same upstream and are asked the same, in turn. The gateway does its whole work: it verifies the
token, matches, decides, takes the user's own token from its cache, reads the answer strictly, and waits for a
durable record. ``spine`` has no rules about labels, so its classifiers look for nothing; ``full`` has four, and
redacts.
"""

from __future__ import annotations

import re
import secrets
import tempfile
import urllib.parse
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection  # noqa: TID251  (a measurement's own question, not the product's traffic)
from pathlib import Path

import orjson

from benchmarks.load import Load, load
from benchmarks.process import Child, free_ports, running
from benchmarks.upstream import SIZES

_SETTINGS = """\
listen: 127.0.0.1:{gateway}
admin: 127.0.0.1:{admin}
public_url: http://127.0.0.1:{gateway}
identity: {{issuers: [{{issuer: "http://127.0.0.1:{identity}"}}]}}
connectors:
  bench:
    file: ./bench.yaml
    upstream: http://127.0.0.1:{upstream}
    delegation:
      strategy: token_exchange
      token_endpoint: http://127.0.0.1:{identity}/token
      client: {{id: sallyport, secret: "file:client-secret"}}
      audience: {name}
plugins: plugins/
rules: rules/
audit: {{directory: {audit}}}
"""
_SYSTEM = """\
name: bench
title: A benchmark's system of record
operations:
  - {id: clean, match: "GET /clean/{size}", effect: read, summary: Reads.}
  - {id: dirty, match: "GET /dirty/{size}", effect: read, summary: Reads.}
"""
_PLUGIN = """\
id: support-summariser
owner: benchmark
grants: [{connector: bench, read: ["*"]}]
"""
_RULES = """\
- {id: ids, owner: bench, because: measured, labels: [national_id], action: redact}
- {id: cards, owner: bench, because: measured, labels: [payment_card], action: mask}
- {id: bank, owner: bench, because: measured, labels: [bank], action: redact}
- {id: secrets, owner: bench, because: measured, labels: [secret], action: block}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """One of those that are compared: where it is asked, and as which process."""

    name: str
    url: str
    child: Child
    authorization: str


@dataclass(frozen=True, slots=True)
class Measured:
    load: Load
    cpu_microseconds: float


def run(seconds: float, connections: int) -> None:
    upstream, bare, identity, *gateways = free_ports(7)
    secret = secrets.token_urlsafe()
    names = {"spine": gateways[:2], "full": gateways[2:]}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        resources = [f"{name}=http://127.0.0.1:{ports[0]}/bench" for name, ports in names.items()]
        stack.enter_context(running(upstream, "-m", "benchmarks.upstream", str(upstream)))
        stack.enter_context(running(identity, "-m", "benchmarks.identity", str(identity), secret, *resources))
        behind = f"http://127.0.0.1:{upstream}"
        proxies = [
            Proxy("bare", f"http://127.0.0.1:{bare}", stack.enter_context(_bare(bare, behind)), "Bearer none"),
        ]
        for name, (port, admin) in names.items():
            rules = _RULES if name == "full" else "[]\n"
            configuration = _write(folder / name, secret, port, admin, identity, upstream, name, rules)
            child = stack.enter_context(running(port, "-m", "gateway.cli", "serve", "--config", str(configuration)))
            url = f"http://127.0.0.1:{port}/bench"
            proxies.append(Proxy(name, url, child, f"Bearer {_token(identity, url)}"))
        idle = [proxy.child.resident_megabytes() for proxy in proxies]
        _compare(proxies, seconds, connections)
        print(f"\n{'memory, MB':14}" + "".join(f"{proxy.name:>12}" for proxy in proxies))
        print(f"{'idle':14}" + "".join(f"{megabytes:12.0f}" for megabytes in idle))
        print(f"{'after load':14}" + "".join(f"{proxy.child.resident_megabytes():12.0f}" for proxy in proxies))
        for name, (_, admin) in names.items():
            _print_phases(name, admin)


def _bare(port: int, upstream: str) -> AbstractContextManager[Child]:
    return running(port, "-m", "benchmarks.bare", str(port), upstream)


def _compare(proxies: list[Proxy], seconds: float, connections: int) -> None:
    print(f"{connections} connections, {seconds:g} s a cell. CPU: µs of the proxy for each request; ratios to bare\n")
    columns = "".join(f"{proxy.name + ' CPU':>12}{'/s':>9}" for proxy in proxies)
    print(f"{'answer':14}{columns}{'spine CPU':>12}{'full CPU':>10}{'spine /s':>10}{'full /s':>9}")
    for kind in ("clean", "dirty"):
        for size in SIZES:
            cells = [_measured(proxy, f"/{kind}/{size}", seconds, connections) for proxy in proxies]
            bare, spine, full = cells
            row = "".join(f"{cell.cpu_microseconds:12.0f}{cell.load.per_second:9.0f}" for cell in cells)
            print(
                f"{f'{kind} {size} KB':14}{row}"
                f"{spine.cpu_microseconds / bare.cpu_microseconds:12.2f}"
                f"{full.cpu_microseconds / bare.cpu_microseconds:10.1f}"
                f"{spine.load.per_second / bare.load.per_second:10.3f}"
                f"{full.load.per_second / bare.load.per_second:9.4f}",
                flush=True,
            )


def _measured(proxy: Proxy, path: str, seconds: float, connections: int) -> Measured:
    url = proxy.url + path
    load(url, proxy.authorization, seconds=1, connections=connections)  # connections open, caches warm
    before = proxy.child.cpu_seconds()
    done = load(url, proxy.authorization, seconds=seconds, connections=connections)
    return Measured(done, (proxy.child.cpu_seconds() - before) / done.requests * 1e6)


def _print_phases(name: str, admin: int) -> None:
    """Print the mean time of each phase over the whole run, waiting included, as the gateway's own metrics say."""
    text = _ask(admin, "GET", "/metrics").decode()
    means = {
        phase: float(total) / float(count)
        for phase, count, total in re.findall(
            r'^sallyport_added_seconds_count\{phase="(\w+)"\} (\S+)$[\s\S]*?'
            r'^sallyport_added_seconds_sum\{phase="\1"\} (\S+)$',
            text,
            re.MULTILINE,
        )
    }
    told = ", ".join(
        f"{phase} {seconds * 1e6:.0f}" for phase, seconds in sorted(means.items(), key=lambda item: -item[1])
    )
    print(f"\n{name}, mean µs in each phase, waiting included: {told}")


def _write(
    folder: Path, secret: str, gateway: int, admin: int, identity: int, upstream: int, name: str, rules: str
) -> Path:
    files = {
        "sallyport.yaml": _SETTINGS.format(
            gateway=gateway, admin=admin, identity=identity, upstream=upstream, audit=folder / "audit", name=name
        ),
        "bench.yaml": _SYSTEM,
        "client-secret": secret,
        "plugins/plugin.yaml": _PLUGIN,
        "rules/rules.yaml": rules,
    }
    for file, text in files.items():
        (folder / file).parent.mkdir(exist_ok=True, parents=True)
        (folder / file).write_text(text)
    (folder / "client-secret").chmod(0o600)
    return folder / "sallyport.yaml"


def _token(identity: int, audience: str) -> str:
    form = {"user": "alice", "plugin": "support-summariser", "audience": audience}
    return str(orjson.loads(_ask(identity, "POST", "/demo/token", form))["access_token"])


def _ask(port: int, method: str, path: str, form: Mapping[str, str] | None = None) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
    content = connection.getresponse().read()
    connection.close()
    return content
