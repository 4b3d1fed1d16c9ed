"""Whatever is written, views lead back into the text, and say what was hidden in it."""

from __future__ import annotations

import base64
import gzip
import html
import re
import urllib.parse
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.budget import Budget
from classifiers.detector import Trigger
from classifiers.expressions import shape_of
from classifiers.finding import Span
from classifiers.shadow import shadow, without_separators
from classifiers.views.readers import LAYERS, readers
from classifiers.views.splice import spliced
from classifiers.views.view import Reader, View

# Pieces that set readers off, and such as break what they make of them.
PIECES = [
    *("4", "45", "453", "4539", "45395787", "4539578763621486", "0", "O", "l", "536", "90", "4399"),
    *(" ", "  ", ".", "-", "_", "/", ",", ":", "\n", "\t", "*", "**", "'", '" + "', "(", ")", "\\", "\x00", "\x01"),
    *("\u200b", "\u00ad", "\u0336", "\ufe0f", "\u202e", "\u202c", "\u00a0", "\u2013", "\uff14", "\u0664", "\u0430"),
    *("\u2463", "\u00e9", "\U000e0034", "\U0001d7dc", "\u6f22", "\ud835", "\uff20"),
    *(
        "%34",
        "%",
        "&#52;",
        "&amp;",
        "&",
        "\\u0034",
        "\\x34",
        "\\064",
        "\\34 ",
        "=34",
        "=2D",
        "=\n",
        "=",
        "=?utf-8?B?NDEx?=",
    ),
    *(
        "<b>",
        "</b>",
        "<td>",
        "<!-- -->",
        "<",
        ">",
        "one ",
        "four ",
        " at ",
        " dot ",
        "@",
        "[at]",
        "ssn",
        "jane",
        "a.de",
    ),
    *("NDUzOTU3ODc2MzYyMTQ4Ng==", "aGVsbG8gd29ybGQ=", "GQ2TGOJVG44DONRTGYZDCNBYGY", "34353339353738373633", "H4sI"),
    *(
        "0x34,",
        "52,",
        "00110100 ",
        "ghp_",
        "GHP_",
        "aB3dE6gH9jK2",
        "_phg",
        "DE89",
        "de89",
        "3704",
        "0044",
        "0532",
        "0130",
    ),
]

texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def budget() -> Budget:
    return Budget(1.0, clock=lambda: 0.0)


def prefilter(trigger: Trigger) -> re.Pattern[bytes]:
    shape = shape_of(trigger.expression, re.IGNORECASE if trigger.ignores_case else 0)
    assert shape is not None
    return re.compile(shape.prefilter.encode("ascii"), re.IGNORECASE if shape.ignores_case else 0)


TRIGGERED: list[tuple[str, Reader, list[re.Pattern[bytes]]]] = [
    (getattr(reader, "reading", type(reader).__name__), reader, [prefilter(trigger) for trigger in reader.triggers])
    for layer in LAYERS
    for reader in layer
    if reader.triggers
]


@given(texts)
def test_every_place_of_a_view_leads_into_the_text(text: str) -> None:
    for reader in readers():
        for view in reader.read(text, budget()):
            places = range(len(view.text))
            spans = [view.span_of(place, place + 1) for place in places]
            assert all(span is None or span.end <= len(text) for span in spans)
            starts = [span.start for span in spans if span]
            assert starts == sorted(starts)
            if view.text and None not in spans:
                whole = view.span_of(0, len(view.text))
                assert whole == Span(starts[0], max(span.end for span in spans if span))


@given(texts)
def test_where_a_reader_reads_something_a_trigger_occurs(text: str) -> None:
    below = shadow(without_separators(text)).encode("ascii")
    for name, reader, triggers in TRIGGERED:
        if next(reader.read(text, budget()), None) is not None:
            assert any(trigger.search(below) for trigger in triggers), name


@given(texts)
def test_readers_without_a_trigger_in_a_text_need_not_be_tried(text: str) -> None:
    below = shadow(without_separators(text)).encode("ascii")
    for reader in readers():
        occurring = {index for index, trigger in enumerate(reader.triggers) if prefilter(trigger).search(below)}
        told = [view.text for view in reader.read(text, budget(), occurring)]
        assert told == [view.text for view in reader.read(text, budget())]


@given(texts, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.sampled_from(["", "x", "xyz"])), max_size=6))
def test_what_is_not_replaced_is_where_it_was(text: str, cuts: list[tuple[int, int, str]]) -> None:
    replacements: list[tuple[int, int, str]] = []
    reached = 0
    for gap, length, replaced in cuts:
        start = min(reached + gap, len(text))
        end = min(start + length, len(text))
        if start < end:
            replacements.append((start, end, replaced))
            reached = end
    view = spliced(text, replacements, "test")
    origins = list(view.origins or ())
    replaced_places = {place for start, end, _ in replacements for place in range(start, end)}
    kept = [place for place in range(len(text)) if place not in replaced_places]
    assert [place for place in origins[:-1] if place not in replaced_places] == kept
    assert all(
        view.text[index] == text[place] for index, place in enumerate(origins[:-1]) if place not in replaced_places
    )
    assert origins[-1] == len(text)


ENCODINGS: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in lines": lambda text: base64.encodebytes(text.encode()).decode(),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "codes": lambda text: ", ".join(map(str, text.encode())),
    "binary": lambda text: " ".join(f"{byte:08b}" for byte in text.encode()),
    "gzip": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "quoted": lambda text: urllib.parse.quote(text, safe=""),
    "references": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "escaped": html.escape,
    "JSON": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "full width": lambda text: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text),
    "zero width": "\u200b".join,
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=list(ENCODINGS))
@given(number=st.from_regex(r"[0-9]{12,19}", fullmatch=True), words=st.sampled_from(["", "card ", "a, b: "]))
def test_what_was_encoded_is_read(encode: Callable[[str], str], number: str, words: str) -> None:
    written = encode(words + number)
    read: list[View] = [view for reader in readers() for view in reader.read(written, budget())]
    assert number in written or any(number in view.text for view in read)
