"""What is not looked for could not have passed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from classifiers.cues import GATES
from classifiers.detector import Text
from classifiers.gates import can_pass, may_pass, passing
from classifiers.hit import Hit
from classifiers.labels import LABELS
from classifiers.leaves import words_of

CUES = sorted({cue.strip() for gate in GATES.values() for cue in gate.named + gate.said})
NAMES = ("created_at", "etag", "sha", "ts", "id", "number", "")

pieces = st.one_of(
    st.sampled_from(CUES),
    st.sampled_from(CUES).map(str.upper),
    st.sampled_from(CUES).map(lambda cue: cue.title().replace(" ", "")),
    st.sampled_from([example for label in LABELS.values() for example in (label.example, label.near_miss)]),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.text("0123456789abcdefABCDEF-.:+ ", max_size=14),
    st.sampled_from(["İ", "ß", "ΑΣ", "K", "\N{SOFT HYPHEN}", "_", "\n"]),
)
texts = st.lists(pieces, min_size=1, max_size=8).map("".join).filter(bool)
names = st.one_of(
    st.sampled_from(CUES),
    st.sampled_from(NAMES),
    st.tuples(st.sampled_from(CUES), st.sampled_from(NAMES)).map("_".join),
)


@given(
    text=texts,
    name=names,
    label=st.sampled_from(sorted(GATES)),
    ends=st.tuples(st.integers(0, 400), st.integers(0, 400)),
    score=st.floats(0, 1),
)
@example(text="xssn123456789", name="", label="national_id.us_ssn", ends=(4, 13), score=0.4)
@example(text="a" * 4 + "ssn" + " " * 77 + "123456789", name="", label="national_id.us_ssn", ends=(84, 93), score=0.4)
def test_a_hit_passes_only_where_one_may(text: str, name: str, label: str, ends: tuple[int, int], score: float) -> None:
    start, end = sorted(at % (len(text) + 1) for at in ends)
    hit = Hit(label, start, end, score, "Test")
    words = words_of(name)

    if passing([hit], text, words):
        assert may_pass(label, Text(text, words))
        assert can_pass(replace(hit, score=0), Text(text, words))


@given(text=texts, name=names, ends=st.tuples(st.integers(0, 400), st.integers(0, 400)))
def test_a_hit_of_a_label_without_a_gate_is_left_as_it_is(text: str, name: str, ends: tuple[int, int]) -> None:
    start, end = sorted(at % (len(text) + 1) for at in ends)
    hit = Hit("contact.email", start, end, 0.4, "Test")

    assert passing([hit], text, words_of(name))[0] is hit
    assert may_pass("contact.email", Text(text, words_of(name)))
