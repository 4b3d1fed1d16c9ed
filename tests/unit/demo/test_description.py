"""What ``crm.yaml`` tells of the system is what the system does."""

from __future__ import annotations

from importlib import resources

import pytest

from connectors.catalogue import read
from connectors.model import Effect, Flag, System, Tier
from gateway.demo.system_of_record import SystemOfRecord
from gateway.settings.strict_yaml import parse


@pytest.fixture
def described() -> System:
    file = resources.files("gateway.demo").joinpath("config", "crm.yaml")
    return read(parse(file.read_bytes()).value)


def test_the_description_names_every_operation_of_the_system_but_the_export(
    described: System, system: SystemOfRecord
) -> None:
    offered = {
        (route.method, route.resource.canonical) for route in system.application().router.routes() if route.resource
    }
    operations = {(operation.method, operation.path) for operation in described.operations}
    assert {route for route in offered if route[0] != "HEAD"} - operations == {("GET", "/api/admin/export")}
    assert operations <= offered


def test_comments_are_low_and_refunds_wait_for_a_person(described: System) -> None:
    writes = {operation.id: operation for operation in described.operations if operation.effect is Effect.WRITE}
    assert set(writes) == {"tickets.comment", "payments.refund"}
    assert writes["tickets.comment"].tier is Tier.LOW
    assert writes["payments.refund"].tier is Tier.HIGH
    assert writes["payments.refund"].flags == {Flag.MONEY, Flag.IRREVERSIBLE}
