"""Names in prose, found by processes that may be slow, die or never have been there."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import LifoQueue

import pytest

from classifiers.finding import Evidence, NotInspected
from classifiers.hit import Hit
from classifiers.ner.entities import MOST_OF_A_BATCH, NAME, SCORE, NamedEntities, _batches, titles_of
from classifiers.ner.models import NoModel, entities_of, located
from classifiers.ner.pool import MOST_WAITING, Worker

AMPLE_SECONDS = 60.0
SHORT_SECONDS = 0.05
TEXT = "Yesterday Jane Doe wrote to us about the order"


@pytest.fixture(scope="module")
def entities(model: Path) -> Iterator[NamedEntities]:
    entities = NamedEntities(str(model))
    yield entities
    entities.close()


@pytest.fixture
def idle(entities: NamedEntities) -> LifoQueue[Worker]:
    """Return the only worker's place, with the worker loaded."""
    entities.find_many([TEXT], AMPLE_SECONDS)
    return entities._pool._idle


def pid_in(idle: LifoQueue[Worker]) -> int:
    pid = idle.queue[-1]._process.pid
    assert pid is not None
    return pid


def test_names_in_prose_are_found_where_they_stand(entities: NamedEntities) -> None:
    texts = [
        TEXT,
        "They say Ambridge will be there on Monday",
        "Jane Doe",
        "Please ask Acme for the contract before noon",
    ]

    hits = entities.find_many(texts, AMPLE_SECONDS)

    assert hits == [
        [Hit("personal.name", 10, 18, SCORE, NAME)],
        [Hit("personal.location", 9, 17, SCORE, NAME)],
        [],  # no prose
        [Hit("organisation", 11, 15, SCORE, NAME)],
    ]
    assert hits[0][0].evidence == Evidence(pattern="en_tiny: PERSON")


def test_labels_are_those_that_the_model_knows_and_we_have(entities: NamedEntities) -> None:
    assert entities.labels == {"personal.name", "personal.location", "organisation"}
    assert entities.find_many(["They say Christmas will be there on Monday"], AMPLE_SECONDS) == [[]]


def test_a_name_late_in_a_long_text_is_found_where_it_stands(entities: NamedEntities) -> None:
    text = "We were told that it is not what it was.\n" * 500 + TEXT

    hits = entities.find_many([text], AMPLE_SECONDS)[0]

    assert "Jane Doe" in [text[hit.start : hit.end] for hit in hits]


def test_nobody_is_asked_about_what_is_no_prose(entities: NamedEntities) -> None:
    assert entities.find_many([], 0) == []
    assert entities.find_many(["4711", "Jane Doe"], 0) == [[], []]


def test_a_worker_that_hangs_is_replaced_and_the_next_one_left_to_load(
    entities: NamedEntities, idle: LifoQueue[Worker]
) -> None:
    hung = pid_in(idle)
    os.kill(hung, signal.SIGSTOP)

    with pytest.raises(NotInspected, match="took too long"):
        entities.find_many([TEXT], SHORT_SECONDS)
    loading = pid_in(idle)
    with pytest.raises(NotInspected, match="still being loaded"):
        entities.find_many([TEXT], 0.001)

    assert len(entities.find_many([TEXT], AMPLE_SECONDS)[0]) == 1
    assert pid_in(idle) == loading != hung


def test_a_worker_that_dies_is_replaced_and_so_is_the_next(entities: NamedEntities, idle: LifoQueue[Worker]) -> None:
    for reason in ("died", "could not be loaded again"):
        idle.queue[-1]._process.kill()
        idle.queue[-1]._process.join()
        with pytest.raises(NotInspected, match=reason):
            entities.find_many([TEXT], AMPLE_SECONDS)

    assert len(entities.find_many([TEXT], AMPLE_SECONDS)[0]) == 1


