"""The detectors of secrets, for some labels."""

from __future__ import annotations

from collections.abc import Collection

from classifiers.detector import Detector
from classifiers.recognizers.secrets.assignments import AssignmentDetector
from classifiers.recognizers.secrets.authorization import AuthorizationDetector
from classifiers.recognizers.secrets.connections import ConnectionStringDetector
from classifiers.recognizers.secrets.facts import formats
from classifiers.recognizers.secrets.fields import NamedFieldDetector, SecretFieldDetector
from classifiers.recognizers.secrets.named_tokens import NamedTokenDetector
from classifiers.recognizers.secrets.private_keys import PrivateKeyDetector
from classifiers.recognizers.secrets.services import ServiceKeyDetector
from classifiers.recognizers.secrets.signed_tokens import SignedTokenDetector
from classifiers.recognizers.secrets.spoken import SpokenKeyDetector
from classifiers.recognizers.secrets.tokens import TokenDetector
from classifiers.recognizers.secrets.urls import UrlCredentialDetector


def secret_detectors(labels: Collection[str]) -> tuple[Detector, ...]:
    """Return the detectors that find any of ``labels``."""
    wanted = [known for known in formats() if known.label in labels]
    named = [NamedTokenDetector(known) for known in wanted if known.near]
    detectors: tuple[Detector, ...] = (
        *(TokenDetector(known) for known in wanted if not known.near),
        *named,
        NamedFieldDetector(named),
        PrivateKeyDetector(),
        SignedTokenDetector(),
        UrlCredentialDetector(),
        ConnectionStringDetector(),
        AuthorizationDetector(),
        SecretFieldDetector(),
        AssignmentDetector(),
        SpokenKeyDetector(),
        ServiceKeyDetector(),
    )
    return tuple(detector for detector in detectors if not detector.labels.isdisjoint(labels))
