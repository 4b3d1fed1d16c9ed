"""The table of metrics. Labels come from configuration and are bounded: never a user, a URL, a token or free text."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

REGISTRY = CollectorRegistry()
disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which says when it was first seen


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(f"sallyport_{name}", text, labels, registry=REGISTRY)


def _histogram(name: str, text: str, *labels: str) -> Histogram:
    return Histogram(f"sallyport_{name}", text, labels, registry=REGISTRY, buckets=_SECONDS)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"sallyport_{name}", text, labels, registry=REGISTRY)


REQUESTS = _counter("requests_total", "Requests, by how they ended.", "connector", "plugin", "effect", "outcome")
REQUEST_SECONDS = _histogram("request_seconds", "From the request's head to the recorded outcome.", "connector")
ADDED_SECONDS = _histogram("added_seconds", "The gateway's own time, by phase.", "phase")
UPSTREAM_SECONDS = _histogram("upstream_seconds", "Waiting for the system of record.", "connector")
FINDINGS = _counter("findings_total", "Restricted values found.", "label", "connector", "direction", "action")
DECISIONS = _counter("decisions_total", "Decisions, by tier and verdict.", "tier", "verdict", "mode")
RULE_HITS = _counter(
    "rule_hits_total", "Calls that a rule refused or held, and values that it treated.", "rule", "verdict", "mode"
)
WRITE_LIMIT = _counter("write_limit_total", "Acts counted against write limits.", "scope", "verdict")
DELEGATION = _counter("delegation_total", "Ways in which a user's own token was had or not.", "strategy", "result")
AUDIT_EVENTS = _counter("audit_events_total", "Durable audit records.", "kind")
AUDIT_FSYNC_SECONDS = _histogram("audit_fsync_seconds", "One group commit of the audit log.")
INSPECTION_SECONDS = _histogram("inspection_seconds", "Classifying one message.")
INSPECTION_BYTES = _counter("inspection_bytes_total", "Bytes classified.")
UNINSPECTABLE = _counter("uninspectable_total", "Content that could not be inspected.", "reason")
UNAUTHENTICATED = _counter("unauthenticated_total", "Requests refused before anyone was identified.", "reason")
CONFIGURATION = _gauge("configuration_info", "The configuration in force.", "digest")
CONFIGURATION_RELOADS = _counter("configuration_reload_total", "Reloads, by result.", "result")
BUILD = _gauge("build_info", "The version that runs.", "version")
