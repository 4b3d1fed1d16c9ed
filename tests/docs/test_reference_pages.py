"""The reference pages name everything that there is, and nothing that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.metrics import MetricWrapperBase

from classifiers.documents import Kind, Limits
from gateway.domain import errors
from gateway.domain.rule import Action, LimitScope
from gateway.policy.expressions import VARIABLES
from gateway.telemetry.metrics import REGISTRY

DOCS = Path(__file__).parents[2] / "docs"


def leaves(family: type[errors.Refusal]) -> Iterator[type[errors.Refusal]]:
    for child in family.__subclasses__():
        if "slug" in vars(child):
            yield child
        yield from leaves(child)


def test_every_refusal_has_an_entry_with_its_status() -> None:
    entries = dict(re.findall(r"^### (\S+)\n(\d{3})", (DOCS / "problems.md").read_text(), re.MULTILINE))
    assert entries == {leaf.slug: str(leaf.status) for leaf in leaves(errors.Refusal)}


def test_every_metric_has_an_entry_with_its_labels() -> None:
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", (DOCS / "metrics.md").read_text(), re.MULTILINE)
    told = {name: {label for label in labels.replace(" ", "").split(",") if label} for name, labels in rows}
    there = {
        name if collector._type != "counter" else f"{name}_total": set(collector._labelnames)
        for collector, (name, *_) in REGISTRY._collector_to_names.items()
        if isinstance(collector, MetricWrapperBase)
    }
    assert told == there


def test_every_variable_of_expressions_has_an_entry() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \| [^|]* \| [^|]* \|$", (DOCS / "rules.md").read_text(), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([a-z.]+)`", row)} == set(VARIABLES)


def test_every_action_and_scope_has_its_word() -> None:
    page = (DOCS / "rules.md").read_text()
    assert re.findall(r"^\| `(\w+)` \| [^|]* \|$", page, re.MULTILINE) == [
        "action",
        *(action.value for action in Action),
    ]
    for scope in LimitScope:
        assert f"`{scope.value}`" in page


def test_every_kind_of_document_and_every_limit_has_an_entry() -> None:
    page = (DOCS / "documents.md").read_text()
    rows = re.findall(r"^\| (`[a-z`, ]+`) \|", page, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == {kind.value for kind in Kind}
    limits = Limits()
    told = (
        f"| {limits.seconds:.0f} s |",
        f"| {limits.unpacked_bytes >> 20} MiB |",
        f"| {limits.members:,} |",
        f"| {limits.depth} deep |",
        f"| {limits.pages:,} |",
        f"| {limits.leaves:,} |",
        f"| {limits.characters >> 20} Mi |",
    )
    assert [each for each in told if each not in page] == []


def test_every_link_in_a_page_leads_somewhere() -> None:
    root = DOCS.parent
    for page in [*root.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"
