"""A message is inspected to its end, or refused, and the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator

import pytest

from classifiers.documents import Images, Limits
from classifiers.finding import Finding, Leaf, NotInspected, Place
from gateway.domain.errors import InspectionUnavailable, UninspectableContent
from gateway.domain.message import Body, BodyKind, Message
from gateway.inspection.inspector import Inspector
from gateway.telemetry.metrics import REGISTRY
from tests.made_documents import zipped


class CallScanner:
    """Scans with a function."""

    labels = frozenset({"card"})

    def __init__(self, call: Callable[[list[Leaf]], list[Finding]]) -> None:
        self.call = call

    def scan(self, leaves: Iterable[Leaf]) -> list[Finding]:
        return self.call([*leaves])


def message(text: str, **parts: str) -> Message:
    return Message((("x", parts.get("header", "")),), Body(BodyKind.TEXT, "text/plain", text.encode(), text))


SMALL = message("x")
LARGE = message("x" * 513)
FOUND = Finding("card", Place(), None, 1, "test")


@pytest.fixture
def inspector() -> Iterator[Callable[[Callable[[list[Leaf]], list[Finding]]], Inspector]]:
    made: list[Inspector] = []

    def make(call: Callable[[list[Leaf]], list[Finding]]) -> Inspector:
        made.append(Inspector(CallScanner(call)))
        return made[-1]

    yield make
    for each in made:
        each.close()


Make = Callable[[Callable[[list[Leaf]], list[Finding]]], Inspector]


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"sallyport_{name}", labels) or 0


@pytest.mark.parametrize("sent", [SMALL, LARGE])
async def test_what_is_found_is_returned(inspector: Make, sent: Message) -> None:
    texts: list[str] = []

    def scan(leaves: list[Leaf]) -> list[Finding]:
        texts.extend(leaf.text for leaf in leaves)
        return [FOUND]

    assert await inspector(scan).inspect(sent) == (FOUND,)
    assert texts == ["x", "", sent.body.document]


@pytest.mark.parametrize("sent", [SMALL, LARGE, message("x", header="y" * 512)])
async def test_no_message_holds_the_loop(inspector: Make, sent: Message) -> None:
    loop_went_on = threading.Event()

    def scan(_: list[Leaf]) -> list[Finding]:
        assert loop_went_on.wait(10)
        return []

    inspecting = asyncio.create_task(inspector(scan).inspect(sent))
    await asyncio.sleep(0)
    loop_went_on.set()

    assert await inspecting == ()


@pytest.mark.parametrize("sent", [SMALL, LARGE])
async def test_what_was_not_inspected_is_refused(inspector: Make, sent: Message) -> None:
    def scan(_: list[Leaf]) -> list[Finding]:
        raise NotInspected("too slow")

    with pytest.raises(UninspectableContent) as refused:
        await inspector(scan).inspect(sent)

    assert refused.value.cause == "classifier"


@pytest.mark.parametrize("sent", [SMALL, LARGE])
@pytest.mark.parametrize("bug", [ValueError, RecursionError, MemoryError])
async def test_a_scanner_that_fails_refuses_and_repeats_nothing(
    inspector: Make, sent: Message, bug: type[Exception]
) -> None:
    def scan(_: list[Leaf]) -> list[Finding]:
        raise bug("4111111111111111")

    with pytest.raises(InspectionUnavailable) as refused:
        await inspector(scan).inspect(sent)

    assert bug.__name__ in refused.value.cause
    assert "4111" not in refused.value.cause + refused.value.detail
    assert refused.value.__suppress_context__


async def test_a_closed_inspector_refuses(inspector: Make) -> None:
    closed = inspector(lambda _: [])
    closed.close()

    with pytest.raises(InspectionUnavailable):
        await closed.inspect(LARGE)


async def test_who_would_wait_too_long_is_refused(inspector: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.inspection.inspector.MAX_WAIT_SECONDS", 0.0)
    gate = threading.Event()

    def scan(_: list[Leaf]) -> list[Finding]:
        gate.wait(30)
        return []

    slow = inspector(scan)
    with pytest.raises(InspectionUnavailable, match="waited too long"):
        await slow.inspect(LARGE)
    gate.set()


async def test_only_so_many_wait_at_once(inspector: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.inspection.inspector.MAX_WAITING", 1)
    gate = threading.Event()

    def scan(_: list[Leaf]) -> list[Finding]:
        gate.wait(30)
        return []

    busy = inspector(scan)
    first = asyncio.ensure_future(busy.inspect(LARGE))
    await asyncio.sleep(0)  # let it begin
    with pytest.raises(InspectionUnavailable, match="too many"):
        await busy.inspect(LARGE)
    gate.set()
    assert await first == ()
    assert await busy.inspect(LARGE) == ()


async def test_a_scanner_that_looks_for_nothing_is_not_asked() -> None:
    def scan(_: list[Leaf]) -> list[Finding]:
        raise AssertionError("asked")

    scanner = CallScanner(scan)
    scanner.labels = frozenset()
    inspector = Inspector(scanner)

    assert await inspector.inspect(LARGE) == ()
    inspector.close()


async def test_time_and_bytes_are_counted(inspector: Make) -> None:
    seconds, size = sample("inspection_seconds_count"), sample("inspection_bytes_total")

    await inspector(lambda _: []).inspect(message("12345"))

    assert sample("inspection_seconds_count") == seconds + 1
    assert sample("inspection_bytes_total") == size + 6


async def test_a_document_that_cannot_be_opened_is_refused_with_its_reason(inspector: Make) -> None:
    sent = Message((), Body(BodyKind.DOCUMENT, "application/pdf", b"%PDF-1.7 damaged", None))
    with pytest.raises(UninspectableContent) as refused:
        await inspector(lambda _: []).inspect(sent)
    assert (refused.value.cause, "a PDF that is damaged" in refused.value.detail) == ("document", True)


async def test_a_document_is_opened_even_if_nothing_is_looked_for() -> None:
    class NothingScanner(CallScanner):
        labels = frozenset()

    idle = Inspector(NothingScanner(lambda _: []))
    with pytest.raises(UninspectableContent):
        await idle.inspect(Message((), Body(BodyKind.DOCUMENT, "application/pdf", b"%PDF-1.7 damaged", None)))
    assert await idle.inspect(Message((), Body(BodyKind.DOCUMENT, "application/zip", zipped({}), None))) == ()
    idle.close()


async def test_documents_are_opened_within_the_limits_that_are_given() -> None:
    sent = Message((), Body(BodyKind.DOCUMENT, "application/zip", zipped({"a.png": b"\x89PNG\r\n\x1a\n"}), None))
    strict, lenient = (Inspector(CallScanner(lambda _: []), Limits(images=images)) for images in Images)
    with pytest.raises(UninspectableContent):
        await strict.inspect(sent)
    assert await lenient.inspect(sent) == ()
    strict.close()
    lenient.close()
