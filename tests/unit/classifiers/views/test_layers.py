from __future__ import annotations

import base64
from collections.abc import Callable

from classifiers.budget import Budget
from classifiers.finding import Span
from classifiers.views.readers import LAYERS, readers
from classifiers.views.view import Reader, View

Read = Callable[[Reader, str], list[View]]

PICTURE = base64.b64encode(bytes(range(256)) * 8).decode()
MAIL = (
    '<p>Dear&nbsp;J\u00f6rg,</p><p>It\u2019s <b>2024-11-23 10:34:41</b>, see <a href="https://x.example/a%20b?c=20&amp;'
    'd=%2Fx">*this*</a>\u00a0\u2014 C:\\x64\\u0041bc 10\u00a0000\u202f\u20ac ~~old~~ `a1b2c3d4` e5f6a7b8 <img src="'
    f'data:image/png;base64,{PICTURE}"> MDQ6VXNlcjU4MzIzMQ== jane [at] example [dot] com =?utf-8?Q?J=C3=B6rg?= '
    "\u2764\ufe0f 1\ufe0f\u20e3 12, 13, 14 +1 212 555 0143</p>\n"
)


def test_each_layer_reads_what_the_one_before_it_made(read: Read) -> None:
    layered, _ = readers()
    views = read(layered, "n %34539.5787.6362.1486 &amp; aGVsbG8gd29ybGQ=")
    assert [(view.text, view.reading) for view in views] == [
        ("n 4539.5787.6362.1486 & aGVsbG8gd29ybGQ=", "percent-encoding, HTML references"),
        ("n 4539.5787.6362.1486 &  hello world", "percent-encoding, HTML references, base64"),
        ("n 4539578763621486 &  hello world", "percent-encoding, HTML references, base64, digit groups"),
    ]
    assert views[-1].span_of(2, 18) == Span(2, 23)


def test_texts_that_are_not_ascii_are_read_once(read: Read) -> None:
    layered, foreign = readers()
    text = "\uff14539.5787.6362.1486"
    assert read(layered, text) == []
    assert [view.text for view in read(foreign, text)] == ["4539.5787.6362.1486", "4539578763621486"]
    assert read(foreign, "caf\u00e9 4539.5787.6362.1486") == []
    assert [view.text for view in read(layered, "caf\u00e9 4539.5787.6362.1486")] == ["caf\u00e9 4539578763621486"]


def test_a_mail_with_a_bit_of_everything_is_read_in_a_few_views() -> None:
    assert len(_all_readings(MAIL)) <= 5
    encoded = base64.b64encode(MAIL.encode()).decode()
    texts = _all_readings(base64.b64encode(encoded.encode()).decode())
    assert len(texts) <= 40
    assert max(texts.values()) <= 4


def _all_readings(text: str) -> dict[str, int]:
    """Return all that a text reads as, in rounds until nothing is new, and how often it was encoded."""
    budget = Budget(1.0, clock=lambda: 0.0)
    found: dict[str, int] = {}
    todo = [(text, 0)]
    while todo:
        value, depth = todo.pop()
        for reader in readers():
            for view in reader.read(value, budget):
                if view.text not in found:
                    found[view.text] = depth + view.encodings
                    todo.append((view.text, depth + view.encodings))
    return found


def test_all_triggers_are_those_of_the_layers() -> None:
    layered, foreign = readers()
    assert list(layered.triggers) == [trigger for layer in LAYERS for reader in layer for trigger in reader.triggers]
    assert list(foreign.triggers) == []
