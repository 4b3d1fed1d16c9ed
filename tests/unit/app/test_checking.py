from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.app.checking import load_checked, load_checked_rules
from gateway.settings.mistakes import InvalidConfiguration
from tests.gateways import Deployment

RULES = """
- {id: one, owner: me, because: so, labels: [payment_cart], action: block}
- {id: two, owner: me, because: so, require: 'caller.grops.size() > 0'}
- {id: three, owner: me, because: so, limit: {rate: 1/day, burst: 100000000, per: [plugin]}}
- {id: four, owner: me, because: so, fields: ["$..["], action: drop}
"""
MISTAKES = [(2, "payment_card"), (3, None), (4, None), (5, None)]
"""The line of each mistake, and what was probably meant."""


def test_a_good_configuration_has_no_mistakes(deployment: Deployment) -> None:
    checked = load_checked(deployment.write())
    assert checked.mistakes == ()
    assert checked.valid() is checked.settings


def test_what_several_packages_find_is_told_at_once_and_in_order(deployment: Deployment) -> None:
    checked = load_checked(replace(deployment, rules=RULES).write())
    assert [(mistake.location.line, mistake.suggestion) for mistake in checked.mistakes][:1] == MISTAKES[:1]
    assert [mistake.location.line for mistake in checked.mistakes] == [line for line, _ in MISTAKES]
    with pytest.raises(InvalidConfiguration) as invalid:
        checked.valid()
    assert invalid.value.mistakes == checked.mistakes


def test_a_mistake_of_shape_leaves_nothing_to_be_valid(deployment: Deployment) -> None:
    checked = load_checked(replace(deployment, plugins=["{ids: a}"]).write())
    assert checked.settings is None
    with pytest.raises(InvalidConfiguration):
        checked.valid()


def test_rules_by_themselves_are_checked_alike(deployment: Deployment) -> None:
    replace(deployment, rules=RULES).write()
    with pytest.raises(InvalidConfiguration) as invalid:
        load_checked_rules(deployment.folder / "rules" / "rules.yaml")
    assert sorted(mistake.location.line for mistake in invalid.value.mistakes) == [line for line, _ in MISTAKES]


def test_rules_by_themselves_may_speak_of_any_connector(deployment: Deployment) -> None:
    replace(deployment, rules="[{id: a, owner: b, because: c, connector: elsewhere, require: 'true'}]").write()
    (rule,) = load_checked_rules(deployment.folder / "rules" / "rules.yaml")
    assert rule.selector.connector == "elsewhere"
