"""What is looked for in payloads, and what is done with it.

Without options that is every label, and what is found is redacted. ``--labels`` names some of them, ``--rules`` those
of rules, which then say what is done. ``--config`` adds what a configuration's section ``classifiers`` adds.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.documents import Limits
from classifiers.finding import in_family
from classifiers.labels import FAMILIES, LABELS, Label
from classifiers.ner.models import NoModel
from classifiers.scanner import Scanner
from connectors.faults import nearest
from gateway.app.checking import load_checked, load_checked_rules
from gateway.app.classifying import added_titles, labels_known_to, scanner_of, selectors_of
from gateway.cli.configured import existing
from gateway.cli.exits import EnvironmentFault, UsageFault
from gateway.domain.decision import Obligation
from gateway.domain.rule import Action, Rule
from gateway.settings.model import ClassifierSettings

BUDGET_SECONDS = 300.0  # a person waits; a request would not


@dataclass(frozen=True, slots=True)
class Sought:
    """``added`` are the titles of the labels that are a configuration's own."""

    scanner: Scanner
    obligations: tuple[Obligation, ...]
    limits: Limits
    added: dict[str, str]
    has_rules: bool

    def title(self, label: str) -> str:
        known = LABELS.get(label)
        return known.title if known else self.added.get(label, label)

    def misses(self, label: str) -> str:
        """Return what the label is known to miss, or where to read it; nothing for labels that are not ours."""
        known: Label | None = LABELS.get(label)
        return "" if known is None else known.misses or "see docs/labels.md"


def add_sought(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say what is looked for."""
    named = parser.add_mutually_exclusive_group()
    named.add_argument(
        "--rules", type=Path, metavar="FILE", help="look for what these rules name; treat it as they say"
    )
    named.add_argument("--labels", type=_names, metavar="L,L", help="look for these labels and families only")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="with the recognisers, lists and countries of this configuration"
    )


def sought(options: argparse.Namespace) -> Sought:
    """Return what the options say. Takes seconds: engines are loaded.

    Raises:
        InvalidConfiguration: There are mistakes in what they name.
        UsageFault: A label is none.
        EnvironmentFault: Something that they name is not there.
    """
    settings = _settings(options.config)
    known = labels_known_to(settings)
    rules = _rules(options.rules, known)
    selectors = selectors_of(rules) if rules is not None else _selectors(options.labels, known)
    try:
        scanner = scanner_of(selectors, replace(settings, budget=BUDGET_SECONDS))
    except NoModel as missing:
        raise EnvironmentFault(str(missing)) from None
    everything = Obligation("scan", Action.REDACT, labels=tuple(sorted(scanner.labels)))
    return Sought(
        scanner,
        (everything,) if rules is None else tuple(_obligations(rules)),
        Limits(images=settings.images),
        dict(added_titles(settings)),
        rules is not None,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for each in text.split(",") if (name := each.strip()))


def _settings(path: Path | None) -> ClassifierSettings:
    if path is None:
        return ClassifierSettings()
    return load_checked(existing(path), resolve_secrets=False, resolve_keys=True).valid().classifiers


def _rules(path: Path | None, known: Collection[str]) -> tuple[Rule, ...] | None:
    if path is None:
        return None
    if path.is_dir() or not path.exists():
        raise EnvironmentFault(f"{path} is no file of rules; name one with --rules")
    return load_checked_rules(path, known)


def _selectors(names: tuple[str, ...] | None, known: Collection[str]) -> frozenset[str] | None:
    if names is None:
        return None
    for name in names:
        if not any(in_family(label, name) for label in known):
            meant = nearest(name, {*known, *FAMILIES})
            raise UsageFault(f"there is no label {name}" + (f"; did you mean {meant}?" if meant else ""))
    if not names:
        raise UsageFault("name at least one label with --labels")
    return frozenset(names)


def _obligations(rules: Iterable[Rule]) -> Iterator[Obligation]:
    for rule in rules:
        if rule.action is not None:
            yield Obligation(rule.id, rule.action, rule.labels, rule.fields, rule.mode)
