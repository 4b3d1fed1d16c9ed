"""What Presidio ships, and what must not happen while its recognisers look at a text."""

from __future__ import annotations

import inspect
import logging
import socket

import presidio_analyzer.predefined_recognizers as shipped
import pytest
from presidio_analyzer import PatternRecognizer
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from classifiers import Scanner, json_leaves
from classifiers.detectors import own_detectors
from classifiers.labels import LABELS
from classifiers.presidio.load import load
from classifiers.presidio.predefined import LABELS as PREDEFINED


def test_every_pattern_recogniser_that_presidio_ships_has_a_label() -> None:
    kinds = {
        name
        for name, kind in vars(shipped).items()
        if inspect.isclass(kind) and issubclass(kind, PatternRecognizer | PhoneRecognizer)
    }

    assert kinds - PREDEFINED.keys() == {"CreditCardRecognizer"}
    assert PREDEFINED.keys() <= kinds


def test_every_label_is_found_by_some_recogniser() -> None:
    ours = {label for detector in own_detectors(LABELS) for label in detector.labels}

    assert LABELS.keys() == {*PREDEFINED.values(), *ours}
    assert len(set(PREDEFINED.values())) == len(PREDEFINED)


def test_of_every_pattern_it_is_known_what_a_match_looks_like() -> None:
    recognizers = load(frozenset(PREDEFINED.values()), 0.4)

    assert [clue for recognizer in recognizers for clue in recognizer.clues if clue.shape is None] == []


def test_only_the_recognisers_of_the_labels_are_loaded() -> None:
    assert [recognizer.name for recognizer in load({"bank.iban"}, 0.4)] == ["IbanRecognizer"]


def test_what_cannot_reach_the_threshold_without_context_is_not_run_without() -> None:
    (passport,) = load({"national_id.us_passport"}, 0.4)
    (phone,) = load({"contact.phone"}, 0.5)
    (nhs,) = load({"national_id.uk_nhs"}, 0.4)

    assert not any(clue.is_certain for clue in passport.clues)
    assert not any(clue.is_certain for clue in phone.clues)
    assert all(clue.is_certain for clue in nhs.clues)


def test_email_domains_are_looked_up_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("something connects")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    scanner = Scanner(["contact.email"], budget_seconds=60)

    assert [finding.label for finding in scanner.scan(json_leaves("to jane@example.co.uk"))] == ["contact.email"]
    assert scanner.scan(json_leaves("to jane@example.nosuchsuffix")) == []


def test_what_is_looked_at_does_not_get_into_the_log(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    scanner = Scanner(["bank.iban", "contact", "national_id.us_ssn"], budget_seconds=60)

    scanner.scan(json_leaves({"ssn": "536-90-4399", "iban": "DE89 3704 0044 0532 0130 00", "mail": "j@example.com"}))

    assert caplog.text == ""
    assert capsys.readouterr() == ("", "")
