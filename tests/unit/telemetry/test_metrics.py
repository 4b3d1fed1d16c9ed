"""The table holds what the contract names, and nothing that could grow without bound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gateway.telemetry.metrics import REGISTRY

BOUNDED = {
    *("connector", "plugin", "effect", "outcome", "phase", "label", "direction", "action", "tier", "verdict", "mode"),
    *("rule", "scope", "strategy", "result", "kind", "reason", "digest", "version"),
}
"""Every label there is: names from configuration, and closed lists of ours."""


def table() -> Iterator[tuple[str, tuple[str, ...]]]:
    for collector, (name, *_) in REGISTRY._collector_to_names.items():
        yield name, tuple(collector._labelnames)  # type: ignore[attr-defined]


def test_labels_are_bounded() -> None:
    assert {label for _, labels in table() for label in labels} <= BOUNDED


@pytest.mark.parametrize("label", ["user", "subject", "url", "path", "token", "id", "client", "address", "text"])
def test_no_label_is_about_one_person_or_one_request(label: str) -> None:
    assert [name for name, labels in table() if label in labels] == []


def test_every_name_has_the_prefix_once() -> None:
    assert [name for name, _ in table() if name.count("sallyport_") != 1 or not name.startswith("sallyport_")] == []


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("sallyport_requests", ("connector", "plugin", "effect", "outcome")),
        ("sallyport_added_seconds", ("phase",)),
        ("sallyport_upstream_seconds", ("connector",)),
        ("sallyport_findings", ("label", "connector", "direction", "action")),
        ("sallyport_decisions", ("tier", "verdict", "mode")),
        ("sallyport_rule_hits", ("rule", "verdict", "mode")),
        ("sallyport_write_limit", ("scope", "verdict")),
        ("sallyport_delegation", ("strategy", "result")),
        ("sallyport_audit_events", ("kind",)),
        ("sallyport_uninspectable", ("reason",)),
        ("sallyport_configuration_info", ("digest",)),
        ("sallyport_configuration_reload", ("result",)),
    ],
)
def test_dashboards_find_what_they_ask_for(name: str, labels: tuple[str, ...]) -> None:
    assert dict(table())[name] == labels
