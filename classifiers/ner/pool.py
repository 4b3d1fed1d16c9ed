"""Worker processes that answer in time or are replaced.

A worker that does not answer in time is ended, for there is no other way to stop it, and another is started in its
place; so is one that died. Whoever waited is told that its texts were not inspected.
"""

from __future__ import annotations

import multiprocessing
import time
from queue import Empty, LifoQueue
from threading import Semaphore
from typing import cast

from classifiers.finding import NotInspected
from classifiers.ner.models import NoModel
from classifiers.ner.worker import Batch, Entities, work

MOST_WAITING = 8
"""How many callers may wait for each worker. The next is told at once that its texts are not inspected."""

_SPAWN = multiprocessing.get_context("spawn")  # forks of a process with threads can hang


class Worker:
    """A process with a model, used by one thread at a time. It ends with this process, for its pipe closes then."""

    def __init__(self, model: str) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=work, args=(theirs, model), name="sallyport-ner", daemon=True)
        self._process.start()
        theirs.close()
        self._labels: frozenset[str] | None = None

    def labels(self, seconds: float) -> frozenset[str]:
        """Return the labels of the model once it is loaded.

        Raises:
            NoModel: It cannot be used.
            TimeoutError: It is not loaded yet.
            EOFError: The process died.
        """
        if self._labels is None:
            answer = self._answer(seconds)
            if not isinstance(answer, frozenset):
                raise NoModel(str(answer))
            self._labels = answer
        return self._labels

    def entities(self, batch: Batch, seconds: float) -> Entities:
        """Return the entities of some texts, no more of them than a pipe takes at once.

        Raises:
            TimeoutError: They take longer.
            EOFError: The process died.
        """
        try:
            self._pipe.send(batch)
        except OSError:
            raise EOFError from None
        return cast("Entities", self._answer(seconds))

    def close(self) -> None:
        """End the process, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _answer(self, seconds: float) -> object:
        try:
            if not self._pipe.poll(max(seconds, 0)):
                raise TimeoutError
            return self._pipe.recv()
        except ConnectionError:
            raise EOFError from None


class Pool:
    """Some workers with the same model. Safe for threads.

    Raises:
        NoModel: The model cannot be used, or takes too long to load.
    """

    def __init__(self, model: str, *, workers: int, load_seconds: float) -> None:
        self._model = model
        self._room = Semaphore(workers * (1 + MOST_WAITING))
        self._idle: LifoQueue[Worker] = LifoQueue()
        first = Worker(model)
        self._idle.put(first)
        try:
            self.labels = first.labels(load_seconds)
        except TimeoutError:
            self.close()
            raise NoModel(f"it did not load within {load_seconds:g} s") from None
        except EOFError:
            self.close()
            raise NoModel("the process that loaded it died") from None
        except NoModel:
            self.close()
            raise
        for _ in range(workers - 1):
            self._idle.put(Worker(model))

    def entities(self, batches: list[Batch], seconds: float) -> Entities:
        """Return the entities of the texts of all batches, in their order.

        Raises:
            NotInspected: No worker was free in time, or it did not answer in time, or it died.
        """
        end = time.monotonic() + seconds
        if not self._room.acquire(blocking=False):
            raise NotInspected("too many messages wait for the language model")
        try:
            worker = self._idle.get(timeout=seconds)
        except Empty:
            raise NotInspected("the language model was busy for too long") from None
        else:
            return self._answers(worker, batches, end)
        finally:
            self._room.release()

    def close(self) -> None:
        """End all workers. To be called when nobody asks any more."""
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _answers(self, worker: Worker, batches: list[Batch], end: float) -> Entities:
        try:
            worker.labels(end - time.monotonic())
        except TimeoutError:
            self._idle.put(worker)  # it still loads, and would not be done any sooner if it began again
            raise NotInspected("the language model is still being loaded") from None
        except (EOFError, NoModel):
            self._replace(worker)
            raise NotInspected("the language model could not be loaded again") from None
        try:
            answers = [worker.entities(batch, end - time.monotonic()) for batch in batches]
        except (TimeoutError, EOFError) as failed:
            self._replace(worker)
            what = "took too long" if isinstance(failed, TimeoutError) else "died"
            raise NotInspected(f"the language model {what}") from None
        self._idle.put(worker)
        return [entities for answer in answers for entities in answer]

    def _replace(self, worker: Worker) -> None:
        worker.close()
        self._idle.put(Worker(self._model))