def test_a_worker_that_dies_over_a_text_is_not_inspected(entities: NamedEntities, idle: LifoQueue[Worker]) -> None:
    os.kill(pid_in(idle), signal.SIGSTOP)
    killer = threading.Timer(SHORT_SECONDS, idle.queue[-1]._process.kill)
    killer.start()

    with pytest.raises(NotInspected, match="died"):
        entities.find_many([TEXT], AMPLE_SECONDS)

    killer.join()


def test_who_waits_too_long_for_a_worker_is_not_inspected(entities: NamedEntities, idle: LifoQueue[Worker]) -> None:
    worker = idle.get_nowait()

    with pytest.raises(NotInspected, match="busy"):
        entities.find_many([TEXT], SHORT_SECONDS)

    idle.put(worker)


def test_when_too_many_wait_the_next_is_told_at_once(entities: NamedEntities) -> None:
    room = entities._pool._room
    taken = [room.acquire(blocking=False) for _ in range(1 + MOST_WAITING)]

    with pytest.raises(NotInspected, match="too many"):
        entities.find_many([TEXT], AMPLE_SECONDS)

    room.release(len(taken))
    assert all(taken)
    assert len(entities.find_many([TEXT], AMPLE_SECONDS)[0]) == 1


@pytest.mark.parametrize("name", ["en_core_web_sm_of_nobody", "", "..", "no/such/directory"])
def test_a_model_that_is_not_installed_is_refused_and_never_downloaded(name: str) -> None:
    with pytest.raises(NoModel, match="none is downloaded"):
        located(name)


def test_a_model_is_a_package_or_a_directory(model: Path) -> None:
    assert located("spacy") == "spacy"
    assert located(str(model)) == str(model.resolve())


def test_what_a_model_finds_is_told_without_loading_it(model: Path) -> None:
    assert entities_of(located(str(model))) == {"PERSON", "GPE", "ORG", "EVENT"}
    assert [*titles_of(str(model))] == ["personal.name", "personal.location", "organisation"]


@pytest.mark.parametrize(
    "description", [None, "{", "[]", '{"labels": {}}', '{"labels": {"ner": []}}', '{"labels": {"ner": "PERSON"}}']
)
def test_a_model_that_tells_of_no_entities_is_refused(tmp_path: Path, description: str | None) -> None:
    if description is not None:
        (tmp_path / "meta.json").write_text(description)

    with pytest.raises(NoModel, match="no part that recognises entities"):
        entities_of(str(tmp_path))
    with pytest.raises(NoModel):
        entities_of("spacy")  # is a package, and no model


def test_a_model_of_other_entities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"labels": {"ner": ["DATE"]}}')

    with pytest.raises(NoModel, match="nothing that has a label here"):
        titles_of(str(tmp_path))


def test_several_workers_answer_several_threads(model: Path) -> None:
    entities = NamedEntities(str(model), workers=2)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(entities.find_many([TEXT], AMPLE_SECONDS)[0])))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entities.close()

    assert found == [1] * 6


def test_a_model_that_cannot_be_used_is_refused(model_without_entities: Path) -> None:
    with pytest.raises(NoModel, match="no part that recognises entities"):
        NamedEntities(str(model_without_entities))


def test_a_model_that_does_not_load_in_time_is_refused(model: Path) -> None:
    with pytest.raises(NoModel, match="did not load within 0 s"):
        NamedEntities(str(model), load_seconds=0)


def test_a_model_whose_process_dies_is_refused(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "_answer", lambda self, seconds: self._process.kill() or self._pipe.recv())

    with pytest.raises(NoModel, match="died"):
        NamedEntities(str(model))


def test_batches_are_small_enough_to_be_sent_at_once() -> None:
    pieces = ["x" * 5_000] * 7 + ["y" * 20_000, "z"]

    batches = list(_batches(iter(pieces)))

    assert [piece for batch in batches for piece in batch] == pieces
    assert all(sum(map(len, batch)) <= MOST_OF_A_BATCH or len(batch) == 1 for batch in batches)
