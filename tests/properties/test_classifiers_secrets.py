"""Whatever text there is: what the detectors of secrets find has a trigger, a place and an explanation."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.detector import Detector, Text
from classifiers.hit import Hit
from classifiers.recognizers.secrets.detectors import secret_detectors
from classifiers.recognizers.secrets.facts import TokenFormat, formats
from classifiers.recognizers.secrets.vocabulary import secret_labels

DETECTORS = [each for each in secret_detectors([name for name, *_ in secret_labels()]) if each.triggers]
TRIGGERS = {
    id(each): [
        re.compile(trigger.expression, re.DOTALL | (re.IGNORECASE if trigger.ignores_case else 0))
        for trigger in each.triggers
    ]
    for each in DETECTORS
}
PIECES = st.one_of(
    st.sampled_from([example for _, _, example, _, _ in secret_labels()]),
    st.sampled_from([known.example() for known in formats()]),
    st.sampled_from(
        ["password", "token", "api_key", "secret", "key", "=", ": ", '"', "'", "\n", "\\n", " ", "-u ", "://", "@", ";",
         "Bearer ", "basic ", "--password ", "facebook", "heroku", "wandb", "${", "}", ">", "<", "(", ")", ", ", "&"]
    ),
    st.text(alphabet="aB3_-./+=é٣ ", max_size=40),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def found(detector: Detector, text: str) -> list[Hit]:
    return list(detector.find(Text(text), Budget(60.0)))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_nothing_is_found_without_a_trigger(text: str) -> None:
    for detector in DETECTORS:
        if not any(trigger.search(text) for trigger in TRIGGERS[id(detector)]):
            assert found(detector, text) == []


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_findings_lie_in_the_text_and_are_explained(text: str) -> None:
    for detector in DETECTORS:
        for hit in found(detector, text):
            assert 0 <= hit.start < hit.end <= len(text)
            assert hit.label in detector.labels
            assert 0 < hit.score <= 1
            assert hit.evidence.pattern


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([known for known in formats() if not known.near]), TEXTS, TEXTS)
def test_a_token_is_found_between_any_two_texts(known: TokenFormat, before: str, after: str) -> None:
    token = known.example()
    whole = f"{before} {token} {after}"
    taken = [hit for each in DETECTORS if known.label in each.labels for hit in found(each, whole)]
    assert any(hit.start <= len(before) + 1 and hit.end >= len(before) + 1 + len(token) for hit in taken)
