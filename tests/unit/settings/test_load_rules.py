"""A file of rules by itself, as a rule's author has it at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.app.checking import load_checked_rules
from gateway.domain.rule import Action, Rule
from gateway.settings import render
from gateway.settings.mistakes import InvalidConfiguration

SHIPPED = Path(__file__).parents[3] / "config/rules"

CARDS = """\
- id: no-cards
  owner: payments@example.com
  because: PCI DSS
  labels: [payment_card]
  action: mask
"""


def loaded(tmp_path: Path, text: str) -> tuple[Rule, ...]:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return load_checked_rules(path)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InvalidConfiguration) as caught:
        loaded(tmp_path, text)
    return [line.removeprefix(f"{tmp_path}/") for line in render.text(caught.value.mistakes).splitlines()]


def test_rules_are_read_without_a_configuration(tmp_path: Path) -> None:
    [rule] = loaded(tmp_path, CARDS)
    assert (rule.id, rule.labels, rule.action) == ("no-cards", ("payment_card",), Action.MASK)


@pytest.mark.parametrize("name", ["privacy.yaml", "writes.yaml"])
def test_the_shipped_rules_stand_by_themselves(name: str) -> None:
    assert load_checked_rules(SHIPPED / name)


def test_every_mistake_is_told_with_its_place(tmp_path: Path) -> None:
    text = CARDS.replace("action: mask", "action: mas") + CARDS
    assert mistakes(tmp_path, text) == [
        (
            "rules.yaml:5:11: expected `allow` or `mask` or `redact` or `drop` or `block`, "
            "found `mas` (did you mean `mask`?)"
        ),
        f"rules.yaml:6:7: `no-cards` is there already, at {tmp_path}/rules.yaml:1:7",
    ]


def test_what_a_rule_means_is_checked_too(tmp_path: Path) -> None:
    [line] = mistakes(tmp_path, CARDS.replace("[payment_card]", "[payment_cart]"))
    assert line == "rules.yaml:4:12: no label or family 'payment_cart' (did you mean `payment_card`?)"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: alone\n", "rules.yaml:1:1: expected a list of rules"),
        ("- [\n", "rules.yaml:2:1: not YAML: expected the node content, but found '<stream end>'"),
        ("- 7\n", "rules.yaml:1:3: expected a mapping, found a number"),
    ],
)
def test_what_is_no_list_of_rules_is_refused(tmp_path: Path, text: str, line: str) -> None:
    assert mistakes(tmp_path, text) == [line]
