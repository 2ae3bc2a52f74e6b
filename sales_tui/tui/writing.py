"""The one thread that writes: what is given to it is done one after the other, in that order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")


class WritingLine:
    """The thread is there as long as there is work. The program doesn't wait for it when it ends."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._lock = Lock()
        self._is_running = False

    def add(self, work: Callable[[], T]) -> Future[T]:
        """Do it when its turn comes. What it returns or raises is in the future; cancelled before, it isn't done."""
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((future, work))
            if not self._is_running:
                self._is_running = True
                Thread(target=self._run, name="writing", daemon=True).start()
        return future

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._is_running = False
                    return
                future, work = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                _do(future, work)


def _do(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        result = work()
    except BaseException as error:  # whoever waits for it hears of it
        future.set_exception(error)
    else:
        future.set_result(result)
