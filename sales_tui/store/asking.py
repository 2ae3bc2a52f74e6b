"""Asks payment systems, several at once, each for so long at most; no transaction is open meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from threading import Thread
from time import monotonic

from sales_tui.payments.base import Gateway, NotSetUp
from sales_tui.rules.gateway import Answer, Call, declined, unknown

AT_ONCE = 16
"""Calls on their way at the same time."""

GRACE = 1.0
"""Seconds that a payment system gets beyond its limit to notice by itself that it is over."""

Gateways = Callable[[str], Gateway]
"""The payment system of a method, by its code. Raises NotSetUp."""


def perform_all(gateways: Gateways, calls: Sequence[Call], seconds: float) -> list[Answer]:
    """What they answer to each call, in order."""
    return _all([_asking(gateways, call, seconds, fetch=False) for call in calls], seconds)


def fetch_all(gateways: Gateways, calls: Sequence[Call], seconds: float) -> list[Answer]:
    """What they say became of each call."""
    return _all([_asking(gateways, call, seconds, fetch=True) for call in calls], seconds)


def _asking(gateways: Gateways, call: Call, seconds: float, *, fetch: bool) -> Callable[[], Answer]:
    def ask() -> Answer:
        try:
            gateway = gateways(call.method)
        except NotSetUp as missing:
            return unknown(str(missing).rstrip(".")) if fetch else declined(str(missing).rstrip("."))
        try:
            answer = gateway.fetch(call, seconds) if fetch else gateway.perform(call, seconds)
            return answer.checked(call)
        except Exception as error:  # a payment system of others: whatever it raised, it may have moved money before
            return unknown(f"{gateway.method.title} failed with {type(error).__name__}")

    return ask


def _all(questions: Sequence[Callable[[], Answer]], seconds: float) -> list[Answer]:
    """The answers; unknown for whoever doesn't come back in time, who is then left alone."""
    answers = [unknown("no answer in time")] * len(questions)
    waiting = list(enumerate(questions))
    running: dict[Future[Answer], tuple[int, float]] = {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            place, question = waiting.pop(0)
            running[_start(question)] = (place, monotonic() + seconds + GRACE)
        until = min(end for _, end in running.values())
        wait(running, timeout=max(0.0, until - monotonic()), return_when=FIRST_COMPLETED)
        for future, (place, end) in list(running.items()):
            if future.done():
                answers[place] = future.result()
                del running[future]
            elif monotonic() > end:
                del running[future]
    return answers


def _start(question: Callable[[], Answer]) -> Future[Answer]:
    """In a thread that the program doesn't wait for when it ends."""
    future: Future[Answer] = Future()
    Thread(target=lambda: future.set_result(question()), daemon=True).start()
    return future


def none_set_up(code: str) -> Gateway:
    """Where no payment system is set up. Raises NotSetUp."""
    raise NotSetUp(f"No payment system for '{code}' is set up here.")
