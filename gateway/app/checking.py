"""Load a configuration and gather every mistake: of its shape, and of what each package makes of its part."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from classifiers.labels import LABELS
from gateway.app import destinations
from gateway.app.classifying import labels_known_to
from gateway.domain.rule import Rule
from gateway.limits.check import check as check_limits
from gateway.policy.compile import check as check_rules
from gateway.settings.load import load, load_rules
from gateway.settings.mistakes import InvalidConfiguration, LocatedMistake
from gateway.settings.model import Settings
from gateway.settings.source import locate_all


@dataclass(frozen=True, slots=True)
class Checked:
    """A configuration without mistakes, or its mistakes, sorted by place."""

    settings: Settings | None
    mistakes: tuple[LocatedMistake, ...]

    def valid(self) -> Settings:
        """Return the settings.

        Raises:
            InvalidConfiguration: There are mistakes.
        """
        if self.settings is None or self.mistakes:
            raise InvalidConfiguration(self.mistakes)
        return self.settings


def load_checked(path: Path, *, resolve_secrets: bool = True, resolve_keys: bool = False) -> Checked:
    """Return what is in ``path``, and everything that is wrong with it."""
    try:
        found = load(path, resolve_secrets=resolve_secrets, resolve_keys=resolve_keys)
    except InvalidConfiguration as invalid:
        return Checked(None, invalid.mistakes)
    settings = found.settings
    mistakes = chain(
        check_rules(settings.rules, labels_known_to(settings.classifiers)),
        check_limits(settings.rules),
        destinations.check(settings),
    )
    return Checked(settings, locate_all(mistakes, found.source))


def load_checked_rules(path: Path, labels: Collection[str] = LABELS) -> tuple[Rule, ...]:
    """Return the rules in the file ``path``, which may speak of any connector, and of these labels.

    Raises:
        InvalidConfiguration: With all mistakes in it.
    """
    rules, source = load_rules(path)
    if mistakes := (*check_rules(rules, labels), *check_limits(rules)):
        raise InvalidConfiguration(locate_all(mistakes, source))
    return rules
